"""An amendment's own changes, found by comparing its draft with the version it set out from, put onto a later version.

Two amendments may be drafted at the same time; the one that is approved second must not undo the first. Its changes
are done again on the latest version, and what both have touched is a conflict with three sides for a person to settle.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from jixiao.core import drafting
from jixiao.core.drafting import HEADING, Change, Conflict, Draft, Insert, Move, Remove, Set
from jixiao.core.rising import rising


@dataclass(frozen=True, slots=True)
class Rebased:
    """The draft on its new base, with what met another's change. `settled` is what a person decided for this side."""

    draft: Draft
    conflicts: tuple[Conflict, ...]
    settled: tuple[Change, ...] = ()


def changes_between(old: Draft, new: Draft) -> tuple[Change, ...]:
    """The changes that make `new` out of `old`: rows out, rows in, rows moved, then cells of rows that both have."""
    before, after = ({row.uid: row.cells for row in draft.rows} for draft in (old, new))
    removed = [Remove(row.uid, row.cells) for row in old.rows if row.uid not in after]
    inserted = [
        Insert(new.rows[at - 1].uid if at else "", row.cells, row.uid)
        for at, row in enumerate(new.rows)
        if row.uid not in before
    ]
    cells = [(row.uid, before[row.uid], row.cells) for row in new.rows if row.uid in before]
    typed = [each for uid, was, now in [(HEADING, old.heading, new.heading), *cells] for each in _sets(uid, was, now)]
    return (*removed, *inserted, *_moves(drafting.apply(old, [*removed, *inserted]).draft, new), *typed)


def _sets(uid: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Set]:
    for name in dict.fromkeys([*old, *new]):
        if old.get(name, "") != new.get(name, ""):
            yield Set(uid, name, old.get(name, ""), new.get(name, ""))


def _moves(draft: Draft, new: Draft) -> Iterator[Move]:
    """The fewest moves: the longest run of rows that stand in the right order already stays where it is."""
    there = {row.uid: at for at, row in enumerate(draft.rows)}
    order = [row.uid for row in new.rows]
    staying = set(rising([there[uid] for uid in order]))
    for at, uid in enumerate(order):
        if there[uid] not in staying:
            yield Move(uid, order[at - 1] if at else "")


def key_of(conflict: Conflict) -> str:
    """What names a conflict on a page: its row and field."""
    return f"{conflict.change.uid}|{conflict.field}"


def rebase(base: Draft, mine: Draft, onto: Draft, keep_mine: Collection[str] = ()) -> Rebased:
    """Do the changes from `base` to `mine` again on `onto`.

    Where both changed the same, theirs stands, unless the conflict's `key_of` is in `keep_mine`.
    """
    applied = drafting.apply(onto, changes_between(base, mine))
    settled = [
        each
        for conflict in applied.conflicts
        if key_of(conflict) in keep_mine and (each := _for_mine(conflict, applied.draft)) is not None
    ]
    done = drafting.apply(applied.draft, settled)
    draft = replace(done.draft, last=max(onto.last, mine.last, done.draft.last))
    return Rebased(draft, applied.conflicts, done.done)


def _for_mine(conflict: Conflict, draft: Draft) -> Change | None:
    """The same change for somebody who has seen what the others did; None when its row is gone."""
    match conflict.change:
        case Set() as change if conflict.theirs is not None:
            return replace(change, old=conflict.theirs)
        case Remove() as change:
            at = draft.at(change.uid)
            return None if at is None else replace(change, cells=draft.rows[at].cells)
        case _:
            return None
