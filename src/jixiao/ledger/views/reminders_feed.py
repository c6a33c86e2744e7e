"""The calendar feed: whoever has its secret address reads the due dates of one account."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from jixiao.ledger.actions.reminders import digest_of
from jixiao.ledger.feed import feed
from jixiao.ledger.models import Channel
from jixiao.people.doors import open_door


@open_door
@require_safe
def ics(request: HttpRequest, token: str) -> HttpResponse:
    """The feed, or nothing when the calendar has it already; 404 for whatever is not the address of one."""
    channels = Channel.objects.select_related("account__organisation__parent__parent", "account__person")
    channel = channels.filter(feed=digest_of(token), account__is_active=True).first()
    if channel is None:
        raise Http404
    text = feed(channel.account, request.build_absolute_uri("/").rstrip("/"), timezone.localdate())
    tag = f'"{sha256(text).hexdigest()[:32]}"'
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="jixiao.ics"'
    answer["Cache-Control"] = "private, no-cache"
    answer["ETag"] = tag
    same = get_conditional_response(request, tag, None, answer)
    return same if isinstance(same, HttpResponse) else answer
