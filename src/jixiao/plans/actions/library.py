"""Keeping an agency's common indicators, and taking them over into a plan."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.drafting import Insert
from jixiao.core.journal_chain import canonical, digest
from jixiao.core.numbers import format_points
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, require
from jixiao.plans.actions import drafting
from jixiao.plans.models import CommonIndicator, Draft
from jixiao.plans.sources import library


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down about a common indicator."""

    name: str
    group: str = ""
    text: str = ""
    rule: str = ""
    data_source: str = ""
    scorer: str = ""
    points: Decimal | None = None


@transaction.atomic
def save_common(by: By, organisation: Organisation, indicator_id: int | None, facts: Facts, now: datetime) -> int:
    """Keep an indicator for the agency, a new one without a number. Returns its number. Raises Refused."""
    require(by, Right.LIBRARY_EDIT, organisation)
    agency = organisation.agency
    rows = CommonIndicator.objects.select_for_update().filter(organisation=agency)
    row = rows.filter(pk=indicator_id).first() if indicator_id else CommonIndicator(organisation=agency)
    if row is None:
        raise Refused("没有这项通用指标。")
    if rows.filter(name=facts.name).exclude(pk=row.pk).exists():
        raise Refused(f"已有名为“{facts.name}”的通用指标，请换一个名称，或修改原来的一项。")
    before = _digest(row) if row.pk else ""
    for name, value in asdict(facts).items():
        setattr(row, name, value)
    row.save()
    record(by.actor, "library.save", Subject("common", row.pk, before, _digest(row)), {"name": row.name}, now)
    return row.pk


def _digest(row: CommonIndicator) -> str:
    points = "" if row.points is None else format_points(row.points)
    return digest(canonical([row.group, row.name, row.text, row.rule, row.data_source, row.scorer, points]))


@transaction.atomic
def remove_common(by: By, organisation: Organisation, indicator_id: int, now: datetime) -> None:
    """Take an indicator of the agency's own out of the library. Plans that took it over keep their rows."""
    require(by, Right.LIBRARY_EDIT, organisation)
    rows = CommonIndicator.objects.select_for_update().filter(organisation=organisation.agency)
    row = rows.filter(pk=indicator_id).first()
    if row is None:
        raise Refused("没有这项通用指标。")
    number, before = row.pk, _digest(row)
    row.delete()
    record(by.actor, "library.remove", Subject("common", number, before), {"name": row.name}, now)


def insert_common(by: By, draft: Draft, keys: Collection[str], after: str, now: datetime) -> drafting.Edited:
    """Put the chosen indicators behind the row `after` ('': at the end) as one edit. Raises Refused."""
    wanted = library.chosen(draft.organisation.agency, keys)
    if not wanted:
        raise Refused("请至少选择一项通用指标。")
    rows = {row["uid"]: row["cells"] for row in draft.rows}
    if after and after not in rows:
        raise Refused("所选的行已经不在方案里，请重新选择位置。")
    anchor = after or (draft.rows[-1]["uid"] if draft.rows else "")
    above = {name: rows[anchor].get(name, "") for name in ("category", "subcategory")} if anchor else {}
    # Each goes right behind the same row, so the last is put there first.
    changes = [Insert(anchor, {**above, **entry.cells}) for entry in reversed(wanted)]
    names = "、".join(entry.key for entry in wanted)
    return drafting.edit(by, draft.pk, changes, f"选用通用指标：{names}", now)
