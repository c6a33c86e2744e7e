"""Which rows stayed where they were: the longest run of them that is in the right order already."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence


def rising(numbers: Sequence[int]) -> Iterator[int]:
    """A longest rising subsequence, from its end to its beginning."""
    ends: list[int] = []  # the smallest end of a rising sequence of each length
    before: dict[int, int | None] = {}
    for number in numbers:
        at = bisect_left(ends, number)
        before[number] = ends[at - 1] if at else None
        ends[at : at + 1] = [number]
    last = ends[-1] if ends else None
    while last is not None:
        yield last
        last = before[last]
