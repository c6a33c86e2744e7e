"""Rules of rounds: calendar, second person, pairs, draws, proposals, marks that two change at once."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

import pytest

from jixiao.core.evaluations import marks, ratings, rounds, self_marks, visits
from jixiao.core.evaluations.marks import Marked, Typed
from jixiao.core.evaluations.rounds import Calendar, Kind, State
from jixiao.core.evaluations.same import key_of
from jixiao.core.evaluations.self_marks import Amount
from jixiao.core.evaluations.visits import Candidate
from jixiao.core.evaluations.words import Unreadable, read_points
from jixiao.core.ledger import states
from jixiao.core.ledger.measures import Measured, Reckoning

OPEN = Calendar(date(2026, 12, 1), date(2026, 12, 31))
CLOSED = Calendar(OPEN.opens, OPEN.due, is_closed=True)
DAY = date(2026, 12, 10)
D = Decimal


@pytest.mark.parametrize(
    ("title", "opens", "due", "said"),
    [
        ("年度自评", OPEN.opens, OPEN.due, ""),
        ("年度自评", OPEN.opens, OPEN.opens, ""),
        (" ", OPEN.opens, OPEN.due, "请填写轮次名称"),
        ("名" * 201, OPEN.opens, OPEN.due, "不超过 200"),
        ("年度自评", None, OPEN.due, "请填写开始日期"),
        ("年度自评", OPEN.due, OPEN.opens, "截止日期（2026年12月1日）早于开始日期"),
    ],
)
def test_a_round_needs_a_title_and_days_in_order(title: str, opens: date | None, due: date, said: str) -> None:
    found = rounds.cannot_hold(title, opens, due)
    assert said in found
    assert bool(said) == bool(found)


@pytest.mark.parametrize(
    ("calendar", "state", "today", "said"),
    [
        (OPEN, State.OPEN, DAY, ""),
        (OPEN, State.RETURNED, DAY, ""),
        (OPEN, State.OPEN, date(2027, 2, 1), ""),
        (OPEN, State.OPEN, date(2026, 11, 30), "还没有到时间"),
        (OPEN, State.SUBMITTED, DAY, "已经提交"),
        (OPEN, State.ACCEPTED, DAY, "已经确认"),
        (CLOSED, State.OPEN, DAY, "已经结束"),
    ],
)
def test_when_a_sheet_can_be_filled_in(calendar: Calendar, state: State, today: date, said: str) -> None:
    found = rounds.cannot_write(calendar, state, today)
    assert said in found
    assert bool(said) == bool(found)


def test_the_last_day_is_not_late_and_a_closed_round_never() -> None:
    assert not OPEN.is_late(OPEN.due)
    assert OPEN.is_late(date(2027, 1, 1))
    assert not CLOSED.is_late(date(2027, 1, 1))


def test_who_handed_in_does_not_confirm() -> None:
    assert rounds.cannot_confirm(OPEN, State.SUBMITTED, is_own=False) == ""
    assert "另一人" in rounds.cannot_confirm(OPEN, State.SUBMITTED, is_own=True)
    assert "没有提交" in rounds.cannot_confirm(OPEN, State.RETURNED, is_own=False)
    assert "已经结束" in rounds.cannot_confirm(CLOSED, State.SUBMITTED, is_own=False)


def test_a_return_says_why_and_is_of_something_handed_in() -> None:
    assert rounds.cannot_return(OPEN, State.ACCEPTED, "口径不对") == ""
    assert "理由" in rounds.cannot_return(OPEN, State.SUBMITTED, "　")
    assert "没有提交" in rounds.cannot_return(OPEN, State.OPEN, "口径不对")
    assert "已经结束" in rounds.cannot_return(CLOSED, State.SUBMITTED, "口径不对")


def test_only_self_evaluations_and_joint_assessments_wait_for_a_word() -> None:
    waiting = {
        (kind, member) for kind in Kind for member in (True, False) if rounds.needs_decision(kind, is_member=member)
    }
    assert waiting == {(Kind.SELF, False), (Kind.ON_SITE, False)}
    assert rounds.cannot_close(0, anyway=False) == rounds.cannot_close(3, anyway=True) == ""
    assert "3 张" in rounds.cannot_close(3, anyway=False)


def test_progress_counts_what_was_handed_in() -> None:
    found = rounds.progress_of([State.OPEN, State.SUBMITTED, State.ACCEPTED, State.RETURNED, State.OPEN, State.OPEN])
    assert (found.all, found.handed_in, found.accepted, found.returned, found.lacking) == (6, 2, 1, 1, 4)
    assert found.percent == 33
    assert rounds.progress_of([]).percent == 0


def test_every_ordered_pair_of_a_group_rates_once_and_nobody_itself() -> None:
    found = rounds.pairs([[1, 2, 3], [3, 4], [2, 1]])
    assert set(found) == {(1, 2), (1, 3), (2, 1), (2, 3), (3, 1), (3, 2), (3, 4), (4, 3)}
    assert len(found) == len(set(found))
    assert rounds.pairs([[5], []]) == []


@pytest.mark.parametrize(
    ("text", "points"),
    [("1.5", D("1.5")), ("１．５分", D("1.5")), (" 2 ", D(2)), ("0", D(0)), ("", None), ("　", None)],
)
def test_points_are_read_as_people_type_them(text: str, points: Decimal | None) -> None:
    assert read_points(text, D(2)) == points


@pytest.mark.parametrize(
    ("text", "said"),
    [("很好", "不是分数"), ("NaN", "不是分数"), ("2.01", "应在 0 和 2 之间"), ("-1", "之间"), ("0.12345", "小数位数")],
)
def test_what_is_no_number_of_points_is_told(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read_points(text, D(2))


@pytest.mark.parametrize("points", ["60", "95", "80"])
def test_a_usual_mark_needs_no_reason(points: str) -> None:
    assert ratings.cannot_rate(D(points), "") == ""


def test_an_unusual_mark_or_none_is_refused() -> None:
    assert "理由" in ratings.cannot_rate(D("59.99"), " ")
    assert "理由" in ratings.cannot_rate(D("95.01"), "")
    assert ratings.cannot_rate(D("59.99"), "三项滞后") == ""
    assert "请先打分" in ratings.cannot_rate(None, "三项滞后")


def test_others_marks_are_told_from_three_on_and_after_ones_own() -> None:
    given = [D(70), D("80.5"), D(90)]
    assert ratings.others_seen(given, has_handed_in=False) is None
    assert ratings.others_seen(given[:2], has_handed_in=True) is None
    found = ratings.others_seen(given, has_handed_in=True)
    assert found == ratings.Others(3, D("80.17"), D(70), D(90))


CANDIDATES = [Candidate(use, item, D(points)) for use, item, points in [
    (1, 1, 5), (2, 1, 5), (3, 1, 5), (4, 2, 3), (5, 2, 3), (6, 3, 3), (7, 4, 1),
]]  # fmt: skip


def test_the_draw_is_the_same_in_whatever_order_and_changes_with_the_seed() -> None:
    first = visits.drawn("7-9", CANDIDATES, 5)
    for seed in range(20):
        mixed = random.Random(seed).sample(CANDIDATES, len(CANDIDATES))
        assert visits.drawn("7-9", mixed, 5) == first
    assert len({tuple(visits.drawn(f"7-{plan}", CANDIDATES, 5)) for plan in range(30)}) > 1


def test_each_indicator_is_drawn_once_before_any_twice_those_of_most_points_first() -> None:
    item = {each.use: each.item for each in CANDIDATES}
    for seed in map(str, range(50)):
        drawn = [item[use] for use in visits.drawn(seed, CANDIDATES, 6)]
        assert drawn[0] == 1
        assert set(drawn[1:3]) == {2, 3}
        assert drawn[3] == 4
        assert drawn[4:] == [1, 2]


def test_a_draw_of_more_than_there_is_takes_all_and_of_none_takes_none() -> None:
    assert sorted(visits.drawn("1-1", CANDIDATES, 99)) == [1, 2, 3, 4, 5, 6, 7]
    assert visits.drawn("1-1", CANDIDATES, 0) == visits.drawn("1-1", [], 5) == visits.drawn("1-1", CANDIDATES, -1) == []


def test_a_joint_sheet_needs_its_record_and_its_verdicts() -> None:
    assert visits.cannot_finish(has_visit=True, pending=0) == []
    assert len(visits.cannot_finish(has_visit=False, pending=2)) == 2


def test_the_seed_of_a_draw_cannot_be_known_before_its_moment() -> None:
    moment = datetime(2026, 12, 9, 10, 30, 0, 123456, tzinfo=timezone(timedelta(hours=8)))
    assert visits.seed_of(7, 9, moment) == "7-9-20261209023000123456"
    later = visits.seed_of(7, 9, moment + timedelta(microseconds=1))
    assert later != visits.seed_of(7, 9, moment)
    assert visits.drawn(later, CANDIDATES, 5) != visits.drawn(visits.seed_of(7, 9, moment), CANDIDATES, 5)


def amount(target: int, value: str | None, sign: str = ">=", most: int | None = None, name: str = "公园") -> Amount:
    measured = Measured(Reckoning.CUMULATIVE, sign, D(target), None if most is None else D(most))
    return Amount(name, measured, None if value is None else D(value))


@pytest.mark.parametrize(
    ("amounts", "points"),
    [
        ([amount(12, "12")], D(2)),
        ([amount(12, "15")], D(2)),
        ([amount(12, "9")], D("1.5")),
        ([amount(12, "0")], D(0)),
        ([amount(12, None)], None),
        ([amount(3, "4", "<=")], D(0)),
        ([amount(3, "3", "<=")], D(2)),
        ([amount(5, "6", ">=", 8)], D(2)),
        ([amount(5, "9", ">=", 8)], None),
        ([amount(5, "4", ">=", 8)], D("1.6")),
        ([amount(12, "12", ">")], None),
        ([amount(12, "6"), amount(10, "9", name="绿道")], D(1)),
        ([amount(12, "15"), amount(10, "9", name="绿道")], D("1.8")),
        ([amount(12, "12"), amount(10, None, name="绿道")], None),
    ],
)
def test_points_are_proposed_by_completion(amounts: list[Amount], points: Decimal | None) -> None:
    assert self_marks.proposed(D(2), amounts, states.State.LATE).points == points


def test_a_proposal_names_what_is_furthest_behind() -> None:
    found = self_marks.proposed(D(2), [amount(12, "6"), amount(10, "9", name="绿道")], None)
    assert "公园" in found.why
    assert "绿道" in self_marks.proposed(D(2), [amount(12, "12"), amount(10, None, name="绿道")], None).why


@pytest.mark.parametrize(
    ("state", "points"),
    [
        (states.State.DONE, D(2)),
        (states.State.STRUCK_OFF, D(2)),
        (states.State.ON_TRACK, D(2)),
        (states.State.AT_RISK, None),
        (states.State.LATE, None),
        (states.State.NOT_DUE, None),
        (None, None),
    ],
)
def test_without_amounts_the_light_proposes(state: states.State | None, points: Decimal | None) -> None:
    assert self_marks.proposed(D(2), [], state).points == points


def test_only_points_that_depart_from_what_stands_ask_for_a_reason() -> None:
    changed = {1: Marked(D(1)), 2: Marked(D(2)), 3: Marked(D(1), reason="已核"), 4: Marked(None), 5: Marked(D(1))}
    before = {1: D(2), 2: D("2.00"), 3: D(2), 4: D(2), 5: None}
    assert marks.lacking_reason(changed, before) == [1]


def test_a_mark_is_known_by_its_digest_whatever_its_zeros() -> None:
    assert Marked(D("2.5000"), "完成", "").digest == Marked(D("2.5"), "完成", "").digest
    assert Marked(D(100)).digest == Marked(D("1E+2")).digest
    assert Marked(D(1), "甲", "乙").digest != Marked(D(1), "甲乙", "").digest
    assert Marked().digest == ""
    assert Marked(None, "").digest != Marked(D(0)).digest


def test_only_what_both_changed_is_overtaken() -> None:
    mine = {1: Typed(Marked(D(1)), ""), 2: Typed(Marked(D(2)), Marked(D(1)).digest), 3: Typed(Marked(D(3)), "")}
    standing = {1: Marked(D("1.0")), 2: Marked(D("1.0000")), 3: Marked(D(9))}
    assert marks.changes(standing, mine) == {2: Marked(D(2)), 3: Marked(D(3))}
    assert marks.overtaken(standing, mine) == [3]


def test_texts_have_an_end() -> None:
    assert marks.cannot_keep({1: Marked(None, "长" * 2000)}) == ""
    assert "2000" in marks.cannot_keep({1: Marked(None, "", "长" * 2001)})


def test_the_same_indicator_has_one_key_however_it_is_written() -> None:
    assert key_of("每季度巡查全部公园。") == key_of("每季度 巡查全部公园（2分）") == key_of("每季度巡查全部公园")
    assert key_of("建成10个") != key_of("建成12个")
    assert key_of("ＡＢ") == key_of("ab")
    assert len(key_of("")) == 8
    assert set(key_of("巡查")) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    ("day", "year"), [(date(2027, 1, 1), 2026), (date(2027, 3, 31), 2026), (date(2027, 4, 1), 2027)]
)
def test_until_march_the_year_that_is_over_is_evaluated(day: date, year: int) -> None:
    assert rounds.evaluated_year(day) == year
