"""A pasted list of a document's items, one a line: 第3条 完成……"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

LINES_LIMIT, LOCATOR_LIMIT, TEXT_LIMIT = 1000, 64, 2000
_NUMBER = r"(?:[0-9０-９]+|[一二三四五六七八九十百]+)"
_ITEM = re.compile(
    rf"(?P<locator>(?:(?:附件|附表|正文)\s*\d*\s*)?第\s*{_NUMBER}\s*(?:条|项|页|款|章|节|点)"
    rf"(?:\s*[（(]{_NUMBER}[）)])?(?:[、，]\s*第\s*{_NUMBER}\s*页)?)[\s：:、，,.．]*(?P<text>.*)"
)


@dataclass(frozen=True, slots=True)
class Item:
    """One item: its place as a citation names it, and its wording."""

    locator: str
    text: str


@dataclass(frozen=True, slots=True)
class Items:
    """What was read, and a sentence for every line that is no item."""

    items: tuple[Item, ...]
    problems: tuple[str, ...]


def read_items(typed: str) -> Items:
    """Read the list; empty lines are passed over, lines are counted from 1."""
    items: list[Item] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    lines = typed.splitlines()
    for at, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        found = _ITEM.fullmatch(line.strip())
        item = Item("".join(found["locator"].split()), found["text"].strip()) if found else None
        sentence = _wrong(item, seen)
        if item is None or sentence:
            problems.append(f"第 {at} 行“{line.strip()[:20]}”{sentence}")
            continue
        seen[item.locator] = at
        items.append(item)
    if len(items) > LINES_LIMIT:
        problems.append(f"一份文件最多 {LINES_LIMIT} 条，现在有 {len(items)} 条。")
    return Items(tuple(items), tuple(problems))


def _wrong(item: Item | None, seen: dict[str, int]) -> str:
    if item is None:
        return "没有写明位置，请以“第3条”“第12项”这样的位置开头。"
    if item.locator in seen:
        return f"与第 {seen[item.locator]} 行的位置相同，请改正或合并。"
    if not item.text:
        return "没有内容，请补上。"
    if len(item.locator) > LOCATOR_LIMIT or len(item.text) > TEXT_LIMIT:
        return f"太长，一条不能超过 {TEXT_LIMIT} 个字。"
    return ""


def write_items(items: Iterable[Item]) -> str:
    """The list as a person would type it."""
    return "\n".join(f"{item.locator} {' '.join(item.text.split())}" for item in items)
