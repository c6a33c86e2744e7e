"""The documents that a goal rests on, put together from its basis cell and its citation, and looked up in a library.

The basis cell names documents with their numbers; the citation (属甲文件第3项、第5页) shortens the names and gives the
places. A place is compared by kind and number, so that 第三条 and 第3条 are one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import lru_cache

from jixiao.core.citations import DocumentNo, Locator, basis_entries, citations, document_numbers, plain_name
from jixiao.core.numbers import chinese_to_int, narrow

_SHORTEST = 4  # characters by which a document is known inside its longer name
_NAME_LIMIT = 60  # a longer name that only a citation gives is prose
_EDGES = re.compile(r"^[省市县区]|(?:工作|行动|实施)*(?:方案|意见|办法|措施|计划|规定|细则|规划|要点|清单)$")
_STAFFING = re.compile(r"三定|机构编制规定|职能配置|主要职责")
_SUB = re.compile(r"\s*[（(]([一二三四五六七八九十\d]+)[）)]")
_ANNEX = re.compile(r"(?:附件|附表|正文)\s*\d*\s*$")
_WRAPPED = re.compile(r"《([^《》]+)》")
_PAGES = frozenset("页")


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a document: 第52条, 附件2第3项. `sub` is the （二） of 第四条（二）."""

    kind: str
    number: int
    group: str = ""
    sub: int | None = None

    def meets(self, other: Spot) -> bool:
        """The same place. Where one of the two names no sub-clause it means the whole clause."""
        same_sub = self.sub is None or other.sub is None or self.sub == other.sub
        return same_sub and (self.kind, self.number, self.group) == (other.kind, other.number, other.group)

    @property
    def words(self) -> str:
        return f"{self.group}第{self.number}{self.kind}" + (f"（{self.sub}）" if self.sub else "")


@dataclass(frozen=True, slots=True)
class Cited:
    """One document of a goal, with the places in it as words: 第3项、第5页."""

    name: str
    number: DocumentNo | None = None
    locators: tuple[str, ...] = ()
    from_basis: bool = True  # False: only the citation names it

    @property
    def key(self) -> str:
        """The name to compare by."""
        return plain_name(self.name)

    @property
    def may_be_kept(self) -> bool:
        """Whether it is surely a document: named with its number or in the basis cell, or with a place in it."""
        return self.from_basis or (bool(self.locators) and _SHORTEST <= len(self.name) <= _NAME_LIMIT)


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the library."""

    id: int
    name: str
    document_no: str = ""
    is_staffing: bool = False


def cited_documents(basis: str, citation: str) -> tuple[Cited, ...]:
    """The documents of a basis cell, each with its places, then those that only the citation names."""
    found = [Cited(_bare(entry.name), entry.number) for entry in basis_entries(basis) if plain_name(entry.name)]
    cell = citation.strip().strip("（）()")
    for each in citations(cell):
        name, words = _ANNEX.sub("", each.document).strip(), _words(cell, each.locators)
        at = _meant(name, found)
        if at is not None:
            found[at] = replace(found[at], locators=_once((*found[at].locators, *words)))
        elif plain_name(name):
            found.append(Cited(_bare(name), None, words, from_basis=False))
    return tuple(found)


def _bare(name: str) -> str:
    """《甲办法》 as 甲办法; anything else as it is."""
    wrapped = _WRAPPED.fullmatch(name.strip())
    return wrapped[1] if wrapped else name.strip()


def _once(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _meant(name: str, found: Sequence[Cited]) -> int | None:
    """Which of the documents a shortened name means; without a name it is the only one."""
    if not plain_name(name):
        return 0 if len(found) == 1 else None
    alike = [at for at, document in enumerate(found) if _same_name(name, document.name)]
    if not alike and _STAFFING.search(name):
        alike = [at for at, document in enumerate(found) if _STAFFING.search(document.name)]
    return alike[0] if alike else None


@lru_cache(maxsize=4096)  # a library is asked for every goal again
def _core_of(name: str) -> str:
    """The name without what writers add or drop at its edges."""
    return _EDGES.sub("", plain_name(name))


def _same_name(a: str, b: str) -> bool:
    short, long = sorted((_core_of(a), _core_of(b)), key=len)
    return bool(short) and (short == long or (len(short) >= _SHORTEST and short in long))


def _words(cell: str, locators: Sequence[Locator]) -> tuple[str, ...]:
    """Places as words. A page behind a clause only says where to look and stays with it."""
    found: list[tuple[str, bool]] = []
    for place in locators:
        is_page = place.kind in _PAGES
        for words in _each(cell, place):
            if is_page and found and not found[-1][1]:
                found[-1] = (f"{found[-1][0]}、{words}", True)
            else:
                found.append((words, is_page))
    return _once(words for words, _ in found)


def _each(cell: str, place: Locator) -> Iterator[str]:
    """第30、34项 is two places; pages stay together."""
    group = _group(cell, place)
    if place.kind in _PAGES:
        yield f"{group}第{place.value}页"
        return
    sub = _SUB.match(cell, place.end)
    for value in filter(None, re.split(r"[、,，]", place.value)):
        yield f"{group}第{value.strip()}{place.kind}{sub[0].strip() if sub else ''}"


def _group(cell: str, place: Locator) -> str:
    found = _ANNEX.search(cell, 0, place.start)
    return "".join(found[0].split()) if found else place.group


@lru_cache(maxsize=4096)
def spots(words: str) -> tuple[Spot, ...]:
    """The places that the words name, without pages where there is something better."""
    found = [
        spot
        for each in citations(words)
        for place in each.locators
        for spot in spots_at(narrow(words), place, _group(words, place))
    ]
    better = [spot for spot in found if spot.kind not in _PAGES]
    return tuple(better or found)


def spots_at(text: str, place: Locator, group: str) -> Iterator[Spot]:
    """The single places of a locator; `text` is narrow, and a （二） behind the locator is the places' own."""
    sub = _SUB.match(text, place.end)
    number = None if sub is None else int(sub[1]) if sub[1].isdigit() else chinese_to_int(sub[1])
    for value in place.numbers():
        yield Spot(place.kind, value, group, number)


def meet(one: str, other: str) -> bool:
    """Whether two wordings name a common place."""
    theirs = spots(other)
    return any(spot.meets(there) for spot in spots(one) for there in theirs)


def find(cited: Cited, library: Iterable[Known], preferred: Collection[int] = ()) -> int | None:
    """The document of the library that is meant, or None. `preferred` settles it where a name alone fits several."""
    several = candidates(cited, library)
    if len(several) > 1:
        several = [known for known in several if known.id in preferred] or several
    return several[0].id if len(several) == 1 else None


def candidates(cited: Cited, library: Iterable[Known]) -> list[Known]:
    """The documents that may be meant: the one of that number, otherwise those of that name."""
    everything = list(library)
    number = _whole(cited.number)
    if number is not None:
        same = [known for known in everything if _number_of(known) == number and _alike(cited.name, known.name)]
        if same:
            return same[:1]
    named = [known for known in everything if _same_name(cited.name, known.name)]
    if number is not None:  # another whole number is another document
        named = [known for known in named if _number_of(known) is None and _may_be(cited.number, known)]
    elif cited.number is not None:
        named = [known for known in named if _may_be(cited.number, known)] or named
    if not named and number is None and _STAFFING.search(cited.name):
        named = [known for known in everything if known.is_staffing]
    exact = [known for known in named if plain_name(known.name) == cited.key]
    return exact or named


def _whole(number: DocumentNo | None) -> tuple[str, str, str] | None:
    return number.key if number is not None and all(number.key) else None


def _number_of(known: Known) -> tuple[str, str, str] | None:
    return _whole(_read_number(known.document_no))


@lru_cache(maxsize=4096)
def _read_number(text: str) -> DocumentNo | None:
    return next(document_numbers(text), None)


def _may_be(number: DocumentNo | None, known: Known) -> bool:
    """Whether a damaged number may be the known one: what both show agrees."""
    theirs = _read_number(known.document_no)
    if number is None or theirs is None:
        return True
    return all(not a or not b or a == b for a, b in zip(number.key, theirs.key, strict=True))


def _alike(a: str, b: str) -> bool:
    """Whether one number under two names is one document with a slip, and not a wrong number."""
    one, other = plain_name(a)[:200], plain_name(b)[:200]
    return _same_name(a, b) or SequenceMatcher(None, one, other, autojunk=False).ratio() >= 0.5


def is_staffing(name: str) -> bool:
    """Whether the name is that of an agency's 三定 document."""
    return bool(_STAFFING.search(name))


def kept_number(number: DocumentNo | None) -> str:
    """The number as the library keeps it: in its right form, or as printed where part of it is lost."""
    if number is None:
        return ""
    return number.mended if _whole(number) else number.raw.strip()


def number_remark(typed: str) -> str:
    """What is wrong with a document number, as a sentence; '' when it has the form 代字〔年〕号 or is empty."""
    text = typed.strip()
    if not text:
        return ""
    number = next(document_numbers(text), None)
    if number is None:
        return f"“{text}”不像文号，文号一般写作“市政办〔2026〕2号”，请核对。"
    if not number.code:
        return f"文号“{text}”缺少发文机关代字，请对照原件补上。"
    if not number.brackets_right:
        return f"文号“{text}”的年份应当用六角括号，一般写作“{number.mended}”。"
    return "" if text == number.mended else f"文号“{text}”一般写作“{number.mended}”，请核对。"
