"""Bonus and deductions of a sheet: what each claim and each finding comes to, under the caps of the scheme."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scoring.entries import Claim, Fault, Sheet
from jixiao.core.scoring.exact import ZERO, settled
from jixiao.core.scoring.scheme import Bonus, Deductions, Scheme


@dataclass(frozen=True, slots=True)
class Line:
    """What one claim or finding comes to. `points` counts, `face` is what it says, `why` the difference."""

    of: Claim | Fault
    face: Decimal
    points: Decimal
    why: str = ""  # '', 'fact', 'item', 'class', 'doubled'


@dataclass(frozen=True, slots=True)
class Extras:
    """The lines, and what the cap on all of them takes away (≥ 0)."""

    lines: tuple[Line, ...] = ()
    over: Decimal = ZERO

    @property
    def points(self) -> Decimal:
        return sum((line.points for line in self.lines), ZERO) - self.over


def places_of(scheme: Scheme) -> int:
    """Decimals of every step of a score: as fine as its finest part."""
    return max(scheme.places.component, scheme.places.total)


def bonus_of(scheme: Scheme, sheet: Sheet) -> Extras:
    """The bonus before the share of units that may get one is looked at."""
    bonus, places = scheme.bonus, places_of(scheme)
    items = {entry.key: entry.points for entry in sheet.entries}
    ordered = sorted(sheet.claims, key=lambda claim: claim.key)
    lines = [_claimed(bonus, claim, items, places) for claim in ordered]
    lines = _capped_by_class(bonus, _once_a_fact(lines))
    return _capped(lines, bonus.cap)


def _claimed(bonus: Bonus, claim: Claim, items: Mapping[str, Decimal], places: int) -> Line:
    kind = bonus.classes.get(claim.kind)
    most = kind.points if kind else ZERO
    face = settled(most if claim.points is None else min(claim.points, most), places)
    if claim.item in items and bonus.item_share is not None:
        limit = settled(items[claim.item] * bonus.item_share, places)
        if limit < face:
            return Line(claim, face, limit, "item")
    return Line(claim, face, face)


def _once_a_fact(lines: Sequence[Line]) -> list[Line]:
    """The highest of each fact counts; of equals, the first by key."""
    best: dict[str, Line] = {}
    for line in lines:
        fact = _fact(line)
        if fact not in best or line.points > best[fact].points:
            best[fact] = line
    return [line if best[_fact(line)] is line else Line(line.of, line.face, ZERO, "fact") for line in lines]


def _fact(line: Line) -> str:
    return line.of.fact if isinstance(line.of, Claim) else line.of.key


def _capped_by_class(bonus: Bonus, lines: Sequence[Line]) -> list[Line]:
    """What goes beyond the cap of its class is cut, the last claims first."""
    left = {key: kind.cap for key, kind in bonus.classes.items()}
    made = []
    for line in lines:
        cap = left.get(line.of.kind)
        if cap is None or line.points <= cap:
            made.append(line)
        else:
            made.append(Line(line.of, line.face, cap, "class"))
        if cap is not None:
            left[line.of.kind] = cap - made[-1].points
    return made


def _capped(lines: Sequence[Line], cap: Decimal | None) -> Extras:
    whole = sum((line.points for line in lines), ZERO)
    return Extras(tuple(lines), max(whole - cap, ZERO) if cap is not None else ZERO)


def deductions_of(scheme: Scheme, sheet: Sheet) -> Extras:
    """The deductions, each as points that are taken away (≥ 0)."""
    rules, places = scheme.deductions, places_of(scheme)
    return _capped(
        [_taken(rules, fault, places) for fault in sorted(sheet.faults, key=lambda each: each.key)], rules.cap
    )


def _taken(rules: Deductions, fault: Fault, places: int) -> Line:
    kind = rules.classes.get(fault.kind)
    points = fault.points if fault.points is not None else (kind.points if kind else ZERO)
    face = settled(points, places)
    if rules.doubles and not fault.rectified:
        return Line(fault, face, face * 2, "doubled")
    return Line(fault, face, face)


def without_bonus(scheme: Scheme, sheets: Sequence[Sheet], extras: Sequence[Extras]) -> set[str]:
    """Organisations whose bonus falls away because only a share of their group may get one.

    Those with the largest bonus get it, rounded down to whole units; of equals at the edge none does.
    """
    share = scheme.bonus.unit_share
    if share is None:
        return set()
    groups: dict[str, list[tuple[Decimal, str]]] = {}
    for sheet, extra in zip(sheets, extras, strict=True):
        groups.setdefault(sheet.group, []).append((extra.points, sheet.organisation))
    lost: set[str] = set()
    for members in groups.values():
        room = int(len(members) * share)
        some = sorted((points for points, _ in members if points > 0), reverse=True)
        edge = some[room] if len(some) > room else ZERO
        lost |= {organisation for points, organisation in members if ZERO < points <= edge}
    return lost
