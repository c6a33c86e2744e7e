"""An edit in one sentence, for the history and for what an undo takes back."""

from __future__ import annotations

from collections.abc import Sequence

from jixiao.core import draft_reading
from jixiao.core.drafting import DECLARED, HEADING, Change, Draft, DraftRow, Insert, Move, Remove, Set
from jixiao.core.fields import FIELDS
from jixiao.core.wording import head
from jixiao.plans.models import Edit


def summary_of(draft: Draft, changes: Sequence[Change]) -> str:
    """What the changes do to the draft."""
    if len(changes) == 1:
        return _one(draft, changes[0])
    kinds = [type(change) for change in changes]
    if set(kinds) == {Set} and len({change.uid for change in changes if isinstance(change, Set)}) == 1:
        fields = [label_of(change.field) for change in changes if isinstance(change, Set)]
        return f"改{where(draft, changes[0].uid)}的{'、'.join(fields)}"
    words = ((Set, "改{}格"), (Insert, "插入{}行"), (Remove, "删除{}行"), (Move, "移动{}行"))
    return "，".join(word.format(kinds.count(kind)) for kind, word in words if kind in kinds)


def _one(draft: Draft, change: Change) -> str:
    match change:
        case Set():
            shown = f"{_quoted(change.old)}改为{_quoted(change.new)}"
            return f"{where(draft, change.uid)}的{label_of(change.field)}：{shown}"
        case Insert():
            behind = where(draft, change.after) if change.after else ""
            return f"在{behind}下方插入一行" if behind else "在最前插入一行"
        case Remove():
            return f"删除{where(draft, change.uid)}"
        case Move():
            return f"移动{where(draft, change.uid)}"


def _quoted(text: str) -> str:
    return f"“{head(text)}”" if text else "空白"


def label_of(field: str) -> str:
    """The name of a row's or the heading's field on the page."""
    if field in FIELDS:
        return FIELDS[field].label
    branch = field.removeprefix(DECLARED)
    return f"{branch}的载明分值" if branch != field else draft_reading.heading_field(field).label


def where(draft: Draft, uid: str) -> str:
    """第3行（1-2）, or 方案信息 for the heading."""
    if uid == HEADING:
        return "方案信息"
    at = draft.at(uid)
    return f"第{at + 1}行{named(draft.rows[at])}" if at is not None else "已删除的行"


def named(row: DraftRow) -> str:
    """What a person knows a row by, in brackets: its number, or the beginning of its wording."""
    known = row.cells.get("no") or head(row.cells.get("l2") or row.cells.get("l1", ""), 8)
    return f"（{known}）" if known else ""


def plain_summary(edit: Edit | None) -> str:
    """What an edit did, or what a taking back took back."""
    return edit.summary.removeprefix("撤销：").removeprefix("恢复：") if edit else ""
