"""What the ledger says of an indicator, as the engine takes it: one amount, several, a veto, none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal as D

import pytest
from composed import MADE

from jixiao.core.ledger.measures import Measured, Reckoning
from jixiao.core.scoring.entries import Join
from jixiao.core.scoring.scheme import Aim
from jixiao.scores.gathering.ledgers import Stand
from jixiao.scores.gathering.readings import cases, of_none, of_one, of_several, plain

DAY = MADE.date()


def measured(reckoning: Reckoning, target: int = 10, comparator: str = ">=", most: int | None = None) -> Measured:
    return Measured(reckoning, comparator, D(target), None if most is None else D(most))


@pytest.mark.parametrize(
    ("reckoning", "join"),
    [
        (Reckoning.CUMULATIVE, Join.LAST),
        (Reckoning.LEVEL, Join.LAST),
        (Reckoning.INCREMENT, Join.SUM),
        (Reckoning.EACH, Join.EACH),
    ],
)
def test_values_join_as_they_are_reckoned(reckoning: Reckoning, join: Join) -> None:
    read = of_one(measured(reckoning), "项", [D("1.50"), None])
    assert (read.values, read.join, read.target, read.unit) == ((D("1.5"), None), join, D(10), "项")
    assert str(read.values[0]) == "1.5"


@pytest.mark.parametrize(
    ("comparator", "target", "aim"),
    [(">=", 10, Aim.TARGET), ("=", 3, Aim.TARGET), ("<=", 10, Aim.CEILING), ("=", 0, Aim.CEILING)],
)
def test_what_must_not_be_exceeded_is_a_ceiling(comparator: str, target: int, aim: Aim) -> None:
    assert of_one(measured(Reckoning.LEVEL, target, comparator), "", [D(1)]).aim is aim


@pytest.mark.parametrize(("value", "completion"), [(4, "0.8"), (5, "1"), (7, "1"), (10, "0.8")])
def test_a_range_is_read_as_its_completion(value: int, completion: str) -> None:
    read = of_one(measured(Reckoning.LEVEL, 5, ">=", 8), "天", [D(value)])
    assert (read.values, read.target, read.unit, read.aim) == ((D(completion),), None, "", Aim.TARGET)


def test_several_amounts_are_read_as_the_mean_of_their_completions() -> None:
    read = of_several(
        [
            (measured(Reckoning.CUMULATIVE), [D(5), None, D(20)]),
            (measured(Reckoning.INCREMENT), [None, D(3), D(3)]),
            (measured(Reckoning.LEVEL, 4, "<="), [D(8), D(4), D(4)]),
        ]
    )
    assert read.values == (None, D("0.6"), D("0.866667"))
    assert read.join is Join.LAST


def test_of_several_amounts_one_that_is_due_each_period_counts_the_periods_that_reached_it() -> None:
    read = of_several(
        [(measured(Reckoning.EACH), [D(10), D(5), None]), (measured(Reckoning.LEVEL, 1), [D(1), D(1), D(1)])]
    )
    assert read.values == (D(1), D("0.875"), D("0.75"))


def stand(standing: str = "", reporting: str = "none", grace: date = date(2026, 12, 31), *, off: bool = False) -> Stand:
    return Stand(1, grace, reporting, standing, off)


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ([], None),
        ([stand("done", "accepted")], 1),
        ([stand("on_track", "accepted"), stand(off=True)], 1),
        ([stand("done", "draft")], 1),  # reopened: what was accepted counts until the correction is
        ([stand("done", "submitted")], None),  # awaits its acceptance
        ([stand("on_track", "submitted", date(2026, 1, 1))], None),
        ([stand("short", "accepted")], 0),
        ([stand()], 0),
        ([stand(grace=DAY)], None),
        ([stand("done", "accepted"), stand()], 0),
    ],
)
def test_without_an_amount_done_is_one_and_out_of_time_is_nothing(cells: list[Stand], value: int | None) -> None:
    assert of_none(cells, DAY).values == (value,)


@pytest.mark.parametrize(
    ("cells", "value"),
    [
        ([], None),
        ([stand("on_track", "accepted")], None),
        ([stand("done", "accepted")], 0),
        ([stand("short", "accepted"), stand("done", "accepted")], 1),
        ([stand("short", "submitted")], None),
        ([stand(off=True)], 0),
    ],
)
def test_a_veto_is_one_case_where_a_report_fell_short(cells: list[Stand], value: int | None) -> None:
    assert cases(cells).values == (value,)


@pytest.mark.parametrize(("number", "text"), [("12.000000", "12"), ("1E+3", "1000"), ("0.00", "0"), ("-0.50", "-0.5")])
def test_a_number_has_the_same_digits_on_every_database(number: str, text: str) -> None:
    assert str(plain(D(number))) == text
