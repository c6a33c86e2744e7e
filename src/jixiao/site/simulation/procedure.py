"""From a document to a published plan: imported, confirmed, mended where the checks refuse it, approved, published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from jixiao.core.drafting import DECLARED, HEADING, Change, Set
from jixiao.core.findings import Finding, Severity
from jixiao.core.stages import Paper
from jixiao.people.models import Account
from jixiao.plans.actions import drafting, imports, publication, stages
from jixiao.plans.models import Draft, Plan
from jixiao.plans.publication import content as publishing
from jixiao.site.simulation.agenda import at
from jixiao.site.simulation.cast import Cast

Say = Callable[[str], None]
_POINTS = ("weight", "l1_points")


def imported(cast: Cast, data: bytes, name: str, when: datetime, say: Say) -> Plan:
    """The document read and confirmed as a plan."""
    clerk = cast["clerk"]
    document = imports.upload_document(clerk, cast.agency, data, name, when).document
    say(f"方案已读取：{document.rows} 行，{document.errors} 处错误，{document.warnings} 处提醒")
    later = when + timedelta(hours=1)
    plan = imports.confirm_import(clerk, document.pk, document.version, later, errors_accepted=True)
    say(f"方案已确认：{plan.title}，{plan.indicators} 项指标")
    return plan


def act(by: Account, plan: Plan, name: str, now: datetime, *, who: str = "", number: str = "", note: str = "") -> None:
    """An act of the procedure on the day on which it is done."""
    stages.act(by, plan.pk, name, Paper(now.date(), who, number, "", note), None, now)
    plan.refresh_from_db()


def approved(plan: Plan, cast: Cast, published: date, year: int, say: Say) -> None:
    """Lead the plan to its publication on that day; what stands in its way is mended like a clerk would."""
    clerk, chief, upper = cast["clerk"], cast["chief"], cast["upper"]

    def day(before: int, hour: int = 10) -> datetime:
        return at(published - timedelta(before), hour)

    mended = mend(clerk, plan, year, day(13))
    if mended:
        say(f"方案原文通不过审核检查，模拟时改正了 {mended} 处（只为演示流程，不是对原文的意见）")
    act(clerk, plan, "record_review", day(12), who="同组各单位", number=f"互审〔{year}〕1号")
    act(chief, plan, "sign_off", day(9))
    act(clerk, plan, "record_leader_approval", day(7), who="分管市领导", number=f"阅〔{year}〕1号")
    act(clerk, plan, "submit", day(6), number=f"报〔{year}〕1号")
    act(upper, plan, "approve", day(3), number=f"批〔{year}〕1号")
    reviewed_for_publication(plan, cast, day(2))
    act(clerk, plan, "publish", at(published, 9), note="门户网站、政务公开栏")


def reviewed_for_publication(plan: Plan, cast: Cast, when: datetime) -> None:
    """What will be public is prepared by the clerk and passed by the group's head."""
    made = publication.prepare(cast["clerk"], plan.pk, when)
    seen = publishing.content_digest(made, publishing.outs_of(made))
    publication.review(cast["chief"], made.pk, seen, "内容与批复一致，可以公开。", when, passed=True)


def mend(clerk: Account, plan: Plan, year: int, when: datetime) -> int:
    """Mend in the draft what keeps a plan from its approval; returns how many cells were changed.

    Points that are missing or do not add up: each row gets one, and the total is their number. A doubled number, an
    unreadable cell: emptied. A row without an office: the office of the row above it.
    """
    changed = 0
    for _ in range(3):
        draft = Draft.objects.select_related("of_plan").get(of_plan=plan)
        reading = drafting.edit(clerk, draft.pk, (), "", when)
        errors = [finding for finding in reading.findings if _hinders(finding)]
        changes = _heading_changes(plan, draft, year) if not plan.year else []
        if not errors and not changes and draft.heading.get("scale"):
            break
        changes += _changes(draft, errors)
        changed += len(drafting.edit(clerk, draft.pk, changes, "按检查意见改正", when).done)
        plan.refresh_from_db()
    return changed


def _hinders(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR or finding.code == "no-points-column"


def _heading_changes(plan: Plan, draft: Draft, year: int) -> list[Change]:
    return [Set(HEADING, "year", draft.heading.get("year", ""), str(year))]


def _changes(draft: Draft, errors: list[Finding]) -> list[Change]:
    changes: list[Change] = []
    about_points = ("points-", "weight-", "no-points")
    if not draft.heading.get("scale") or any(error.code.startswith(about_points) for error in errors):
        changes += _level_points(draft)
    for error in errors:
        if not error.row or not error.field or error.code.startswith(about_points):
            continue
        row = draft.rows[error.row - 1]
        new = _office_above(draft, error.row - 1) if error.code == "office-missing" else ""
        changes.append(Set(row["uid"], error.field, row["cells"].get(error.field, ""), new))
    return changes


def _level_points(draft: Draft) -> list[Change]:
    """One point a row; what the document printed as sums is taken out."""
    sums = [name for name in draft.heading if name.startswith(DECLARED)]
    changes: list[Change] = [Set(HEADING, name, draft.heading[name], "") for name in sums]
    for row in draft.rows:
        if row["cells"].get("kind", "") not in ("", "基本分", "base"):
            continue
        changes += [
            Set(row["uid"], name, row["cells"].get(name, ""), "1" if name == "weight" else "") for name in _POINTS
        ]
    count = sum(isinstance(change, Set) and change.field == "weight" for change in changes)
    return [*changes, Set(HEADING, "scale", draft.heading.get("scale", ""), str(count))]


def _office_above(draft: Draft, index: int) -> str:
    above = (row["cells"].get("offices", "") for row in reversed(draft.rows[:index]))
    return next((offices for offices in above if offices), "综合科")
