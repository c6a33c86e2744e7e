"""Helpers on the wording of a cell: its characters, its clauses, its brackets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

CJK = "一-鿿㐀-䶿"
_NOT_CJK = re.compile(f"[^{CJK}]")

# What opens and what closes it. Round brackets of both widths are one kind, named by the full-width opening one.
_MARK_PAIRS = ("（）", "()", "〔〕", "[]", "［］", "【】", "《》", "〈〉", "“”", "‘’", "「」", "『』")
_PAIRS = {pair[0]: pair[1] for pair in _MARK_PAIRS}
_KIND = {mark: "（" if pair == "()" else pair[0] for pair in _MARK_PAIRS for mark in pair}
_OPENING = frozenset(_PAIRS)
_MARKS = re.compile("[" + re.escape("".join(_PAIRS) + "".join(_PAIRS.values())) + "]")
# （一） is balanced by itself; 1） a) 二） open a point of a list and have no opening bracket by custom.
_LIST_MARKER = re.compile(r"(?:^|(?<=[\s。；;，,：:、！？）”]))(?:\d{1,2}|[一二三四五六七八九十]{1,3}|[A-Za-z])$")
_APOSTROPHE = re.compile(r"[A-Za-z]$")


@dataclass(frozen=True, slots=True)
class Stray:
    """A bracket or quotation mark without its partner. `opening` tells which half is there."""

    at: int
    mark: str
    opening: bool

    @property
    def partner(self) -> str:
        """The mark that is missing."""
        if self.opening:
            return _PAIRS[self.mark]
        return next(opening for opening, closing in _PAIRS.items() if closing == self.mark)


def head(text: str, length: int = 12) -> str:
    """The beginning of a text, to quote it in a sentence: inside quotation marks, its own become ‘’."""
    text = "".join(text.split()).replace("“", "‘").replace("”", "’")
    return text if len(text) <= length else text[:length] + "…"


def stray_brackets(text: str) -> Iterator[Stray]:
    """Brackets and quotation marks of `text` without a partner, in order.

    Nesting is allowed for every kind. A closing mark closes the nearest opening mark of its kind; whatever was
    opened in between and is still open stays without a partner.
    """
    open_marks: list[tuple[str, int]] = []
    open_kinds: Counter[str] = Counter()  # spares a search for what is not open
    strays: list[Stray] = []
    for found in _MARKS.finditer(text):
        mark, at = found[0], found.start()
        kind = _KIND[mark]
        if mark in _OPENING:
            open_marks.append((mark, at))
            open_kinds[kind] += 1
        elif open_kinds[kind]:
            strays += _close(kind, open_marks, open_kinds)
        elif not _is_custom(mark, text[max(0, at - 4) : at]):
            strays.append(Stray(at, mark, opening=False))
    strays += [Stray(at, mark, opening=True) for mark, at in open_marks]
    yield from sorted(strays, key=lambda s: s.at)


def _close(kind: str, open_marks: list[tuple[str, int]], open_kinds: Counter[str]) -> Iterator[Stray]:
    """Take off the nearest mark of `kind`; what was opened after it comes back as stray."""
    while open_marks:
        mark, at = open_marks.pop()
        open_kinds[_KIND[mark]] -= 1
        if _KIND[mark] == kind:
            return
        yield Stray(at, mark, opening=True)


def _is_custom(mark: str, before: str) -> bool:
    """A list marker such as 1） or a), or an apostrophe."""
    if mark in "）)":
        return bool(_LIST_MARKER.search(before))
    return mark == "’" and bool(_APOSTROPHE.search(before))
