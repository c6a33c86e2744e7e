"""Spreadsheets in: the first worksheet of an XLSX as rows of texts, within limits that hold before it is opened."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

ROWS, COLUMNS, TEXT = 5000, 60, 8000
MAX_FILE, MAX_UNPACKED = 10 * 1024 * 1024, 40 * 1024 * 1024
_DIGITS = 15  # what a spreadsheet keeps of a number


class NotASheet(ValueError):
    """The bytes are no spreadsheet that can be read; `str()` says why and what to do."""


def read_sheet(data: bytes) -> list[list[str]]:
    """The rows of the first worksheet, without the empty rows and cells at their ends. Raises NotASheet.

    Numbers are given as people see them (0.1, not 0.1000000000000000055), dates as 2026-04-08, formulas by their
    kept result.
    """
    _look_at(data)
    try:
        book = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs state a size that is not so
        rows = []
        for row in sheet.iter_rows(max_row=ROWS + 1, max_col=COLUMNS, values_only=True):
            rows.append(_trimmed([_text(value) for value in row]))
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        ParseError,
        KeyError,
        ValueError,
        IndexError,
        TypeError,
        AttributeError,
        OverflowError,
    ) as wrong:
        raise NotASheet("表格已损坏或不是 XLSX 格式，请用表格软件打开后另存为 XLSX 再上传。") from wrong
    while rows and not rows[-1]:
        rows.pop()
    if len(rows) > ROWS:
        raise NotASheet(f"表格超过 {ROWS} 行，请分几次上传。")
    return rows


def _look_at(data: bytes) -> None:
    if not data:
        raise NotASheet("文件是空的，请重新选择。")
    if len(data) > MAX_FILE:
        raise NotASheet(f"表格超过 {MAX_FILE // 1024 // 1024} MB，请分几次上传。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise NotASheet("这是旧格式（XLS）或加了密码的表格，请另存为不加密的 XLSX 再上传。")
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OverflowError) as wrong:
        raise NotASheet("这不是 XLSX 表格，请用表格软件另存为 XLSX 再上传。") from wrong
    if len(entries) > 1000 or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise NotASheet("表格展开后过大，请只保留要填报的工作表再上传。")


def _trimmed(row: list[str]) -> list[str]:
    while row and not row[-1]:
        row.pop()
    return row


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if not (value.hour or value.minute or value.second) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)[:TEXT].strip()


def _number(value: float) -> str:
    number = Decimal(format(value, f".{_DIGITS}g"))
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
