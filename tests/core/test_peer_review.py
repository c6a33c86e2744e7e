"""Peer review: who may be asked, and what may be said when."""

from __future__ import annotations

import pytest

from jixiao.core import peer_review
from jixiao.core.peer_review import Outcome
from jixiao.core.stages import EDITABLE, Stage

CLOSED = [stage for stage in Stage if stage not in EDITABLE]
NOT_IN_REVIEW = [stage for stage in Stage if stage is not Stage.PEER_REVIEW]


@pytest.mark.parametrize("stage", sorted(EDITABLE))
def test_agencies_of_the_group_are_asked_while_the_plan_can_be_edited(stage: Stage) -> None:
    assert peer_review.cannot_ask(stage, 1, {2, 3}, {2}) == ""


@pytest.mark.parametrize(
    ("asked", "sentence"), [({1}, "不能互审自己"), ({4}, "同一互审组"), ({2, 4}, "同一互审组"), (set(), "先勾选")]
)
def test_nobody_else_is_asked(asked: set[int], sentence: str) -> None:
    assert sentence in peer_review.cannot_ask(Stage.DRAFTING, 1, {2, 3}, asked)


def test_an_agency_is_not_its_own_peer_even_when_the_group_says_so() -> None:
    assert "不能互审自己" in peer_review.cannot_ask(Stage.DRAFTING, 1, {1, 2}, {1, 2})


@pytest.mark.parametrize("stage", CLOSED)
def test_once_the_review_is_over_nothing_changes(stage: Stage) -> None:
    assert peer_review.cannot_ask(stage, 1, {2}, {2})
    assert peer_review.cannot_take_back(stage, 0, done=False)
    assert peer_review.cannot_answer(stage, settled=False, text="好")
    assert peer_review.cannot_settle(stage, False, Outcome.ACCEPTED, explained=True, changed=True)


def test_a_review_of_which_something_came_stays() -> None:
    assert peer_review.cannot_take_back(Stage.PEER_REVIEW, 0, done=False) == ""
    assert peer_review.cannot_take_back(Stage.PEER_REVIEW, 1, done=False)
    assert peer_review.cannot_take_back(Stage.PEER_REVIEW, 0, done=True)


@pytest.mark.parametrize("stage", NOT_IN_REVIEW)
def test_the_reviewer_speaks_only_during_the_review(stage: Stage) -> None:
    assert peer_review.cannot_comment(stage, done=False, text="偏低")
    assert peer_review.cannot_reopen(stage, is_open=False, reason="仍偏低")


def test_the_reviewer_speaks_until_it_is_done_and_says_something() -> None:
    assert peer_review.cannot_comment(Stage.PEER_REVIEW, done=False, text="偏低") == ""
    assert "已经审毕" in peer_review.cannot_comment(Stage.PEER_REVIEW, done=True, text="偏低")
    assert peer_review.cannot_comment(Stage.PEER_REVIEW, done=False, text=" \n") == "请写下意见。"


def test_a_comment_is_opened_again_only_after_an_answer_and_with_a_reason() -> None:
    assert peer_review.cannot_reopen(Stage.PEER_REVIEW, is_open=False, reason="仍偏低") == ""
    assert "还没有答复" in peer_review.cannot_reopen(Stage.PEER_REVIEW, is_open=True, reason="仍偏低")
    assert "理由" in peer_review.cannot_reopen(Stage.PEER_REVIEW, is_open=False, reason=" ")


def test_an_answer_says_something_and_ends_with_the_settlement() -> None:
    assert peer_review.cannot_answer(Stage.DRAFTING, settled=False, text="已研究") == ""
    assert peer_review.cannot_answer(Stage.DRAFTING, settled=False, text=" ") == "请写下答复。"
    assert "已经办结" in peer_review.cannot_answer(Stage.PEER_REVIEW, settled=True, text="已研究")


@pytest.mark.parametrize(
    ("outcome", "changed", "sentence"),
    [
        (Outcome.ACCEPTED, True, ""),
        (Outcome.ACCEPTED, False, "采纳的意见，请先修改这一行，或用一句话说明怎样采纳。"),
        (Outcome.PARTLY, True, "请说明采纳了哪一部分。"),
        (Outcome.DECLINED, True, "请说明不采纳的理由。"),
    ],
)
def test_a_settlement_is_explained_and_an_accepted_comment_may_speak_by_its_row(
    outcome: Outcome, changed: bool, sentence: str
) -> None:
    assert peer_review.cannot_settle(Stage.PEER_REVIEW, False, outcome, explained=False, changed=changed) == sentence
    assert peer_review.cannot_settle(Stage.PEER_REVIEW, False, outcome, explained=True, changed=changed) == ""
