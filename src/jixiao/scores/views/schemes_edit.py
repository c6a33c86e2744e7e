"""Editing the rules of a draft by form, a page a part; and as text for those who prefer it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.scheme_words.labels import KIND_HELP
from jixiao.core.scheme_words.places_in_words import Problem, problem_of
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.rules import KINDS
from jixiao.core.scoring.shape import Misfit
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Stale, changed
from jixiao.scores.doors import score_door
from jixiao.scores.models import SchemeRules
from jixiao.scores.reading.schemes import reading_of, rule_lines
from jixiao.scores.rules_text import scheme_in, written
from jixiao.scores.scheme_example import example_of
from jixiao.scores.scheme_forms import Data, compact, filled, laid, renamed, row_up, with_row, without_row
from jixiao.scores.scheme_pages import Page
from jixiao.scores.scheme_rules import NAME, held, named_rule, new_key, without_rule
from jixiao.scores.scheme_spec import HELD, SECTIONS, Block, Rows, rule_blocks
from jixiao.scores.views.schemes import scheme_context

BOTH = ["GET", "POST"]
TOO_BIG = "提交的内容超过 1 MB，没有保存。"


class _Wrong(Exception):
    """What was typed makes no rules; `problems` say why."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__()
        self.problems = problems


@score_door(Right.SCHEME_EDIT, "rules")
@require_http_methods(BOTH)
def section(request: HttpRequest, rules: SchemeRules, section: str) -> HttpResponse:
    """One part of the rules. Rows come and go by buttons that save nothing; `save` saves the page."""
    if section not in SECTIONS:
        raise Http404
    title, blocks = SECTIONS[section]
    data = _editable(rules)
    shown: dict[str, Any] = {"current": section, "title": title, "here": request.path}
    if section == "rules":
        shown |= {"lines": rule_lines(scheme_of(data)), "kinds": _kinds()}
    if request.method == "GET":
        return _show(request, rules, blocks, filled(blocks, data), shown)
    typed = request.POST.dict()
    moved = _moved(blocks, typed)
    if moved is not None:
        return _show(request, rules, blocks, moved, shown)
    typed = compact(blocks, typed)
    try:
        made, problems = laid(blocks, typed, data)
        text = _text(renamed(blocks, typed, made), problems)
        return _saved(request, rules, text, redirect("scheme-edit", rules.pk, section))
    except _Wrong as wrong:
        return _show(request, rules, blocks, typed, shown, 422, problems=wrong.problems)
    except Stale as stale:
        return _stale(request, rules, blocks, typed, shown, text, stale)
    except Refused as refused:
        return _show(request, rules, blocks, typed, shown, 422, refusal=str(refused))


def _editable(rules: SchemeRules) -> Data:
    """The data of a version that a form can edit. Raises Http404 for one that is no draft or cannot be read."""
    data = reading_of(rules.text).data
    if not data or rules.state != SchemeRules.State.DRAFT:
        raise Http404
    return data


def _kinds() -> list[tuple[str, str, str]]:
    return [(kind, rule.NAME.zh, KIND_HELP[rule]) for kind, rule in KINDS.items()]


def _moved(blocks: Sequence[Block], typed: dict[str, str]) -> dict[str, str] | None:
    """The inputs after a button that only adds, removes or moves a row; None for any other button."""
    act, _, where = typed.get("do", "").partition(" ")
    path, _, number = where.partition(" ")
    rows = next((b for b in blocks if isinstance(b, Rows) and ".".join(b.path) == path), None)
    if rows is None:
        return None
    if act == "add":
        return with_row(rows, typed)
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        return None
    return {"remove": without_row, "up": row_up}[act](rows, int(number), typed) if act in {"remove", "up"} else None


def _text(data: Data, problems: list[str]) -> str:
    """The data as checked TOML. Raises _Wrong."""
    if problems:
        raise _Wrong([Problem((), each) for each in problems])
    try:
        return written(scheme_of(data))
    except Misfit as misfit:
        raise _Wrong([problem_of(sentence, data) for sentence in misfit.problems]) from misfit


def _saved(request: HttpRequest, rules: SchemeRules, text: str, then: HttpResponse) -> HttpResponse:
    try:
        actions.edit(account_of(request), rules.pk, _seen(request), text, timezone.now())
    except Forbidden:
        raise Http404 from None
    messages.success(request, "已保存。")
    return then


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _stale(
    request: HttpRequest, rules: SchemeRules, blocks: Sequence[Block], typed: dict[str, str],
    shown: dict[str, Any], text: str, stale: Stale,
) -> HttpResponse:  # fmt: skip
    """The page once more with what was typed, and what saving it now would change."""
    rules.refresh_from_db(fields=["version", "text", "title"])
    differing = changed(rules, scheme_in(text))
    return _show(request, rules, blocks, typed, shown, 409, refusal=str(stale), differing=differing)


def _show(
    request: HttpRequest, rules: SchemeRules, blocks: Sequence[Block], typed: dict[str, str], shown: dict[str, Any],
    status: int = 200, *, problems: Sequence[Problem] = (), **more: Any,
) -> HttpResponse:  # fmt: skip
    page = Page(blocks, typed, reading_of(rules.text).data, problems)
    sections = [(key, title) for key, (title, _) in SECTIONS.items()]
    context = (
        scheme_context(request, rules) | {"page": page, "sections": sections, "wrong": bool(problems)} | shown | more
    )
    return render(request, shown.get("template", "scores/scheme_edit.html"), context, status=status)


@score_door(Right.SCHEME_EDIT, "rules")
@require_http_methods(BOTH)
def rule(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    """One rule for indicators, by its key, or a new one of a kind; with an example that the engine works out."""
    data, asked = _editable(rules), request.POST if request.method == "POST" else request.GET
    key = asked.get("key", "")
    there = data["rules"].get(key)
    kind = there["kind"] if there else asked.get("kind", "")
    if not key and not kind:
        return redirect("scheme-edit", rules.pk, "rules")
    if kind not in KINDS or (key and not there):
        raise Http404
    record, blocks = KINDS[kind], rule_blocks(kind)
    shown: dict[str, Any] = {
        "template": "scores/scheme_rule.html",
        "current": "rules",
        "here": request.path,
        "key": key,
        "kind": kind,
        "kind_name": record.NAME.zh,
        "kind_help": KIND_HELP[record],
        "name": asked.get(NAME, "" if key.isascii() else key),
    }
    if request.method == "POST":
        return _rule_posted(request, rules, blocks, held(data, key), shown)
    typed = filled(blocks, held(data, key))
    return _show(request, rules, blocks, typed, shown | example_of(blocks, typed, kind, {}))


def _rule_posted(
    request: HttpRequest, rules: SchemeRules, blocks: Sequence[Block], data: Data, shown: dict[str, Any]
) -> HttpResponse:
    typed, key, kind = request.POST.dict(), shown["key"], shown["kind"]
    moved = _moved(blocks, typed)
    typed = moved if moved is not None else compact(blocks, typed)
    shown |= example_of(blocks, typed, kind, typed)
    if moved is not None or typed.get("do") == "try":
        return _show(request, rules, blocks, typed, shown)
    name = key
    try:
        if typed.get("do") == "remove":
            text = _text(without_rule(_editable(rules), key), [])
        else:
            name = new_key(data, key, kind, shown["name"])
            made, problems = laid(blocks, typed, data)
            text = _text(named_rule(made, key, name, kind), problems)
        return _saved(request, rules, text, redirect("scheme-edit", rules.pk, "rules"))
    except _Wrong as wrong:
        here = [_held_problem(each, name) for each in wrong.problems]
        return _show(request, rules, blocks, typed, shown, 422, problems=here)
    except Stale as stale:
        return _stale(request, rules, blocks, typed, shown, text, stale)
    except Refused as refused:
        return _show(request, rules, blocks, typed, shown, 422, refusal=str(refused))


def _held_problem(problem: Problem, name: str) -> Problem:
    """The problem at the input of this page where it is about the rule that the page edits."""
    if problem.path[:2] != ("rules", name):
        return problem
    return Problem(("rules", HELD, *problem.path[2:]), problem.text)


@score_door(Right.SCHEME_READ, "rules")
@require_http_methods(BOTH)
def text(request: HttpRequest, rules: SchemeRules) -> HttpResponse:
    """The rules as TOML, to be copied; a draft's may be pasted back."""
    context = scheme_context(request, rules)
    if request.method == "GET":
        return render(request, "scores/scheme_text.html", context | {"text": rules.text})
    if not context["may_edit"]:
        raise Http404
    try:
        typed = request.POST.get("text", "").replace("\r\n", "\n")
    except RequestDataTooBig:
        return render(
            request, "scores/scheme_text.html", context | {"text": rules.text, "refusal": TOO_BIG}, status=422
        )
    more: dict[str, Any] = {"text": typed}
    try:
        return _saved(request, rules, typed, redirect("scheme", rules.pk))
    except Misfit as misfit:
        more |= {"problems": misfit.problems}
    except Stale as stale:
        rules.refresh_from_db(fields=["version", "text", "title"])
        more |= {"refusal": str(stale), "differing": changed(rules, scheme_in(typed)) if _is_whole(typed) else []}
        return render(request, "scores/scheme_text.html", context | more, status=409)
    except Refused as refused:
        more |= {"refusal": str(refused)}
    return render(request, "scores/scheme_text.html", context | more, status=422)


def _is_whole(text: str) -> bool:
    return reading_of(text).scheme is not None
