"""Same-category review: a correction of an indicator's points keeps old, new and reason."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.evaluations import marks as mark_rules
from jixiao.core.evaluations import rounds as rules
from jixiao.core.evaluations.marks import Marked
from jixiao.core.numbers import format_points
from jixiao.evaluations.actions.round_locks import calendar_of, locked_sheet
from jixiao.evaluations.actions.sheet_steps import Stale, day_of, note, stop, touch
from jixiao.evaluations.actions.sheets import tag
from jixiao.evaluations.doors import Organised
from jixiao.evaluations.models import Assignment, Mark, RoundKind
from jixiao.evaluations.reading.outcomes import standing_points
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.plans.models import Item


@transaction.atomic
def correct(
    by: By, sheet_id: int, item_id: int, points: Decimal, reason: str, seen_old: Decimal | None, now: datetime
) -> Mark:
    """Give the indicator other points. `seen_old` are those that stood on the form. The same correction sent twice is
    one. Raises Refused, Stale.
    """
    sheet = locked_sheet(sheet_id)
    require(by, Right.CORRECT_WRITE, Organised(sheet))
    if sheet.round.kind != RoundKind.CATEGORY_REVIEW:
        raise Refused("这张表不是同类复核表。")
    stop(rules.cannot_write(calendar_of(sheet.round), rules.State(sheet.state), day_of(now)))
    item = _item(sheet, item_id, points)
    mark = sheet.marks.filter(item=item).first()
    before = standing_points([sheet.plan_id], [item.pk], apart_from=sheet.round_id).get(item.pk)
    now_stands = mark.points if mark else before
    if mark is not None and (mark.points, mark.reason) == (points, reason.strip()):
        return mark
    if not reason.strip():
        raise Refused(f"请写明更正{tag(item)}分值的理由。")
    stop(mark_rules.cannot_keep({item.pk: Marked(points, reason=reason)}))
    if now_stands != seen_old:
        shown = "没有分值" if now_stands is None else f"{format_points(now_stands)} 分"
        raise Stale(f"{tag(item)}的分值在您打开之后有人改过，现为{shown}，请核对后再更正。", [item.pk])
    if points == now_stands:
        raise Refused(f"{tag(item)}现在就是 {format_points(points)} 分，不用更正。")
    mark = mark or Mark(assignment=sheet, item=item, old_points=before)
    mark.points, mark.reason, mark.by, mark.at = points, reason.strip(), account_behind(by), now
    mark.save()
    touch(sheet)
    facts: dict[str, object] = {
        "no": tag(item),
        "title": item.title,
        "old": now_stands,
        "new": points,
        "reason": reason.strip(),
    }
    note(by, sheet, "sheet.correct", facts, now)
    return mark


def _item(sheet: Assignment, item_id: int, points: Decimal) -> Item:
    item = Item.objects.indicators().filter(plan=sheet.plan_id, pk=item_id).first()
    if item is None:
        raise Refused("方案里没有这项指标，可能方案已经调整，请刷新页面。")
    if item.points is None or not 0 <= points <= item.points:
        most = "没有单独的权重分值" if item.points is None else f"最高 {format_points(item.points)} 分"
        raise Refused(f"{tag(item)}{most}，现填 {format_points(points)} 分，请改正。")
    return item
