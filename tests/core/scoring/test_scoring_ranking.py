"""Ranks inside a group."""

from __future__ import annotations

from scoring_cases import a_scheme, a_sheet, given, scored

from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.scheme import Ranking, Scheme, TotalTies

TWO = (given("甲", "50"), given("乙", "50"))


def ranks(scheme: Scheme, *sheets: Sheet) -> dict[str, tuple[int | None, int]]:
    return {key: (result.rank, result.of) for key, result in scored(scheme, *sheets).items()}


def both(organisation: str, one: str, other: str, group: str = "", apart: bool = False) -> Sheet:
    return a_sheet(organisation=organisation, group=group, apart=apart, given={"甲": one, "乙": other})


def test_equal_totals_share_a_rank_and_the_next_is_left_out() -> None:
    made = ranks(
        a_scheme(components=TWO),
        both("丙", "80", "80"),
        both("甲", "90", "90"),
        both("丁", "70", "70"),
        both("乙", "70", "90"),
    )
    assert made == {"丙": (2, 4), "甲": (1, 4), "丁": (4, 4), "乙": (2, 4)}


def test_equal_totals_may_be_broken_by_components_in_order() -> None:
    ranking = Ranking(TotalTies.BREAK, ("乙", "甲"))
    sheets = both("丙", "90", "70"), both("甲", "70", "90"), both("乙", "70", "90"), both("丁", "99", "99")
    assert ranks(a_scheme(components=TWO, ranking=ranking), *sheets) == {
        "丙": (4, 4), "甲": (2, 4), "乙": (2, 4), "丁": (1, 4),
    }  # fmt: skip
    same = Ranking(TotalTies.SAME, ("乙",))
    assert ranks(a_scheme(components=TWO, ranking=same), *sheets)["丙"] == (2, 4)


def test_a_tie_is_broken_by_the_first_component_that_differs() -> None:
    ranking = Ranking(TotalTies.BREAK, ("乙", "甲"))
    components = (given("甲", "40"), given("乙", "40"), given("丙", "20"))
    first = a_sheet(organisation="一", given={"甲": "70", "乙": "80", "丙": "100"})
    other = a_sheet(organisation="二", given={"甲": "80", "乙": "80", "丙": "80"})
    assert ranks(a_scheme(components=components, ranking=ranking), first, other) == {"一": (2, 2), "二": (1, 2)}


def test_each_group_has_its_own_ranks() -> None:
    made = ranks(
        a_scheme(components=TWO),
        both("甲", "60", "60", "一"),
        both("乙", "50", "50", "一"),
        both("丙", "90", "90", "二"),
    )
    assert made == {"甲": (1, 2), "乙": (2, 2), "丙": (1, 1)}


def test_units_kept_apart_and_open_results_get_no_rank_and_do_not_count() -> None:
    made = ranks(
        a_scheme(components=TWO),
        both("单列", "99", "99", apart=True),
        both("甲", "60", "60"),
        a_sheet(organisation="未全", given={"甲": "90"}),
    )
    assert made == {"单列": (None, 0), "甲": (1, 1), "未全": (None, 0)}


def test_a_total_of_nothing_is_ranked() -> None:
    assert ranks(a_scheme(components=TWO), both("甲", "0", "0"), both("乙", "0", "1")) == {"甲": (2, 2), "乙": (1, 2)}


def test_ranks_are_by_the_rounded_total() -> None:
    made = ranks(
        a_scheme(components=(given("甲", "1"),)),
        a_sheet(organisation="一", given={"甲": "80.004"}),
        a_sheet(organisation="二", given={"甲": "80.001"}),
    )
    assert made == {"一": (1, 2), "二": (1, 2)}
