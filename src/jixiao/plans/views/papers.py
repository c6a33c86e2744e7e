"""A paper that was handed in: always a download, never shown in the browser."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from jixiao.plans import storage
from jixiao.plans.doors import paper_door


@paper_door
@require_safe
def paper(request: HttpRequest, name: str, sha256: str) -> FileResponse:
    path = storage.path_of(sha256)
    if not path.is_file():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
