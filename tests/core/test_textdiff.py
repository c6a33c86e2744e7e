from __future__ import annotations

import pytest

from jixiao.core.textdiff import Fate, pieces_of


def shown(old: str, new: str) -> str:
    marks = {Fate.KEPT: "{}", Fate.REMOVED: "[-{}]", Fate.ADDED: "[+{}]"}
    return "".join(marks[piece.fate].format(piece.text) for piece in pieces_of(old, new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("完成投资28亿元。", "完成投资38亿元。", "完成投资[-28][+38]亿元。"),
        ("达到95.5%以上", "达到96.5%以上", "达到[-95.5%][+96.5%]以上"),
        ("对接API接口", "对接APP接口", "对接[-API][+APP]接口"),
        ("制定一项制度", "建立三项机制", "[-制定一项制度][+建立三项机制]"),
        ("按时完成", "按时全面完成", "按时[+全面]完成"),
        ("按时全面完成", "按时完成", "按时[-全面]完成"),
        ("同上", "同上", "同上"),
        ("", "新增", "[+新增]"),
        ("删去", "", "[-删去]"),
    ],
)
def test_changes_read_as_whole_words(old: str, new: str, expected: str) -> None:
    assert shown(old, new) == expected


def test_a_longer_equal_stretch_parts_two_changes() -> None:
    assert shown("甲项目按期完成丙", "乙项目按期完成丁") == "[-甲][+乙]项目按期完成[-丙][+丁]"


def test_equal_stretches_of_two_characters_part_nothing() -> None:
    assert shown("甲项目丙", "乙项目丁") == "[-甲项目丙][+乙项目丁]"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("aa", "aaa"),
        ("一二一二", "二一二一"),
        ("1,200人", "1,300人次"),
        ("行\n行", "行\n\n行"),
        ("甲" * 900, "乙" * 900),
    ],
)
def test_the_pieces_make_up_both_texts(old: str, new: str) -> None:
    pieces = pieces_of(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED) == new


def test_a_very_long_middle_is_replaced_whole() -> None:
    old, new = "头" + "甲乙丙" * 400 + "尾", "头" + "丁甲乙丙" * 400 + "尾"
    assert [piece.fate for piece in pieces_of(old, new)] == [Fate.KEPT, Fate.REMOVED, Fate.ADDED, Fate.KEPT]
