from __future__ import annotations

import time
from datetime import date

import pytest

from jixiao.core.dates import find_dates, parse_date, parse_deadline

DUE = """
12月底前 2024-12-31 | 12月底 2024-12-31 | 年底前 2024-12-31 | 年内 2024-12-31 | 6月30日前 2024-06-30
三季度末 2024-09-30 | 三季度前 2024-09-30 | 2025年2月底前 2025-02-28 | 次年1月底前 2025-01-31 | 2月底前 2024-02-29
2024-12-31 2024-12-31 | 2024/12/31 2024-12-31 | 2024.12.31 2024-12-31 | 12.31 2024-12-31 | 十二月底 2024-12-31
１２月底前 2024-12-31 | 2024年底前 2024-12-31 | 2024年年底 2024-12-31 | 6月30日、12月31日前 2024-12-31
截至6月底 2024-06-30 | 二〇二四年十二月底前 2024-12-31 | 上半年底 2024-06-30 | 12月底前完成 2024-12-31
2024-12-31T00:00:00 2024-12-31 | ２０２４．１２．３１ 2024-12-31 | 6月底之前 2024-06-30
"""
STRETCHES = """
全年 2024-01-01 2024-12-31 | 第三季度 2024-07-01 2024-09-30 | 上半年 2024-01-01 2024-06-30
下半年 2024-07-01 2024-12-31 | 6月中旬 2024-06-11 2024-06-20 | 2024年10月至12月 2024-10-01 2024-12-31
10-12月 2024-10-01 2024-12-31 | 10月至次年2月 2024-10-01 2025-02-28 | 6月1日至30日 2024-06-01 2024-06-30
2024.1-2024.12 2024-01-01 2024-12-31 | 2024年度 2024-01-01 2024-12-31 | 2024.10 2024-10-01 2024-10-31
2月下旬 2024-02-21 2024-02-29 | 前三季度 2024-01-01 2024-09-30
"""
RECURRENT = """
每季度 quarter None | 每月10日前 month 10 | 每季度末 quarter -1 | 每半年 half-year None | 每年 year None
长期 ongoing None | 持续 ongoing None | 按季度 quarter None | 每月底前 month -1 | 每周 week None
"""
NO_DEADLINES = (
    "13月|2月30日|办公室|2|2.5|1-1|2-1-2|100|3年内|月底前|四季|一|13.31|2024-13-01|每月40日前||王五|2023年2月29日"
)


def cases(table: str) -> list[list[str]]:
    return [cell.split() for line in table.strip().splitlines() for cell in line.split("|")]


@pytest.mark.parametrize(("text", "due"), cases(DUE))
def test_a_deadline_has_its_last_day(text: str, due: str) -> None:
    found = parse_deadline(text, 2024)
    assert found is not None
    assert (found.text, found.due, found.start, found.recurrence) == (text, date.fromisoformat(due), None, None)


@pytest.mark.parametrize(("text", "start", "due"), cases(STRETCHES))
def test_a_stretch_has_its_first_and_last_day(text: str, start: str, due: str) -> None:
    found = parse_deadline(text, 2024)
    assert found is not None
    assert (found.start, found.due) == (date.fromisoformat(start), date.fromisoformat(due))


@pytest.mark.parametrize(("text", "recurrence", "day"), cases(RECURRENT))
def test_what_recurs_has_its_period_and_no_single_day(text: str, recurrence: str, day: str) -> None:
    found = parse_deadline(text, 2024)
    assert found is not None
    assert (found.recurrence, str(found.day_of_period), found.due) == (recurrence, day, None)


def test_a_yearly_deadline_has_both() -> None:
    found = parse_deadline("每年12月底前", 2024)
    assert found is not None
    assert (found.recurrence, found.due) == ("year", date(2024, 12, 31))


@pytest.mark.parametrize("text", NO_DEADLINES.split("|"))
def test_other_cells_are_no_deadline(text: str) -> None:
    assert parse_deadline(text, 2024) is None


def test_spaces_inside_a_deadline_do_not_matter() -> None:
    found = parse_deadline(" 2024 年 12 月 底 前 ", 2024)
    assert found is not None
    assert found.due == date(2024, 12, 31)


@pytest.mark.parametrize(("year", "day"), [(2023, 28), (2024, 29), (2100, 28), (2000, 29)])
def test_february_ends_by_its_year(year: int, day: int) -> None:
    found = parse_deadline("2月底前", year)
    assert found is not None
    assert found.due == date(year, 2, day)


def test_without_a_year_a_deadline_is_known_but_its_day_is_not() -> None:
    found = parse_deadline("12月底前", None)
    assert found is not None
    assert found.due is None
    assert parse_deadline("2月30日", None) is None


@pytest.mark.parametrize(
    "text", "2024年8月2日|二〇二四年八月二日|2024 年 8 月 2 日|2024-08-02|２０２４年８月２日".split("|")
)
def test_a_full_date_is_read(text: str) -> None:
    assert parse_date(text) == date(2024, 8, 2)


@pytest.mark.parametrize("text", ["2024年8月", "8月2日", "2024年2月30日", "20240802号", ""])
def test_less_or_more_than_a_full_date_is_none(text: str) -> None:
    assert parse_date(text) is None


def test_dates_in_prose_come_in_order_and_the_year_carries_over() -> None:
    text = "2024年7月10日前，报送初稿；7月19日前，互审。2024年10月至12月，评议；2025年2月底前，考评；3月10日前通报。"
    found = find_dates(text, 2023)
    assert [text[start:end] for start, end, _ in found] == [
        "2024年7月10日前", "7月19日前", "2024年10月至12月", "2025年2月底前", "3月10日前",
    ]  # fmt: skip
    assert [d.due for _, _, d in found] == [
        date(2024, 7, 10), date(2024, 7, 19), date(2024, 12, 31), date(2025, 2, 28), date(2025, 3, 10),
    ]  # fmt: skip
    assert found[2][2].start == date(2024, 10, 1)


def test_offsets_stay_true_when_the_text_has_spaces_and_full_width_digits() -> None:
    text = "  方案于 ２０２４ 年 底 前 完成"
    ((start, end, found),) = find_dates(text, None)
    assert text[start:end] == found.text == "２０２４ 年 底 前"
    assert found.due == date(2024, 12, 31)


@pytest.mark.parametrize("text", "2023年度工作|《2024年10月方案》|全年|每季度|3个月|3年内|年终总结|第13月".split("|"))
def test_years_titles_and_vague_words_are_no_dates(text: str) -> None:
    assert find_dates(text, 2024) == []


@pytest.mark.parametrize("piece", ["1", "年", "2024年", "12月至", "《", "十", "-", "每", " ", "全年", "2024年度的"])
def test_a_long_run_of_one_piece_takes_no_time(piece: str) -> None:
    begun = time.process_time()
    find_dates(piece * 20_000, 2024)
    parse_deadline(piece * 20_000, 2024)
    assert time.process_time() - begun < 1
