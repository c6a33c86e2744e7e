"""How a computation came out at first sight: each group's best, middle and least total, how many have each grade."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.rules.base import decimals_scored, scored
from jixiao.press.group_range import middle_of
from jixiao.press.group_strips import Dot, Strip, StripPicture
from jixiao.scores.models import Composition, Result


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Totals as text, without those kept apart (单列); `grades` in the order of the heads. `open` have no total yet."""

    name: str
    size: int
    high: str
    middle: str
    low: str
    grades: tuple[int, ...]
    open: int


@dataclass(frozen=True, slots=True)
class Spread:
    """`grades` from the best on. `drawn` is None where nobody has a total."""

    grades: tuple[str, ...]
    lines: tuple[GroupLine, ...]
    has_open: bool
    drawn: StripPicture | None


def results_in(composition: Composition) -> list[Result]:
    """One statement."""
    return list(composition.results.select_related("organisation"))


def spread_of(rows: Iterable[Result]) -> Spread:
    """Of all results of one computation, with their organisations. No statement."""
    ordered = sorted(rows, key=lambda row: (row.group, row.organisation.name))
    groups = [(name or "未分组", list(members)) for name, members in groupby(ordered, lambda row: row.group)]
    grades = _grades(ordered)
    places = decimals_scored(row.total for row in ordered if row.total is not None)
    lines = tuple(_line(name, members, grades, places) for name, members in groups)
    return Spread(grades, lines, any(line.open for line in lines), _drawn(groups, places))


def _grades(rows: Sequence[Result]) -> tuple[str, ...]:
    """A better grade has the higher totals, by the one in the middle: a capped unit stands alone among them."""
    totals: dict[str, list[Decimal]] = {}
    for row in rows:
        if row.grade and row.total is not None:
            totals.setdefault(row.grade, []).append(row.total)
    return tuple(sorted(totals, key=lambda grade: -middle_of(totals[grade])))


def _ranked(rows: Iterable[Result]) -> list[Decimal]:
    return [row.total for row in rows if row.total is not None and not row.apart]


def _line(name: str, members: Sequence[Result], grades: Sequence[str], places: int) -> GroupLine:
    totals = _ranked(members)
    figures = (max(totals), middle_of(totals), min(totals)) if totals else ()
    high, middle, low = (f"{round_half_up(each, places):f}" for each in figures) if figures else ("—", "—", "—")
    counted = tuple(sum(row.grade == grade for row in members) for grade in grades)
    return GroupLine(name, len(members), high, middle, low, counted, sum(row.total is None for row in members))


def _drawn(groups: Sequence[tuple[str, list[Result]]], places: int) -> StripPicture | None:
    strips = tuple(
        Strip(name, tuple(_dot(row, row.total) for row in members if row.total is not None)) for name, members in groups
    )
    totals = [dot.value for strip in strips for dot in strip.dots]
    if not totals:
        return None
    low, high = (f"{round_half_up(each, places):f}" for each in (min(totals), max(totals)))
    summary = f"{len(totals)}家单位，总分{low}至{high}；每组的最高、中位、最低见旁边的表。"
    return StripPicture("各组总分的分布", summary, strips, places)


def _dot(row: Result, total: Decimal) -> Dot:
    place = "单列" if row.apart else f"第{row.rank}名" if row.rank else ""
    told = "，".join(filter(None, (f"{scored(total)}分", place, row.grade)))
    return Dot(total, f"{row.organisation.name}：{told}", row.apart)
