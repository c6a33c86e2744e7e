"""A score before the year is over: what is open is supposed lost, and supposed won; the year's end is foretold.

A forecast is an estimate of its own kind: it never enters a composition.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Decision, Entry, Given, Join, Sheet
from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.scheme import Scheme, Source
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.table import Field, points_of

STAGE = "预计"


@dataclass(frozen=True, slots=True)
class Foretold:
    """`low` is the result where everything open is lost, with its steps; `high` where all of it is won.

    `open`: keys of indicators without anything to foretell from; `parts`: keys of components without a score.
    """

    low: Result
    high: Result
    steps: Step
    open: frozenset[str]
    parts: tuple[str, ...]


def with_estimates(sheet: Sheet, estimates: Mapping[str, Decimal]) -> Sheet:
    """The sheet with the year's end as it is foretold, by key of the entry; what a person decided stands."""
    return replace(sheet, entries=tuple(_estimated(entry, estimates.get(entry.key)) for entry in sheet.entries))


def _estimated(entry: Entry, value: Decimal | None) -> Entry:
    if value is None:
        return entry
    if entry.join is Join.EACH:
        return replace(entry, values=tuple(value if each is None else each for each in entry.values))
    return replace(entry, values=(value,))


def foretold(scheme: Scheme, sheets: Sequence[Sheet], organisation: str) -> Foretold:
    """The bounds of the organisation's score. Raises KeyError for an organisation without a sheet."""
    own = {sheet.organisation: sheet for sheet in sheets}[organisation]
    points = points_of(scheme, own, Field(scheme, sheets))
    gaps = frozenset(entry.key for entry, got in zip(own.entries, points, strict=True) if got is None)
    parts = _open_parts(scheme, own)
    low, steps = _scored(scheme, sheets, _filled(scheme, own, gaps, parts, ZERO))
    high, _ = _scored(scheme, sheets, _filled(scheme, own, gaps, parts, Decimal(1)))
    return Foretold(low, high, steps, gaps, parts)


def _open_parts(scheme: Scheme, own: Sheet) -> tuple[str, ...]:
    outside = [each.key for each in scheme.components if each.source in (Source.GIVEN, Source.RATED)]
    claimed = [each.key for each in scheme.components if each.source is Source.CLAIMED]
    is_unclaimed = any(entry.claimed is None for entry in own.entries)
    return (*(key for key in outside if key not in own.given), *(claimed if is_unclaimed else ()))


def _filled(scheme: Scheme, own: Sheet, gaps: Collection[str], parts: Collection[str], share: Decimal) -> Sheet:
    """What is open at this share of its full marks."""
    given = {each.key: Given(scheme.full_of(each) * share, STAGE) for each in scheme.components if each.key in parts}
    entries = tuple(_decided(entry, share, is_gap=entry.key in gaps) for entry in own.entries)
    return replace(own, entries=entries, given={**given, **own.given})


def _decided(entry: Entry, share: Decimal, *, is_gap: bool) -> Entry:
    claimed = entry.points * share if entry.claimed is None else entry.claimed
    decisions = (Decision(STAGE, entry.points * share),) if is_gap else entry.decisions
    return replace(entry, claimed=claimed, decisions=decisions)


def _scored(scheme: Scheme, sheets: Sequence[Sheet], own: Sheet) -> tuple[Result, Step]:
    copies = [own if sheet.organisation == own.organisation else sheet for sheet in sheets]
    worked = {each.sheet.organisation: each for each in work_all(scheme, copies)}[own.organisation]
    return worked.result, explain(scheme, worked, Field(scheme, copies))
