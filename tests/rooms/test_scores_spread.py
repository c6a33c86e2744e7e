"""How a year came out, at first sight: on the first page of those above agencies and above the table of a computation."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import composed
import pytest
from composed import MADE
from django.test import Client

from jixiao.people.models import Account, Organisation
from jixiao.scores.actions.compositions import compose, freeze
from jixiao.scores.models import Composition, Result
from jixiao.scores.reading.spread import Spread, spread_of

As = Callable[[Account], Client]
Make = Callable[..., Account]
D = Decimal


def row(name: str, total: str | None, group: str = "甲组", grade: str = "", **more: object) -> Result:
    return Result(
        organisation=Organisation(name=name),
        group=group,
        grade=grade,
        total=None if total is None else D(total),
        **more,
    )


def line(spread: Spread) -> tuple[str, str, str]:
    (only,) = spread.lines
    return only.high, only.middle, only.low


def test_each_group_tells_its_best_middle_and_least_total() -> None:
    spread = spread_of([row("一", "90"), row("二", "81.5"), row("三", "88"), row("四", "70", "乙组")])
    assert [(each.name, each.size, each.high, each.middle, each.low) for each in spread.lines] == [
        ("乙组", 1, "70.00", "70.00", "70.00"),
        ("甲组", 3, "90.00", "88.00", "81.50"),
    ]


def test_grades_stand_from_the_best_on_also_where_one_unit_is_capped() -> None:
    rows = [row("一", "99", grade="良好"), row("二", "95", grade="优秀"), row("三", "94", grade="优秀"),
            row("四", "80", grade="良好"), row("五", "78", grade="良好"), row("六", "60", grade="合格")]  # fmt: skip
    spread = spread_of(rows)
    assert spread.grades == ("优秀", "良好", "合格")
    assert spread.lines[0].grades == (2, 3, 1)


def test_whoever_is_kept_apart_is_drawn_but_not_counted_in_the_figures() -> None:
    spread = spread_of([row("一", "90"), row("二", "99", apart=True)])
    assert line(spread) == ("90.00", "90.00", "90.00")
    assert spread.drawn is not None
    assert [(dot.words, dot.is_apart) for dot in spread.drawn.strips[0].dots] == [
        ("一：90.00分", False),
        ("二：99.00分，单列", True),
    ]


def test_a_total_that_is_open_is_counted_as_open() -> None:
    spread = spread_of([row("一", None), row("二", None)])
    assert line(spread) == ("—", "—", "—")
    assert (spread.lines[0].open, spread.has_open, spread.drawn) == (2, True, None)


def test_totals_keep_the_decimals_of_the_finest() -> None:
    assert line(spread_of([row("一", "90.125"), row("二", "80")])) == ("90.125", "85.063", "80.000")


@pytest.mark.django_db
class TestPages:
    @pytest.fixture
    def made(self, account: Make) -> tuple[Account, Composition]:
        office = composed.upper_office()
        composed.city(office, 6)
        upper = composed.officer(account, office)
        return upper, compose(upper, composed.rules(office).pk, MADE)

    def test_those_who_compute_see_the_year_on_their_first_page(
        self, made: tuple[Account, Composition], as_: As
    ) -> None:
        upper, trial = made
        page = as_(upper).get("/scores/").content.decode()
        assert "试算，没有冻结" in page
        assert "各组总分的分布" in page
        freeze(upper, trial.pk, trial.digest, MADE)
        page = as_(upper).get("/scores/").content.decode()
        assert "试算，没有冻结" not in page
        assert f"{trial.year}年度的结果" in page

    def test_the_computation_begins_with_it(self, made: tuple[Account, Composition], as_: As) -> None:
        upper, trial = made
        assert "各组情况" in as_(upper).get(f"/scores/compositions/{trial.pk}/").content.decode()

    def test_an_assessed_agency_never_sees_it(self, made: tuple[Account, Composition], account: Make, as_: As) -> None:
        upper, trial = made
        freeze(upper, trial.pk, trial.digest, MADE)
        agency = Result.objects.filter(composition=trial).first()
        assert agency is not None
        page = as_(account("assessed", "operator", agency.organisation)).get("/scores/").content.decode()
        assert "各组总分的分布" not in page
