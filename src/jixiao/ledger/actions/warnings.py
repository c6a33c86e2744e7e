"""Setting warning lines, carrying them to other enterprises, retiring them; writing and correcting readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from jixiao.core.ledger.amounts import Unreadable, read_amount
from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.warning import LINES, Thresholds, contradiction
from jixiao.core.ledger.windows import beijing_day
from jixiao.core.numbers import format_points, split_unit
from jixiao.journal.actions import Subject, record
from jixiao.ledger.models import Reading, WarningLine
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Forbidden, Refused, Right, account_behind, require
from jixiao.plans.models import Item

PLACES, WHOLE = 4, 14  # what a column holds
NAME, UNIT, NOTE = 100, 16, 500  # longest texts


@dataclass(frozen=True, slots=True)
class Typed:
    """A line as it came from a form. `lines` are yellow, orange and red as typed; '' for a line that is not used."""

    name: str
    unit: str
    rising: bool
    lines: tuple[str, str, str]
    item: int | None = None


@transaction.atomic
def set_line(by: By, organisation_id: int, typed: Typed, now: datetime) -> WarningLine:
    """Set a line; a retired one of the same name comes back with its readings. Raises Refused."""
    organisation = _locked_organisation(organisation_id)
    require(by, Right.WARNING_EDIT, organisation)
    name = _name(typed)
    line = WarningLine.objects.filter(organisation=organisation, name=name).first()
    if line is not None and not line.retired:
        raise Refused(f"{organisation.name}已经有“{name}”的预警线，请打开那一条修改。")
    line = line or WarningLine(organisation=organisation)
    _fill(line, typed)
    line.retired = False
    line.save()
    _note(by, "warning-line.set", line, {"lines": _lines(line)}, now)
    return line


@transaction.atomic
def change_line(by: By, line_id: int, typed: Typed, now: datetime) -> WarningLine:
    """Change a line; what was read is judged by the new one. Raises Refused."""
    line = _locked_line(line_id)
    require(by, Right.WARNING_EDIT, line)
    twins = WarningLine.objects.filter(organisation=line.organisation_id, name=_name(typed))
    if twins.exclude(pk=line.pk).exists():
        raise Refused(f"{line.organisation.name}已经有或曾有“{_name(typed)}”的预警线，请换一个名称。")
    before = _lines(line)
    _fill(line, typed)
    line.save()
    _note(by, "warning-line.change", line, {"before": before, "lines": _lines(line)}, now)
    return line


@transaction.atomic
def copy_line(by: By, line_id: int, now: datetime) -> list[WarningLine]:
    """Set the same line for every enterprise of the agency that never had one of its name. Raises Refused."""
    line = _locked_line(line_id)
    agency = line.organisation.agency
    require(by, Right.WARNING_EDIT, agency)
    if line.retired:
        raise Refused("这条预警线已经停用，不能复制。")
    kind = Organisation.Kind.ENTERPRISE
    others = Organisation.objects.filter(parent=agency, kind=kind, retired=None).exclude(
        pk__in=WarningLine.objects.filter(name=line.name).values("organisation")
    )
    copies = [_copy(line, organisation) for organisation in others.order_by("pk")]
    if not copies:
        raise Refused("所属企业都已经有这条预警线。")
    for copy in copies:
        copy.save()
        _note(by, "warning-line.set", copy, {"lines": _lines(copy), "from": line.organisation.name}, now)
    return copies


@transaction.atomic
def retire_line(by: By, line_id: int, now: datetime) -> None:
    """Take a line out of use; its readings stay. Raises Refused."""
    line = _locked_line(line_id)
    require(by, Right.WARNING_EDIT, line)
    if line.retired:
        raise Refused("这条预警线已经停用。")
    line.retired = True
    line.save(update_fields=["retired"])
    _note(by, "warning-line.retire", line, {}, now)


@transaction.atomic
def write_reading(by: By, line_id: int, quarter: Period, typed: str, note: str, now: datetime) -> Reading:
    """Write the value of a quarter, or correct it with a reason; the old value stays. Raises Refused.

    The same value written again is the same reading.
    """
    line = _locked_line(line_id)
    require(by, Right.READING_WRITE, line)
    value, note = _reading(line, typed), note.strip()
    _check_quarter(line, quarter, now)
    if len(note) > NOTE:
        raise Refused(f"说明不能超过 {NOTE} 个字，现有 {len(note)} 个字。")
    there = Reading.objects.filter(line=line, year=quarter.year, quarter=quarter.number)
    before = there.filter(current=True).first()
    if before is not None and before.value == value:
        return before
    if before is not None and not note:
        shown = f"{format_points(before.value)}{line.unit}"
        raise Refused(f"{quarter.label}已经填报 {shown}。要更正，请在说明里写明原因，原来的数值会保留。")
    there.update(current=None)
    made = Reading.objects.create(
        line=line,
        year=quarter.year,
        quarter=quarter.number,
        number=there.count() + 1,
        value=value,
        note=note,
        by=account_behind(by),
        at=now,
    )
    facts = {
        "quarter": f"{quarter.year}年{quarter.label}",
        "value": f"{format_points(value)}{line.unit}",
        "before": f"{format_points(before.value)}{line.unit}" if before else "",
        "note": note,
    }
    _note(by, "reading.correct" if before else "reading.write", line, facts, now)
    return made


class Unread(Refused):
    """Some values of a quarter could not be written, so none was; `problems` says why, by line."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(f"有 {len(problems)} 条没有填对，请更正后再保存。您填写的内容没有丢失。")
        self.problems = problems


@transaction.atomic
def write_readings(by: By, quarter: Period, typed: Mapping[int, str], now: datetime) -> int:
    """Write the values of a quarter by line, all or none; what is empty is left out. Returns how many were written.

    Raises Unread, Forbidden.
    """
    problems, filled = {}, {line: text for line, text in typed.items() if text.strip()}
    list(WarningLine.objects.select_for_update(no_key=True).filter(pk__in=filled).order_by("pk"))
    for line, text in filled.items():
        try:
            write_reading(by, line, quarter, text, "", now)
        except Forbidden:
            raise
        except Refused as refused:
            problems[line] = str(refused)
    if problems:
        raise Unread(problems)
    return len(filled)


def _locked_organisation(organisation_id: int) -> Organisation:
    places = Organisation.objects.select_for_update(of=("self",), no_key=True).select_related("parent__parent")
    organisation = places.filter(pk=organisation_id, retired=None).first()
    if organisation is None:
        raise Refused("没有这家单位，请重新选择。")
    return organisation


def _locked_line(line_id: int) -> WarningLine:
    lines = WarningLine.objects.select_for_update(of=("self",), no_key=True).select_related(
        "organisation__parent__parent"
    )
    line = lines.filter(pk=line_id).first()
    if line is None:
        raise Refused("没有这条预警线。")
    return line


def _name(typed: Typed) -> str:
    return " ".join(typed.name.split())


def _fill(line: WarningLine, typed: Typed) -> None:
    """Write what was typed into the line. Raises Refused."""
    name, unit = _name(typed), typed.unit.strip()
    if not name:
        raise Refused("请填写监测指标的名称，例如：资产负债率。")
    if len(name) > NAME or len(unit) > UNIT:
        raise Refused(f"名称不能超过 {NAME} 个字，单位不能超过 {UNIT} 个字。")
    values = [_amount(text, unit) for text in typed.lines]
    wrong = contradiction(Thresholds(typed.rising, *values))
    if wrong:
        raise Refused(wrong)
    line.name, line.unit, line.rising = name, unit, typed.rising
    line.yellow, line.orange, line.red = values
    line.item = _item(line, typed.item)


def _item(line: WarningLine, item_id: int | None) -> Item | None:
    """The indicator under which the line is set: one of the agency's own. Raises Refused."""
    if item_id is None:
        return None
    agency = line.organisation.agency
    item = Item.objects.indicators().filter(pk=item_id, plan__organisation__in=[agency, line.organisation]).first()
    if item is None:
        raise Refused("方案里没有这项指标，请重新选择。")
    return item


def _amount(typed: str, unit: str) -> Decimal | None:
    """In `unit`, None where nothing was typed. Raises Refused."""
    try:
        base = read_amount(typed, unit)
    except Unreadable as wrong:
        raise Refused(str(wrong)) from wrong
    if base is None:
        return None
    value = base / split_unit(unit)[1]
    if value != value.quantize(Decimal(1).scaleb(-PLACES)) or abs(value) >= Decimal(10) ** WHOLE:
        raise Refused(f"“{typed.strip()[:20]}”的位数过多，最多 {PLACES} 位小数。")
    return value


def _reading(line: WarningLine, typed: str) -> Decimal:
    if line.retired:
        raise Refused("这条预警线已经停用，不再填报。")
    value = _amount(typed, line.unit)
    if value is None:
        raise Refused(f"请填写{line.name}的数值。")
    return value


def _check_quarter(line: WarningLine, quarter: Period, now: datetime) -> None:
    if quarter.frequency is not Frequency.QUARTER:
        raise ValueError("a reading is of a quarter")
    if beijing_day(now) < quarter.starts:
        raise Refused(f"{quarter.year}年{quarter.label}还没有开始，不能填报。")


def _copy(line: WarningLine, organisation: Organisation) -> WarningLine:
    copied = ("name", "unit", "rising", "yellow", "orange", "red", "item_id")
    return WarningLine(organisation=organisation, **{field: getattr(line, field) for field in copied})


def _lines(line: WarningLine) -> dict[str, str]:
    """The lines for the journal: {"yellow": "65", …}."""
    values = zip(LINES, (line.yellow, line.orange, line.red), strict=True)
    return {alarm.value: format_points(value) for alarm, value in values if value is not None}


def _note(by: By, action: str, line: WarningLine, facts: Mapping[str, object], now: datetime) -> None:
    about = {"office": line.organisation.name, "name": line.name, "unit": line.unit, "rising": line.rising}
    record(by.actor, action, Subject("warning-line", line.pk), {**about, **facts}, now)
