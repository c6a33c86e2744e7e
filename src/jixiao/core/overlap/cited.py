"""Do two goals rest on the same clause, or at least on the same document?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from jixiao.core.citations import Citation, basis_entries, citations, document_numbers, plain_name
from jixiao.core.cited import Spot, spots_at
from jixiao.core.numbers import narrow
from jixiao.core.overlap.model import Work

_WRAPPED = re.compile(r"\s*[（(](属.*)[）)]\s*", re.DOTALL)
_SHORTEST = 4  # characters by which a document is known inside its longer name
_NAME_EDGES = re.compile(r"^[省市县区]|(?:工作|行动|实施)*(?:方案|意见|办法|措施|计划|规定|细则|规划|要点|清单)$")


@dataclass(frozen=True, slots=True)
class _Document:
    """A document that a goal cites or names; `number` is code, year and running number, None where not all is known."""

    name: str
    key: str
    number: tuple[str, str, str] | None
    clauses: tuple[Spot, ...] = ()

    def meets(self, other: _Document) -> bool:
        """The same document: by its number, or by a name that may be shortened."""
        if self.number and other.number:
            return self.number == other.number
        short, long = sorted((self.key, other.key), key=len)
        return bool(short) and (short == long or (len(short) >= _SHORTEST and short in long))


@dataclass(frozen=True, slots=True)
class Common:
    """What two goals both cite, in words: clauses (《…》第3条) and documents (《…》).

    `apart`: they cite the same documents, and each of these at other clauses.
    """

    clauses: tuple[str, ...]
    documents: tuple[str, ...]
    apart: bool


def compare_citations(mine: Work, theirs: Work) -> Common:
    """Compare citations, bases and the triggers of dynamic goals."""
    pairs = [(a, b) for a in _documents(mine) for b in _documents(theirs) if a.meets(b)]
    clauses = _once(
        f"《{a.name}》{clause.words}" for a, b in pairs for clause in a.clauses if any(map(clause.meets, b.clauses))
    )
    both_cited = any(a.clauses and b.clauses for a, b in pairs)
    return Common(clauses, _once(f"《{a.name}》" for a, _ in pairs), both_cited and not clauses)


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _documents(work: Work) -> list[_Document]:
    """Cited documents with their clauses, then those of the basis and the trigger. A clause without a document is one
    of the basis, where that is a single document."""
    basis = [*_named(work.basis)]
    wrapped = _WRAPPED.fullmatch(work.citation)
    cell = wrapped[1] if wrapped else work.citation.strip()
    cited = [_document(found.document, tuple(_clauses(cell, found))) for found in citations(cell)]
    if len(basis) == 1:
        cited = [d if d.key else replace(basis[0], clauses=d.clauses) for d in cited]
    return [*cited, *basis, *_named(work.trigger)]


def _named(cell: str) -> Iterator[_Document]:
    for entry in basis_entries(cell):
        yield _document(cell[entry.start : entry.end])


def _document(words: str, clauses: tuple[Spot, ...] = ()) -> _Document:
    number = next(document_numbers(words), None)
    name = re.sub(r"[《》]", "", words[: number.start] if number else words).strip("（( 、，,")
    key = _NAME_EDGES.sub("", plain_name(name))
    return _Document(name, key, number.key if number and all(number.key) else None, clauses)


def _clauses(cell: str, found: Citation) -> Iterator[Spot]:
    # A page only tells where to look; it counts where nothing better is cited.
    places = [p for p in found.locators if p.kind not in "页章节"] or [p for p in found.locators if p.kind == "页"]
    for place in places:
        yield from spots_at(narrow(cell), place, place.group)
