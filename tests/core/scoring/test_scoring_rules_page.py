"""The page of the scoring rules keeps its word: keys, types, defaults, examples and the bundle are those of the engine."""

from __future__ import annotations

import dataclasses
import json
import re
import types
import typing
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import pytest

from jixiao.core.scoring import entries, scheme
from jixiao.core.scoring.bundle import recompute, unpack
from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.rules import KINDS, Band, Rule
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.shape import read

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "scoring-rules.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### (\S+).*?\n(.*?)(?=^##|\Z)", PAGE, re.M | re.S))
ROW = re.compile(r"^\| `(\w+)` \| ([^|]+) \| ([^|]+) \|", re.M)
RECORDS: dict[str, type] = {
    record.__name__: record
    for module in (scheme, entries)
    for record in vars(module).values()
    if dataclasses.is_dataclass(record) and isinstance(record, type) and record.__module__ == module.__name__
}
EXAMPLES = [json.loads(body) for body in re.findall(r"```json\n(\{\"rule\".*?)\n```", PAGE)]


def told(hint: Any) -> str:
    """A type as the page writes it."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return told(next(each for each in inner if each is not type(None))) + "?"
    if origin is tuple:
        return f"list of {told(inner[0])}"
    if origin is not None:
        return f"table of {told(inner[1])}"
    if issubclass(hint, Enum):
        return ", ".join(each.value for each in hint)
    return {Decimal: "number", str: "text", int: "integer", bool: "yes/no"}.get(hint, hint.__name__)


def default_of(field: dataclasses.Field[Any]) -> str:
    """A default as the page writes it; what is longer than a word has words of its own there."""
    none = dataclasses.MISSING
    default = field.default if field.default_factory is none else field.default_factory()
    if default is none:
        return "needed"
    if default is None:
        return "none"
    if dataclasses.is_dataclass(default):
        return "its defaults"
    if isinstance(default, (tuple, dict)) and default:
        return {"rules": "three rules", "bands": "one band 1 → 1"}[field.name]
    if default in ("", ()) or default == {}:
        return "empty"
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


@pytest.mark.parametrize("name", [*RECORDS, *KINDS, "Band"])
def test_every_key_of_a_record_stands_on_the_page_with_its_type_and_default(name: str) -> None:
    record = {**RECORDS, **KINDS, "Band": Band}[name]
    hints = typing.get_type_hints(record)
    expected = [(field.name, told(hints[field.name]), default_of(field)) for field in dataclasses.fields(record)]
    assert ROW.findall(SECTIONS[name]) == expected


def test_the_defaults_told_in_words_are_those_of_the_program() -> None:
    assert list(Scheme("").rules) == ["done", "proportional", "within"]
    assert '`done`＝{kind="done"}，`proportional`＝{kind="proportional"}' in PAGE
    assert read(Sheet, {"organisation": "甲"}) == Sheet("甲")


def test_every_rule_kind_has_an_example() -> None:
    assert [example["rule"]["kind"] for example in EXAMPLES] == list(KINDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["rule"]["kind"]))
def test_an_example_gives_what_the_page_says(example: dict[str, Any]) -> None:
    rule = read(RuleOf, {"rule": example["rule"]}).rule
    rules = Scheme("例", components=(Component("table", "", Decimal(1), Source.TABLE),), rules={"it": rule})
    entry = {"key": "a", "rule": "it", **example["entry"]}
    others = [{**entry, "values": [value], "decisions": []} for value in example.get("others", [])]
    sheets = [read(Sheet, {"organisation": f"{at}", "entries": [each]}) for at, each in enumerate([entry, *others])]
    assert str(work_all(rules, sheets)[0].table.got[0]) == example["gives"]


@dataclasses.dataclass(frozen=True)
class RuleOf:
    rule: Rule


def test_the_bundle_of_the_page_is_what_the_engine_computes() -> None:
    text = re.findall(r"```json\n(\{\n.*?)\n```", PAGE, re.S)
    assert len(text) == 1
    computed = recompute(unpack(text[0]))
    assert (computed.is_untouched, computed.differences) == (True, ())
