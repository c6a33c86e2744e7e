"""The spreadsheet that comes back: known by names and keys, nothing guessed, nothing lost."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.ledger.reporting import PROGRESS, Progress
from jixiao.core.ledger.sheet_rows import Key, NotOurSheet, read_sheet

HEAD = ["编号", "序号", "本期填写", "进展", "进展情况", "原因和措施"]


def row(key: str, value: str = "3", progress: str = "按计划推进", sentence: str = "", note: str = "") -> list[str]:
    return [key, "1-1", value, progress, sentence, note]


def test_rows_of_one_cell_make_one_report() -> None:
    sheet = read_sheet(
        [["标题"], ["说明"], HEAD, row("7-1-2", "3", sentence="推进中。"), row("7-2-2", "4", "", "", "")]
    )
    assert len(sheet.filled) == 1
    filled = sheet.filled[0]
    assert (filled.cell, filled.version, filled.values, filled.rows) == (7, 2, {1: "3", 2: "4"}, [4, 5])
    assert (filled.progress, filled.sentence) == (Progress.ON_PLAN, "推进中。")
    assert sheet.troubles == ()


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("7-1")], "编号“7-1”无法识别"),
        ([row("=7-1-2")], "无法识别"),
        ([row("7-1-2", progress="差不多")], "进展“差不多”不是"),
        ([row("7-1-2"), row("7-1-2")], "同一项"),
        ([row("7-1-2"), row("7-2-3")], "同一项"),
        ([row("7-1-2"), row("7-2-2", progress="已全部完成")], "不一致"),
    ],
)
def test_a_row_that_cannot_be_placed_is_named_with_its_number(rows: list[list[str]], words: str) -> None:
    sheet = read_sheet([HEAD, *rows])
    assert [trouble.row for trouble in sheet.troubles] == [len(rows) + 1]
    assert words in sheet.troubles[0].sentence


@pytest.mark.parametrize("rows", [[], [["a", "b"]], [["编号", "序号"]]])
def test_a_table_that_was_not_handed_out_is_refused(rows: list[list[str]]) -> None:
    with pytest.raises(NotOurSheet, match="台账"):
        read_sheet(rows)


KEYS = st.lists(st.tuples(st.integers(1, 99), st.integers(1, 9)), unique=True, max_size=12)


@given(KEYS, st.permutations(HEAD), st.randoms())
def test_sorting_rows_and_moving_columns_changes_nothing(
    keys: list[tuple[int, int]], heading: list[str], chance: random.Random
) -> None:
    rows = [dict(zip(HEAD, row(f"{cell}-{measure}-1", str(measure)), strict=True)) for cell, measure in keys]
    chance.shuffle(rows)
    moved = read_sheet([heading, *[[each[name] for name in heading] for each in rows]])
    values = {(filled.cell, measure): text for filled in moved.filled for measure, text in filled.values.items()}
    assert values == {(cell, measure): str(measure) for cell, measure in keys}
    assert moved.troubles == ()


@given(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6))
def test_a_key_reads_as_it_is_written(cell: int, measure: int, version: int) -> None:
    assert Key.read(f" {Key(cell, measure, version)} ") == Key(cell, measure, version)


def test_the_words_of_progress_are_all_choices() -> None:
    sheet = read_sheet([HEAD, *[row(f"{at}-1-0", progress=word) for at, word in enumerate(PROGRESS.values(), 1)]])
    assert [filled.progress for filled in sheet.filled] == list(PROGRESS)
