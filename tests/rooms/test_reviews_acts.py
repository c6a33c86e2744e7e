"""Peer review: who is asked, who speaks, and how every comment comes to its end."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from procedure import City, Make, do, later, put
from sample import NOW

from jixiao.core.drafting import Change, Move, Remove, Set
from jixiao.core.peer_review import Outcome
from jixiao.core.stages import Stage
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import drafting, reviews
from jixiao.plans.actions.stages import Hindered
from jixiao.plans.models import Plan, ReviewAssignment, ReviewComment, ReviewReply
from jixiao.plans.procedure.remarks import remarks

State = ReviewComment.State


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


@pytest.fixture
def plan(city: City) -> Plan:
    """A plan under review by one peer."""
    plan = city.plan()
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    do(city.clerk, plan, "send_to_review")
    return plan


@pytest.fixture
def comment(city: City, plan: Plan) -> ReviewComment:
    return reviews.comment(city.reviewer, plan.pk, "r3", "目标值偏低，建议提高到8个。", later(1))


def edit(city: City, plan: Plan, *changes: Change, minutes: int = 5) -> None:
    done = drafting.edit(city.clerk, plan.draft.pk, changes, "改", later(minutes))
    assert not done.conflicts
    plan.draft.refresh_from_db()


def raise_r3(city: City, plan: Plan) -> None:
    edit(city, plan, Set("r3", "l1", "全年完成第3类项目5个", "全年完成第3类项目8个"))


def test_only_agencies_of_the_group_in_the_plans_year_can_be_asked(city: City) -> None:
    plan = city.plan()
    assert reviews.peers_of(plan) == [city.peer, city.second_peer]
    for wrong in (city.own, city.outsider, city.upper, city.city):
        with pytest.raises(Refused):
            reviews.assign(city.clerk, plan.pk, [wrong.pk], NOW)
    plan.year = 2025
    plan.save(update_fields=["year"])
    with pytest.raises(Refused, match="同一互审组"):
        reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    assert not ReviewAssignment.objects.exists()


def test_an_enterprise_has_no_peers(city: City) -> None:
    plan = city.plan()
    plan.organisation = Organisation.objects.create(
        name="青澜绿化公司", kind=Organisation.Kind.ENTERPRISE, parent=city.own
    )
    assert reviews.peers_of(plan) == []


def test_an_agency_is_asked_once(city: City) -> None:
    plan = city.plan()
    assert len(reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)) == 1
    assert len(reviews.assign(city.clerk, plan.pk, [city.peer.pk, city.second_peer.pk], NOW)) == 1
    assert plan.reviewers.count() == 2


def test_the_upper_office_may_ask_too_and_the_peer_may_not(city: City) -> None:
    plan = city.plan()
    reviews.assign(city.account("upper"), plan.pk, [city.peer.pk], NOW)
    with pytest.raises(Forbidden):
        reviews.assign(city.reviewer, plan.pk, [city.second_peer.pk], NOW)


def test_a_review_of_which_nothing_came_can_be_taken_back(city: City, plan: Plan) -> None:
    [kept] = plan.reviewers.all()
    [other] = reviews.assign(city.clerk, plan.pk, [city.second_peer.pk], NOW)
    reviews.take_back(city.clerk, plan.pk, other.pk, NOW)
    assert [*plan.reviewers.all()] == [kept]
    reviews.comment(city.reviewer, plan.pk, "", "总体可行。", NOW)
    with pytest.raises(Refused, match="不能撤回分派"):
        reviews.take_back(city.clerk, plan.pk, kept.pk, NOW)


def test_a_review_of_another_plan_is_not_there(city: City, plan: Plan) -> None:
    other = city.plan()
    [assignment] = reviews.assign(city.clerk, other.pk, [city.peer.pk], NOW)
    with pytest.raises(Refused, match="没有这项互审分派"):
        reviews.take_back(city.clerk, plan.pk, assignment.pk, NOW)


def speaks(city: City, plan: Plan, by: Account) -> Callable[[], object]:
    return lambda: reviews.comment(by, plan.pk, "", "很好。", NOW)


def test_only_the_operator_of_an_agency_that_was_asked_speaks(city: City, plan: Plan) -> None:
    silent = [
        city.clerk,  # its own plan
        city.account("operator", city.second_peer),  # a peer that was not asked
        city.account("operator", city.outsider),
        city.account("leader", city.peer),
        city.account("upper"),
    ]
    for by in silent:
        with pytest.raises(Forbidden):
            speaks(city, plan, by)()
    assert speaks(city, plan, city.reviewer)()


def test_an_agency_that_was_asked_to_review_itself_still_cannot(city: City, plan: Plan) -> None:
    """Even a row that says so in the database opens nothing."""
    ReviewAssignment.objects.create(plan=plan, organisation=city.own, assigned_at=NOW)
    with pytest.raises(Forbidden):
        speaks(city, plan, city.clerk)()


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.PEER_REVIEW])
def test_the_reviewer_is_silent_before_and_after_the_review(city: City, plan: Plan, stage: Stage) -> None:
    put(plan, stage)
    with pytest.raises(Forbidden if stage is Stage.DRAFTING else Refused):
        speaks(city, plan, city.reviewer)()


def test_a_comment_needs_a_row_that_is_there(city: City, plan: Plan) -> None:
    with pytest.raises(Refused, match="这一行刚刚被删除"):
        reviews.comment(city.reviewer, plan.pk, "r99", "偏低。", NOW)


def test_a_comment_stays_with_its_row_when_rows_move(city: City, plan: Plan, comment: ReviewComment) -> None:
    edit(city, plan, Move("r3", ""), Set("r3", "no", "1-3", "1-1"))
    [shown] = remarks(plan, ReviewComment.objects.all())
    assert shown.where == "指标 1-1"
    assert shown.row is not None
    assert shown.row.text == "全年完成第3类项目5个"
    assert [change.label for change in shown.changes] == ["序号"]


def test_a_change_of_the_row_is_shown_with_what_it_said(city: City, plan: Plan, comment: ReviewComment) -> None:
    [shown] = remarks(plan, ReviewComment.objects.all())
    assert shown.changes == ()
    raise_r3(city, plan)
    [shown] = remarks(plan, ReviewComment.objects.all())
    [change] = shown.changes
    assert (change.label, change.before, change.now) == ("一级指标", "全年完成第3类项目5个", "全年完成第3类项目8个")


def test_what_was_changed_back_is_no_change(city: City, plan: Plan, comment: ReviewComment) -> None:
    raise_r3(city, plan)
    edit(city, plan, Set("r3", "l1", "全年完成第3类项目8个", "全年完成第3类项目5个"), minutes=6)
    [shown] = remarks(plan, ReviewComment.objects.all())
    assert shown.changes == ()


def test_what_was_changed_before_the_comment_is_no_change(city: City, plan: Plan) -> None:
    raise_r3(city, plan)
    reviews.comment(city.reviewer, plan.pk, "r3", "还可以再高。", later(6))
    [shown] = remarks(plan, ReviewComment.objects.all())
    assert shown.changes == ()


def test_a_comment_outlives_its_row(city: City, plan: Plan, comment: ReviewComment) -> None:
    rows = {row["uid"]: row["cells"] for row in plan.draft.rows}
    edit(city, plan, Remove("r3", rows["r3"]))
    [shown] = remarks(plan, ReviewComment.objects.all())
    assert (shown.where, shown.row) == ("这一行已经删除", None)
    assert reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.ACCEPTED, "", later(9)).state == State.SETTLED


def test_an_answer_leaves_the_comment_unsettled(city: City, plan: Plan, comment: ReviewComment) -> None:
    answered = reviews.answer(city.clerk, plan.pk, comment.pk, "正在研究。", later(2))
    assert answered.state == State.ANSWERED
    with pytest.raises(Hindered, match="还有 1 条互审意见没有办结"):
        do(city.clerk, plan, "send_to_group")


def test_an_accepted_comment_wants_a_changed_row_or_a_sentence(city: City, plan: Plan, comment: ReviewComment) -> None:
    with pytest.raises(Refused, match="请先修改这一行"):
        reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.ACCEPTED, " ", later(2))
    raise_r3(city, plan)
    settled = reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.ACCEPTED, "", later(6))
    assert (settled.state, settled.outcome, settled.settled_at) == (State.SETTLED, "accepted", later(6))
    assert not ReviewReply.objects.exists()


@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_sentence_settles_whatever_the_outcome(
    city: City, plan: Plan, comment: ReviewComment, outcome: Outcome
) -> None:
    if outcome is not Outcome.ACCEPTED:
        with pytest.raises(Refused, match="请说明"):
            reviews.settle(city.clerk, plan.pk, comment.pk, outcome, "", later(2))
    reviews.settle(city.clerk, plan.pk, comment.pk, outcome, "依据不足，维持原目标。", later(2))
    assert ReviewReply.objects.get().text == "依据不足，维持原目标。"
    with pytest.raises(Refused, match="已经办结"):
        reviews.settle(city.clerk, plan.pk, comment.pk, outcome, "再说", later(3))


@pytest.mark.parametrize("role", ["group_head", "leader", "reader", "office_head"])
def test_only_the_operator_answers(city: City, plan: Plan, comment: ReviewComment, role: str) -> None:
    for by in (city.account(role), city.reviewer):
        with pytest.raises(Forbidden):
            reviews.answer(by, plan.pk, comment.pk, "好。", NOW)
        with pytest.raises(Forbidden):
            reviews.settle(by, plan.pk, comment.pk, Outcome.ACCEPTED, "好。", NOW)


def test_the_reviewer_opens_a_settled_comment_again(city: City, plan: Plan, comment: ReviewComment) -> None:
    reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.DECLINED, "依据不足。", later(2))
    reviews.finish(city.reviewer, plan.pk, later(3))
    with pytest.raises(Refused, match="理由"):
        reviews.reopen(city.reviewer, plan.pk, comment.pk, " ", later(4))
    opened = reviews.reopen(city.reviewer, plan.pk, comment.pk, "上年已完成7个。", later(4))
    assert (opened.state, opened.outcome, opened.settled_at) == (State.OPEN, "", None)
    assert plan.reviewers.get().done_at is None
    with pytest.raises(Refused, match="请说明不采纳的理由"):  # what was said before does not count again
        reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.DECLINED, "", later(5))


def test_a_reviewer_does_not_open_the_comment_of_another(city: City, plan: Plan, comment: ReviewComment) -> None:
    reviews.assign(city.clerk, plan.pk, [city.second_peer.pk], NOW)
    reviews.answer(city.clerk, plan.pk, comment.pk, "好。", later(2))
    with pytest.raises(Forbidden):
        reviews.reopen(city.account("operator", city.second_peer), plan.pk, comment.pk, "不好。", later(3))


def test_a_plan_goes_on_when_all_is_said_and_settled(city: City, plan: Plan, comment: ReviewComment) -> None:
    with pytest.raises(Hindered) as refused:
        do(city.clerk, plan, "send_to_group")
    assert refused.value.sentences == ("还有 1 家互审单位没有审毕。", "还有 1 条互审意见没有办结。")
    reviews.finish(city.reviewer, plan.pk, later(2))
    reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.ACCEPTED, "已提高。", later(3))
    do(city.clerk, plan, "send_to_group")
    assert plan.stage == Stage.SIGN_OFF


def test_who_is_done_says_no_more_until_it_takes_that_back_or_is_asked_again(city: City, plan: Plan) -> None:
    reviews.finish(city.reviewer, plan.pk, later(1))
    with pytest.raises(Refused, match="已经审毕"):
        speaks(city, plan, city.reviewer)()
    reviews.finish(city.reviewer, plan.pk, later(2), done=False)
    assert speaks(city, plan, city.reviewer)()
    reviews.finish(city.reviewer, plan.pk, later(3))
    reviews.ask_again(city.clerk, plan.pk, plan.reviewers.get().pk, later(4))
    assert speaks(city, plan, city.reviewer)()


def test_comments_of_an_earlier_round_are_answered_while_the_plan_is_redrafted(
    city: City, plan: Plan, comment: ReviewComment
) -> None:
    do(city.clerk, plan, "withdraw", note="先改再送。")
    reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.ACCEPTED, "将提高。", later(2))
    do(city.clerk, plan, "send_to_review")
    assert ReviewComment.objects.get().state == State.SETTLED


def test_the_review_is_written_into_the_journal(city: City, plan: Plan, comment: ReviewComment) -> None:
    reviews.answer(city.clerk, plan.pk, comment.pk, "正在研究。", later(2))
    reviews.reopen(city.reviewer, plan.pk, comment.pk, "请给出时间。", later(3))
    reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.PARTLY, "提高到7个。", later(4))
    reviews.finish(city.reviewer, plan.pk, later(5))
    written = Entry.objects.filter(action__startswith="review.").order_by("seq").values_list("action", flat=True)
    assert [*written] == [
        "review.assign",
        "review.comment",
        "review.answer",
        "review.reopen",
        "review.settle",
        "review.done",
    ]
