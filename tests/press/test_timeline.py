"""The timeline: the month in which everything is due is seen, and told."""

from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from jixiao.core.ledger.states import LIGHTS, State
from jixiao.press.timeline import COLUMN, DAYS, LEFT, NAMES, Due, columns, lines, months_of, said

TODAY = date(2026, 11, 24)


def due(day: date, state: State = State.ON_TRACK, **more: object) -> Due:
    given = {"kind": "指标", "tag": "1-1", "text": "建成公园", "who": "绿化科", "href": "/ledger/cells/1/"}
    return Due(day, state, **(given | more))


DECEMBER = [due(date(2026, 12, 31), State.LATE)] * 2 + [due(date(2026, 12, 15))] + [due(date(2026, 6, 30))]


def texts(made: str) -> list[str]:
    return [each.text or "" for each in ElementTree.fromstring(made).iter("text")]


def test_each_month_counts_its_dues_by_state() -> None:
    months = months_of(DECEMBER, 2026)
    assert len(months) == 12
    assert [(m.month, dict(m.counts)) for m in months if m.total] == [
        (6, {State.ON_TRACK: 1}),
        (12, {State.LATE: 2, State.ON_TRACK: 1}),
    ]


@pytest.mark.parametrize(("year", "days"), [(2026, 28), (2028, 29), (2100, 28)])
def test_a_february_has_its_days(year: int, days: int) -> None:
    assert months_of([], year)[1].days == days


def test_what_is_due_after_the_year_has_its_own_months() -> None:
    assert [(m.year, m.month) for m in months_of([due(date(2027, 2, 3))], 2026)][11:] == [
        (2026, 12),
        (2027, 1),
        (2027, 2),
    ]
    assert len(months_of([due(date(2027, 4, 1))], 2026)) == 12


def test_the_pile_up_of_december_is_told() -> None:
    assert said(months_of(DECEMBER, 2026)) == "共4项有时限。12月到期最多：3项，占75%。已滞后2项。"


def test_a_month_of_the_next_year_is_called_so() -> None:
    assert "次年1月到期最多：1项，占100%。目前没有滞后。" in said(months_of([due(date(2027, 1, 8))], 2026))


def test_nothing_due_is_told() -> None:
    assert said(months_of([], 2026)) == "没有写明时限的事项。"
    assert columns(months_of([], 2026), "时限", TODAY).startswith("<svg")


def test_columns_are_as_high_as_their_numbers_and_meet() -> None:
    made = ElementTree.fromstring(columns(months_of(DECEMBER, 2026), "时限", TODAY))
    boxes = [(int(r.get("y") or 0), int(r.get("height") or 0)) for r in made.iter("rect")]
    june, december = boxes[0], boxes[1:]
    assert sum(height for _, height in december) == 3 * june[1]
    assert min(december)[0] + min(december)[1] == max(december)[0]


def test_what_is_late_lies_on_top_and_is_lettered() -> None:
    made = ElementTree.fromstring(columns(months_of(DECEMBER, 2026), "时限", TODAY))
    tops = {each.find("text").text: int(each.find("rect").get("y")) for each in made.iter("g") if each.get("class")}
    assert tops["滞2"] < tops["正1"]


def test_today_stands_in_its_month() -> None:
    made = columns(months_of(DECEMBER, 2026), "时限", TODAY)
    assert "今天 11月24日" in texts(made)
    path = next(p for p in ElementTree.fromstring(made).iter("path") if p.get("class") == "today")
    x = int(str(path.get("d")).split("V")[0][1:].split()[0])
    assert LEFT + 10 * COLUMN < x < LEFT + 11 * COLUMN


def test_another_year_has_no_today() -> None:
    assert not [each for each in texts(columns(months_of(DECEMBER, 2026), "时限", date(2027, 5, 1))) if "今天" in each]


def days(*dues: Due, first: date = TODAY, length: int = 90) -> ElementTree.Element:
    return ElementTree.fromstring(lines(dues, first, first + timedelta(length), TODAY, "未来90天", "到期1项。"))


def test_a_line_ends_on_its_day() -> None:
    made = days(due(TODAY + timedelta(45), since=TODAY))
    bar = next(rect for rect in made.iter("rect") if "span" in str(rect.get("class")))
    assert (int(str(bar.get("x"))), int(str(bar.get("width")))) == (NAMES, DAYS // 2)


@pytest.mark.parametrize("since", [None, TODAY + timedelta(60)])
def test_a_line_without_a_sound_beginning_is_a_mark(since: date | None) -> None:
    made = days(due(TODAY + timedelta(45), since=since))
    bar = next(rect for rect in made.iter("rect") if "span" in str(rect.get("class")))
    assert bar.get("width") == "0"


def test_a_line_says_everything_and_leads_there() -> None:
    made = days(due(date(2026, 12, 31), State.LATE, who=""))
    found = next(made.iter("a"))
    assert found.get("href") == "/ledger/cells/1/"
    assert found.get("aria-label") == "1-1 建成公园（指标，未定科室）12月31日到期，滞后"
    assert LIGHTS[State.LATE].letter in [each.text for each in found.iter("text")]


def test_only_a_stretch_with_today_in_it_marks_today() -> None:
    assert [p for p in days(due(TODAY)).iter("path") if p.get("class") == "today"]
    assert not [p for p in days(due(TODAY), first=date(2026, 1, 1)).iter("path") if p.get("class") == "today"]
