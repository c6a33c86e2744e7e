"""What changed between two versions, ready for a page: a phrase, the changes row by row, the sums side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.checks._branches import goal_paths
from jixiao.core.comparing import Comparison, FieldChange, compare
from jixiao.core.fields import FIELDS
from jixiao.core.numbers import format_points
from jixiao.core.records import PlanRecord, Row
from jixiao.core.totals import totals_of

_OWN = ("weight", "deadline_raw", "offices")  # said of a row that is new or gone, besides its wording


@dataclass(frozen=True, slots=True)
class Block:
    """One row that changed. `sign` and `word` say how, so that colour is never the only sign."""

    sign: str
    word: str
    tone: str
    no: str
    title: str
    fields: Sequence[FieldChange]


@dataclass(frozen=True, slots=True)
class Sum:
    """Points of a category, or of the whole plan when `name` is ''."""

    name: str
    old: str
    new: str
    change: str


@dataclass(frozen=True, slots=True)
class Changes:
    """A comparison as a page shows it."""

    phrase: str
    heading: Sequence[FieldChange]
    blocks: Sequence[Block]
    sums: Sequence[Sum]
    unchanged: int
    same: bool


def changes(old: PlanRecord, new: PlanRecord) -> Changes:
    """Compare two plans. A goal's stated points are its rows' affair, not the heading's once more."""
    found = _compared(old, new)
    blocks = [
        *(Block("～", "改", "changed", row.new.no or "", row.new.text, row.fields) for row in found.changed),
        *(Block("＋", "增", "added", row.no or "", row.text, _whole(row, is_new=True)) for row in found.added),
        *(Block("－", "删", "removed", row.no or "", row.text, _whole(row, is_new=False)) for row in found.removed),
        *(Block("↕", "移", "moved", row.no or "", row.text, ()) for row in found.moved),
    ]
    return Changes(phrase(found), found.heading, blocks, sums(old, new), found.unchanged, found.same)


def phrase_between(old: PlanRecord, new: PlanRecord) -> str:
    """The changes from one plan to the other as a phrase."""
    return phrase(_compared(old, new))


def _compared(old: PlanRecord, new: PlanRecord) -> Comparison:
    return compare(_without_goals(old), _without_goals(new))


def _without_goals(plan: PlanRecord) -> PlanRecord:
    goals = goal_paths(plan)
    return replace(plan, declared=tuple(each for each in plan.declared if each.path not in goals))


def phrase(found: Comparison) -> str:
    """改 3 项、增 1 项; 没有改动 when nothing changed."""
    counts = (
        ("改", len(found.changed), "项"),
        ("增", len(found.added), "项"),
        ("删", len(found.removed), "项"),
        ("移", len(found.moved), "项"),
        ("改表头", len(found.heading), "处"),
    )
    return "、".join(f"{word} {count} {unit}" for word, count, unit in counts if count) or "没有改动"


def _whole(row: Row, *, is_new: bool) -> list[FieldChange]:
    """What a row that is only on one side says."""
    said = [(name, FIELDS[name].write(getattr(row, name))) for name in ("l1", "l2", *_OWN)]
    return [
        FieldChange(name, FIELDS[name].label, "" if is_new else text, text if is_new else "")
        for name, text in said
        if text
    ]


def sums(old: PlanRecord, new: PlanRecord) -> list[Sum]:
    """Points by category before and after, the whole plan last."""
    before, after = totals_of(old), totals_of(new)
    names = dict.fromkeys([*before.categories, *after.categories])
    zero = Decimal(0)
    return [
        *(_sum(name, before.categories.get(name, zero), after.categories.get(name, zero)) for name in names),
        _sum("", before.grand_total, after.grand_total),
    ]


def _sum(name: str, old: Decimal, new: Decimal) -> Sum:
    difference = new - old
    sign = "＋" if difference > 0 else "－"
    return Sum(
        name, format_points(old), format_points(new), f"{sign}{format_points(abs(difference))}" if difference else ""
    )
