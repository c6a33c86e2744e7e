"""A tree of steps drawn by few bars: each change stands in one of them, the largest have their own."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from jixiao.core.scoring.rules import Said
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.waterfall import Bar, bars, places_shown

NONE = Said("", "")


def a_part(key: str, *changes: str) -> Step:
    leaves = tuple(Step(f"{key}{at}", StepKind.INDICATOR, key, D(change), NONE) for at, change in enumerate(changes))
    return parent(key, StepKind.COMPONENT, key, NONE, leaves)


def a_tree(*parts: Step) -> Step:
    return parent("total", StepKind.TOTAL, "总分", NONE, parts)


def drawn(tree: Step, *most: int) -> list[str]:
    return ["+".join(step.key for step in bar.steps) for bar in bars(tree, *most)]


def test_each_change_has_a_bar_in_the_order_of_the_tree() -> None:
    one, two = a_part("a", "-1", "-3"), a_part("b", "2")
    assert bars(a_tree(one, two)) == [
        Bar(one, (one.children[0],)),
        Bar(one, (one.children[1],)),
        Bar(two, (two.children[0],)),
    ]


def test_a_part_without_steps_of_its_own_is_its_own_bar() -> None:
    score = Step("s", StepKind.COMPONENT, "公众评议", D("-0.5"), NONE)
    assert bars(a_tree(score)) == [Bar(score, (score,))]
    assert bars(Step("total", StepKind.TOTAL, "总分", D(0), NONE)) == []


def test_the_steps_below_a_branch_have_the_bars_of_its_part() -> None:
    branch = a_part("b", "-1", "-2")
    part = parent("a", StepKind.COMPONENT, "a", NONE, (branch,))
    assert [(bar.part.key, bar.steps[0].key) for bar in bars(a_tree(part))] == [("a", "b0"), ("a", "b1")]


def test_what_changes_nothing_has_no_bar() -> None:
    assert drawn(a_tree(a_part("a", "0", "-1", "0.00", "1"), a_part("b", "0"))) == ["a1", "a3"]


def test_six_changes_of_a_part_are_taken_in_at_a_glance_and_seven_are_not() -> None:
    six = a_part("a", *"123456")
    assert drawn(a_tree(six, a_part("b", "1"))) == ["a0", "a1", "a2", "a3", "a4", "a5", "b0"]
    assert drawn(a_tree(a_part("a", *"1234567"))) == ["a6", "a5", "a4", "a3", "a2", "a0+a1"]


def test_the_largest_gains_and_losses_keep_their_bar_and_the_rest_share_the_last() -> None:
    tree = a_tree(a_part("a", "-1", "5", "-3", "0", "2", "-4"))
    assert drawn(tree, 3) == ["a1", "a5", "a0+a2+a4"]
    assert drawn(tree, 4) == ["a1", "a5", "a2", "a0+a4"]
    assert drawn(tree, 5) == ["a0", "a1", "a2", "a4", "a5"]
    assert drawn(tree, 1) == ["a0+a1+a2+a4+a5"]


def test_of_equal_changes_the_first_keeps_its_bar() -> None:
    assert drawn(a_tree(a_part("a", "1", "-2", "2", "-2")), 3) == ["a1", "a2", "a0+a3"]


def test_a_bar_is_the_sum_of_its_steps() -> None:
    tree = a_tree(a_part("a", "-1.25", "-3", "0.5"))
    own, rest = bars(tree, 2)
    assert own.part == rest.part == tree.children[0]
    assert (own.change, own.is_rest) == (D(-3), False)
    assert (rest.change, rest.is_rest) == (D("-0.75"), True)
    assert own.change + rest.change == tree.change
    assert Bar(tree, ()).change == 0
    assert not Bar(tree, ()).is_rest


@pytest.mark.parametrize(
    ("changes", "places"),
    [
        ([], 2),
        (["-1", "3"], 2),
        (["1.5", "-0.3333", "2.25"], 4),
        (["0.3330"], 3),
        (["100", "1E+3"], 2),
        (["0.000"], 2),
        (["Infinity"], 2),
    ],
)
def test_as_many_decimals_are_shown_as_the_finest_change_needs(changes: list[str], places: int) -> None:
    assert places_shown([D(each) for each in changes]) == places


def test_fewer_decimals_may_do() -> None:
    assert places_shown([D("1.10"), D("20")], 0) == 1
    assert places_shown([D("20"), D(3)], 0) == 0
    assert places_shown([D("Infinity")], 0) == 0
