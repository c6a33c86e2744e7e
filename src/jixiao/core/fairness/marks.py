"""The marks of a round, and the circles in which organisations rate each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Marks = Mapping[str, Mapping[str, float]]  # rater → rated → mark
LEAST = 4  # raters: with fewer nothing can be said


def circles(marks: Marks) -> list[dict[str, Mapping[str, float]]]:
    """The raters in the groups that share somebody rated, each group by itself, in the order of their keys."""
    found: list[tuple[set[str], dict[str, Mapping[str, float]]]] = []
    for rater, row in sorted(marks.items()):
        names, raters = {rater, *row}, {rater: row}
        apart = []
        for others, theirs in found:
            if names.isdisjoint(others):
                apart.append((others, theirs))
            else:
                names, raters = others | names, theirs | raters
        found = [*apart, (names, raters)]
    return sorted((dict(sorted(raters.items())) for _, raters in found), key=min)


def ranks_of(marks: Sequence[float]) -> list[float]:
    """Ranks from 1 for the lowest; equal marks share the mean of their ranks."""
    ordered = sorted(marks)
    return [ordered.index(mark) + (ordered.count(mark) + 1) / 2 for mark in marks]
