"""What a walk along the journal's chain can name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from jixiao.core.journal_chain import (
    GENESIS,
    Checkpoint,
    Kind,
    Link,
    canonical,
    seal,
    stamp,
    verify,
)


def chain(count: int) -> list[Link]:
    links: list[Link] = []
    for seq in range(1, count + 1):
        previous = links[-1].hash if links else GENESIS
        link = Link(
            seq, "2026-01-01T00:00:00.000000+00:00", "某人", 7, "plan.confirm", "plan", "3", "", "", "{}", previous
        )
        links.append(replace(link, hash=seal(link)))
    return links


def head_of(links: list[Link]) -> Checkpoint:
    return Checkpoint(links[-1].seq, links[-1].hash)


def found(links: list[Link], head: Checkpoint | None, *points: Checkpoint) -> list[tuple[int, Kind]]:
    return [(problem.seq, problem.kind) for problem in verify(links, head, points)]


def test_a_sound_chain_has_no_problem() -> None:
    links = chain(6)
    assert found(links, head_of(links), Checkpoint(3, links[2].hash), Checkpoint(6, links[5].hash)) == []
    assert found([], Checkpoint(0, GENESIS)) == []


@pytest.mark.parametrize("at", [0, 2, 5])
@pytest.mark.parametrize("field", ["actor", "action", "facts", "at", "object_id", "after"])
def test_a_changed_entry_is_named(at: int, field: str) -> None:
    links = chain(6)
    head = head_of(links)
    links[at] = replace(links[at], **{field: "改过"})
    assert found(links, head) == [(at + 1, Kind.CHANGED)]


@pytest.mark.parametrize("at", [0, 2, 5])
def test_a_changed_entry_with_a_new_hash_is_named(at: int) -> None:
    links = chain(6)
    head = head_of(links)
    forged = replace(links[at], actor="别人")
    links[at] = replace(forged, hash=seal(forged))
    assert found(links, head) == [(at + 1, Kind.CHANGED)]


@pytest.mark.parametrize("gone", [[0], [2], [5], [4, 5], [1, 2], [0, 3]])
def test_removed_entries_are_named(gone: list[int]) -> None:
    links = chain(6)
    left = [link for at, link in enumerate(links) if at not in gone]
    assert found(left, head_of(links)) == [(at + 1, Kind.REMOVED) for at in gone]


def test_a_removed_entry_is_named_when_those_after_it_were_renumbered() -> None:
    links = chain(5)
    left = links[:2] + [replace(link, seq=link.seq - 1) for link in links[3:]]
    assert found(left, head_of(links)) == [(3, Kind.REMOVED), (4, Kind.MOVED)]


def test_an_entry_added_at_the_end_is_named() -> None:
    links = chain(4)
    extra = replace(links[3], seq=5, previous=links[3].hash)
    assert found([*links, replace(extra, hash=seal(extra))], head_of(links)) == [(5, Kind.ADDED)]


def test_an_entry_added_in_the_middle_is_named_although_the_rest_was_renumbered() -> None:
    links = chain(4)
    extra = replace(links[1], seq=3, actor="外人", previous=links[1].hash)
    forged = [*links[:2], replace(extra, hash=seal(extra)), *(replace(link, seq=link.seq + 1) for link in links[2:])]
    assert found(forged, head_of(links)) == [(3, Kind.ADDED), (3, Kind.MOVED)]


def test_two_entries_that_changed_places_are_named() -> None:
    links = chain(5)
    swapped = [links[0], replace(links[2], seq=2), replace(links[1], seq=3), *links[3:]]
    assert found(swapped, head_of(links)) == [(2, Kind.MOVED), (3, Kind.MOVED)]


def test_a_missing_head_is_named_and_the_rest_still_walked() -> None:
    links = chain(4)
    links[1] = replace(links[1], actor="别人")
    assert found(links, None) == [(2, Kind.CHANGED), (4, Kind.HEAD)]


def test_a_chain_forged_from_an_entry_on_with_its_head_fails_against_a_checkpoint() -> None:
    links = chain(5)
    kept = Checkpoint(4, links[3].hash)
    previous = links[1].hash
    for at in range(2, 5):
        forged = replace(links[at], actor="别人", previous=previous)
        links[at] = replace(forged, hash=seal(forged))
        previous = links[at].hash
    assert found(links, head_of(links)) == []
    assert found(links, head_of(links), kept) == [(4, Kind.CHECKPOINT)]


def test_a_tail_cut_off_with_its_head_fails_against_a_checkpoint() -> None:
    links = chain(5)
    kept = Checkpoint(5, links[4].hash)
    assert found(links[:3], head_of(links[:3]), kept) == [(5, Kind.CHECKPOINT)]


def test_canonical_json_is_one_for_equal_values() -> None:
    assert canonical({"b": Decimal("2.50"), "a": [date(2026, 1, 2), None, True]}) == (
        '{"a":["2026-01-02",null,true],"b":"2.50"}'
    )
    with pytest.raises(TypeError):
        canonical({"points": 0.1})


def test_a_time_is_written_in_utc_and_needs_a_zone() -> None:
    assert stamp(datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC)) == "2026-01-02T03:04:05.000006+00:00"
    with pytest.raises(ValueError, match="zone"):
        stamp(datetime(2026, 1, 2))
