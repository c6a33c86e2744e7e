"""Accounts: made by one administrator, given their role by another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.people.actions import accounts as actions
from jixiao.people.doors import View, door, own_door
from jixiao.people.forms import AccountForm, RoleForm
from jixiao.people.models import Account, Organisation, Person
from jixiao.people.names import normal_name
from jixiao.people.policy import Refused, Right, holds, rights_of
from jixiao.people.queries import account_of, accounts_in, places
from jixiao.people.views.acting import DONE, attempt

BOTH = ["GET", "POST"]


def account_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right where the account `account_id` belongs: page(request, organisation, shown=…)."""

    def wrap(view: View) -> View:
        return door(right, _fetch)(view)

    return wrap


def _fetch(account_id: int, **remaining: Any) -> tuple[Organisation, dict[str, Any]]:
    found = Account.objects.select_related("organisation__parent__parent", "person")
    shown = get_object_or_404(found.filter(organisation__isnull=False), pk=account_id)
    organisation = shown.organisation
    assert organisation is not None
    return organisation, {**remaining, "shown": shown}


@own_door(Right.ACCOUNT_READ)
@require_safe
def account_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    context = {
        "agency": organisation.agency,
        "accounts": accounts_in(organisation.agency),
        "may_edit": holds(account_of(request), Right.ACCOUNT_EDIT),
        "section": "accounts",
    }
    return render(request, "people/account_list.html", context)


@own_door(Right.ACCOUNT_EDIT)
@never_cache
@require_http_methods(BOTH)
def account_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    open_places = [place for place in places(organisation.agency) if not place.organisation.retired]
    form = AccountForm(request.POST or None)
    form.set_choices([(str(p.organisation.pk), "　" * p.depth + p.organisation.name) for p in open_places])
    password, status = actions.start_password(), 200
    if request.method == "POST":
        by_id = {str(place.organisation.pk): place.organisation for place in open_places}
        status = attempt(form, lambda given: _create(request, by_id[given["organisation"]], given, password))
        if status == DONE:
            made = Account.objects.get(username=form.cleaned_data["username"])
            return _told(request, made, password, is_new=True)
    return render(request, "people/account_new.html", {"form": form, "section": "accounts"}, status=status)


def _create(request: HttpRequest, place: Organisation, given: dict[str, Any], password: str) -> Account:
    """The account's person is the one of that name in the agency, if there is one: so 我的指标 is found."""
    person = Person.objects.filter(agency=place.agency, normal=normal_name(given["name"])).first()
    new = actions.NewAccount(
        given["username"], Account.Role.NONE, place, password, person, given["name"], has_start_password=True
    )
    return actions.create_account(account_of(request), new, timezone.now())


def _told(request: HttpRequest, shown: Account, password: str, *, is_new: bool) -> HttpResponse:
    """The start password on a page that nobody can come back to."""
    context = {"shown": shown, "password": password, "is_new": is_new, "section": "accounts"}
    return render(request, "people/account_password.html", context)


@account_door(Right.ACCOUNT_READ)
@require_safe
def account(request: HttpRequest, organisation: Organisation, shown: Account) -> HttpResponse:
    return _page(request, organisation, shown)


@account_door(Right.ACCOUNT_EDIT)
@require_http_methods(BOTH)
def account_lock(request: HttpRequest, organisation: Organisation, shown: Account) -> HttpResponse:
    """Lock or unlock, by the button that was pressed."""
    if request.method == "GET":  # signed in again after the session ended under the button
        return redirect("account", shown.pk)
    act = actions.unlock_account if request.POST.get("want") == "unlock" else actions.lock_account
    try:
        changed = act(account_of(request), shown.pk, timezone.now())
    except Refused as refused:
        return _page(request, organisation, shown, refusal=str(refused), status=409)
    messages.success(request, f"账号 {changed.username} 已{'启用' if changed.is_active else '停用'}。")
    return redirect("account", shown.pk)


@account_door(Right.ACCOUNT_EDIT)
@never_cache
@require_http_methods(BOTH)
def account_reset(request: HttpRequest, organisation: Organisation, shown: Account) -> HttpResponse:
    if request.method == "GET":
        return redirect("account", shown.pk)
    try:
        password = actions.reset_password(account_of(request), shown.pk, timezone.now())
    except Refused as refused:
        return _page(request, organisation, shown, refusal=str(refused), status=409)
    return _told(request, shown, password, is_new=False)


@account_door(Right.ROLE_GRANT)
@require_http_methods(BOTH)
def account_role(request: HttpRequest, organisation: Organisation, shown: Account) -> HttpResponse:
    if request.method == "GET":
        return redirect("account", shown.pk)
    form, by = RoleForm(request.POST), account_of(request)
    status = attempt(form, lambda given: actions.grant_role(by, shown.pk, Account.Role(given["role"]), timezone.now()))
    if status != DONE:
        return _page(request, organisation, shown, form=form, status=status)
    messages.success(request, f"{shown.username} 的角色已更改，下一次打开页面时生效。")
    return redirect("account", shown.pk)


def _page(
    request: HttpRequest,
    organisation: Organisation,
    shown: Account,
    *,
    form: RoleForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    account = account_of(request)
    rights = rights_of(account, organisation)
    context = {
        "shown": shown,
        "form": form or RoleForm(initial={"role": shown.role}),
        "refusal": refusal,
        "is_own": account.pk == shown.pk,
        "may_edit": Right.ACCOUNT_EDIT in rights,
        "may_grant": Right.ROLE_GRANT in rights,
        "section": "accounts",
    }
    return render(request, "people/account.html", context, status=status)
