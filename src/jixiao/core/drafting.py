"""A draft of a plan as a table of typed cells, and the changes that people make to it.

A cell holds what was typed, right or not: nothing typed is ever lost. Every change carries what its author saw, so
that a change of something that another person has changed meanwhile is a conflict with three sides, never an
overwriting. Every change can be turned round, which is how undo works.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

HEADING = ""  # the uid under which the heading's fields are changed
DECLARED = "declared:"  # heading fields of a branch's declared points: declared:类别/项目


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row. `uid` stays with it through all versions; `cells` maps field names to what was typed."""

    uid: str
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """A table of typed cells. `last` is the highest number that any row's uid ever had."""

    heading: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[DraftRow, ...] = ()
    last: int = 0

    def at(self, uid: str) -> int | None:
        """The index of the row, or None when there is none."""
        return next((at for at, row in enumerate(self.rows) if row.uid == uid), None)


@dataclass(frozen=True, slots=True)
class Set:
    """Type `new` into a cell in which the author saw `old`."""

    uid: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Put a row behind the row `after`, or first when it is ''. An empty `uid` asks for a new one."""

    after: str
    cells: Mapping[str, str] = field(default_factory=dict)
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Remove:
    """Take a row out. `cells` is what the author saw in it; `after` is filled in when it is done."""

    uid: str
    cells: Mapping[str, str]
    after: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """Put a row behind the row `after`. `before_after` is where it stood, filled in when it is done."""

    uid: str
    after: str
    before_after: str = ""


Change = Set | Insert | Remove | Move


@dataclass(frozen=True, slots=True)
class Conflict:
    """A change that was not done, with its three sides. `theirs` is None when the row is gone."""

    change: Change
    field: str
    base: str
    theirs: str | None
    mine: str


@dataclass(frozen=True, slots=True)
class Applied:
    """The draft afterwards, the changes as they were done (what changed nothing is left out), and the rest."""

    draft: Draft
    done: tuple[Change, ...]
    conflicts: tuple[Conflict, ...]


def apply(draft: Draft, changes: Iterable[Change]) -> Applied:
    """Do the changes one after the other; those that meet another person's change become conflicts."""
    work = _Work(draft)
    for change in changes:
        match change:
            case Set():
                work.set(change)
            case Insert():
                work.insert(change)
            case Remove():
                work.remove(change)
            case Move():
                work.move(change)
    return Applied(work.draft(), tuple(work.done), tuple(work.conflicts))


def inverse(done: Iterable[Change]) -> tuple[Change, ...]:
    """The changes that undo what was done, in the order in which to do them."""
    return tuple(_inverse(change) for change in reversed(tuple(done)))


def _inverse(change: Change) -> Change:
    match change:
        case Set():
            return replace(change, old=change.new, new=change.old)
        case Insert():
            return Remove(change.uid, change.cells)
        case Remove():
            return Insert(change.after, change.cells, change.uid)
        case Move():
            return Move(change.uid, change.before_after)


_KINDS: Mapping[str, type[Set | Insert | Remove | Move]] = {
    "set": Set,
    "insert": Insert,
    "remove": Remove,
    "move": Move,
}


def dump(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """Changes as JSON values: {"op": "set", "uid", …}."""
    return [{"op": type(change).__name__.lower(), **asdict(change)} for change in changes]


def load(data: Iterable[Mapping[str, Any]]) -> tuple[Change, ...]:
    """The changes that `dump` wrote. Raises KeyError or TypeError for anything else."""
    return tuple(_KINDS[each["op"]](**{k: v for k, v in each.items() if k != "op"}) for each in data)


class _Work:
    """A draft being changed: cells in dictionaries, so that a pasted block costs its own size only."""

    def __init__(self, draft: Draft) -> None:
        self.heading = dict(draft.heading)
        self.order = [row.uid for row in draft.rows]
        self.rows = {row.uid: dict(row.cells) for row in draft.rows}
        self.last = draft.last
        self.done: list[Change] = []
        self.conflicts: list[Conflict] = []

    def draft(self) -> Draft:
        return Draft(self.heading, tuple(DraftRow(uid, self.rows[uid]) for uid in self.order), self.last)

    def set(self, change: Set) -> None:
        cells = self.heading if change.uid == HEADING else self.rows.get(change.uid)
        if cells is None:
            self.conflicts.append(Conflict(change, change.field, change.old, None, change.new))
            return
        now = cells.get(change.field, "")
        if now == change.new:
            return
        if now != change.old:
            self.conflicts.append(Conflict(change, change.field, change.old, now, change.new))
            return
        _put(cells, change.field, change.new)
        self.done.append(change)

    def insert(self, change: Insert) -> None:
        uid = change.uid
        if uid in self.rows:  # undoing a removal twice
            return
        if not uid:
            self.last += 1
            uid = f"r{self.last}"
        cells = {name: text for name, text in change.cells.items() if text}
        self.order.insert(self._behind(change.after), uid)  # before the row is known: it cannot stand behind itself
        self.rows[uid] = cells
        self.done.append(Insert(change.after, dict(cells), uid))

    def remove(self, change: Remove) -> None:
        cells = self.rows.get(change.uid)
        if cells is None:
            return
        seen = {name: text for name, text in change.cells.items() if text}
        if cells != seen:
            name = next(name for name in {**seen, **cells} if seen.get(name, "") != cells.get(name, ""))
            self.conflicts.append(Conflict(change, name, seen.get(name, ""), cells.get(name, ""), ""))
            return
        after = self._before(change.uid)
        self.order.remove(change.uid)
        del self.rows[change.uid]
        self.done.append(Remove(change.uid, cells, after))

    def move(self, change: Move) -> None:
        if change.uid not in self.rows or change.uid == change.after:
            return
        stood = self._before(change.uid)
        if stood == change.after:
            return
        self.order.remove(change.uid)
        self.order.insert(self._behind(change.after), change.uid)
        self.done.append(Move(change.uid, change.after, stood))

    def _before(self, uid: str) -> str:
        """The uid of the row in front of `uid`, or ''."""
        at = self.order.index(uid)
        return self.order[at - 1] if at else ""

    def _behind(self, uid: str) -> int:
        """Where a row behind `uid` goes: first for '', last when that row is gone."""
        if not uid:
            return 0
        return self.order.index(uid) + 1 if uid in self.rows else len(self.order)


def _put(cells: dict[str, str], name: str, text: str) -> None:
    """Keep only cells that hold something."""
    if text:
        cells[name] = text
    else:
        cells.pop(name, None)
