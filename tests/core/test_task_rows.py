"""Tasks pasted from tables: columns by meaning, every doubt named, nothing lost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.task_rows import Known, TaskBlock, read_share, read_tasks, share_obstacle
from jixiao.core.pasting import parse_block

KNOWN = Known(2026, date(2026, 12, 31), ("绿化科", "办公室"), ("陆行舟", "何知远"), ("已有任务",))


def read(text: str, html: str = "") -> TaskBlock:
    return read_tasks(parse_block(text, html), KNOWN)


def sentences(block: TaskBlock) -> list[str]:
    return [flag.sentence for flag in block.flags]


def test_columns_are_found_by_what_their_names_mean() -> None:
    block = read(
        "序号\t时间节点\t改革举措\t责任单位\t负责人\t预期成果\t权重（%）\n1\t9月底前\t完成选址\t绿化科\t陆行舟\t批复\t100"
    )
    assert block.header
    row = block.rows[0]
    assert (row.text, row.office, row.owner, row.due) == ("完成选址", "绿化科", "陆行舟", date(2026, 9, 30))
    assert (row.standard, row.share, block.flags) == ("批复", Decimal(100), [])


def test_without_names_the_columns_go_by_position_and_a_numbering_is_passed_over() -> None:
    plain = read("完成选址\t绿化科\t陆行舟\tT-15\t批复\t100%")
    numbered = read("1、\t完成选址\t绿化科\t陆行舟\tT-15\t批复\t100%")
    assert plain.rows == numbered.rows
    assert (plain.rows[0].due, plain.header) == (date(2026, 12, 16), False)


def test_lines_alone_are_tasks() -> None:
    assert [row.text for row in read("完成选址\n\n完成招标").rows] == ["完成选址", "完成招标"]


def test_what_cannot_be_read_is_flagged_and_kept_in_words() -> None:
    block = read("任务\t责任科室\t责任人\t完成时限\t占比\t备注\n完成选址\t规划组\t某人\t尽快\t很多\t领导关注")
    row = block.rows[0]
    assert (row.office, row.owner, row.due, row.due_text, row.share) == ("", "", None, "尽快", None)
    for kept in ("责任科室：规划组", "责任人：某人", "占比：很多", "备注：领导关注"):
        assert kept in row.standard
    assert sorted((flag.row, flag.column) for flag in block.flags) == [(2, 2), (2, 3), (2, 4), (2, 5), (2, 6)]
    assert not block.stopped


def test_several_offices_leave_the_first_and_are_kept() -> None:
    row = read("任务\t科室\n完成选址\t绿化科、办公室").rows[0]
    assert (row.office, row.standard) == ("绿化科", "责任科室：绿化科、办公室")


def test_a_row_without_a_task_stops_the_paste() -> None:
    block = read("任务\t科室\n\t绿化科")
    assert block.stopped
    assert block.flags[0].text == "绿化科"


def test_sums_doubles_and_titles_are_named_and_not_written() -> None:
    block = read("建设任务分解表\n任务\t占比\n完成选址\t100\n完成 选址\t100\n已有任务\t1\n合计\t100")
    assert [row.text for row in block.rows] == ["完成选址"]
    assert sentences(block) == [
        "在列名上方，没有写入。",
        "与清单中或前面的任务相同，不重复写入。",
        "与清单中或前面的任务相同，不重复写入。",
        "合计行不是任务，没有写入。",
    ]


def test_a_merged_cell_counts_for_each_of_its_rows() -> None:
    html = "<table><tr><td>任务<td>科室<tr><td>甲<td rowspan=2>绿化科<tr><td>乙</table>"
    assert [row.office for row in read("", html).rows] == ["绿化科", "绿化科"]


@pytest.mark.parametrize(
    ("shares", "sentence"),
    [
        ([None, None], ""),
        ([Decimal(40), Decimal(60)], ""),
        ([Decimal(40), Decimal("59.5")], "占比合计为 99.5%，应为 100%。"),
        ([Decimal(100), None], "有的任务没有填写占比。"),
    ],
)
def test_shares_make_a_hundred(shares: list[Decimal | None], sentence: str) -> None:
    assert share_obstacle(shares) == sentence


@pytest.mark.parametrize("typed", ["-1", "0", "101", "1.234", "十成", "NaN"])
def test_what_is_no_share_is_refused(typed: str) -> None:
    with pytest.raises(Unreadable):
        read_share(typed)


def test_nothing_pasted_cannot_be_saved() -> None:
    assert read("").stopped
    assert read("任务\t科室").stopped
