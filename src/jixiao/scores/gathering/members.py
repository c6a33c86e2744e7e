"""Who a scheme scores, in which group, by which version of which plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery

from jixiao.core.stages import FROZEN
from jixiao.people.models import Organisation, PeerGroup
from jixiao.plans.models import Plan, PlanVersion
from jixiao.scores.models import SchemeRules


@dataclass(frozen=True, slots=True)
class Member:
    """An organisation that is scored. `plan` is None while it has no frozen one."""

    organisation: Organisation
    group: str
    plan: Plan | None
    number: int = 0  # of the plan's latest version
    digest: str = ""


def members_of(rules: SchemeRules) -> tuple[list[Member], list[str]]:
    """The members in the order of their organisations' numbers, and what keeps one from being scored as it should.

    Two statements, three inside an agency.
    """
    if rules.scope == SchemeRules.Scope.INSIDE:
        return _inside(rules)
    groups, problems = _groups(rules)
    plans = _latest(_frozen(rules.year).filter(organisation__in=groups))
    members = [_member(each, group, plans.get(each.pk)) for each, group in groups.items()]
    problems += [
        f"{member.organisation.name}没有已批准的{rules.year}年度方案。" for member in members if not member.plan
    ]
    return members, problems


def _groups(rules: SchemeRules) -> tuple[dict[Organisation, str], list[str]]:
    """The agencies of the year's peer groups in the owner's city; of two groups the first by name counts."""
    rows = PeerGroup.members.through._default_manager.filter(
        peergroup__year=rules.year, organisation__parent=rules.organisation.top
    )
    found: dict[Organisation, str] = {}
    problems = []
    for row in rows.select_related("peergroup", "organisation").order_by("organisation_id", "peergroup__name"):
        if row.organisation in found:
            problems.append(f"{row.organisation.name}编在几个组里，按“{found[row.organisation]}”计算。")
        elif row.organisation.retired:
            problems.append(f"{row.organisation.name}已经撤销，未列入计算。")
        else:
            found[row.organisation] = row.peergroup.name
    return found, problems


def _inside(rules: SchemeRules) -> tuple[list[Member], list[str]]:
    """The organisations to which the owner's own plan was handed down, grouped by their kind."""
    own = _frozen(rules.year).filter(organisation=rules.organisation).last()
    if own is None:
        return [], [f"{rules.organisation.name}没有已批准的{rules.year}年度方案，还没有下达的方案可以计分。"]
    plans = _latest(_frozen(rules.year).filter(parent=own).exclude(organisation=rules.organisation))
    ordered = sorted(plans.values(), key=lambda plan: plan.organisation_id)
    members = [_member(plan.organisation, plan.organisation.get_kind_display(), plan) for plan in ordered]
    waiting = Plan.objects.filter(parent=own, person=None).exclude(stage__in=FROZEN).select_related("organisation")
    return members, [f"{plan.organisation.name}的方案还没有批准，未列入计算。" for plan in waiting]


def _frozen(year: int) -> QuerySet[Plan]:
    """Frozen plans of organisations, oldest first, with the number and the digest of their latest version."""
    versions = PlanVersion.objects.filter(plan=OuterRef("pk")).order_by("-number")
    plans = Plan.objects.filter(stage__in=FROZEN, year=year, person=None).annotate(
        latest_number=Subquery(versions.values("number")[:1]), latest_digest=Subquery(versions.values("digest")[:1])
    )
    return plans.exclude(latest_number=None).select_related("organisation").order_by("pk")


def _latest(plans: Iterable[Plan]) -> dict[int, Plan]:
    """The newest plan of each organisation."""
    return {plan.organisation_id: plan for plan in plans}


def _member(organisation: Organisation, group: str, plan: Plan | None) -> Member:
    if plan is None:
        return Member(organisation, group, None)
    return Member(organisation, group, plan, plan.latest_number, plan.latest_digest)  # type: ignore[attr-defined]
