"""Computing all results of a scheme, and freezing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger.windows import beijing_day
from jixiao.core.scoring.bundle import inputs_digest, pack
from jixiao.core.scoring.checking import sheet_problems
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.openings import Inputs, named, obstacle, open_sheets
from jixiao.core.scoring.results import Part
from jixiao.core.scoring.results import Result as Scored
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.scores.gathering import Gathered, sheets_of
from jixiao.scores.models import Composition, Result, SchemeRules
from jixiao.scores.reading.bundles import opened
from jixiao.scores.rules_text import scheme_in

_UP = "organisation__parent__parent"
MOST = 5  # problems named in a refusal


@dataclass(frozen=True, slots=True)
class Computed:
    """A computation. `is_new`: it was made now; where nothing has changed since the last one, that one stands.

    `problems` are sentences about what was left out of it.
    """

    composition: Composition
    is_new: bool
    problems: Sequence[str]


@transaction.atomic
def compute(by: By, rules_id: int, now: datetime) -> Computed:
    """Compute all results by these rules as a numbered trial. Raises Refused with what stands in the way."""
    rules = _rules(by, rules_id)
    scheme, gathered = _gathered(rules, now)
    inputs = inputs_digest(scheme, gathered.sheets)
    last = Composition.objects.filter(organisation=rules.organisation_id, year=rules.year).order_by("number").last()
    if last is not None and _is_same(last, rules, gathered, inputs):
        return Computed(last, is_new=False, problems=gathered.problems)
    results = score_all(scheme, gathered.sheets)
    day = beijing_day(now).isoformat()
    text = pack(rules.title, rules.year, day, gathered.versions, scheme, gathered.sheets, results)
    made = Composition.objects.create(
        rules=rules,
        organisation=rules.organisation,
        year=rules.year,
        number=last.number + 1 if last else 1,
        bundle=text,
        digest=inputs,
        bundle_digest=digest(text),
        made_by=account_behind(by),
        made_at=now,
    )
    Result.objects.bulk_create(_rows(made, gathered, results), 500)
    waiting = sum(result.total is None for result in results)
    _note(by, made, "composition.compute", {"organisations": len(results), "open": waiting}, now)
    return Computed(made, is_new=True, problems=gathered.problems)


def compose(by: By, rules_id: int, now: datetime) -> Composition:
    """As `compute`: the composition alone. Raises Refused."""
    return compute(by, rules_id, now).composition


@transaction.atomic
def freeze(by: By, composition_id: int, seen_digest: str, now: datetime) -> Composition:
    """Freeze the composition whose digest the person saw; frozen again it stays as it was. Raises Refused."""
    composition = _locked(composition_id)
    require(by, Right.SCORE_COMPOSE, composition)
    if composition.state == Composition.State.FROZEN:
        return composition
    refusal = _obstacle(composition, seen_digest, now)
    if refusal:
        raise Refused(refusal)
    composition.state = Composition.State.FROZEN
    composition.frozen_by, composition.frozen_at = account_behind(by), now
    composition.save(update_fields=["state", "frozen_by", "frozen_at"])
    _note(by, composition, "composition.freeze", {"digest": composition.digest}, now)
    return composition


def _rules(by: By, rules_id: int) -> SchemeRules:
    """The rules to compute by. Their organisation is locked, so that numbers follow one another. Raises Refused."""
    rules = SchemeRules.objects.select_related(_UP).filter(pk=rules_id).first()
    if rules is None:
        raise Refused("没有这版规则。")
    require(by, Right.SCORE_COMPOSE, rules)
    if rules.state == SchemeRules.State.RETIRED:
        raise Refused("这版规则已经停用，请按启用的规则计算。")
    _lock(rules.organisation_id)
    return rules


def _lock(organisation_id: int) -> None:
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)


def _locked(composition_id: int) -> Composition:
    """The composition and its rules, locked until the transaction ends. Raises Refused."""
    rows = Composition.objects.select_for_update(of=("self", "rules"), no_key=True).select_related(_UP, "rules")
    found = rows.defer("bundle").filter(pk=composition_id).first()
    if found is None:
        raise Refused("没有这次计算。")
    return found


def _obstacle(composition: Composition, seen: str, now: datetime) -> str:
    try:
        bundle = opened(composition)
    except Misfit as misfit:
        return "".join(misfit.problems)
    scheme, gathered = _gathered(composition.rules, now)
    if gathered.unchecked:
        return f"{named(gathered.unchecked)}的得分还没有复核，不能冻结。请由另一人复核后重新计算，再冻结。"
    totals = {key: figures.get("total") for key, figures in bundle.results.items()}
    gaps = {key: figures.get("gaps", ()) for key, figures in bundle.results.items()}
    return obstacle(
        Inputs(bundle.scheme, bundle.sheets, composition.digest),
        Inputs(scheme, gathered.sheets, inputs_digest(scheme, gathered.sheets)),
        seen,
        open_sheets(bundle.scheme, bundle.sheets, totals, gaps),
        is_adopted=composition.rules.state == SchemeRules.State.ADOPTED,
    )


def _gathered(rules: SchemeRules, now: datetime) -> tuple[Scheme, Gathered]:
    """The scheme and all that it scores. Raises Refused for what it cannot judge."""
    try:
        scheme = scheme_in(rules.text)
    except Misfit as misfit:
        raise Refused(f"规则有误，不能计算：{''.join(misfit.problems[:MOST])}请先改正规则。") from misfit
    gathered = sheets_of(rules, beijing_day(now))
    if not gathered.sheets:
        raise Refused(f"没有可以计分的单位。{''.join(gathered.problems[:MOST])}{_where_from(rules)}")
    problems = [problem for sheet in gathered.sheets for problem in sheet_problems(scheme, sheet)]
    if problems:
        many = f"共{len(problems)}处。" if len(problems) > MOST else ""
        raise Refused(f"有的数据与规则不符，不能计算：{''.join(problems[:MOST])}{many}请改正数据或规则。")
    return scheme, gathered


def _where_from(rules: SchemeRules) -> str:
    if rules.scope == SchemeRules.Scope.INSIDE:
        return "请先批准本单位的方案，并把指标分解下达到科室和企业。"
    return f"请先在“分组”里编好{rules.year}年的互审分组：参加考评的是分在各组里的单位。"


def _is_same(last: Composition, rules: SchemeRules, gathered: Gathered, inputs: str) -> bool:
    """Whether the last composition was made from the same."""
    if last.rules_id != rules.pk or last.digest != inputs:
        return False
    try:
        versions = opened(last).plans
    except Misfit:
        return False
    return sorted(map(canonical, versions)) == sorted(map(canonical, gathered.versions))


def _rows(made: Composition, gathered: Gathered, results: Sequence[Scored]) -> list[Result]:
    sheets = {sheet.organisation: sheet for sheet in gathered.sheets}
    return [_row(made, sheets[result.organisation], result, gathered) for result in results]


def _row(made: Composition, sheet: Sheet, result: Scored, gathered: Gathered) -> Result:
    number = int(result.organisation)
    return Result(
        composition=made,
        organisation_id=number,
        plan=gathered.plans.get(number),
        group=result.group,
        apart=sheet.apart,
        total=result.total,
        rank=result.rank,
        of=result.of,
        grade=result.grade,
        body_grade=result.body_grade,
        components={key: _points(part) for key, part in result.parts.items()},
        bonus=result.bonus,
        deducted=result.deducted,
        gaps=len(result.gaps),
    )


def _points(part: Part) -> str | None:
    """None for a part that is missing or left out: nought is something else."""
    return None if part.got is None or part.is_left_out else str(part.points)


def _note(by: By, made: Composition, action: str, facts: Mapping[str, Any], now: datetime) -> None:
    subject = Subject("composition", made.pk, "", made.bundle_digest)
    record(by.actor, action, subject, {"year": made.year, "number": made.number, **facts}, now)
