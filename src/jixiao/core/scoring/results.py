"""What the engine makes of a sheet: the score of each component, the result, and all between input and result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.extras import Extras
from jixiao.core.scoring.scheme import Missing
from jixiao.core.scoring.table import Filled


@dataclass(frozen=True, slots=True)
class Part:
    """A component's score: `got` of `full` on its own scale, `worth` of the base, `points` in the total.

    `got` is None while data are missing; `gap` says by which rule it was filled where they were.
    """

    key: str
    got: Decimal | None
    full: Decimal
    worth: Decimal
    points: Decimal
    taken: Decimal = ZERO  # deductions taken from `got` already
    gap: Missing | None = None

    @property
    def is_left_out(self) -> bool:
        return self.gap is Missing.EXCLUDE


@dataclass(frozen=True, slots=True)
class Result:
    """What an organisation scored. `total` is None while something that the scheme needs is missing: see `gaps`."""

    organisation: str
    name: str
    group: str
    total: Decimal | None
    parts: Mapping[str, Part]
    bonus: Decimal
    deducted: Decimal
    gaps: tuple[str, ...] = ()  # keys of indicators and components
    rank: int | None = None
    of: int = 0  # how many were ranked in the group
    grade: str = ""
    body_grade: str = ""


@dataclass(frozen=True, slots=True)
class Worked:
    """Everything between input and result of one sheet, for the explanation."""

    sheet: Sheet
    table: Filled
    bonus: Extras
    deductions: Extras
    has_lost_bonus: bool
    plain: Decimal  # the sum of components, bonus and deductions before it is bounded and rounded
    result: Result
