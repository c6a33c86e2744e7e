"""The steps of a result as the rows of a nested table, the twin of the waterfall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.steps import Step
from jixiao.press.waterfall import signed
from jixiao.scores.reading.result_pictures import step_address


@dataclass(frozen=True, slots=True)
class Row:
    """A step. `depth` counts from 0, the parts of the total; `tone` is lost, won or ''."""

    depth: int
    title: str
    no: str
    full: str
    got: str
    change: str
    tone: str
    said: str
    address: str
    is_branch: bool
    is_current: bool


def rows_of(total: Step, places: int, only_lost: bool = False, current: str = "") -> list[Row]:
    """All steps below the total in the order of the tree; `only_lost`: those that lost something, and what is above
    them.
    """
    return [row for step in total.children for row in _rows(step, 0, places, only_lost, current)]


def lost_in(total: Step) -> int:
    """How many single steps lost points or are without data."""
    return sum(1 for step in total.leaves() if step.change < 0 or step.is_missing)


def _rows(step: Step, depth: int, places: int, only_lost: bool, current: str) -> Iterator[Row]:
    if only_lost and not lost_in(step):
        return
    yield _row(step, depth, places, current)
    for child in step.children:
        yield from _rows(child, depth + 1, places, only_lost, current)


def _row(step: Step, depth: int, places: int, current: str) -> Row:
    tone = "lost" if step.change < 0 else "won" if step.change > 0 else ""
    change = signed(step.change, places) if step.change else "—"
    return Row(
        depth, step.title, step.no, "" if step.full is None else scored(step.full),
        "" if step.got is None else scored(step.got), change, "gap" if step.is_missing else tone, step.said.zh,
        step_address(step.key), bool(step.children), step.key == current,
    )  # fmt: skip
