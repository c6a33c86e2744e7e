"""The rules of a scheme between their data and what a clerk types: every input is named by the path to its setting.

Typed texts are a plain mapping, name of an input → text. They are made from the data, read back into the data, and
shown again as they were where something is wrong.
"""

from __future__ import annotations

import dataclasses
import types
import typing
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import StrEnum
from functools import cache
from itertools import count
from typing import Any

from jixiao.core.scheme_words.telling_rules import in_percent
from jixiao.core.scoring.exact import HUNDRED
from jixiao.scores.scheme_spec import Block, Fields, Path, Rows, label_of

Typed = Mapping[str, str]
Data = dict[str, Any]
ROW_LIMIT = 60
KEY = "key"  # what a row carries unseen: the key in its mapping, the name that it had


def named(path: Path, *more: str) -> str:
    return ".".join((*path, *more))


@cache
def hint_of(record: type, name: str) -> Any:
    """The annotation of a field, without `| None`."""
    hint = typing.get_type_hints(record)[name]
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(each for each in typing.get_args(hint) if each is not type(None))
    return hint


def at(data: Any, path: Path) -> Any:
    """What stands there; None where nothing does."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return data


# From data to texts.


def filled(blocks: Sequence[Block], data: Data) -> dict[str, str]:
    """The texts of a page's inputs as the data have them; what the data leave out is at its default."""
    typed: dict[str, str] = {}
    for block in blocks:
        if isinstance(block, Fields):
            typed |= _texts(block, block.path, at(data, block.path) or {})
            continue
        for number, row in enumerate(rows_in(block, data), 1):
            typed |= _texts(block, (*block.path, str(number)), row)
            typed[named(block.path, str(number), KEY)] = str(row.get(KEY, row.get("name", "")))
    return typed


def _texts(block: Block, path: Path, record: Mapping[str, Any]) -> dict[str, str]:
    return {
        named(path, name): _text(block.record, name, record.get(name, _default(block.record, name)))
        for name in block.names
    }


def _default(record: type, name: str) -> Any:
    field = next(each for each in dataclasses.fields(record) if each.name == name)
    return None if field.default is dataclasses.MISSING else field.default


def _text(record: type, name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, (list, tuple)):
        return "、".join(_text(record, name, each) for each in value)
    if isinstance(value, (int, Decimal)):
        number = Decimal(value)
        return in_percent(number) if label_of(record, name).is_percent else f"{number:f}"
    return str(value)


def rows_in(block: Rows, data: Data) -> list[dict[str, Any]]:
    """The rows as records, each with its key in the mapping where it has one."""
    held = at(data, block.path)
    if held is None and block.path[-1] == "bands":
        return [{"at_least": Decimal(1), "share": Decimal(1)}]
    if not held:
        return []
    first, *rest = block.names
    if block.keyed:
        return [{**row, KEY: key} for key, row in held.items()]
    if block.path[-1] == "groups":
        return [
            {"group": group, "grade": grade, "share": share}
            for group, shares in held.items()
            for grade, share in shares.items()
        ]
    if isinstance(held, Mapping):
        return [{first: key, rest[0]: value} for key, value in held.items()]
    return [dict(row) if isinstance(row, Mapping) else {first: row} for row in held]


def with_row(block: Rows, typed: Typed) -> dict[str, str]:
    """One empty row more, up to the limit."""
    there = numbers(block, typed)
    new = str(there[-1] + 1 if there else 1)
    empty = {
        named(block.path, new, name): _text(block.record, name, _default(block.record, name)) for name in block.names
    }
    return {**typed, **empty, named(block.path, new, KEY): ""} if len(there) < ROW_LIMIT else dict(typed)


def without_row(block: Rows, number: int, typed: Typed) -> dict[str, str]:
    start = named(block.path, str(number), "")
    return {name: text for name, text in typed.items() if not name.startswith(start)}


def row_up(block: Rows, number: int, typed: Typed) -> dict[str, str]:
    """The row before the one above it."""
    there = numbers(block, typed)
    if number not in there[1:]:
        return dict(typed)
    above = there[there.index(number) - 1]
    here, there_ = named(block.path, str(number), ""), named(block.path, str(above), "")
    made = {name: text for name, text in typed.items() if not name.startswith((here, there_))}
    for name, text in typed.items():
        if name.startswith(here):
            made[there_ + name.removeprefix(here)] = text
        elif name.startswith(there_):
            made[here + name.removeprefix(there_)] = text
    return made


# From texts to data.


def numbers(block: Rows, typed: Typed) -> list[int]:
    """The numbers of the rows that were typed, in order."""
    start = f"{named(block.path)}."
    found = {name.removeprefix(start).partition(".")[0] for name in typed if name.startswith(start)}
    return sorted(int(number) for number in found if number.isascii() and number.isdigit())[:ROW_LIMIT]


def compact(blocks: Sequence[Block], typed: Typed) -> dict[str, str]:
    """The same without rows in which nothing is written, the others numbered from 1: as the data will number them."""
    rows = [block for block in blocks if isinstance(block, Rows)]
    starts = tuple(f"{named(block.path)}." for block in rows)
    kept = {name: text for name, text in typed.items() if not name.startswith(starts)} if rows else dict(typed)
    for block in rows:
        there = [number for number in numbers(block, typed) if not _is_blank(block, number, typed)]
        for new, old in enumerate(there, 1):
            kept |= {
                named(block.path, str(new), name): typed.get(named(block.path, str(old), name), "")
                for name in (*block.names, KEY)
            }
    return kept


def _is_blank(block: Rows, number: int, typed: Typed) -> bool:
    """Whether nothing is written in the row; what is only chosen does not count, unless there is nothing else."""
    written = [name for name in block.names if not _is_choice(block.record, name)] or list(block.names)
    return not any(typed.get(named(block.path, str(number), name), "").strip() for name in written)


def _is_choice(record: type, name: str) -> bool:
    hint = hint_of(record, name)
    return hint is bool or (isinstance(hint, type) and issubclass(hint, StrEnum)) or name in {"rule", "lifts", "grade"}


def laid(blocks: Sequence[Block], typed: Typed, data: Data) -> tuple[Data, list[str]]:
    """The data with what was typed in place of what was there, and what cannot be laid: the same thing named twice.

    `typed` is compact. The data given stay as they are.
    """
    made, problems = _copied(data), list[str]()
    for block in blocks:
        if isinstance(block, Fields):
            _put_fields(block, typed, made)
        else:
            records = [_record(block, (*block.path, str(number)), typed) for number in numbers(block, typed)]
            keys = [typed.get(named(block.path, str(number), KEY), "") for number in numbers(block, typed)]
            held = _held(block, records, keys, problems)
            _hold(made, block.path, held)
    return made, problems


def _copied(data: Any) -> Any:
    if isinstance(data, Mapping):
        return {key: _copied(each) for key, each in data.items()}
    return [_copied(each) for each in data] if isinstance(data, list) else data


def _hold(data: Data, path: Path, value: Any) -> None:
    for key in path[:-1]:
        data = data.setdefault(key, {})
    data[path[-1]] = value


def _put_fields(block: Fields, typed: Typed, made: Data) -> None:
    record = _record(block, block.path, typed)
    held = made
    for key in block.path:
        held = held.setdefault(key, {})
    for name in block.names:
        held.pop(name, None)
    held |= record


def _record(block: Block, path: Path, typed: Typed) -> Data:
    """The record's data; an input left empty is left out, so that it has its default or is missed."""
    values = {name: _value(block.record, name, typed.get(named(path, name), "")) for name in block.names}
    return {name: value for name, value in values.items() if value is not None}


def _value(record: type, name: str, text: str) -> Any:
    hint, text = hint_of(record, name), " ".join(text.split()) if name != "note" else text.strip()
    if hint is bool:
        return bool(text)
    if not text:
        return None
    is_percent = label_of(record, name).is_percent
    if typing.get_origin(hint) is tuple:
        parts = text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、")
        return [_number(part, is_percent=is_percent) for part in parts if part]
    return _number(text, is_percent=is_percent) if hint in (Decimal, int) else text


def _number(text: str, *, is_percent: bool) -> Decimal | str:
    """The number; a share is written in per cent, anything else may be. What is none stays as it is, to be refused."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").strip()
    digits = plain.removesuffix("%").strip()
    if not digits.removeprefix("-").replace(".", "", 1).isdecimal() or len(digits) > 18:
        return text
    number = Decimal(digits)
    return number / HUNDRED if is_percent or plain.endswith("%") else number


def _held(block: Rows, records: list[Data], keys: list[str], problems: list[str]) -> Any:
    """The rows as their place in the data holds them."""
    if block.keyed:
        return dict(zip(_keys(keys), records, strict=True))
    first, *rest = block.names
    if block.path[-1] == "groups":
        return _grouped(records, problems)
    if isinstance(at_default(block), Mapping):
        names = [str(record.get(first, "")) for record in records]
        problems += [f"{block.title}：“{name}”写了不止一次。" for name in _twice(names)]
        problems += [f"{block.title}：第 {number} 行没有填写{label_of(block.record, first).name}。"
                     for number, name in enumerate(names, 1) if not name]  # fmt: skip
        return {name: record.get(rest[0], "") for name, record in zip(names, records, strict=True)}
    if block.path[-1] == "tie_break":
        return [record[first] for record in records]
    if block.path == ("components",):
        return [{KEY: key, **record} for key, record in zip(_keys(keys, "c"), records, strict=True)]
    return records


def at_default(block: Rows) -> object:
    """An empty holder of the block's rows."""
    return {} if block.path[-1] in {"by_no", "by_category", "groups"} else []


def _grouped(records: list[Data], problems: list[str]) -> dict[str, Data]:
    made: dict[str, Data] = {}
    for number, record in enumerate(records, 1):
        group, grade = str(record.get("group", "")), str(record.get("grade", ""))
        if not group or not grade or "share" not in record:
            problems.append(f"各组另定的比例：第 {number} 行的组别、等次和比例都要填写。")
        elif grade in made.get(group, {}):
            problems.append(f"各组另定的比例：{group}的“{grade}”写了不止一次。")
        else:
            made.setdefault(group, {})[grade] = record["share"]
    return made


def _keys(keys: Sequence[str], letter: str = "k") -> Iterator[str]:
    """Each row's own key; a new row gets one that is free, and so does the second of a key."""
    free = (f"{letter}{number}" for number in count(1) if f"{letter}{number}" not in keys)
    seen: set[str] = set()
    for key in keys:
        own = key if key and key not in seen else next(free)
        seen.add(own)
        yield own


def _twice(names: Sequence[str]) -> list[str]:
    return sorted({name for name in names if name and names.count(name) > 1})


def renamed(blocks: Sequence[Block], typed: Typed, data: Data) -> Data:
    """The data with the new names of grades wherever the rules name them: bonus classes, vetoes, shares of groups."""
    block = next((b for b in blocks if isinstance(b, Rows) and b.path == ("grading", "grades")), None)
    if block is None:
        return data
    names = {
        typed.get(named(block.path, str(number), KEY), ""): typed.get(
            named(block.path, str(number), "name"), ""
        ).strip()
        for number in numbers(block, typed)
    }
    names.pop("", None)
    made: Data = _copied(data)
    for record in (at(made, ("bonus", "classes")) or {}).values():
        _rename(record, "lifts", names)
    for record in made.get("rules", {}).values():
        _rename(record, "at_most", names)
    for group, shares in (at(made, ("grading", "groups")) or {}).items():
        made["grading"]["groups"][group] = {names.get(name, name): share for name, share in shares.items()}
    return made


def _rename(record: Data, field: str, names: Mapping[str, str]) -> None:
    if field in record:
        record[field] = names.get(record[field], record[field])
