"""What goals cite, found in a library, and which items of its documents they answer."""

from __future__ import annotations

import pytest

from jixiao.core.basis_items import read_items, write_items
from jixiao.core.cited import Cited, Known, candidates, cited_documents, find, meet, number_remark, spots
from jixiao.core.coverage import Citing, Entry, Goal, cover, wanting

BASIS = "《市政府工作报告重点任务分工》（青政办〔2026〕2号）；“绿满青澜”三年行动方案（青委办〔2026〕5号）"


def named(basis: str, citation: str = "") -> list[tuple[str, tuple[str, ...]]]:
    return [(each.name, each.locators) for each in cited_documents(basis, citation)]


def only(basis: str, citation: str = "") -> Cited:
    (each,) = cited_documents(basis, citation)
    return each


def test_a_shortened_name_in_the_citation_is_the_document_of_the_basis_cell() -> None:
    assert named(BASIS, "属“绿满青澜”三年行动第4项、第9页，第6项") == [
        ("市政府工作报告重点任务分工", ()),
        ("“绿满青澜”三年行动方案", ("第4项、第9页", "第6项")),
    ]


def test_a_place_without_a_name_belongs_to_the_only_document() -> None:
    assert named("《公园条例》（青政〔2025〕8号）", "属第三条") == [("公园条例", ("第三条",))]
    assert named(BASIS, "属第三条") == [("市政府工作报告重点任务分工", ()), ("“绿满青澜”三年行动方案", ())]


def test_the_staffing_document_is_known_by_its_nickname() -> None:
    assert named("青澜市园林局机构编制规定（青委编〔2024〕15号）", "“三定”规定第四条（二）、第3页") == [
        ("青澜市园林局机构编制规定", ("第四条（二）、第3页",))
    ]


def test_a_document_that_only_the_citation_names_is_found_too() -> None:
    each = only("", "属“畅行青澜”行动第二项")
    assert (each.name, each.locators, each.from_basis) == ("“畅行青澜”行动", ("第二项",), False)
    assert each.may_be_kept
    assert not only("", "按要求完成").may_be_kept


def test_several_places_under_one_word_are_several() -> None:
    assert named("《甲办法》", "属甲办法第30、34项；")[0][1] == ("第30项", "第34项")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("第三条", "第3条", True),
        ("第3条", "第4条", False),
        ("第3条", "第3项", False),
        ("附件2第5项", "第5项", False),
        ("附件2第5项", "附件 2 第五项", True),
        ("第四条（二）", "第四条", True),
        ("第四条（二）", "第四条（三）", False),
        ("第4项、第9页", "第9页", False),
        ("第9页", "第9页", True),
    ],
)
def test_places_are_compared_by_kind_number_and_annex(one: str, other: str, same: bool) -> None:
    assert meet(one, other) is same


def test_a_page_counts_only_where_nothing_better_is_named() -> None:
    assert [spot.kind for spot in spots("第4项、第9页")] == ["项"]
    assert [spot.kind for spot in spots("第9页")] == ["页"]


LIBRARY = [
    Known(1, "市政府工作报告重点任务分工", "青政办〔2025〕2号"),
    Known(2, "市政府工作报告重点任务分工", "青政办〔2026〕2号"),
    Known(3, "“绿满青澜”三年行动方案", "青委办〔2026〕5号"),
    Known(4, "青澜市园林局机构编制规定", "青委编〔2024〕15号", is_staffing=True),
    Known(5, "城市内涝治理实施意见"),
]


@pytest.mark.parametrize(
    ("basis", "citation", "wanted"),
    [
        ("《市政府工作报告重点任务分工》（青政办〔2026〕2号）", "", 2),
        ("《市政府工作报告重点任务分工》（青政办[2025]02号）", "", 1),
        ("《市政府工作报告重点任务分工》（2026）2号", "", 2),
        ("《市政府工作报告任务分工》（青政办〔2026〕2号）", "", 2),
        ("“绿满青澜”三年行动方案", "", 3),
        ("", "属“三定”规定第四条", 4),
        ("城市内涝治理实施意见（青政办〔2026〕7号）", "", 5),
    ],
)
def test_the_library_is_searched_by_number_then_by_name(basis: str, citation: str, wanted: int) -> None:
    assert find(only(basis, citation), LIBRARY) == wanted


def test_a_name_that_fits_several_is_settled_by_what_the_plan_cites_elsewhere_or_not_at_all() -> None:
    bare = only("《市政府工作报告重点任务分工》")
    assert find(bare, LIBRARY) is None
    assert find(bare, LIBRARY, preferred={2, 3}) == 2


def test_another_whole_number_is_another_document() -> None:
    assert candidates(only("“绿满青澜”三年行动方案（青委办〔2026〕6号）"), LIBRARY) == []


def test_one_number_under_a_wholly_other_name_is_not_the_same_document() -> None:
    assert candidates(only("《古树名木保护办法》（青委办〔2026〕5号）"), LIBRARY) == []


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("青政办〔2026〕2号", ""),
        ("", ""),
        ("青政办（2026）2号", "六角括号，一般写作“青政办〔2026〕2号”"),
        ("（2026）2号", "缺少发文机关代字"),
        ("青政办〔2026〕02号", "一般写作“青政办〔2026〕2号”"),
        ("二号文", "不像文号"),
    ],
)
def test_a_document_number_out_of_form_is_remarked_on(typed: str, word: str) -> None:
    remark = number_remark(typed)
    assert (word in remark) if word else remark == ""


ENTRIES = [Entry(1, "第3条"), Entry(2, "第四条（一）"), Entry(3, "第四条（二）"), Entry(4, "第12项")]


def test_items_without_a_goal_are_found() -> None:
    found = cover(ENTRIES, [Citing(7, "第三条"), Citing(8, "第3条、第2页"), Citing(8, "第四条（二）")])
    assert found.answers == {1: [7, 8], 2: [], 3: [8], 4: []}
    assert (found.open, found.answered) == ((2, 4), 2)


def test_a_whole_clause_answers_its_sub_clauses() -> None:
    assert cover(ENTRIES, [Citing(7, "第4条")]).open == (1, 4)


def test_a_place_that_is_no_item_and_a_citation_without_a_place_are_kept_apart() -> None:
    found = cover(ENTRIES, [Citing(7, "第9条"), Citing(8, ""), Citing(8, "")])
    assert (found.elsewhere, found.whole, found.answered) == ([Citing(7, "第9条")], [8], 0)


def test_without_kinds_every_goal_needs_a_document() -> None:
    assert wanting([Goal(1, "", True), Goal(2, "", False)]) == ((2, "没有依据文件"),)


def test_with_kinds_key_goals_need_a_document_and_routine_goals_the_staffing_document() -> None:
    goals = [
        Goal(1, "重点", False),
        Goal(2, "重点", True),
        Goal(3, "常规", True),
        Goal(4, "常规", True, cites_staffing=True),
        Goal(5, "动态", False),
        Goal(6, "", False),
    ]
    assert wanting(goals) == ((1, "没有依据文件"), (3, "没有引用“三定”规定"))


def test_a_pasted_list_is_read_a_line_an_item_and_written_back_the_same() -> None:
    typed = "第3条 完成绿化\n\n附件2第5项：修缮园路\n第四条（二）管护古树\n"
    read = read_items(typed)
    assert [(item.locator, item.text) for item in read.items] == [
        ("第3条", "完成绿化"),
        ("附件2第5项", "修缮园路"),
        ("第四条（二）", "管护古树"),
    ]
    assert read.problems == ()
    assert read_items(write_items(read.items)).items == read.items


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("完成绿化", "第 1 行“完成绿化”没有写明位置"),
        ("第1条 甲\n第1条 乙", "第 2 行“第1条 乙”与第 1 行的位置相同"),
        ("第1条", "第 1 行“第1条”没有内容"),
        ("第1条 " + "很" * 2001, "太长"),
        ("\n".join(f"第{at}条 甲" for at in range(1, 1003)), "最多 1000 条"),
    ],
)
def test_a_line_that_is_no_item_is_named(typed: str, sentence: str) -> None:
    assert sentence in "".join(read_items(typed).problems)
