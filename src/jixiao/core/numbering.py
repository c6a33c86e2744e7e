"""New numbers for the rows and goals of a draft by their place in its tree, in the plan's own way of numbering.

The way is read from the numbers that stand there: signs, kind of numeral, how many parts, and which levels the parts
count. Of all ways that fit the signs, the one is taken that leaves the most numbers as they are. A plan without
numbers gets category-goal-row: 1-2-3. The first part of a number stays where it rises, because plans keep slots free
at that level (1, 2, 5: 3 and 4 are for goals to come).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from jixiao.core.drafting import Draft, DraftRow, Set
from jixiao.core.numbers import chinese_to_int, narrow

LEVELS = ("category", "subcategory", "l1")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMERAL = rf"\d+|[零〇一二三四五六七八九十百]+|[{_CIRCLED}]"
_NUMBER = re.compile(
    rf"(?P<head>[^\d\w]*|第|[A-Za-z]+[-—.]?)(?P<parts>(?:{_NUMERAL})(?:\s*[-—–－.．]\s*(?:{_NUMERAL}))*)(?P<tail>[项条号]?[^\d\w]*)"
)
_SEPARATOR = re.compile(r"\s*([-—–－.．])\s*")


@dataclass(frozen=True, slots=True)
class Shape:
    """How a number is written: （二） has head （, tail ） and is Chinese; 01-2 has two parts, and digits two wide."""

    head: str = ""
    numeral: str = "arabic"
    separator: str = "-"
    tail: str = ""
    parts: int = 1
    width: int = 1  # of its digits, filled with zeros

    def write(self, numbers: Sequence[int]) -> str:
        """The number with these parts."""
        texts = [_written(number, self.numeral).rjust(self.width, "0") for number in numbers]
        return f"{self.head}{self.separator.join(texts)}{self.tail}"


@dataclass(frozen=True, slots=True)
class _Thing:
    """A row or a goal to be numbered: what stands above it at each level ('' for nothing), and its number now."""

    key: str
    above: dict[str, str]
    now: str


def renumbered(draft: Draft) -> tuple[Set, ...]:
    """The changes that number the draft anew, in its order; only what changes."""
    goals = _goals(draft) if any(row.cells.get("l1_no") for row in draft.rows) else []
    goal_numbers = _numbers(goals, LEVELS[:2])
    row_numbers = _numbers([_Thing(row.uid, _above(row), row.cells.get("no", "")) for row in draft.rows], LEVELS)
    changes = []
    for row in draft.rows:
        new = {"no": row_numbers[row.uid], "l1_no": goal_numbers.get(_goal_key(row), "")}
        for field in ("l1_no", "no"):
            old = row.cells.get(field, "")
            if new[field] and new[field] != old:
                changes.append(Set(row.uid, field, old, new[field]))
    return tuple(changes)


def _above(row: DraftRow) -> dict[str, str]:
    """The titles above the row; a goal without second-level wording is the row itself."""
    titles = {level: row.cells.get(level, "").strip() for level in LEVELS}
    return titles if row.cells.get("l2") else {**titles, "l1": ""}


def _goal_key(row: DraftRow) -> str:
    return "\n".join(row.cells.get(level, "").strip() for level in LEVELS) if row.cells.get("l1") else ""


def _goals(draft: Draft) -> list[_Thing]:
    found: dict[str, _Thing] = {}
    for row in draft.rows:
        key = _goal_key(row)
        if key and (key not in found or not found[key].now):
            found[key] = _Thing(key, {level: row.cells.get(level, "").strip() for level in LEVELS[:2]},
                                row.cells.get("l1_no", ""))  # fmt: skip
    return list(found.values())


def _numbers(things: Sequence[_Thing], levels: Sequence[str]) -> dict[str, str]:
    """The new number of each thing: by the way that leaves the most as they are, the plainest first."""
    present = [level for level in levels if any(thing.above[level] for thing in things)]
    shape = _shape(things) or Shape(parts=len(_plainest(present)) + 1)
    ways = [_numbered(things, way, shape) for way in _ways(present, shape.parts)]
    return max(ways, key=lambda way: sum(way[thing.key] == thing.now for thing in things))


def _plainest(present: Sequence[str]) -> tuple[str, ...]:
    """The levels that a plan without numbers counts."""
    return tuple(level for level in present if level != "subcategory")


def _ways(present: Sequence[str], parts: int) -> list[tuple[str, ...]]:
    """The levels that the parts may count. A number of one part runs through the plan, or begins anew in a branch."""
    if parts == 1:
        return [(), *((level,) for level in present)]
    ways = list(combinations(present, min(parts - 1, len(present))))
    return sorted(ways, key=lambda way: way != _plainest(present))


def _numbered(things: Sequence[_Thing], levels: Sequence[str], shape: Shape) -> dict[str, str]:
    counts: Counter[tuple[str, ...]] = Counter()
    numbers: dict[tuple[str, ...], int] = {}
    kept = _kept(things, levels[0]) if levels and shape.parts > 1 else {}
    found = {}
    for thing in things:
        if levels and not thing.above[levels[0]]:  # it stands nowhere in the tree yet
            found[thing.key] = thing.now
            continue
        path: tuple[str, ...] = ()
        parts = []
        for step in (*(thing.above[level] for level in levels if thing.above[level]), f"\n{thing.key}"):
            if (*path, step) not in numbers:
                counts[path] = kept.get(step, counts[path] + 1) if not path else counts[path] + 1
                numbers[*path, step] = counts[path]
            path = (*path, step)
            parts.append(numbers[path])
        found[thing.key] = shape.write(parts[-shape.parts :] if shape.parts == 1 else parts)
    return _shortened(things, found, shape)


def _kept(things: Sequence[_Thing], level: str) -> dict[str, int]:
    """First parts that stay: each branch's own, as long as they rise."""
    owns: dict[str, Counter[int]] = {}
    for thing in things:
        if not thing.above[level]:
            continue
        parts = _parts(thing.now)
        own = owns.setdefault(thing.above[level], Counter())
        if parts:
            own[parts[0]] += 1
    kept: dict[str, int] = {}
    last = 0
    for branch, numbers in owns.items():
        usual = numbers.most_common(1)[0][0] if numbers else 0
        last = usual if usual > last else last + 1
        kept[branch] = last
    return kept


def _shortened(things: Sequence[_Thing], found: dict[str, str], shape: Shape) -> dict[str, str]:
    """The only row of a branch may bear the branch's number: 7 instead of 7-1."""
    firsts = {key: tuple(_parts(number)[:1]) for key, number in found.items()}
    by_first = Counter(firsts.values())
    for thing in things:
        first = firsts[thing.key]
        if shape.parts > 1 and first and len(_parts(thing.now)) == 1 and by_first[first] == 1:
            found[thing.key] = shape.write(first)
    return found


def _shape(things: Iterable[_Thing]) -> Shape | None:
    """How most of the numbers are written; None when there are none."""
    found = Counter(shape for thing in things if (shape := _shape_of(thing.now)))
    return found.most_common(1)[0][0] if found else None


def _shape_of(text: str) -> Shape | None:
    match = _NUMBER.fullmatch(narrow(text.strip()))
    if match is None:
        return None
    numerals = _SEPARATOR.split(match["parts"])
    first = numerals[0]
    kind = "arabic" if first.isdigit() and first not in _CIRCLED else "circled" if first in _CIRCLED else "chinese"
    width = len(first) if kind == "arabic" and first.startswith("0") else 1
    return Shape(match["head"], kind, numerals[1] if len(numerals) > 1 else "-", match["tail"],
                 len(numerals) // 2 + 1, width)  # fmt: skip


def _parts(text: str) -> list[int]:
    """The parts of a number; [] when it is none."""
    match = _NUMBER.fullmatch(narrow(text.strip()))
    return [_value(part) for part in _SEPARATOR.split(match["parts"])[::2]] if match else []


def _value(numeral: str) -> int:
    if numeral in _CIRCLED:
        return _CIRCLED.index(numeral) + 1
    return int(numeral) if numeral.isdigit() else chinese_to_int(numeral) or 0


def _written(number: int, numeral: str) -> str:
    if numeral == "circled" and number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    return _chinese(number) if numeral == "chinese" and number < 1000 else str(number)


def _chinese(number: int) -> str:
    """一, 十二, 一百零五; below a thousand."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
