"""The results that somebody may see, and one of them with all that its page needs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jixiao.core.scoring.bundle import Bundle
from jixiao.core.scoring.entries import Effect, Event, Sheet, Subject
from jixiao.core.scoring.results import Result as Scored
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.steps import Step
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, Right, allows, holds
from jixiao.people.queries import organiser_of
from jixiao.scores.models import Composition, Result
from jixiao.scores.reading.bundles import opened, worked

FROZEN = Composition.State.FROZEN
_UP = "organisation__parent__parent"


@dataclass(frozen=True, slots=True)
class Opened:
    """A result with what it was made from, worked out anew from the bundle."""

    result: Result
    bundle: Bundle
    sheet: Sheet
    scored: Scored
    total: Step
    others: tuple[Scored, ...]  # all results of the composition, the own one among them
    is_recomputed: bool  # the bundle's own figures come out the same

    @property
    def scheme(self) -> Scheme:
        return self.bundle.scheme

    @property
    def group(self) -> list[Scored]:
        """Those of the own group who were ranked."""
        return [each for each in self.others if each.group == self.scored.group and each.rank is not None]

    @property
    def version(self) -> int | None:
        """The number of the plan's version that was scored."""
        found = (each for each in self.bundle.plans if str(each.get("organisation")) == self.sheet.organisation)
        number = next(found, {}).get("number")
        return int(number) if number else None

    @property
    def events(self) -> list[str]:
        """What changed the grade, in sentences."""
        return [_event(event) for event in self.sheet.events]


def _event(event: Event) -> str:
    what = {
        Effect.PROMOTE: f"评定为“{event.grade}”",
        Effect.CAP: f"等次不高于“{event.grade}”",
        Effect.LOWER: f"降{event.steps}等",
    }[event.effect]
    whose = {Subject.UNIT: "单位", Subject.BODY: "领导班子", Subject.BOTH: ""}[event.subject]
    source = f"（{event.source}）" if event.source else ""
    return f"{event.title}{source}：{whose}{what}"


def is_seen_by(account: Account, result: Result) -> bool:
    """Whether the account may see the result at all: a trial is the organiser's own affair until it is frozen."""
    composition = result.composition
    return composition.state == FROZEN or allows(account, Right.SCORE_COMPARE, composition)


def open_result(result: Result) -> Opened:
    """Raises Misfit where the bundle cannot be read, KeyError where the organisation is not in it."""
    composition, key = result.composition, str(result.organisation_id)
    bundle, work = opened(composition), worked(composition)
    sheet = next((each for each in bundle.sheets if each.organisation == key), None)
    if sheet is None:
        raise KeyError(key)
    is_same = work.is_untouched and not work.differences
    return Opened(
        result, bundle, sheet, work.results[key], work.steps[key], tuple(work.results.values()), is_same
    )  # fmt: skip


def own_results(account: Account) -> list[Result]:
    """The latest result of each year of the account's organisation and of its agency, newest year first.

    A frozen one goes before a trial, and a trial is there only for its organiser. One statement.
    """
    found: dict[tuple[int, int], Result] = {}
    for result in _rows(Q(organisation__in=_own(account))):
        key = (result.composition.year, result.organisation_id)
        kept = found.get(key)
        if is_seen_by(account, result) and (kept is None or _order(result) > _order(kept)):
            found[key] = result
    return sorted(found.values(), key=lambda each: (-each.composition.year, each.organisation_id))


def _order(result: Result) -> tuple[bool, int]:
    return result.composition.state == FROZEN, result.composition.number


def _own(account: Account) -> Collection[Organisation]:
    """Whose results are the account's own: an enterprise sees itself only, an office its agency too."""
    own = account.organisation
    if own is None or account.role in ABOVE:
        return []
    return [own] if account.role == Account.Role.ENTERPRISE else {own, own.agency}


def _rows(wanted: Q) -> QuerySet[Result]:
    joined = ("organisation", "composition__rules", f"composition__{_UP}")
    return (
        Result.objects.filter(wanted).select_related(*joined).defer("composition__bundle", "composition__rules__text")
    )


def compositions_of(account: Account, most: int = 6) -> list[Composition]:
    """The last compositions that the account's organisation made, for those who may compare. One statement."""
    organiser = organiser_of(account)
    if organiser is None or not holds(account, Right.SCORE_COMPARE):
        return []
    rows = Composition.objects.filter(organisation=organiser).select_related("rules", "frozen_by__person")
    return list(rows.defer("bundle", "rules__text")[:most])


def frozen_results(account: Account) -> list[Result]:
    """The last frozen results of all that an account above agencies may read, but may not compute. Two statements."""
    organiser = organiser_of(account)
    if account.role not in ABOVE or organiser is None or holds(account, Right.SCORE_COMPARE):
        return []
    last = Composition.objects.filter(organisation=organiser, state=FROZEN).values_list("pk", flat=True).first()
    return list(_rows(Q(composition=last))) if last else []
