"""A bundle: the same text for the same content, read back, scored again and compared digit by digit."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal as D
from typing import Any

import pytest
from scoring_cases import TABLE, a_sheet, an_entry, given

from jixiao.core.scoring.bundle import Difference, figures, inputs_digest, pack, recompute, unpack
from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Fault
from jixiao.core.scoring.scheme import Bonus, Deductions, FaultClass, Grade, Grading, Scheme
from jixiao.core.scoring.shape import Misfit

SCHEME = Scheme(
    "考评办法",
    components=(replace(TABLE, counts=D(60)), given("甲", "40")),
    deductions=Deductions(classes={"f": FaultClass("问题", D("0.5"))}),
    grading=Grading((Grade("优秀", D(90)), Grade("一般"))),
)
ONE = a_sheet(
    an_entry("0.9", rule="proportional", target="1"),
    organisation="2",
    name="乙局",
    given={"甲": "85"},
    faults=(Fault("f1", "f"),),
)
TWO = a_sheet(an_entry(None, rule="proportional"), organisation="1", name="甲局", given={"甲": "95"})
PLANS = [{"organisation": "2", "number": 3, "digest": "b"}, {"organisation": "1", "number": 1, "digest": "a"}]


def packed(*sheets: Any, plans: Any = PLANS) -> str:
    return pack("某市2025年度", 2025, "2026-03-01", plans, SCHEME, sheets, score_all(SCHEME, sheets))


TEXT = packed(ONE, TWO)


def altered(**changes: Any) -> str:
    return json.dumps({**json.loads(TEXT), **changes}, ensure_ascii=False)


def refused(text: str) -> list[str]:
    with pytest.raises(Misfit) as misfit:
        unpack(text)
    return misfit.value.problems


def test_a_bundle_says_what_it_is_and_holds_rules_inputs_and_results() -> None:
    data = json.loads(TEXT)
    assert list(data) == ["digest", "format", "made", "plans", "results", "scheme", "sheets", "title", "year"]
    assert (data["format"], data["title"], data["year"], data["made"]) == (1, "某市2025年度", 2025, "2026-03-01")
    assert [plan["organisation"] for plan in data["plans"]] == ["1", "2"]
    assert [sheet["organisation"] for sheet in data["sheets"]] == ["1", "2"]
    assert data["scheme"]["title"] == "考评办法"
    assert data["digest"] == inputs_digest(SCHEME, [ONE, TWO])


def test_the_figures_of_a_result() -> None:
    results = json.loads(TEXT)["results"]
    assert results["2"] == {
        "total": "87.50",
        "rank": 1,
        "of": 1,
        "grade": "一般",
        "body_grade": "一般",
        "bonus": "0",
        "deducted": "0.5000",
        "components": {"table": "54.0000", "甲": "34.0000"},
        "gaps": [],
    }
    assert results["1"]["total"] is None and results["1"]["gaps"] == ["a", "table"]
    assert figures(score_all(SCHEME, [ONE])[0])["components"] == {"table": 54, "甲": 34}


def test_the_order_of_sheets_and_plans_does_not_matter() -> None:
    assert packed(TWO, ONE, plans=PLANS[::-1]) == TEXT
    assert inputs_digest(SCHEME, [TWO, ONE]) == inputs_digest(SCHEME, [ONE, TWO])


def test_the_digest_covers_rules_and_inputs() -> None:
    same = inputs_digest(SCHEME, [ONE, TWO])
    assert len(same) == 64
    assert inputs_digest(replace(SCHEME, note="改"), [ONE, TWO]) != same
    assert inputs_digest(SCHEME, [ONE]) != same
    assert inputs_digest(SCHEME, [replace(ONE, name="丙局"), TWO]) != same


def test_plans_may_be_in_any_shape_of_mapping() -> None:
    assert json.loads(packed(ONE, plans=[{"number": 1}, {"organisation": "2"}]))["plans"] == [
        {"organisation": "2"},
        {"number": 1},
    ]


def test_a_bundle_is_read_as_it_was_packed() -> None:
    bundle = unpack(TEXT)
    assert (bundle.title, bundle.year, bundle.made) == ("某市2025年度", 2025, "2026-03-01")
    assert (bundle.scheme, bundle.sheets) == (SCHEME, (TWO, ONE))
    assert bundle.plans == (PLANS[1], PLANS[0])
    assert (bundle.results["2"]["total"], bundle.digest) == ("87.50", inputs_digest(SCHEME, [ONE, TWO]))


def test_what_is_not_needed_may_be_missing() -> None:
    data = {key: value for key, value in json.loads(TEXT).items() if key in ("format", "scheme", "sheets", "results")}
    bundle = unpack(json.dumps(data))
    assert (bundle.title, bundle.year, bundle.made, bundle.plans, bundle.digest) == ("", 0, "", (), "")
    assert not recompute(bundle).is_untouched


def test_what_was_not_touched_recomputes_without_a_difference() -> None:
    made = recompute(unpack(TEXT))
    assert (made.is_untouched, made.differences) == (True, ())
    assert [(each.organisation, each.total) for each in made.results] == [("1", None), ("2", D("87.50"))]
    assert set(made.steps) == {"1", "2"}
    assert made.steps["2"].said.zh == "满分100.00分，最后得87.50分"


def test_a_result_that_was_touched_is_a_difference_in_that_figure() -> None:
    data = json.loads(TEXT)
    data["results"]["2"]["total"] = "97.50"
    data["results"]["2"]["components"]["甲"] = "44.0000"
    made = recompute(unpack(json.dumps(data)))
    assert made.is_untouched
    assert made.differences == (
        Difference(
            "乙局", "components", '{"table": "54.0000", "甲": "44.0000"}', '{"table": "54.0000", "甲": "34.0000"}'
        ),
        Difference("乙局", "total", '"97.50"', '"87.50"'),
    )


def test_an_input_that_was_touched_shows_in_results_and_digest() -> None:
    data = json.loads(TEXT)
    data["sheets"][1]["given"]["甲"]["score"] = "95"
    made = recompute(unpack(json.dumps(data)))
    assert not made.is_untouched
    assert [(each.figure, each.stated, each.computed) for each in made.differences] == [
        ("body_grade", '"一般"', '"优秀"'),
        ("components", '{"table": "54.0000", "甲": "34.0000"}', '{"table": "54.0000", "甲": "38.0000"}'),
        ("grade", '"一般"', '"优秀"'),
        ("total", '"87.50"', '"91.50"'),
    ]


def test_an_organisation_without_a_name_is_called_by_its_key() -> None:
    data = json.loads(TEXT)
    del data["sheets"][1]["name"]
    data["results"]["2"]["rank"] = 9
    made = recompute(unpack(json.dumps(data)))
    assert made.differences == (Difference("2", "rank", "9", "1"),)


def test_a_result_that_is_not_stated_differs_in_every_figure() -> None:
    data = json.loads(TEXT)
    del data["results"]["1"]
    differences = recompute(unpack(json.dumps(data))).differences
    assert [each.figure for each in differences] == [
        "body_grade", "bonus", "components", "deducted", "gaps", "grade", "of",
    ]  # fmt: skip
    assert (differences[1].organisation, differences[1].stated, differences[1].computed) == ("甲局", "null", '"0"')


def test_a_result_of_nobody_is_a_difference() -> None:
    data = json.loads(TEXT)
    data["results"]["9"] = {"total": 1.5, "rank": "三"}
    assert recompute(unpack(json.dumps(data))).differences == (
        Difference("9", "sheet", '{"rank": "三", "total": 1.5}', "null"),
    )


@pytest.mark.parametrize("text", ["", "方案", "{", "[" * 100_000])
def test_what_is_not_json_is_refused(text: str) -> None:
    assert refused(text) == ["这不是得分包：文件不是 JSON 格式。"]


@pytest.mark.parametrize("text", ["[]", "1", "{}", '{"format": 2}', '{"format": "1"}'])
def test_what_is_not_of_this_format_is_refused(text: str) -> None:
    assert refused(text) == ["这不是得分包，或者版本不同：需要 format 为 1。"]


@pytest.mark.parametrize("changes", [{"results": []}, {"sheets": {}}, {"results": None}, {"sheets": None}])
def test_what_has_no_sheets_or_results_is_refused(changes: dict[str, Any]) -> None:
    assert refused(altered(**changes)) == ["得分包不完整：缺少 sheets 或 results。"]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"year": "去年"}, ["year：应为整数，现为“去年”。"]),
        ({"year": True}, ["year：应为整数，现为“True”。"]),
        ({"plans": {}}, ["plans：应为一列值。"]),
        ({"plans": [{}, 2]}, ["plans[2]：应为一组设置。"]),
        ({"results": {"2": 90}}, ["results.2：应为一组设置。"]),
        (
            {"plans": 1, "year": None, "results": {"2": []}},
            ["year：应为整数，现为“None”。", "plans：应为一列值。", "results.2：应为一组设置。"],
        ),
        ({"scheme": []}, ["整份规则：应为一组设置。"]),
        ({"scheme": {"title": "办法", "base": 0}}, ["base：总分应大于 0，现为 0。"]),
        (
            {"sheets": [{"organisation": "1"}, {"name": 1}]},
            ["sheets[2].name：应为文字，现为“1”。", "sheets[2].organisation：缺少这一项。"],
        ),
        (
            {
                "sheets": [{"organisation": each} for each in "2121"]
                + [{"organisation": "3", "given": {"x": {"score": 1}}}]
            },
            ["“1”有两份考评表。", "“2”有两份考评表。", "3：给了“x”的得分，但规则里没有这个部分。"],
        ),
    ],
)
def test_what_does_not_fit_is_named(changes: dict[str, Any], said: list[str]) -> None:
    assert refused(altered(**changes)) == said


def test_rules_that_are_missing_are_missed_where_their_title_should_stand() -> None:
    data = {key: value for key, value in json.loads(TEXT).items() if key != "scheme"}
    assert refused(json.dumps(data)) == ["title：缺少这一项。"]


def test_bonus_and_rank_are_among_the_figures() -> None:
    scheme = replace(SCHEME, bonus=Bonus())
    result = score_all(scheme, [ONE])[0]
    assert list(figures(result)) == [
        "total", "rank", "of", "grade", "body_grade", "bonus", "deducted", "components", "gaps",
    ]  # fmt: skip
