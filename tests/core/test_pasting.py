from __future__ import annotations

import json
import time
from html import escape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.core.drafting import Draft, DraftRow, Insert, Set, apply, inverse
from jixiao.core.fields import FIELDS
from jixiao.core.pasting import Block, Cell, Pasted, Unpastable, clean, lay, parse_block, plain_name, trouble
from jixiao.core.pasting.cleaning import bare

GOLDEN = sorted((Path(__file__).parents[1] / "pastes").glob("*.json"))
CASES = [(file.stem, case) for file in GOLDEN for case in json.loads(file.read_text(encoding="utf-8"))]
GRID = ("no", "category", "l1", "l2", "weight", "deadline", "leaders", "owners", "rule", "kind")


def draft_of(fields: tuple[str, ...], rows: list[list[str]]) -> Draft:
    """Rows r1, r2, … with these texts in these fields."""
    texts = [{name: text for name, text in zip(fields, row, strict=False) if text} for row in rows]
    return Draft({}, tuple(DraftRow(f"r{at}", cells) for at, cells in enumerate(texts, start=1)), len(rows))


def texts_of(draft: Draft, fields: tuple[str, ...]) -> list[list[str]]:
    return [[row.cells.get(name, "") for name in fields] for row in draft.rows]


def tsv(rows: list[list[str]]) -> str:
    """As a spreadsheet writes it."""

    def quoted(text: str) -> str:
        needs = any(mark in text for mark in '\t\r\n"')
        return '"' + text.replace('"', '""') + '"' if needs else text

    return "".join("\t".join(map(quoted, row)) + "\r\n" for row in rows)


def test_the_golden_set_is_not_lost() -> None:
    assert len(CASES) >= 70


@pytest.mark.parametrize(("group", "case"), CASES, ids=[f"{group}: {case['name']}" for group, case in CASES])
def test_a_copied_block_becomes_these_cells_and_flags(group: str, case: dict[str, Any]) -> None:
    fields = tuple(case["fields"].split())
    uid, name = case.get("anchor", ["", fields[0]])
    draft = draft_of(fields, case.get("draft", []))
    pasted = lay(draft, parse_block(case["plain"], case.get("html", "")), uid, name, fields, case.get("names"))
    done = apply(draft, pasted.changes)
    assert texts_of(done.draft, fields) == case["cells"]
    assert not done.conflicts
    wanted = case.get("flags", [])
    assert [(flag.row, flag.column) for flag in pasted.flags] == [(row, column) for row, column, _ in wanted]
    for flag, (_, _, words) in zip(pasted.flags, wanted, strict=True):
        assert words in flag.sentence
    assert pasted.header is case.get("header", False)
    assert apply(done.draft, inverse(done.done)).draft.rows == draft.rows


def test_an_anchor_that_is_gone_refuses_the_whole_block() -> None:
    draft = draft_of(GRID, [["1"]])
    with pytest.raises(Unpastable, match="已被删除"):
        lay(draft, parse_block("1"), "r9", "no", GRID)
    with pytest.raises(Unpastable, match="不在表中"):
        lay(draft, parse_block("1"), "r1", "offices", GRID)


@pytest.mark.parametrize(
    ("plain", "html", "words"),
    [
        ("a\n" * 2001, "", "2000行"),
        ("a\t" * 60 + "a", "", "60列"),
        ("", "<table>" + "<tr><td>a" * 2001 + "</table>", "2000行"),
        ("", "<table><tr><td colspan=61>a</table>", "60列"),
        ("", "<table><tr>" + "<td>a" * 61 + "</table>", "60列"),
    ],
)
def test_a_block_that_is_too_large_is_refused_with_a_sentence(plain: str, html: str, words: str) -> None:
    with pytest.raises(Unpastable, match=words):
        parse_block(plain, html)


def test_the_largest_block_is_taken() -> None:
    assert len(parse_block(("a\t" * 59 + "a\n") * 2000).rows) == 2000


def test_merged_cells_repeat_their_text_and_know_their_place() -> None:
    block = parse_block("", "<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c</table>")
    assert block.rows == (
        (Cell("a"), Cell("a", 0, 1), Cell("b")),
        (Cell("a", 1, 0), Cell("a", 1, 1), Cell("c")),
    )
    assert [cell.merged for cell in block.rows[0]] == [False, True, False]


def test_a_span_beyond_the_end_of_the_table_is_cut() -> None:
    assert parse_block("", "<table><tr><td rowspan=9999>a<td>b</table>").rows == ((Cell("a"), Cell("b")),)


def test_nothing_copied_changes_nothing() -> None:
    assert parse_block("") == Block(())
    assert lay(Draft(), parse_block(""), "", "no", GRID) == Pasted((), (), 0, 0)


def test_html_without_a_table_leaves_the_word_to_the_plain_text() -> None:
    assert parse_block("甲\t乙", "<p>甲 乙</p>").rows == ((Cell("甲"), Cell("乙")),)


def test_a_change_knows_what_its_author_saw() -> None:
    pasted = lay(draft_of(("l1", "weight"), [["旧", "1"]]), parse_block("新\t1"), "r1", "l1", ("l1", "weight"))
    assert pasted.changes == (Set("r1", "l1", "旧", "新"),)


def test_new_rows_stay_together_when_another_person_adds_one_meanwhile() -> None:
    seen = draft_of(("l1",), [["甲"]])
    now = apply(seen, [Insert("r1", {"l1": "别人的"})]).draft
    pasted = lay(seen, parse_block("一\n二\n三"), "", "l1", ("l1",))
    assert texts_of(apply(now, pasted.changes).draft, ("l1",)) == [["甲"], ["一"], ["二"], ["三"], ["别人的"]]


def test_a_flag_says_where_the_text_went() -> None:
    (flag,) = lay(draft_of(("l1", "weight"), [["甲"]]), parse_block("两三分"), "r1", "weight", ("l1", "weight")).flags
    assert (flag.field, flag.uid, flag.text) == ("weight", "r1", "两三分")
    assert flag.sentence == "粘贴内容第1行第1列（权重分值）“两三分”：请填写数字，例如 2 或 2.5。"


def test_names_are_compared_without_spaces_brackets_and_colons() -> None:
    assert [plain_name(text) for text in ("权 重\n（分）：", "*责任科室", "分值(100分)")] == [
        "权重",
        "责任科室",
        "分值",
    ]


_NOISE = st.sampled_from(
    ["２分", "5%", "同上", "〃", "=A1", "#N/A", '"', '""', "\t", "\r\n", "李 昀", "合计", "'1", "2026/1/2", "加分"]
)
_TEXT = st.one_of(_NOISE, st.text(max_size=8), st.lists(_NOISE, max_size=4).map("".join))
_ROWS = st.lists(st.lists(_TEXT, min_size=1, max_size=14), min_size=1, max_size=6)

_CELLS = st.lists(
    st.lists(st.builds(Cell, _TEXT, st.integers(0, 1), st.integers(0, 1)), min_size=1, max_size=14),
    min_size=1,
    max_size=6,
)


def typed(cell: Cell, name: str) -> str:
    """What a cell's text becomes in a field: once in a merged area, except downwards."""
    if cell.across:
        return ""
    return "同上" if name == "weight" and cell.down and bare(cell.text) else clean(name, cell.text)


def outcome(cell: Cell, name: str, was: str, now: str, flagged: bool) -> str:
    """How a cell ended: by what the draft says afterwards, not by what the changes say."""
    assert not name or now == typed(cell, name) or now == cell.text == was
    if flagged:
        return "flagged"
    assert trouble(name, now) is None if name else not bare(cell.text) or cell.across
    return "unchanged" if now == was else "changed"


@settings(max_examples=400, deadline=None)
@given(_CELLS, _ROWS, st.integers(0, 6), st.integers(0, 9))
def test_every_cell_ends_changed_or_unchanged_or_flagged(
    rows: list[list[Cell]], before: list[list[str]], row: int, column: int
) -> None:
    draft = draft_of(GRID, before)
    uid = f"r{row + 1}" if row < len(before) else ""
    top = row if uid else len(before)
    block = Block(tuple(map(tuple, rows)))
    pasted = lay(draft, block, uid, GRID[column], GRID)
    after = apply(draft, pasted.changes).draft
    flagged = {(flag.row, flag.column): flag for flag in pasted.flags}
    assert len(flagged) == len(pasted.flags)
    if pasted.header:
        return
    at = len(before)
    ended = 0
    for number, cells in enumerate(block.rows):
        old = draft.rows[top + number].cells if top + number < len(before) else {}
        if top + number < len(before):
            new = after.rows[top + number].cells
        elif any(typed(cell, name) for name, cell in zip(GRID[column:], cells, strict=False)):
            new, at = after.rows[at].cells, at + 1
        else:
            new = {}
        for place, cell in enumerate(cells):
            name = GRID[column + place] if column + place < len(GRID) else ""
            flag = flagged.get((number + 1, place + 1))
            now = new.get(name, "")
            assert outcome(cell, name, old.get(name, ""), now, flag is not None) in ("changed", "unchanged", "flagged")
            assert flag is None or flag.text == (now if name else bare(cell.text))
            ended += 1
    assert ended == pasted.cells
    assert at == len(after.rows)


_LABELS = st.sampled_from(["一级指标", "权重分值", "评分标准", "完成时限", "佐证材料", ""])


@settings(max_examples=200, deadline=None)
@given(st.lists(_LABELS, max_size=5), _ROWS)
def test_under_a_header_every_cell_is_in_its_field_or_flagged(labels: list[str], rows: list[list[str]]) -> None:
    header = ["截止日期", *labels, "责任科室"]  # the first is shown, the last is not
    marked = [["2026-01-01", *row] for row in rows]
    block = Block(tuple(tuple(map(Cell, row)) for row in [header, *marked]))
    pasted = lay(Draft(), block, "", "no", GRID)
    shown = {FIELDS[name].label: name for name in GRID}
    assert pasted.header == (len({"截止日期", "责任科室", *labels} & {field.label for field in FIELDS.values()}) > 1)
    after = apply(Draft(), pasted.changes).draft
    flagged = {(flag.row, flag.column) for flag in pasted.flags}
    assert len(after.rows) == len(rows)
    for number, row in enumerate(marked):
        for place, text in enumerate(row):
            label = header[place] if place < len(header) else ""
            name = shown.get(label, "") if label not in header[:place] else ""
            known = name and after.rows[number].cells.get(name, "") == clean(name, text)
            assert known or (number + 2, place + 1) in flagged or not bare(text)


@given(_ROWS)
def test_what_a_spreadsheet_writes_is_read_back_cell_for_cell(rows: list[list[str]]) -> None:
    assert [[cell.text for cell in row] for row in parse_block(tsv(rows)).rows] == rows


@given(st.lists(st.lists(st.text("甲乙 a<&\"'\n", max_size=6), min_size=2, max_size=2), min_size=1, max_size=4))
def test_what_a_web_page_shows_is_what_is_read(rows: list[list[str]]) -> None:
    def shown(text: str) -> str:
        return escape(text).replace("\n", "<br>")

    html = "".join("<tr>" + "".join(f"<td>{shown(text)}</td>" for text in row) + "</tr>\n" for row in rows)
    read = parse_block("", f"<table>\n{html}</table>").rows
    folded = [["\n".join(" ".join(line.split()) for line in text.split("\n")).strip() for text in row] for row in rows]
    assert [[cell.text for cell in row] for row in read] == folded


@given(st.text())
def test_any_plain_text_is_read_and_no_character_is_lost_but_quotes_and_breaks(text: str) -> None:
    read = "".join(cell.text for row in parse_block(text).rows for cell in row)
    noise = str.maketrans("", "", '"\t\r\n\ufeff')
    assert read.translate(noise) == text.translate(noise)


@given(st.text(alphabet=st.sampled_from(list("<>/=&;\"'! tabledrhspn-[]x1")), max_size=60))
def test_any_html_is_read(text: str) -> None:
    parse_block("", "<table><tr><td>" + text)


@given(st.sampled_from(sorted(FIELDS)), _TEXT)
def test_cleaning_twice_is_cleaning_once(name: str, text: str) -> None:
    once = clean(name, text)
    if not once.startswith("'"):
        assert clean(name, once) == once


@settings(max_examples=200)
@given(st.lists(st.lists(_TEXT, min_size=10, max_size=10), min_size=1, max_size=5))
def test_a_draft_copied_and_pasted_back_is_the_same_draft(rows: list[list[str]]) -> None:
    draft = draft_of(GRID, rows)
    pasted = lay(draft, parse_block(tsv(texts_of(draft, GRID))), "r1", "no", GRID)
    assert pasted.header or not pasted.changes


def test_two_hundred_rows_of_ten_cells_cost_little() -> None:
    rows = [
        ["1", "党的建设", "一级指标\n第二行", "二级指标 " * 9, "２分", "2026-12-31", "李 昀", "王芳", "扣分" * 40, ""]
    ] * 200
    plain, html = (
        tsv(rows),
        "<table>" + "".join("<tr>" + "".join(f"<td>{t}</td>" for t in row) for row in rows) + "</table>",
    )
    draft = draft_of(GRID, [["0"]] * 100)
    for block in ((plain, ""), (plain, html)):
        begun = time.process_time()
        pasted = lay(draft, parse_block(*block), "r1", "no", GRID)
        assert time.process_time() - begun < 0.5  # about 0.03 s on a machine that has nothing else to do
        assert pasted.cells == 2000
