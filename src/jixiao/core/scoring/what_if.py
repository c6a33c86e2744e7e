"""What if: an input or a rule changed on a copy, scored by the same engine. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.scoring.composing import score_all, work_all
from jixiao.core.scoring.entries import Entry, Given, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.scheme import Aim, Scheme
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.table import Field


@dataclass(frozen=True, slots=True)
class Change:
    """What is supposed: values of indicators and scores of components of one organisation; None takes one away."""

    organisation: str
    values: Mapping[str, Decimal | None]  # by entry key: the year's value
    given: Mapping[str, Decimal | None]  # by component key


@dataclass(frozen=True, slots=True)
class Compared:
    """The organisation before and after."""

    before: Result
    after: Result

    @property
    def gain(self) -> Decimal | None:
        if self.before.total is None or self.after.total is None:
            return None
        return self.after.total - self.before.total


def changed(sheet: Sheet, change: Change) -> Sheet:
    """The sheet with the supposed values. What a person decided on a changed indicator no longer stands."""
    entries = tuple(
        _supposed(entry, change.values[entry.key]) if entry.key in change.values else entry for entry in sheet.entries
    )
    given = {key: score for key, score in sheet.given.items() if key not in change.given}
    given |= {key: Given(score, "假设") for key, score in change.given.items() if score is not None}
    return replace(sheet, entries=entries, given=given)


def reassigned(scheme: Scheme, rules: Scheme, sheet: Sheet) -> Sheet:
    """The sheet as other rules see it: each indicator gets the rule that they assign to its kind of aim.

    What only the old rules know (a component's given score) is left out.
    """
    entries = tuple(
        replace(
            entry, rule=rules.rule_for(entry.no, entry.path[0] if entry.path else "", _aim(scheme, entry))
        )
        for entry in sheet.entries
    )  # fmt: skip
    parts = {each.key for each in rules.components}
    return replace(sheet, entries=entries, given={key: each for key, each in sheet.given.items() if key in parts})


def _aim(scheme: Scheme, entry: Entry) -> Aim:
    """What the entry measured itself by when its rule was assigned."""
    usual = Aim.NONE if entry.target is None else Aim.TARGET
    category = entry.path[0] if entry.path else ""
    order = (usual, Aim.CEILING, Aim.TARGET, Aim.NONE)
    return next((aim for aim in order if scheme.rule_for(entry.no, category, aim) == entry.rule), usual)


def explained_if(
    scheme: Scheme, sheets: Sequence[Sheet], change: Change, rules: Scheme | None = None
) -> tuple[Result, Step]:
    """The organisation's result as supposed, with its steps. Raises KeyError for an organisation without a sheet."""
    under = rules or scheme
    copies = [changed(sheet, change) if sheet.organisation == change.organisation else sheet for sheet in sheets]
    worked = {each.sheet.organisation: each for each in work_all(under, copies)}[change.organisation]
    return worked.result, explain(under, worked, Field(under, copies))


def _supposed(entry: Entry, value: Decimal | None) -> Entry:
    """For a rule that reads a panel's marks, the value is their mean."""
    marks = () if value is None else (value,)
    return replace(entry, values=(value,), marks=marks, decisions=())


def what_if(scheme: Scheme, sheets: Sequence[Sheet], change: Change, rules: Scheme | None = None) -> Compared:
    """Total, rank and grade of the organisation as it is and as supposed, under `rules` where other rules are supposed.

    Raises KeyError for an organisation without a sheet.
    """
    copies = [changed(sheet, change) if sheet.organisation == change.organisation else sheet for sheet in sheets]
    before = {result.organisation: result for result in score_all(scheme, sheets)}
    after = {result.organisation: result for result in score_all(rules or scheme, copies)}
    return Compared(before[change.organisation], after[change.organisation])
