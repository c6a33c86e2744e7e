"""The points of indicators: by their rule, or by the last decision of a person; what is missing, by the scheme."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from jixiao.core.scoring.entries import Entry, Join, Sheet
from jixiao.core.scoring.exact import CONTEXT, ONE, ZERO, settled
from jixiao.core.scoring.rules import NOBODY, Peers, Proportional, Rule
from jixiao.core.scoring.scheme import Missing, Scheme

Where = tuple[str, str]  # group, key of an indicator


class Field:
    """The groups of a scheme: what an indicator's values are among its peers, found once for all sheets."""

    def __init__(self, scheme: Scheme, sheets: Iterable[Sheet]) -> None:
        comparing = {key for key, rule in scheme.rules.items() if rule.COMPARES}
        values: dict[Where, list[Decimal]] = {}
        with localcontext(CONTEXT):  # the values that are looked up later are made in it too
            for sheet in sheets:
                for entry in sheet.entries:
                    value = scheme.rules[entry.rule].known(entry) if entry.rule in comparing else None
                    if value is not None:
                        values.setdefault((sheet.group, entry.key), []).append(value)
        self._peers = {where: Peers(known) for where, known in values.items()}

    def peers(self, group: str, key: str) -> Peers:
        return self._peers.get((group, key), NOBODY)


def by_rule(entry: Entry, rule: Rule, peers: Peers, places: int) -> Decimal | None:
    """The points that the rule gives; None where data are missing."""
    value = rule.known(entry)
    if value is None:
        return None
    if entry.join is Join.EACH and rule.BY_PERIOD:
        shares = [ZERO if each is None else rule.share(entry, each, peers) for each in entry.values]
        share = sum(shares, ZERO) / len(shares)
    else:
        share = rule.share(entry, value, peers)
    return settled(entry.points * share, places)


def points_of(scheme: Scheme, sheet: Sheet, field: Field) -> list[Decimal | None]:
    """The points of each entry, in the order of the sheet; None where data are missing and nobody has decided."""
    rules, places, group = scheme.rules, scheme.places.indicator, sheet.group
    return [
        settled(entry.decisions[-1].points, places)
        if entry.decisions
        else by_rule(entry, rules[entry.rule], field.peers(group, entry.key), places)
        for entry in sheet.entries
    ]


def mean_rates(sheets: Sequence[Sheet], points: Sequence[Sequence[Decimal | None]]) -> dict[Where, Decimal]:
    """The mean share of an indicator's points that a group reached, over those of whom it is known."""
    sums: dict[Where, tuple[Decimal, int]] = {}
    for sheet, known in zip(sheets, points, strict=True):
        for entry, got in zip(sheet.entries, known, strict=True):
            if got is not None and entry.points > 0:
                where = (sheet.group, entry.key)
                total, count = sums.get(where, (ZERO, 0))
                sums[where] = (total + got / entry.points, count + 1)
    return {where: total / count for where, (total, count) in sums.items()}


@dataclass(frozen=True, slots=True)
class Filled:
    """The table of a sheet with its gaps filled. `left_out`: keys that do not count; `gaps`: what is missing."""

    got: tuple[Decimal, ...]
    left_out: frozenset[str]
    gaps: tuple[str, ...]

    def sums(self, entries: Sequence[Entry]) -> tuple[Decimal, Decimal]:
        """Points reached and points to be had."""
        if not self.left_out:
            return sum(self.got, ZERO), sum((entry.points for entry in entries), ZERO)
        pairs = [(got, entry) for got, entry in zip(self.got, entries, strict=True) if entry.key not in self.left_out]
        return sum((got for got, _ in pairs), ZERO), sum((entry.points for _, entry in pairs), ZERO)


def filled(
    missing: Missing, places: int, sheet: Sheet, points: Sequence[Decimal | None], rates: Mapping[Where, Decimal]
) -> Filled:
    """What stands for missing data, by the scheme's rule."""
    if None not in points:
        return Filled(tuple(got for got in points if got is not None), frozenset(), ())
    got: list[Decimal] = []
    left_out, gaps = set(), []
    for entry, known in zip(sheet.entries, points, strict=True):
        rate = rates.get((sheet.group, entry.key)) if missing is Missing.AVERAGE else None
        if known is not None:
            got.append(known)
            continue
        gaps.append(entry.key)
        got.append(settled(entry.points * rate, places) if rate is not None else ZERO)
        if missing is Missing.EXCLUDE or (missing is Missing.AVERAGE and rate is None):
            left_out.add(entry.key)
    return Filled(tuple(got), frozenset(left_out), tuple(gaps))


def most_of(entry: Entry, rule: Rule) -> Decimal:
    """The most points that a decision may give: those of the indicator, or more where its rule allows."""
    return entry.points * (max(rule.cap, ONE) if isinstance(rule, Proportional) else ONE)
