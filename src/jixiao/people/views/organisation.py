"""An organisation as its administrator changes it: name, places below it, posts, retirement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.people.actions import organisations, posts
from jixiao.people.doors import View, door
from jixiao.people.forms import ChildForm, NameForm, PostForm, RetireForm
from jixiao.people.models import Organisation
from jixiao.people.policy import Right
from jixiao.people.queries import account_of, posts_of
from jixiao.people.views.acting import DONE, attempt

BOTH = ["GET", "POST"]
Act = Callable[[dict[str, Any]], object]


def organisation_door(view: View) -> View:
    """Let in who administers the organisation `organisation_id` of the address: page(request, organisation, …)."""
    return door(Right.PEOPLE_EDIT, _fetch)(view)


def _fetch(organisation_id: int, **remaining: Any) -> tuple[Organisation, dict[str, Any]]:
    return get_object_or_404(Organisation.objects.select_related("parent__parent"), pk=organisation_id), remaining


@organisation_door
@require_safe
def organisation(request: HttpRequest, shown: Organisation) -> HttpResponse:
    return _page(request, shown)


@organisation_door
@require_http_methods(BOTH)
def rename(request: HttpRequest, shown: Organisation) -> HttpResponse:
    def act(given: dict[str, Any]) -> object:
        return organisations.rename_organisation(account_of(request), shown.pk, given["name"], timezone.now())

    return _done(request, shown, "rename", act, "名称已更改。")


@organisation_door
@require_http_methods(BOTH)
def add_child(request: HttpRequest, shown: Organisation) -> HttpResponse:
    def act(given: dict[str, Any]) -> object:
        kind = Organisation.Kind(given["kind"])
        return organisations.create_organisation(account_of(request), shown, kind, given["name"], timezone.now())

    return _done(request, shown, "child", act, "下级机构已设立。")


@organisation_door
@require_http_methods(BOTH)
def add_post(request: HttpRequest, shown: Organisation) -> HttpResponse:
    def act(given: dict[str, Any]) -> object:
        return posts.create_post(account_of(request), shown, given["title"], timezone.now())

    return _done(request, shown, "post", act, "职务已设立，请安排任职。")


@organisation_door
@require_http_methods(BOTH)
def retire(request: HttpRequest, shown: Organisation) -> HttpResponse:
    def act(given: dict[str, Any]) -> object:
        return organisations.retire_organisation(account_of(request), shown.pk, given["on"], timezone.now())

    return _done(request, shown, "retire", act, "机构已撤销，以前的方案照旧可以查阅。")


def _done(request: HttpRequest, shown: Organisation, name: str, act: Act, said: str) -> HttpResponse:
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("organisation", shown.pk)
    form = _forms(shown, {})[name].__class__(request.POST, auto_id=f"{name}_%s")
    status = attempt(form, act)
    if status != DONE:
        return _page(request, shown, {name: form}, status)
    messages.success(request, said)
    return redirect("organisation", shown.pk)


def _forms(shown: Organisation, given: dict[str, forms.Form]) -> dict[str, forms.Form]:
    today = timezone.localdate()
    fresh: dict[str, forms.Form] = {
        "child": ChildForm(auto_id="child_%s"),
        "post": PostForm(auto_id="post_%s"),
        "rename": NameForm(initial={"name": shown.name}, auto_id="rename_%s"),
        "retire": RetireForm(initial={"on": today}, auto_id="retire_%s"),
    }
    return fresh | given


def _page(
    request: HttpRequest, shown: Organisation, given: dict[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "organisation": shown,
        "posts": posts_of([shown]).get(shown.pk, []),
        "children": shown.children.order_by("pk"),
        "forms": _forms(shown, given or {}),
        "section": "people",
    }
    return render(request, "people/organisation.html", context, status=status)
