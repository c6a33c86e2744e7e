"""The paper that is handed in with an act: read from the request, looked at, kept under its digest."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from jixiao.intake import MAX_BYTES
from jixiao.plans import storage

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = {  # what the bytes of a file with this ending begin with
    "pdf": (b"%PDF-",),
    "ofd": (_ZIP,),
    "docx": (_ZIP,),
    "xlsx": (_ZIP,),
    "doc": (_OLE,),
    "wps": (_OLE, _ZIP),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
}
ACCEPT = ",".join(f".{ending}" for ending in KINDS)
MEGABYTES = MAX_BYTES // 1024 // 1024
_NAME_LIMIT = 255
_SALT = "jixiao.plans.papers"


class Unfit(Exception):
    """The file cannot be taken; `str()` says why and what to do."""


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
        name, data = (file.name or "")[-_NAME_LIMIT:], file.read()
        _look_at(name, data)
        return PaperFile(name, storage.keep(data))
    return _handed_back(request.POST.get(f"{field}_kept", ""))


def received_with(request: HttpRequest, form: forms.Form) -> PaperFile | None:
    """The file of the form; what is wrong with it becomes an error of the form."""
    try:
        return received(request)
    except Unfit as unfit:
        form.add_error(None, str(unfit))
        return None


def _look_at(name: str, data: bytes) -> None:
    ending = name.rpartition(".")[2].lower()
    if ending not in KINDS:
        raise Unfit("附件请用 PDF、OFD、Word、WPS、Excel 或图片（jpg、png、tif）格式。")
    if not data:
        raise Unfit("附件是空的，请重新选择。")
    if not data.startswith(KINDS[ending]):
        raise Unfit(f"“{name}”的内容不是 {ending} 格式，请核对后重新选择。")


def _handed_back(ticket: str) -> PaperFile | None:
    if not ticket:
        return None
    try:
        name, sha256 = signing.loads(ticket, salt=_SALT)
    except signing.BadSignature as wrong:
        raise Unfit("请重新选择附件。") from wrong
    return PaperFile(name, sha256)
