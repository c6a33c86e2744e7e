"""One indicator: what it says, who answers for it, where it stands in the document."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.journal.models import Entry
from jixiao.people.policy import Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.acts import act_text
from jixiao.plans.cascading.reading import carried_out_by
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Citation, ImportedDocument, Item, Plan, Responsibility, Target
from jixiao.plans.numbers import points_text
from jixiao.plans.status import status
from jixiao.plans.table import pieces
from jixiao.plans.words import COMPARATORS, FINDING_FIELDS, PERIODS, amount_text


@plan_door(Right.PLAN_READ)
@require_safe
def item(request: HttpRequest, plan: Plan, item_id: int) -> HttpResponse:
    items = Item.objects.indicators().filter(plan=plan)
    shown = get_object_or_404(items.select_related("parent__parent__parent"), pk=item_id)
    targets = list(shown.targets.all())
    duties = list(shown.responsibilities.select_related("organisation", "person"))
    findings = list(shown.findings.all())
    for finding in findings:
        finding.field = FINDING_FIELDS.get(finding.field, "")
    context = {
        "plan": plan,
        "item": shown,
        "chain": _chain(shown),
        "points": points_text(shown.points),
        "pieces": pieces(shown.title, [(target.start, target.end) for target in targets]),
        "status": status(shown.due, timezone.localdate()),
        "targets": [_target(target) for target in targets],
        "duties": _duties(duties),
        "citations": _citations(request, plan, shown),
        "carried_out_by": carried_out_by(shown) if plan.is_frozen else [],
        "findings": findings,
        "source": _source_line(plan, shown.line),
        "entries": _entries(plan, shown),
        "before": _neighbour(items.filter(position__lt=shown.position).order_by("-position")),
        "after": _neighbour(items.filter(position__gt=shown.position).order_by("position")),
        "section": "plans",
    }
    return render(request, "plans/item.html", context)


def _citations(request: HttpRequest, plan: Plan, shown: Item) -> list[Citation]:
    """The documents of the library that it rests on, for those who may open them."""
    if not allows(account_of(request), Right.BASIS_READ, plan):
        return []
    return list(shown.citations.select_related("basis", "basis_item"))


def _neighbour(items: QuerySet[Item]) -> Item | None:
    return items.only("pk", "no").first()


def _chain(shown: Item) -> list[Item]:
    chain = []
    node = shown.parent
    while node is not None:
        chain.append(node)
        node = node.parent
    return chain[::-1]


def _target(target: Target) -> dict[str, str]:
    return {
        "span": target.span,
        "subject": target.subject,
        "comparator": COMPARATORS.get(target.comparator, target.comparator),
        "amount": amount_text(target),
        "period": PERIODS.get(target.period, target.period),
    }


def _duties(duties: list[Responsibility]) -> list[tuple[str, str]]:
    """Roles in their order with the names that carry them."""
    named: dict[str, list[str]] = {}
    for duty in duties:
        named.setdefault(duty.role, []).append(str(duty.organisation or duty.person))
    return [(label, "、".join(named[role])) for role, label in Responsibility.Role.choices if role in named]


def _source_line(plan: Plan, line: int | None) -> str:
    """The line of the document as it was uploaded."""
    text = ImportedDocument.objects.values_list("text", flat=True).filter(plan=plan).first()
    found = (text or "").split("\n")
    return found[line - 1] if line and line <= len(found) else ""


@dataclass(frozen=True, slots=True)
class Act:
    """A journal entry as a sentence."""

    entry: Entry
    text: str


def _entries(plan: Plan, shown: Item) -> list[Act]:
    """What was done about this indicator: its cells' corrections, and the plan's own acts."""
    document = Entry.objects.about("document", plan.imported_id) if plan.imported_id else []
    # Of the edits only its own, found in the canonical text: a plan has thousands, each with all its changes.
    own = ~Q(action="plan.edit") | Q(facts__contains=f'"uid":"{shown.uid}"')
    of_plan = Entry.objects.about("plan", plan.pk).filter(own)
    acts = []
    for entry in sorted([*document, *of_plan], key=lambda entry: -entry.seq):
        facts = json.loads(entry.facts)
        if "rows" in facts and isinstance(facts["rows"], list) and shown.position not in facts["rows"]:
            continue
        if facts.get("row") and facts["row"] != shown.uid:  # a comment on another indicator
            continue
        text = act_text(entry.action, facts)
        if text != entry.action:  # an act of another room: its own pages tell it
            acts.append(Act(entry, text))
    return acts
