"""Making a plan public: preparing what is shown, review by a second person, putting it out, taking it down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core import freezing
from jixiao.core.stages import AMENDABLE, TITLES, Stage
from jixiao.core.workdays import add_workdays
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.plans.actions.amendments import latest
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.models import Plan, PlanVersion, Publication, Withheld
from jixiao.plans.publication import content as publishing
from jixiao.plans.versions import dynamic_goals

State = Publication.State
OPEN = (State.PREPARED, State.REVIEWED)
TERM = 20  # working days in which information is published: 政府信息公开条例第二十六条
WHOLE_COLUMNS = frozenset({"policy_basis", "l1_citation", "rule", "weight", "deadline_raw", "offices", "co_offices"})


@dataclass(frozen=True, slots=True)
class Withholding:
    """A field (the whole row when '') of a row (all rows when uid is '') that is not to be public, and why."""

    uid: str
    field: str
    ground: str
    note: str = ""


def formed_on(version: PlanVersion) -> date:
    """The day on which the version came to be: of its amendment, else of the plan's approval or issue."""
    if version.amendment is not None and version.amendment.issued is not None:
        return version.amendment.issued
    plan = version.plan
    return dynamic_goals.approved_on(plan) or plan.issued or timezone.localdate(version.at)


@transaction.atomic
def prepare(by: By, plan_id: int, now: datetime, *, names_shown: bool = False) -> Publication:
    """Begin a publication of the version in force, or change the one that is open. A review that was made is void.

    What the plan's last publication withheld is withheld again. Raises Refused.
    """
    plan = locked_plan(plan_id)
    require(by, Right.PUBLICATION_PREPARE, plan)
    version = latest(plan)
    if plan.person is not None:  # its very title names the person: 个人信息保护法第二十五条
        raise Refused("责任书涉及个人，不对外公开。")
    if Stage(plan.stage) not in AMENDABLE:
        raise Refused(f"方案现在处于“{TITLES[Stage(plan.stage)]}”，不能准备公开。")
    publication = Publication.objects.filter(plan=plan, state__in=OPEN).last() or Publication(plan=plan)
    is_new, last = publication.pk is None, Publication.objects.filter(plan=plan).exclude(state__in=OPEN).last()
    publication.version, publication.names_shown = version, names_shown
    publication.formed_on = formed_on(version)
    publication.due = add_workdays(publication.formed_on, TERM).date
    _touch(publication, by, now)
    publication.save()
    if is_new and last is not None:
        _copy(last, publication)
    _note(by, publication, "publication.prepare", {"version": version.number, "names_shown": names_shown}, now)
    return publication


def _copy(last: Publication, publication: Publication) -> None:
    """Withhold again what was withheld last time, as far as the rows are still there."""
    uids = {row.uid for row in freezing.thaw(publication.version.content).rows}
    again = [each for each in last.withheld.all() if not each.uid or each.uid in uids]
    Withheld.objects.bulk_create(
        Withheld(publication=publication, uid=each.uid, field=each.field, ground=each.ground, note=each.note)
        for each in again
    )


def _touch(publication: Publication, by: By, now: datetime) -> None:
    """Whoever changes what is shown has prepared it, and it has to be reviewed anew."""
    publication.state, publication.prepared_by, publication.prepared_at = State.PREPARED, account_behind(by), now
    publication.reviewed_by, publication.reviewed_at, publication.review_note = None, None, ""


@transaction.atomic
def withhold(by: By, publication_id: int, what: Withholding, now: datetime) -> Withheld:
    """Take a field or a row out of what will be public. Raises Refused."""
    publication = _open(by, publication_id, Right.PUBLICATION_PREPARE)
    uids = {row.uid for row in freezing.thaw(publication.version.content).rows}
    if what.uid and what.uid not in uids:
        raise Refused("请选择方案中的一项。")
    if what.field not in ("", *publishing.SHOWN) or (not what.uid and what.field not in WHOLE_COLUMNS):
        raise Refused("请选择不公开的栏目；整栏不公开只限依据、评分标准、分值、时限和科室。")
    if what.ground not in Withheld.Ground.values:
        raise Refused("请选择不公开的理由。")
    kept, made = Withheld.objects.get_or_create(
        publication=publication,
        uid=what.uid,
        field=what.field,
        defaults={"ground": what.ground, "note": what.note.strip()},
    )
    if not made:
        raise Refused("这一处已经列为不公开。")
    _void(by, publication, now)
    _note(by, publication, "publication.withhold", asdict(what), now)
    return kept


@transaction.atomic
def release(by: By, publication_id: int, withheld_id: int, now: datetime) -> None:
    """Have a field or row public after all. Raises Refused."""
    publication = _open(by, publication_id, Right.PUBLICATION_PREPARE)
    kept = publication.withheld.filter(pk=withheld_id).first()
    if kept is None:
        raise Refused("这一处已经不在不公开之列。")
    facts = {"uid": kept.uid, "field": kept.field, "ground": kept.ground}
    kept.delete()
    _void(by, publication, now)
    _note(by, publication, "publication.release", facts, now)


def _void(by: By, publication: Publication, now: datetime) -> None:
    _touch(publication, by, now)
    publication.save()


@transaction.atomic
def review(by: By, publication_id: int, seen: str, note: str, now: datetime, *, passed: bool) -> Publication:
    """Pass what is to be public, or give it back with a note. `seen` is `publishing.content_digest` of what was read.

    Never by whoever prepared it. Raises Refused.
    """
    publication = _open(by, publication_id, Right.PUBLICATION_REVIEW)
    if not isinstance(by, Account) or publication.prepared_by_id in (None, by.pk):
        raise Refused("公开内容须由准备人以外的人审查。")
    outs = publishing.outs_of(publication)
    if publishing.content_digest(publication, outs) != seen:
        raise Refused("您查看以后公开内容有改动，请重新核对。")
    plan = freezing.thaw(publication.version.content)
    leaks = publishing.leaks(plan, publishing.redacted(plan, outs))
    if not note.strip() and (leaks or not passed):
        raise Refused(f"有 {len(leaks)} 处提醒，请在审查意见中写明处理意见。" if passed else "退回请写明意见。")
    publication.state = State.REVIEWED if passed else State.PREPARED
    publication.reviewed_by, publication.reviewed_at, publication.review_note = by, now, note.strip()
    publication.save()
    _note(by, publication, "publication.review", {"passed": passed, "note": note.strip(), "content": seen}, now)
    return publication


def put_out(by: By, plan: Plan, on: date, now: datetime) -> Publication:
    """Make the reviewed publication of the version in force public, inside the caller's transaction. Raises Refused."""
    publication = Publication.objects.select_for_update().filter(plan=plan, state=State.REVIEWED).last()
    if publication is None:
        raise Refused("公开内容还没有经过审查。")
    version = latest(plan)
    if publication.version_id != version.pk:
        raise Refused(f"审查以后方案已调整为第 {version.number} 版，请重新准备公开内容并送审。")
    if on > timezone.localdate(now):
        raise Refused("公开日期不能晚于今天。")
    publication.state, publication.published_by, publication.published_on = State.PUBLISHED, account_behind(by), on
    publication.save(update_fields=["state", "published_by", "published_on"])
    _note(by, publication, "publication.publish", {"version": version.number, "on": on.isoformat()}, now)
    return publication


@transaction.atomic
def publish_again(by: By, plan_id: int, on: date, now: datetime) -> Publication:
    """Publish a later version of a plan that is public already. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.PUBLICATION_PREPARE, plan)
    if Stage(plan.stage) not in (Stage.PUBLISHED, Stage.AMENDED):
        raise Refused(f"方案现在处于“{TITLES[Stage(plan.stage)]}”，不能在此公开。")
    return put_out(by, plan, on, now)


@transaction.atomic
def post(by: By, publication_id: int, place: str, on: date, now: datetime) -> Publication:
    """Write down where and when it was posted, a line for each place. Raises Refused."""
    publication = _locked(publication_id)
    require(by, Right.PUBLICATION_PREPARE, publication.plan)
    if publication.state != State.PUBLISHED or publication.published_on is None:
        raise Refused("公开以后才能登记公开渠道。")
    if not place.strip():
        raise Refused("请填写公开渠道，例如门户网站、政务公开栏。")
    if not publication.published_on <= on <= timezone.localdate(now):
        raise Refused(f"公开渠道的日期应在 {publication.published_on.isoformat()} 以后，不能晚于今天。")
    line = f"{on.isoformat()} {' '.join(place.split())}"
    publication.places = f"{publication.places}\n{line}".strip()
    publication.save(update_fields=["places"])
    _note(by, publication, "publication.post", {"place": place.strip(), "on": on.isoformat()}, now)
    return publication


@transaction.atomic
def take_down(by: By, publication_id: int, reason: str, now: datetime) -> Publication:
    """Take a publication off the public pages. Raises Refused."""
    publication = _locked(publication_id)
    require(by, Right.PUBLICATION_PREPARE, publication.plan)
    if publication.state != State.PUBLISHED:
        raise Refused("这次公开已经撤下，或者还没有公开。")
    if not reason.strip():
        raise Refused("请写明撤下的理由。")
    publication.state = State.WITHDRAWN
    publication.save(update_fields=["state"])
    _note(by, publication, "publication.take-down", {"reason": reason.strip()}, now)
    return publication


def _open(by: By, publication_id: int, right: Right) -> Publication:
    publication = _locked(publication_id)
    require(by, right, publication.plan)
    if publication.state not in OPEN:
        raise Refused("这次公开已经办结，不能再改。请重新准备。")
    return publication


def _locked(publication_id: int) -> Publication:
    wanted = Publication.objects.select_for_update(of=("self",)).select_related(
        "plan__organisation__parent__parent", "version"
    )
    publication = wanted.filter(pk=publication_id).first()
    if publication is None:
        raise Refused("没有这次公开。")
    return publication


def _note(by: By, publication: Publication, action: str, facts: Mapping[str, object], now: datetime) -> None:
    after = publishing.content_digest(publication, publishing.outs_of(publication))
    subject = Subject("publication", publication.pk, "", after)
    record(by.actor, action, subject, {"plan": publication.plan_id, **facts}, now)
