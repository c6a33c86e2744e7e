"""Uploading a document, and the list of documents."""

from __future__ import annotations

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.intake import MAX_BYTES, Unreadable
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans.actions import imports as actions
from jixiao.plans.importing.forms import UploadForm
from jixiao.plans.models import ImportedDocument


@own_door(Right.PLAN_IMPORT)
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = UploadForm()
    status = 200
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        answer = _upload(request, organisation.agency, form)
        if answer is not None:
            return answer
        status = 413 if request.META.get("jixiao.upload_too_large") else 422
    documents = (
        ImportedDocument.objects.visible_to(account_of(request)).light().select_related("uploaded_by__person", "plan")
    )
    context = {
        "form": form,
        "documents": documents,
        "megabytes": MAX_BYTES // 1024 // 1024,
        "section": "plans",
    }
    return render(request, "plans/import_list.html", context, status=status)


def _upload(request: HttpRequest, agency: Organisation, form: UploadForm) -> HttpResponse | None:
    """Take the document in and lead to its review; None when the form has something to say."""
    if request.META.get("jixiao.upload_too_large"):
        form.say_too_large()
        return None
    if not form.is_valid():
        return None
    file: UploadedFile = form.cleaned_data["document"]
    try:
        done = actions.upload_document(account_of(request), agency, file.read(), file.name or "", timezone.now())
    except Unreadable as unreadable:
        form.add_error("document", str(unreadable))
        return None
    if not done.is_new:
        messages.warning(request, "这份文件已经导入过，没有重复导入。")
    return redirect("review", done.document.pk)
