"""Frozen records from plain data (TOML, JSON) and back, by their own annotations. Every misfit is named with its place.

Decimals are written as numbers in TOML and as strings in JSON; a binary float is never read.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, TypeVar

from jixiao.core.scoring.rules import KINDS, Rule

Record = TypeVar("Record")


class Misfit(ValueError):
    """Data that are not of the shape. `problems` are Chinese sentences, each with its place."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class _Wrong:
    """Stands for a value that could not be read; the problem is in the list already."""


WRONG = _Wrong()
SHOWN = 60  # characters of a wrong value that a sentence repeats
LARGEST, FINEST = Decimal("1e18"), 30  # a number stays below the one in size, and has at most so many decimals


def read(record: type[Record], data: object, where: str = "") -> Record:
    """The record that the data describe. Raises Misfit with all that is wrong, not only the first."""
    problems: list[str] = []
    value = _record(record, data, where, problems)
    if problems:
        raise Misfit(problems)
    return typing.cast(Record, value)


@cache
def _fields(record: type) -> dict[str, tuple[Any, bool]]:
    """Annotation of each field, and whether it must be there."""
    hints = typing.get_type_hints(record)
    fields = dataclasses.fields(record)
    nothing = dataclasses.MISSING
    return {f.name: (hints[f.name], f.default is nothing and f.default_factory is nothing) for f in fields}


def _record(record: type, data: object, where: str, problems: list[str]) -> object:
    if not isinstance(data, Mapping):
        return _say(problems, where, "应为一组设置")
    before, fields = len(problems), _fields(record)
    for name in data:
        if name not in fields:
            _say(problems, _at(where, str(name)), f"没有这一项，可用的有：{'、'.join(fields)}")
    values = {
        name: _value(hint, data[name], _at(where, name), problems) for name, (hint, _) in fields.items() if name in data
    }
    for name, (_, is_needed) in fields.items():
        if is_needed and name not in data:
            _say(problems, _at(where, name), "缺少这一项")
    return WRONG if len(problems) > before else record(**values)


def _value(hint: Any, data: object, where: str, problems: list[str]) -> object:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(each for each in typing.get_args(hint) if each is not type(None))
        return None if data is None else _value(inner, data, where, problems)
    if origin is tuple:
        if not isinstance(data, (list, tuple)):
            return _say(problems, where, "应为一列值")
        inner = typing.get_args(hint)[0]
        return tuple(_value(inner, each, f"{where}[{at}]", problems) for at, each in enumerate(data, 1))
    if origin is not None:
        return _mapping(typing.get_args(hint)[1], data, where, problems)
    return _single(hint, data, where, problems)


def _mapping(inner: Any, data: object, where: str, problems: list[str]) -> object:
    if not isinstance(data, Mapping):
        return _say(problems, where, "应为一组设置")
    return {str(key): _value(inner, each, _at(where, str(key)), problems) for key, each in data.items()}


def _single(hint: Any, data: object, where: str, problems: list[str]) -> object:
    if hint is Rule:
        return _rule(data, where, problems)
    if dataclasses.is_dataclass(hint):
        return _record(typing.cast(type, hint), data, where, problems)
    if hint is Decimal:
        return _decimal(data, where, problems)
    if issubclass(hint, Enum):
        names = [each.value for each in hint]
        if data not in names:
            return _say(problems, where, f"应为 {'、'.join(names)} 之一，现为“{_short(data)}”")
        return hint(data)
    if hint is int and isinstance(data, Decimal) and data == data.to_integral_value():
        return int(data)
    if not isinstance(data, hint) or (hint is int and isinstance(data, bool)):
        words = {str: "文字", int: "整数", bool: "true 或 false"}
        return _say(problems, where, f"应为{words[hint]}，现为“{_short(data)}”")
    return data


def _decimal(data: object, where: str, problems: list[str]) -> object:
    value = _number(data)
    if value is None or value.copy_abs() >= LARGEST:
        return _say(problems, where, f"应为数字，现为“{_short(data)}”")
    if -int(value.as_tuple().exponent) > FINEST:
        return _say(problems, where, f"最多{FINEST}位小数，现为“{_short(data)}”")
    return value


def _number(data: object) -> Decimal | None:
    """A finite number; None for anything else. A binary float is none: what was meant is not known."""
    if isinstance(data, bool) or not isinstance(data, (int, str, Decimal)):
        return None
    try:
        value = Decimal(data)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _rule(data: object, where: str, problems: list[str]) -> object:
    if not isinstance(data, Mapping):
        return _say(problems, where, "应为一组设置")
    kind = KINDS.get(str(data.get("kind")))
    if kind is None:
        return _say(problems, _at(where, "kind"), f"应为 {'、'.join(KINDS)} 之一，现为“{data.get('kind', '')}”")
    return _record(kind, {name: value for name, value in data.items() if name != "kind"}, where, problems)


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _say(problems: list[str], where: str, what: str) -> _Wrong:
    problems.append(f"{where or '整份规则'}：{what}。")
    return WRONG


def _short(data: object) -> str:
    text = str(data)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def plain(value: Any) -> Any:
    """The record as data of dicts, lists, strings, numbers. None and empty values at their default are left out."""
    if isinstance(value, Rule):
        return {"kind": value.KIND, **_plain_record(value)}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _plain_record(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return value


def _plain_record(value: Any) -> dict[str, Any]:
    data = {}
    for f in dataclasses.fields(value):
        each = getattr(value, f.name)
        default = f.default_factory() if f.default_factory is not dataclasses.MISSING else f.default
        if each is not None and each != default:
            data[f.name] = plain(each)
    return data
