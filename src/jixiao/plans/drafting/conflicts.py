"""Changes that met another person's change, as the person who made them decides between the three sides."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from jixiao.core import draft_reading
from jixiao.core.drafting import HEADING, Conflict, Remove, Set
from jixiao.core.fields import FIELDS
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.edits import last_touch
from jixiao.plans.drafting.record import record_of
from jixiao.plans.drafting.words import label_of, where
from jixiao.plans.models import Draft


@dataclass(frozen=True, slots=True)
class Side:
    """One cell with its three sides, and who left theirs."""

    field: str
    label: str
    base: str
    theirs: str
    mine: str
    long: bool
    who: str
    at: datetime | None


@dataclass(slots=True)
class ThreeWay:
    """The conflicts of one row, or of the heading. `cells` and `after` put a row back that is gone."""

    uid: str
    where: str
    address: str  # of its form
    insert: str  # where a row is put back
    grid: str
    sides: list[Side] = field(default_factory=list)
    gone: bool = False
    who: str = ""
    at: datetime | None = None
    after: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)  # by label
    removal: str = ""  # the sentence why the row was not removed

    @property
    def seen(self) -> str:
        """What the author has seen by now: the other side's texts."""
        return json.dumps({side.field: side.theirs for side in self.sides}, ensure_ascii=False)


def three_ways(draft: Draft, conflicts: Iterable[Conflict]) -> list[ThreeWay]:
    """The conflicts, row by row."""
    found: dict[str, ThreeWay] = {}
    for conflict in conflicts:
        if isinstance(conflict.change, Set):
            _set(draft, conflict, conflict.change, found)
        elif isinstance(conflict.change, Remove):
            _remove(draft, conflict, conflict.change, found)
    return list(found.values())


def _three_way(draft: Draft, uid: str) -> ThreeWay:
    to = address(draft, "heading") if uid == HEADING else address(draft, "row", uid)
    return ThreeWay(uid, where(record_of(draft), uid), to, address(draft, "insert"), address(draft))


def _set(draft: Draft, conflict: Conflict, change: Set, found: dict[str, ThreeWay]) -> None:
    shown = found.get(change.uid) or found.setdefault(change.uid, _three_way(draft, change.uid))
    if conflict.theirs is None:
        _gone(draft, change, shown)
        return
    edit = last_touch(draft, change.uid, change.field)
    who, at = (_who(edit.by), edit.at) if edit else ("", None)
    known = FIELDS.get(change.field) or draft_reading.heading_field(change.field)
    label = label_of(change.field)
    side = Side(change.field, label, conflict.base, conflict.theirs, conflict.mine, known.long, who, at)
    shown.sides.append(side)


def _gone(draft: Draft, change: Set, shown: ThreeWay) -> None:
    if not shown.gone:
        shown.gone = True
        edit = last_touch(draft, change.uid)
        if edit is not None:
            removal = next(each for each in edit.changes if each["uid"] == change.uid)
            shown.who, shown.at = _who(edit.by), edit.at
            shown.after, shown.cells = removal.get("after", ""), dict(removal.get("cells", {}))
    shown.cells[change.field] = change.new
    shown.typed[label_of(change.field)] = change.new


def _remove(draft: Draft, conflict: Conflict, change: Remove, found: dict[str, ThreeWay]) -> None:
    shown = found.get(change.uid) or found.setdefault(change.uid, _three_way(draft, change.uid))
    edit = last_touch(draft, change.uid, conflict.field)
    who = _who(edit.by) if edit else "别人"
    shown.removal = f"{shown.where}的{label_of(conflict.field)}刚刚由{who}改动，没有删除。请看过现在的内容再决定。"


def _who(account: object) -> str:
    return str(getattr(account, "shown_name", "")) or "命令行"
