"""The door of a page: which right opens it, and on what. A page without a door is a mistake that a test finds.

A door fetches the object that the address names and hands it to the page only if the account holds the right on it.
To everybody else the page does not exist (404), so that an address tells a stranger nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from jixiao.people.models import Organisation
from jixiao.people.policy import Owned, Right, allows, may_hold
from jixiao.people.queries import account_of

View = Callable[..., HttpResponse]
ANYBODY = "anybody"  # in place of a right: pages without log-in
SIGNED_IN = "signed-in"  # in place of a right: what everybody may do with the own account


# Fetches the object of an address by its arguments and returns it with those that remain; raises Http404.
Fetch = Callable[..., tuple[Organisation | Owned, dict[str, Any]]]


def door(right: Right, fetch: Fetch) -> Callable[[View], View]:
    """Let in whoever holds the right on the object that `fetch` finds.

    `fetch` takes the address's arguments and returns the object and the arguments that remain for the page, which is
    called as page(request, object, **remaining).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, **arguments: Any) -> HttpResponse:
            account = account_of(request)
            if not may_hold(account, right):  # nothing need be fetched to refuse
                raise Http404
            obj, remaining = fetch(**arguments)
            if not allows(account, right, obj):
                raise Http404
            if account.has_start_password:
                return redirect("own-password")
            return view(request, obj, **remaining)

        page.right = right  # type: ignore[attr-defined]  # read by the rights matrix
        return page

    return wrap


def own_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right in the account's own organisation: page(request, organisation, …)."""

    def wrap(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, **arguments: Any) -> HttpResponse:
            account = account_of(request)
            if account.organisation is None or not allows(account, right, account.organisation):
                raise Http404
            if account.has_start_password:
                return redirect("own-password")
            return view(request, account.organisation, **arguments)

        page.right = right  # type: ignore[attr-defined]
        return page

    return wrap


def top_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right at the top of the account's tree, the city: page(request, top, …)."""

    def wrap(view: View) -> View:
        @own_door(Right.DESK_READ)
        @wraps(view)
        def page(request: HttpRequest, own: Organisation, **arguments: Any) -> HttpResponse:
            if not allows(account_of(request), right, own.top):
                raise Http404
            return view(request, own.top, **arguments)

        page.right, page.at_top = right, True  # type: ignore[attr-defined]
        return page

    return wrap


def signed_in_door(view: View) -> View:
    """A page about the own account, for whoever is signed in: page(request, account, …)."""

    @wraps(view)
    def page(request: HttpRequest, **arguments: Any) -> HttpResponse:
        return view(request, account_of(request), **arguments)

    page.right = SIGNED_IN  # type: ignore[attr-defined]
    return page


def open_door(view: View) -> View:
    """A page for anybody, without log-in."""
    page = login_not_required(view)
    page.right = ANYBODY  # type: ignore[attr-defined]
    return page
