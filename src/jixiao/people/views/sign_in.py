"""Signing in and out."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.people.actions import sign_in as actions
from jixiao.people.doors import open_door
from jixiao.people.forms import SignInForm
from jixiao.people.models import Account


@open_door
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):  # the session ended under a page: sign in there, not inside a fragment
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if request.user.is_authenticated:
        return redirect("desk")
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = _attempt(request, form)
        if status == 302:
            return redirect(_next(request))
    return render(request, "people/sign_in.html", {"form": form, "next": request.GET.get("next", "")}, status=status)


def _attempt(request: HttpRequest, form: SignInForm) -> int:
    """Sign in if the form is right. Returns the status to answer: 302, 422 or 429."""
    if not form.is_valid():
        return 422
    name, address = form.cleaned_data["username"], request.META.get("REMOTE_ADDR", "")
    now = timezone.now()
    if actions.held_back(name, address, now):
        form.add_error(None, "尝试次数过多，请 15 分钟后再试。")
        return 429
    account = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(account, Account):
        actions.note_failure(name, address, now)
        form.add_error(None, "用户名或密码不正确。")
        return 422
    missing = _missing(account)
    if missing:
        form.add_error(None, missing)
        return 422
    login(request, account)
    actions.note_sign_in(account, address, now)
    return 302


def _missing(account: Account) -> str:
    """What an account lacks to open any page at all, as a sentence."""
    if account.organisation is None:
        return "这个账号还没有所属单位，请联系系统管理员。"
    if account.role == Account.Role.NONE:
        return "这个账号还没有授予角色，请联系安全管理员。"
    return ""


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else "desk"


@open_door  # after the session has ended there is nothing to sign in for
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("sign-in")
