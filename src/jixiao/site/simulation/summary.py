"""What happened in the simulated year: counted by quarter, and as a digest that two runs can be compared by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from unicodedata import east_asian_width

from django.db.models import Manager, QuerySet

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger.periods import quarter_of
from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.models import BonusClaim, Finding, Mark
from jixiao.ledger.models import (
    Addressee,
    Analysis,
    Cell,
    Directive,
    EvidenceUse,
    Meeting,
    Reading,
    RegisterRow,
    Report,
    ReportValue,
    Task,
)
from jixiao.plans.models import Plan
from jixiao.scores.models import GivenScore, GradeEvent, Result

LINES = (
    "填报",
    "按期",
    "逾期",
    "退回",
    "审核通过",
    "更正",
    "佐证使用",
    "清单销号",
    "督办单",
    "督办销号",
    "调度会",
    "季度分析",
    "监测值",
)
QUARTERS = (1, 2, 3, 4)
Counts = dict[str, dict[int, int]]


def counted(plan: Plan) -> Counts:
    """How often each thing happened, by the quarter that it is about: a report its period's, all else its day's."""
    found: Counts = {name: dict.fromkeys(QUARTERS, 0) for name in LINES}
    for name, quarter in (*_reports(plan), *_others(plan)):
        found[name][quarter] += 1
    return found


def _reports(plan: Plan) -> Iterator[tuple[str, int]]:
    """The first report handed in of each cell is in time or late; returns and corrections are counted besides."""
    rows = Report.objects.filter(cell__ledger__plan=plan, cell__dropped=False).exclude(submitted_at=None)
    values = rows.order_by("cell", "number").values_list(
        "cell", "cell__ends", "cell__due", "submitted_at", "stage", "correction"
    )
    seen: set[int] = set()
    for cell, ends, due, submitted_at, stage, correction in values:
        quarter = quarter_of(ends).number
        if cell not in seen and submitted_at is not None:
            seen.add(cell)
            yield "填报", quarter
            yield ("按期" if beijing_day(submitted_at) <= due else "逾期"), quarter
        if correction:
            yield "更正", quarter
        if stage in ("returned", "accepted"):
            yield ("退回" if stage == "returned" else "审核通过"), quarter


def _others(plan: Plan) -> Iterator[tuple[str, int]]:
    struck = {"stage": "struck_off"}
    moments: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("佐证使用", EvidenceUse.objects.filter(taken_back=None), "at"),
        ("清单销号", Task.objects.filter(ledger__plan=plan, **struck), "decided_at"),
        ("清单销号", RegisterRow.objects.filter(register__item__plan=plan, **struck), "decided_at"),
        ("督办单", Directive.objects.filter(ledger__plan=plan), "issued_at"),
        ("督办销号", Addressee.objects.filter(directive__ledger__plan=plan, **struck), "decided_at"),
    )
    for name, things, moment in moments:
        for when in things.values_list(moment, flat=True):
            yield name, _quarter(when, plan)
    for on in Meeting.objects.filter(ledger__plan=plan, stage="held").values_list("on", flat=True):
        yield "调度会", quarter_of(on - timedelta(days=30)).number  # of the quarter that is over
    for quarter in Analysis.objects.filter(ledger__plan=plan, stage="issued").values_list("quarter", flat=True):
        yield "季度分析", quarter
    for quarter in Reading.objects.filter(year=plan.year or 0, current=True).values_list("quarter", flat=True):
        yield "监测值", quarter


def _quarter(moment: datetime, plan: Plan) -> int:
    """What happens in January after the year belongs to its last quarter."""
    day = beijing_day(moment)
    return 4 if day.year > (plan.year or day.year) else quarter_of(day).number


def so_far() -> str:
    """One line for the progress of the command; what was entered of other agencies was not lived through."""
    lived = Report.objects.exclude(cell__ledger__plan__origin=Plan.Origin.BLANK)
    reports = lived.exclude(submitted_at=None).count()
    accepted = lived.filter(stage="accepted").count()
    return f"报送 {reports} 次，审核通过 {accepted} 次，督办单 {Directive.objects.count()} 份"


def table(plan: Plan) -> Iterator[str]:
    """The counts as lines of a table of four quarters."""
    yield line("", *(f"{quarter}季度" for quarter in "一二三四"), "全年")
    for name, by_quarter in counted(plan).items():
        yield line(name, *by_quarter.values(), sum(by_quarter.values()))


def line(first: object, *rest: object, width: int = 12) -> str:
    """A line of a table, the first cell so wide."""
    return _padded(str(first), width, left=True) + "".join(_padded(str(each), 10) for each in rest)


def _padded(text: str, width: int, *, left: bool = False) -> str:
    blank = " " * (width - sum(2 if east_asian_width(char) in "WF" else 1 for char in text))
    return text + blank if left else blank + text


def facts_digest() -> str:
    """The digest of what is known, without the numbers of the database."""
    return digest(canonical({"facts": list(_facts())}))[:16]


def _facts() -> Iterator[list[str]]:
    cells = Cell.objects.order_by("ledger__plan__title", "item__uid", "frequency", "number")
    named = ("item__uid", "frequency", "number", "due", "reporting", "standing", "struck_off", "summary", "reported_on")
    yield from _strings(cells.values_list("ledger__plan__title", *named))
    reports = Report.objects.order_by("cell__ledger__plan__title", "cell__item__uid", "cell__starts", "number")
    said = ("number", "stage", "progress", "sentence", "note", "correction", "submitted_by__username", "submitted_at")
    decided = ("decided_by__username", "decided_at", "reason")
    yield from _strings(reports.values_list("cell__item__uid", *said, *decided))
    values = ReportValue.objects.order_by(
        "report__cell__ledger__plan__title",
        "report__cell__item__uid",
        "report__cell__starts",
        "report__number",
        "measure__position",
    )
    yield from _strings(values.values_list("measure__name", "typed"))
    for things, names in _OTHERS:
        yield from sorted(_strings(things.values_list(*names)))


_MARKED = ("item__uid", "points", "old_points", "reason")
_SCORED = ("group", "total", "rank", "of", "grade", "body_grade", "components", "bonus", "deducted")
_OTHERS: tuple[tuple[Manager[Any], tuple[str, ...]], ...] = (
    (Task.objects, ("text", "stage", "due", "claimed_by__username", "decided_by__username", "decided_at")),
    (RegisterRow.objects, ("cells", "stage", "decided_by__username", "decided_at")),
    (Directive.objects, ("number", "title", "text", "issued_at", "due", "escalated_at")),
    (Addressee.objects, ("office__name", "directive__number", "stage", "done_text", "decided_at")),
    (Meeting.objects, ("number", "title", "on", "minutes", "stage")),
    (Analysis.objects, ("quarter", "stage", "text")),
    (Reading.objects, ("line__name", "year", "quarter", "value")),
    (EvidenceUse.objects, ("evidence__sha256", "evidence__name", "at", "by__username")),
    (Mark.objects, ("assignment__round__title", "assignment__plan__title", "assignment__rater__name", *_MARKED)),
    (Finding.objects, ("inspection__title", "number", "object__name", "facts", "state", "points", "rectified_at")),
    (BonusClaim.objects, ("organisation__name", "title", "document_no", "state", "granted", "reason")),
    (GivenScore.objects, ("organisation__name", "component", "score", "entered_at", "checked_at")),
    (GradeEvent.objects, ("organisation__name", "effect", "title", "withdrawn_at")),
    (Result.objects, ("composition__year", "composition__number", "organisation__name", *_SCORED)),
)


def _strings(rows: Iterable[Sequence[object]]) -> Iterator[list[str]]:
    return ([str(each) for each in row] for row in rows)
