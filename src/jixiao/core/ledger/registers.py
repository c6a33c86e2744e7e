"""Registers of one's own (专项台账): columns of chosen kinds, and what their cells hold."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jixiao.core.dates import parse_date, parse_deadline
from jixiao.core.ledger.amounts import Unreadable, read_amount
from jixiao.core.numbers import split_unit

COLUMN_LIMIT, NAME_LIMIT, CELL_LIMIT, ROW_LIMIT = 12, 30, 500, 2000


class Kind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    YES = "yes-no"
    OFFICE = "office"
    CHOICE = "choice"
    ATTACHMENT = "attachment"


WORDS = {
    Kind.TEXT: "文字",
    Kind.NUMBER: "数量",
    Kind.MONEY: "金额",
    Kind.DATE: "日期",
    Kind.YES: "是否",
    Kind.OFFICE: "单位或科室",
    Kind.CHOICE: "选项",
    Kind.ATTACHMENT: "附件说明",
}
COUNTED = frozenset({Kind.NUMBER, Kind.MONEY})
_YES = {"是": "是", "有": "是", "√": "是", "✓": "是", "否": "否", "无": "否", "×": "否"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `key` names it in a row. `unit` is a number's, `choices` a choice's."""

    key: str
    name: str
    kind: Kind
    unit: str = ""
    choices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """What stands above it: 面积（平方米）."""
        return f"{self.name}（{self.unit}）" if self.unit else self.name


def columns_of(stored: Iterable[Mapping[str, object]]) -> tuple[Column, ...]:
    """The columns as `stored_columns` wrote them."""
    return tuple(_column(each) for each in stored)


def _column(stored: Mapping[str, object]) -> Column:
    choices = stored.get("choices", ())
    known = tuple(str(each) for each in choices) if isinstance(choices, list | tuple) else ()
    kind = Kind(str(stored["kind"]))
    return Column(str(stored["key"]), str(stored["name"]), kind, str(stored.get("unit", "")), known)


def stored_columns(columns: Iterable[Column]) -> list[dict[str, object]]:
    """The columns as JSON holds them; `unit` and `choices` only where there are any."""
    return [
        {"key": each.key, "name": each.name, "kind": each.kind.value}
        | ({"unit": each.unit} if each.unit else {})
        | ({"choices": list(each.choices)} if each.choices else {})
        for each in columns
    ]


def column_obstacle(columns: Sequence[Column]) -> str:
    """What is wrong with the columns of a register, as a sentence; '' when nothing is."""
    if not columns:
        return "请至少填写一个栏目。"
    if len(columns) > COLUMN_LIMIT:
        return f"栏目最多 {COLUMN_LIMIT} 个。"
    names = [each.name for each in columns]
    for each in columns:
        if len(each.name) > NAME_LIMIT:
            return f"栏目名称“{each.name[:NAME_LIMIT]}…”超过 {NAME_LIMIT} 个字。"
        if names.count(each.name) > 1:
            return f"栏目“{each.name}”重复，请改名。"
        if each.kind in COUNTED and not each.unit:
            return f"栏目“{each.name}”是{WORDS[each.kind]}，请填写单位。"
        if each.kind is Kind.MONEY and split_unit(each.unit)[2] != "元":
            return f"栏目“{each.name}”是金额，单位请填元、万元或亿元。"
        if each.kind is Kind.CHOICE and len(each.choices) < 2:
            return f"栏目“{each.name}”是选项，请填写至少两个选项，用顿号隔开。"
    return ""


def written(column: Column, typed: str, offices: Collection[str] = ()) -> str:
    """The text as the register keeps it: a date as 2026-03-01, 有 as 是, anything else trimmed. Raises Unreadable.

    `offices` are the known names of organisations; without any, every name passes.
    """
    text = " ".join(typed.split()) if column.kind is not Kind.TEXT else typed.strip()
    if len(text) > CELL_LIMIT:
        raise Unreadable(f"超过 {CELL_LIMIT} 个字，现有 {len(text)} 个字。")
    if not text:
        return ""
    if column.kind in COUNTED:
        read_amount(text, column.unit)
    elif column.kind is Kind.DATE:
        return _date(text).isoformat()
    elif column.kind is Kind.YES and text not in _YES:
        raise Unreadable(f"“{text[:20]}”不是“是”或“否”。")
    elif column.kind is Kind.CHOICE and text not in column.choices:
        raise Unreadable(f"“{text[:20]}”不在选项里，可填：{'、'.join(column.choices)}。")
    elif column.kind is Kind.OFFICE and offices and text not in offices:
        raise Unreadable(f"没有名为“{text[:20]}”的单位或科室，请核对名称。")
    return _YES[text] if column.kind is Kind.YES else text


def _date(text: str) -> date:
    found = parse_date(text)
    if found is None:
        deadline = parse_deadline(text, None)
        found = deadline.due if deadline and deadline.start is None and deadline.recurrence is None else None
    if found is None:
        raise Unreadable(f"“{text[:20]}”不是日期，请写明年月日，例如 2026-03-01。")
    return found


def amount(column: Column, kept: str) -> Decimal | None:
    """The cell's amount in the column's base unit; None where there is none or it cannot be read."""
    try:
        return read_amount(kept, column.unit) if column.kind in COUNTED else None
    except Unreadable:
        return None


def total(column: Column, cells: Iterable[Mapping[str, str]]) -> Decimal:
    """The sum of a column over the rows, in its base unit."""
    found = (amount(column, row.get(column.key, "")) for row in cells)
    return sum((each for each in found if each is not None), Decimal(0))


def feeds(column: Column, base_unit: str) -> bool:
    """Whether the column's sum is an amount in that base unit."""
    return column.kind in COUNTED and split_unit(column.unit)[2] == base_unit
