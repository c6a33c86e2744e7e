"""An amendment's own changes are found by comparing, and can be done again on another version."""

from __future__ import annotations

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from jixiao.core import drafting, rebasing
from jixiao.core.drafting import Draft, DraftRow, Insert, Move, Remove, Set
from jixiao.core.rebasing import changes_between, rebase


def draft(*rows: str, **cells: Mapping[str, str]) -> Draft:
    return Draft({"scale": "10"}, tuple(DraftRow(uid, cells.get(uid, {"l1": uid})) for uid in rows), 9)


CELLS = st.dictionaries(st.sampled_from(["no", "l1", "weight"]), st.sampled_from(["1", "甲", "乙"]), max_size=3)
UIDS = st.lists(st.sampled_from([f"r{n}" for n in range(1, 9)]), unique=True)
DRAFTS = st.builds(
    lambda uids, cells, heading: Draft(heading, tuple(map(DraftRow, uids, cells)), 8),
    UIDS,
    st.lists(CELLS, min_size=8, max_size=8),
    CELLS,
)


@given(DRAFTS, DRAFTS)
def test_the_changes_between_two_drafts_make_the_second_of_the_first(old: Draft, new: Draft) -> None:
    applied = drafting.apply(old, changes_between(old, new))
    assert applied.conflicts == ()
    assert (applied.draft.rows, applied.draft.heading) == (new.rows, new.heading)


def test_a_row_that_went_to_the_end_is_one_move() -> None:
    assert changes_between(draft("r1", "r2", "r3"), draft("r2", "r3", "r1")) == (Move("r1", "r3"),)


def test_every_kind_of_change_is_found() -> None:
    new = draft("r2", "r3", "r9", r2={"l1": "新"})
    assert changes_between(draft("r1", "r2", "r3"), new) == (
        Remove("r1", {"l1": "r1"}),
        Insert("r3", {"l1": "r9"}, "r9"),
        Set("r2", "l1", "r2", "新"),
    )


def test_changes_of_different_places_are_both_kept() -> None:
    base, mine = draft("r1", "r2"), draft("r1", "r2", r1={"l1": "我"})
    done = rebase(base, mine, draft("r1", "r2", "r3", r2={"l1": "他"}))
    assert [row.cells["l1"] for row in done.draft.rows] == ["我", "他", "r3"]
    assert done.conflicts == ()


def test_theirs_stands_unless_mine_is_chosen() -> None:
    base, mine, theirs = draft("r1"), draft("r1", r1={"l1": "我"}), draft("r1", r1={"l1": "他"})
    found = rebase(base, mine, theirs)
    (conflict,) = found.conflicts
    assert (conflict.base, conflict.theirs, conflict.mine) == ("r1", "他", "我")
    assert found.draft.rows[0].cells["l1"] == "他"
    chosen = rebase(base, mine, theirs, {rebasing.key_of(conflict)})
    assert chosen.draft.rows[0].cells["l1"] == "我"


def test_a_row_that_i_take_out_and_they_changed_is_a_conflict() -> None:
    base, theirs = draft("r1", "r2"), draft("r1", "r2", r2={"l1": "他"})
    found = rebase(base, draft("r1"), theirs)
    assert [row.uid for row in found.draft.rows] == ["r1", "r2"]
    assert [row.uid for row in rebase(base, draft("r1"), theirs, {"r2|l1"}).draft.rows] == ["r1"]


def test_a_change_of_a_row_that_they_took_out_cannot_be_chosen() -> None:
    found = rebase(draft("r1", "r2"), draft("r1", "r2", r2={"l1": "我"}), draft("r1"), {"r2|l1"})
    assert found.conflicts[0].theirs is None
    assert [row.uid for row in found.draft.rows] == ["r1"]
