"""Where nothing is left to count: which gaps are named, what a deduction is taken from, what a bundle says."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, given, scored

from jixiao.core.scoring.bundle import figures
from jixiao.core.scoring.entries import Fault
from jixiao.core.scoring.rules import Proportional
from jixiao.core.scoring.scheme import Component, Deductions, FaultClass, Missing, Source


def test_components_that_are_all_left_out_are_the_gaps_of_a_result_without_a_total() -> None:
    scheme = a_scheme(components=(given("a", "1", missing=Missing.EXCLUDE), given("b", "1", missing=Missing.EXCLUDE)))
    result = scored(scheme, a_sheet())["甲"]
    assert (result.total, result.gaps) == (None, ("a", "b"))


def test_a_component_left_out_beside_one_that_counts_is_no_gap() -> None:
    scheme = a_scheme(components=(given("a", "1", missing=Missing.EXCLUDE), given("b", "1")))
    result = scored(scheme, a_sheet(given={"b": "80"}))["甲"]
    assert (result.total, result.gaps) == (D("80.00"), ())


def test_a_bundle_says_nothing_for_a_component_that_is_open_or_left_out() -> None:
    scheme = a_scheme(
        components=(given("a", "1", missing=Missing.EXCLUDE), given("b", "1"), given("c", "2", missing=Missing.ZERO))
    )
    result = scored(scheme, a_sheet())["甲"]
    assert figures(result)["components"] == {"a": None, "b": None, "c": D("0.0000")}


DEDUCTIONS = Deductions(before="table", classes={"f": FaultClass("问题", D(1))})
AVERAGE = replace(TABLE, missing=Missing.AVERAGE)


def test_a_deduction_from_a_table_in_which_nothing_counts_is_taken_on_the_scale_of_all_its_indicators() -> None:
    scheme = a_scheme(Proportional(), components=(AVERAGE,), missing=Missing.EXCLUDE, deductions=DEDUCTIONS)
    other = a_sheet(an_entry("0.8", points="10"), organisation="乙")
    empty = a_sheet(an_entry(points="10"), faults=(Fault("f1", "f"),))
    results = scored(scheme, empty, other)
    assert results["乙"].total == D("80.00")
    assert (results["甲"].parts["table"].full, results["甲"].total) == (D(10), D("70.00"))  # 8 of 10, less 1


def test_without_any_indicator_the_scale_is_one() -> None:
    scheme = a_scheme(Proportional(), components=(AVERAGE,), missing=Missing.EXCLUDE)
    results = scored(scheme, a_sheet(), a_sheet(an_entry("0.8"), organisation="乙"))
    assert (results["甲"].parts["table"].full, results["甲"].total) == (D(1), D("80.00"))


def test_self_evaluation_without_points_has_nothing_to_claim() -> None:
    scheme = a_scheme(Proportional(), components=(Component("self", "自评", D(1), Source.CLAIMED),))
    result = scored(scheme, a_sheet(an_entry("1", points="0", claimed="0")))["甲"]
    assert (result.total, result.gaps, result.parts["self"].full) == (None, ("self",), D(1))
