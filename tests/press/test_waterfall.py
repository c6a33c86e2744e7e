"""The picture of a score: the printed figures sum, each bar begins where the one before ends, each is a link."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.scoring.rules import Said
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.waterfall import MOST, bars, places_shown
from jixiao.press.group_range import Ranged, RangePicture, group_range, middle_of
from jixiao.press.waterfall import NARROW, WIDE, Layout, Part, Stride, WaterfallPicture, signed, waterfall

D = Decimal
LAYOUTS = pytest.mark.parametrize("layout", [WIDE, NARROW], ids=["wide", "narrow"])


def drawn(*parts: tuple[str, list[str]], base: str = "100", places: int = 2) -> WaterfallPicture:
    made = tuple(
        Part(name, tuple(Stride(f"{name}<{at}>", D(change), f"?step={at}", f"{name}失分", "loss" if D(change) < 0 else "gain")
             for at, change in enumerate(changes)))
        for name, changes in parts
    )  # fmt: skip
    end = D(base) + sum((part.change for part in made), D(0))
    return WaterfallPicture("得分<瀑布图>", "一句话。", D(base), end, made, places=places)


def figures(svg: str) -> list[Decimal]:
    """What is printed at the bars, as a reader would add it up."""
    root = ElementTree.fromstring(svg)
    return [
        D("".join(each.itertext()).replace("−", "-")) for each in root.iter("text") if each.get("class") == "figure"
    ]


def spans(svg: str) -> list[tuple[int, int]]:
    bars = [each for each in ElementTree.fromstring(svg).iter("rect") if each.get("class") == "bar"]
    return [(int(bar.get("x", "")), int(bar.get("x", "")) + int(bar.get("width", ""))) for bar in bars]


LOSSES = drawn(("目标考核", ["-1.20", "-0.3125", "-0.05"]), ("公众评议", ["-2.5"]), ("正向激励", ["1.5"]), places=4)


@LAYOUTS
def test_the_printed_figures_of_the_bars_sum_to_the_printed_total(layout: Layout) -> None:
    base, *changes, end = figures(waterfall("w", LOSSES, layout))
    assert base + sum(changes) == end == D("97.4375")


@LAYOUTS
def test_each_bar_begins_where_the_one_before_it_ends(layout: Layout) -> None:
    (_, full), *steps, (_, end) = spans(waterfall("w", LOSSES, layout))
    losses, gain = steps[:-1], steps[-1]
    assert [right for _, right in losses] == [full, *[left for left, _ in losses[:-1]]]
    assert gain == (losses[-1][0], end)


@LAYOUTS
def test_every_bar_is_a_link_that_says_what_it_is(layout: Layout) -> None:
    links = list(ElementTree.fromstring(waterfall("w", LOSSES, layout)).iter("a"))
    assert [link.get("href") for link in links] == ["?step=0", "?step=1", "?step=2", "?step=0", "?step=0"]
    assert all(link.get("aria-label") and link.findtext("title") for link in links)


@LAYOUTS
def test_nothing_leaves_the_picture(layout: Layout) -> None:
    svg = waterfall("w", LOSSES, layout)
    height = int(ElementTree.fromstring(svg).get("height", ""))
    for left, right in spans(svg):
        assert 0 <= left < right <= layout.width
    assert all(int(each.get("y", "0")) <= height for each in ElementTree.fromstring(svg).iter("text"))


def test_a_part_of_one_bar_has_no_heading_and_one_of_more_has_its_sum() -> None:
    root = ElementTree.fromstring(waterfall("w", LOSSES))
    heads = ["".join(each.itertext()) for each in root.iter("text") if (each.get("class") or "").startswith("part")]
    assert heads == ["目标考核", "−1.5625"]


def test_figures_that_do_not_add_up_are_not_drawn() -> None:
    with pytest.raises(ValueError, match="do not make"):
        waterfall("w", WaterfallPicture("", "", D(100), D(99), ()))


def test_a_full_score_is_two_equal_bars() -> None:
    first, last = spans(waterfall("w", drawn()))
    assert first == last


def test_an_axis_that_does_not_begin_at_zero_breaks_its_whole_bars() -> None:
    assert 'class="break"' in waterfall("w", LOSSES)
    assert 'class="break"' not in waterfall("w", drawn(("目标考核", ["-90"])))


def test_the_title_and_the_labels_are_escaped() -> None:
    assert "得分&lt;瀑布图&gt;" in waterfall("w", LOSSES)


def test_a_sign_is_always_written() -> None:
    assert [signed(D(value), 2) for value in ("-0.3", "0.3", "0")] == ["−0.30", "+0.30", "+0.00"]


changes = st.lists(st.decimals(-5, 5, places=4), max_size=14)


def tree(*parts: list[Decimal]) -> Step:
    said = Said("", "")
    children = tuple(
        parent(f"p{at}", StepKind.COMPONENT, f"部分{at}", said, tuple(
            Step(f"p{at}/{no}", StepKind.INDICATOR, f"指标{no}", change, said) for no, change in enumerate(part)))
        for at, part in enumerate(parts)
    )  # fmt: skip
    return parent("total", StepKind.TOTAL, "总分", said, children)


@given(changes, changes)
def test_the_bars_of_any_tree_hold_each_changing_step_once(first: list[Decimal], second: list[Decimal]) -> None:
    made = bars(tree(first, second))
    keys = [step.key for bar in made for step in bar.steps]
    assert sum((bar.change for bar in made), D(0)) == sum([*first, *second], D(0))
    assert sorted(keys) == sorted(
        f"p{at}/{no}" for at, part in enumerate((first, second)) for no, change in enumerate(part) if change
    )
    assert len(made) <= 2 * MOST


def test_the_largest_of_many_keep_their_own_bar() -> None:
    made = bars(tree([D(f"-0.{digit}") for digit in (1, 9, 2, 8, 3)]), most=3)
    assert [[str(step.change) for step in bar.steps] for bar in made] == [["-0.9"], ["-0.8"], ["-0.1", "-0.2", "-0.3"]]
    assert [bar.is_rest for bar in made] == [False, False, True]


def test_equal_figures_of_a_part_keep_the_order_of_the_plan() -> None:
    made = bars(tree([D("-0.5"), D(0), D("-0.5")]))
    assert [bar.steps[0].key for bar in made] == ["p0/0", "p0/2"]


@pytest.mark.parametrize(
    ("values", "places"), [([], 2), (["1", "-0.30"], 2), (["0.3125"], 4), (["0.1200", "100"], 2), (["1E+2"], 2)]
)
def test_as_many_decimals_as_the_finest_figure_needs(values: list[str], places: int) -> None:
    assert places_shown([D(value) for value in values]) == places


def test_the_median_of_an_even_number_lies_between_the_two_in_the_middle() -> None:
    assert middle_of([D(4), D(1), D(3)]) == 3
    assert middle_of([D(4), D(1), D(3), D(2)]) == D("2.5")


def ranges(own: str | None = "54") -> str:
    row = Ranged("目标考核", D(45), D(52), D(59), None if own is None else D(own), D(60))
    return group_range("g", RangePicture("组内位置", "一句话。", (row,)))


def test_the_own_dot_stands_between_the_least_and_the_most_of_the_group() -> None:
    root = ElementTree.fromstring(ranges())
    span = next(each for each in root.iter("rect") if each.get("class") == "span-range")
    dot, median = next(root.iter("circle")), next(e for e in root.iter("line") if e.get("class") == "median")
    left = int(span.get("x", ""))
    assert left < int(median.get("x1", "")) < int(dot.get("cx", "")) < left + int(span.get("width", ""))


def test_without_an_own_score_there_is_no_dot() -> None:
    assert "circle" not in ranges(None)
    assert "本单位 54.00" in ranges()


def test_the_ends_may_have_fewer_decimals_than_the_steps_between() -> None:
    step = Stride("公众评议", D("-2.2650"), "?step=x", "", "loss")
    drawn = WaterfallPicture("", "", D(100), D("97.735"), (Part("公众评议", (step,)),), places=4, ends=2)
    made = str(waterfall("w", drawn))
    assert "100.00<" in made
    assert "−2.2650" in made
    assert "100.0000" not in made
