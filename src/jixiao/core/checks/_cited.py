"""Documents that the basis cells cite with a number, each where it is printed. No rule in itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from jixiao.core.checks._pointing import Text, printed_basis
from jixiao.core.citations import DocumentNo, Entry, basis_entries
from jixiao.core.records import PlanRecord

Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation of a numbered document."""

    text: Text
    entry: Entry
    number: DocumentNo


def cited(plan: PlanRecord) -> Iterator[Cited]:
    """All of them, in the order of the document; an inherited cell is the printed one and does not count again."""
    for text in printed_basis(plan):
        for entry in basis_entries(text.text):
            if entry.number is not None:
                yield Cited(text, entry, entry.number)


def by_majority(keys: Iterable[Key]) -> tuple[Key, bool]:
    """The most frequent key (the first of several), and whether it has a majority of its own."""
    counts = Counter(keys).most_common(2)
    return counts[0][0], len(counts) == 1 or counts[0][1] > counts[1][1]
