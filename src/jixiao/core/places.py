"""Where in a document a value stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Source(StrEnum):
    """How a value of a row was obtained from the document."""

    CELL = "cell"  # printed in the row itself
    DOWN = "inherited_down"  # printed once above and meant for several rows
    UP = "inherited_up"  # printed once below and meant for several rows
    INFERRED = "inferred"  # not printed; concluded from its neighbours
    MISSING = "missing"  # expected and not there
    NONE = "none"  # the table has no such thing


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the document.

    `line` counts from 1. `column` is the number of the table cell in its line, counted from 1, or None in
    prose. `start` and `end` are character offsets inside that cell, or inside the line for prose.
    """

    line: int
    column: int | None = None
    start: int = 0
    end: int = 0
