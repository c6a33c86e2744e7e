"""Hints about raters: figures worked out by hand or taken from tables, and what must hold of any marks."""

from __future__ import annotations

import random

import pytest

from jixiao.core.fairness import ODD, agreement, circles, pairs, severities
from jixiao.core.fairness.agreement import chi_square_tail
from jixiao.core.fairness.marks import ranks_of
from jixiao.core.fairness.pairs import residuals
from jixiao.core.fairness.severity import student

Rows = dict[str, dict[str, float]]


def marks_of(*rows: list[float | None]) -> Rows:
    """Raters a, b, … in the rows, rated a, b, … in the columns; None is no mark."""
    names = "abcdefghijklmnopqrst"
    return {
        names[at]: {names[to]: mark for to, mark in enumerate(row) if mark is not None} for at, row in enumerate(rows)
    }


def outside(*rows: list[float]) -> Rows:
    """As `marks_of`, by raters that are not rated themselves."""
    return {f"rater {name}": row for name, row in marks_of(*rows).items()}


def consensus(size: int) -> Rows:
    """Everybody rates the others in the same order, each at its own level."""
    return marks_of(*([None if at == to else 60 + 3 * to + at for to in range(size)] for at in range(size)))


# ranks


def test_equal_marks_share_the_mean_of_their_ranks() -> None:
    assert ranks_of([80, 70, 80, 90, 70]) == [3.5, 1.5, 3.5, 5, 1.5]


# agreement


@pytest.mark.parametrize("size", [4, 5, 9])
def test_the_same_order_is_full_agreement_though_nobody_rates_itself(size: int) -> None:
    found = agreement(consensus(size))
    assert found is not None
    assert (found.raters, found.rated, found.mean_rank_difference) == (size, size, 0)
    assert found.w == pytest.approx(1)


def test_w_of_a_panel_from_outside_is_kendalls() -> None:
    """Four raters, four rated; rank sums 6, 9, 10, 15: S = 16 + 1 + 0 + 25, W = 12 S ÷ (4² × 4 × 15)."""
    found = agreement(outside([1, 2, 3, 4], [2, 1, 4, 3], [1, 3, 2, 4], [2, 3, 1, 4]))
    assert found is not None
    assert found.w == pytest.approx(12 * 42 / 960)
    assert found.p == pytest.approx(chi_square_tail(4 * 3 * 0.525, 3))


def test_ties_are_taken_out_of_what_is_possible() -> None:
    """Four raters who all see two levels agree fully: S = 16 × 4 = 64, Σ(rank − mean)² = 4 × 4."""
    found = agreement(outside(*([[1, 1, 2, 2]] * 4)))
    assert found is not None
    assert found.w == pytest.approx(1)


def test_w_where_nobody_rates_itself_by_hand() -> None:
    """Ranks a: b1 c2 d3; b: a1 c2 d3; c: a2 b1 d3; d: a3 b2 c1. Deviations from 2: a 0, b −2, c −1, d 3."""
    found = agreement(marks_of([None, 1, 2, 3], [1, None, 2, 3], [2, 1, None, 3], [3, 2, 1, None]))
    assert found is not None
    # S = 0 + 4 + 1 + 9 = 14, its most λ² v (v² − 1) ÷ 12 = 4 × 4 × 15 ÷ 12 = 20; Durbin's T = 3 × 14 ÷ 8
    assert found.w == pytest.approx(14 / 20)
    assert found.p == pytest.approx(chi_square_tail(3 * 14 / 8, 3))


def test_marks_that_are_all_alike_show_no_agreement() -> None:
    found = agreement(marks_of(*([None if at == to else 90 for to in range(5)] for at in range(5))))
    assert found is not None
    assert (found.w, found.p) == (0, 1)


def test_opposite_orders_cancel() -> None:
    found = agreement(outside([1, 2, 3, 4], [4, 3, 2, 1], [1, 2, 3, 4], [4, 3, 2, 1]))
    assert found is not None
    assert found.w == 0
    assert found.mean_rank_difference == pytest.approx((4 * 2 + 2 * 0) / 6)


def test_whoever_left_somebody_out_does_not_count_here() -> None:
    rows = consensus(6)
    del rows["c"]["a"]
    found = agreement(rows)
    assert found is not None
    assert (found.raters, found.rated) == (5, 5)
    assert found.w == pytest.approx(1)


def test_too_few_raters_say_nothing() -> None:
    assert agreement(consensus(3)) is None
    assert agreement({}) is None
    assert severities(consensus(3)) == []
    assert pairs(consensus(3)) == []


@pytest.mark.parametrize(
    ("value", "degrees", "tail"),
    [(3.841, 1, 0.05), (5.991, 2, 0.05), (11.070, 5, 0.05), (6.635, 1, 0.01), (23.209, 10, 0.01), (30.144, 19, 0.05)],
)
def test_the_tail_of_chi_square_is_that_of_the_tables(value: float, degrees: int, tail: float) -> None:
    assert chi_square_tail(value, degrees) == pytest.approx(tail, rel=2e-3)


def test_the_tail_of_chi_square_at_its_ends() -> None:
    assert chi_square_tail(0, 5) == 1
    assert chi_square_tail(-1e-12, 5) == 1
    assert chi_square_tail(4000, 19) == 0
    assert chi_square_tail(1e-9, 40) == pytest.approx(1)


# severity


def test_a_severity_is_the_mean_difference_from_the_others() -> None:
    rows = marks_of([None, 80, 84, 88], [76, None, 84, 88], [77, 80, None, 88], [70, 74, 78, None])
    found = {each.rater: each for each in severities(rows)}
    # d gives a 70 (others 76.5), b 74 (others 80), c 78 (others 84)
    assert found["d"].by == pytest.approx((-6.5 - 6 - 6) / 3)
    half = student(2) * (1 / 12) ** 0.5 / 3**0.5  # deviations −1/3, 1/6, 1/6: s² = 1/12
    assert (found["d"].low, found["d"].high) == pytest.approx((found["d"].by - half, found["d"].by + half))
    assert (found["d"].stands_out, found["d"].marks) == (True, 3)
    assert next(iter(found)) == "d"


def test_raters_around_the_same_level_do_not_stand_out() -> None:
    rows = marks_of([None, 78, 84, 90], [79, None, 82, 87], [74, 83, None, 85], [77, 80, 86, None])
    assert not any(each.stands_out for each in severities(rows))


def test_marks_that_nobody_else_gave_say_nothing_of_severity() -> None:
    alone = {"x": {"p": 80.0, "q": 70.0, "r": 90.0}}
    assert severities(alone) == []


@pytest.mark.parametrize(("degrees", "table"), [(2, 4.303), (3, 3.182), (5, 2.571), (10, 2.228), (30, 2.042)])
def test_the_quantile_of_student_is_that_of_the_tables(degrees: int, table: float) -> None:
    assert student(degrees) == pytest.approx(table, rel=0.01)


# pairs


def random_group(size: int, seed: int, lift: float = 0) -> Rows:
    dice = random.Random(seed)
    rows: list[list[float | None]] = [
        [None if at == to else 70 + to + dice.gauss(0, 3) for to in range(size)] for at in range(size)
    ]
    made = marks_of(*rows)
    made["a"]["b"] += lift
    made["b"]["a"] += lift
    return made


def test_what_rater_and_standing_explain_leaves_nothing() -> None:
    left = residuals(consensus(6))
    assert max(abs(each) for row in left.values() for each in row.values()) < 1e-6
    assert not any(pair.is_odd for pair in pairs(consensus(6)))


def test_a_pair_that_lifts_each_other_is_found_and_named_first() -> None:
    first, *others = pairs(random_group(12, 1, lift=15))
    assert (first.one, first.other, first.is_odd) == ("a", "b", True)
    assert min(first.there, first.back) > 8
    assert not any(pair.is_odd for pair in others)
    assert len(others) == 12 * 11 // 2 - 1


def test_a_favour_that_is_not_returned_is_no_pair() -> None:
    rows = random_group(12, 1)
    rows["a"]["b"] += 20
    found = next(pair for pair in pairs(rows) if (pair.one, pair.other) == ("a", "b"))
    assert not found.is_odd


def test_random_marks_rarely_name_a_pair() -> None:
    named = sum(pairs(random_group(8, seed))[0].is_odd for seed in range(60))
    assert named <= 8  # 3 are expected at 5 %, more than 8 come once in 250 times


def test_the_same_marks_give_the_same_figures_in_any_order() -> None:
    rows = random_group(7, 3, lift=9)
    turned = {rater: dict(reversed(row.items())) for rater, row in reversed(rows.items())}
    assert [(p.one, p.other, p.p) for p in pairs(turned)] == [(p.one, p.other, p.p) for p in pairs(rows)]
    assert agreement(rows) == agreement(turned)


def test_raters_from_outside_form_no_pairs() -> None:
    assert pairs(outside([1, 2, 3, 4], [4, 3, 2, 1], [1, 2, 3, 4], [4, 3, 2, 1])) == []


def test_odd_is_one_in_twenty() -> None:
    assert ODD == 0.05


# circles


def test_groups_that_do_not_rate_each_other_are_told_apart() -> None:
    one, two = (
        consensus(4),
        {f"z{key}": {f"z{to}": mark for to, mark in row.items()} for key, row in consensus(5).items()},
    )
    assert circles({**two, **one}) == [one, two]
    assert circles({}) == []


def test_a_rater_that_joins_two_groups_makes_them_one() -> None:
    rows: Rows = {"a": {"b": 1}, "c": {"d": 1}, "e": {"b": 1, "d": 1}}
    assert circles(rows) == [rows]
