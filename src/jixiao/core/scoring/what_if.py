"""What if: an input or a rule changed on a copy, scored by the same engine. Nothing is kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.scoring.composing import Result, score_all
from jixiao.core.scoring.entries import Given, Sheet
from jixiao.core.scoring.scheme import Scheme


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
        replace(entry, values=(change.values[entry.key],), decisions=()) if entry.key in change.values else entry
        for entry in sheet.entries
    )
    given = {key: score for key, score in sheet.given.items() if key not in change.given}
    given |= {key: Given(score, "假设") for key, score in change.given.items() if score is not None}
    return replace(sheet, entries=entries, given=given)


def what_if(scheme: Scheme, sheets: Sequence[Sheet], change: Change, rules: Scheme | None = None) -> Compared:
    """Total, rank and grade of the organisation as it is and as supposed, under `rules` where other rules are supposed.

    Raises KeyError for an organisation without a sheet.
    """
    copies = [changed(sheet, change) if sheet.organisation == change.organisation else sheet for sheet in sheets]
    before = {result.organisation: result for result in score_all(scheme, sheets)}
    after = {result.organisation: result for result in score_all(rules or scheme, copies)}
    return Compared(before[change.organisation], after[change.organisation])
