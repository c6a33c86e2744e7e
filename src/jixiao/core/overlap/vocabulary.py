"""The words that the check knows: which say the same, and which stand in any goal. They are kept in vocabulary.txt."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("vocabulary.txt")
_PREFIX = 2  # characters by which the words that may begin at a place are found

Meanings = frozenset[int]  # numbers of groups


class Vocabulary:
    """The words by their groups. A group is a number; `deeds` are the groups of what is done, not of what it is about.

    `implied` gives the groups of the words that stand inside a longer one: 老旧小区 implies 小区.
    """

    def __init__(self, lines: list[str]) -> None:
        self.boilerplate: set[str] = set()
        meanings: dict[str, set[int]] = defaultdict(set)
        deeds: set[int] = set()
        for group, (section, words) in enumerate(_groups(lines)):
            if section == "boilerplate":
                self.boilerplate.update(words)
                continue
            if section == "deeds":
                deeds.add(group)
            for word in words:
                meanings[word].add(group)
        self.deeds: Meanings = frozenset(deeds)
        self.meanings = {word: frozenset(groups) for word, groups in meanings.items()}
        self.implied = {word: self._inside(word) for word in self.meanings}
        self._lengths = _lengths({*self.meanings, *self.boilerplate})

    def _inside(self, word: str) -> Meanings:
        ends = ((a, b) for a in range(len(word)) for b in range(a + 2, len(word) + 1))
        found = (self.meanings.get(word[a:b], frozenset()) for a, b in ends)
        return frozenset[int]().union(*found) - self.meanings[word]

    def word_at(self, text: str, at: int) -> str:
        """The longest known word that begins at `at`, or ''."""
        for prefix in (text[at : at + _PREFIX], text[at]):
            for length in self._lengths.get(prefix, ()):
                word = text[at : at + length]
                if word in self.meanings or word in self.boilerplate:
                    return word
        return ""


def _groups(lines: list[str]) -> Iterator[tuple[str, list[str]]]:
    section = ""
    for line in lines:
        if line.startswith("["):
            section = line.strip("[] \n")
        elif line.strip() and not line.startswith("#"):
            groups = (group.split() for group in line.rpartition(":")[2].split("/"))
            yield from ((section, words) for words in groups if words)


def _lengths(words: set[str]) -> dict[str, tuple[int, ...]]:
    """For the first characters of words, how long these words may be, the longest first."""
    found: dict[str, set[int]] = defaultdict(set)
    for word in words:
        found[word[:_PREFIX]].add(len(word))
    return {prefix: tuple(sorted(lengths, reverse=True)) for prefix, lengths in found.items()}


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that is shipped with the package, read once."""
    return Vocabulary(_FILE.read_text(encoding="utf-8").splitlines())
