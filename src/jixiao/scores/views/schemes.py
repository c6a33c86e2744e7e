"""The rules of schemes, to be read: all versions, one in sentences and as text, what changed between two."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jixiao.core.scheme_words.places_in_words import changes
from jixiao.journal.models import Entry
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Right, rights_of
from jixiao.people.queries import account_of, organiser_of
from jixiao.scores.actions.schemes import in_force
from jixiao.scores.acts import act_text
from jixiao.scores.doors import score_door
from jixiao.scores.models import SchemeRules
from jixiao.scores.reading.schemes import LIGHTS, reading_of, rule_lines, versions_of
from jixiao.scores.tabs import score_context


def organiser(request: HttpRequest) -> Organisation:
    """For whom the account keeps rules. Raises Http404 for an account without an organisation."""
    found = organiser_of(account_of(request))
    if found is None:
        raise Http404
    return found


@own_door(Right.SCHEME_READ)
@require_safe
def schemes(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Versions by year, the one in force first in its year."""
    account, whose = account_of(request), organiser(request)
    years: dict[int, list[tuple[SchemeRules, Any]]] = {}
    for each in versions_of(whose):
        years.setdefault(each.year, []).append((each, LIGHTS[SchemeRules.State(each.state)]))
    context = score_context(account, "schemes") | {
        "whose": whose,
        "years": years,
        "may_edit": Right.SCHEME_EDIT in rights_of(account, whose),
    }
    return render(request, "scores/schemes.html", context)


def scheme_context(request: HttpRequest, rules: SchemeRules) -> dict[str, Any]:
    """What stands at the head of every page of a version."""
    account = account_of(request)
    rights = rights_of(account, rules)
    is_draft = rules.state == SchemeRules.State.DRAFT
    return score_context(account, "schemes") | {
        "rules": rules,
        "light": LIGHTS[SchemeRules.State(rules.state)],
        "may_edit": is_draft and Right.SCHEME_EDIT in rights,
        "may_adopt": is_draft and Right.SCHEME_ADOPT in rights,
        "may_begin": Right.SCHEME_EDIT in rights,
    }


@score_door(Right.SCHEME_READ, "rules")
@require_safe
def scheme(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    return scheme_page(request, rules)


def scheme_page(request: HttpRequest, rules: SchemeRules, status: int = 200, **more: Any) -> HttpResponse:
    """The rules as an official reads them, with what became of them."""
    reading = reading_of(rules.text)
    force = in_force(rules.organisation, rules.year)
    others = SchemeRules.objects.filter(organisation=rules.organisation).exclude(pk=rules.pk)
    entries = Entry.objects.about("scheme", rules.pk)
    context = scheme_context(request, rules) | {
        "reading": reading,
        "chapters": reading.chapters,
        "lines": rule_lines(reading.scheme) if reading.scheme else [],
        "force": force,
        "others": list(others[:12]),
        "entries": [(entry, act_text(entry.action, json.loads(entry.facts))) for entry in entries],
        **more,
    }
    return render(request, "scores/scheme.html", context, status=status)


@score_door(Right.SCHEME_READ, "rules")
@require_safe
def file(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    """The rules as a TOML file."""
    answer = HttpResponse(rules.text, content_type="application/toml; charset=utf-8")
    name = quote(f"{rules.year}年度考评规则第{rules.number}版.toml", safe="")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer


@score_door(Right.SCHEME_READ, "rules")
@require_safe
def compare(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    """What this version changes against another one of the same organisation."""
    others = list(SchemeRules.objects.filter(organisation=rules.organisation).exclude(pk=rules.pk))
    wanted = request.GET.get("with", "")
    other = next((each for each in others if str(each.pk) == wanted), None)
    if other is None:
        before = [each for each in others if (each.year, each.number) < (rules.year, rules.number)]
        other = before[0] if before else (others[0] if others else None)
    context = scheme_context(request, rules) | {"others": others, "other": other, "readable": False}
    if other is not None:
        old, new = reading_of(other.text), reading_of(rules.text)
        if old.scheme and new.scheme:
            context |= {"changes": changes(old.scheme, new.scheme), "readable": True}
    return render(request, "scores/scheme_compare.html", context)
