"""The chain of a journal: how an entry is hashed, and what a walk along the chain can prove.

Every entry carries the hash of the entry before it, and its own hash covers all of its fields. The hash of the
last entry is kept apart as the head, and may be printed as a checkpoint. `verify` walks back from the head, so it
can name the entry that was changed, removed, added or moved, as long as the head or a checkpoint was not forged too.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Link:
    """One entry of the chain. `at` is ISO time in UTC with microseconds, `facts` is canonical JSON."""

    seq: int  # from 1
    at: str
    actor: str
    account: int | None
    action: str
    object_kind: str
    object_id: str
    before: str
    after: str
    facts: str
    previous: str
    hash: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The number and the hash of an entry, kept apart from the chain."""

    seq: int
    hash: str


class Kind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"
    MOVED = "moved"
    HEAD = "head"
    CHECKPOINT = "checkpoint"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the chain, at the number `seq`."""

    seq: int
    kind: Kind
    message: str
    message_en: str


def canonical(value: object) -> str:
    """JSON with sorted keys and no spaces, the same for equal values. Decimals and dates become strings.

    Raises TypeError for floats and other values that have no single written form.
    """
    return json.dumps(_plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: object) -> object:
    match value:
        case None | bool() | int() | str():
            return value
        case Decimal():
            return str(value)
        case date():  # also datetime
            return value.isoformat()
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    raise TypeError(f"no canonical form for {type(value).__name__}")


def digest(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def stamp(at: datetime) -> str:
    """The moment as the chain writes it. Raises ValueError for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a journal time needs a zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def seal(link: Link) -> str:
    """The hash that `link` must carry: over every field but the hash itself."""
    fields = asdict(link)
    del fields["hash"]
    return digest(canonical(fields))


def verify(
    links: Sequence[Link], head: Checkpoint | None, checkpoints: Iterable[Checkpoint] = ()
) -> tuple[Problem, ...]:
    """Say what is wrong with the chain, in the order of numbers; nothing when it is sound."""
    walk = _Walk(links)
    problems: list[Problem] = []
    if head is None and links:
        last = max(links, key=lambda link: link.seq)
        problems.append(Problem(last.seq, Kind.HEAD, "链尾记录缺失。", "The record of the chain's end is missing."))
        head = Checkpoint(last.seq, last.hash)
    if head is not None:
        walk.back_from(head)
    problems += walk.problems
    problems += walk.added()
    problems += _moved(walk.moved)
    problems += [problem for point in checkpoints for problem in walk.against(point)]
    return tuple(sorted(problems, key=lambda problem: (problem.seq, problem.kind)))


class _Walk:
    """The walk from the head back to the first entry; keeps which entries belong to the chain."""

    def __init__(self, links: Sequence[Link]) -> None:
        self.by_seq: dict[int, list[Link]] = {}
        self.by_hash: dict[str, list[Link]] = {}
        for link in links:
            self.by_seq.setdefault(link.seq, []).append(link)
            self.by_hash.setdefault(link.hash, []).append(link)
        self.links = links
        self.seen: set[int] = set()  # id() of the links that belong to the chain
        self.trusted: dict[int, str] = {}  # number → hash that the chain had there
        self.moved: list[tuple[int, int]] = []  # where an entry belongs, where it stands
        self.problems: list[Problem] = []

    def back_from(self, head: Checkpoint) -> None:
        wanted: str | None = head.hash
        for seq in range(head.seq, 0, -1):
            if wanted is not None:
                self.trusted[seq] = wanted
            link = self._find(seq, wanted)
            if link is None:
                self.problems.append(Problem(seq, Kind.REMOVED, f"第 {seq} 条已被删除。", f"Entry {seq} was removed."))
                wanted = None
                continue
            self.seen.add(id(link))
            if self._is_changed(link, seq, wanted):
                self.problems.append(Problem(seq, Kind.CHANGED, f"第 {seq} 条已被改动。", f"Entry {seq} was changed."))
            elif link.seq != seq:
                self.moved.append((seq, link.seq))
            wanted = link.previous
        if head.seq and wanted not in (None, GENESIS) and not any(problem.seq == 1 for problem in self.problems):
            self.problems.append(Problem(1, Kind.CHANGED, "第 1 条之前还有记录。", "Something stood before entry 1."))

    def _find(self, seq: int, wanted: str | None) -> Link | None:
        """The entry that the chain had at `seq`: by its hash, else whatever stands at that number."""
        fitting = self.by_hash.get(wanted, []) if wanted is not None else []
        standing = self.by_seq.get(seq, [])
        candidates = [link for link in fitting if link.seq == seq] + fitting + standing
        return next((link for link in candidates if id(link) not in self.seen), None)

    def _is_changed(self, link: Link, seq: int, wanted: str | None) -> bool:
        return (wanted is not None and link.hash != wanted) or seal(replace(link, seq=seq)) != link.hash

    def added(self) -> list[Problem]:
        strangers = [link for link in self.links if id(link) not in self.seen]
        return [
            Problem(link.seq, Kind.ADDED, f"第 {link.seq} 条是后加的。", f"Entry {link.seq} was added from outside.")
            for link in strangers
        ]

    def against(self, point: Checkpoint) -> Iterable[Problem]:
        if self.trusted.get(point.seq) == point.hash:
            return
        if point.seq not in self.trusted and point.seq > max(self.trusted, default=0):
            text = f"校验点为第 {point.seq} 条，链尾却更短：末尾的记录已被删除。"
            yield Problem(point.seq, Kind.CHECKPOINT, text, f"The chain is shorter than checkpoint {point.seq}.")
            return
        text = f"第 {point.seq} 条与校验点不符：该条或更早的记录已被改动、删除或添加。"
        yield Problem(point.seq, Kind.CHECKPOINT, text, f"Entry {point.seq} does not match the checkpoint.")


def _moved(pairs: list[tuple[int, int]]) -> list[Problem]:
    """One problem for each run of neighbours that moved together."""
    runs: list[tuple[int, int, int]] = []  # first and last number, shift
    for seq, stands in sorted(pairs):
        shift = stands - seq
        if runs and runs[-1][1] == seq - 1 and runs[-1][2] == shift:
            runs[-1] = (runs[-1][0], seq, shift)
        else:
            runs.append((seq, seq, shift))
    return [_move(first, last, shift) for first, last, shift in runs]


def _move(first: int, last: int, shift: int) -> Problem:
    if first == last:
        chinese, english = f"第 {first} 条", f"Entry {first} was"
        return Problem(
            first, Kind.MOVED, f"{chinese}的顺序被改为第 {first + shift} 条。", f"{english} moved to {first + shift}."
        )
    text = f"第 {first}—{last} 条的顺序被改为第 {first + shift}—{last + shift} 条。"
    return Problem(first, Kind.MOVED, text, f"Entries {first}–{last} were moved by {shift}.")
