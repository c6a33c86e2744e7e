"""Credit of shared rows, and what a plan hands down."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.cascading import Handed, compare, for_office, for_party, total
from jixiao.core.credit import Carried, Credit, Share, credit, read_weights
from jixiao.core.drafting import DraftRow

D = Decimal
SHARED_ROW = Carried("r1", D("2"), (1, 2, 3))


def points(rows: list[Carried], rule: Credit, weights: dict[str, dict[int, Decimal]] | None = None) -> dict[int, str]:
    """What each office gets in all."""
    found: dict[int, Decimal] = {}
    for (_, office), share in credit(rows, rule, weights or {}).shares.items():
        found[office] = found.get(office, D(0)) + (share.points or D(0))
    return {office: str(amount) for office, amount in found.items()}


def test_in_full_every_office_gets_all() -> None:
    assert points([SHARED_ROW], Credit.FULL) == {1: "2", 2: "2", 3: "2"}


def test_in_equal_parts_what_is_left_over_goes_to_the_lead_office() -> None:
    assert points([SHARED_ROW], Credit.EQUAL) == {1: "0.6668", 2: "0.6666", 3: "0.6666"}
    shares = credit([SHARED_ROW], Credit.EQUAL, {}).shares
    assert [str(shares["r1", office].part) for office in (1, 2, 3)] == ["0.3334", "0.3333", "0.3333"]


def test_by_weights_each_gets_its_part() -> None:
    weights = {"r1": {1: D("0.5"), 2: D("0.3"), 3: D("0.2")}}
    assert points([SHARED_ROW], Credit.WEIGHTS, weights) == {1: "1.0000", 2: "0.6000", 3: "0.4000"}


@pytest.mark.parametrize(
    "weights",
    [
        {},
        {1: D("0.5"), 2: D("0.5")},
        {1: D("0.5"), 2: D("0.3"), 3: D("0.3")},
        {1: D("0.5"), 2: D("0.3"), 4: D("0.2")},
    ],
)
def test_weights_that_are_wanting_or_do_not_fit_leave_the_row_open(weights: dict[int, Decimal]) -> None:
    found = credit([SHARED_ROW], Credit.WEIGHTS, {"r1": weights})
    assert (found.open, found.shares) == (("r1",), {})


def test_a_row_of_one_office_needs_no_weights() -> None:
    assert credit([Carried("r1", D("2"), (1,))], Credit.WEIGHTS, {}).shares == {("r1", 1): Share(None, D("2"))}


def test_a_row_without_points_or_without_an_office_gives_none() -> None:
    found = credit([Carried("r1", None, (1, 2)), Carried("r2", D("1"), ())], Credit.EQUAL, {})
    assert {share.points for share in found.shares.values()} == {None}
    assert {uid for uid, _ in found.shares} == {"r1"}


def test_rows_that_share_one_weight_are_credited_as_one() -> None:
    rows = [Carried("r1", D("3"), (1, 2)), Carried("r2", D("3"), (2, 3), joined=True)]
    assert points(rows, Credit.EQUAL) == {1: "1.0000", 2: "1.0000", 3: "1.0000"}
    shares = credit(rows, Credit.EQUAL, {}).shares
    assert (shares["r2", 2].points, shares["r2", 2].joined) == (None, True)
    assert (shares["r2", 3].points, shares["r2", 3].joined) == (D("1"), False)


@given(
    st.decimals("0.0001", "1000", places=4),
    st.integers(2, 9),
    st.sampled_from([Credit.EQUAL, Credit.WEIGHTS]),
    st.data(),
)
def test_parts_and_points_always_add_up_exactly(amount: Decimal, count: int, rule: Credit, data: st.DataObject) -> None:
    offices = tuple(range(1, count + 1))
    cuts = sorted(data.draw(st.lists(st.integers(0, 10000), min_size=count - 1, max_size=count - 1)))
    edges = [0, *cuts, 10000]
    weights = {office: D(edges[office] - edges[office - 1]) / 10000 for office in offices}
    shares = credit([Carried("r1", amount, offices)], rule, {"r1": weights}).shares
    assert sum(share.points or D(0) for share in shares.values()) == amount
    assert sum(share.part or D(0) for share in shares.values()) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({1: "60", 2: "40%"}, ""),
        ({1: "33.33", 2: "66.67"}, ""),
        ({1: "100", 2: ""}, ""),
        ({1: "60", 2: "30"}, "现在是 90%"),
        ({1: "六十", 2: "40"}, "“六十”不是比例"),
        ({1: "33.333", 2: "66.667"}, "最多两位小数"),
        ({1: "-10", 2: "110"}, "不是比例"),
    ],
)
def test_weights_are_typed_as_per_cent_and_make_a_hundred(typed: dict[int, str], sentence: str) -> None:
    parts, wrong = read_weights(typed)
    assert sentence in wrong
    assert bool(parts) is not bool(wrong)


ROWS = (
    DraftRow(
        "r1", {"l1": "甲", "l1_points": "3", "weight": "2", "offices": "绿化科、办公室", "owners": "陆行舟、何知远"}
    ),
    DraftRow("r2", {"l1": "乙", "weight": "1", "offices": "办公室", "co_offices": "绿化科", "owners": "何知远"}),
    DraftRow("r3", {"l1": "丙", "weight": "同上", "offices": "办公室"}),
    DraftRow("r4", {"l1": "丁", "weight": "1", "kind": "加分", "offices": "绿化科"}),
)


def test_an_office_is_handed_its_rows_with_its_share_and_its_owner() -> None:
    shares = {"r1": Share(D("0.5"), D("1")), "r2": Share(None, D("1")), "r3": Share(None, None, joined=True)}
    handed = for_office(ROWS, shares, "办公室")
    assert [each.cells for each in handed] == [
        {"l1": "甲", "weight": "1", "offices": "办公室", "owners": "何知远"},
        {"l1": "乙", "weight": "1", "offices": "办公室", "owners": "何知远"},
        {"l1": "丙", "weight": "同上", "offices": "办公室"},
    ]
    assert [each.part for each in handed] == [D("0.5"), None, None]
    assert total(handed) == D("2")


def test_chosen_rows_are_handed_with_full_points_and_bonus_is_no_part_of_the_sum() -> None:
    handed = for_party(ROWS, {"r1", "r4"}, {"offices": "青澜园林公司", "owners": ""})
    assert [each.cells.get("weight") for each in handed] == ["2", "1"]
    assert {each.cells["offices"] for each in handed} == {"青澜园林公司"}
    assert total(handed) == D("2")


def test_a_row_whose_weight_stands_above_brings_it_along_when_it_is_chosen_alone() -> None:
    rows = (ROWS[1], DraftRow("r3", {"l1": "丙", "weight": "同上"}))
    assert [each.cells["weight"] for each in for_party(rows, {"r3"}, {})] == ["1"]
    assert [each.cells["weight"] for each in for_party(rows, {"r2", "r3"}, {})] == ["1", "同上"]


def test_a_child_is_compared_cell_by_cell_with_what_it_is_handed() -> None:
    handed = (Handed("r1", {"l1": "甲", "weight": "1"}), Handed("r2", {"l1": "乙"}))
    child = (
        DraftRow("c1", {"l1": "甲", "weight": "1.5"}),
        DraftRow("c2", {"l1": "旧"}),
        DraftRow("c3", {"l1": "自己的"}),
    )
    found = compare(handed, child, {"c1": "r1", "c2": "r9"})
    assert [each.source for each in found.new] == ["r2"]
    assert [(each.label, each.handed, each.there) for each in found.differing] == [("权重分值", "1", "1.5")]
    assert found.gone == ("c2",)
    assert not found.is_same
    assert compare(handed[:1], (DraftRow("c1", handed[0].cells),), {"c1": "r1"}).is_same
