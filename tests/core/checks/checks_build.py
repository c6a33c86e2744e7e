"""Small plans for the tests of checks: a fictional city's agency, sound unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

from jixiao.core.findings import Finding
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, PrintedTotal, Row

COLUMNS = ("no", "policy_basis", "l1", "l2", "weight", "deadline", "leaders", "offices", "owners")
_COLUMN = {name: at for at, name in enumerate(COLUMNS, 2)}
_LINES = "l1_raw l1_citation l1_points rule".split()


def row(position: int = 1, **fields: Any) -> Row:
    """A sound row of the goal 1-1; `fields` override. Every filled field has a place in line 10 + position."""
    values: dict[str, Any] = {
        "no": f"1-1-{position}",
        "no_source": Source.CELL,
        "category": "职能工作目标",
        "policy_basis": "《绿港行动方案》（澜委办〔2026〕3号）",
        "policy_basis_source": Source.CELL,
        "l1": "建设绿色港口。",
        "l2": f"建成充电桩{position}0台。",
        "weight": Decimal(2),
        "weight_source": Source.CELL,
        "deadline": date(2026, 12, 31),
        "deadline_raw": "12月底前",
        "leaders": ("江远",),
        "offices": ("港航科",),
        "owners": ("许澄",),
        "responsibility_source": Source.CELL,
    } | fields
    if isinstance(values["weight"], int | str):
        values["weight"] = Decimal(values["weight"])
    if "path" not in values:
        titles = (values["category"], values.get("subcategory"), values["l1"], values["l2"])
        values["path"] = tuple(t for t in titles if t)
    line = 10 + position
    return Row(position=position, line=line, places=_places(values, line), **values)


def _places(values: dict[str, Any], line: int) -> dict[str, Place]:
    places = {}
    for name in (*COLUMNS, *_LINES):
        value = values.get(name)
        if value:
            length = len(value) if isinstance(value, str) else 3
            places[name] = Place(line, _COLUMN.get(name, _COLUMN["l1"]), 0, length)
    raw, citation = values.get("l1_raw"), values.get("l1_citation")
    if raw and citation and citation in raw:
        at = raw.index(citation)
        places["l1_citation"] = Place(line, _COLUMN["l1"], at, at + len(citation))
    return places


def goal(citation: str, **fields: Any) -> dict[str, Any]:
    """The fields of a goal with a citation in its cell."""
    l1 = fields.pop("l1", "建设绿色港口。")
    return {"l1": l1, "l1_citation": citation, "l1_raw": f"{l1}（{citation}）（4分）", **fields}


def plan(rows: Sequence[Row] = (), **fields: Any) -> PlanRecord:
    """A plan of these rows, for 2026, with a column for each field."""
    meta = fields.pop("meta", Meta(year=2026))
    columns = fields.pop("columns", frozenset(COLUMNS))
    return PlanRecord(meta=meta, rows=tuple(rows), columns=frozenset(columns), **fields)


def rows(count: int, **fields: Any) -> list[Row]:
    """`count` sound rows."""
    return [row(position, **fields) for position in range(1, count + 1)]


def changed(some: list[Row], at: int, **fields: Any) -> list[Row]:
    """The same rows with other values in the row at position `at`."""
    one = some[at - 1]
    places = {name: place for name, place in one.places.items() if fields.get(name, True)}
    return [*some[: at - 1], replace(one, places=places, **fields), *some[at:]]


def declared(points: int, *path: str, line: int = 5) -> Declared:
    """Points that the document states for a branch."""
    return Declared(path, Decimal(points), Place(line, 1, 0, 4))


def total(points: int, *path: str, line: int = 90) -> PrintedTotal:
    """A sum row."""
    return PrintedTotal("合计", Decimal(points), Place(line, 6, 0, 3), path)


def found(rule: ModuleType, *args: Any, **fields: Any) -> list[Finding]:
    """What one rule says of a plan; each finding carries the rule's code and a sentence in both languages."""
    findings = list(rule.check(plan(*args, **fields)))
    for one in findings:
        assert one.code == rule.CODE
        assert one.message.endswith("。")
        assert one.message_en.endswith(".")
    return findings


def pointed(finding: Finding, text: str) -> str:
    """The characters of `text` that the finding's first place marks."""
    place = finding.places[0]
    return text[place.start : place.end]
