"""How alike two wordings are: the characters and pairs of characters that they share, the rarer the weightier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from jixiao.core.numbers import narrow
from jixiao.core.overlap.model import Work
from jixiao.core.overlap.words import KNOWN, TABLE
from jixiao.core.wording import CJK

_RUN = re.compile(f"[{CJK}A-Za-z]+")
_SMOOTH = 20  # as if the plan had so many rows more, lest a short plan make every word common
_SINGLE, _PAIR = 4, 1  # a new wording turns words round and shortens them, so that pairs fall apart
_SLACK = 16  # about one rare character: wordings of two or three characters are not wholly alike by chance
_TELLING = 6  # characters besides boilerplate; a text with fewer is read with its title


def plain(text: str) -> str:
    """The wording with synonyms made one word and boilerplate made a gap."""
    return KNOWN.sub(lambda found: TABLE[found[0]], narrow(text))


def grams(text: str) -> frozenset[str]:
    """The single characters and the pairs of neighbours in `text`, after `plain`."""
    found: set[str] = set()
    for run in _RUN.findall(plain(text)):
        found.update(run)
        found.update(a + b for a, b in pairwise(run))
    return frozenset(found)


def grams_of(work: Work) -> frozenset[str]:
    """Of a goal's wording; where the text is boilerplate alone, the title tells what it is about."""
    found = grams(work.wording)
    return found if sum(len(g) == 1 for g in found) >= _TELLING else found | grams(work.title)


class Rarity:
    """How much a piece of wording tells within one plan: a step less for each doubling of the rows that have it."""

    def __init__(self, rows: Iterable[frozenset[str]]) -> None:
        kept = list(rows)
        self._counts = Counter(gram for row in kept for gram in row)
        self._rows = len(kept) + _SMOOTH

    def weight(self, pieces: Iterable[str]) -> int:
        """The weight of all pieces together."""
        rows, counts = self._rows, self._counts
        return sum(
            (rows // (counts[piece] + 1)).bit_length() * (_SINGLE if len(piece) == 1 else _PAIR) for piece in pieces
        )


def likeness(mine: frozenset[str], theirs: frozenset[str], rarity: Rarity) -> int:
    """0 to 100: how much of either wording stands in the other; mostly of the shorter, which may be a part."""
    common = 100 * rarity.weight(mine & theirs)
    in_mine, in_theirs = (common // (rarity.weight(whole) + _SLACK) for whole in (mine, theirs))
    return (7 * max(in_mine, in_theirs) + 3 * min(in_mine, in_theirs)) // 10
