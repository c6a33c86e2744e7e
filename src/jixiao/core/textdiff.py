"""Two wordings of one text as stretches kept, removed and added, cut so that they read well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile


class Fate(StrEnum):
    """What became of a stretch."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. Kept and removed ones make up the old text, kept and added ones the new."""

    fate: Fate
    text: str


# A number changes as a whole: 28 to 38 is no 2 to 3. So does a Latin word.
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*[%‰％]?|[A-Za-z]+|.", re.DOTALL)
_SHORT = 3  # an equal stretch of fewer characters between two changes only breaks the reading
_MOST = 800  # tokens; comparing longer middles would cost too much, so they are replaced whole


def pieces_of(old: str, new: str) -> tuple[Piece, ...]:
    """The stretches in reading order, of a change first what was removed, then what was added."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    head = _common(a, b)
    tail = _common(a[head:][::-1], b[head:][::-1])
    middle = _merged(_stretches(a[head : len(a) - tail], b[head : len(b) - tail]))
    kept = "".join(a[len(a) - tail :])
    return tuple(_written([("".join(a[:head]),) * 2, *middle, (kept, kept)]))


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(a, b, strict=False)))


def _stretches(a: list[str], b: list[str]) -> Iterator[tuple[str, str]]:
    """(old, new) stretches; equal where nothing changed."""
    if max(len(a), len(b)) > _MOST:
        yield "".join(a), "".join(b)
        return
    for _, a1, a2, b1, b2 in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        yield "".join(a[a1:a2]), "".join(b[b1:b2])


def _merged(stretches: Iterator[tuple[str, str]]) -> list[tuple[str, str]]:
    """Short equal stretches joined with the changes around them. The first and the last stretch are changes."""
    merged: list[tuple[str, str]] = []
    for old, new in stretches:
        kept = old == new and len(old) >= _SHORT
        if kept or not merged or merged[-1][0] == merged[-1][1]:
            merged.append((old, new))
        else:
            merged[-1] = (merged[-1][0] + old, merged[-1][1] + new)
    return merged


def _written(stretches: Sequence[tuple[str, str]]) -> Iterator[Piece]:
    for old, new in stretches:
        fates = [(Fate.KEPT, old)] if old == new else [(Fate.REMOVED, old), (Fate.ADDED, new)]
        yield from (Piece(fate, text) for fate, text in fates if text)
