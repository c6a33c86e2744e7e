"""What of a plan will be public: the clock, what is withheld and why, the review, and a preview of the public page."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from jixiao.core import freezing
from jixiao.core.fields import FIELDS
from jixiao.core.records import PlanRecord
from jixiao.core.stages import AMENDABLE, Stage
from jixiao.core.workdays import add_workdays, workdays_between
from jixiao.people.models import Account
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.actions.publication import OPEN, TERM, WHOLE_COLUMNS, formed_on
from jixiao.plans.doors import plan_door
from jixiao.plans.models import Plan, Publication, Withheld
from jixiao.plans.publication import content as publishing
from jixiao.plans.publication.content import Out
from jixiao.plans.publication.table import public_table
from jixiao.plans.tabs import plan_context
from jixiao.plans.versions.history import named

_PEOPLE = ("prepared_by__person", "reviewed_by__person", "published_by__person")


@plan_door(Right.PLAN_READ)
@require_safe
def publication(request: HttpRequest, plan: Plan) -> HttpResponse:
    return publication_page(request, plan)


def publication_page(
    request: HttpRequest, plan: Plan, *, status: int = 200, form: Form | None = None, **more: Any
) -> HttpResponse:
    """The page, with a form that was sent in vain when there is one."""
    account = account_of(request)
    context = plan_context(account, plan, "publication")
    every = list(plan.publications.select_related("version", *_PEOPLE).prefetch_related("withheld").order_by("-pk"))
    version = plan.versions.select_related("amendment").order_by("-number").first()
    current = next((each for each in every if each.state in OPEN), None)
    context |= {
        "latest": version,
        "current": current,
        "past": [each for each in every if each.state not in OPEN],
        "may_prepare": Right.PUBLICATION_PREPARE in context["rights"] and Stage(plan.stage) in AMENDABLE,
        "stale": bool(current and version and current.version_id != version.pk),
        "today": timezone.localdate(),
        "form": form,
        **(_clock(plan, every) if version else {}),
        **more,
    }
    if current is not None:
        context |= _current(current, account, context["rights"])
    return render(request, "plans/publication.html", context, status=status)


def _clock(plan: Plan, every: list[Publication]) -> dict[str, Any]:
    """The term of the version in force: until when it has to be public, and how many working days are left."""
    version = plan.versions.select_related("amendment").order_by("-number")[0]
    version.plan = plan
    formed, published = formed_on(version), Publication.State.PUBLISHED
    due = add_workdays(formed, TERM)
    done = next((each for each in every if each.version_id == version.pk and each.state == published), None)
    return {
        "formed": formed,
        "due": due.date,
        "certain": due.certain,
        "left": workdays_between(timezone.localdate(), due.date),
        "done": done,
        "late": done is not None and done.published_on is not None and done.published_on > due.date,
    }


def _current(current: Publication, account: Account, rights: frozenset[str]) -> dict[str, Any]:
    outs = publishing.outs_of(current)
    record = freezing.thaw(current.version.content)
    shown = publishing.redacted(record, outs)
    mine = current.prepared_by_id == account.pk
    return {
        "seen": publishing.content_digest(current, outs),
        "leaks": publishing.leaks(record, shown),
        "withheld": _withheld(record, current),
        "rows": [(row.uid, f"{row.no or ''} {row.text[:40]}".strip()) for row in record.rows],
        "fields": [(name, FIELDS[name].label, name in WHOLE_COLUMNS) for name in _withholdable(record)],
        "grounds": Withheld.Ground.choices,
        "preparer": named(current.prepared_by),
        "reviewer": named(current.reviewed_by),
        "may_review": Right.PUBLICATION_REVIEW in rights and not mine,
        "preview": table_of(shown, outs),
    }


def _withholdable(record: PlanRecord) -> list[str]:
    return [name for name in publishing.SHOWN if name in record.columns and name not in publishing.PERSONS]


def _withheld(record: PlanRecord, current: Publication) -> list[tuple[Withheld, str]]:
    """What was listed by hand, each with its name."""
    rows = {row.uid: row for row in record.rows}
    found = []
    for each in current.withheld.all():
        row = rows.get(each.uid)
        where = "各项" if row is None else f"{row.no or f'第 {row.position} 行'} {row.text[:24]}"
        found.append((each, f"{where}　{FIELDS[each.field].label if each.field else '整项'}"))
    return found


def table_of(shown: PlanRecord, outs: tuple[Out, ...]) -> str:
    """The public table as finished markup; the engine escapes every value."""
    table = public_table(shown, outs)
    return mark_safe(render_to_string("plans/public_table.jinja", {"table": table}, using="jinja2"))
