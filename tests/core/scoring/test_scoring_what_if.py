"""What if: an input or a rule changed on a copy."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal as D

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, given

from jixiao.core.scoring.composing import score_all
from jixiao.core.scoring.entries import Decision, Entry, Given, Join
from jixiao.core.scoring.rules import Panel, Proportional
from jixiao.core.scoring.scheme import Assigned, Grade, Grading, Scheme
from jixiao.core.scoring.what_if import Change, changed, explained_if, reassigned, what_if

SCHEME = a_scheme(
    Proportional(),
    components=(replace(TABLE, counts=D(60)), given("甲", "40")),
    grading=Grading((Grade("优秀", D(90)), Grade("一般"))),
)
MINE = a_sheet(an_entry("0.8"), an_entry("1", key="b"), given={"甲": "80"})
OTHER = a_sheet(an_entry("0.9"), an_entry("1", key="b"), given={"甲": "90"}, organisation="乙")


def test_a_supposed_value_changes_total_rank_and_grade_of_a_copy() -> None:
    made = what_if(SCHEME, [OTHER, MINE], Change("甲", {"a": D(1)}, {"甲": D(100)}))
    before, after = made.before, made.after
    assert (before.organisation, before.total, before.rank, before.grade) == ("甲", 86, 2, "一般")
    assert (after.organisation, after.total, after.rank, after.grade) == ("甲", 100, 1, "优秀")
    assert made.gain == 14
    assert score_all(SCHEME, [OTHER, MINE])[1].total == 86


def test_nothing_supposed_gains_nothing() -> None:
    assert what_if(SCHEME, [MINE, OTHER], Change("甲", {}, {})).gain == 0


def test_what_is_supposed_of_one_leaves_the_others_alone() -> None:
    copy = changed(MINE, Change("甲", {"a": D("0.5")}, {}))
    assert [entry.values for entry in copy.entries] == [(D("0.5"),), (D(1),)]
    made = what_if(SCHEME, [MINE, OTHER], Change("甲", {"a": D(0), "b": D(0)}, {}))
    assert (made.after.rank, made.after.of) == (2, 2)
    made = what_if(SCHEME, [MINE, OTHER], Change("甲", {}, {"甲": D(100)}))
    assert (made.before.rank, made.after.rank) == (2, 1)
    result, _ = explained_if(SCHEME, [MINE, OTHER], Change("甲", {}, {"甲": D(100)}))
    assert result.rank == 1


def test_an_open_total_has_no_gain() -> None:
    assert what_if(SCHEME, [MINE], Change("甲", {"a": None}, {})).gain is None
    open_ = replace(MINE, given={})
    assert what_if(SCHEME, [open_], Change("甲", {}, {"甲": D(90)})).gain is None


def test_a_score_may_be_supposed_or_taken_away() -> None:
    assert changed(MINE, Change("甲", {}, {"甲": D(70), "乙": D(5)})).given == {
        "甲": Given(D(70), "假设"),
        "乙": Given(D(5), "假设"),
    }
    assert changed(MINE, Change("甲", {}, {"甲": None})).given == {}
    assert changed(MINE, Change("甲", {}, {"乙": D(0)})).given == {"甲": Given(D(80)), "乙": Given(D(0), "假设")}


def test_what_a_person_decided_no_longer_stands_on_a_changed_indicator() -> None:
    decided = a_sheet(
        an_entry("1", decisions=(Decision("实地考评", D(3)),)),
        an_entry("1", key="b", decisions=(Decision("实地考评", D(4)),)),
    )
    copy = changed(decided, Change("甲", {"a": D(1)}, {}))
    assert [len(entry.decisions) for entry in copy.entries] == [0, 1]


def test_a_supposed_value_of_a_panel_is_its_mean_mark() -> None:
    scheme = a_scheme(Panel(trim=1))
    sheet = a_sheet(an_entry(marks=("60", "70", "80")))
    assert what_if(scheme, [sheet], Change("甲", {"a": D(90)}, {})).gain == 20
    assert what_if(scheme, [sheet], Change("甲", {"a": None}, {})).after.total is None


def test_a_supposed_value_stands_for_the_whole_year() -> None:
    sheet = a_sheet(an_entry("0", None, "1", join=Join.EACH))
    assert what_if(a_scheme(Proportional()), [sheet], Change("甲", {"a": D("0.7")}, {})).after.total == 70


def test_other_rules_may_be_supposed() -> None:
    weights = replace(SCHEME, components=(replace(TABLE, counts=D(1)), given("甲", "1")))
    made = what_if(SCHEME, [MINE], Change("甲", {}, {}), rules=weights)
    assert (made.before.total, made.after.total) == (86, 85)


def test_an_organisation_without_a_sheet_is_refused() -> None:
    with pytest.raises(KeyError, match="丙"):
        what_if(SCHEME, [MINE], Change("丙", {}, {}))


def test_what_is_supposed_is_explained() -> None:
    result, step = explained_if(SCHEME, [OTHER, MINE], Change("甲", {"a": D(1)}, {"甲": D(100)}))
    assert (result.organisation, result.total, result.rank) == ("甲", 100, 1)
    assert step.said.zh == "满分100.00分，最后得100.00分"
    assert [leaf.key for leaf in step.leaves()] == ["table/a", "table/b", "甲"]


def test_what_is_supposed_is_explained_under_other_rules() -> None:
    weights = replace(SCHEME, components=(replace(TABLE, counts=D(1)), given("甲", "1")))
    result, step = explained_if(SCHEME, [MINE], Change("甲", {}, {}), rules=weights)
    assert (result.total, step.change) == (85, -15)
    with pytest.raises(KeyError, match="丙"):
        explained_if(SCHEME, [MINE], Change("丙", {}, {}))


OLD = Scheme(
    "办法",
    components=(given("甲", "1"), given("乙", "1")),
    assigned=Assigned("p", "w", "d", {"9": "x", "7": "w"}, {"党建": "y", "安全": "w"}),
)
NEW = Scheme("新办法", components=(given("乙", "1"),), assigned=Assigned("P", "W", "D", {"8": "X"}, {"作风": "Y"}))


@pytest.mark.parametrize(
    ("entry", "rule"),
    [
        (an_entry("1", rule="p", target="3"), "P"),
        (an_entry("1", rule="w", target="3"), "W"),
        (an_entry("1", rule="d"), "D"),
        (an_entry("1", rule="d", target="3"), "D"),
        (an_entry("1", rule="p"), "P"),
        (an_entry("1", rule="x", no="9", target="3"), "P"),
        (an_entry("1", rule="x", no="9"), "D"),
        (an_entry("1", rule="y", path=("党建", "学习")), "D"),
        (an_entry("1", rule="p", no="8", target="3"), "X"),
        (an_entry("1", rule="d", path=("作风", "学习")), "Y"),
        (an_entry("1", rule="w", no="7", target="3"), "P"),
        (an_entry("1", rule="w", path=("安全", "生产"), target="3"), "P"),
        (an_entry("1", rule="own", target="3"), "P"),
        (an_entry("1", rule="own"), "D"),
    ],
)
def test_other_rules_give_an_indicator_theirs_for_its_aim(entry: Entry, rule: str) -> None:
    sheet = reassigned(OLD, NEW, a_sheet(entry, given={"甲": "1", "乙": "2"}))
    assert sheet.entries == (replace(entry, rule=rule),)
    assert sheet.given == {"乙": Given(D(2))}
    assert sheet.organisation == "甲"
