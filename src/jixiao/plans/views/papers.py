"""A paper that was handed in: always a download, never shown in the browser."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from jixiao.plans import storage
from jixiao.plans.doors import paper_door


@paper_door
@require_safe
def paper(request: HttpRequest, name: str, sha256: str) -> HttpResponse:
    path = storage.path_of(sha256)
    if not path.is_file():
        raise Http404
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name or sha256) or ""}
    return HttpResponse(path.read_bytes(), content_type="application/octet-stream", headers=headers)
