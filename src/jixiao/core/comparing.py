"""What changed between two versions of a plan, row by row and field by field.

Rows are the same row when they bear the same uid. Where no uid of one plan occurs in the other (two plans imported
separately, last year's and this year's), rows of the same path, number and text are paired first; then the rest by
likeness, the share of two-character pieces that both texts have: at least 60 of 100, or 30 when their numbers agree.
The most alike go first; the number and then the nearer place decide between equals. Such pairs are a guess, which
`by_wording` tells.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from jixiao.core.fields import FIELDS
from jixiao.core.numbers import format_points
from jixiao.core.records import Declared, Meta, PlanRecord, Row
from jixiao.core.rising import rising
from jixiao.core.textdiff import Piece, pieces_of
from jixiao.core.totals import sum_points


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, as text before and after; "" is an empty cell. `pieces` only where both are long texts."""

    field: str
    label: str
    old: str
    new: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row whose fields changed."""

    old: Row
    new: Row
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed. Points are sums over base rows. `moved` are rows of the new plan, which may also be in `changed`.

    `unchanged` counts the rows that are in both plans and neither changed nor moved.
    """

    heading: tuple[FieldChange, ...]
    added: tuple[Row, ...]
    removed: tuple[Row, ...]
    changed: tuple[RowChange, ...]
    moved: tuple[Row, ...]
    unchanged: int
    old_total: Decimal
    new_total: Decimal
    by_wording: bool = False

    @property
    def same(self) -> bool:
        """Whether nothing changed."""
        return not (self.heading or self.added or self.removed or self.changed or self.moved)


_LEAST, _LEAST_SAME_NUMBER = 60, 30  # of 100
_TELLING = 40  # rows that a two-character piece may stand in and still tell one row from another
_HEADING = {
    "title": "标题",
    "document_no": "文号",
    "issued": "印发日期",
    "year": "年度",
    "organisation": "单位",
    "issuer": "印发单位",
    "points_unit": "分值单位",
    "scale": "总分",
}


def compare(old: PlanRecord, new: PlanRecord) -> Comparison:
    """The changes from `old` to `new`; added and changed rows in the new order, removed ones in the old."""
    pairs = _by_uid(old.rows, new.rows)
    by_wording = not pairs and bool(old.rows) and bool(new.rows)
    if by_wording:
        pairs = _by_wording(old.rows, new.rows)
    origin = {there: here for here, there in pairs}
    both = [(old.rows[origin[at]], row) for at, row in enumerate(new.rows) if at in origin]
    changes = (RowChange(before, row, tuple(_row_changes(before, row))) for before, row in both)
    changed = tuple(change for change in changes if change.fields)
    moved = _moved(new.rows, origin)
    touched = {change.new.position for change in changed} | {row.position for row in moved}
    return Comparison(
        heading=(*_heading_changes(old.meta, new.meta), *_declared_changes(old.declared, new.declared)),
        added=tuple(row for at, row in enumerate(new.rows) if at not in origin),
        removed=_without(old.rows, set(origin.values())),
        changed=changed,
        moved=moved,
        unchanged=sum(row.position not in touched for _, row in both),
        old_total=sum_points(old.rows),
        new_total=sum_points(new.rows),
        by_wording=by_wording,
    )


def _without(rows: Sequence[Row], places: set[int]) -> tuple[Row, ...]:
    return tuple(row for at, row in enumerate(rows) if at not in places)


def _by_uid(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int, int]]:
    """Places of the rows with the same uid. Of rows that share one, against all rules, the last counts."""
    places = {row.uid: at for at, row in enumerate(old) if row.uid}
    later = {row.uid: at for at, row in enumerate(new) if row.uid in places}
    return [(places[uid], at) for uid, at in later.items()]


def _by_wording(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[int, int]]:
    same = {(row.no, row.path, row.text): at for at, row in enumerate(old)}
    later = {key: at for at, row in enumerate(new) if (key := (row.no, row.path, row.text)) in same}
    pairs = [(same[key], at) for key, at in later.items()]
    taken_old, taken_new = {here for here, _ in pairs}, {there for _, there in pairs}
    rest_old = {at: row for at, row in enumerate(old) if at not in taken_old}
    rest_new = {at: row for at, row in enumerate(new) if at not in taken_new}
    for *_, here, there in sorted(_candidates(rest_old, rest_new)):
        if here not in taken_old and there not in taken_new:
            taken_old.add(here)
            taken_new.add(there)
            pairs.append((here, there))
    return pairs


def _candidates(old: dict[int, Row], new: dict[int, Row]) -> Iterator[tuple[int, bool, int, int, int]]:
    """(-likeness, whether the numbers differ, distance, place in old, place in new), enough alike to be one row.

    Rows are candidates by a number or a piece of text that they share. What stands in very many rows tells little and
    costs much, so it leads to no candidate, but counts for likeness.
    """
    words = {at: _pieces(row) for at, row in old.items()}
    having: dict[str, list[int]] = defaultdict(list)
    for at, row in old.items():
        for key in (*words[at], _number(row)):
            having[key].append(at)
    for there, row in new.items():
        own = _pieces(row)
        telling = (places for key in (*own, _number(row)) if len(places := having.get(key, [])) <= _TELLING)
        for here in {at for places in telling for at in places}:
            alike = 200 * len(own & words[here]) // (len(own) + len(words[here]))
            renumbered = not row.no or row.no != old[here].no
            if alike >= (_LEAST if renumbered else _LEAST_SAME_NUMBER):
                yield -alike, renumbered, abs(here - there), here, there


def _number(row: Row) -> str:
    return f"no {row.no}"


def _pieces(row: Row) -> frozenset[str]:
    text = "".join(row.text.split())
    return frozenset(a + b for a, b in pairwise(text)) or frozenset({text})


def _row_changes(old: Row, new: Row) -> Iterator[FieldChange]:
    for name, field in FIELDS.items():
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield from _change(name, field.label, field.write(before), field.write(after), long=field.long)


def _change(name: str, label: str, old: str, new: str, *, long: bool = False) -> Iterator[FieldChange]:
    if old != new:
        yield FieldChange(name, label, old, new, pieces_of(old, new) if long and old and new else ())


def _heading_changes(old: Meta, new: Meta) -> Iterator[FieldChange]:
    for name, label in _HEADING.items():
        before, after = _written(getattr(old, name)), _written(getattr(new, name))
        yield from _change(name, label, before, after, long=name == "title")


def _written(value: str | int | date | Decimal | None) -> str:
    if isinstance(value, Decimal):
        return format_points(value)
    return value.isoformat() if isinstance(value, date) else "" if value is None else str(value)


def _declared_changes(old: Iterable[Declared], new: Iterable[Declared]) -> Iterator[FieldChange]:
    """Points declared for a category, a group or a goal, by the path to it."""
    before, after = ({each.path: each.points for each in declared} for declared in (old, new))
    for path in dict.fromkeys([*after, *before]):
        label = "规定分值：" + "／".join(path)
        yield from _change("declared", label, _written(before.get(path)), _written(after.get(path)))


def _moved(rows: Sequence[Row], origin: dict[int, int]) -> tuple[Row, ...]:
    """The fewest rows that, put elsewhere, turn the old order into the new one."""
    kept = set(rising([origin[at] for at in sorted(origin)]))
    return tuple(row for at, row in enumerate(rows) if at in origin and origin[at] not in kept)
