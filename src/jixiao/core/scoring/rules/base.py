"""What all rule kinds have in common. A kind is a record of parameters that says what points a value earns, and why.

`share` is the part of an indicator's points that it earns: 0 is none, 1 is all, more only where a kind says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.entries import Entry, year_value
from jixiao.core.scoring.exact import HUNDRED, ONE, ZERO


class Direction(StrEnum):
    HIGHER = "higher"  # more is better
    LOWER = "lower"


@dataclass(frozen=True, slots=True)
class Said:
    """The same thing in Chinese and in English."""

    zh: str
    en: str


class Peers:
    """The values of one indicator in its group, for the rules that compare. Order does not matter."""

    def __init__(self, values: Sequence[Decimal]) -> None:
        self.values = sorted(values)
        self._first: dict[Decimal, int] = {}
        self._count: dict[Decimal, int] = {}
        for at, value in enumerate(self.values):
            self._first.setdefault(value, at)
            self._count[value] = self._count.get(value, 0) + 1

    def best(self, direction: Direction) -> Decimal:
        return self.values[-1 if direction is Direction.HIGHER else 0]

    def rank(self, value: Decimal, direction: Direction) -> int:
        """From 1; equal values have the same rank. The value must be among them."""
        first, count = self._first[value], self._count[value]
        return len(self.values) - first - count + 1 if direction is Direction.HIGHER else first + 1

    def are_tied(self, value: Decimal) -> bool:
        return self._count[value] > 1


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule kind. `share` decides, `reason` tells; both get the year's value, never None."""

    KIND: ClassVar[str] = ""
    NAME: ClassVar[Said] = Said("", "")
    COMPARES: ClassVar[bool] = False  # needs the values of the group
    BY_PERIOD: ClassVar[bool] = True  # with Join.EACH every period is judged by itself

    @property
    def is_monotone(self) -> bool:
        """Whether a better value never earns less."""
        return True

    def known(self, entry: Entry) -> Decimal | None:
        """What the rule reads from the entry; None: data are missing."""
        return year_value(entry)

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        raise NotImplementedError

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        raise NotImplementedError

    def problems(self) -> Iterator[str]:
        """What is wrong with the parameters, a Chinese sentence each."""
        return iter(())

    def better(self, value: Decimal, by: Decimal, entry: Entry) -> Decimal:
        """A value that is better by that much, or as good; for checking that the rule is monotone."""
        return value - by if getattr(self, "direction", Direction.HIGHER) is Direction.LOWER else value + by


NOBODY = Peers(())


def within(value: Decimal, low: Decimal, high: Decimal) -> Decimal:
    return min(max(value, low), high)


def rate(value: Decimal, target: Decimal, direction: Direction) -> Decimal:
    """Completion: 1 is on target. Where less is better, within the target is 1 and beyond it target ÷ value.

    A target of zero is reached by zero or better, and not at all by anything else.
    """
    if direction is Direction.LOWER:
        return ONE if value <= target else (target / value if target > 0 else ZERO)
    if target <= 0:
        return ONE if value >= target else ZERO
    return value / target


def shown(value: Decimal) -> str:
    """A number for a sentence: at most four decimals, no zeros at the end."""
    text = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def scored(points: Decimal) -> str:
    """Points for a sentence: two decimals, or as many as they have, up to four."""
    text = shown(points)
    return f"{points:.2f}" if len(text.partition(".")[2]) < 2 else text


def decimals_scored(points: Iterable[Decimal]) -> int:
    """Decimals that `scored` gives the finest of them, two at least: with these a column's points stand in line."""
    return max((len(scored(each).partition(".")[2]) for each in points), default=2)


def percent(share: Decimal) -> str:
    return f"{shown(share * HUNDRED)}%"


_LARGE = (("亿", Decimal(10**8)), ("万", Decimal(10**4)))


def amount(entry: Entry, value: Decimal) -> str:
    """The value with its unit, as plans write it: 6亿元, 12万平方米, where nothing is lost by it."""
    for word, size in _LARGE if entry.unit else ():
        if abs(value) >= size and value / size == round_half_up(value / size, 4):
            return f"{shown(value / size)}{word}{entry.unit}"
    return f"{shown(value)}{entry.unit}"


def fraction_problems(**shares: Decimal) -> Iterator[str]:
    """Each must lie between 0 and 1."""
    for name, share in shares.items():
        if not ZERO <= share <= ONE:
            yield f"{name} 应在 0 和 1 之间，现为 {share}。"
