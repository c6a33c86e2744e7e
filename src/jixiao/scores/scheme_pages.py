"""A page of settings as its template shows it: inputs with label, help, text, choices and what is wrong with each."""

from __future__ import annotations

import typing
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from jixiao.core.scheme_words.labels import WORDS
from jixiao.core.scheme_words.places_in_words import Problem
from jixiao.core.scheme_words.telling_rules import rule_tag
from jixiao.core.scoring.rules import KINDS, Rule
from jixiao.core.scoring.shape import Misfit, read
from jixiao.scores.scheme_forms import KEY, Typed, at, hint_of, named, numbers
from jixiao.scores.scheme_spec import Block, BreakRow, Fields, GroupRow, Path, Rows, label_of

Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Box:
    """One input. `kind` is text, area, number, percent, choice or flag."""

    name: str
    label: str
    help: str
    kind: str
    text: str
    choices: Choices
    error: str = ""

    @property
    def id(self) -> str:
        return "f-" + self.name.replace(".", "-")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    key_name: str
    key: str
    boxes: list[Box]
    called: str


@dataclass(frozen=True, slots=True)
class Part:
    """A block of the page: single inputs in `boxes`, or a table of rows with its heads."""

    title: str
    boxes: list[Box]
    is_table: bool = False
    path: str = ""
    word: str = ""
    is_ordered: bool = False
    heads: tuple[tuple[str, str], ...] = ()
    rows: tuple[Row, ...] = ()


class Page:
    """What the template gets. `top` are the problems for which there is no input here."""

    def __init__(self, blocks: Sequence[Block], typed: Typed, data: Mapping[str, Any], problems: Sequence[Problem]):
        self._typed, self._data = typed, data
        self._errors = {_input_of(problem.path, blocks, typed): problem.text for problem in problems}
        self._used: set[str] = set()
        self.parts = [self._fields(b) if isinstance(b, Fields) else self._rows(b) for b in blocks]
        self.top = [p.text for p in problems if _input_of(p.path, blocks, typed) not in self._used]

    def _fields(self, block: Fields) -> Part:
        return Part(block.title, [self._box(block.record, block.path, name) for name in block.names])

    def _rows(self, block: Rows) -> Part:
        heads = tuple((label_of(block.record, name).name, label_of(block.record, name).help) for name in block.names)
        there = numbers(block, self._typed)
        rows = tuple(self._row(block, place, number) for place, number in enumerate(there, 1))
        return Part(block.title, [], True, named(block.path), block.word, block.ordered, heads, rows)

    def _row(self, block: Rows, place: int, number: int) -> Row:
        path = (*block.path, str(number))
        boxes = [self._box(block.record, path, name) for name in block.names]
        key = named(path, KEY)
        return Row(number, key, self._typed.get(key, ""), boxes, f"第{place}行")

    def _box(self, record: type, path: Path, name: str) -> Box:
        label, full = label_of(record, name), named(path, name)
        self._used.add(full)
        text = self._typed.get(full, "")
        choices = self._choices(record, name, text)
        kind = "choice" if choices else _kind_of(record, name)
        return Box(full, label.name, label.help, kind, text, choices, self._errors.get(full, ""))

    def _choices(self, record: type, name: str, text: str) -> Choices:
        hint = hint_of(record, name)
        if isinstance(hint, type) and issubclass(hint, StrEnum):
            return list(WORDS[hint].items())
        found = self._named_choices(record, name)
        if found and text and text not in dict(found):
            found.append((text, f"{text}（已经没有）"))
        return found

    def _named_choices(self, record: type, name: str) -> Choices:
        """Where a setting names a row of another part: a grade, a component, a rule."""
        if name in {"lifts", "at_most"}:
            return [("", "不影响等次"), *((each, each) for each in self._grades())]
        if record is GroupRow and name == "grade":
            return [(each, each) for each in self._grades()]
        if name == "before" or record is BreakRow:
            first = ("", "总分") if name == "before" else ("", "请选择")
            return [first, *((row[KEY], row.get("name", row[KEY])) for row in self._data.get("components", []))]
        if name in {"rule", "with_target", "with_ceiling", "without_target"}:
            return [(key, rule_tag(key, rule)) for key, rule in rules_in(self._data).items()]
        return []

    def _grades(self) -> list[str]:
        return [str(row.get("name", "")) for row in at(self._data, ("grading", "grades")) or []]


def rules_in(data: Mapping[str, Any]) -> dict[str, Rule]:
    """The rules for indicators of the data, those that can be read."""
    found: dict[str, Rule] = {}
    for key, row in data.get("rules", {}).items():
        try:
            found[key] = read(KINDS[row["kind"]], {name: value for name, value in row.items() if name != "kind"})
        except (KeyError, Misfit):
            continue
    return found


def _kind_of(record: type, name: str) -> str:
    hint = hint_of(record, name)
    if name == "note":
        return "area"
    if typing.get_origin(hint) is tuple:
        return "text"
    if label_of(record, name).is_percent:
        return "percent"
    return {bool: "flag", Decimal: "number", int: "number"}.get(hint, "text")


def _input_of(path: Path, blocks: Sequence[Block], typed: Typed) -> str:
    """The input of a problem's path: rows of a mapping stand there by their key, on the page by their number."""
    for block in blocks:
        depth = len(block.path)
        if isinstance(block, Rows) and path[:depth] == block.path and len(path) > depth:
            for number in numbers(block, typed):
                own = typed.get(named(block.path, str(number), KEY if block.keyed else block.names[0]), "")
                if path[depth] in {own, str(number)}:
                    rest = path[depth + 1 :] or block.names[-1:]
                    return named(block.path, str(number), *rest)
    return named(path)
