"""The composite score: components, bonus and deductions to a total; rank and grade among the group.

    component = points reached ÷ points to be had × worth, rounded
    total     = Σ components + bonus − deductions, not below 0, cut at the base where the scheme says so, rounded

`score_all` is the one engine: results, forecasts, what-if and the offline recomputation all call it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal, localcontext

from jixiao.core.scoring import grading, ranking
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.exact import CONTEXT, ONE, ZERO, settled
from jixiao.core.scoring.extras import Extras, bonus_of, deductions_of, without_bonus
from jixiao.core.scoring.results import Part, Result, Worked
from jixiao.core.scoring.scheme import Component, Missing, Scheme, Source
from jixiao.core.scoring.table import Field, Filled, filled, mean_rates, points_of


def score_all(scheme: Scheme, sheets: Sequence[Sheet]) -> list[Result]:
    """The result of each sheet, in their order, with rank and grade. Raises KeyError for a rule that is not there."""
    return [worked.result for worked in work_all(scheme, sheets)]


def work_all(scheme: Scheme, sheets: Sequence[Sheet]) -> list[Worked]:
    """As `score_all`, with what the explanation needs. Each organisation may stand on one sheet only."""
    names = [sheet.organisation for sheet in sheets]
    if len(set(names)) < len(names):
        raise ValueError("an organisation has two sheets")
    with localcontext(CONTEXT):
        worked = _worked(scheme, sheets)
        ranks = ranking.ranked(scheme, worked)
        return grading.graded(scheme, worked, ranks)


def _worked(scheme: Scheme, sheets: Sequence[Sheet]) -> list[Worked]:
    tables = _tables(scheme, sheets)
    bonuses = [bonus_of(scheme, sheet) for sheet in sheets]
    lost = without_bonus(scheme, sheets, bonuses)
    deductions = [deductions_of(scheme, sheet) for sheet in sheets]
    parts = _parts(scheme, sheets, tables, deductions)
    return [
        _summed(scheme, sheet, table, bonus, deducted, part, sheet.organisation in lost)
        for sheet, table, bonus, deducted, part in zip(sheets, tables, bonuses, deductions, parts, strict=True)
    ]


def _tables(scheme: Scheme, sheets: Sequence[Sheet]) -> list[Filled]:
    if not any(each.source is Source.TABLE for each in scheme.components):
        return [Filled((), frozenset(), ()) for _ in sheets]
    field = Field(scheme, sheets)
    points = [points_of(scheme, sheet, field) for sheet in sheets]
    rates = mean_rates(sheets, points) if scheme.missing is Missing.AVERAGE else {}
    places = scheme.places.indicator
    return [filled(scheme.missing, places, sheet, known, rates) for sheet, known in zip(sheets, points, strict=True)]


def _parts(
    scheme: Scheme, sheets: Sequence[Sheet], tables: Sequence[Filled], deductions: Sequence[Extras]
) -> list[list[Part]]:
    """The components of each sheet. Means for missing ones are taken over the group's own scores."""
    worths = scheme.worths()
    raw = [
        [Part(each.key, *_score_of(scheme, each, sheet, table), worths[each.key], ZERO) for each in scheme.components]
        for sheet, table in zip(sheets, tables, strict=True)
    ]
    if any(part.got is None for row in raw for part in row):
        means = _mean_parts(sheets, raw)
        raw = [_with_gaps(scheme, row, means.get(sheet.group, {})) for sheet, row in zip(sheets, raw, strict=True)]
    return [
        [_weighed(_taken_from(scheme, part, taken), scheme) for part in row]
        for row, taken in zip(raw, deductions, strict=True)
    ]


def _taken_from(scheme: Scheme, part: Part, deductions: Extras) -> Part:
    """Deductions before weighting, if they are this component's."""
    if part.got is None or part.is_left_out or scheme.deductions.before != part.key:
        return part
    taken = min(deductions.points, max(part.got, ZERO))
    return replace(part, got=part.got - taken, taken=taken)


def _score_of(scheme: Scheme, component: Component, sheet: Sheet, table: Filled) -> tuple[Decimal | None, Decimal]:
    """What came in for the component, and its full mark."""
    if component.source in (Source.GIVEN, Source.RATED):
        full = scheme.full_of(component)
        given = sheet.given.get(component.key)
        return (None if given is None else given.score), full
    if component.source is Source.CLAIMED:
        claims = [entry.claimed for entry in sheet.entries]
        known = [claim for claim in claims if claim is not None]
        full = sum((entry.points for entry in sheet.entries), ZERO)
        return _reached(sheet, sum(known, ZERO) if len(known) == len(claims) else None, full)
    got, full = table.sums(sheet.entries)
    return _reached(sheet, None if table.gaps and scheme.missing is Missing.REFUSE else got, full)


def _reached(sheet: Sheet, got: Decimal | None, full: Decimal) -> tuple[Decimal | None, Decimal]:
    """Where nothing is to be had, nothing is known either. The scale stays that of all indicators, without any 1."""
    if full > 0:
        return got, full
    return None, sum((entry.points for entry in sheet.entries), ZERO) or ONE


def _weighed(part: Part, scheme: Scheme) -> Part:
    if part.got is None:
        return part
    return replace(part, points=settled(part.got * part.worth / part.full, scheme.places.component))


def _mean_parts(sheets: Sequence[Sheet], raw: Sequence[Sequence[Part]]) -> dict[str, dict[str, Decimal]]:
    """By group and component: the mean share of the full mark, before deductions."""
    rates: dict[str, dict[str, list[Decimal]]] = {}
    for sheet, row in zip(sheets, raw, strict=True):
        for part in row:
            if part.got is not None:
                rates.setdefault(sheet.group, {}).setdefault(part.key, []).append(part.got / part.full)
    return {
        group: {key: sum(known, ZERO) / len(known) for key, known in parts.items()} for group, parts in rates.items()
    }


def _with_gaps(scheme: Scheme, row: Sequence[Part], means: Mapping[str, Decimal]) -> list[Part]:
    """Missing components by their own rule; those left out hand their worth on to the others, in proportion."""
    parts = [_gap(each, part, means) for each, part in zip(scheme.components, row, strict=True)]
    if any(part.is_left_out for part in parts):
        counting = sum((part.worth for part in parts if not part.is_left_out), ZERO)
        parts = [
            replace(part, worth=ZERO if part.is_left_out else scheme.base * part.worth / counting) for part in parts
        ]
    return parts


def _gap(component: Component, part: Part, means: Mapping[str, Decimal]) -> Part:
    if part.got is not None:
        return part
    mean = means.get(component.key)
    if component.missing is Missing.ZERO:
        return replace(part, got=ZERO, gap=Missing.ZERO)
    if component.missing is Missing.AVERAGE and mean is not None:
        return replace(part, got=mean * part.full, gap=Missing.AVERAGE)
    return part if component.missing is Missing.REFUSE else replace(part, got=ZERO, gap=Missing.EXCLUDE)


def _summed(
    scheme: Scheme, sheet: Sheet, table: Filled, bonus: Extras, deductions: Extras, parts: Sequence[Part], lost: bool
) -> Worked:
    gained = ZERO if lost else bonus.points
    taken = ZERO if scheme.deductions.before else deductions.points
    counts_nothing = all(part.is_left_out for part in parts)
    gaps = tuple(part.key for part in parts if part.got is None or counts_nothing)
    whole = sum((part.points for part in parts), ZERO) if scheme.components else scheme.base
    plain = whole + gained - taken
    total = None if gaps else bounded(scheme, plain)
    made = {part.key: part for part in parts}
    missing = (*table.gaps, *gaps)
    result = Result(sheet.organisation, sheet.name, sheet.group, total, made, gained, deductions.points, missing)
    return Worked(sheet, table, bonus, deductions, lost, plain, result)


def bounded(scheme: Scheme, plain: Decimal) -> Decimal:
    """The total of a sum: not below zero, at the base at most where a bonus may not exceed it, rounded."""
    most = plain if scheme.bonus.may_exceed else min(plain, scheme.base)
    return settled(max(most, ZERO), scheme.places.total)
