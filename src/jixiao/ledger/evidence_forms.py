"""Evidence from a host's form: files in the field `evidence`, evidence that is there already in the field `use`."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from jixiao.intake.attachments import MEGABYTES, look_at, safe_name
from jixiao.ledger.actions import evidence as actions
from jixiao.ledger.evidence_places import Place, home_of, key_of, place_of
from jixiao.ledger.models import Evidence, EvidenceUse
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind
from jixiao.plans.papers import Unfit

MAX_FILES = 10


def take_from_form(request: HttpRequest, by: By, place: Place, now: datetime) -> list[EvidenceUse]:
    """Keep what the form brought and use it in the place: all of it or nothing. Raises Unfit, Forbidden.

    Every file is looked at before the first is kept. A file that was there already is said so in a message.
    """
    files = _files(request)
    numbers = _numbers(request)
    if not files and not numbers:
        return []
    _look_at_all(files)
    home = home_of(account_behind(by), place)
    try:
        with transaction.atomic():
            place_of(key_of(place), lock=True)  # the place before the file: see `actions.locking`
            kept = [_kept(request, by, home, file, now).pk for file in files]
            uses = [actions.use(by, number, place, now) for number in (*kept, *numbers)]
    except Forbidden:
        raise
    except Refused as refused:
        raise Unfit(str(refused)) from refused
    return list({use.pk: use for use in uses}.values())


def keep_from_form(
    request: HttpRequest, by: By, organisation: Organisation, now: datetime, right: Right = Right.EVIDENCE_ADD
) -> list[Evidence]:
    """Keep what the form brought without using it yet: all of it or nothing. Raises Unfit, Refused."""
    files = _files(request)
    if not files:
        raise Unfit("请先选择要上传的文件。")
    _look_at_all(files)
    with transaction.atomic():
        return [_kept(request, by, organisation, file, now, right) for file in files]


def _look_at_all(files: list[UploadedFile]) -> None:
    for file in files:
        look_at(file.name or "", _read(file))


def _files(request: HttpRequest) -> list[UploadedFile]:
    """The files of the form. Raises Unfit when one was cut off, or when there are too many."""
    files = [file for file in request.FILES.getlist("evidence") if isinstance(file, UploadedFile)]
    too_large = request.META.get("jixiao.upload_too_large")
    if too_large:
        which = f"“{safe_name(too_large)}”" if isinstance(too_large, str) else ""
        others = "，同时选的文件也没有保存" if files else ""
        raise Unfit(f"附件{which}超过 {MEGABYTES} MB，没有保存{others}。请压缩或分成几份后重新上传。")
    if len(files) > MAX_FILES:
        raise Unfit(f"一次选了 {len(files)} 份文件，最多 {MAX_FILES} 份，都没有保存。请分几次上传。")
    return files


def _numbers(request: HttpRequest) -> list[int]:
    chosen = list(dict.fromkeys(request.POST.getlist("use")))
    if not all(number.isascii() and number.isdigit() and len(number) < 19 for number in chosen):
        raise Unfit("选用的佐证材料不对，请刷新页面后重新选择。")
    return [int(number) for number in chosen]


def _read(file: UploadedFile) -> bytes:
    file.seek(0)
    data: bytes = file.read()
    return data


def _kept(
    request: HttpRequest,
    by: By,
    home: Organisation,
    file: UploadedFile,
    now: datetime,
    right: Right = Right.EVIDENCE_ADD,
) -> Evidence:
    evidence = actions.add(by, home, file.name or "", _read(file), "", now, right)
    if evidence.uploaded_at != now:
        day = timezone.localdate(evidence.uploaded_at)
        messages.info(request, f"“{safe_name(file.name or '')}”与 {day} 上传的“{evidence}”内容相同，没有重复保存。")
    return evidence
