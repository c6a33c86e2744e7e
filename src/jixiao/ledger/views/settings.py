"""The settings of a ledger: how often is reported, within which terms, and how values are reckoned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.ledger.measures import WORDS as RECKONINGS
from jixiao.core.ledger.measures import Reckoning
from jixiao.core.ledger.periods import WORDS as FREQUENCIES
from jixiao.core.ledger.periods import Frequency
from jixiao.core.ledger.windows import Terms
from jixiao.ledger.actions import opening
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.forms import ReckoningForm, RhythmForm, TermsForm
from jixiao.ledger.models import Ledger, Measure, Rhythm
from jixiao.ledger.reading.labels import target_text
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import By, Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item

Save = Callable[[By, int, dict[str, Any]], object]


@ledger_door(Right.LEDGER_KEEP)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    if request.method == "GET":
        return _page(request, ledger, TermsForm(initial=_initial(ledger)))
    shape, save = _ACTS.get(request.POST.get("what", ""), _ACTS["terms"])
    form = shape(request.POST)
    terms = form if isinstance(form, TermsForm) else TermsForm(initial=_initial(ledger))
    if not form.is_valid():
        said = "" if form is terms else "没有保存，请重新选择。"
        return _page(request, ledger, terms, status=422, refused=said)
    try:
        save(account_of(request), ledger.plan_id, form.cleaned_data)
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return _page(request, ledger, terms, status=409, refused=str(refused))
    messages.success(request, "设置已保存。")
    return redirect("ledger-settings", ledger.plan_id)


def _terms(by: By, plan: int, given: dict[str, Any]) -> object:
    terms = Terms(given["report_days"], given["grace_days"])
    return opening.set_terms(by, plan, Frequency(given["frequency"]), terms, given["escalate_days"], timezone.now())


def _rhythm(by: By, plan: int, given: dict[str, Any]) -> object:
    frequency = Frequency(given["frequency"]) if given["frequency"] else None
    return opening.set_rhythm(by, plan, given["item"], frequency, timezone.now())


def _reckoning(by: By, plan: int, given: dict[str, Any]) -> object:
    return opening.set_reckoning(by, plan, given["measure"], Reckoning(given["reckoning"]), timezone.now())


_ACTS: dict[str, tuple[type[forms.Form], Save]] = {
    "terms": (TermsForm, _terms),
    "rhythm": (RhythmForm, _rhythm),
    "reckoning": (ReckoningForm, _reckoning),
}


def _initial(ledger: Ledger) -> dict[str, object]:
    return {name: getattr(ledger, name) for name in TermsForm.base_fields}


def _page(request: HttpRequest, ledger: Ledger, form: TermsForm, status: int = 200, refused: str = "") -> HttpResponse:
    context = {
        **ledger_context(account_of(request), ledger, "ledger-settings"),
        "form": form,
        "days": [form[name] for name in ("report_days", "grace_days", "escalate_days")],
        "refused": refused,
        "rows": _rows(ledger),
        "frequencies": [(each.value, word) for each, word in FREQUENCIES.items()],
        "reckonings": [(each.value, word) for each, word in RECKONINGS.items()],
    }
    return render(request, "ledger/settings.html", context, status=status)


def _rows(ledger: Ledger) -> list[dict[str, object]]:
    """The indicators with their chosen frequency and their measures. Three statements."""
    items = list(Item.objects.indicators().filter(plan=ledger.plan_id).order_by("position"))
    chosen = dict(Rhythm.objects.filter(item__in=items).values_list("item_id", "frequency"))
    measures: dict[int, list[tuple[Measure, str]]] = {}
    for measure in Measure.objects.filter(item__in=items, retired=False).order_by("item_id", "position"):
        measures.setdefault(measure.item_id, []).append((measure, target_text(measure)))
    return [
        {"item": item, "frequency": chosen.get(item.pk, ""), "measures": measures.get(item.pk, [])} for item in items
    ]
