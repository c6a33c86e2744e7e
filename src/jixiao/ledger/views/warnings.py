"""Warning lines: all of a ledger's organisation as a matrix of quarters, and one with its history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.warning import ALARMS, GRAVITY, MISSING, Thresholds, alarm_of
from jixiao.core.numbers import format_points
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Ledger, Reading, WarningLine
from jixiao.ledger.reading.grid import ledgers_of
from jixiao.ledger.reading.warnings import (
    QUARTERS,
    Level,
    LineRow,
    line_rows,
    lines_of,
    quarter_asked,
    thresholds_of,
)
from jixiao.ledger.tabs import ledger_context
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows, rights_of
from jixiao.people.queries import account_of
from jixiao.press.svg import Svg
from jixiao.press.thresholds import Line, Mark, sparkline, thresholds


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the matrix, ready to show."""

    line: LineRow
    lines: str
    picture: Svg


@ledger_door(Right.LEDGER_READ)
@require_safe
def lines(request: HttpRequest, ledger: Ledger) -> HttpResponse:
    account, today = account_of(request), timezone.localdate()
    year = ledger.plan.year or today.year
    asked = request.GET.get("quarter", "")
    quarter = int(asked) if asked in ("1", "2", "3", "4") else quarter_asked(year, today)
    rows = line_rows(lines_of(ledger.organisation), year)
    context = ledger_context(account, ledger, "warning-lines")
    context |= {
        "places": [(name, list(of)) for name, of in groupby(map(_row, rows), lambda row: row.line.organisation_name)],
        "quarter": Period(year, Frequency.QUARTER, quarter),
        "quarters": [Period(year, Frequency.QUARTER, number) for number in QUARTERS],
        "counts": _counts([row.levels[quarter - 1] for row in rows]),
        "missing": [row for row in rows if row.levels[quarter - 1].value is None],
        "items": _by_item(rows, quarter),
        "without": _without_lines(ledger, rows),
        "may_edit": Right.WARNING_EDIT in context["rights"],
        "may_write": Right.READING_WRITE in context["rights"],
    }
    return render(request, "ledger/warnings.html", context)


def _row(line: LineRow) -> Row:
    known = "、".join(
        f"{level.quarter}季度{level.shown}{level.light.word}" for level in line.levels if level.value is not None
    )
    worst = line.thresholds.lines()
    picture = sparkline(line.values, worst[-1][1] if worst else None, f"{line.name}：{known or '本年未报'}")
    return Row(line, lines_text(line.thresholds, line.unit), picture)


def lines_text(lines: Thresholds, unit: str) -> str:
    """≥ 黄65 橙70 红75%."""
    words = " ".join(f"{ALARMS[alarm].letter}{format_points(value)}" for alarm, value in lines.lines())
    return f"{'≥' if lines.rising else '≤'} {words}{unit}" if words else "未设线"


def _counts(levels: Sequence[Level]) -> list[tuple[Any, int]]:
    found = [(ALARMS[alarm], sum(level.alarm is alarm for level in levels)) for alarm in GRAVITY]
    return [*found, (MISSING, sum(level.alarm is None for level in levels))]


def _by_item(rows: Sequence[LineRow], quarter: int) -> list[tuple[int, str, int, int]]:
    """(number, text, lines read, lines) of each indicator under which lines are set: what was monitored."""
    found: dict[int, tuple[str, list[bool]]] = {}
    for row in rows:
        if row.item is not None:
            found.setdefault(row.item, (row.item_text, []))[1].append(row.levels[quarter - 1].value is not None)
    return [(item, text, sum(read), len(read)) for item, (text, read) in found.items()]


def _without_lines(ledger: Ledger, rows: Sequence[LineRow]) -> list[str]:
    """The enterprises for which no line is set."""
    places = Organisation.objects.filter(parent=ledger.organisation, kind="enterprise", retired=None)
    there = {row.organisation for row in rows}
    return [name for pk, name in places.order_by("pk").values_list("pk", "name") if pk not in there]


class ReadingForm(forms.Form):
    quarter = forms.ChoiceField(label="季度", error_messages={"required": "请选择季度。"})
    value = forms.CharField(label="数值", max_length=64, error_messages={"required": "请填写数值。"})
    note = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="更正已经填报的数值时必须写明原因。",
    )  # fmt: skip

    def __init__(self, year: int, data: Any = None, **rest: Any) -> None:
        super().__init__(data, **rest)
        choices = [Period(of, Frequency.QUARTER, number) for of in (year, year - 1) for number in QUARTERS]
        self.fields["quarter"].choices = [  # type: ignore[attr-defined]
            (f"{each.year}-{each.number}", f"{each.year}年{each.label}") for each in choices
        ]

    def clean_quarter(self) -> Period:
        year, number = self.cleaned_data["quarter"].split("-")
        return Period(int(year), Frequency.QUARTER, int(number))


@ledger_door(Right.WARNING_READ, "line")
@require_safe
def line(request: HttpRequest, shown: WarningLine) -> HttpResponse:
    return line_page(request, shown)


def line_page(
    request: HttpRequest, shown: WarningLine, form: ReadingForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of a line, with the form as it was sent where it was refused."""
    account = account_of(request)
    ledger = ledger_for(account, shown)
    today = timezone.localdate()
    year = (ledger.plan.year if ledger else None) or today.year
    readings = list(
        Reading.objects.filter(line=shown).select_related("by__person").order_by("-year", "-quarter", "-number")
    )
    (row,) = line_rows(WarningLine.objects.filter(pk=shown.pk), year)
    initial = {"quarter": f"{year}-{quarter_asked(year, today)}"}
    lines = thresholds_of(shown)
    context = ledger_context(account, ledger, "warning-lines") if ledger else {"section": "ledger"}
    context |= {
        "line": shown,
        "lines": [(ALARMS[alarm], value, ALARMS[alarm].word) for alarm, value in lines.lines()],
        "levels": row.levels,
        "readings": [(each, _light(lines, each)) for each in readings],
        "picture": _picture(shown, row, year),
        "form": form or ReadingForm(year, initial=initial),
        "others": _others(account, shown),
        "rights": rights_of(account, shown),
        "may_edit": allows(account, Right.WARNING_EDIT, shown),
        "may_write": allows(account, Right.READING_WRITE, shown) and not shown.retired,
    }
    return render(request, "ledger/warning.html", context, status=status)


def ledger_for(account: Account, shown: WarningLine) -> Ledger | None:
    """The ledger under which the account sees the line: of the organisation itself, or of its agency."""
    for place in (shown.organisation.agency, shown.organisation):
        ledgers = ledgers_of(place)
        if ledgers and allows(account, Right.LEDGER_READ, ledgers[0]):
            return ledgers[0]
    return None


def _light(lines: Thresholds, reading: Reading) -> Any:
    return ALARMS[alarm_of(lines, reading.value)]


def _others(account: Account, shown: WarningLine) -> int:
    """How many enterprises the line could be copied to."""
    agency = shown.organisation.agency
    if shown.retired or not allows(account, Right.WARNING_EDIT, agency):
        return 0
    named = WarningLine.objects.filter(name=shown.name).values("organisation")
    return Organisation.objects.filter(parent=agency, kind="enterprise", retired=None).exclude(pk__in=named).count()


def _picture(shown: WarningLine, row: LineRow, year: int) -> Svg:
    drawn = [Line(value, f"{ALARMS[alarm].letter}线{format_points(value)}{shown.unit}", ALARMS[alarm].tone)
             for alarm, value in row.thresholds.lines()]  # fmt: skip
    marks = []
    for at, value in enumerate(row.values):
        under = f"{year - 1 + at // 4}年" if at % 4 == 0 else ""
        if value is None:
            marks.append(Mark(f"{at % 4 + 1}季", under))
        else:
            light = ALARMS[alarm_of(row.thresholds, value)]
            marks.append(Mark(f"{at % 4 + 1}季", under, value, format_points(value), light.symbol, light.tone))
    if not drawn:
        return Svg("")
    read = [f"{mark.label}度{mark.shown}{shown.unit}" for mark in marks[4:] if mark.value is not None]
    summary = f"{year}年：{'、'.join(read) or '未报'}。{'、'.join(each.words for each in drawn)}。"
    return thresholds(f"line-{shown.pk}", f"{shown.organisation.name}{shown.name}", summary, marks, drawn)
