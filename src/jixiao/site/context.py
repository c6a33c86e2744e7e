"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from jixiao.people.policy import Right, holds


def everywhere(request: HttpRequest) -> dict[str, object]:
    return {"demo": settings.JIXIAO_DEMO, "may_import": holds(request.user, Right.PLAN_IMPORT)}
