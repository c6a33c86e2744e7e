"""What a plan hands down: the matrix of offices and rows with their credit, and the plans that carry it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.cascading import Comparison
from jixiao.core.credit import Credit
from jixiao.core.numbers import format_points
from jixiao.people.policy import Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.actions import cascade as actions
from jixiao.plans.actions import credit as credit_actions
from jixiao.plans.cascading import reading as queries
from jixiao.plans.cascading.matrix import matrix, office_rows
from jixiao.plans.cascading.reading import Child
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Item, Plan
from jixiao.plans.tabs import plan_context


@plan_door(Right.CASCADE_READ)
@require_safe
def cascade(request: HttpRequest, plan: Plan) -> HttpResponse:
    return _page(request, plan)


def _page(request: HttpRequest, plan: Plan, refusal: str = "") -> HttpResponse:
    found, children = queries.carrying(plan), queries.children(plan)
    account = account_of(request)
    context = {
        **plan_context(account, plan, "cascade"),
        **_children(children),
        **_above(request, plan),
        "matrix": matrix(found),
        "offices": office_rows(found, children),
        "unknown": found.unknown,
        "open": len(found.credited.open),
        "credits": Plan.Credit.choices,
        "refusal": refusal,
        "not_frozen": "" if plan.is_frozen else queries.NOT_FROZEN,
        "may_edit": allows(account, Right.CASCADE_EDIT, plan),
        "may_draft": allows(account, Right.PLAN_DRAFT, plan),
    }
    return render(request, "plans/cascade.html", context, status=409 if refusal else 200)


def _children(children: list[Child]) -> dict[str, Any]:
    """The child plans by kind, with how many contracts are signed and filed."""
    offices = [child for child in children if child.kind == "office"]
    contracts = [child for child in children if child.contract is not None]
    return {
        "office_count": len(offices),
        "enterprises": [child for child in children if child.kind == "enterprise"],
        "persons": [child for child in children if child.kind == "person"],
        "contracts": len(contracts),
        "signed": sum(child.is_signed for child in contracts),
        "filed": sum(child.filed == "已备案" for child in contracts),
    }


def _above(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """Of a child plan: the plan that it comes from, its contract and its filings."""
    filings = list(plan.filings.select_related("to"))
    if plan.parent_id is None:
        return {"filings": filings}
    parent = Plan.objects.select_related("organisation__parent__parent").get(pk=plan.parent_id)
    may_read = allows(account_of(request), Right.PLAN_READ, parent)
    return {"parent": parent, "may_read_parent": may_read, "me": queries.child_of(plan), "filings": filings}


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def cascade_credit(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "POST":
        typed = request.POST.get("credit", "")
        if typed not in Plan.Credit.values:
            raise Http404
        credit_actions.set_credit(account_of(request), plan.pk, Credit(typed), timezone.now())
        messages.success(request, f"共同指标的计分：{Plan.Credit(typed).label}。")
    return redirect("cascade", plan.pk)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def cascade_weights(request: HttpRequest, plan: Plan, uid: str) -> HttpResponse:
    """The parts of one row's offices, as per cent."""
    found = queries.carrying(plan)
    try:
        first, offices = queries.unit_of(found, uid)
    except Refused as refused:
        raise Http404 from refused
    kept = found.weights.get(first, {})
    typed = {pk: format_points(kept[pk] * 100) if pk in kept else "" for pk in offices}
    refusal = ""
    if request.method == "POST":
        typed = {pk: request.POST.get(f"office{pk}", "")[:20] for pk in offices}
        try:
            credit_actions.set_weights(account_of(request), plan.pk, uid, typed, timezone.now())
        except Refused as refused:
            refusal = str(refused)
        else:
            messages.success(request, "分担比例已保存。")
            return redirect("cascade", plan.pk)
    context = {
        **plan_context(account_of(request), plan, "cascade"),
        "item": found.items[first],
        "points": format_points(found.items[first].points or Decimal(0)),
        "rows": [(found.offices[pk], text) for pk, text in typed.items()],
        "refusal": refusal,
    }
    return render(request, "plans/cascade_weights.html", context, status=422 if refusal else 200)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def cascade_even(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "POST":
        count = credit_actions.fill_weights(account_of(request), plan.pk, timezone.now())
        messages.success(request, f"{count} 项共同指标已按平均填入，可以逐项修改。")
    return redirect("cascade", plan.pk)


@plan_door(Right.CASCADE_EDIT)
@require_http_methods(["GET", "POST"])
def cascade_generate(request: HttpRequest, plan: Plan) -> HttpResponse:
    if request.method == "GET":
        return redirect("cascade", plan.pk)
    try:
        done = actions.generate_offices(account_of(request), plan.pk, timezone.now())
    except Refused as refused:
        return _page(request, plan, str(refused))
    counts = (
        (done.made, "新建 {} 份"),
        (done.renewed, "更新 {} 份没有改动过的"),
        (done.added, "向已改动的方案补充 {} 项指标"),
        (done.differing, "{} 份与本方案有差异，请核对"),
    )
    words = "，".join(word.format(count) for count, word in counts if count)
    messages.success(request, f"内部绩效方案：{words or '没有变化'}。")
    return redirect("cascade-compare" if done.differing else "cascade", plan.pk)


@dataclass(frozen=True, slots=True)
class Compared:
    """An office's plan beside what it would be handed now."""

    child: Plan
    comparison: Comparison
    differing: list[tuple[Item | None, str, str, str]]
    new: list[Item]
    gone: list[Item]


@plan_door(Right.CASCADE_READ)
@require_safe
def cascade_compare(request: HttpRequest, plan: Plan) -> HttpResponse:
    refusal, compared = "", []
    try:
        compared = _compared(plan)
    except Refused as refused:
        refusal = str(refused)
    context = {
        **plan_context(account_of(request), plan, "cascade"),
        "differing": [each for each in compared if not each.comparison.is_same],
        "same": [each.child for each in compared if each.comparison.is_same],
        "refusal": refusal,
    }
    return render(request, "plans/cascade_compare.html", context)


def _compared(plan: Plan) -> list[Compared]:
    wanted, items = actions.handed_to_offices(plan), queries.carrying(plan).items
    plans = actions.office_plans(plan)
    standing = actions.standing_of(plans.values())
    found = [(child, standing[child.pk].compared(wanted[pk][1] if pk in wanted else ())) for pk, child in plans.items()]
    uids = {uid for _, comparison in found for uid in comparison.gone}
    gone = {(item.plan_id, item.uid): item for item in Item.objects.filter(plan__in=plans.values(), uid__in=uids)}
    return [_beside(child, comparison, items, gone) for child, comparison in found]


def _beside(
    child: Plan,
    comparison: Comparison,
    items: Mapping[str, Item],
    gone: Mapping[tuple[int, str | None], Item],
) -> Compared:
    return Compared(
        child,
        comparison,
        [(items.get(each.source), each.label, each.handed, each.there) for each in comparison.differing],
        [items[each.source] for each in comparison.new if each.source in items],
        [gone[child.pk, uid] for uid in comparison.gone if (child.pk, uid) in gone],
    )
