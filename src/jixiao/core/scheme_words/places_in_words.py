"""Where in the rules something stands, in Chinese: for problems, and for what changed between two versions."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from jixiao.core.scheme_words.labels import LABELS, Label, word_of
from jixiao.core.scheme_words.telling_rules import rule_tag
from jixiao.core.scoring.rules import KINDS, Rule
from jixiao.core.scoring.rules.base import percent, shown
from jixiao.core.scoring.scheme import Scheme

_PLACE = re.compile(r"\[(\d+)\]")
_IDENTIFIER = re.compile(r"(?<![A-Za-z0-9_“])[a-z]+(?:_[a-z]+)*(?![A-Za-z0-9_”])")
_WITH_SPACES = re.compile(rf" ?({_IDENTIFIER.pattern}) ?")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. `path` are the keys that lead to its field, for a form to find it; `text` is a sentence."""

    path: tuple[str, ...]
    text: str


def problem_of(sentence: str, data: Mapping[str, Any]) -> Problem:
    """A problem of `checking` or `shape` for people: its place and the fields it names in Chinese.

    `data` are those that the problem was found in; names of rows are taken from them.
    """
    where, stop, what = sentence.partition("：")
    if not stop or not re.fullmatch(r"[a-z_]+(?:[.\[].*)?", where):
        return Problem((), re.sub(r"^grading", "等次", sentence))
    path = tuple(_split(where, data))
    words, record, last = _walk(path, data)
    named = next(iter(_IDENTIFIER.findall(what)), "")
    if named in _labels(record):
        path, last = (*path, named), named
    what = _in_words(record, last, what.strip())
    return Problem(path, f"{'　'.join(words)}：{what}")


def _split(where: str, data: Any) -> Iterator[str]:
    """`components[2].counts` as components, 2, counts. A key of the data may hold dots itself: the longest counts."""
    while where:
        keys = [key for key in data if re.match(rf"{re.escape(key)}(?:[.\[]|$)", where)] if _is_map(data) else []
        found = _PLACE.match(where)
        key = max(keys, key=len) if keys else (found[1] if found else re.split(r"[.\[]", where, maxsplit=1)[0])
        yield key
        data = _inside(data, key)
        where = (where[found.end() :] if found and not keys else where[len(key) :]).removeprefix(".")


def _is_map(data: Any) -> bool:
    return isinstance(data, Mapping)


def _walk(path: tuple[str, ...], data: Any) -> tuple[list[str], type | None, str]:
    """The labels along the path, the record that its last field belongs to, and that field."""
    hint: Any = Scheme
    words: list[str] = []
    record: type | None = None
    last = ""
    for key in path:
        held = data
        data = _inside(data, key)
        known = _record_of(hint, held)
        if known is not None:
            record, last = known, key
            label = LABELS[known].get(key)
            words.append(label.name if label else key)
            hint = _hints(known).get(key)
        else:
            words.append(_row_name(key, data))
            record, last = _record_of(_inner(hint), data) or record, ""
            hint = _inner(hint)
    deeper = _record_of(hint, data) if hint is not None else None
    if deeper is None and path and _record_of(_inner(hint), None) is not None:
        deeper = _record_of(_inner(hint), None)
    return words, deeper or record, last


def _inside(data: Any, key: str) -> Any:
    if isinstance(data, Mapping):
        return data.get(key)
    if isinstance(data, (list, tuple)) and key.isdecimal() and 0 < int(key) <= len(data):
        return data[int(key) - 1]
    return None


def _row_name(key: str, data: Any) -> str:
    if isinstance(data, Mapping) and str(data.get("name", "")).strip():
        return f"“{data['name']}”"
    if isinstance(data, Mapping) and data.get("kind") in KINDS and key.isascii():
        return f"“{KINDS[str(data['kind'])].NAME.zh}（{key}）”"
    return f"第{key}行" if key.isdecimal() else f"“{key}”"


def _record_of(hint: Any, data: Any) -> type | None:
    if hint is Rule:
        return KINDS.get(str(data.get("kind"))) if isinstance(data, Mapping) else None
    return hint if isinstance(hint, type) and hint in LABELS else None


def _inner(hint: Any) -> Any:
    """What a tuple or a mapping holds."""
    held = typing.get_args(hint)
    if not held:
        return None
    return held[0] if typing.get_origin(hint) is tuple else held[1]


@cache
def _hints(record: type) -> dict[str, Any]:
    return {name: _bare(hint) for name, hint in typing.get_type_hints(record).items()}


def _bare(hint: Any) -> Any:
    """The hint without `| None`."""
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return next(each for each in typing.get_args(hint) if each is not type(None))
    return hint


def _labels(record: type | None) -> Mapping[str, Label]:
    """The labels of a record's fields, and of the rows that it holds itself: their problems name no row."""
    if record is None:
        return {}
    rows = [_inner(hint) for hint in _hints(record).values() if typing.get_origin(hint) is tuple]
    return {name: label for row in rows for name, label in LABELS.get(row, {}).items()} | dict(LABELS[record])


def _in_words(record: type | None, field: str, what: str) -> str:
    labels = _labels(record)
    if field in labels and labels[field].is_percent:
        what = what.replace("0 和 1 之间", "0% 和 100% 之间")
        what = re.sub(r"现为 (-?[\d.]+)", lambda found: f"现为 {percent(Decimal(found[1].rstrip('.')))}", what)
    return _WITH_SPACES.sub(lambda found: f"“{labels[found[1]].name}”" if found[1] in labels else found[0], what)


Leaf = tuple[str, str]  # where, what


def leaves(scheme: Scheme) -> dict[tuple[str, ...], Leaf]:
    """Every single setting of a scheme by the keys that lead to it, with its place and value in words."""
    found: dict[tuple[str, ...], Leaf] = {}
    _gather(scheme, (), (), found)
    return found


def _gather(record: Any, path: tuple[str, ...], words: tuple[str, ...], found: dict[tuple[str, ...], Leaf]) -> None:
    if isinstance(record, Rule):
        found[(*path, "kind")] = ("　".join((*words, "方法")), record.NAME.zh)
    for field in dataclasses.fields(record):
        value, label = getattr(record, field.name), LABELS[type(record)][field.name]
        here, said = (*path, field.name), (*words, label.name)
        if dataclasses.is_dataclass(value):
            _gather(value, here, said, found)
        elif _has_records(value):
            for key, row in _rows(value):
                _gather(row, (*here, key), (*said, _called(key, row)), found)
        elif isinstance(value, Mapping):
            _gather_mapping(value, here, said, found)
        elif not (field.name == "key" and path):
            found[here] = ("　".join(said), _told(value, is_percent=label.is_percent))


def _has_records(value: Any) -> bool:
    inside = (
        list(value.values() if isinstance(value, Mapping) else value) if isinstance(value, (Mapping, tuple)) else []
    )
    return bool(inside) and all(dataclasses.is_dataclass(each) for each in inside)


def _rows(value: Any) -> Iterator[tuple[str, Any]]:
    """Rows by what they are known by: their key, their name, or their place."""
    if isinstance(value, Mapping):
        yield from value.items()
        return
    for at, row in enumerate(value, 1):
        yield str(getattr(row, "key", "") or getattr(row, "name", "") or at), row


def _called(key: str, row: Any) -> str:
    if isinstance(row, Rule):
        return f"“{rule_tag(key, row)}”"
    name = getattr(row, "name", "")
    return f"“{name}”" if name else f"第{key}档"


def _gather_mapping(
    value: Any, path: tuple[str, ...], words: tuple[str, ...], found: dict[tuple[str, ...], Leaf]
) -> None:
    for key, each in value.items():
        if isinstance(each, Mapping):
            _gather_mapping(each, (*path, key), (*words, f"“{key}”"), found)
        else:
            found[(*path, key)] = ("　".join((*words, f"“{key}”")), _told(each, is_percent=isinstance(each, Decimal)))


def _told(value: Any, *, is_percent: bool) -> str:
    if value is None or value in ("", ()):
        return "（不设）"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, StrEnum):
        return word_of(value)
    if isinstance(value, tuple):
        return "、".join(_told(each, is_percent=is_percent) for each in value)
    if isinstance(value, Decimal):
        return percent(value) if is_percent else shown(value)
    return str(value)


@dataclass(frozen=True, slots=True)
class Change:
    """A setting that differs: '' where a version has none."""

    where: str
    before: str
    after: str


def changes(before: Scheme, after: Scheme) -> list[Change]:
    """What the later version changed, in the order of the rules."""
    old, new = leaves(before), leaves(after)
    paths = [*new, *(path for path in old if path not in new)]
    return [
        Change((new.get(path) or old[path])[0], old.get(path, ("", ""))[1], new.get(path, ("", ""))[1])
        for path in paths
        if old.get(path, ("", ""))[1] != new.get(path, ("", ""))[1]
    ]
