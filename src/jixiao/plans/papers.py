"""The paper that is handed in with an act: read from the request, looked at, kept under its digest."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from jixiao.intake.attachments import ENDINGS, MEGABYTES, Unfit, look_at
from jixiao.plans import storage

__all__ = ["ACCEPT", "MEGABYTES", "PaperFile", "Unfit", "received", "received_with"]

ACCEPT = ",".join(f".{ending}" for ending in ENDINGS)
_SALT = "jixiao.plans.papers"


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file that is kept already: its name and its digest."""

    name: str
    sha256: str

    @property
    def ticket(self) -> str:
        """What a form that is shown again hands back in the file's stead; nobody can make one up."""
        return signing.dumps([self.name, self.sha256], salt=_SALT)


def received(request: HttpRequest, field: str = "file") -> PaperFile | None:
    """The file of the form, kept, or the one that was kept when the form was sent before. None when there is none.

    Raises Unfit. The ticket of a form shown again stands in the field `<field>_kept`.
    """
    file = request.FILES.get(field)
    if request.META.get("jixiao.upload_too_large"):  # known once the form was read
        raise Unfit(f"附件超过 {MEGABYTES} MB，没有保存。请压缩后重新上传。")
    if isinstance(file, UploadedFile):
        data = file.read()
        looked = look_at(file.name or "", data)
        return PaperFile(looked.safe_name, storage.keep(data))
    return _handed_back(request.POST.get(f"{field}_kept", ""))


def received_with(request: HttpRequest, form: forms.Form) -> PaperFile | None:
    """The file of the form; what is wrong with it becomes an error of the form."""
    try:
        return received(request)
    except Unfit as unfit:
        form.add_error(None, str(unfit))
        return None


def _handed_back(ticket: str) -> PaperFile | None:
    if not ticket:
        return None
    try:
        name, sha256 = signing.loads(ticket, salt=_SALT)
    except signing.BadSignature as wrong:
        raise Unfit("请重新选择附件。") from wrong
    return PaperFile(name, sha256)
