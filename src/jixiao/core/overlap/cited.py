"""Do two goals rest on the same clause of the same document?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from jixiao.core.citations import Citation, Locator, basis_entries, citations, document_numbers, plain_name
from jixiao.core.numbers import chinese_to_int, narrow

_SUB = re.compile(r"\s*（([一二三四五六七八九十\d]+)）")
_SHORTEST_NAME = 4  # of a document, to be found inside a longer name
_NAME_ENDS = re.compile(r"(?:工作|行动|实施)?(?:方案|意见|办法|措施|计划|规定|细则|规划|要点|清单)$|^市|^省|^县|^区")


@dataclass(frozen=True, slots=True)
class Clause:
    """A place in a document as goals name it: 第52条, 第四条（二）, 附件第3项."""

    kind: str
    number: int
    sub: int | None
    group: str

    def meets(self, other: Clause) -> bool:
        """The same place; a goal that names no sub-clause means the whole clause."""
        same_sub = self.sub is None or other.sub is None or self.sub == other.sub
        return (self.kind, self.number, self.group) == (other.kind, other.number, other.group) and same_sub

    @property
    def words(self) -> str:
        """As a sentence names it."""
        return f"{self.group}第{self.number}{self.kind}" + (f"（{self.sub}）" if self.sub else "")


@dataclass(frozen=True, slots=True)
class Source:
    """A document with the clauses that a goal cites of it; no clauses where it is only named."""

    name: str
    key: str
    clauses: tuple[Clause, ...] = ()
    number: tuple[str, str, str] | None = None

    def meets(self, other: Source) -> bool:
        """The same document: by its number, or by a name that may be shortened."""
        if self.number and other.number and all(self.number) and all(other.number):
            return self.number == other.number
        if not self.key or not other.key:
            return False
        short, long = sorted((self.key, other.key), key=len)
        return short == long or (len(short) >= _SHORTEST_NAME and short in long)


def sources_of(basis: str, citation: str, trigger: str) -> tuple[Source, ...]:
    """The documents that a goal cites, with their clauses, and those that it only names."""
    return tuple([*_cited(citation), *_named(basis), *_named(trigger)])


def _cited(citation: str) -> Iterator[Source]:
    for found in citations(citation.strip().strip("（）()")):
        yield Source(found.document, _key(found.document), tuple(_clauses(citation.strip().strip("（）()"), found)), _number(found.document))


def _named(basis: str) -> Iterator[Source]:
    for entry in basis_entries(basis):
        yield Source(entry.name, _key(entry.name), (), entry.number.key if entry.number else None)


def _number(text: str) -> tuple[str, str, str] | None:
    return next((n.key for n in document_numbers(text)), None)


def _key(name: str) -> str:
    return _NAME_ENDS.sub("", plain_name(name))


def _clauses(cell: str, found: Citation) -> Iterator[Clause]:
    # Pages only tell where to look; they count where nothing better is cited.
    places = [p for p in found.locators if p.kind not in "页章节"] or [p for p in found.locators if p.kind == "页"]
    for place in places:
        for number in place.numbers():
            yield Clause(place.kind, number, _sub(cell, place), place.group)


def _sub(cell: str, place: Locator) -> int | None:
    found = _SUB.match(narrow(cell), place.end)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else chinese_to_int(found[1])
