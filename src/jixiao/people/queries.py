"""Reading accounts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import Http404, HttpRequest

from jixiao.people.models import Account


class Backend(ModelBackend):
    """Fetches the account with its organisation and person, which every page asks for."""

    def get_user(self, user_id: Any) -> Account | None:
        wanted = Account.objects.select_related("organisation__parent__parent", "person")
        account = wanted.filter(pk=user_id).first()
        return account if account is not None and account.is_active else None


def account_of(request: HttpRequest) -> Account:
    """The signed-in account. Raises Http404 for anybody else: the sign-in page is the middleware's affair."""
    if isinstance(request.user, Account):
        return request.user
    raise Http404
