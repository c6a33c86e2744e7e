"""Pieces of pictures: whatever a person typed stays text, and nothing that a security policy forbids is written."""

from __future__ import annotations

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.template import Context, Engine
from jinja2 import Environment

from jixiao.press import svg

HOSTILE = "</text><script>alert(1)</script>&\"'"


def test_typed_text_stays_text_in_content_and_attributes() -> None:
    made = svg.link("/a?b=1&c=2", HOSTILE, svg.text(1, 2, HOSTILE))
    read = ElementTree.fromstring(made)
    assert read.attrib == {"href": "/a?b=1&c=2", "aria-label": HOSTILE}
    assert [(child.tag, child.text) for child in read] == [("title", HOSTILE), ("text", HOSTILE)]
    assert "<script" not in made


def test_svg_goes_into_svg_as_it_is() -> None:
    assert svg.group(svg.element("rect", x=1), class_="late") == '<g class="late"><rect x="1"/></g>'


def test_templates_show_a_picture_and_not_its_source() -> None:
    made = svg.element("rect", x=1)
    assert Engine().from_string("{{ made }}").render(Context({"made": made})) == made
    assert Environment(autoescape=True).from_string("{{ made }}").render(made=made) == made


@pytest.mark.parametrize("name", ["style", "onclick", "onload"])
def test_what_the_security_policy_drops_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        svg.element("rect", **{name: "fill:red"})


def test_names_of_attributes_are_written_as_svg_writes_them() -> None:
    made = svg.element("text", class_="a", text_anchor="end", viewBox="0 0 1 1", href=None, x=Decimal("1.25"))
    assert made == '<text class="a" text-anchor="end" viewBox="0 0 1 1" x="1.3"/>'


@pytest.mark.parametrize(
    ("words", "room", "shown"),
    [
        ("综合科", 42, "综合科"),
        ("政策法规科", 42, "政策…"),
        ("abcdef", 42, "abcdef"),
        ("abcdefgh", 42, "abcd…"),
        ("政策法规科", 1, "…"),
        ("", 42, ""),
    ],
)
def test_words_are_cut_to_the_room_they_have(words: str, room: int, shown: str) -> None:
    assert svg.shortened(words, room) == shown


def test_words_that_were_cut_show_whole_under_the_pointer() -> None:
    assert svg.text(0, 0, "政策法规科", room=42) == '<text x="0" y="0"><title>政策法规科</title>政策…</text>'
    assert "<title>" not in svg.text(0, 0, "政策科", room=42)


@pytest.mark.parametrize(
    ("value", "low", "high", "where"),
    [(0, 0, 10, 0), (5, 0, 10, 50), (10, 0, 10, 100), (-3, 0, 10, 0), (11, 0, 10, 100), (7, 7, 7, 0)],
)
def test_a_value_is_placed_within_its_room(value: int, low: int, high: int, where: int) -> None:
    assert svg.placed(value, low, high, 100) == where


def test_a_value_short_of_a_mark_does_not_reach_it() -> None:
    assert svg.placed(Decimal("0.999"), 0, 1, 100) == 99


def test_a_picture_is_named_by_its_title_and_its_summary() -> None:
    made = ElementTree.fromstring(svg.picture("heat", 10, 20, "热力图", "共1项。", svg.element("rect", x=1)))
    assert made.attrib["role"] == "img"
    assert [made.find(f"*[@id='{each}']").text for each in made.attrib["aria-labelledby"].split()] == [
        "热力图",
        "共1项。",
    ]


def test_a_picture_with_links_is_a_group_because_an_image_hides_what_is_inside() -> None:
    assert 'role="group"' in svg.picture("heat", 1, 1, "图", "说明", links=True)


def test_a_prefix_that_is_no_name_is_refused() -> None:
    with pytest.raises(ValueError, match="id"):
        svg.picture('a" onload="x', 1, 1, "图", "说明")
