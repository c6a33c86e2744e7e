"""How alike two wordings are: shared pieces of words, the rarer in the plan the weightier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from jixiao.core.numbers import narrow
from jixiao.core.overlap.words import KNOWN, TABLE
from jixiao.core.wording import CJK

_RUN = re.compile(f"[{CJK}A-Za-z]+")
_SMOOTH = 20  # as if the plan had so many rows more, lest a short plan make every word common


def plain(text: str) -> str:
    """The wording with synonyms made one word and boilerplate made a gap."""
    return KNOWN.sub(lambda found: TABLE[found[0]], narrow(text))


def grams(text: str) -> frozenset[str]:
    """Single characters and pairs of neighbours in `text`, after `plain`."""
    found: set[str] = set()
    for run in _RUN.findall(plain(text)):
        found.update(run)
        found.update(map("".join, zip(run, run[1:], strict=False)))
    return frozenset(found)


class Rarity:
    """How much a piece of wording tells within one plan: 1 for what half the rows have, one more for each halving."""

    def __init__(self, rows: Iterable[frozenset[str]]) -> None:
        kept = list(rows)
        self._counts = Counter(gram for row in kept for gram in row)
        self._rows = len(kept) + _SMOOTH

    def weight(self, pieces: Iterable[str]) -> int:
        """The weight of all pieces; a pair of characters counts double."""
        return sum((self._rows // (self._counts.get(p, 0) + 1)).bit_length() * len(p) for p in pieces)


def likeness(mine: frozenset[str], theirs: frozenset[str], rarity: Rarity) -> int:
    """0 to 100: the share of the shorter wording that the longer one has too, lowered where lengths differ much."""
    short, long = sorted((rarity.weight(mine), rarity.weight(theirs)))
    return 100 * 10 * rarity.weight(mine & theirs) // (7 * short + 3 * long) if short else 0
