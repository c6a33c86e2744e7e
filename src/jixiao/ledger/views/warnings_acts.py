"""Setting, changing, copying and retiring warning lines; writing readings, one or a whole quarter."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.warning import LINES
from jixiao.core.numbers import format_points
from jixiao.ledger.actions import warnings as actions
from jixiao.ledger.actions.warnings import Typed, Unread
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, WarningLine
from jixiao.ledger.reading.warnings import QUARTERS, LineRow, line_rows, lines_of, quarter_asked
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.views.warnings import ReadingForm, ledger_for, line_page
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right
from jixiao.people.queries import account_of
from jixiao.plans.models import Item

_DIRECTIONS = [("rising", "越高越危险，例如资产负债率"), ("falling", "越低越危险，例如利息保障倍数")]


class LineForm(forms.Form):
    organisation = forms.ChoiceField(label="企业（单位）", error_messages={"required": "请选择企业。"})
    name = forms.CharField(label="监测指标", error_messages={"required": "请填写监测指标的名称，例如：资产负债率。"})
    unit = forms.CharField(label="计量单位", required=False, help_text="例如 %、倍、万元；没有就不填。")
    direction = forms.ChoiceField(label="方向", choices=_DIRECTIONS, initial="rising")
    yellow = forms.CharField(label="黄色线", required=False, help_text="达到这个数值就是黄色预警。")
    orange = forms.CharField(label="橙色线", required=False)
    red = forms.CharField(label="红色线", required=False)
    item = forms.ChoiceField(label="对应的方案指标", required=False)

    def __init__(self, places: list[tuple[str, str]], items: list[tuple[str, str]], *args: Any, **rest: Any) -> None:
        super().__init__(*args, **rest)
        self.fields["organisation"].choices = places  # type: ignore[attr-defined]
        self.fields["item"].choices = [("", "不对应指标"), *items]  # type: ignore[attr-defined]

    def typed(self) -> Typed:
        said = self.cleaned_data
        lines = (said["yellow"], said["orange"], said["red"])
        item = int(said["item"]) if said["item"] else None
        return Typed(said["name"], said["unit"], said["direction"] == "rising", lines, item)


def _places(organisation: Organisation) -> list[tuple[str, str]]:
    """The enterprises first, then the organisation itself."""
    below = Organisation.objects.filter(parent=organisation, kind="enterprise", retired=None).order_by("pk")
    return [(str(pk), name) for pk, name in below.values_list("pk", "name")] + [
        (str(organisation.pk), organisation.name)
    ]


def _items(ledger: Ledger | None, kept: int | None = None) -> list[tuple[str, str]]:
    """The indicators of the plan, and the one that the line has already, as choices."""
    which = Q(plan=ledger.plan_id, withdrawn=False) if ledger else Q(pk__in=[])
    items = Item.objects.indicators().filter(which | Q(pk=kept)).order_by("plan_id", "position")
    return [(str(pk), f"{no} {title}"[:60]) for pk, no, title in items.values_list("pk", "no", "title")]


@ledger_door(Right.WARNING_EDIT)
@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    form = LineForm(_places(ledger.organisation), _items(ledger), request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            place = int(form.cleaned_data["organisation"])
            line = actions.set_line(account_of(request), place, form.typed(), timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"已设置{line.organisation.name}“{line.name}”的预警线。")
            return redirect("warning-line", line.pk)
    return _form(request, form, ledger, None)


@ledger_door(Right.WARNING_EDIT, "line")
@require_http_methods(["GET", "POST"])
def line_change(request: HttpRequest, line: WarningLine) -> HttpResponse:
    ledger = ledger_for(account_of(request), line)
    places = [(str(line.organisation_id), line.organisation.name)]
    form = LineForm(places, _items(ledger, line.item_id), request.POST or None, initial=_initial(line))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_line(account_of(request), line.pk, form.typed(), timezone.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "已修改预警线，各季度的等级按新线重新判定。")
            return redirect("warning-line", line.pk)
    return _form(request, form, ledger, line)


def _initial(line: WarningLine) -> dict[str, Any]:
    values = {alarm.value: getattr(line, alarm.value) for alarm in LINES}
    return {
        "organisation": line.organisation_id,
        "name": line.name,
        "unit": line.unit,
        "direction": "rising" if line.rising else "falling",
        "item": line.item_id or "",
        **{name: "" if value is None else format_points(value) for name, value in values.items()},
    }


def _form(request: HttpRequest, form: LineForm, ledger: Ledger | None, line: WarningLine | None) -> HttpResponse:
    context = ledger_context(account_of(request), ledger, "warning-lines") if ledger else {"section": "ledger"}
    context |= {"form": form, "line": line}
    return render(request, "ledger/warning_form.html", context, status=422 if form.errors else 200)


@ledger_door(Right.WARNING_EDIT, "line")
@require_POST
def line_copy(request: HttpRequest, line: WarningLine) -> HttpResponse:
    try:
        copies = actions.copy_line(account_of(request), line.pk, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已复制到{'、'.join(copy.organisation.name for copy in copies)}。")
    return redirect("warning-line", line.pk)


@ledger_door(Right.WARNING_EDIT, "line")
@require_POST
def line_retire(request: HttpRequest, line: WarningLine) -> HttpResponse:
    try:
        actions.retire_line(account_of(request), line.pk, timezone.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"已停用{line.organisation.name}“{line.name}”的预警线，填报过的数值仍然保留。")
    return redirect("warning-line", line.pk)


@ledger_door(Right.READING_WRITE, "line")
@require_POST
def reading(request: HttpRequest, line: WarningLine) -> HttpResponse:
    ledger = ledger_for(account_of(request), line)
    year = (ledger.plan.year if ledger else None) or timezone.localdate().year
    form = ReadingForm(year, request.POST)
    if not form.is_valid():
        return line_page(request, line, form, 422)
    said = form.cleaned_data
    try:
        actions.write_reading(
            account_of(request), line.pk, said["quarter"], said["value"], said["note"], timezone.now()
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return line_page(request, line, form, 422)
    messages.success(request, f"已保存{said['quarter'].year}年{said['quarter'].label}的数值。")
    return redirect("warning-line", line.pk)


@ledger_door(Right.READING_WRITE)
@require_http_methods(["GET", "POST"])
def readings(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    """All values of a quarter on one page."""
    year, today = ledger.plan.year or timezone.localdate().year, timezone.localdate()
    asked = request.POST.get("quarter") or request.GET.get("quarter", "")
    number = int(asked) if asked in ("1", "2", "3", "4") else quarter_asked(year, today)
    quarter, rows = Period(year, Frequency.QUARTER, number), line_rows(lines_of(ledger.organisation), year)
    typed = {row.pk: request.POST.get(f"line-{row.pk}", "")[:64] for row in rows}
    if request.method == "GET":
        return _readings_form(request, ledger, quarter, rows, typed)
    try:
        count = actions.write_readings(account_of(request), quarter, typed, timezone.now())
    except Unread as unread:
        return _readings_form(request, ledger, quarter, rows, typed, unread)
    messages.success(request, f"已保存{quarter.label} {count} 个数值。" if count else "没有填写数值。")
    return redirect("warning-lines", ledger.plan_id)


def _readings_form(
    request: HttpRequest,
    ledger: Ledger,
    quarter: Period,
    rows: list[LineRow],
    typed: dict[int, str],
    unread: Unread | None = None,
) -> HttpResponse:
    problems = unread.problems if unread else {}
    at = quarter.number - 1
    context = ledger_context(account_of(request), ledger, "warning-lines")
    context |= {
        "quarter": quarter,
        "quarters": [Period(quarter.year, Frequency.QUARTER, number) for number in QUARTERS],
        "rows": [(row, row.levels[at], _before(row, at), typed[row.pk], problems.get(row.pk, "")) for row in rows],
        "unread": unread,
    }
    return render(request, "ledger/warning_readings.html", context, status=422 if unread else 200)


def _before(row: LineRow, at: int) -> str:
    """The value of the quarter before, to compare with."""
    value = row.values[3 + at]
    return "" if value is None else f"{format_points(value)}{row.unit}"
