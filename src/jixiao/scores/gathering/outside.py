"""What comes from outside the system: checked scores, and facts that change a grade."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.utils import timezone

from jixiao.core.scoring.entries import Effect, Event, Given, Subject
from jixiao.core.scoring.scheme import Scheme, Source
from jixiao.scores.gathering.readings import plain
from jixiao.scores.models import GivenScore, GradeEvent, SchemeRules


@dataclass(frozen=True, slots=True)
class Outside:
    """By organisation: scores by component, events; who is kept apart (单列). `unchecked`: scores that wait for their
    check, as phrases.
    """

    given: dict[int, dict[str, Given]] = field(default_factory=lambda: defaultdict(dict))
    events: dict[int, list[Event]] = field(default_factory=lambda: defaultdict(list))
    apart: set[int] = field(default_factory=set)
    problems: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def outside_of(rules: SchemeRules, scheme: Scheme, organisations: Collection[int]) -> Outside:
    """What counts in the scheme. Two statements."""
    found = Outside()
    names = {each.key: each.name for each in scheme.components if each.source is Source.GIVEN}
    _scores(rules, names, organisations, found)
    _events(rules, organisations, found)
    return found


def _scores(rules: SchemeRules, names: Mapping[str, str], organisations: Collection[int], found: Outside) -> None:
    rows = GivenScore.objects.filter(
        organiser=rules.organisation_id, year=rules.year, organisation__in=organisations
    ).select_related("organisation", "entered_by__person")
    for row in rows.order_by("organisation_id", "component"):
        name = names.get(row.component)
        if name is None:
            found.problems.append(f"{row.organisation.name}：录入了“{row.component}”的得分，规则里没有这个部分。")
        elif row.checked_at is None:
            found.unchecked.append(f"{row.organisation.name}的“{name}”")
            found.problems.append(
                f"{row.organisation.name}：“{name}”的得分{'已撤去，' if row.score is None else ''}还没有复核，未计入。"
            )
        elif row.score is not None:
            by = row.entered_by.shown_name if row.entered_by else ""
            on = timezone.localtime(row.entered_at).date().isoformat()
            found.given[row.organisation_id][row.component] = Given(plain(row.score), row.source, by, on)


def _events(rules: SchemeRules, organisations: Collection[int], found: Outside) -> None:
    rows = GradeEvent.objects.filter(
        organiser=rules.organisation_id, year=rules.year, organisation__in=organisations, withdrawn_at=None
    )
    for row in rows.order_by("pk"):
        if row.effect == GradeEvent.Effect.APART:
            found.apart.add(row.organisation_id)
            continue
        event = Event(
            f"event-{row.pk}", Effect(row.effect), row.grade, row.steps, Subject(row.subject), row.title, row.source
        )
        found.events[row.organisation_id].append(event)
