"""Scores from outside side by side: organisations against components, with who entered and who checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.scoring.rules.base import shown
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import is_same_person
from jixiao.scores.gathering.members import Member, members_of
from jixiao.scores.models import GivenScore, GradeEvent, SchemeRules
from jixiao.scores.reading.schemes import reading_of, rules_for


@dataclass(frozen=True, slots=True)
class Cell:
    """`may_check`: whether the account that looks may be the second person.

    `says_source`, `says_checker`: what the head of the column does not say already.
    """

    component: str
    name: str
    row: GivenScore | None
    may_check: bool = False
    says_source: bool = True
    says_checker: bool = True

    @property
    def is_checked(self) -> bool:
        return self.row is not None and self.row.checked_at is not None

    @property
    def is_taken_back(self) -> bool:
        return self.row is not None and self.row.score is None


@dataclass(frozen=True, slots=True)
class Line:
    member: Member
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Column:
    """A component whose scores come from outside."""

    key: str
    name: str
    full: Decimal
    entered: int
    checked: int
    of: int
    checkable: int  # by the account that looks
    source: str = ""  # of all its scores, where they have one in common
    checked_by: str = ""  # who checked them all, where it was one

    @property
    def full_text(self) -> str:
        return shown(self.full)


@dataclass(frozen=True, slots=True)
class Board:
    """Everything of a year. Without rules there are no columns; `problems` say what is wrong with the members."""

    year: int
    rules: SchemeRules | None
    scheme: Scheme | None
    columns: list[Column]
    lines: list[Line]
    problems: list[str]
    events: list[GradeEvent]


def years_of(organiser: Organisation, today: int) -> list[int]:
    """The years for which there are rules, and this one; the latest first."""
    years = SchemeRules.objects.filter(organisation=organiser).order_by().values_list("year", flat=True).distinct()
    return sorted({*years, today}, reverse=True)


def board(organiser: Organisation, year: int, account: Account) -> Board:
    """Five statements, six inside an agency."""
    rules = rules_for(organiser, year)
    scheme = reading_of(rules.text).scheme if rules else None
    events = GradeEvent.objects.filter(organiser=organiser, year=year).select_related("organisation", "by__person")
    if rules is None or scheme is None:
        return Board(year, rules, None, [], [], [], list(events))
    given = [each for each in scheme.components if each.source is Source.GIVEN]
    members, problems = members_of(rules)
    rows = scores_of(organiser, year)
    lines = [
        Line(member, [_cell(each, rows.get((member.organisation.pk, each.key)), account) for each in given])
        for member in sorted(members, key=lambda member: (member.group, member.organisation.name))
    ]
    columns = [_column(at, each, scheme, lines) for at, each in enumerate(given)]
    return Board(year, rules, scheme, columns, [_shorter(line, columns) for line in lines], problems, list(events))


def _shorter(line: Line, columns: Sequence[Column]) -> Line:
    """The line without what the heads of the columns say of all their scores."""
    pairs = zip(line.cells, columns, strict=True)
    cells = [replace(cell, says_source=not head.source, says_checker=not head.checked_by) for cell, head in pairs]
    return replace(line, cells=cells)


def scores_of(organiser: Organisation, year: int) -> Mapping[tuple[int, str], GivenScore]:
    """All scores of the year by organisation and component."""
    rows = GivenScore.objects.filter(organiser=organiser, year=year)
    found = rows.select_related("entered_by__person", "checked_by__person")
    return {(row.organisation_id, row.component): row for row in found}


def _cell(component: Component, row: GivenScore | None, account: Account) -> Cell:
    waits = row is not None and row.checked_at is None
    return Cell(component.key, component.name, row, bool(row and waits and not is_same_person(account, row.entered_by)))


def _column(at: int, component: Component, scheme: Scheme, lines: list[Line]) -> Column:
    cells = [line.cells[at] for line in lines]
    rows = [cell.row for cell in cells if cell.row is not None]
    entered, checked = sum(row.score is not None for row in rows), sum(cell.is_checked for cell in cells)
    checkable = sum(cell.may_check for cell in cells)
    source = _common([row.source for row in rows])
    by = _common([row.checked_by.shown_name if row.checked_by else "" for row in rows])
    full = scheme.full_of(component)
    return Column(component.key, component.name, full, entered, checked, len(cells), checkable, source, by)


def _common(texts: Sequence[str]) -> str:
    """The text that at least two share and none lacks."""
    return texts[0] if len(texts) > 1 and len(set(texts)) == 1 else ""
