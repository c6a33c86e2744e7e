"""Grades by threshold, by share, or both; promotion, veto and lowering; unit and leading body apart."""

from __future__ import annotations

from decimal import Decimal as D
from typing import Any

import pytest
from scoring_cases import TABLE, a_scheme, a_sheet, an_entry, given, scored

from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Claim, Effect, Event, Sheet, Subject
from jixiao.core.scoring.grading import events_of, places_for
from jixiao.core.scoring.rules import Done, Veto
from jixiao.core.scoring.scheme import Bonus, BonusClass, Counting, Grade, Grading, Scheme

ONE = (given("甲", "1"),)
LINES = (Grade("优秀", at_least=D(90)), Grade("良好", at_least=D(80)), Grade("一般"))
SHARES = (Grade("优秀", share=D("0.4")), Grade("良好", share=D("0.4")), Grade("一般"))


def graded(
    grades: tuple[Grade, ...], scores: str, events: dict[str, list[Event]] | None = None, group: str = "", **more: Any
) -> list[tuple[str, str]]:
    """Unit and body grade of organisations 0, 1, 2 … with these scores."""
    sheets = [
        a_sheet(organisation=str(at), group=group, given={"甲": score}, events=tuple((events or {}).get(str(at), ())))
        for at, score in enumerate(scores.split())
    ]
    results = scored(a_scheme(components=ONE, grading=Grading(grades, **more)), *sheets)
    return [(each.grade, each.body_grade) for each in results.values()]


def units(*arguments: Any, **more: Any) -> str:
    return "".join(unit[0] for unit, _ in graded(*arguments, **more))


def bodies(*arguments: Any, **more: Any) -> str:
    return "".join(body[0] for _, body in graded(*arguments, **more))


def promoted(grade: str = "优秀", subject: Subject = Subject.BOTH) -> Event:
    return Event("e", Effect.PROMOTE, grade, subject=subject)


def capped(grade: str = "良好", subject: Subject = Subject.BOTH) -> Event:
    return Event("e", Effect.CAP, grade, subject=subject)


def lowered(steps: int = 1, subject: Subject = Subject.BOTH) -> Event:
    return Event("e", Effect.LOWER, steps=steps, subject=subject)


def test_exactly_at_a_threshold_is_in_the_grade() -> None:
    assert graded(LINES, "90 89.99 80 79.99") == [
        ("优秀", "优秀"),
        ("良好", "良好"),
        ("良好", "良好"),
        ("一般", "一般"),
    ]


def test_the_rounded_total_decides_at_a_threshold() -> None:
    assert units(LINES, "89.995 89.994") == "优良"


def test_shares_go_by_rank() -> None:
    assert units(SHARES, "50 90 60 80 70") == "一优良优良"


@pytest.mark.parametrize(
    ("counting", "made"), [(Counting.HALF_UP, "优优一"), (Counting.DOWN, "优一一"), (Counting.UP, "优优一")]
)
def test_how_a_share_becomes_a_number_of_units(counting: Counting, made: str) -> None:
    assert units((Grade("优秀", share=D("0.5")), Grade("一般")), "90 80 70", counting=counting) == made


@pytest.mark.parametrize(("counting", "number"), [(Counting.HALF_UP, 1), (Counting.DOWN, 1), (Counting.UP, 2)])
def test_less_than_a_half_counts_only_upwards(counting: Counting, number: int) -> None:
    scheme = a_scheme(grading=Grading((Grade("优秀", share=D("0.4")), Grade("一般")), counting=counting))
    assert places_for(scheme, "", 3) == [number, None]


def test_a_group_may_have_shares_of_its_own() -> None:
    groups = {"党群": {"优秀": D("0.6")}, "经济": {"良好": D(0)}}
    scheme = a_scheme(grading=Grading(SHARES, groups=groups))
    assert places_for(scheme, "党群", 10) == [6, 4, None]
    assert places_for(scheme, "经济", 10) == [4, 0, None]
    assert places_for(scheme, "别组", 10) == [4, 4, None]
    assert units(SHARES, "90 80 70 60 50", group="党群", groups=groups) == "优优优良良"


def test_each_group_has_grades_of_its_own() -> None:
    scheme = a_scheme(components=ONE, grading=Grading((Grade("优秀", share=D("0.5")), Grade("一般"))))
    sheets = [
        a_sheet(organisation=key, group=key[0], given={"甲": score})
        for key, score in (("一1", "90"), ("一2", "80"), ("二1", "50"), ("二2", "60"))
    ]
    assert [each.grade for each in scored(scheme, *sheets).values()] == ["优秀", "一般", "一般", "优秀"]


def test_a_body_is_judged_by_the_shares_of_its_own_group() -> None:
    events = {"2": [promoted(subject=Subject.UNIT)]}
    more: dict[str, Any] = {"group": "党群", "groups": {"党群": {"优秀": D("0.6")}}}
    assert bodies(SHARES, "90 80 70 60 50", events, **more) == "优优优优良"


def test_a_tie_beyond_the_share_gets_the_next_grade_as_a_whole() -> None:
    assert units(SHARES, "90 80 80 70 60") == "优良良一一"


def test_a_tie_that_fits_exactly_stays_together() -> None:
    assert units(SHARES, "90 90 80 80 70") == "优优良良一"


def test_nobody_behind_a_tie_may_have_what_the_tie_could_not() -> None:
    assert units((Grade("优秀", share=D("0.4")), Grade("一般")), "90 90 90 80 70") == "一一一一一"


def test_with_threshold_and_share_both_must_hold() -> None:
    grades = (Grade("优秀", at_least=D(90), share=D("0.4")), Grade("良好", at_least=D(80)), Grade("一般"))
    assert units(grades, "95 92 91 85 70") == "优优良良一"
    assert units(grades, "95 85 84 83 70") == "优良良良一"


def test_a_grade_without_a_share_has_room_for_all() -> None:
    assert units((Grade("优秀", at_least=D(60)), Grade("一般")), "90 90 80 60 50") == "优优优优一"


def test_whoever_is_promoted_stands_outside_the_share() -> None:
    assert units(SHARES, "90 80 70 60 50", {"4": [promoted()]}) == "优优良良优"
    assert units(SHARES, "90 80 70 60 50", {"0": [promoted()]}) == "优优优良良"


def test_the_best_promotion_counts() -> None:
    assert units(SHARES, "90 80 70 60 50", {"4": [promoted("良好"), promoted()]}) == "优优良良优"


def test_whoever_may_not_have_a_grade_does_not_use_up_a_place_of_it() -> None:
    assert units(SHARES, "90 80 70 60 50", {"0": [capped()]}) == "良优优良一"


def test_the_worst_ceiling_counts() -> None:
    assert units(LINES, "95", {"0": [capped("一般"), capped()]}) == "一"
    assert units(LINES, "95", {"0": [capped(), capped("一般")]}) == "一"


def test_a_ceiling_above_the_own_grade_changes_nothing() -> None:
    assert units(LINES, "70 85", {"0": [capped()], "1": [capped()]}) == "一良"


def test_a_veto_stands_above_a_promotion() -> None:
    assert graded(LINES, "95", {"0": [promoted(), capped()]}) == [("良好", "良好")]


def test_lowering_goes_by_steps_and_not_below_the_last() -> None:
    assert (
        units(LINES, "95 95 95 95", {"1": [lowered()], "2": [lowered(2)], "3": [lowered(), lowered(2)]}) == "优良一一"
    )


def test_lowering_comes_after_promotion_and_veto() -> None:
    assert units(LINES, "70 95", {"0": [promoted(), lowered()], "1": [capped(), lowered()]}) == "良一"


def test_whoever_is_lowered_still_uses_up_a_place() -> None:
    assert units(SHARES, "90 80 70 60 50", {"0": [lowered()]}) == "良优良良一"


@pytest.mark.parametrize("event", [capped(subject=Subject.BODY), lowered(subject=Subject.BODY)])
def test_the_leading_body_alone_may_be_lowered(event: Event) -> None:
    assert graded(LINES, "95", {"0": [event]}) == [("优秀", "良好")]


def test_the_leading_body_alone_may_be_promoted() -> None:
    assert graded(LINES, "70", {"0": [promoted(subject=Subject.BODY)]}) == [("一般", "优秀")]


def test_the_unit_alone_may_be_lowered_promoted_or_capped() -> None:
    assert graded(LINES, "95", {"0": [lowered(subject=Subject.UNIT)]}) == [("良好", "优秀")]
    assert graded(LINES, "70", {"0": [promoted(subject=Subject.UNIT)]}) == [("优秀", "一般")]
    assert graded(LINES, "95", {"0": [capped(subject=Subject.UNIT)]}) == [("良好", "优秀")]


def test_what_happens_to_one_body_changes_no_other_grade() -> None:
    assert units(SHARES, "90 80 70 60 50", {"0": [capped(subject=Subject.BODY)]}) == "优优良良一"
    assert bodies(SHARES, "90 80 70 60 50", {"0": [capped(subject=Subject.BODY)]}) == "良优良良一"


def test_a_unit_capped_alone_frees_its_place_for_units_and_their_bodies() -> None:
    events = {"0": [capped(subject=Subject.UNIT)]}
    assert (units(SHARES, "90 80 70 60 50", events), bodies(SHARES, "90 80 70 60 50", events)) == (
        "良优优良一",
        "优优优良一",
    )


def test_without_grades_nobody_has_one() -> None:
    assert graded((), "95") == [("", "")]


def test_units_kept_apart_and_open_results_get_no_grade() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES))
    results = scored(scheme, a_sheet(apart=True, given={"甲": "95"}), a_sheet(organisation="乙"))
    assert [(each.grade, each.body_grade, each.rank) for each in results.values()] == [("", "", None)] * 2


def test_units_kept_apart_do_not_make_the_share_larger() -> None:
    scheme = a_scheme(components=ONE, grading=Grading((Grade("优秀", share=D("0.5")), Grade("一般"))))
    sheets = [a_sheet(organisation=str(at), given={"甲": str(90 - at)}, apart=at > 2) for at in range(6)]
    assert [each.grade for each in scored(scheme, *sheets).values()] == ["优秀", "优秀", "一般", "", "", ""]


LIFTING = Bonus(classes={"state": BonusClass("国家级", D(5), lifts="优秀"), "city": BonusClass("市级", D(9))})


def events(scheme: Scheme, sheet: Sheet) -> tuple[Event, ...]:
    return events_of(scheme, work_all(scheme, [sheet])[0])


def a_claim(key: str, kind: str, points: str | None = None) -> Claim:
    return Claim(key, kind, "事项", None if points is None else D(points), title="表彰")


def test_a_bonus_class_may_lift_the_grade() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES), bonus=LIFTING)
    sheet = a_sheet(given={"甲": "70"}, claims=(a_claim("c", "state"),))
    assert events(scheme, sheet) == (Event("bonus:c", Effect.PROMOTE, "优秀", title="表彰"),)
    assert scored(scheme, sheet)["甲"].grade == "优秀"


def test_a_class_without_a_grade_lifts_nothing() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES), bonus=LIFTING)
    sheet = a_sheet(given={"甲": "70"}, claims=(a_claim("c", "city"), a_claim("d", "nowhere")))
    assert events(scheme, sheet) == ()


def test_a_claim_of_a_fact_that_counts_elsewhere_lifts_nothing() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES), bonus=LIFTING)
    assert events(scheme, a_sheet(given={"甲": "70"}, claims=(a_claim("c", "state"), a_claim("d", "city")))) == ()


def test_a_bonus_that_fell_away_lifts_nothing() -> None:
    bonus = Bonus(classes=LIFTING.classes, unit_share=D(0))
    scheme = a_scheme(components=ONE, grading=Grading(LINES), bonus=bonus)
    assert events(scheme, a_sheet(given={"甲": "70"}, claims=(a_claim("c", "state"),))) == ()


@pytest.mark.parametrize(("cases", "grade"), [("1", "良好"), ("0", "优秀"), ("0.5", "良好"), (None, "优秀")])
def test_a_case_of_a_veto_indicator_caps_the_grade(cases: str | None, grade: str) -> None:
    rules = {"r": Done(), "veto": Veto("良好"), "plain": Veto()}
    scheme = Scheme("办法", components=(TABLE, *ONE), rules=rules, grading=Grading(LINES))
    entry = an_entry(cases, key="v", rule="veto", points="0", title="安全")
    sheet = a_sheet(an_entry("1"), entry, an_entry("1", key="p", rule="plain", points="0"), given={"甲": "100"})
    expected = (Event("veto:v", Effect.CAP, "良好", title="安全"),) if grade == "良好" else ()
    assert events(scheme, sheet) == expected
    if cases is not None:
        assert scored(scheme, sheet)["甲"].grade == grade


def test_recorded_events_come_first() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES), bonus=LIFTING)
    sheet = a_sheet(given={"甲": "70"}, claims=(a_claim("c", "state"),), events=(lowered(),))
    assert [each.key for each in events(scheme, sheet)] == ["e", "bonus:c"]
    assert scored(scheme, sheet)["甲"].grade == "良好"


def test_an_indicator_of_an_unknown_rule_is_no_veto() -> None:
    scheme = a_scheme(components=ONE, grading=Grading(LINES))
    assert events(scheme, a_sheet(an_entry("1", rule="nowhere"), given={"甲": "95"})) == ()
