"""Rules on cited documents: their numbers, their names, and the places in them."""

from __future__ import annotations

import pytest
from checks_build import COLUMNS, found, goal, pointed, row, rows

from jixiao.core.checks import (
    basis_missing,
    document_no_brackets,
    document_no_code_missing,
    document_no_form,
    document_no_missing,
    document_two_names,
    document_two_numbers,
    locator_ambiguous,
    locator_mixed_numerals,
    locator_order,
    staffing_rules_name,
)
from jixiao.core.findings import Severity
from jixiao.core.places import Source
from jixiao.core.records import Meta, Row


def based(*texts: str | None) -> list[Row]:
    """Rows of one goal each, on these documents."""
    return [row(at, no=f"1-{at}-1", l1=f"目标{at}。", policy_basis=text) for at, text in enumerate(texts, 1)]


SOUND_NUMBERS = [
    "《绿港行动方案》（澜委办〔2026〕3号）",
    "绿港行动方案（澜政办发〔2025〕113号）；《港口法》",
    "澜政〔2026〕3号",
    "案号（2024）澜05民终123号",
    "行动方案（2024—2026年）；第3号令；公告2026年第5号",
    "《绿港行动方案》（2026年版）",
    "国办发明电〔2026〕3号",
]
NUMBER_RULES = (document_no_brackets, document_no_code_missing, document_no_form)


@pytest.mark.parametrize("text", SOUND_NUMBERS)
def test_sound_document_numbers_are_silent(text: str) -> None:
    assert [one for rule in NUMBER_RULES for one in found(rule, based(text))] == []


@pytest.mark.parametrize(
    ("text", "number", "mended"),
    [
        ("《绿港行动方案》（澜委办(2026)3号）", "澜委办(2026)3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（澜委办（2026）3号）", "澜委办（2026）3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（澜委办[2026]3号）", "澜委办[2026]3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（澜委办【2026】3号）", "澜委办【2026】3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（澜委办〔2026）3号）", "澜委办〔2026）3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（澜委办2026〕3号）", "澜委办2026〕3号", "澜委办〔2026〕3号"),
        ("《绿港行动方案》（2026〕3号）", "（2026〕3号", None),
    ],
)
def test_document_no_brackets_marks_the_number_and_mends_it(text: str, number: str, mended: str | None) -> None:
    [one] = found(document_no_brackets, based(text))
    assert pointed(one, text) == number
    assert (one.suggestion, one.field, one.row) == (mended, "policy_basis", 1)


def test_document_no_brackets_looks_at_the_plans_own_number_and_at_the_prose() -> None:
    meta = Meta(year=2026, document_no="澜交（2026）31号", basis=("《考评办法》（澜效综[2026]2号）",))
    assert [one.suggestion for one in found(document_no_brackets, meta=meta)] == [
        "澜交〔2026〕31号",
        "澜效综〔2026〕2号",
    ]


def test_document_no_code_missing_proposes_the_code_of_the_same_document() -> None:
    some = based(
        "市《政府工作报告》（澜政办〔2026〕1号）", "市《政府工作报告》（2026）1号", "《养老方案》（〔2026〕1号）"
    )
    first, second = found(document_no_code_missing, some)
    assert (first.row, first.suggestion) == (2, "澜政办〔2026〕1号")
    assert pointed(first, "市《政府工作报告》（2026）1号") == "（2026）1号"
    assert (second.row, second.suggestion) == (3, None)


def test_document_no_code_missing_does_not_take_a_title_for_a_code() -> None:
    text = "推进邻里中心建设工作方案（2026〕3号）"
    [one] = found(document_no_code_missing, based(text))
    assert pointed(one, text) == "（2026〕3号"


@pytest.mark.parametrize(
    ("number", "words", "mended"),
    [
        ("澜委办〔2026〕第3号", "不应加“第”", "澜委办〔2026〕3号"),
        ("澜委办〔2026〕03号", "虚位", "澜委办〔2026〕3号"),
        ("澜委办〔2026〕3", "缺“号”", "澜委办〔2026〕3号"),
        ("澜委办〔2026〕号", "缺少顺序号", None),
    ],
)
def test_document_no_form_names_what_is_wrong(number: str, words: str, mended: str | None) -> None:
    text = f"《绿港行动方案》（{number}）"
    [one] = found(document_no_form, based(text))
    assert words in one.message
    assert (pointed(one, text), one.suggestion) == (number, mended)


def test_an_inherited_basis_is_the_printed_one() -> None:
    printed = "《绿港行动方案》（澜委办（2026）3号）"
    some = [row(policy_basis=printed), row(2, policy_basis=printed, policy_basis_source=Source.DOWN)]
    assert [one.row for one in found(document_no_brackets, some)] == [1]


def test_document_no_missing_is_a_remark_among_numbered_documents() -> None:
    some = based(
        "甲方案（澜委〔2026〕1号）；省民生意见", "乙方案（澜委〔2026〕2号）；《港口法》", "丙方案（澜委〔2026〕3号）"
    )
    [one] = found(document_no_missing, some)
    assert (one.row, one.severity) == (1, Severity.INFO)
    assert pointed(one, some[0].policy_basis or "") == "省民生意见"
    assert found(document_no_missing, based("省民生意见", "市民生意见", "丙方案（澜委〔2026〕3号）")) == []


def test_document_two_numbers_points_at_the_minority() -> None:
    some = based(
        "“绿港+”专项行动方案（澜政办〔2026〕7号）",
        "“绿港+”行动方案（澜政办〔2026〕7号）",
        "“绿港+”行动方案（澜委办〔2026〕7号）",
    )
    [one] = found(document_two_numbers, some)
    assert (one.row, one.suggestion) == (3, "澜政办〔2026〕7号")
    assert pointed(one, some[2].policy_basis or "") == "澜委办〔2026〕7号"


def test_document_two_numbers_points_at_the_last_of_two_and_proposes_nothing() -> None:
    [one] = found(document_two_numbers, based("绿港行动方案（澜政办〔2026〕7号）", "绿港行动方案（澜政办〔2026〕8号）"))
    assert (one.row, one.suggestion) == (2, None)


def test_document_two_numbers_lets_yearly_documents_be() -> None:
    assert (
        found(document_two_numbers, based("市委工作要点（澜委〔2025〕2号）", "市委工作要点（澜委〔2026〕4号）")) == []
    )


def test_document_two_names_proposes_the_frequent_name() -> None:
    full, garbled = "不断创新“澜桥经验”当好开放先锋的意见", "《澜桥创新“当好开放先锋”的意见"
    some = based(*(f"{name}（澜委办发〔2025〕31号）" for name in (full, garbled, full)))
    [one] = found(document_two_names, some)
    assert (one.row, one.suggestion) == (2, full)
    assert pointed(one, some[1].policy_basis or "") == garbled


def test_document_two_names_ignores_marks_and_words_that_writers_add() -> None:
    some = based(
        "“绿港”专项行动方案（澜委办〔2026〕3号）",
        "《关于印发“绿港”行动方案的通知》（澜委办〔2026〕3号）",
        "绿港行动方案（澜委办（2026）3号）",
    )
    assert found(document_two_names, some) == []


def test_document_two_names_prefers_the_complete_name_of_two() -> None:
    [one] = found(document_two_names, based("《渔业规划》（澜渔〔2026〕6号）", "《渔业发展规划》（澜渔〔2026〕6号）"))
    assert (one.row, one.suggestion) == (1, "《渔业发展规划》")
    [one] = found(document_two_names, based("《渔业发展规划》（澜渔〔2026〕6号）", "养老服务条例（澜渔〔2026〕6号）"))
    assert one.suggestion is None


def test_document_two_names_never_proposes_a_name_with_a_stray_mark() -> None:
    texts = [
        f"{name}（澜政办〔2026〕1号）"
        for name in ("市《工作报告》（责任分解", "《工作报告》（市委）", "市《工作报告》")
    ]
    [one] = found(document_two_names, based(*texts))
    assert (one.row, one.suggestion) == (2, "市《工作报告》")


def test_basis_missing_points_at_a_goal_among_goals_with_a_basis() -> None:
    [one] = found(basis_missing, based("甲（澜委〔2026〕1号）", None, "乙（澜委〔2026〕2号）"))
    assert (one.row, one.field, one.severity) == (2, "policy_basis", Severity.WARNING)


def test_basis_missing_speaks_of_each_goal_once() -> None:
    bare = {"l1": "另一目标。", "policy_basis": None, "policy_basis_source": Source.MISSING}
    assert [one.row for one in found(basis_missing, [*rows(2), row(3, **bare), row(4, **bare)])] == [3]


def test_basis_missing_respects_a_category_without_any() -> None:
    common = [row(at, category="行政能力目标", l1=f"共性{at}。", l2=None, policy_basis=None) for at in (5, 6)]
    assert found(basis_missing, [*based("甲", "乙", "丙"), *common]) == []
    two_levels = [row(at, category="自身建设", l1=f"目标{at}。", policy_basis=None) for at in (5, 6)]
    [one] = found(basis_missing, [*based("甲", "乙", "丙"), *two_levels])
    assert (one.row, one.severity) == (5, Severity.INFO)


def test_basis_missing_is_silent_without_a_column() -> None:
    columns = [c for c in COLUMNS if c != "policy_basis"]
    assert found(basis_missing, based("甲", None, "乙"), columns=columns) == []


def test_staffing_rules_name_wants_the_standard_words() -> None:
    text = "澜州市交通运输局和人员编制规定（澜委办发〔2019〕17号）"
    [one] = found(staffing_rules_name, based(text))
    assert pointed(one, text) == "和人员编制规定"
    assert one.suggestion == "职能配置、内设机构和人员编制规定"


@pytest.mark.parametrize(
    "words", ["职能配置、内设机构和人员编制规定", "主要职责、内设机构和人员编制规定", "机构编制管理办法"]
)
def test_staffing_rules_name_is_silent_for_issued_titles(words: str) -> None:
    assert found(staffing_rules_name, based(f"《澜州市交通运输局{words}》（澜委办发〔2019〕17号）")) == []


def cited(*citations: str) -> list[Row]:
    return [row(at, **goal(text, l1=f"目标{at}。")) for at, text in enumerate(citations, 1)]


def test_locator_order_tells_a_step_down_and_proposes_the_page() -> None:
    some = cited(
        "属“绿港”行动第6项、第21项、第26项、第22项；乙方案第3项", "属甲方案第1项；“绿港”专项行动第26项、第22页"
    )
    [one] = found(locator_order, some)
    assert (one.row, one.field, one.suggestion) == (1, "l1_citation", "第22页")
    assert pointed(one, some[0].l1_raw or "") == "第22项"


@pytest.mark.parametrize(
    "citation",
    [
        "属甲方案第6项、第21项、第26项",
        "属甲方案第26项、第22页，39项、23页",
        "属甲方案第9项、第7页，附件第3项、第12页",
        "属甲方案第（二）4项，第6-7页；乙方案第1项",
        "“三定”方案第四条（三）、第3页，第四条（一）、第6页",
        "属甲方案附件30、34、44项",
        "属乙方案十项措施第5项、第4-5页",
    ],
)
def test_sound_citations_are_silent(citation: str) -> None:
    rules = (locator_order, locator_ambiguous, locator_mixed_numerals)
    assert [one for rule in rules for one in found(rule, cited(citation))] == []


def test_locator_order_proposes_nothing_without_another_witness() -> None:
    [one] = found(locator_order, cited("属甲方案第26项、第22项"))
    assert one.suggestion is None


def test_locator_ambiguous_gives_both_readings() -> None:
    some = cited("属生态清单第三四项，第26-27页")
    [one] = found(locator_ambiguous, some)
    assert "第三、四项，或第三十四项" in one.message
    assert pointed(one, some[0].l1_raw or "") == "第三四项"
    assert found(locator_ambiguous, cited("属生态清单第三十四项、第三、四项")) == []


def test_locator_mixed_numerals_is_a_remark_at_the_odd_figure() -> None:
    some = cited("属“涌潮”行动第一项、第二项、第3项、第3-4页")
    [one] = found(locator_mixed_numerals, some)
    assert (pointed(one, some[0].l1_raw or ""), one.severity) == ("第3项", Severity.INFO)
    assert found(locator_mixed_numerals, cited("属清单第四项，第8页；乙方案第3项")) == []


def test_a_citation_is_read_once_for_all_rows_of_its_goal() -> None:
    fields = goal("属甲方案第26项、第22项")
    assert [one.row for one in found(locator_order, [row(1, **fields), row(2, **fields)])] == [1]
