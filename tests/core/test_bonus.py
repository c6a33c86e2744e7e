"""Rules of bonus claims: one fact however it is written, who checks, at most what was asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jixiao.core.evaluations import bonus as rules
from jixiao.core.evaluations.bonus import Earlier, Said, State
from jixiao.core.evaluations.kinds import Kind

DAY = date(2026, 6, 1)
SAID = Said(2026, "经验获推广", "某省人民政府", "", DAY, None, needs_item=False, has_item=False)
KIND = Kind("province", "省级表彰", Decimal(2))


@pytest.mark.parametrize(
    "typed",
    [
        "某政〔2026〕3号",
        "某政[2026]3号",
        "某政（2026）3号",
        "某政(2026)3号",
        "某政【2026】03号",
        "某政〔２０２６〕３号",
        " 某政 〔2026〕 第3号 ",
        "某政〔2026〕3",
    ],
)
def test_a_document_number_has_one_form(typed: str) -> None:
    assert rules.mended_number(typed) == "某政〔2026〕3号"


@pytest.mark.parametrize(
    "typed", ["三号文", "〔2026〕3号", "某政〔2026〕3号、某政〔2026〕4号", "某政〔2026〕3号文件", "某政3号"]
)
def test_what_is_not_one_document_number_is_said_to_be_wrong(typed: str) -> None:
    with pytest.raises(rules.Unreadable, match="写法不对"):
        rules.mended_number(typed)


def test_no_document_number_is_none() -> None:
    assert rules.mended_number(" 　") == ""


def _numbered(body: str, typed: str, title: str = "甲") -> str:
    return rules.fact_of(body, rules.mended_number(typed), title, DAY)


def test_the_same_document_is_one_fact_whatever_it_is_called() -> None:
    first = _numbered("某省人民政府", "某政〔2026〕3号")
    assert first == _numbered("某省 人民政府", "某政[２０２６]03号", "乙")
    assert first == rules.fact_of("某省人民政府", "某政〔2026〕3号", "甲", date(2026, 7, 1))
    assert len(first) == 64


def test_another_number_body_or_year_is_another_fact() -> None:
    facts = {
        _numbered("某省人民政府", "某政〔2026〕3号"),
        _numbered("某省人民政府", "某政〔2026〕13号"),
        _numbered("某省人民政府", "某政〔2025〕3号"),
        _numbered("某市人民政府", "某政〔2026〕3号"),
    }
    assert len(facts) == 4


def test_without_a_number_the_title_and_the_day_tell_facts_apart() -> None:
    first = rules.fact_of("某省人民政府", "", "先进集体（2026）", DAY)
    assert first == rules.fact_of("某省人民政府 ", "", "先进 集体(2026)", DAY)
    assert first != rules.fact_of("某省人民政府", "", "先进集体（2026）", date(2026, 6, 2))
    assert first != rules.fact_of("某省人民政府", "", "先进个人（2026）", DAY)


def test_a_whole_claim_has_no_obstacle() -> None:
    assert rules.claim_obstacle(SAID, DAY) == ""


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": "……"}, "事项"),
        ({"body": ""}, "单位"),
        ({"title": "字" * 201}, "200"),
        ({"dated": None}, "2026 年度"),
        ({"dated": date(2025, 12, 31)}, "2026 年度"),
        ({"dated": date(2026, 6, 2)}, "还没有到"),
        ({"points": Decimal(0)}, "大于 0"),
        ({"needs_item": True}, "选择指标"),
    ],
)
def test_a_claim_with_a_hole_is_refused(changed: dict[str, object], said: str) -> None:
    assert said in rules.claim_obstacle(replace(SAID, **changed), DAY)  # type: ignore[arg-type]


def test_points_stay_within_the_class() -> None:
    assert rules.points_obstacle(KIND, None) == rules.points_obstacle(KIND, Decimal(2)) == ""
    assert "最多 2 分" in rules.points_obstacle(KIND, Decimal("2.01"))
    assert "选择一类" in rules.points_obstacle(None, Decimal(1))


def test_no_more_is_granted_than_was_asked_for() -> None:
    assert rules.granted_obstacle(Decimal(2), Decimal(2)) == rules.granted_obstacle(Decimal(2), None) == ""
    assert "2 分" in rules.granted_obstacle(Decimal("2.01"), Decimal(2))
    assert rules.granted_obstacle(None, None) and rules.granted_obstacle(Decimal(0), None)


def test_another_person_checks_on_the_side_that_keeps_the_scheme() -> None:
    assert rules.check_obstacle(State.SUBMITTED, made_it=False, is_keepers=True) == ""
    assert "另一个人" in rules.check_obstacle(State.SUBMITTED, made_it=True, is_keepers=True)
    assert "上级绩效办" in rules.check_obstacle(State.SUBMITTED, made_it=False, is_keepers=False)
    assert "待审核" in rules.check_obstacle(State.DRAFT, made_it=False, is_keepers=True)


def test_what_may_be_the_same_achievement_is_named_with_its_signs() -> None:
    earlier = [
        Earlier("1", "口袋公园建设做法被省政府通报表扬", "", frozenset()),
        Earlier("2", "档案工作获评先进集体", "某政〔2026〕3号", frozenset()),
        Earlier("3", "防汛值守零事故", "", frozenset({"f"})),
        Earlier("4", "水质全部达标", "某水〔2026〕9号", frozenset({"g"})),
    ]
    found = rules.resemblances("口袋公园建设经验获省政府通报表扬", "某政[2026]3号", frozenset({"f"}), earlier)
    assert found == [("1", "事项相近"), ("2", "文号相同"), ("3", "用了同一份证明文件")]


def test_nothing_resembles_where_nothing_was_claimed() -> None:
    assert rules.resemblances("口袋公园", "", frozenset(), []) == []
