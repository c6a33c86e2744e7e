"""Names of categories and groups as cells print them: two in one cell, broken by spaces, with points behind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.core.numbers import parse_points
from jixiao.core.records import RowKind

_NUMBER = r"[0-9０-９]+(?:[.．][0-9０-９]+)?|[一二三四五六七八九十百]+"
_POINTS = re.compile(
    rf"[（(]\s*(?:共计?|计|占|满分|合计|总分|权重|分值)?[:：]?\s*({_NUMBER})\s*(?:分|%|％|‰)\s*[）)]"
    r"|[（(]\s*(?:共计?|计|占|满分|合计|总分|权重|分值)?[:：]?\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*[）)]\s*$"
    r"|[:：]?\s*(?:共计?|计|满分)?\s*([0-9０-９]+(?:[.．][0-9０-９]+)?)\s*(?:分|%|％|‰)\s*$"
)
_MANY = 200  # names; a plan has a few, and comparing each with each would take long
_ENUMERATOR = re.compile(
    r"^(?:附?表[一二三四五六七八九十0-9]{1,3}[:：、\s]|第[一二三四五六七八九十百]{1,4}[条章节]\s*|第?[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)][、.]?|[0-9]{1,2}[、.．](?!\d))\s*"
)
_KINDS = (
    (re.compile(r"一票否[决优]|否决"), RowKind.VETO),
    (re.compile(r"加分|附加|奖励|正向激励|激励"), RowKind.BONUS),
    (re.compile(r"扣分|减分|惩戒|负面|处罚"), RowKind.PENALTY),
)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Label:
    """One name with its points. `loose`: the points stand apart from it and may be its parent's."""

    name: str
    points: Decimal | None = None
    loose: bool = False
    broken: bool = False


@dataclass(slots=True, eq=False, repr=False)
class Outline:
    """Which names are categories and which are groups, from the prose and from cells that print both."""

    parents: dict[str, str | None] = field(default_factory=dict)

    def add(self, name: str, parent: str | None = None) -> None:
        """Learn a name; the first word on it stays."""
        if name and name != parent:
            self.parents.setdefault(name, parent)
            if parent:
                self.parents.setdefault(parent, None)

    def knows(self, name: str) -> bool:
        """Is this a name met before?"""
        return name in self.parents

    def parent(self, name: str) -> str | None:
        """The category of a group, or None."""
        return self.parents.get(name)

    def canonical(self, name: str) -> str:
        """The name under which the same category is already known: a longer or shorter form of it."""
        if name in self.parents or len(name) < 3 or len(self.parents) > _MANY:
            return name
        alike = [
            known for known in self.parents if len(known) >= 3 and (known.startswith(name) or name.startswith(known))
        ]
        return alike[0] if len(alike) == 1 and abs(len(alike[0]) - len(name)) <= 4 else name


def without_number(text: str) -> str:
    """A heading without its enumerator: 一、党的建设 -> 党的建设."""
    return _ENUMERATOR.sub("", text.strip())


def points_in(text: str) -> Decimal | None:
    """Points that a title states: （20分）, (6 分), 共20分."""
    found = _POINTS.search(text)
    return parse_points(found.group(found.lastindex or 1)) if found else None


def without_points(text: str) -> str:
    """A title without the points that it states."""
    return _POINTS.sub("", text).strip()


def kind_of(text: str) -> RowKind | None:
    """Which account a heading opens: bonus, penalty or veto; None when it says nothing of it."""
    if len(text) > 40:
        return None
    return next((kind for pattern, kind in _KINDS if pattern.search(text)), None)


def labels_in(text: str, outline: Outline) -> list[Label]:
    """The names in a cell, in the order printed."""
    labels: list[Label] = []
    position = 0
    for match in _POINTS.finditer(text):
        before = text[position : match.start()]
        names = _names(before, outline)
        points = parse_points(match.group(match.lastindex or 1))
        if names:
            loose = before != before.rstrip()
            labels += [*names[:-1], Label(names[-1].name, points, loose, names[-1].broken)]
        elif labels and labels[-1].points is None:
            labels[-1] = Label(labels[-1].name, points, True)
        position = match.end()
    return labels + _names(text[position:], outline)


def _names(text: str, outline: Outline) -> list[Label]:
    """Fragments between spaces are names of their own, or pieces of one name."""
    pieces = [without_number(p) for p in text.split()]
    pieces = [p for p in pieces if p]
    if len(pieces) < 2:
        return [Label(p) for p in pieces]
    joined = "".join(pieces)
    if outline.knows(joined) or outline.knows(outline.canonical(joined)):
        return [Label(joined, broken=True)]
    if all(outline.knows(p) or len(p) >= 4 for p in pieces):
        return [Label(p) for p in pieces]
    return [Label(joined, broken=True)]


def learn(cells: list[str], outline: Outline) -> None:
    """Learn from cells that print two names which of them is the parent: the one with the points, or the larger."""
    for text in cells:
        labels = labels_in(text, outline)
        if len(labels) == 2:
            a, b = sorted(labels, key=lambda x: -(x.points or Decimal(0)))
            if outline.parent(a.name) != b.name and (a.points or outline.parent(b.name) == a.name):
                outline.add(b.name, a.name)
