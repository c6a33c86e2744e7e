"""The plan's own fields: title, year, document number, scale, unit, and the points that branches declare."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from jixiao.core import draft_reading
from jixiao.core.draft_reading import HEADING_FIELDS, heading_field
from jixiao.core.drafting import HEADING
from jixiao.core.fields import Field
from jixiao.people.policy import Refused
from jixiao.plans.drafting import page as draft_page
from jixiao.plans.drafting.doors import address
from jixiao.plans.drafting.record import record_of
from jixiao.plans.models import Draft
from jixiao.plans.views.draft_parts import head_context
from jixiao.plans.views.draft_row import save_form, say_saved, seen_json, three_way


@require_http_methods(["GET", "POST"])
def heading(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.method == "GET":
        return _form(request, draft)
    declared = draft_page.declared_fields(draft_reading.read(record_of(draft)).plan, draft.heading)
    fields = {**HEADING_FIELDS, **{name: heading_field(name) for name in declared}}
    try:
        edited = save_form(request, draft, HEADING, fields)
    except Refused as refused:
        return _form(request, draft, str(refused))
    if edited.conflicts:
        return three_way(request, edited)
    say_saved(request, edited, HEADING)
    return redirect(address(draft))


def _form(request: HttpRequest, draft: Draft, refusal: str = "") -> HttpResponse:
    record = record_of(draft)
    reading = draft_reading.read(record)
    flags = {flag.field: flag.sentence for flag in reading.flags if flag.uid == HEADING}
    declared = draft_page.declared_fields(reading.plan, record.heading)
    sums = draft_page.sums_by_title(reading.plan)
    typed = {**record.heading, **request.POST.dict()}
    fields = {**HEADING_FIELDS, **{name: heading_field(name) for name in declared}}
    context = {
        **head_context(request, draft),
        "refusal": refusal,
        "seen": request.POST.get("seen") or seen_json(record.heading, fields),
        "fields": [
            {"field": field, "typed": typed.get(name, ""), "error": flags.get(name, ""), "wide": _is_wide(name, field)}
            for name, field in HEADING_FIELDS.items()
        ],
        "declared": [
            {
                "name": name,
                "label": label,
                "typed": typed.get(name, ""),
                "error": flags.get(name, ""),
                "sum": sums.get(label, "0"),
            }
            for name, label in declared.items()
        ],
        "unit": reading.plan.meta.points_unit or "分",
    }
    return render(request, "plans/draft_heading.html", context, status=409 if refusal else 200)


def _is_wide(name: str, field: Field) -> bool:
    return field.long or name in ("title", "copied_to")
