"""Grades: by threshold, by share of the group, or both; promotion, veto and lowering; unit and leading body apart.

A share is a ceiling: a tie that would go beyond it gets the next grade as a whole. Whoever is promoted stands outside
the share; whoever may not have a grade does not use up a place of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from itertools import groupby

from jixiao.core.scoring.entries import Effect, Event, Sheet, Subject
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.results import Worked
from jixiao.core.scoring.rules import Veto
from jixiao.core.scoring.scheme import Counting, Scheme

_ROUNDING = {Counting.HALF_UP: ROUND_HALF_UP, Counting.DOWN: ROUND_FLOOR, Counting.UP: ROUND_CEILING}


def graded(scheme: Scheme, worked: Sequence[Worked], ranks: Mapping[str, tuple[int, int]]) -> list[Worked]:
    """The same with rank and grades filled in."""
    grades = _of_units(scheme, worked, ranks) if scheme.grading.grades else {}
    made = []
    for each in worked:
        rank, of = ranks.get(each.sheet.organisation, (None, 0))
        unit, body = grades.get(each.sheet.organisation, ("", ""))
        made.append(replace(each, result=replace(each.result, rank=rank, of=of, grade=unit, body_grade=body)))
    return made


def places_for(scheme: Scheme, group: str, size: int) -> list[int | None]:
    """How many of a group of `size` may have each grade; None where no share is set."""
    own = scheme.grading.groups.get(group, {})
    shares = [own.get(grade.name, grade.share) for grade in scheme.grading.grades]
    rounding = _ROUNDING[scheme.grading.counting]
    return [None if share is None else int((share * size).quantize(ONE, rounding)) for share in shares]


def _of_units(
    scheme: Scheme, worked: Sequence[Worked], ranks: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[str, str]]:
    groups: dict[str, list[Worked]] = {}
    for each in worked:
        if each.sheet.organisation in ranks:
            groups.setdefault(each.sheet.group, []).append(each)
    made: dict[str, tuple[str, str]] = {}
    for group, members in groups.items():
        members.sort(key=lambda each: ranks[each.sheet.organisation][0])
        made |= _of_group(scheme, group, members, ranks)
    return made


def _of_group(
    scheme: Scheme, group: str, members: Sequence[Worked], ranks: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[str, str]]:
    """A body has the grade of its unit, as it is without what concerns the unit alone."""
    names = [grade.name for grade in scheme.grading.grades]
    events = {each.sheet.organisation: events_of(scheme, each) for each in members}
    units = {key: _about(own, Subject.UNIT) for key, own in events.items()}
    shared = {key: _about(own, Subject.BOTH) for key, own in events.items()}
    given = _by_rule(scheme, group, members, ranks, units)
    plain = given if units == shared else _by_rule(scheme, group, members, ranks, shared)
    made: dict[str, tuple[str, str]] = {}
    for key, own in events.items():
        at = _changed(given[key], units[key], names)
        body = given[key] if units[key] == shared[key] else plain[key]
        made[key] = (names[at], names[_changed(body, _about(own, Subject.BODY), names)])
    return made


def events_of(scheme: Scheme, worked: Worked) -> tuple[Event, ...]:
    """What changes the grade: the recorded events, a bonus class that lifts it, a veto indicator with a case."""
    return (*worked.sheet.events, *_lifts(scheme, worked), *_vetoes(scheme, worked.sheet))


def _lifts(scheme: Scheme, worked: Worked) -> Iterable[Event]:
    for line in worked.bonus.lines:
        kind = scheme.bonus.classes.get(line.of.kind)
        if kind is not None and kind.lifts and line.why != "fact" and not worked.has_lost_bonus:
            yield Event(f"bonus:{line.of.key}", Effect.PROMOTE, kind.lifts, title=line.of.title)


def _vetoes(scheme: Scheme, sheet: Sheet) -> Iterable[Event]:
    for entry in sheet.entries:
        rule = scheme.rules.get(entry.rule)
        if isinstance(rule, Veto) and rule.at_most and (rule.known(entry) or ZERO) > 0:
            yield Event(f"veto:{entry.key}", Effect.CAP, rule.at_most, title=entry.title)


def _about(events: Iterable[Event], subject: Subject) -> list[Event]:
    return [event for event in events if event.subject in (Subject.BOTH, subject)]


def _by_rule(
    scheme: Scheme,
    group: str,
    members: Sequence[Worked],
    ranks: Mapping[str, tuple[int, int]],
    events: Mapping[str, Sequence[Event]],
) -> dict[str, int]:
    """The grade of each, as its place among the grades, before anything lowers it. `members` are in order of rank."""
    places = places_for(scheme, group, len(members))
    names = [grade.name for grade in scheme.grading.grades]
    made: dict[str, int] = {}
    for _, tied in groupby(members, key=lambda each: ranks[each.sheet.organisation][0]):
        waiting: dict[int, dict[str, int]] = {}
        for each in tied:
            own = events[each.sheet.organisation]
            ceiling, total = _ceiling(own, names), each.result.total or ZERO
            waiting.setdefault(ceiling, {})[each.sheet.organisation] = max(_promotion(own, names), ceiling)
        for ceiling in sorted(waiting):
            made |= _seated(scheme, total, waiting[ceiling], ceiling, places)
    return made


def _seated(
    scheme: Scheme, total: Decimal, promoted: Mapping[str, int], ceiling: int, places: list[int | None]
) -> dict[str, int]:
    """The grades of those who are tied at `total`. Who is promoted at least as far as the tie would come stands outside
    the places; the others are seated together."""
    at = _first_fitting(scheme, total, len(promoted), ceiling, list(places))
    outside = {key: grade for key, grade in promoted.items() if grade <= at}
    inside = [key for key in promoted if key not in outside]
    if not inside:
        return outside
    at = _first_fitting(scheme, total, len(inside), ceiling, places)
    return outside | dict.fromkeys(inside, at)


def _first_fitting(scheme: Scheme, total: Decimal, size: int, ceiling: int, places: list[int | None]) -> int:
    """The best grade from `ceiling` on whose threshold is reached and which has room for `size` units, and takes it."""
    last = len(scheme.grading.grades) - 1
    for at in range(ceiling, last):
        room, line = places[at], scheme.grading.grades[at].at_least
        if line is not None and total < line:
            continue
        if room is None or room >= size:
            places[at] = None if room is None else room - size
            return at
        places[at] = 0  # nobody behind them may have what they could not
    return last


def _promotion(events: Iterable[Event], names: Sequence[str]) -> int:
    """The best grade that somebody is promoted to; beyond the last one where nobody is."""
    promoted = (names.index(event.grade) for event in events if event.effect is Effect.PROMOTE)
    return min(promoted, default=len(names))


def _ceiling(events: Iterable[Event], names: Sequence[str]) -> int:
    """The best grade that is left: the worst ceiling wins."""
    return max((names.index(event.grade) for event in events if event.effect is Effect.CAP), default=0)


def _changed(at: int, events: Sequence[Event], names: Sequence[str]) -> int:
    """After promotion (for a body that is promoted alone), veto and lowering."""
    lowered = sum(event.steps for event in events if event.effect is Effect.LOWER)
    return min(max(min(at, _promotion(events, names)), _ceiling(events, names)) + lowered, len(names) - 1)
