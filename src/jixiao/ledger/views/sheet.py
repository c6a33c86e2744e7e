"""Reporting by spreadsheet: out, filled in, and back in after a look at what it changes."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.ledger.periods import quarter_of
from jixiao.core.ledger.sheet_rows import NotOurSheet, Sheet, read_sheet
from jixiao.intake import sheet as intake
from jixiao.ledger.actions.sheet import Outcome, fill_in
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger
from jixiao.ledger.reading import sheet as reading
from jixiao.ledger.tabs import ledger_context
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.plans import storage
from jixiao.press.sheet import xlsx

_SALT = "jixiao.ledger.sheet"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@ledger_door(Right.REPORT_WRITE)
@require_safe
def sheet_out(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """The cells of a quarter that the account may write, as a spreadsheet."""
    quarter = _quarter(request.GET.get("quarter", ""), ledger)
    made = reading.table(ledger, account_of(request), quarter, timezone.localdate())
    answer = HttpResponse(xlsx(made), content_type=_XLSX)
    name = f"{ledger.plan.year}年第{quarter}季度填报表.xlsx"
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer


@ledger_door(Right.REPORT_WRITE)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """Hand a filled-in sheet back, look at what it changes, then save or report it."""
    if request.method == "GET":
        return _page(request, ledger, {})
    try:
        data = _handed_in(request)
        found = read_sheet(intake.read_sheet(data))
    except (intake.NotASheet, NotOurSheet) as wrong:
        return _page(request, ledger, {"refusal": str(wrong)}, 422)
    ticket = signing.dumps(storage.keep(data), salt=_SALT)
    if request.POST.get("act") in ("save", "submit"):
        return _take(request, ledger, found, ticket)
    return _look(request, ledger, found, ticket, [])


def _handed_in(request: HttpRequest) -> bytes:
    """The bytes of the sheet; a second form names those of the first by a ticket. Raises NotASheet."""
    file = request.FILES.get("sheet")
    if isinstance(file, UploadedFile):
        return bytes(file.read())
    if request.META.get("jixiao.upload_too_large"):
        raise intake.NotASheet("表格过大，请分几次上传。")
    try:
        return storage.path_of(signing.loads(request.POST.get("ticket", ""), salt=_SALT)).read_bytes()
    except (signing.BadSignature, FileNotFoundError) as wrong:
        raise intake.NotASheet("请选择填好的表格。") from wrong


def _take(request: HttpRequest, ledger: Ledger, found: Sheet, ticket: str) -> HttpResponse:
    """Save or report every cell that the sheet changes and that nothing stands in the way of."""
    account = account_of(request)
    lines, _ = reading.shown(ledger, account, found.filled, timezone.localdate())
    submit = request.POST.get("act") == "submit"
    chosen = [line.filled for line in lines if not line.trouble]
    outcomes = fill_in(account, chosen, timezone.now(), submit=submit)
    done = sum(not outcome.sentence for outcome in outcomes)
    word = "报送" if submit else "保存"
    if done:
        messages.success(request, f"已{word} {done} 项。")
    refused = [outcome for outcome in outcomes if outcome.sentence]
    if not refused and not found.troubles and not any(line.trouble for line in lines):
        return redirect("ledger", ledger.plan_id)
    return _look(request, ledger, found, ticket, refused, 422 if refused else 200)


def _look(
    request: HttpRequest, ledger: Ledger, found: Sheet, ticket: str, refused: list[Outcome], status: int = 200
) -> HttpResponse:
    lines, same = reading.shown(ledger, account_of(request), found.filled, timezone.localdate())
    sentences = {outcome.filled.cell: outcome.sentence for outcome in refused}
    context = {
        "lines": [(line, line.trouble or sentences.get(line.filled.cell, "")) for line in lines],
        "ready": sum(not line.trouble for line in lines),
        "same": same,
        "troubles": found.troubles,
        "ticket": ticket,
        "looked": True,
    }
    return _page(request, ledger, context, status)


def _page(request: HttpRequest, ledger: Ledger, given: dict[str, object], status: int = 200) -> HttpResponse:
    context = {
        **ledger_context(account_of(request), ledger, "ledger-sheet"),
        "quarter": _quarter(request.GET.get("quarter", ""), ledger),
        "quarters": range(1, 5),
        **given,
    }
    return render(request, "ledger/sheet.html", context, status=status)


def _quarter(asked: str, ledger: Ledger) -> int:
    """The quarter that was asked for; otherwise the one on which is reported now."""
    if asked in ("1", "2", "3", "4"):
        return int(asked)
    today = timezone.localdate()
    year = ledger.plan.year or today.year
    if today.year != year:
        return 4 if today.year > year else 1
    late = ledger.cells.filter(dropped=False, reporting="none", struck_off=False, ends__lt=today).order_by("-ends")
    ends = late.values_list("ends", flat=True).first()
    return quarter_of(ends or today).number
