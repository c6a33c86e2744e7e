"""Which items of a source document are answered by goals, and which are not; which goals rest on no document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from jixiao.core.cited import Spot, spots

KEY, ROUTINE = "重点", "常规"


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of a source document."""

    id: int
    locator: str


@dataclass(frozen=True, slots=True)
class Citing:
    """A goal that cites a source, at a place of it or ('') as a whole."""

    goal: int
    locator: str


@dataclass(slots=True)
class Coverage:
    """Of one source. Goals are in the order of the plan, each once."""

    answers: dict[int, list[int]]  # every entry's goals
    elsewhere: list[Citing] = field(default_factory=list)  # at a place that is no entry
    whole: list[int] = field(default_factory=list)  # goals that name no place

    @property
    def answered(self) -> int:
        return sum(bool(goals) for goals in self.answers.values())

    @property
    def open(self) -> tuple[int, ...]:
        """Entries that no goal answers."""
        return tuple(entry for entry, goals in self.answers.items() if not goals)


def cover(entries: Sequence[Entry], citings: Iterable[Citing]) -> Coverage:
    """Match the citations of one source with its entries.

    A goal that cites 第四条 answers every entry of that clause, and one that cites 第四条（二） answers 第四条.
    """
    places = [(entry.id, spots(entry.locator)) for entry in entries]
    found = Coverage({entry.id: [] for entry in entries})
    for citing in citings:
        if not citing.locator:
            _add(found.whole, citing.goal)
            continue
        met = met_by(spots(citing.locator), places)
        for entry in met:
            _add(found.answers[entry], citing.goal)
        if not met and citing not in found.elsewhere:
            found.elsewhere.append(citing)
    return found


def met_by(wanted: Sequence[Spot], places: Iterable[tuple[int, Sequence[Spot]]]) -> tuple[int, ...]:
    """The entries at one of the wanted places; those at exactly that place come first."""
    met = [(entry, there) for entry, there in places if any(a.meets(b) for a in wanted for b in there)]
    return tuple(entry for entry, there in sorted(met, key=lambda each: not set(each[1]) & set(wanted)))


def _add(goals: list[int], goal: int) -> None:
    if goal not in goals:
        goals.append(goal)


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal of a plan. `kind` is 重点, 常规, 动态 or ''; `cites_staffing`: it cites the agency's 三定 document."""

    id: int
    kind: str
    cites: bool
    cites_staffing: bool = False


def wanting(goals: Iterable[Goal]) -> tuple[tuple[int, str], ...]:
    """Goals without the basis that they need, each with what is wanting.

    Where the plan sorts its goals, key goals need a document and routine goals the 三定 document; otherwise every goal
    needs a document.
    """
    every = tuple(goals)
    is_sorted = any(goal.kind for goal in every)
    return tuple((goal.id, word) for goal in every if (word := _wanting(goal, is_sorted)))


def _wanting(goal: Goal, is_sorted: bool) -> str:
    if not goal.cites:
        return "没有依据文件" if not is_sorted or goal.kind in (KEY, ROUTINE) else ""
    return "没有引用“三定”规定" if goal.kind == ROUTINE and not goal.cites_staffing else ""
