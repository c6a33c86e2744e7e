"""Documents as plans cite them: document numbers (文号), basis cells, and places in a document (第52条、第9页)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from jixiao.core.numbers import chinese_to_int, narrow

_OPEN, _CLOSE = "〔[［【（(﹝", "〕]］】）)﹞"
_ENTRY_LIMIT = 600  # a longer entry is prose, not the name of a document


@dataclass(frozen=True, slots=True)
class DocumentNo:
    """A document number as printed. `code` is the issuing body's sign, '' where it is lost; `start` counts it in."""

    raw: str
    code: str
    opening: str  # '' where lost
    year: str
    closing: str
    ordinal: str  # what stands between the year and 号: 1, 01, 第1
    has_hao: bool
    start: int
    end: int
    bracket_start: int

    @property
    def brackets_right(self) -> bool:
        """Does the year stand in 〔〕?"""
        return self.opening == "〔" and self.closing == "〕"

    @property
    def number(self) -> str:
        """The running number without 第 and leading zeros."""
        return self.ordinal.removeprefix("第").lstrip("0")

    @property
    def mended(self) -> str:
        """The number in the form of GB/T 9704: 代字〔年〕号. The code stays as printed."""
        return f"{self.code}〔{self.year}〕{self.number}号"

    @property
    def key(self) -> tuple[str, str, str]:
        """What tells one number from another: code, year, running number."""
        return self.code, self.year, self.number


# A title's last word before the year means that there is no code: …工作方案（2023〕3号.
_TITLE_WORDS = (
    "方案|意见|通知|办法|规定|报告|计划|纲要|清单|条例|细则|决定|规划|措施|要点|分解|行动|标准|公告|公报|决议|制度|规则|规程|纪要|函件|"
    "文件|精神|要求|指引|指南|章程|目标|任务|项目|实事|工作"
)
_ENDS_AS_TITLE = re.compile(f"(?:{_TITLE_WORDS})$")
_CODE = re.compile(r"[一-鿿A-Za-z]+$")
_CODE_LIMIT = 14
# Round brackets alone are no sign of a document number (（2024）闽05民终1号 is a case): digits and 号 must follow.
_NUMBER = re.compile(
    rf"(?P<open>[{re.escape(_OPEN)}]?)\s?(?P<year>(?:19|20)\d\d)\s?(?P<close>[{re.escape(_CLOSE)}])\s?"
    r"(?P<ordinal>第?\s?\d{1,5})\s?(?P<hao>号?)"
)
_NO_ORDINAL = re.compile(
    rf"(?P<open>[〔\[［【])(?P<year>(?:19|20)\d\d)(?P<close>[{re.escape(_CLOSE)}])(?P<ordinal>)(?P<hao>号)"
)


def document_numbers(text: str) -> Iterator[DocumentNo]:
    """Find document numbers in `text`, whole or damaged. Full-width digits count as digits."""
    plain = narrow(text)
    for found in sorted([*_NUMBER.finditer(plain), *_NO_ORDINAL.finditer(plain)], key=lambda m: m.start()):
        if _is_number(plain, found):
            yield _document_no(text, plain, found)


def _is_number(text: str, found: re.Match[str]) -> bool:
    if not found["open"]:
        # 2024〕1号 has lost its opening bracket; 2024）1 may be the end of any bracket.
        return found["close"] in "〕﹞" and bool(found["hao"])
    if found["hao"]:
        return True
    if found["open"] in "（(" and found["close"] in "）)":
        return False
    return not text[found.end() : found.end() + 1].isalnum()


def _document_no(text: str, plain: str, found: re.Match[str]) -> DocumentNo:
    code = _code_before(plain[max(0, found.start() - _CODE_LIMIT - 1) : found.start()])
    start = found.start() - len(code)
    return DocumentNo(
        raw=text[start : found.end()],
        code=code.strip(),
        opening=found["open"],
        year=found["year"],
        closing=found["close"],
        ordinal="".join(found["ordinal"].split()),
        has_hao=bool(found["hao"]),
        start=start,
        end=found.end(),
        bracket_start=found.start(),
    )


def _code_before(text: str) -> str:
    """The body's sign at the end of `text`, with a space after it if any; '' where a title or a mark stands there."""
    bare = text.rstrip()
    found = _CODE.search(bare)
    if not found or len(found[0]) > _CODE_LIMIT or _ENDS_AS_TITLE.search(found[0]):
        return ""
    return text[found.start() :]


@dataclass(frozen=True)
class Entry:
    """One document of a basis cell. `start` and `end` are offsets of the entry in the cell."""

    name: str  # without its number, as printed
    number: DocumentNo | None
    start: int
    end: int

    @cached_property
    def key(self) -> str:
        """The name to compare by: see `plain_name`."""
        return plain_name(self.name)


_GENERIC = re.compile(r"专项|关于|印发|责任分解|任务分解|试行|的|通知$")
_NOT_NAME = re.compile(r"[^一-鿿A-Za-z0-9+]")
_ENDS = re.compile(r"[；;\n]")


def plain_name(name: str) -> str:
    """A document's name without marks, spaces and words that writers add or drop: 专项, 关于, 印发, 的, 责任分解."""
    return _GENERIC.sub("", _NOT_NAME.sub("", narrow(name)))


def basis_entries(text: str) -> Iterator[Entry]:
    """Split a basis cell into its documents, at semicolons and new lines; brackets need not be balanced."""
    start = 0
    for end in [*(m.start() for m in _ENDS.finditer(text)), len(text)]:
        if text[start:end].strip() and end - start <= _ENTRY_LIMIT:
            yield from _entries_of(text, start, end)
        start = end + 1


def _entries_of(text: str, start: int, end: int) -> Iterator[Entry]:
    """A stretch without semicolons: each number closes the name before it (《甲》（…1号）、《乙》（…2号）)."""
    at = start
    for number in (_moved(n, start) for n in document_numbers(text[start:end])):
        name = text[at : number.start].rstrip("（( ")
        if name.strip("、，, ") or number.start == start:
            yield Entry(name.strip("、，, "), number, at, number.end)
        at = number.end
        while at < end and text[at] in "）) ":
            at += 1
    rest = text[at:end].strip("、，,。.）) \t")
    if rest:
        yield Entry(rest, None, at, end)


def _moved(number: DocumentNo, by: int) -> DocumentNo:
    return replace(number, start=number.start + by, end=number.end + by, bracket_start=number.bracket_start + by)


@dataclass(frozen=True, slots=True)
class Locator:
    """A place in a document: kind 条, 项, 页, 款, 章, 节; `value` as printed (52, 三四, 30、34, 6-7).

    `group` is what stands between this locator and the one before: 附件, （二）, or ''.
    """

    kind: str
    value: str
    start: int
    end: int
    group: str = ""

    def numbers(self) -> tuple[int, ...]:
        """The single numbers of the value; a range counts by its first."""
        parts = (p for p in re.split(r"[、,，]", self.value) if p)
        values = (chinese_to_int(re.split(r"[-—–~～至]", p)[0]) if not p[0].isdigit() else _first_int(p) for p in parts)
        return tuple(v for v in values if v is not None)


@dataclass(frozen=True, slots=True)
class Citation:
    """One document of a citation cell with the places in it. Offsets are in the cell."""

    document: str
    locators: tuple[Locator, ...]
    start: int
    end: int


_VALUE = r"(?:\d+|[一二三四五六七八九十百]+)"
_LOCATOR = re.compile(
    rf"(?:第\s*(?:（[一二三四五六七八九十\d]+）)?\s*(?P<a>{_VALUE}(?:\s*[、,，\-—–~～至]\s*{_VALUE})*)"
    r"|(?P<b>\d+(?:\s*[、,，\-—–~～至]\s*\d+)*))\s*(?P<kind>条|项|页|款|章|节|点)"
)
_BETWEEN = re.compile(
    r"[\s、，,；;。.]*(?:(?:附件|附表|正文)\s*\d*\s*)?(?:（[一二三四五六七八九十\d]+）)?[\s、，,]*(?:附件|附表|正文)?\d*\s*"
)


def citations(text: str) -> Iterator[Citation]:
    """Read a citation (属甲文件第1项、第2页；乙文件第3条): documents, each with the places that follow its name."""
    start = 1 if text.startswith("属") else 0
    for end in [*(m.start() for m in _ENDS.finditer(text)), len(text)]:
        if 0 < end - start <= _ENTRY_LIMIT:
            yield _citation(text, start, end)
        start = end + 1


def _citation(text: str, start: int, end: int) -> Citation:
    found = list(_LOCATOR.finditer(text, start, end))
    kept: list[Locator] = []
    edge = end
    for m in reversed(found):
        # What is no locator belongs to the document's name: 十项措施第3条.
        if not _BETWEEN.fullmatch(text, m.end(), edge):
            break
        before = text[start : m.start()]
        kept.insert(0, Locator(m["kind"], m["a"] or m["b"], m.start(), m.end(), _group(before, m[0])))
        edge = m.start()
    document = re.sub(r"(?:附件|附表|正文)\s*$", "", text[start:edge]).strip()
    return Citation(document, tuple(kept), start, end)


def _group(before: str, locator: str) -> str:
    found = re.search(r"(附件|附表|正文)\s*$", before) or re.match(r"第\s*(（[^）]+）)", locator)
    return found[1] if found else ""


def _first_int(text: str) -> int | None:
    found = re.match(r"\d{1,9}", text)
    return int(found[0]) if found else None
