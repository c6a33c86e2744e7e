"""What people send is text: NUL, which PostgreSQL keeps in none and nobody types, is taken out in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.http.request import UnreadablePostError

_NUL = "\0"
SAID = "您填写的内容里有不能保存的控制字符，已经去掉，请核对保存后的内容。"


class PlainText:
    """Middleware that takes NUL out of the query and the form, and says so where something was saved."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if _has_nul(request.GET):
            request.GET = _without_nul(request.GET)  # type: ignore[assignment]  # as immutable as Django's
        return self._get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        """After the guard against forged forms, which reads the form first."""
        try:
            if not _has_nul(request.POST):
                return
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent, UnreadablePostError):
            return  # the page that reads the form says what is wrong
        request.POST = _without_nul(request.POST)  # type: ignore[assignment]
        messages.warning(request, SAID)


def _has_nul(sent: QueryDict) -> bool:
    return any(_NUL in name or any(_NUL in text for text in texts) for name, texts in sent.lists())


def _without_nul(sent: QueryDict) -> QueryDict:
    plain = QueryDict(mutable=True, encoding=sent.encoding)
    for name, texts in sent.lists():
        plain.setlist(name.replace(_NUL, ""), [text.replace(_NUL, "") for text in texts])
    plain._mutable = False
    return plain
