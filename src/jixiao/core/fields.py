"""The fields of a row as a person types them: what a cell's text means, and how a value is written.

A cell that cannot be read raises `Invalid`; what was typed is the caller's to keep.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from jixiao.core.dates import parse_date
from jixiao.core.numbers import format_points, parse_points
from jixiao.core.records import RowKind

POINTS_STEP = Decimal("0.0001")
NAME_LIMIT, NO_LIMIT, DEADLINE_LIMIT = 100, 50, 200  # characters that the columns hold


class Invalid(ValueError):
    """What was typed is no value of that field; `str()` is the Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a row that a person may correct."""

    name: str
    label: str
    read: Callable[[str], Any]
    write: Callable[[Any], str]
    hint: str = ""
    long: bool = False
    source: str = ""  # the field that says how the value was obtained


def _text(typed: str) -> str | None:
    return typed.strip() or None


def _short(limit: int) -> Callable[[str], str | None]:
    """A reader of texts up to so many characters."""

    def read(typed: str) -> str | None:
        if len(typed.strip()) > limit:
            raise Invalid(f"不能超过 {limit} 个字。")
        return typed.strip() or None

    return read


def _points(typed: str) -> Decimal | None:
    if not typed.strip():
        return None
    points = parse_points(typed)
    if points is None or abs(points) >= 10**8:
        raise Invalid("请填写数字，例如 2 或 2.5。")
    if points != points.quantize(POINTS_STEP):
        raise Invalid("分值最多保留四位小数。")
    return points


def _date(typed: str) -> date | None:
    if not typed.strip():
        return None
    found = parse_date(typed.strip())
    if found is None:
        raise Invalid("请填写日期，例如 2026-12-31 或 2026年12月31日。")
    return found


def _names(typed: str) -> tuple[str, ...]:
    for mark in "，,；;\n":
        typed = typed.replace(mark, "、")
    names = tuple(name.strip() for name in typed.split("、") if name.strip())
    if any(len(name) > NAME_LIMIT for name in names):
        raise Invalid(f"一个名称不能超过 {NAME_LIMIT} 个字；多个名称之间请用顿号隔开。")
    return names


def _kind(typed: str) -> RowKind:
    try:
        return next(kind for kind, word in KINDS.items() if typed.strip() in (word, kind.value))
    except StopIteration:
        raise Invalid(f"请填写{'、'.join(KINDS.values())}之一。") from None


def _goal_kind(typed: str) -> str:
    if typed.strip() not in ("", *GOAL_KINDS):
        raise Invalid(f"请填写{'、'.join(GOAL_KINDS)}之一，或留空。")
    return typed.strip()


GOAL_KINDS = ("重点", "常规", "动态")
KINDS = {RowKind.BASE: "基本分", RowKind.BONUS: "加分", RowKind.PENALTY: "扣分", RowKind.VETO: "一票否决"}
_NAMES_HINT = "多个名称之间用顿号隔开。"


def _names_text(names: tuple[str, ...]) -> str:
    return "、".join(names)


def _plain(value: str | None) -> str:
    return value or ""


def _points_text(value: Decimal | None) -> str:
    return "" if value is None else format_points(value)


def _date_text(value: date | None) -> str:
    return value.isoformat() if value else ""


def _text_field(name: str, label: str, *, long: bool = False, source: str = "") -> Field:
    return Field(name, label, _text, _plain, long=long, source=source)


def _names_field(name: str, label: str, hint: str = _NAMES_HINT) -> Field:
    return Field(name, label, _names, _names_text, hint, source="responsibility_source")


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("no", "序号", _short(NO_LIMIT), _plain, source="no_source"),
        _text_field("category", "考评内容"),
        _text_field("subcategory", "项目"),
        _text_field("policy_basis", "文件依据", long=True, source="policy_basis_source"),
        Field("l1_no", "一级指标序号", _short(NO_LIMIT), _plain),
        _text_field("l1", "一级指标", long=True),
        _text_field("l1_citation", "依据条款", long=True),
        Field("l1_points", "一级指标分值", _points, _points_text),
        _text_field("l2", "二级指标", long=True),
        Field("weight", "权重分值", _points, _points_text, source="weight_source"),
        Field("deadline_raw", "完成时限", _short(DEADLINE_LIMIT), _plain),
        Field("deadline", "截止日期", _date, _date_text, "系统按完成时限的文字推算，可以改正。"),
        _names_field("leaders", "分管领导"),
        _names_field("offices", "责任科室", "多个名称之间用顿号隔开，第一个为牵头科室。"),
        _names_field("co_offices", "配合科室"),
        _names_field("owners", "科室责任人"),
        _text_field("rule", "评分标准", long=True),
        Field("kind", "分值性质", _kind, lambda kind: KINDS[kind], f"填写{'、'.join(KINDS.values())}之一。"),
        Field("goal_kind", "目标类别", _goal_kind, _plain, f"填写{'、'.join(GOAL_KINDS)}之一，可以不填。"),
    )
}
