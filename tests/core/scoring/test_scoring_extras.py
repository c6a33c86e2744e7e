"""Bonus and deductions: what each claim and finding comes to under the caps of the scheme."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from scoring_cases import a_scheme, a_sheet, an_entry, given, scored

from jixiao.core.scoring.entries import Claim, Fault, Sheet
from jixiao.core.scoring.extras import Extras, bonus_of, deductions_of, places_of, without_bonus
from jixiao.core.scoring.scheme import Bonus, BonusClass, Deductions, FaultClass, Places, Scheme

CLASSES = {
    "state": BonusClass("国家级", D(3)),
    "city": BonusClass("市级", D(1), cap=D("1.5")),
    "fine": BonusClass("精细", D("0.33335")),
}


def with_bonus(**rules: Any) -> Scheme:
    return a_scheme(components=(given("甲", "100"),), bonus=Bonus(classes=CLASSES, **rules))


def a_claim(key: str, kind: str = "city", points: str | None = None, fact: str = "", item: str = "") -> Claim:
    return Claim(key, kind, fact or f"fact of {key}", None if points is None else D(points), item=item)


def lines(extras: Extras) -> list[tuple[str, str, str, str]]:
    return [(line.of.key, str(line.face), str(line.points), line.why) for line in extras.lines]


def claimed(scheme: Scheme, *claims: Claim, entries: tuple[Any, ...] = ()) -> Extras:
    return bonus_of(scheme, a_sheet(*entries, claims=claims))


def test_a_claim_is_worth_what_its_class_gives_and_never_more() -> None:
    made = claimed(with_bonus(), a_claim("a", "state"), a_claim("b", "state", "2.5"), a_claim("c", "state", "9"))
    assert lines(made) == [
        ("a", "3.0000", "3.0000", ""),
        ("b", "2.5000", "2.5000", ""),
        ("c", "3.0000", "3.0000", ""),
    ]
    assert (made.points, made.over) == (D("8.5"), 0)


def test_claims_are_in_the_order_of_their_keys() -> None:
    assert [line[0] for line in lines(claimed(with_bonus(), a_claim("b"), a_claim("a", "state")))] == ["a", "b"]


def test_a_class_that_the_scheme_does_not_have_is_worth_nothing() -> None:
    assert lines(claimed(with_bonus(), a_claim("a", "moon", "5"))) == [("a", "0.0000", "0.0000", "")]


@pytest.mark.parametrize(
    ("places", "finest", "face"),
    [(Places(4, 4, 2), 4, "0.3334"), (Places(4, 2, 2), 2, "0.33"), (Places(4, 0, 3), 3, "0.333")],
)
def test_points_are_as_fine_as_the_finest_part_of_a_score(places: Places, finest: int, face: str) -> None:
    scheme = a_scheme(bonus=Bonus(classes=CLASSES), places=places)
    assert places_of(scheme) == finest
    assert lines(claimed(scheme, a_claim("a", "fine")))[0][1] == face


def test_of_one_fact_only_the_highest_counts() -> None:
    made = claimed(with_bonus(), a_claim("a", "city", fact="x"), a_claim("b", "state", fact="x"), a_claim("c", "city"))
    assert lines(made) == [
        ("a", "1.0000", "0", "fact"),
        ("b", "3.0000", "3.0000", ""),
        ("c", "1.0000", "1.0000", ""),
    ]


def test_of_equal_claims_of_one_fact_the_first_by_key_counts() -> None:
    made = claimed(with_bonus(), a_claim("b", "state", fact="x"), a_claim("a", "state", fact="x"))
    assert [(line[0], line[3]) for line in lines(made)] == [("a", ""), ("b", "fact")]


@pytest.mark.parametrize(
    ("share", "points", "why"),
    [("0.1", "1.0000", "item"), ("0.3", "3.0000", ""), ("0.29999", "2.9999", "item"), ("1", "3.0000", "")],
)
def test_a_claim_of_an_indicator_gives_a_share_of_its_points_at_most(share: str, points: str, why: str) -> None:
    made = claimed(with_bonus(item_share=D(share)), a_claim("x", "state", item="a"), entries=(an_entry(points="10"),))
    assert lines(made) == [("x", "3.0000", points, why)]


def test_a_claim_of_no_indicator_knows_no_such_limit() -> None:
    made = claimed(
        with_bonus(item_share=D("0.1")), a_claim("x", "state"), a_claim("y", "state", item="b"), entries=(an_entry(),)
    )
    assert [line[3] for line in lines(made)] == ["", ""]
    assert (
        lines(claimed(with_bonus(), a_claim("x", "state", item="a"), entries=(an_entry(points="1"),)))[0][2] == "3.0000"
    )


def test_what_goes_beyond_the_cap_of_its_class_is_cut_from_the_last() -> None:
    made = claimed(with_bonus(), a_claim("a"), a_claim("b"), a_claim("c"), a_claim("d", "state"))
    assert lines(made) == [
        ("a", "1.0000", "1.0000", ""),
        ("b", "1.0000", "0.5000", "class"),
        ("c", "1.0000", "0.0000", "class"),
        ("d", "3.0000", "3.0000", ""),
    ]


def test_exactly_at_the_cap_of_its_class_nothing_is_cut() -> None:
    made = claimed(with_bonus(), a_claim("a"), a_claim("b", points="0.5"))
    assert [line[3] for line in lines(made)] == ["", ""]


def test_a_claim_of_the_same_fact_does_not_use_up_the_cap_of_its_class() -> None:
    made = claimed(with_bonus(), a_claim("a", fact="x"), a_claim("b", fact="x"), a_claim("c", points="0.5"))
    assert [line[2:] for line in lines(made)] == [("1.0000", ""), ("0", "fact"), ("0.5000", "")]


@pytest.mark.parametrize(
    ("cap", "points", "over"), [("10", "5", "0"), ("5", "5", "0"), ("4", "4", "1"), ("0", "0", "5")]
)
def test_the_bonus_as_a_whole_is_capped(cap: str, points: str, over: str) -> None:
    made = claimed(with_bonus(cap=D(cap)), a_claim("a", "state"), a_claim("b", "state", "2"))
    assert (made.points, made.over) == (D(points), D(over))


FAULTS = {"slack": FaultClass("作风懈怠", D("0.5")), "fine": FaultClass("精细", D("0.33335"))}


def taken(*faults: Fault, **rules: Any) -> Extras:
    return deductions_of(a_scheme(deductions=Deductions(classes=FAULTS, **rules)), a_sheet(faults=faults))


def test_a_finding_takes_what_its_class_says_unless_it_says_itself() -> None:
    made = taken(
        Fault("b", "slack"),
        Fault("a", "slack", D(2)),
        Fault("c", "other", D(1)),
        Fault("d", "other"),
        Fault("e", "fine"),
    )
    assert lines(made) == [
        ("a", "2.0000", "2.0000", ""),
        ("b", "0.5000", "0.5000", ""),
        ("c", "1.0000", "1.0000", ""),
        ("d", "0.0000", "0.0000", ""),
        ("e", "0.3334", "0.3334", ""),
    ]
    assert made.points == D("3.8334")


def test_a_finding_that_was_not_rectified_takes_twice_the_points_where_the_scheme_says_so() -> None:
    open_, mended = Fault("a", "slack", rectified=False), Fault("b", "slack")
    assert lines(taken(open_, mended, doubles=True)) == [
        ("a", "0.5000", "1.0000", "doubled"),
        ("b", "0.5000", "0.5000", ""),
    ]
    assert lines(taken(open_)) == [("a", "0.5000", "0.5000", "")]


def test_deductions_are_capped_after_doubling() -> None:
    made = taken(Fault("a", "slack", D(3), rectified=False), doubles=True, cap=D(5))
    assert (made.points, made.over) == (5, 1)


def earners(*points: str, group: str = "") -> list[Sheet]:
    return [
        a_sheet(organisation=f"{group}{at}", group=group, claims=(a_claim("a", "state", each),), given={"甲": "90"})
        for at, each in enumerate(points)
    ]


def losers(share: str | None, *sheets: Sheet) -> set[str]:
    scheme = with_bonus(unit_share=None if share is None else D(share))
    return without_bonus(scheme, sheets, [bonus_of(scheme, sheet) for sheet in sheets])


@pytest.mark.parametrize(
    ("share", "lost"),
    [
        (None, ""),
        ("1", ""),
        ("0.8", "4"),
        ("0.6", "34"),
        ("0.5", "234"),  # of five units two
        ("0.4", "234"),
        ("0.2", "1234"),
        ("0.1", "01234"),
        ("0", "01234"),
    ],
)
def test_only_a_share_of_the_units_gets_a_bonus_rounded_down(share: str | None, lost: str) -> None:
    assert losers(share, *earners("3", "2.5", "2.25", "2", "1")) == set(lost)


def test_of_equals_at_the_edge_of_the_share_none_gets_it() -> None:
    assert losers("0.5", *earners("3", "2", "2", "1")) == {"1", "2", "3"}
    assert losers("0.5", *earners("2", "2", "1", "1")) == {"2", "3"}


def test_whoever_has_no_bonus_uses_no_place_and_loses_nothing() -> None:
    assert losers("0.5", *earners("3", "2", "0", "0")) == set()


def test_each_group_has_a_share_of_its_own() -> None:
    assert losers("0.5", *earners("3", "2", group="一"), *earners("1", "0.5", "0.2", group="二")) == {
        "一1",
        "二1",
        "二2",
    }


def test_a_bonus_that_falls_away_does_not_count_in_the_total() -> None:
    results = scored(with_bonus(unit_share=D("0.5")), *earners("3", "2"))
    assert [(result.bonus, result.total) for result in results.values()] == [(3, 93), (0, 90)]
