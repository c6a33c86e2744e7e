"""A version of rules begun, adopted, set aside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.scoring.shape import Misfit
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Begun, Stale
from jixiao.scores.doors import score_door
from jixiao.scores.models import SchemeRules
from jixiao.scores.reading.schemes import Start, retitled, starts_for
from jixiao.scores.tabs import score_context
from jixiao.scores.views.schemes import organiser, scheme_page

BOTH = ["GET", "POST"]


@own_door(Right.SCHEME_EDIT)
@require_http_methods(BOTH)
def new(request: HttpRequest, own: Organisation) -> HttpResponse:
    """Begin a version: from a template, from another version, from a file."""
    whose = organiser(request)
    starts = starts_for(whose)
    asked = request.POST if request.method == "POST" else request.GET
    typed = {"year": asked.get("year", str(timezone.localdate().year)), "start": asked.get("start", "")}
    context: dict[str, Any] = score_context(account_of(request), "schemes") | {
        "whose": whose, "starts": starts, "typed": typed,
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "scores/scheme_new.html", context)
    try:
        begun = _begun(request, typed, starts, whose)
        rules = actions.begin(account_of(request), whose.pk, begun, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        return render(request, "scores/scheme_new.html", context | {"refusal": str(refused)}, status=422)
    except Misfit as misfit:
        return render(request, "scores/scheme_new.html", context | {"problems": misfit.problems}, status=422)
    messages.success(request, f"已起草第 {rules.number} 版。请逐项核对，核定后启用。")
    return redirect("scheme", rules.pk)


def _begun(request: HttpRequest, typed: dict[str, str], starts: list[Start], whose: Organisation) -> Begun:
    year = typed["year"].strip()
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Refused("请填写四位数的年度，如 2026。")
    if typed["start"] == "file":
        return _from_file(int(year), request.FILES.get("file"))
    start = next((each for each in starts if each.value == typed["start"]), None)
    if start is None:
        raise Refused("请选择从什么起草。")
    if start.value.startswith("rules:"):
        return Begun(int(year), start.text, start.origin)
    return Begun(int(year), retitled(start.text, f"{whose.name}{year}年度绩效考评规则"), start.origin)


def _from_file(year: int, file: UploadedFile | None) -> Begun:
    if file is None:
        raise Refused("请选择规则文件（TOML）。")
    if (file.size or 0) > actions.TEXT_LIMIT * 4:
        raise Refused("规则文件太大，最多 20 万字。")
    try:
        return Begun(year, file.read().decode("utf-8-sig"), f"文件“{(file.name or '')[:100]}”")
    except UnicodeDecodeError:
        raise Refused("规则文件不是 UTF-8 编码的文本，无法读取。") from None


@score_door(Right.SCHEME_ADOPT, "rules")
@require_http_methods(BOTH)
def adopt(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    """Put the version in force, by the document that lays it down."""
    if request.method == "GET":
        return redirect("scheme", rules.pk)
    basis = request.POST.get("basis", "")
    try:
        seen, force = _number(request, "version"), _number(request, "force")
        actions.adopt(account_of(request), rules.pk, seen, force, basis, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Misfit as misfit:
        return scheme_page(request, rules, 422, problems=misfit.problems, basis=basis)
    except Refused as refused:
        rules.refresh_from_db(fields=["version", "state"])
        return scheme_page(
            request, rules, 409 if isinstance(refused, Stale) else 422, refusal=str(refused), basis=basis
        )
    messages.success(request, f"第 {rules.number} 版已启用。")
    return redirect("scheme", rules.pk)


@score_door(Right.SCHEME_EDIT, "rules")
@require_http_methods(BOTH)
def set_aside(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    if request.method == "GET":
        return redirect("scheme", rules.pk)
    try:
        actions.set_aside(account_of(request), rules.pk, _number(request, "version"), timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        rules.refresh_from_db(fields=["version", "state"])
        return scheme_page(request, rules, 409 if isinstance(refused, Stale) else 422, refusal=str(refused))
    messages.success(request, f"第 {rules.number} 版已作废。")
    return redirect("schemes")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
