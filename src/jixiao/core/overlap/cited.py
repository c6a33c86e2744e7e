"""Do two goals rest on the same clause, or at least on the same document?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from jixiao.core.citations import Citation, Locator, basis_entries, citations, document_numbers, plain_name
from jixiao.core.numbers import chinese_to_int, narrow
from jixiao.core.overlap.model import Work

_SUB = re.compile(r"\s*[（(]([一二三四五六七八九十\d]+)[）)]")
_SHORTEST = 4  # characters by which a document is known inside its longer name
_NAME_EDGES = re.compile(r"^[省市县区]|(?:工作|行动|实施)*(?:方案|意见|办法|措施|计划|规定|细则|规划|要点|清单)$")


@dataclass(frozen=True, slots=True)
class _Clause:
    """A place in a document: 第52条, 附件第3项; `sub` is the （二） of 第四条（二）."""

    kind: str
    number: int
    group: str
    sub: int | None

    def meets(self, other: _Clause) -> bool:
        """The same place; a goal that names no sub-clause means the whole clause."""
        same_sub = self.sub is None or other.sub is None or self.sub == other.sub
        return same_sub and (self.kind, self.number, self.group) == (other.kind, other.number, other.group)

    @property
    def words(self) -> str:
        return f"{self.group}第{self.number}{self.kind}" + (f"（{self.sub}）" if self.sub else "")


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that a goal cites or names; `number` is code, year and running number, None where not all is known."""

    name: str
    key: str
    number: tuple[str, str, str] | None
    clauses: tuple[_Clause, ...] = ()

    def meets(self, other: _Document) -> bool:
        """The same document: by its number, or by a name that may be shortened."""
        if self.number and other.number:
            return self.number == other.number
        short, long = sorted((self.key, other.key), key=len)
        return bool(short) and (short == long or (len(short) >= _SHORTEST and short in long))


def same_clauses(mine: Work, theirs: Work) -> list[str]:
    """Clauses that both cite, in words: 《…》第3条."""
    others = tuple(_cited(theirs.citation))
    found = (
        f"《{document.name}》{clause.words}"
        for document in _cited(mine.citation)
        for clause in document.clauses
        if any(document.meets(other) and any(map(clause.meets, other.clauses)) for other in others)
    )
    return list(dict.fromkeys(found))


def same_sources(mine: Work, theirs: Work) -> list[str]:
    """Documents that both cite or name, the trigger of a dynamic goal among them, in words: 《…》."""
    others = [*_cited(theirs.citation), *_named(theirs.basis), *_named(theirs.trigger)]
    own = [*_cited(mine.citation), *_named(mine.basis), *_named(mine.trigger)]
    return list(dict.fromkeys(f"《{d.name}》" for d in own if any(map(d.meets, others))))


def _cited(citation: str) -> Iterator[_Document]:
    cell = citation.strip().strip("（）()")
    for found in citations(cell):
        yield _document(found.document, tuple(_clauses(cell, found)))


def _named(cell: str) -> Iterator[_Document]:
    for entry in basis_entries(cell):
        yield _document(cell[entry.start : entry.end])


def _document(words: str, clauses: tuple[_Clause, ...] = ()) -> _Document:
    number = next(document_numbers(words), None)
    name = re.sub(r"[《》]", "", words[: number.start] if number else words).strip("（( 、，,")
    key = _NAME_EDGES.sub("", plain_name(name))
    return _Document(name, key, number.key if number and all(number.key) else None, clauses)


def _clauses(cell: str, found: Citation) -> Iterator[_Clause]:
    # A page only tells where to look; it counts where nothing better is cited.
    places = [p for p in found.locators if p.kind not in "页章节"] or [p for p in found.locators if p.kind == "页"]
    for place in places:
        for number in place.numbers():
            yield _Clause(place.kind, number, place.group, _sub(cell, place))


def _sub(cell: str, place: Locator) -> int | None:
    found = _SUB.match(narrow(cell), place.end)
    if not found:
        return None
    return int(found[1]) if found[1].isdigit() else chinese_to_int(found[1])
