"""Before and after of what is supposed of a result, by the engine that made it. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scoring.checking import sheet_problems
from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.results import Result as Scored
from jixiao.core.scoring.shape import Misfit
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.waterfall import places_shown
from jixiao.core.scoring.what_if import explained_if, reassigned
from jixiao.press.waterfall import signed
from jixiao.scores.models import SchemeRules
from jixiao.scores.reading.result_pictures import FEWEST
from jixiao.scores.reading.results import Opened
from jixiao.scores.reading.supposing import Field, change_of
from jixiao.scores.rules_text import scheme_in


@dataclass(frozen=True, slots=True)
class Moved:
    """A step whose change is another afterwards."""

    no: str
    title: str
    before: str
    after: str
    difference: str
    tone: str


@dataclass(frozen=True, slots=True)
class Supposed:
    """`shows_rank`: not where the group is so small that trying values would tell the totals of single others."""

    before: Scored
    after: Scored
    gain: str
    tone: str
    moved: tuple[Moved, ...]
    shows_rank: bool


def versions_of(opened: Opened) -> list[SchemeRules]:
    """The versions of the rules of that year, which the organiser may try. One statement."""
    composition = opened.result.composition
    rows = SchemeRules.objects.filter(organisation=composition.organisation_id, year=composition.year)
    return list(rows.order_by("number"))


def supposed(opened: Opened, fields: list[Field], rules: SchemeRules | None, *, compares: bool) -> Supposed:
    """Raises Misfit where the other rules cannot be read or cannot judge the sheets."""
    change, scheme = change_of(opened.sheet.organisation, fields), opened.scheme
    other = scheme_in(rules.text) if rules else None
    sheets = [reassigned(scheme, other, sheet) for sheet in opened.bundle.sheets] if other else opened.bundle.sheets
    problems = [sentence for sheet in sheets for sentence in sheet_problems(other or scheme, sheet)]
    if problems:
        raise Misfit(problems if compares else ["这些数据不能按规则计分。"])
    after, tree = explained_if(scheme, sheets, change, other)
    before = opened.scored
    gain = (after.total or ZERO) - (before.total or ZERO)
    is_known = after.total is not None and before.total is not None
    return Supposed(
        before,
        after,
        signed(gain, places_shown([gain])) if is_known and gain else "",
        "good" if gain > 0 else "late" if gain < 0 else "",
        tuple(_moved(opened.total, tree)),
        compares or min(before.of, after.of) >= FEWEST,
    )


def _moved(before: Step, after: Step) -> Iterator[Moved]:
    old, new = _leaves(before), _leaves(after)
    keys = [key for key in {**old, **new} if _change(old, key) != _change(new, key)]
    places = places_shown([change for key in keys for change in (_change(old, key), _change(new, key))])
    for key in keys:
        step, was, is_now = new.get(key) or old[key], _change(old, key), _change(new, key)
        tone = "good" if is_now > was else "late"
        yield Moved(
            step.no, step.title, signed(was, places), signed(is_now, places), signed(is_now - was, places), tone
        )  # fmt: skip


def _leaves(tree: Step) -> dict[str, Step]:
    return {step.key: step for step in tree.leaves()}


def _change(steps: Mapping[str, Step], key: str) -> Decimal:
    return steps[key].change if key in steps else ZERO
