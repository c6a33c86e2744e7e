"""The own account: what it is, its password, and what is kept about it."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.journal.models import Entry
from jixiao.people.actions.accounts import change_own_password
from jixiao.people.acts import act_text
from jixiao.people.doors import signed_in_door
from jixiao.people.forms import PasswordForm
from jixiao.people.models import Account, Term
from jixiao.people.views.acting import DONE, attempt

ACTS_SHOWN = 20


@signed_in_door
@require_safe
def me(request: HttpRequest, account: Account) -> HttpResponse:
    entries = Entry.objects.about("account", account.pk)[:ACTS_SHOWN]
    context = {
        "account": account,
        "terms": _terms(account),
        "acts": [(entry, act_text(entry.action, json.loads(entry.facts)) or entry.action) for entry in entries],
    }
    return render(request, "people/me.html", context)


@signed_in_door
@never_cache
@sensitive_post_parameters("old", "new", "again")
@require_http_methods(["GET", "POST"])
def own_password(request: HttpRequest, account: Account) -> HttpResponse:
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda given: change_own_password(account, given["old"], given["new"], timezone.now()))
        if status == DONE:
            account.refresh_from_db()
            update_session_auth_hash(request, account)  # this browser stays signed in, the others do not
            messages.success(request, "密码已修改，其他地方的登录已失效。")
            return redirect("me")
    return render(request, "people/own_password.html", {"form": form, "account": account}, status=status)


@signed_in_door
@never_cache
@require_safe
def own_data(request: HttpRequest, account: Account) -> HttpResponse:
    """What is kept about the person, to take away (个人信息保护法第四十五条)."""
    answer = HttpResponse(json.dumps(_data(account), ensure_ascii=False, indent=2), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{account.username}.json"'
    return answer


def _terms(account: Account) -> list[Term]:
    if account.person is None:
        return []
    return list(account.person.terms.select_related("post__organisation").order_by("-since"))


def _data(account: Account) -> dict[str, Any]:
    entries = Entry.objects.filter(account_id=account.pk).order_by("seq")
    return {
        "username": account.username,
        "name": account.shown_name,
        "role": account.get_role_display(),
        "organisation": account.organisation.name if account.organisation else None,
        "made": account.date_joined.isoformat(),
        "last_sign_in": account.last_login.isoformat() if account.last_login else None,
        "terms": [
            {"post": str(term.post), "since": str(term.since), "until": str(term.until) if term.until else None}
            for term in _terms(account)
        ],
        "acts": [
            {"at": entry.at.isoformat(), "action": entry.action, "facts": json.loads(entry.facts)} for entry in entries
        ],
    }
