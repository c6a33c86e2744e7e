"""The heat map: every square says its state by letter, colour and words, and opens its cell."""

from __future__ import annotations

from time import process_time
from xml.etree import ElementTree

import pytest

from jixiao.core.ledger.states import LIGHTS, State
from jixiao.press.heat_map import HIGH, LEFT, SIDE, HeatMap, Line, Square, drawn, legend, shape


def heat(*lines: Line, heads: tuple[str, ...] = ("1-1", "1-2", "2-1")) -> HeatMap:
    return HeatMap("科室×指标热力图", "共3项。", "科室", heads, lines, "/ledger/cells/{}/")


SMALL = heat(
    Line("绿化科", {0: Square(State.LATE, 7, change=-1), 2: Square(State.DONE, 9)}),
    Line("办公室", {1: Square(State.AT_RISK, 8, change=1), 2: Square(State.LATE, 9, co=True)}, "/office/"),
)


def read(made: str) -> ElementTree.Element:
    return ElementTree.fromstring(made)


def words(made: str) -> list[str]:
    return [title.text or "" for link in read(made).iter("a") for title in link.findall("title")]


def test_every_square_says_whose_which_and_how_it_stands() -> None:
    assert words(drawn(SMALL)) == [
        "绿化科 1-1 滞后，较前期转差",
        "绿化科 2-1 完成",
        "办公室 1-2 预警，较前期好转",
        "办公室 2-1 滞后（协办）",
        "办公室",
    ]


def test_every_square_opens_its_cell() -> None:
    links = [link.get("href") for link in read(drawn(SMALL)).iter("a")]
    assert links == [f"/ledger/cells/{key}/" for key in (7, 9, 8, 9)] + ["/office/"]


def test_a_square_stands_in_the_column_of_its_indicator() -> None:
    places = [use.get("x") for use in read(drawn(SMALL)).iter("use")]
    assert sorted(set(places)) == ["0", str(SIDE), str(2 * SIDE)]


def test_what_is_used_is_defined_once() -> None:
    made = read(drawn(SMALL, "a"))
    ids = [each.get("id") for each in made.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    assert {str(use.get("href"))[1:] for use in made.iter("use")} <= set(ids)


def test_two_maps_on_a_page_share_no_id() -> None:
    first, second = ({each.get("id") for each in read(drawn(SMALL, prefix)).iter()} - {None} for prefix in "ab")
    assert not first & second


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("co", [False, True])
def test_a_state_is_told_by_its_letter_and_not_by_colour_alone(state: State, co: bool) -> None:
    made = read(shape(state, co=co))
    assert [each.text for each in made.iter("text")] == [LIGHTS[state].letter]
    assert ("co" in str(made.get("class")).split()) is co


def test_a_change_is_a_mark_of_its_own_shape() -> None:
    marks = [[path.get("d") for path in read(shape(State.LATE, change=step)).iter("path")] for step in (0, 1, -1)]
    assert marks[0] == []
    assert marks[1] != marks[2]


def test_no_two_states_share_a_letter() -> None:
    assert len({light.letter for light in LIGHTS.values()}) == len(State)


def test_the_legend_has_every_state_and_the_hollow_squares_only_when_they_are_shown() -> None:
    assert [each for _, each in legend(co=False)] == [
        f"{light.symbol} {light.word}" for light in map(LIGHTS.get, State)
    ]
    assert legend(co=True)[-1][1] == "空心：协办科室"


def test_sums_count_an_indicator_of_two_offices_once() -> None:
    assert [SMALL.count(column, State.LATE) for column in range(3)] == [1, 0, 0]
    assert [line.count(State.LATE) for line in SMALL.lines] == [1, 1]


def test_the_table_says_the_same_as_the_picture() -> None:
    assert list(SMALL.table) == [
        ("绿化科", ["滞后，较前期转差", "", "完成"], 1, 0),
        ("办公室", ["", "预警，较前期好转", "滞后（协办）"], 1, 1),
    ]


def test_the_picture_is_as_large_as_what_it_shows() -> None:
    small, large = read(drawn(SMALL)), read(drawn(heat(*SMALL.lines, *SMALL.lines)))
    assert int(str(large.get("height"))) - int(str(small.get("height"))) == 2 * HIGH
    assert int(str(small.get("width"))) > LEFT + 3 * SIDE


def test_names_and_numbers_stay_text() -> None:
    hostile = "<script>&\"'"
    made = drawn(heat(Line(hostile, {0: Square(State.LATE, 1)}), heads=(hostile,)))
    assert f"{hostile} {hostile} 滞后" in words(made)
    assert "<script" not in made


def test_nothing_to_show_is_a_picture_too() -> None:
    assert read(drawn(heat(heads=()))).tag == "svg"


def test_six_thousand_squares_are_drawn_at_once_and_stay_small() -> None:
    states = list(State)
    lines = [
        Line(f"青澜市第{row}局", {column: Square(states[(row + column) % 6], 10_000 + column) for column in range(60)})
        for row in range(100)
    ]
    large = heat(*lines, heads=tuple(map(str, range(60))))
    before = process_time()
    made = drawn(large)
    assert process_time() - before < 0.25
    assert len(made.encode()) < 660_000
    assert len(words(made)) == 6000
