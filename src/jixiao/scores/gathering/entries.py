"""The indicators of plans as entries of their sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from jixiao.core.evaluations.same import key_of
from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.entries import Decision, Entry
from jixiao.core.scoring.exact import ONE
from jixiao.core.scoring.rules import Panel, Veto
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shared_points import PLACES, counted_points
from jixiao.evaluations.reading import outcomes
from jixiao.plans.models import Item
from jixiao.scores.gathering.ledgers import Books, books_of
from jixiao.scores.gathering.readings import Read, cases, of_none, of_one, of_several, plain

_ABOVE = (Item.Level.CATEGORY, Item.Level.GOAL)


@dataclass(frozen=True, slots=True)
class Known:
    """What the rooms know of the indicators of all plans, by item."""

    items: Mapping[int, list[Item]]  # by plan, in order
    above: Mapping[int, tuple[str, ...]]  # titles of category and goal
    books: Books
    claimed: Mapping[int, Decimal]
    decisions: Mapping[int, list[Decision]]
    marks: Mapping[int, list[Decimal]]


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with what it counts. `part` is that of its printed points, less than 1 where it shares them."""

    item: Item
    points: Decimal
    part: Decimal
    path: tuple[str, ...]
    read: Read


def known_of(scheme: Scheme, plans: Collection[int]) -> Known:
    """Six statements, seven for a scheme with panels."""
    items, above = _items(plans)
    has_panels = any(isinstance(rule, Panel) for rule in scheme.rules.values())
    return Known(
        items,
        above,
        books_of(plans),
        outcomes.claimed(plans),
        outcomes.decisions(plans),
        outcomes.panel_marks(plans) if has_panels else {},
    )


def _items(plans: Collection[int]) -> tuple[dict[int, list[Item]], dict[int, tuple[str, ...]]]:
    """The indicators in force by plan, and the titles above each."""
    fields = ("plan_id", "parent_id", "level", "kind", "position", "no", "title", "points", "shares_points")
    rows = Item.objects.filter(plan__in=plans, withdrawn=False).order_by("plan_id", "position", "pk").only(*fields)
    nodes = {item.pk: item for item in rows}
    found: dict[int, list[Item]] = defaultdict(list)
    for item in nodes.values():
        if item.level == Item.Level.INDICATOR:
            found[item.plan_id].append(item)
    leaves = (item for items in found.values() for item in items)
    return found, {item.pk: _path(item, nodes) for item in leaves}


def _path(item: Item, nodes: Mapping[int, Item]) -> tuple[str, ...]:
    titles: list[str] = []
    node = nodes.get(item.parent_id or 0)
    while node is not None:
        if node.level in _ABOVE and node.title:
            titles.append(node.title)
        node = nodes.get(node.parent_id or 0)
    return tuple(reversed(titles))


def entries_of(
    scheme: Scheme, known: Known, plan: int, today: date
) -> tuple[tuple[Entry, ...], dict[int, str], list[str]]:
    """The entries of a plan; the key of each item that has one; what was left out, in sentences."""
    rows, left_out = _rows(scheme, known, plan, today)
    keys = _keys(rows)
    entries = tuple(_entry(scheme, known, row, key) for row, key in zip(rows, keys, strict=True))
    return entries, {row.item.pk: key for row, key in zip(rows, keys, strict=True)}, left_out


def _rows(scheme: Scheme, known: Known, plan: int, today: date) -> tuple[list[Row], list[str]]:
    items = known.items.get(plan, [])
    counted = counted_points([(item.points, item.shares_points) for item in items])
    rows, left_out = [], []
    for item, points in zip(items, counted, strict=True):
        row = _row(known, item, points, today)
        is_veto = isinstance(scheme.rules.get(_rule(scheme, row)), Veto)
        if is_veto and not known.books.measures.get(item.pk):
            row = replace(row, read=cases(known.books.cells.get(item.pk, ())))
        if item.kind == Item.Kind.BASE or (item.kind == Item.Kind.VETO and is_veto):
            rows.append(row)
        else:
            left_out.append(_why_left_out(item))
    return rows, left_out


def _row(known: Known, item: Item, points: Decimal, today: date) -> Row:
    part = points / item.points if item.points else ONE
    return Row(item, points, part, known.above.get(item.pk, ()), _read(known.books, item.pk, today))


def _why_left_out(item: Item) -> str:
    name = f"{item.no or item.position}　{item!s}"
    if item.kind == Item.Kind.VETO:
        return f"“{name}”是一票否决，规则没有给它指定否决规则，未列入。"
    return f"“{name}”是{item.get_kind_display()}项，不计入目标考核：加分见正向激励，扣分见察访核验。"


def _read(books: Books, item: int, today: date) -> Read:
    """What the ledger knows of the item."""
    measures, cells = books.measures.get(item, []), books.cells.get(item, [])
    if not measures:
        return of_none(cells, today)
    values = [[books.values.get((measure.pk, cell.pk)) for cell in cells] for measure in measures]
    if len(measures) == 1:
        return of_one(measures[0].measured, measures[0].base_unit, values[0])
    return of_several([(measure.measured, own) for measure, own in zip(measures, values, strict=True)])


def _rule(scheme: Scheme, row: Row) -> str:
    category = row.path[0] if row.path else ""
    return scheme.rule_for(row.item.no, category, row.read.aim)


def _keys(rows: Sequence[Row]) -> list[str]:
    """A title that comes again on a sheet gets #2, #3."""
    seen: dict[str, int] = defaultdict(int)
    keys = []
    for row in rows:
        key = key_of(row.item.title or row.item.no)
        seen[key] += 1
        keys.append(key if seen[key] == 1 else f"{key}#{seen[key]}")
    return keys


def _entry(scheme: Scheme, known: Known, row: Row, key: str) -> Entry:
    item, read = row.item, row.read
    claim = known.claimed.get(item.pk)
    return Entry(
        key=key,
        points=plain(row.points),
        rule=_rule(scheme, row),
        values=read.values,
        join=read.join,
        target=read.target,
        marks=tuple(plain(mark) for mark in known.marks.get(item.pk, ())),
        claimed=None if claim is None else _part(claim, row),
        no=item.no,
        title=item.title,
        unit=read.unit,
        path=row.path,
        evidence=tuple(known.books.evidence.get(item.pk, ())),
        decisions=tuple(_decision(each, row) for each in known.decisions.get(item.pk, ())),
    )


def _part(points: Decimal, row: Row) -> Decimal:
    """Points of the printed scale as this row counts them."""
    return plain(points if row.part == ONE else round_half_up(points * row.part, PLACES))


def _decision(decision: Decision, row: Row) -> Decision:
    old = None if decision.old is None else _part(decision.old, row)
    return replace(decision, points=_part(decision.points, row), old=old)
