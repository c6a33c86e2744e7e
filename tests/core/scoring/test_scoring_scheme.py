"""The rules of a scheme: which rule an indicator gets, what a component is worth."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from scoring_cases import given

from jixiao.core.scoring.rules import Direction, Done, Proportional
from jixiao.core.scoring.scheme import Aim, Assigned, Scheme, Share


@pytest.mark.parametrize(("aim", "rule"), [(Aim.TARGET, "proportional"), (Aim.CEILING, "within"), (Aim.NONE, "done")])
def test_an_indicator_gets_its_rule_by_what_it_measures_itself_by(aim: Aim, rule: str) -> None:
    assert Scheme("办法").rule_for("1-1", "业务工作", aim) == rule


def test_its_number_goes_before_its_category_and_both_before_its_aim() -> None:
    scheme = Scheme("办法", assigned=Assigned(by_no={"1-1": "甲"}, by_category={"党建": "乙"}))
    assert scheme.rule_for("1-1", "党建", Aim.TARGET) == "甲"
    assert scheme.rule_for("1-2", "党建", Aim.TARGET) == "乙"
    assert scheme.rule_for("1-2", "业务", Aim.TARGET) == "proportional"


def test_every_scheme_knows_the_rules_that_it_assigns() -> None:
    rules = Scheme("办法").rules
    assert rules == {"done": Done(), "proportional": Proportional(), "within": Done(direction=Direction.LOWER)}


def test_by_weight_components_share_the_base_in_proportion() -> None:
    scheme = Scheme("办法", base=D(1000), components=(given("甲", "60"), given("乙", "20")))
    assert scheme.worths() == {"甲": 750, "乙": 250}


def test_by_maximum_components_are_worth_their_points() -> None:
    scheme = Scheme("办法", base=D(1000), share=Share.MAXIMUM, components=(given("甲", "60"), given("乙", "20")))
    assert scheme.worths() == {"甲": 60, "乙": 20}


def test_without_components_nothing_is_shared() -> None:
    assert Scheme("办法").worths() == {}
