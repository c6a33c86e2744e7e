"""The computations of an organiser as a list, and one of them as a table: organisations × parts, by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db.models import Count, Max, Q

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.bundle import Bundle
from jixiao.core.scoring.openings import gap_names, named
from jixiao.core.scoring.rules.base import decimals_scored, scored
from jixiao.people.models import Organisation
from jixiao.scores.models import Composition, Result, SchemeRules

NAMED = 3  # gaps told in a row
PLACES = 2  # of totals whose rules cannot be read


@dataclass(frozen=True, slots=True)
class Line:
    """One organisation's row, as text ready to show."""

    result: int
    name: str
    rank: str
    grade: str
    body_grade: str
    total: str
    parts: tuple[str, ...]
    bonus: str
    deducted: str
    gaps: str


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Table:
    """`heads` are the names of the parts. `waiting` counts organisations without a total."""

    heads: list[str]
    groups: list[Group]
    size: int
    waiting: int
    has_bodies: bool  # whether a leading body has another grade than its unit
    has_gaps: bool


def compositions_of(organiser: Organisation) -> list[tuple[int, list[Composition]]]:
    """By year, the newest first, with the numbers of their results and of those without a total. One statement."""
    rows = Composition.objects.filter(organisation=organiser).defer("bundle").select_related("rules", "made_by__person")
    counted = rows.annotate(size=Count("results"), waiting=Count("results", Q(results__total=None)))
    return [(year, list(made)) for year, made in groupby(counted.order_by("-year", "-number"), lambda each: each.year)]


def rules_of(organiser: Organisation) -> list[SchemeRules]:
    """The rules by which can be computed: the adopted ones first, then drafts. One statement."""
    rows = SchemeRules.objects.filter(organisation=organiser).exclude(state=SchemeRules.State.RETIRED)
    return list(rows.defer("text").order_by("-year", "state", "-number"))  # "adopted" comes before "draft"


def latest_of(composition: Composition) -> tuple[int, int]:
    """The numbers of the year's newest computation and of its newest frozen one; 0 without any."""
    rows = Composition.objects.filter(organisation=composition.organisation_id, year=composition.year)
    found = rows.aggregate(newest=Max("number"), frozen=Max("number", filter=Q(state=Composition.State.FROZEN)))
    return found["newest"] or 0, found["frozen"] or 0


def table_of(rows: Sequence[Result], bundle: Bundle | None) -> Table:
    """The results as they were kept, with their organisations; without a readable bundle parts go by their keys."""
    keys = _keys(bundle, rows)
    missing = _missing(bundle)
    places = bundle.scheme.places.total if bundle else PLACES
    decimals = bundle.scheme.places.component if bundle else _decimals(rows)
    ordered = sorted(rows, key=_place)
    groups = [
        Group(name, [_line(row, keys, places, decimals, missing) for row in members])
        for name, members in groupby(ordered, lambda row: row.group)
    ]
    return Table(
        heads=list(keys.values()),
        groups=groups,
        size=len(rows),
        waiting=sum(row.total is None for row in rows),
        has_bodies=any(row.body_grade != row.grade for row in rows),
        has_gaps=any(line.gaps for group in groups for line in group.lines),
    )


def _keys(bundle: Bundle | None, rows: Sequence[Result]) -> dict[str, str]:
    """Names of the parts by key."""
    if bundle is not None:
        return {each.key: each.name for each in bundle.scheme.components}
    return {key: key for row in rows for key in row.components}


def _missing(bundle: Bundle | None) -> dict[str, list[str]]:
    """What is missing by organisation key, in words."""
    if bundle is None:
        return {}
    return {
        sheet.organisation: gap_names(bundle.scheme, sheet, bundle.results[sheet.organisation]["gaps"])
        for sheet in bundle.sheets
    }


def _place(row: Result) -> tuple[str, int, Decimal, str]:
    """Ranked ones first, those kept apart or open after them, by total."""
    return row.group, row.rank or 1_000_000, -(row.total or Decimal(0)), row.organisation.name


def _line(row: Result, keys: Iterable[str], places: int, decimals: int, missing: Mapping[str, list[str]]) -> Line:
    names = missing.get(str(row.organisation_id), [])
    return Line(
        result=row.pk,
        name=row.organisation.name,
        rank="单列" if row.apart else "—" if row.rank is None else str(row.rank),
        grade=row.grade or "—",
        body_grade=row.body_grade or "—",
        total="—" if row.total is None else str(round_half_up(row.total, places)),
        parts=tuple(_points(row.components.get(key), decimals) for key in keys),
        bonus=scored(row.bonus) if row.bonus else "",
        deducted=f"−{scored(row.deducted)}" if row.deducted else "",
        gaps=named(names, NAMED) if names else f"{row.gaps}项" if row.gaps else "",
    )


def _decimals(rows: Iterable[Result]) -> int:
    """Those that the finest part needs."""
    return decimals_scored(Decimal(text) for row in rows for text in row.components.values() if text is not None)


def _points(text: str | None, decimals: int) -> str:
    return "—" if text is None else f"{Decimal(text):.{decimals}f}"
