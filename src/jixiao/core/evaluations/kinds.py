"""The classes of a scheme that a person chooses from: kinds of bonus and of deduction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Kind:
    """A class as its scheme names it. `points` is the most for one claim, or what one finding takes."""

    key: str
    name: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Kinds:
    """The classes in force for a year. Without an adopted scheme there is no keeper and there are none."""

    keeper: int | None = None  # number of the organisation whose scheme it is
    title: str = ""
    bonus: tuple[Kind, ...] = ()
    deductions: tuple[Kind, ...] = ()


def kind_of(kinds: Sequence[Kind], key: str) -> Kind | None:
    """The kind with that key; None when there is none."""
    return next((kind for kind in kinds if kind.key == key), None)
