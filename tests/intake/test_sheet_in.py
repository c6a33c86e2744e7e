"""Spreadsheets in, and back from what was written out."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from jixiao.intake.sheet import MAX_FILE, ROWS, NotASheet, read_sheet
from jixiao.press.sheet import HEADER_ROW, Column, Table, xlsx


def book(*rows: list[object]) -> bytes:
    made = Workbook()
    for row in rows:
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_cells_are_read_as_people_see_them() -> None:
    data = book([0.1 + 0.2, 60, 1e9, 12.50, True, date(2026, 4, 8), datetime(2026, 4, 8, 9, 30), None, " 文字 "])
    assert read_sheet(data) == [
        ["0.3", "60", "1000000000", "12.5", "是", "2026-04-08", "2026-04-08 09:30:00", "", "文字"]
    ]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30)


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), max_size=6))
def test_what_is_written_out_reads_back_as_it_was(rows: list[list[str]]) -> None:
    columns = (Column("甲"), Column("乙", asked=True), Column("丙", choices=("是", "否")))
    back = read_sheet(xlsx(Table("标题", "说明", columns, rows)))[HEADER_ROW - 1 :]
    wanted = [["甲", "乙", "丙"], *[[text.strip() for text in row] for row in rows]]
    while not any(wanted[-1]):
        wanted.pop()
    assert [row + [""] * (3 - len(row)) for row in back] == wanted


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("x")', "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0"])
def test_nothing_that_was_typed_becomes_a_formula(text: str) -> None:
    data = xlsx(Table("标题", "", (Column("甲"),), [[text]]))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert read_sheet(data)[HEADER_ROW] == [text]


def _zip(**entries: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "空"),
        (b"hello", "不是 XLSX"),
        (b"\xd0\xcf\x11\xe0rest", "XLS"),
        (b"P" * (MAX_FILE + 1), "MB"),
        (_zip(**{"a.txt": b"x"}), "另存为 XLSX"),
        (_zip(**{"xl/workbook.xml": b"0" * (41 * 1024 * 1024)}), "展开后过大"),
        (book(["x"])[:-200], "XLSX"),
    ],
)
def test_what_is_no_spreadsheet_is_refused_in_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(NotASheet, match=words):
        read_sheet(data)


def test_too_many_rows_are_refused_and_none_is_dropped_silently() -> None:
    with pytest.raises(NotASheet, match=f"{ROWS} 行"):
        read_sheet(book(*[[at] for at in range(ROWS + 1)]))


def test_entities_in_a_sheet_do_not_unfold() -> None:
    data = book(["x"])
    laughs = "".join(f'<!ENTITY a{at} "{f"&a{at - 1};" * 10 if at else "ha"}">' for at in range(12))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as made:
        for entry in archive.namelist():
            text = archive.read(entry)
            if entry.endswith("sheet1.xml"):
                text = f"<!DOCTYPE x [{laughs}]>".encode() + text.replace(b">x<", b">&a11;<")
            made.writestr(entry, text)
    with pytest.raises(NotASheet):
        read_sheet(out.getvalue())
