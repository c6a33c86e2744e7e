"""The steps of a score: a tree in which each lost or gained hundredth stands in exactly one leaf.

It begins at the base (full marks everywhere) and ends at the total: base + Σ changes of the leaves = total, exactly.
A leaf's change is its part of the rounded change of its component (`exact.apportioned`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jixiao.core.scoring.entries import Decision
from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.rules import Said


class StepKind(StrEnum):
    TOTAL = "total"
    COMPONENT = "component"
    CATEGORY = "category"
    GOAL = "goal"
    INDICATOR = "indicator"
    SCORE = "score"  # a component's score that came from elsewhere
    BONUS = "bonus"
    CLAIM = "claim"
    DEDUCTION = "deduction"
    FAULT = "fault"
    CAP = "cap"  # what a cap or a bound takes away or leaves
    ROUNDING = "rounding"


@dataclass(frozen=True, slots=True)
class Step:
    """A node. `got` of `full` are on its own scale (points of the table); `change` counts in the total."""

    key: str  # unique in the tree: component/1-2-1
    kind: StepKind
    title: str
    change: Decimal
    said: Said
    got: Decimal | None = None
    full: Decimal | None = None
    no: str = ""
    rule: str = ""  # key of the scheme's rule, of the bonus or deduction class
    is_missing: bool = False
    evidence: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()
    children: tuple[Step, ...] = ()

    def leaves(self) -> Iterator[Step]:
        """The steps that carry the changes, in the order of the tree."""
        if not self.children:
            yield self
        for child in self.children:
            yield from child.leaves()


def parent(
    key: str,
    kind: StepKind,
    title: str,
    said: Said,
    children: tuple[Step, ...],
    got: Decimal | None = None,
    full: Decimal | None = None,
) -> Step:
    """A step that is the sum of its children."""
    change = sum((child.change for child in children), ZERO)
    return Step(key, kind, title, change, said, got, full, children=children)
