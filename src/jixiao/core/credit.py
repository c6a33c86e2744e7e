"""What each office is credited for an indicator that several offices carry: in full, in equal parts, or by weights.

Parts are decimals of 1 with four places. Parts and points of a row always add up exactly: what dividing leaves over
goes to the lead office, which is the first. Rows that share one printed weight are credited as one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jixiao.core.numbers import format_points
from jixiao.core.rounding import cut

PLACES = 4
WHOLE = Decimal(1)


class Credit(StrEnum):
    FULL = "full"
    EQUAL = "equal"
    WEIGHTS = "weights"


@dataclass(frozen=True, slots=True)
class Carried:
    """An indicator with the offices that carry it, the lead office first. `joined`: its weight is that of the row
    above."""

    id: str
    points: Decimal | None
    offices: tuple[int, ...]
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """What one office is credited for a row. `part` is None in full; `points` is None where there are none to give,
    or where they stand on a row above."""

    part: Decimal | None
    points: Decimal | None
    joined: bool = False


@dataclass(frozen=True, slots=True)
class Credited:
    """Shares by row and office, and the rows whose weights are not yet laid down."""

    shares: Mapping[tuple[str, int], Share]
    open: tuple[str, ...]


def credit(rows: Sequence[Carried], rule: Credit, weights: Mapping[str, Mapping[int, Decimal]]) -> Credited:
    """Credit the rows of a plan. `weights` are parts of 1 by row and office; of joined rows by the first of them."""
    shares: dict[tuple[str, int], Share] = {}
    still_open: list[str] = []
    for unit in units(rows):
        offices = offices_of(unit)
        parts = parts_of(offices, rule, weights.get(unit[0].id, {}))
        if parts is None:
            still_open.append(unit[0].id)
            continue
        points = _points(unit[0].points, offices, parts, rule)
        for office in offices:
            carried = [row for row in unit if office in row.offices]
            shares[carried[0].id, office] = Share(parts.get(office), points.get(office))
            shares |= {(row.id, office): Share(parts.get(office), None, joined=True) for row in carried[1:]}
    return Credited(shares, tuple(still_open))


def units(rows: Sequence[Carried]) -> list[list[Carried]]:
    """Rows that share one weight together."""
    found: list[list[Carried]] = []
    for row in rows:
        if row.joined and found:
            found[-1].append(row)
        else:
            found.append([row])
    return found


def offices_of(unit: Sequence[Carried]) -> tuple[int, ...]:
    """All offices of the rows, each once, the lead office of the first row first."""
    return tuple(dict.fromkeys(office for row in unit for office in row.offices))


def parts_of(offices: Sequence[int], rule: Credit, weights: Mapping[int, Decimal]) -> dict[int, Decimal] | None:
    """The parts of 1 by office; {} where each has it in full; None where weights are wanting or do not fit."""
    if rule is Credit.FULL or len(offices) < 2:
        return {}
    if rule is Credit.EQUAL:
        return even(offices)
    fits = set(weights) == set(offices) and sum(weights.values()) == WHOLE
    return {office: weights[office] for office in offices} if fits else None


def even(offices: Sequence[int]) -> dict[int, Decimal]:
    """Equal parts of 1, what is left over with the first."""
    return _with_rest(offices, {office: WHOLE / len(offices) for office in offices}, WHOLE)


def _points(
    points: Decimal | None, offices: Sequence[int], parts: Mapping[int, Decimal], rule: Credit
) -> dict[int, Decimal]:
    if points is None:
        return {}
    if not parts:
        return dict.fromkeys(offices, points)
    # Equal points are a part of the points themselves: a third of 2 is 0.6666 and not 2 × 0.3333.
    is_even = rule is Credit.EQUAL
    exact = {office: points / len(offices) if is_even else points * parts[office] for office in offices}
    return _with_rest(offices, exact, points)


def _with_rest(offices: Sequence[int], exact: Mapping[int, Decimal], whole: Decimal) -> dict[int, Decimal]:
    """The amounts cut to four places; what is left over goes to the first office."""
    found = {office: cut(exact[office], PLACES) for office in offices}
    found[offices[0]] += whole - sum(found.values(), Decimal(0))
    return found


def read_weights(typed: Mapping[int, str]) -> tuple[dict[int, Decimal], str]:
    """Weights typed as per cent, and what is wrong with them as a sentence ('' when they are right)."""
    parts: dict[int, Decimal] = {}
    for office, text in typed.items():
        part = _per_cent(text)
        if part is None:
            return {}, f"“{text}”不是比例，请填写 0 到 100 的数，最多两位小数，例如 60 或 33.33。"
        parts[office] = part
    total = sum(parts.values(), Decimal(0))
    if total != WHOLE:
        return {}, f"各科室比例之和应为 100%，现在是 {format_points(total * 100)}%。"
    return parts, ""


def _per_cent(text: str) -> Decimal | None:
    plain = text.strip().removesuffix("%").removesuffix("％").strip() or "0"
    digits = plain.replace(".", "", 1)
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 6:
        return None
    part = Decimal(plain) / 100
    return part if part <= WHOLE and part == cut(part, PLACES) else None
