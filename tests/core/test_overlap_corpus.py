"""The labelled pairs for the overlap check are whole: enough of each kind, nothing of one set in another."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest


def read(name: str) -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = json.loads((Path(__file__).parents[1] / "overlap" / name).read_text(encoding="utf-8"))
    return pairs


PAIRS = read("pairs.json")
BLIND = read("blind.json")
FIELDS = {"title", "text", "basis", "citation"}
LEAST = {"same": 30, "related": 25, "different": 25}
BLIND_COUNTS = {"same": 52, "related": 40, "different": 38}


def texts(half: str, *sides: str) -> set[str]:
    return {pair[side]["text"] for pair in PAIRS if pair["half"] == half for side in sides}


def words(pairs: list[dict[str, Any]], *fields: str) -> set[str]:
    return {pair[side].get(field, "") for pair in pairs for side in ("goal", "dynamic") for field in fields} - {""}


def papers(half: str) -> set[str]:
    sides = [pair[side] for pair in PAIRS if pair["half"] == half for side in ("goal", "dynamic")]
    return {side["basis"] for side in sides} - {""}


def test_the_corpus_has_at_least_two_hundred_pairs() -> None:
    assert len(PAIRS) >= 200


def test_every_pair_has_an_id_of_its_own() -> None:
    assert [pair["id"] for pair in PAIRS] == [f"p{number:03d}" for number in range(1, len(PAIRS) + 1)]


def test_each_kind_is_well_represented_in_each_half_and_there_are_no_other_kinds_or_halves() -> None:
    counts = Counter((pair["kind"], pair["half"]) for pair in PAIRS)
    assert set(counts) == {(kind, half) for kind in LEAST for half in ("tune", "held")}
    assert {key: count for key, count in counts.items() if count < LEAST[key[0]]} == {}


def test_no_kind_lies_mostly_in_one_half() -> None:
    for kind in LEAST:
        halves = Counter(pair["half"] for pair in PAIRS if pair["kind"] == kind)
        assert abs(halves["tune"] - halves["held"]) <= 0.1 * halves.total(), kind


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair["id"])
def test_a_pair_has_its_fields_and_texts_of_a_plans_length(pair: dict[str, Any]) -> None:
    assert set(pair) == {"id", "half", "kind", "goal", "dynamic", "why"}
    check_fields(pair)


@pytest.mark.parametrize("pair", BLIND, ids=lambda pair: pair["id"])
def test_a_blind_pair_has_the_same_fields_but_no_half(pair: dict[str, Any]) -> None:
    assert set(pair) == {"id", "kind", "goal", "dynamic", "why"}
    check_fields(pair)


def check_fields(pair: dict[str, Any]) -> None:
    assert set(pair["goal"]) == FIELDS
    assert set(pair["dynamic"]) - {"trigger"} == FIELDS
    assert pair["why"].strip()
    assert pair["dynamic"].get("trigger", "a paper") != ""
    for side in (pair["goal"], pair["dynamic"]):
        assert side["title"].strip()
        assert 15 <= len(side["text"]) <= 250
        assert side["basis"] or not side["citation"], "a clause of no document"


@pytest.mark.parametrize("pairs", [PAIRS, BLIND], ids=["pairs", "blind"])
def test_no_two_pairs_are_the_same_pair(pairs: list[dict[str, Any]]) -> None:
    twice = Counter((pair["goal"]["text"], pair["goal"]["title"], pair["dynamic"]["text"]) for pair in pairs)
    assert [key for key, count in twice.items() if count > 1] == []


def test_the_halves_share_no_goal_text_and_no_document() -> None:
    assert texts("tune", "goal", "dynamic") & texts("held", "goal", "dynamic") == set()
    assert papers("tune") & papers("held") == set()


def test_the_blind_file_has_its_pairs_of_each_kind_in_the_order_of_their_ids() -> None:
    assert [pair["id"] for pair in BLIND] == [f"b{number:03d}" for number in range(1, 131)]
    assert Counter(pair["kind"] for pair in BLIND) == BLIND_COUNTS


def test_the_blind_file_shares_no_text_and_no_paper_with_the_pairs_that_were_tuned_on() -> None:
    assert words(BLIND, "text") & words(PAIRS, "text") == set()
    assert words(BLIND, "basis", "trigger") & words(PAIRS, "basis", "trigger") == set()


def test_the_order_of_the_blind_file_does_not_give_the_label_away() -> None:
    first = Counter(pair["kind"] for pair in BLIND[:65])
    assert all(abs(2 * first[kind] - count) <= 0.5 * count for kind, count in BLIND_COUNTS.items())


@pytest.mark.parametrize("pairs", [PAIRS, BLIND], ids=["pairs", "blind"])
def test_shared_numbers_do_not_give_the_label_away(pairs: list[dict[str, Any]]) -> None:
    """Non-overlapping pairs share figures at least as often as overlapping ones do."""
    shared: Counter[bool] = Counter()
    for pair in pairs:
        shared[pair["kind"] == "same"] += bool(numbers(pair["goal"]["text"]) & numbers(pair["dynamic"]["text"]))
    same = sum(pair["kind"] == "same" for pair in pairs)
    assert shared[False] / (len(pairs) - same) >= 0.8 * shared[True] / same


def numbers(text: str) -> set[str]:
    return set("".join(char if char.isdecimal() or char == "." else " " for char in text).split())
