"""Filling in a sheet indicator by indicator, handing it in, confirming it, returning it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.evaluations import marks as mark_rules
from jixiao.core.evaluations import rounds as rules
from jixiao.core.evaluations.marks import Marked, Typed
from jixiao.evaluations.actions.round_locks import calendar_of, locked_sheet
from jixiao.evaluations.actions.sheet_steps import (
    STALE,
    Stale,
    already_handed_in,
    day_of,
    hand_in,
    note,
    stop,
    touch,
)
from jixiao.evaluations.models import Assignment, Mark, RoundKind
from jixiao.evaluations.reading.facts import facts_of
from jixiao.evaluations.reading.outcomes import standing_points
from jixiao.ledger.policy import NOT_YOURS, answers_for
from jixiao.people.models import Account
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind, is_same_person, require
from jixiao.plans.models import Item

WHOLE = 0  # in place of an indicator's number: the text about the whole
WRITES = {RoundKind.SELF: Right.SELF_WRITE, RoundKind.ON_SITE: Right.ASSESS_WRITE}
SUBMITS = {RoundKind.SELF: Right.SELF_SUBMIT, RoundKind.ON_SITE: Right.ASSESS_WRITE}


@transaction.atomic
def save(by: By, sheet_id: int, typed: Mapping[int, Typed], now: datetime) -> Assignment:
    """Write what was typed about indicators, each by its number, and about the WHOLE. What changes nothing is left.

    Raises Refused, Stale.
    """
    sheet = locked_sheet(sheet_id)
    require_writer(by, sheet)
    standing = standing_on(sheet)
    changed = mark_rules.changes(standing, typed)
    if not changed:
        return sheet
    stop(rules.cannot_write(calendar_of(sheet.round), rules.State(sheet.state), day_of(now)))
    stop(mark_rules.cannot_keep(changed))
    about = {item: said for item, said in changed.items() if item != WHOLE}
    items = _items(by, sheet, about)
    taken = mark_rules.overtaken(standing, typed)
    if taken:
        raise Stale(f"{_numbers(items, taken)}在您打开之后有人改过，请核对后再保存。", taken)
    _write(by, sheet, items, about, now)
    if WHOLE in changed:
        require(by, SUBMITS[RoundKind(sheet.round.kind)], sheet)
        sheet.summary = changed[WHOLE].completion
    touch(sheet, "summary")
    note(by, sheet, "sheet.save", {"indicators": len(about)}, now)
    return sheet


@transaction.atomic
def submit(by: By, sheet_id: int, typed: Mapping[int, Typed], seen: int, now: datetime) -> Assignment:
    """Write what was typed and hand in the self-evaluation as it was seen. Handed in again it stays as it was.

    Raises Refused, Stale.
    """
    sheet = locked_sheet(sheet_id)
    require_writer(by, sheet)
    require(by, SUBMITS[RoundKind(sheet.round.kind)], sheet)
    if sheet.round.kind != RoundKind.SELF:
        raise Refused("这张表不是自评表。")
    if already_handed_in(by, sheet) and not mark_rules.changes(standing_on(sheet), typed):
        return sheet
    sheet = as_seen(by, sheet, typed, seen, now)
    claimed = {item for item, mark in marks_on(sheet).items() if mark.points is not None}
    lacking = [item for item in scored_items(sheet) if item.pk not in claimed]
    if lacking:
        raise Refused(f"还有 {len(lacking)} 项指标没有自评分：{'、'.join(tag(item) for item in lacking)}。")
    hand_in(by, sheet, now)
    return sheet


def as_seen(by: By, sheet: Assignment, typed: Mapping[int, Typed], seen: int, now: datetime) -> Assignment:
    """The sheet with what was typed, if nobody changed it since it was seen. Raises Refused, Stale."""
    stop(rules.cannot_write(calendar_of(sheet.round), rules.State(sheet.state), day_of(now)))
    if sheet.version != seen:
        raise Stale(STALE, mark_rules.overtaken(marks_on(sheet), typed))
    return save(by, sheet.pk, typed, now)


def require_writer(by: By, sheet: Assignment) -> None:
    """Raises Forbidden unless `by` may fill in the sheet; a member's own only the member."""
    require(by, WRITES.get(RoundKind(sheet.round.kind), Right.ROUND_KEEP), sheet)
    if sheet.member_id is not None and not is_same_person(by, sheet.member):
        raise Forbidden("这是考评组成员本人的评分表。")


def marked(mark: Mark) -> Marked:
    return Marked(mark.points, mark.completion, mark.reason)


def marks_on(sheet: Assignment) -> dict[int, Marked]:
    """By indicator."""
    return {mark.item_id: marked(mark) for mark in sheet.marks.all() if mark.item_id is not None}


def standing_on(sheet: Assignment) -> dict[int, Marked]:
    """By indicator, and about the WHOLE."""
    return {**marks_on(sheet), WHOLE: Marked(completion=sheet.summary)}


def scored_items(sheet: Assignment) -> list[Item]:
    """The indicators that earn points: those that share the points of the row above earn them with it."""
    items = Item.objects.indicators().filter(plan=sheet.plan_id, kind=Item.Kind.BASE, points__isnull=False)
    return list(items.order_by("position"))


def tag(item: Item) -> str:
    """The number that the plan prints, else the row's place in the table."""
    return item.no or str(item.position)


def before_of(sheet: Assignment, items: Mapping[int, Item], today: date) -> dict[int, Decimal | None]:
    """The points that a mark departs from: those proposed, or on an assessment those that stand."""
    if sheet.round.kind == RoundKind.SELF:
        facts = facts_of(items, today)
        return {number: facts[number].proposal(item.points).points for number, item in items.items()}
    return dict(standing_points([sheet.plan_id], items, apart_from=sheet.round_id))


def _items(by: By, sheet: Assignment, changed: Mapping[int, Marked]) -> dict[int, Item]:
    """The indicators that change, if the account may write about each of them. Raises Refused."""
    rows = Item.objects.indicators().filter(plan=sheet.plan_id, pk__in=changed)
    items = {item.pk: item for item in rows.select_related("plan").prefetch_related("responsibilities")}
    if set(items) != set(changed):
        raise Refused("方案里没有其中的指标，可能方案已经调整，请刷新页面。")
    account = by if isinstance(by, Account) and sheet.round.kind == RoundKind.SELF else None
    if account is not None and not all(answers_for(account, item) for item in items.values()):
        raise Forbidden(NOT_YOURS)
    for number, mark in changed.items():
        most = items[number].points
        if mark.points is not None and (most is None or mark.points > most):
            raise Refused(f"{tag(items[number])}的得分超过了权重分值，请改正。")
    return items


def _numbers(items: Mapping[int, Item], some: Collection[int]) -> str:
    return "、".join("总体情况" if item == WHOLE else tag(items[item]) for item in some)


def _write(by: By, sheet: Assignment, items: Mapping[int, Item], changed: Mapping[int, Marked], now: datetime) -> None:
    before = before_of(sheet, items, day_of(now))
    lacking = mark_rules.lacking_reason(changed, before)
    if lacking:
        raise Refused(f"{_numbers(items, lacking)}改动了分值，请写明理由。")
    corrects = sheet.round.kind != RoundKind.SELF
    marks = [
        Mark(
            assignment=sheet, item_id=item, points=said.points, completion=said.completion, reason=said.reason,
            old_points=before.get(item) if corrects else None, by=account_behind(by), at=now,
        )
        for item, said in changed.items()
    ]  # fmt: skip
    fields = ["points", "completion", "reason", "old_points", "by", "at"]
    Mark.objects.bulk_create(marks, update_conflicts=True, unique_fields=["assignment", "item"], update_fields=fields)
