"""The composite: components weighed, rounded, summed, bounded; what stands for a missing component."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D
from decimal import localcontext
from typing import Any

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, given, scored, total

from jixiao.core.scoring.composing import bounded, score_all, work_all
from jixiao.core.scoring.entries import Claim, Fault, Sheet
from jixiao.core.scoring.results import Part, Result
from jixiao.core.scoring.rules import Done, Proportional
from jixiao.core.scoring.scheme import (
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Missing,
    Places,
    Scheme,
    Share,
    Source,
)

BONUS = Bonus(classes={"b": BonusClass("表彰", D(20))})
FAULTS = {"f": FaultClass("问题", D(3))}
FAULT = Fault("f1", "f")


def a_claim(points: str) -> Claim:
    return Claim("c1", "b", "事项", D(points))


def part(result: Result, key: str) -> Part:
    return result.parts[key]


def test_nanan_2014_weights_bonus_and_deduction_by_hand() -> None:
    """单位自评×10%＋目标考评×70%＋公众评议×20%＋奖励－察访扣分."""
    scheme = a_scheme(
        Proportional(),
        components=(
            Component("self", "单位自评", D(10), Source.CLAIMED),
            replace(TABLE, counts=D(70)),
            given("public", "20"),
        ),
        bonus=BONUS,
        deductions=Deductions(classes=FAULTS, cap=D(20)),
    )
    sheet = a_sheet(
        an_entry("0.9", points="60", claimed="58"),
        an_entry("1", key="b", points="40", claimed="40"),
        given={"public": "91.37"},
        claims=(a_claim("1.2"),),
        faults=(FAULT,),
    )
    result = scored(scheme, sheet)["甲"]
    assert {key: str(each.points) for key, each in result.parts.items()} == {
        "self": "9.8000",
        "table": "65.8000",
        "public": "18.2740",
    }
    assert (str(result.total), result.bonus, result.deducted, result.gaps) == ("92.07", D("1.2"), 3, ())


def test_a_part_says_what_was_reached_of_what_and_its_worth() -> None:
    scheme = a_scheme(Done(), components=(replace(TABLE, counts=D(3)), given("甲", "1", scale=D(5))))
    result = scored(scheme, a_sheet(an_entry("1"), an_entry("0", key="b"), given={"甲": "4"}))["甲"]
    assert part(result, "table") == Part("table", D(10), D(20), D(75), D("37.5"))
    assert part(result, "甲") == Part("甲", D(4), D(5), D(25), D(20))


@pytest.mark.parametrize(
    ("share", "scale", "points"),
    [(Share.WEIGHT, None, "48"), (Share.WEIGHT, "5", "960"), (Share.MAXIMUM, None, "80"), (Share.MAXIMUM, "160", "30")],
)
def test_a_given_score_is_of_a_hundred_by_weight_and_of_its_maximum_by_maximum(
    share: Share, scale: str | None, points: str
) -> None:
    component = given("甲", "60", scale=None if scale is None else D(scale))
    scheme = a_scheme(components=(component, given("乙", "40")), share=share)
    result = scored(scheme, a_sheet(given={"甲": "80", "乙": "0"}))["甲"]
    assert part(result, "甲").points == D(points)


def test_rated_scores_come_in_as_given_ones_do() -> None:
    scheme = a_scheme(components=(Component("peers", "同组互评", D(1), Source.RATED),))
    assert total(scheme, a_sheet(given={"peers": "87.654"})) == D("87.65")


@pytest.mark.parametrize(
    ("places", "component", "all_"),
    [
        (Places(), "66.6667", "67.67"),
        (Places(component=2), "66.67", "67.67"),
        (Places(component=0, total=1), "67", "68.0"),
        (Places(component=6, total=3), "66.666667", "67.667"),
    ],
)
def test_component_and_total_are_rounded_half_up_each_to_its_own_places(
    places: Places, component: str, all_: str
) -> None:
    scheme = a_scheme(components=(given("甲", "1", scale=D(3)),), bonus=BONUS, places=places)
    result = scored(scheme, a_sheet(given={"甲": "2"}, claims=(a_claim("1"),)))["甲"]
    assert (str(part(result, "甲").points), str(result.total)) == (component, all_)


def test_a_component_is_rounded_before_the_sum() -> None:
    """Three components of 33.335 each: rounded first they make 100.02, not 100.01."""
    components = tuple(given(key, "1") for key in "甲乙丙")
    scheme = a_scheme(components=components, base=D("100.005"), places=Places(component=2))
    assert total(scheme, a_sheet(given=dict.fromkeys("甲乙丙", "100"))) == D("100.02")


def test_weights_that_do_not_divide_evenly_still_give_all_for_all() -> None:
    scheme = a_scheme(components=tuple(given(key, "1") for key in "甲乙丙"))
    assert total(scheme, a_sheet(given=dict.fromkeys("甲乙丙", "100"))) == 100


def test_scaling_all_weights_changes_nothing() -> None:
    sheet = a_sheet(given={"甲": "77.7", "乙": "88.8"})
    ones = a_scheme(components=(given("甲", "1"), given("乙", "2")))
    tens = a_scheme(components=(given("甲", "0.7"), given("乙", "1.4")))
    assert total(ones, sheet) == total(tens, sheet) == D("85.10")


def test_without_components_deductions_are_taken_from_the_base() -> None:
    scheme = Scheme("扣分制", deductions=Deductions(classes=FAULTS), bonus=BONUS)
    result = scored(scheme, a_sheet(faults=(FAULT, Fault("f2", "f")), claims=(a_claim("1"),)))["甲"]
    assert (result.total, result.parts, result.deducted, result.bonus) == (95, {}, 6, 1)


@pytest.mark.parametrize(
    ("sum_", "may_exceed", "made"),
    [
        ("104", True, "104"),
        ("104", False, "100"),
        ("100", False, "100"),
        ("-3", True, "0"),
        ("-3", False, "0"),
        ("0.5", True, "0.5"),
    ],
)
def test_the_total_is_not_below_zero_nor_above_the_base_where_the_scheme_says_so(
    sum_: str, may_exceed: bool, made: str
) -> None:
    scheme = a_scheme(bonus=Bonus(may_exceed=may_exceed))
    assert bounded(scheme, D(sum_)) == D(made)
    assert str(bounded(scheme, D("12.345"))) == "12.35"


def test_deductions_come_off_before_the_total_is_cut_at_the_base() -> None:
    scheme = a_scheme(
        components=(given("甲", "1"),), bonus=replace(BONUS, may_exceed=False), deductions=Deductions(classes=FAULTS)
    )
    assert total(scheme, a_sheet(given={"甲": "100"}, claims=(a_claim("5"),), faults=(FAULT,))) == 100


def before(**more: Any) -> Scheme:
    return a_scheme(
        components=(given("甲", "60"), given("乙", "40")), deductions=Deductions(classes=FAULTS, before="甲"), **more
    )


def test_deductions_before_weighting_are_taken_from_the_component_s_own_scale() -> None:
    result = scored(before(), a_sheet(given={"甲": "90", "乙": "80"}, faults=(FAULT,)))["甲"]
    assert part(result, "甲") == Part("甲", D(87), D(100), D(60), D("52.2"), taken=D(3))
    assert part(result, "乙") == Part("乙", D(80), D(100), D(40), D(32))
    assert (result.total, result.deducted) == (D("84.2"), 3)


def test_deductions_before_weighting_take_no_more_than_there_is() -> None:
    result = scored(before(), a_sheet(given={"甲": "2", "乙": "80"}, faults=(FAULT,)))["甲"]
    assert (part(result, "甲").got, part(result, "甲").taken, result.total) == (0, 2, 32)
    below = scored(before(), a_sheet(given={"甲": "-2", "乙": "80"}, faults=(FAULT,)))["甲"]
    assert (part(below, "甲").got, part(below, "甲").taken) == (-2, 0)


def gapped(missing: Missing, *sheets: Sheet, **more: Any) -> dict[str, Result]:
    components = (given("甲", "60", missing=missing), given("乙", "20"), given("丙", "20"))
    return scored(a_scheme(components=components, **more), *sheets)


OPEN = a_sheet(given={"乙": "80", "丙": "90"}, organisation="开")
WHOLE = (
    a_sheet(given={"甲": "70", "乙": "100", "丙": "100"}, organisation="一"),
    a_sheet(given={"甲": "90", "乙": "100", "丙": "100"}, organisation="二"),
)


@pytest.mark.parametrize(
    ("missing", "sum_", "got", "worth", "points"),
    [
        (Missing.REFUSE, None, None, "60", "0"),
        (Missing.ZERO, "34", "0", "60", "0"),
        (Missing.AVERAGE, "82", "80", "60", "48"),
        (Missing.EXCLUDE, "85", "0", "0", "0"),
    ],
)
def test_a_missing_component_by_its_rule(
    missing: Missing, sum_: str | None, got: str | None, worth: str, points: str
) -> None:
    made = gapped(missing, OPEN, *WHOLE)
    result, gap = made["开"], None if missing is Missing.REFUSE else missing
    assert result.total == (None if sum_ is None else D(sum_))
    assert part(result, "甲") == Part("甲", None if got is None else D(got), D(100), D(worth), D(points), gap=gap)
    assert result.gaps == (("甲",) if missing is Missing.REFUSE else ())
    assert (made["一"].total, made["二"].total) == (82, 94)


def test_what_is_left_out_hands_its_worth_on_in_proportion() -> None:
    components = (given("甲", "60", missing=Missing.EXCLUDE), given("乙", "30"), given("丙", "10"))
    result = scored(a_scheme(components=components), a_sheet(given={"乙": "80", "丙": "100"}))["甲"]
    assert {key: (each.worth, each.is_left_out) for key, each in result.parts.items()} == {
        "甲": (0, True), "乙": (75, False), "丙": (25, False),
    }  # fmt: skip
    assert result.total == 85


def test_the_average_is_of_the_own_group() -> None:
    stranger = a_sheet(given={"甲": "10", "乙": "0", "丙": "0"}, organisation="外", group="别组")
    assert gapped(Missing.AVERAGE, OPEN, *WHOLE, stranger)["开"].total == 82


def test_an_average_of_nobody_is_left_out() -> None:
    other = replace(OPEN, organisation="也开")
    assert part(gapped(Missing.AVERAGE, OPEN, other)["开"], "甲").gap is Missing.EXCLUDE
    stranger = replace(WHOLE[0], group="别组")
    alone = gapped(Missing.AVERAGE, replace(OPEN, given={}), stranger)["开"]
    assert (part(alone, "甲").gap, alone.total) == (Missing.EXCLUDE, None)


def test_gaps_are_filled_where_nobody_has_anything() -> None:
    scheme = a_scheme(components=(given("甲", "1", missing=Missing.ZERO),))
    assert scored(scheme, a_sheet())["甲"].total == 0


def test_nothing_is_taken_from_a_component_that_is_open_or_left_out() -> None:
    result = scored(before(), a_sheet(given={"乙": "80"}, faults=(FAULT,)))["甲"]
    assert (result.total, part(result, "甲").taken, result.deducted) == (None, 0, 3)
    components = (given("甲", "60", missing=Missing.EXCLUDE), given("乙", "40"))
    scheme = a_scheme(components=components, deductions=Deductions(classes=FAULTS, before="甲"))
    left_out = scored(scheme, a_sheet(given={"乙": "80"}, faults=(FAULT,)))["甲"]
    assert (left_out.total, part(left_out, "甲").taken) == (80, 0)


def test_where_every_component_is_left_out_there_is_no_total() -> None:
    scheme = a_scheme(components=(given("甲", "1", missing=Missing.EXCLUDE),))
    assert scored(scheme, a_sheet())["甲"].total is None


def test_one_open_component_leaves_the_others_weighed() -> None:
    result = gapped(Missing.REFUSE, OPEN)["开"]
    assert (part(result, "乙").points, part(result, "丙").points, result.total) == (16, 18, None)


def test_claimed_points_need_every_indicator() -> None:
    scheme = a_scheme(components=(Component("self", "自评", D(1), Source.CLAIMED),))
    assert total(scheme, a_sheet(an_entry(claimed="8"), an_entry(key="b", claimed="7"))) == 75
    half = scored(scheme, a_sheet(an_entry(claimed="8"), an_entry(key="b")))["甲"]
    assert (half.total, half.gaps) == (None, ("self",))
    assert scored(scheme, a_sheet())["甲"].gaps == ("self",)
    assert total(scheme, a_sheet(an_entry(points="0.5", claimed="0.5"))) == 100


def test_a_table_without_points_says_nothing() -> None:
    assert scored(a_scheme(Done()), a_sheet())["甲"].gaps == ("table",)
    assert scored(a_scheme(Done()), a_sheet(an_entry("1", points="0")))["甲"].gaps == ("table",)
    assert total(a_scheme(Done()), a_sheet(an_entry("1", points="0.5"))) == 100


def test_indicators_are_not_judged_where_no_component_is_the_table() -> None:
    scheme = a_scheme(components=(given("甲", "1"),))
    result = scored(scheme, a_sheet(an_entry(None, rule="nowhere"), given={"甲": "90"}))["甲"]
    assert (result.total, result.gaps) == (90, ())
    made = work_all(scheme, [a_sheet(an_entry("1", rule="nowhere"), given={"甲": "90"})])[0]
    assert (made.table.got, made.table.gaps, made.table.left_out) == ((), (), frozenset())


def test_results_keep_the_order_of_the_sheets_and_say_whose_they_are() -> None:
    scheme = a_scheme(components=(given("甲", "1"),))
    sheets = [
        a_sheet(given={"甲": score}, organisation=key, name=f"{key}局", group="一组")
        for key, score in (("乙", "80"), ("甲", "90"))
    ]
    made = [(each.organisation, each.name, each.group, each.rank, each.of) for each in score_all(scheme, sheets)]
    assert made == [("乙", "乙局", "一组", 2, 2), ("甲", "甲局", "一组", 1, 2)]


def test_an_organisation_with_two_sheets_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^an organisation has two sheets$"):
        score_all(a_scheme(), [a_sheet(), a_sheet()])


def test_a_rule_that_is_not_there_is_refused() -> None:
    with pytest.raises(KeyError, match="nowhere"):
        score_all(a_scheme(Done()), [a_sheet(an_entry("1", rule="nowhere"))])


def test_the_caller_s_decimal_context_does_not_matter() -> None:
    scheme = a_scheme(components=tuple(given(key, "1") for key in "甲乙丙"))
    sheet = a_sheet(given={"甲": "77.123456", "乙": "88.654321", "丙": "99.999999"})
    with localcontext(prec=3):
        assert score_all(scheme, [sheet])[0].total == D("88.59")


def test_what_was_worked_out_stands_beside_the_result() -> None:
    scheme = a_scheme(Done(), bonus=replace(BONUS, unit_share=D(0)), deductions=Deductions(classes=FAULTS))
    sheet = a_sheet(an_entry("1"), claims=(a_claim("2"),), faults=(FAULT,))
    made = work_all(scheme, [sheet])[0]
    assert (made.sheet, made.table.got, made.has_lost_bonus) == (sheet, (10,), True)
    assert (made.bonus.points, made.result.bonus, made.deductions.points, made.result.total) == (2, 0, 3, 97)
