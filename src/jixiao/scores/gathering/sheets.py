"""The sheets of all organisations of a scheme, as the rooms stand now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils import timezone

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.entries import Claim, Entry, Fault, Given, Sheet
from jixiao.core.scoring.rules import History
from jixiao.core.scoring.scheme import Scheme, Source
from jixiao.core.scoring.votes import trimmed_mean
from jixiao.evaluations.reading import extras, outcomes
from jixiao.plans.models import Plan
from jixiao.scores.gathering.entries import Known, entries_of, known_of
from jixiao.scores.gathering.last_year import Values, last_years
from jixiao.scores.gathering.members import Member, members_of
from jixiao.scores.gathering.outside import Outside, outside_of
from jixiao.scores.gathering.readings import plain
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import scheme_in

RATING_PLACES = 4


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a scheme scores: a sheet for each organisation, its plan by the organisation's number, and what the bundle
    says of the plan's version. `problems` are sentences about what was left out or stands in the way,
    `unchecked` names scores from outside that wait for their check.
    """

    sheets: list[Sheet]
    plans: dict[int, Plan]
    versions: list[dict[str, object]]
    problems: list[str]
    unchecked: list[str]


@dataclass(frozen=True, slots=True)
class _Inputs:
    """All that is known, by plan's items, by organisation, by plan."""

    known: Known
    outside: Outside
    claims: Mapping[int, list[Claim]]
    faults: Mapping[int, list[Fault]]
    ratings: Mapping[int, Given]
    last_year: Values


def sheets_of(rules: SchemeRules, today: date | None = None, only: Sequence[Member] | None = None) -> Gathered:
    """Everything that the scheme scores, as it stands on the day. Raises Misfit for rules that cannot be read.

    `only`: these members instead of all that the scheme has.

    At most 15 statements, whatever the number of organisations; one more for a panel, for ratings, for last
    year's values (two where they are not in memory).
    """
    scheme, day = scheme_in(rules.text), today or timezone.localdate()
    members, problems = members_of(rules) if only is None else (only, [])
    last_year, gone = last_years(rules, scheme)
    inputs = _inputs(rules, scheme, members, day, last_year)
    sheets = []
    for member in members:
        sheet, left_out = _sheet(scheme, inputs, member, day)
        sheets.append(sheet)
        problems += left_out
    plans = {member.organisation.pk: member.plan for member in members if member.plan}
    versions: list[dict[str, object]] = [
        {"organisation": str(each.organisation.pk), "number": each.number, "digest": each.digest}
        for each in members
        if each.plan
    ]
    return Gathered(sheets, plans, versions, [*problems, *inputs.outside.problems, *gone], inputs.outside.unchecked)


def _inputs(rules: SchemeRules, scheme: Scheme, members: Sequence[Member], today: date, last_year: Values) -> _Inputs:
    organisations = [member.organisation.pk for member in members]
    plans = [member.plan.pk for member in members if member.plan]
    return _Inputs(
        known_of(scheme, plans),
        outside_of(rules, scheme, organisations),
        extras.claims_of(organisations, rules.year),
        extras.faults_of(organisations, rules.year, today),
        _ratings(scheme, plans),
        last_year,
    )


def _ratings(scheme: Scheme, plans: Sequence[int]) -> dict[int, Given]:
    """The mean of the peers' marks by plan, without the highest and the lowest where there are more than five."""
    if not any(each.source is Source.RATED for each in scheme.components):
        return {}
    found = {}
    for plan, marks in outcomes.ratings(plans).items():
        mean = trimmed_mean(marks)
        if mean is not None:
            found[plan] = Given(plain(round_half_up(mean, RATING_PLACES)), f"同组互评，{len(marks)}家评分")
    return found


def _sheet(scheme: Scheme, inputs: _Inputs, member: Member, today: date) -> tuple[Sheet, list[str]]:
    pk, plan = member.organisation.pk, member.plan
    entries, keys, left_out = entries_of(scheme, inputs.known, plan.pk, today) if plan else ((), {}, [])
    names = {str(item): key for item, key in keys.items()}
    claims = (replace(claim, item=names.get(claim.item, "")) for claim in inputs.claims.get(pk, ()))
    sheet = Sheet(
        organisation=str(pk),
        name=member.organisation.name,
        group=member.group,
        apart=pk in inputs.outside.apart,
        entries=_with_last_year(scheme, entries, inputs.last_year.get(str(pk), {})),
        given=_given(scheme, inputs, member),
        claims=tuple(_plain_claim(claim) for claim in claims),
        faults=tuple(_plain_fault(fault) for fault in inputs.faults.get(pk, ())),
        events=tuple(inputs.outside.events.get(pk, ())),
    )
    return sheet, [f"{sheet.name}：{sentence}" for sentence in left_out]


def _with_last_year(scheme: Scheme, entries: Sequence[Entry], before: Mapping[str, Decimal]) -> tuple[Entry, ...]:
    """Last year's value stands only where the rule asks for it."""
    return tuple(
        replace(entry, previous=before.get(entry.key)) if isinstance(scheme.rules.get(entry.rule), History) else entry
        for entry in entries
    )


def _given(scheme: Scheme, inputs: _Inputs, member: Member) -> dict[str, Given]:
    """What others gave, and for components that are rated the mean of the peers' marks."""
    given = dict(inputs.outside.given.get(member.organisation.pk, {}))
    rating = inputs.ratings.get(member.plan.pk) if member.plan else None
    if rating is not None:
        given |= {each.key: rating for each in scheme.components if each.source is Source.RATED}
    return given


def _plain_claim(claim: Claim) -> Claim:
    return claim if claim.points is None else replace(claim, points=plain(claim.points))


def _plain_fault(fault: Fault) -> Fault:
    return fault if fault.points is None else replace(fault, points=plain(fault.points))
