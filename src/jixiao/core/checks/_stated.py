"""Categories and groups whose stated points differ from the sum of their rows. No rule in itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.checks._branches import (
    Branch,
    Path,
    branches,
    difference,
    difference_en,
    goal_paths,
    has_points,
)
from jixiao.core.numbers import format_points
from jixiao.core.places import Place
from jixiao.core.records import PlanRecord
from jixiao.core.wording import head


@dataclass(frozen=True, slots=True)
class WrongSum:
    """A branch with the points that the document states for it."""

    path: Path
    points: Decimal
    place: Place
    branch: Branch
    in_sum_row: bool

    @property
    def places(self) -> tuple[Place, ...]:
        """The stated points first, then the cells that were added up."""
        return (self.place, *self.branch.places)

    def sentence(self, noun: str) -> str:
        """What is wrong, with the arithmetic."""
        where = "的合计行为" if self.in_sum_row else "标明"
        stated, total = format_points(self.points), format_points(self.branch.points)
        return (
            f"{noun}“{head(self.path[-1])}”{where}{stated}分，所属{len(self.branch.rows)}行合计{total}分，"
            f"{difference(self.points, self.branch)}；请核对标明的分值和各行分值。"
        )

    def sentence_en(self, noun: str) -> str:
        """The same in English."""
        return (
            f"The {noun} states {format_points(self.points)} points; its {len(self.branch.rows)} rows add up to "
            f"{format_points(self.branch.points)}: {difference_en(self.points, self.branch)}."
        )


def wrong_sums(plan: PlanRecord) -> Iterator[WrongSum]:
    """Stated points of categories and groups that their rows do not meet; each branch and amount once."""
    if not has_points(plan):
        return
    found, goals = branches(plan), goal_paths(plan)
    outside = {row.path[:depth] for row in plan.rows for depth in range(1, len(row.path) + 1)} - found.keys()
    seen: set[tuple[Path, Decimal]] = set()
    stated = [(d, False) for d in plan.declared] + [(t, True) for t in plan.printed_totals]
    for one, in_sum_row in stated:
        if not one.path or one.path in goals or one.path in outside or (one.path, one.points) in seen:
            continue
        seen.add((one.path, one.points))
        branch = found.get(one.path, Branch())
        if branch.points != one.points:
            yield WrongSum(one.path, one.points, one.place, branch, in_sum_row)
