"""Changes of a draft: nobody overwrites what somebody else changed, and every change can be turned round."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jixiao.core.drafting import (
    HEADING,
    Applied,
    Change,
    Draft,
    DraftRow,
    Insert,
    Move,
    Remove,
    Set,
    apply,
    dump,
    inverse,
    load,
)

DRAFT = Draft(
    {"title": "方案"},
    (DraftRow("r1", {"l1": "甲", "weight": "2"}), DraftRow("r2", {"l1": "乙"}), DraftRow("r3", {})),
    last=7,
)


def done(*changes: Change) -> Applied:
    return apply(DRAFT, changes)


def order(applied: Applied) -> list[str]:
    return [row.uid for row in applied.draft.rows]


def test_a_cell_takes_the_new_text_when_it_still_holds_what_the_author_saw() -> None:
    applied = done(Set("r1", "weight", "2", "3"))
    assert applied.draft.rows[0].cells["weight"] == "3"
    assert applied.conflicts == ()


def test_a_cell_that_somebody_changed_keeps_their_text_and_gives_three_sides() -> None:
    applied = done(Set("r1", "weight", "5", "3"))
    assert (applied.draft, applied.done) == (DRAFT, ())
    (conflict,) = applied.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("5", "2", "3")


def test_two_who_type_the_same_do_not_conflict() -> None:
    applied = done(Set("r1", "weight", "5", "2"))
    assert (applied.done, applied.conflicts) == ((), ())


def test_a_cell_of_a_row_that_is_gone_gives_a_conflict_without_the_other_side() -> None:
    (conflict,) = done(Set("r9", "weight", "2", "3")).conflicts
    assert (conflict.theirs, conflict.mine) == (None, "3")


def test_an_emptied_cell_is_not_kept() -> None:
    assert "weight" not in done(Set("r1", "weight", "2", "")).draft.rows[0].cells


def test_the_heading_is_set_under_no_uid() -> None:
    assert done(Set(HEADING, "title", "方案", "新方案")).draft.heading == {"title": "新方案"}


@pytest.mark.parametrize(
    ("after", "expected"),
    [("", ["r8", "r1", "r2", "r3"]), ("r1", ["r1", "r8", "r2", "r3"]), ("r9", ["r1", "r2", "r3", "r8"])],
)
def test_a_new_row_goes_behind_the_named_one_and_last_when_that_is_gone(after: str, expected: list[str]) -> None:
    applied = done(Insert(after, {"l1": "新", "l2": ""}))
    assert order(applied) == expected
    assert applied.draft.last == 8
    assert applied.done == (Insert(after, {"l1": "新"}, "r8"),)


def test_a_row_that_says_what_its_remover_saw_is_taken_out() -> None:
    assert order(done(Remove("r1", {"l1": "甲", "weight": "2", "l2": ""}))) == ["r2", "r3"]


def test_a_row_that_somebody_changed_is_not_taken_out() -> None:
    applied = done(Remove("r1", {"l1": "甲", "weight": "1"}))
    assert applied.draft == DRAFT
    assert (applied.conflicts[0].field, applied.conflicts[0].theirs) == ("weight", "2")


@pytest.mark.parametrize(
    ("uid", "after", "expected"),
    [
        ("r3", "", ["r3", "r1", "r2"]),
        ("r1", "r2", ["r2", "r1", "r3"]),
        ("r1", "", ["r1", "r2", "r3"]),
        ("r1", "r1", ["r1", "r2", "r3"]),
        ("r9", "r1", ["r1", "r2", "r3"]),
        ("r1", "r9", ["r2", "r3", "r1"]),
    ],
)
def test_a_row_moves_its_place_only(uid: str, after: str, expected: list[str]) -> None:
    applied = done(Move(uid, after))
    assert order(applied) == expected
    assert {row.uid: row.cells for row in applied.draft.rows} == {row.uid: row.cells for row in DRAFT.rows}


def test_undoing_a_removal_twice_puts_one_row_back() -> None:
    back = inverse(done(Remove("r2", {"l1": "乙"})).done)
    once = apply(done(Remove("r2", {"l1": "乙"})).draft, back).draft
    assert apply(once, back).draft == once


UIDS = st.sampled_from(["r1", "r2", "r3", "r8", "r9"])
TEXTS = st.sampled_from(["", "甲", "乙", "2", "新\n行", '"'])
FIELDS = st.sampled_from(["l1", "l2", "weight"])
CELLS = st.dictionaries(FIELDS, TEXTS)
CHANGES = st.lists(
    st.one_of(
        st.builds(Set, UIDS, FIELDS, TEXTS, TEXTS),
        st.builds(Insert, st.one_of(st.just(""), UIDS), CELLS),
        st.builds(Remove, UIDS, CELLS),
        st.sampled_from([Remove("r1", {"l1": "甲", "weight": "2"}), Remove("r2", {"l1": "乙"}), Remove("r3", {})]),
        st.builds(Move, UIDS, st.one_of(st.just(""), UIDS)),
    ),
    max_size=12,
)


@given(CHANGES)
def test_what_was_done_can_be_undone_and_done_again(changes: list[Change]) -> None:
    applied = apply(DRAFT, changes)
    undone = apply(applied.draft, inverse(applied.done))
    assert undone.conflicts == ()
    assert (undone.draft.heading, undone.draft.rows) == (DRAFT.heading, DRAFT.rows)
    again = apply(undone.draft, inverse(undone.done))
    assert again.conflicts == ()
    assert again.draft == applied.draft


@given(CHANGES)
def test_every_change_is_done_or_a_conflict_or_changes_nothing(changes: list[Change]) -> None:
    """One at a time: what is neither done nor a conflict leaves the draft as it was."""
    draft = DRAFT
    for change in changes:
        applied = apply(draft, [change])
        assert len(applied.done) + len(applied.conflicts) <= 1
        if not applied.done:
            assert applied.draft == draft
        draft = applied.draft


@given(CHANGES)
def test_changes_survive_being_written_as_json(changes: list[Change]) -> None:
    written = apply(DRAFT, changes).done
    assert load(json.loads(json.dumps(dump(written)))) == written


@given(CHANGES)
def test_no_uid_is_given_twice_and_none_is_doubled(changes: list[Change]) -> None:
    applied = apply(DRAFT, changes)
    uids = order(applied)
    assert len(uids) == len(set(uids))
    given_out = [change.uid for change in applied.done if isinstance(change, Insert)]
    assert len(given_out) == len(set(given_out)) == applied.draft.last - DRAFT.last


@pytest.mark.parametrize("data", [[{"op": "drop"}], [{"op": "set", "uid": "r1"}], [{}], [{"op": "move", "more": 1}]])
def test_anything_else_is_no_change(data: list[dict[str, object]]) -> None:
    with pytest.raises((KeyError, TypeError)):
        load(data)
