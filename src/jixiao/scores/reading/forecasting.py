"""The score that the ledger promises today: known values, foretold ones, and what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.core.ledger.forecast import forecast
from jixiao.core.ledger.measures import Measured, Reckoning
from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.entries import Entry, Sheet
from jixiao.core.scoring.exact import ONE
from jixiao.core.scoring.foretelling import Foretold, foretold, with_estimates
from jixiao.core.scoring.library import TEMPLATES
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.steps import StepKind
from jixiao.core.stages import FROZEN
from jixiao.ledger.models import Measure
from jixiao.people.models import Organisation
from jixiao.plans.models import Plan
from jixiao.scores.gathering import Member, members_of, sheets_of
from jixiao.scores.models import SchemeRules
from jixiao.scores.reading.standing import rules_for
from jixiao.scores.rules_text import scheme_in, written

PLAIN = "plain-100"
TOP = 10  # open points that are named
_SUMS = (Reckoning.CUMULATIVE, Reckoning.INCREMENT)
Titled = tuple[str, str]  # number and title of an indicator


@dataclass(frozen=True, slots=True)
class Risk:
    """Points that may be lost, or are. `is_open`: nothing is known yet; `is_foretold`: by the year's end foretold."""

    no: str
    title: str
    points: str
    said: str
    is_open: bool
    is_foretold: bool


@dataclass(frozen=True, slots=True)
class ScoreForecast:
    """The bounds of the total and what lies between them. `basis` says by which rules, in a sentence."""

    plan: Plan
    basis: str
    low: str
    high: str
    base: str
    parts: tuple[tuple[str, str, str], ...]  # name, range, full marks
    risks: tuple[Risk, ...]  # lost, or foretold to be lost
    open: tuple[Risk, ...]
    more: int  # further open ones
    open_points: str
    problems: tuple[str, ...]


def score_forecast(own: Organisation, today: date) -> ScoreForecast | None:
    """None without an approved plan. Raises Misfit for rules that cannot be read. About twenty statements."""
    plan = Plan.objects.filter(organisation=own, stage__in=FROZEN, person=None).order_by("year", "pk").last()
    if plan is None or plan.year is None:
        return None
    rules, members, basis = _rules(own, plan)
    scheme = scheme_in(rules.text)
    gathered = sheets_of(rules, today, members)
    key = str(own.pk)
    sheets = {each.organisation: each for each in gathered.sheets}
    estimates = _estimates(sheets[key], _measures(plan))
    sheets[key] = with_estimates(sheets[key], estimates)
    found = foretold(scheme, list(sheets.values()), key)
    risks = _risks(scheme, found, estimates)
    return _shown(plan, basis, scheme, found, risks, tuple(_own_problems(gathered.problems, own)))


def _rules(own: Organisation, plan: Plan) -> tuple[SchemeRules, list[Member], str]:
    """The rules, whom they score here (the own group where values are compared), and a sentence on them."""
    year = plan.year or 0
    mine = Member(own, "", plan)
    rules = rules_for(own.agency, year) if own.kind == Organisation.Kind.AGENCY else None
    if rules is not None:
        members, _ = members_of(rules)
        group = next((each.group for each in members if each.organisation.pk == own.pk), None)
        if group is not None:
            peers = [each for each in members if each.group == group]
            return rules, peers, f"按{rules.organisation.name}启用的“{rules}”预计。"
    inside = SchemeRules.objects.filter(
        organisation=own.agency, year=year, scope=SchemeRules.Scope.INSIDE, state=SchemeRules.State.ADOPTED
    ).first()
    if inside is not None:
        return inside, [mine], f"考评组织方还没有启用规则，先按本单位内部的“{inside}”预计，只供参考。"
    text = written(scheme_of(TEMPLATES[PLAIN].data))
    plain = SchemeRules(organisation=own.agency, year=year, scope=SchemeRules.Scope.INSIDE, title="百分制", text=text)
    return plain, [mine], f"还没有启用的考评规则，先按通用的“{TEMPLATES[PLAIN].title}”预计，只供参考。"


def _own_problems(problems: Sequence[str], own: Organisation) -> list[str]:
    """Of the sentences about all, those about the own organisation: nobody else is named."""
    return [each.removeprefix(f"{own.name}：") for each in problems if each.startswith(f"{own.name}：")]


def _measures(plan: Plan) -> dict[Titled, list[Measure]]:
    """One statement."""
    found: dict[Titled, list[Measure]] = {}
    rows = Measure.objects.filter(item__plan=plan, retired=False).select_related("item")
    for measure in rows.order_by("item", "position"):
        found.setdefault((measure.item.no, measure.item.title), []).append(measure)
    return found


def _estimates(sheet: Sheet, measures: Mapping[Titled, Sequence[Measure]]) -> dict[str, Decimal]:
    """The year's end of each entry whose last period is not reported yet, where something is known of it."""
    found = {}
    for entry in sheet.entries:
        own = measures.get((entry.no, entry.title), ())
        value = _estimate(entry, own) if own and not entry.decisions else None
        if value is not None:
            found[entry.key] = value
    return found


def _estimate(entry: Entry, measures: Sequence[Measure]) -> Decimal | None:
    if not entry.values or entry.values[-1] is not None:
        return None
    last = max((at for at, value in enumerate(entry.values, 1) if value is not None), default=0)
    told = forecast(_measured(entry, measures), entry.values[:last], len(entry.values)) if last else None
    return round_half_up(told.estimate, 4) if told else None


def _measured(entry: Entry, measures: Sequence[Measure]) -> Measured:
    """Of several amounts, or a range, the entry holds completions, which grow where the amounts are summed."""
    if entry.target is not None and len(measures) == 1:
        return measures[0].measured
    sums = all(Reckoning(each.reckoning) in _SUMS for each in measures)
    return Measured(Reckoning.CUMULATIVE if sums else Reckoning.LEVEL, ">=", ONE)


def _shown(
    plan: Plan, basis: str, scheme: Scheme, found: Foretold, risks: Sequence[Risk], problems: tuple[str, ...]
) -> ScoreForecast:
    low, high = found.low.total, found.high.total
    undecided = [risk for risk in risks if risk.is_open]
    return ScoreForecast(
        plan,
        basis,
        "待定" if low is None else scored(low),
        "待定" if high is None else scored(high),
        scored(scheme.base),
        tuple(_part(each.key, each.name, found) for each in scheme.components),
        tuple(risk for risk in risks if not risk.is_open),
        tuple(undecided[:TOP]),
        max(len(undecided) - TOP, 0),
        "" if low is None or high is None else scored(high - low),
        problems,
    )


def _part(key: str, name: str, found: Foretold) -> tuple[str, str, str]:
    low, high = found.low.parts[key], found.high.parts[key]
    both = scored(low.points) if low.points == high.points else f"{scored(low.points)}至{scored(high.points)}"
    return name, both, scored(round_half_up(low.worth, 4))


def _risks(scheme: Scheme, found: Foretold, estimates: Collection[str]) -> list[Risk]:
    """Every step that loses where the open is lost, the largest first; among equals in the order of the plan."""
    names = {each.key: each.name for each in scheme.components}
    risks = []
    for step in sorted(found.steps.leaves(), key=lambda each: each.change):
        part, _, key = step.key.partition("/")
        if step.change >= 0 or step.kind in (StepKind.ROUNDING, StepKind.CAP):
            continue
        is_open = key in found.open or part in found.parts
        said = f"{step.said.zh}。"
        if is_open:
            said = "还没有得分。" if part in found.parts else "还没有可以计分的数据。"
        elif key in estimates:
            said = f"按目前进度，年底{step.said.zh.replace('，实际', '，预计')}。"
        title = names[part] if part in found.parts else step.title
        risks.append(Risk(step.no, title, scored(-step.change), said, is_open, key in estimates))
    return risks
