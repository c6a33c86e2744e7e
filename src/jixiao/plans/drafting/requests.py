"""What a browser sends to change a working copy, looked through before anything is done with it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict

from jixiao.core import draft_reading, drafting
from jixiao.core.drafting import HEADING, Change, Draft, Insert, Remove, Set
from jixiao.core.fields import FIELDS
from jixiao.people.policy import Refused

LONGEST = 20_000  # characters of one cell
MOST = 5_000  # changes at once
_UID = re.compile(r"r[0-9]{1,10}")
_BROKEN = "提交的内容不完整，没有保存。请刷新页面后重试。"


def json_of(request: HttpRequest) -> Any:
    """The body as JSON. Raises Refused."""
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise Refused("一次提交的内容超过 1 MB，没有保存。请分几次粘贴。") from None
    except (ValueError, RecursionError):
        raise Refused(_BROKEN) from None


def changes_of(data: Any) -> tuple[Change, ...]:
    """The changes of a request; new rows get their uid here, whatever it says. Raises Refused."""
    if not isinstance(data, list) or len(data) > MOST:
        raise Refused(_BROKEN)
    try:
        changes = drafting.load(data)
    except (KeyError, TypeError, AttributeError):
        raise Refused(_BROKEN) from None
    return tuple(_checked(change) for change in changes)


def with_hidden(changes: Iterable[Change], draft: Draft, columns: Collection[str]) -> tuple[Change, ...]:
    """The changes, with a removed row's cells completed by those whose columns its remover did not see."""
    cells = {row.uid: row.cells for row in draft.rows}
    return tuple(_completed(change, cells, columns) if isinstance(change, Remove) else change for change in changes)


def _completed(change: Remove, rows: Mapping[str, Mapping[str, str]], columns: Collection[str]) -> Remove:
    hidden = {name: text for name, text in rows.get(change.uid, {}).items() if name not in columns}
    return replace(change, cells={**hidden, **change.cells})


def _checked(change: Change) -> Change:
    if isinstance(change, Insert):
        change = Insert(change.after, change.cells)
    if isinstance(change, Set):
        _check_field(change.uid, change.field)
    cells = getattr(change, "cells", {})
    if not isinstance(cells, Mapping):
        raise Refused(_BROKEN)
    for name in cells:
        _check_field("row", name)
    names = ("uid", "after", "old", "new", "field", "before_after")
    for text in (*(getattr(change, name, "") for name in names), *cells.values()):
        check_text(text)
    check_uid(change.uid)
    return change


def _check_field(uid: object, name: object) -> None:
    if not isinstance(name, str) or (name not in FIELDS if uid != HEADING else not _is_heading(name)):
        raise Refused(_BROKEN)


def _is_heading(name: str) -> bool:
    return name.startswith(drafting.DECLARED) or name in draft_reading.HEADING_FIELDS


def check_text(text: object) -> None:
    """Raises Refused for what is no text, or too long to be one cell's."""
    if not isinstance(text, str) or not _is_storable(text):
        raise Refused(_BROKEN)
    if len(text) > LONGEST:
        raise Refused(f"一格不能超过 {LONGEST} 字，没有保存。")


def check_uid(uid: str) -> None:
    """Raises Refused for what no row was ever called: it would be part of an address."""
    if uid != HEADING and not _UID.fullmatch(uid):
        raise Refused(_BROKEN)


def _is_storable(text: str) -> bool:
    """No database stores the character 0 or half a character."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def seen_of(posted: QueryDict) -> dict[str, str]:
    """What the author of a form saw in its fields. Raises Refused."""
    try:
        seen = json.loads(posted.get("seen", ""))
    except (ValueError, RecursionError):
        raise Refused(_BROKEN) from None
    if not isinstance(seen, dict) or not all(isinstance(text, str) and _is_storable(text) for text in seen.values()):
        raise Refused(_BROKEN)
    return seen


def typed_of(posted: QueryDict, names: Mapping[str, Any], seen: Mapping[str, str]) -> dict[str, str]:
    """What was typed into the form's fields, or chosen between the sides of a conflict. Raises Refused."""
    typed = {}
    for name in names:
        chosen = posted.get(f"choice-{name}")
        if chosen == "theirs":
            typed[name] = seen.get(name, "")
        elif chosen == "mine":
            typed[name] = posted.get(f"mine-{name}", "")
        elif name in posted:
            typed[name] = str(posted[name])
    typed = {name: text.replace("\r\n", "\n") for name, text in typed.items()}
    for text in typed.values():
        check_text(text)
    return typed


def sets_of(uid: str, seen: Mapping[str, str], typed: Mapping[str, str]) -> list[Set]:
    """The cells that the author changed, with what stood in them when the form was shown."""
    return [Set(uid, name, seen.get(name, ""), text) for name, text in typed.items() if text != seen.get(name, "")]
