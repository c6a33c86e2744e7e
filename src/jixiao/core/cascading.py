"""What a plan hands down: its rows as those of a child plan, and how a child plan has come to differ from them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.credit import Carried, Credit, Share, credit
from jixiao.core.draft_reading import SHARED
from jixiao.core.drafting import DraftRow
from jixiao.core.fields import FIELDS
from jixiao.core.numbers import format_points

_LEFT_BEHIND = ("l1_points", "co_offices", "weight")  # of the whole plan, not of one who carries a part of it


@dataclass(frozen=True, slots=True)
class Handed:
    """A row for a child plan. `source` is the uid of the parent's row, `part` the share of its points (None: all)."""

    source: str
    cells: Mapping[str, str]
    part: Decimal | None = None


def for_office(rows: Iterable[DraftRow], shares: Mapping[str, Share], name: str) -> tuple[Handed, ...]:
    """The rows that an office carries, with its share of the points. `shares` are the office's, by uid."""
    return tuple(
        Handed(
            row.uid, _cells(row, shares[row.uid], {"offices": name, "owners": _own(row, name)}), shares[row.uid].part
        )
        for row in rows
        if row.uid in shares
    )


def for_party(rows: Sequence[DraftRow], chosen: Collection[str], own: Mapping[str, str]) -> tuple[Handed, ...]:
    """The chosen rows with their full points, for an enterprise or a person; `own` cells take the place of the
    parent's."""
    carried = [_carried(row, chosen) for row in rows]
    shares = credit(carried, Credit.FULL, {}).shares
    return tuple(Handed(row.uid, _cells(row, shares[row.uid, 0], own)) for row in rows if row.uid in chosen)


def _carried(row: DraftRow, chosen: Collection[str]) -> Carried:
    typed = row.cells.get("weight", "")
    points = None if typed in ("", SHARED) else FIELDS["weight"].read(typed)
    return Carried(row.uid, points, (0,) if row.uid in chosen else (), typed == SHARED)


def _cells(row: DraftRow, share: Share, own: Mapping[str, str]) -> dict[str, str]:
    cells = {name: text for name, text in row.cells.items() if name not in _LEFT_BEHIND} | dict(own)
    if share.points is not None:
        cells["weight"] = format_points(share.points)
    elif share.joined:
        cells["weight"] = SHARED
    return {name: text for name, text in cells.items() if text}


def _own(row: DraftRow, office: str) -> str:
    """The owner who stands beside the office; all of them where the two lists are not as long."""
    offices, owners = (FIELDS[name].read(row.cells.get(name, "")) for name in ("offices", "owners"))
    if len(offices) == len(owners) and office in offices:
        return str(owners[offices.index(office)])
    return row.cells.get("owners", "")


def total(handed: Iterable[Handed]) -> Decimal:
    """The sum of the base points, which is the child plan's scale."""
    return sum((_points(each.cells) for each in handed), Decimal(0))


def _points(cells: Mapping[str, str]) -> Decimal:
    typed = cells.get("weight", "")
    is_base = not cells.get("kind") or cells["kind"] == "基本分"
    return FIELDS["weight"].read(typed) if is_base and typed not in ("", SHARED) else Decimal(0)


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that says something else in the child plan than the parent hands down."""

    uid: str  # of the child's row
    source: str
    label: str
    handed: str
    there: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A child plan beside what its parent hands down now."""

    new: tuple[Handed, ...]  # not yet in the child plan
    differing: tuple[Difference, ...]
    gone: tuple[str, ...]  # uids of the child's rows that the parent no longer hands down

    @property
    def is_same(self) -> bool:
        return not (self.new or self.differing or self.gone)


def compare(handed: Sequence[Handed], rows: Sequence[DraftRow], sources: Mapping[str, str]) -> Comparison:
    """Compare. `sources` gives the parent's row by the child's row; rows of the child's own are not there."""
    by_source = {sources[row.uid]: row for row in rows if row.uid in sources}
    wanted = {each.source for each in handed}
    return Comparison(
        tuple(each for each in handed if each.source not in by_source),
        tuple(
            difference
            for each in handed
            if each.source in by_source
            for difference in _differences(each, by_source[each.source])
        ),
        tuple(row.uid for source, row in by_source.items() if source not in wanted),
    )


def _differences(handed: Handed, row: DraftRow) -> Iterable[Difference]:
    for name, field in FIELDS.items():
        ours, theirs = handed.cells.get(name, ""), row.cells.get(name, "")
        if ours != theirs:
            yield Difference(row.uid, handed.source, field.label, ours, theirs)
