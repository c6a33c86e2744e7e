"""What anybody may read without log-in: published plans, their notices of responsibilities, how to check them.

These pages know no account and touch no session; they are rendered without the request, so that the same answer goes
to everybody and may be kept by caches.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from jixiao.core import freezing
from jixiao.core.records import PlanRecord
from jixiao.people.doors import open_door
from jixiao.plans.models import Plan, PlanVersion, Publication
from jixiao.plans.publication import content as publishing
from jixiao.plans.publication.content import Out
from jixiao.plans.publication.table import offices
from jixiao.plans.versions.changes import phrase_between
from jixiao.plans.views.publication import table_of

KEPT = 60  # seconds in caches: a publication that is taken down should be gone soon
PUBLISHED = Publication.State.PUBLISHED


@open_door
@require_safe
@cache_control(public=True, max_age=KEPT)
def public_list(request: HttpRequest) -> HttpResponse:
    every = Publication.objects.filter(state=PUBLISHED).select_related("plan__organisation", "version")
    newest = {each.plan_id: each for each in every.defer("version__content").order_by("pk")}
    shown = sorted(newest.values(), key=lambda each: (-(each.plan.year or 0), each.plan.organisation.name))
    titles = _titles(shown)
    return _page("plans/public_list.html", {"publications": [(each, titles[each.pk]) for each in shown]})


def _titles(publications: list[Publication]) -> dict[int, str]:
    """The title of each as it was published: the plan may have been given another since. At most two statements."""
    latest = Plan.objects.filter(pk__in=[each.plan_id for each in publications]).annotate(last=Max("versions__number"))
    numbers = dict(latest.values_list("pk", "last"))
    older = [each.version_id for each in publications if each.version.number != numbers[each.plan_id]]
    contents = dict(PlanVersion.objects.filter(pk__in=older).values_list("pk", "content")) if older else {}
    texts = {pk: freezing.thaw_draft(content).heading.get("title", "") for pk, content in contents.items()}
    return {each.pk: texts.get(each.version_id) or each.plan.title for each in publications}


@open_door
@require_safe
@cache_control(public=True, max_age=KEPT)
def public_plan(request: HttpRequest, publication_id: int) -> HttpResponse:
    publication, shown, outs = _published(publication_id)
    context = _head(publication, shown) | {
        "table": table_of(shown, outs),
        "notices": publishing.notices(shown, outs),
        "whole": not outs,
        "past": _past(publication),
    }
    return _page("plans/public_plan.html", context)


@open_door
@require_safe
@cache_control(public=True, max_age=KEPT)
def public_duties(request: HttpRequest, publication_id: int) -> HttpResponse:
    publication, shown, outs = _published(publication_id)
    hidden = any(out.uid == "" and out.field == "offices" for out in outs)
    context = _head(publication, shown) | {"offices": [] if hidden else offices(shown), "outs": outs}
    return _page("plans/public_duties.html", context)


@open_door
@require_safe
@cache_control(public=True, max_age=KEPT)
def public_json(request: HttpRequest, publication_id: int) -> HttpResponse:
    """The canonical text, only where nothing of it is withheld."""
    publication, _, outs = _published(publication_id)
    if outs:
        raise Http404
    answer = HttpResponse(publication.version.content.encode(), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="plan-{publication.pk}.json"'
    return answer


def _published(publication_id: int) -> tuple[Publication, PlanRecord, tuple[Out, ...]]:
    """A publication that is out, with the redacted plan: nothing else ever reaches a page."""
    wanted = Publication.objects.select_related("plan__organisation", "version")
    publication = get_object_or_404(wanted, pk=publication_id, state=PUBLISHED)
    outs = publishing.outs_of(publication)
    return publication, publishing.redacted(freezing.thaw(publication.version.content), outs), outs


def _head(publication: Publication, shown: PlanRecord) -> dict[str, Any]:
    return {
        "publication": publication,
        "meta": shown.meta,
        "organisation": publication.plan.organisation.name,
        "places": publication.places.splitlines(),
        "unit": shown.meta.points_unit or "分",
    }


def _past(publication: Publication) -> list[dict[str, Any]]:
    """The versions that were published, the newest first, each with what it changed against the one before it."""
    every = Publication.objects.filter(plan=publication.plan_id, state=PUBLISHED).order_by("pk")
    found: list[dict[str, Any]] = []
    before: PlanRecord | None = None
    for each in every.select_related("version"):
        record = freezing.thaw(each.version.content)
        said = phrase_between(before, record) if before is not None else f"首次公开，{len(record.rows)} 项指标"
        found.append({"publication": each, "phrase": said, "current": each.pk == publication.pk})
        before = record
    return found[::-1]


def _page(template: str, context: dict[str, Any]) -> HttpResponse:
    return HttpResponse(render_to_string(template, context))
