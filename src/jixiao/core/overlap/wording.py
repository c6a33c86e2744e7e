"""What a wording says: the meanings of its words, and the characters that are left of it without amounts, deeds and
phrases that stand in any goal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jixiao.core.numbers import UNITS, narrow
from jixiao.core.overlap.vocabulary import vocabulary
from jixiao.core.wording import CJK

_CONTENT = re.compile(f"[{CJK}A-Za-z]")
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=lambda unit: (-len(unit), unit)))
_NUMBER = r"(?:\d[\d,.]*[万亿千百十]*|[一二两三四五六七八九十百千]+(?:点[一二三四五六七八九]+)?[万亿]?)"
_AMOUNT = re.compile(
    rf"{_NUMBER}(?:{_UNIT})(?:以上|以下|左右|以内)?|百分之[一二三四五六七八九十]+|\d{{4}}年|\d+月底?前?|\d[\d.,:]*"
)
_KEPT = 4096  # readings; the rows of a plan are read again for every new goal


@dataclass(frozen=True, slots=True)
class Reading:
    """The pieces of a wording: numbers of groups of the vocabulary, and characters.

    `implied` are the meanings inside longer words, `rest` the characters of words that the vocabulary does not know.
    """

    things: frozenset[int]
    deeds: frozenset[int]
    implied: frozenset[int]
    characters: frozenset[str]
    rest: frozenset[str]

    @property
    def said(self) -> frozenset[int]:
        """What the words mean."""
        return self.things | self.deeds

    @property
    def all(self) -> frozenset[int]:
        """What the words mean, and what stands inside them."""
        return self.things | self.deeds | self.implied

    def __or__(self, other: Reading) -> Reading:
        return Reading(
            self.things | other.things,
            self.deeds | other.deeds,
            self.implied | other.implied,
            self.characters | other.characters,
            self.rest | other.rest,
        )


@lru_cache(maxsize=_KEPT)
def read(text: str) -> Reading:
    """Read a wording."""
    known, text = vocabulary(), _AMOUNT.sub(" ", narrow(text))
    meanings: set[int] = set()
    implied: set[int] = set()
    characters: set[str] = set()
    rest: set[str] = set()
    for at, word in _words(text):
        meant = known.meanings.get(word)
        if meant is None:
            rest.add(word)
            characters.add(word)
            continue
        meanings |= meant
        implied |= known.implied[word].union(*_crossing(text, at, word))
        if not meant <= known.deeds:
            characters.update(word)
    deeds = known.deeds & meanings
    things, inside = frozenset(meanings - deeds), frozenset(implied - meanings)
    return Reading(things, deeds, inside, frozenset(characters), frozenset(rest))


def _words(text: str) -> Iterator[tuple[int, str]]:
    """The words that mean something, and the single characters between them, with their places."""
    known, at = vocabulary(), 0
    while at < len(text):
        word = known.word_at(text, at)
        if word in known.meanings:
            yield at, word
        elif not word and _CONTENT.match(text[at]):
            yield at, text[at]
        at += len(word) or 1


def _crossing(text: str, at: int, word: str) -> Iterator[frozenset[int]]:
    """Meanings of words that begin inside a word and end behind it: in 行政执法干部, 执法干部 besides 行政执法."""
    known, end = vocabulary(), at + len(word)
    for inside in range(at + 1, end):
        other = known.word_at(text, inside)
        if inside + len(other) > end and other in known.meanings:
            yield known.meanings[other]
