"""What the rows on which comments were made say now, and whether they said something else then."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from jixiao.core.drafting import Remove, Set, load
from jixiao.core.fields import FIELDS
from jixiao.plans.models import Draft, Edit, Item, Plan
from jixiao.plans.numbers import points_text


@dataclass(frozen=True, slots=True)
class Wording:
    """One row as it stands now; `item` is None when the row is gone."""

    item: int | None
    no: str
    goal: str
    text: str
    points: str

    @property
    def title(self) -> str:
        """The row's number, or its wording cut short."""
        return self.no or self.text[:20]


def wordings(plan: Plan, uids: Collection[str]) -> dict[str, Wording]:
    """The rows by uid; a row that was removed is missing. One statement."""
    items = Item.objects.indicators().filter(plan=plan, uid__in=[uid for uid in uids if uid])
    return {
        item.uid: Wording(item.pk, item.no, _goal(item), item.title, points_text(item.points))
        for item in items.select_related("parent")
        if item.uid
    }


def _goal(item: Item) -> str:
    return item.parent.title if item.parent and item.parent.level == Item.Level.GOAL else ""


@dataclass(frozen=True, slots=True)
class Change:
    """A field of a row that says something else than it did."""

    label: str
    before: str
    now: str


class Changes:
    """What was changed in a plan's rows since a moment. Two statements, however many rows are asked about."""

    def __init__(self, plan: Plan, since: datetime) -> None:
        self._cells: dict[str, Mapping[str, str]] = {}
        self._edits: list[tuple[datetime, list[Set | Remove]]] = []
        draft = Draft.objects.filter(of_plan=plan).first()
        if draft is None:
            return
        self._cells = {row["uid"]: row["cells"] for row in draft.rows}
        edits = Edit.objects.filter(draft=draft, at__gt=since).order_by("number")
        for at, changes in edits.values_list("at", "changes"):
            self._edits.append((at, [each for each in load(changes) if isinstance(each, Set | Remove)]))

    def of(self, uid: str, since: datetime) -> tuple[Change, ...]:
        """The fields of the row that differ from what they said then; what was changed back is not among them."""
        before: dict[str, str] = {}
        for at, changes in self._edits:
            if at > since:
                for change in changes:
                    if change.uid == uid:
                        seen = {change.field: change.old} if isinstance(change, Set) else change.cells
                        before = {**seen, **before}
        now = self._cells.get(uid, {})
        return tuple(
            Change(FIELDS[name].label, old, now.get(name, ""))
            for name, old in before.items()
            if name in FIELDS and now.get(name, "") != old
        )
