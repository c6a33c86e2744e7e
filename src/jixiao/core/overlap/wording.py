"""How alike two wordings are: the characters and pairs of characters that they share, the rarer the weightier."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain, pairwise

from jixiao.core.numbers import narrow
from jixiao.core.overlap.model import Work
from jixiao.core.overlap.words import KNOWN, TABLE
from jixiao.core.wording import CJK

_RUN = re.compile(f"[{CJK}A-Za-z]+")
_SMOOTH = 20  # as if the plan had so many rows more, lest a short plan make every word common
_SINGLE, _PAIR = 4, 1  # a new wording turns words round and shortens them, so that pairs fall apart
_STEPS = 5  # of rarity; more would only tell rare from unheard of
_SLACK = 300  # three rare characters: wordings of two or three characters are not wholly alike
_BY_CHANCE = 500  # for so much weight, a wording has a hundredth of any other wording by chance
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
    """How much a piece of wording tells within one plan: the square of 1 to 5 steps, one for each halving of the rows
    that have it."""

    def __init__(self, rows: Iterable[frozenset[str]]) -> None:
        kept = list(rows)
        counts = Counter(chain.from_iterable(kept))
        self._rows = len(kept) + _SMOOTH
        self._weights = {piece: self._weight(piece, count) for piece, count in counts.items()}

    def _weight(self, piece: str, count: int) -> int:
        steps = min(_STEPS, (self._rows // (count + 1)).bit_length())
        return steps * steps * (_SINGLE if len(piece) == 1 else _PAIR)

    def weight(self, pieces: Iterable[str]) -> int:
        """The weight of all pieces together."""
        weights = self._weights
        return sum(weights[p] if p in weights else self._weight(p, 0) for p in pieces)


def likeness(mine: frozenset[str], theirs: frozenset[str], rarity: Rarity, hints: frozenset[str] = frozenset()) -> int:
    """0 to 100: how much of either wording stands in the other, less what is there by chance; mostly of the shorter,
    which may be a part. `hints` are pieces of my trigger: they may explain theirs, but need not be found there."""
    own, other = rarity.weight(mine), rarity.weight(theirs)
    in_theirs = 100 * rarity.weight(mine & theirs) // (own + _SLACK) - other // _BY_CHANCE
    in_mine = 100 * rarity.weight((mine | hints) & theirs) // (other + _SLACK) - own // _BY_CHANCE
    return max(0, 7 * max(in_theirs, in_mine) + 3 * min(in_theirs, in_mine)) // 10
