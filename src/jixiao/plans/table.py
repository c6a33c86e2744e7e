"""The official table of a plan: lines with merged cells, ready to print as text. Pure, in one pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from jixiao.plans.status import Status


@dataclass(slots=True)
class Cell:
    """A merged cell: it stands on the first of `rows` lines and covers the rest."""

    key: object
    text: str
    under: str = ""  # second, smaller line: points, citation
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of an indicator's text; a target's span is marked."""

    text: str
    is_target: bool = False


@dataclass(slots=True)
class Line:
    """One indicator. The merged cells are None where a line above covers them."""

    item: int
    no: str
    category_key: int
    category_text: str
    category_points: str
    group_text: str
    group_points: str
    goal_key: int | None  # None for a plan of one level: the goal is the indicator
    goal_text: str
    goal_points: str
    citation: str
    basis_text: str
    text: str
    pieces: list[Piece]
    points: str
    due: str
    due_date: str
    rule: str
    kind: str
    kind_text: str  # of points outside the base: 加分
    leaders: list[tuple[int, str]]
    offices: list[tuple[int, str]]
    owners: list[tuple[int, str]]
    status: Status
    uid: str = ""  # of the row in the draft and in every version
    shares_points: bool = False  # one printed weight stands for this line and those above
    errors: int = 0
    warnings: int = 0
    weight: Cell | None = None
    category: Cell | None = None
    group: Cell | None = None
    goal: Cell | None = None
    basis: Cell | None = None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns the table needs: those that any line fills."""

    category: bool
    group: bool
    no: bool
    goal: bool
    basis: bool
    rule: bool
    points: bool
    due: bool
    leaders: bool
    offices: bool
    owners: bool

    @classmethod
    def of(cls, lines: Iterable[Line]) -> Columns:
        lines = list(lines)
        return cls(
            category=any(line.category_text for line in lines),
            group=any(line.group_text for line in lines),
            no=any(line.no for line in lines),
            goal=any(line.goal_key is not None for line in lines),
            basis=any(line.basis_text for line in lines),
            rule=any(line.rule for line in lines),
            points=any(line.points for line in lines),
            due=any(line.due for line in lines),
            leaders=any(line.leaders for line in lines),
            offices=any(line.offices for line in lines),
            owners=any(line.owners for line in lines),
        )


def merge(lines: Sequence[Line]) -> None:
    """Give each run of lines that share a cell one cell, on its first line."""
    _runs(lines, "category", lambda line: line.category_key, lambda line: (line.category_text, line.category_points))
    _runs(
        lines,
        "group",
        lambda line: (line.category_key, line.group_text),
        lambda line: (line.group_text, line.group_points),
    )
    _runs(
        lines,
        "goal",
        lambda line: line.goal_key if line.goal_key is not None else -line.item,
        lambda line: (line.goal_text, _goal_under(line)),
    )
    _merge_weights(lines)
    _runs(
        lines,
        "basis",
        lambda line: (line.category_key, line.goal_key if line.goal_key is not None else -line.item, line.basis_text),
        lambda line: (line.basis_text, ""),
    )


def _merge_weights(lines: Sequence[Line]) -> None:
    current: Cell | None = None
    for line in lines:
        if line.shares_points and current is not None:
            current.rows += 1
            line.weight = None
        else:
            current = line.weight = Cell(line.item, line.points, line.kind_text)


def _goal_under(line: Line) -> str:
    return "　".join(text for text in (line.citation, line.goal_points) if text)


def _runs(
    lines: Sequence[Line],
    name: str,
    key: Callable[[Line], object],
    shown: Callable[[Line], tuple[str, str]],
) -> None:
    current: Cell | None = None
    for line in lines:
        value = key(line)
        if current is not None and current.key == value:
            current.rows += 1
            setattr(line, name, None)
            continue
        text, under = shown(line)
        current = Cell(value, text, under)
        setattr(line, name, current)


def pieces(text: str, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text cut at the targets' spans; spans that overlap or lie outside are left unmarked."""
    cut: list[Piece] = []
    at = 0
    for start, end in sorted(spans):
        if start < at or end <= start or end > len(text):
            continue
        if start > at:
            cut.append(Piece(text[at:start]))
        cut.append(Piece(text[start:end], True))
        at = end
    if at < len(text) or not cut:
        cut.append(Piece(text[at:]))
    return cut


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with the number of lines that it finds."""

    value: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for. Empty means everything."""

    category: str = ""
    office: str = ""
    leader: str = ""
    owner: str = ""
    text: str = ""

    @property
    def is_on(self) -> bool:
        return any((self.category, self.office, self.leader, self.owner, self.text))

    def matches(self, line: Line) -> bool:
        return (
            (not self.category or str(line.category_key) == self.category)
            and (not self.office or _has(line.offices, self.office))
            and (not self.leader or _has(line.leaders, self.leader))
            and (not self.owner or _has(line.owners, self.owner))
            and (not self.text or _contains(line, self.text))
        )


def _has(pairs: list[tuple[int, str]], value: str) -> bool:
    return any(str(key) == value for key, _ in pairs)


def _contains(line: Line, text: str) -> bool:
    wanted = text.casefold()
    fields = (line.no, line.text, line.goal_text, line.basis_text, line.citation, line.group_text, line.category_text)
    return any(wanted in value.casefold() for value in fields)


@dataclass(frozen=True, slots=True)
class Choices:
    """The values that each filter offers, in the order of the document."""

    category: list[Choice] = field(default_factory=list)
    office: list[Choice] = field(default_factory=list)
    leader: list[Choice] = field(default_factory=list)
    owner: list[Choice] = field(default_factory=list)

    @classmethod
    def of(cls, lines: Sequence[Line]) -> Choices:
        return cls(
            category=_choices([(line.category_key, line.category_text)] for line in lines),
            office=_choices(line.offices for line in lines),
            leader=_choices(line.leaders for line in lines),
            owner=_choices(line.owners for line in lines),
        )


def _choices(lines: Iterable[list[tuple[int, str]]]) -> list[Choice]:
    counts: dict[tuple[int, str], int] = {}
    for pairs in lines:
        for pair in pairs:
            counts[pair] = counts.get(pair, 0) + 1
    return [Choice(str(key), label, count) for (key, label), count in counts.items() if label]
