"""Spreadsheets out: plain tables as XLSX, laid out so that they can be filled in and read back in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_LINE = Side(style="thin", color="BFC6D1")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD, _ASKED = PatternFill("solid", fgColor="E7EDF7"), PatternFill("solid", fgColor="FFFBE6")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its printed name, its width in characters, whether it is to be filled in, and its choices if any."""

    name: str
    width: int = 12
    asked: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One worksheet: a title and a note above the header, then the rows as texts."""

    title: str
    note: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[str]]


HEADER_ROW = 3  # counted from 1: title, note, header


def xlsx(table: Table) -> bytes:
    """The table as the bytes of a workbook. Every cell is text: nothing that was typed becomes a formula."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "填报"
    for at, text in enumerate((table.title, table.note), start=1):
        _put(sheet, at, 1, text)
        sheet.cell(at, 1).font = Font(bold=at == 1, size=14 if at == 1 else 10)
    for at, column in enumerate(table.columns, start=1):
        _put(sheet, HEADER_ROW, at, column.name)
        head = sheet.cell(HEADER_ROW, at)
        head.font, head.fill, head.border = Font(bold=True), _HEAD, _BORDER
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(at)].width = column.width
    for number, row in enumerate(table.rows, start=HEADER_ROW + 1):
        for at, (column, text) in enumerate(zip(table.columns, row, strict=True), start=1):
            _put(sheet, number, at, text)
            cell = sheet.cell(number, at)
            cell.border, cell.alignment = _BORDER, Alignment(vertical="top", wrap_text=True)
            if column.asked:
                cell.fill = _ASKED
    _choices(sheet, table)
    sheet.freeze_panes = f"A{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _put(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = sheet.cell(row, column)
    cell.value = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    cell.data_type = "s"
    cell.number_format = "@"


def _choices(sheet: Worksheet, table: Table) -> None:
    for at, column in enumerate(table.columns, start=1):
        if column.choices and table.rows:
            listed = DataValidation("list", formula1='"' + ",".join(column.choices) + '"', allow_blank=True)
            letter = get_column_letter(at)
            listed.add(f"{letter}{HEADER_ROW + 1}:{letter}{HEADER_ROW + len(table.rows)}")
            sheet.add_data_validation(listed)
