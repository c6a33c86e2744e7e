"""The pages of the peer review: for the plan's agency, and for the agencies that were asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from procedure import OUTSIDE, TODAY, City, Make, do, later, put
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.drafting import Set
from jixiao.core.peer_review import Outcome
from jixiao.core.stages import Stage
from jixiao.people.models import Account, PeerGroup
from jixiao.plans.actions import drafting, reviews
from jixiao.plans.models import CalendarStep, Plan, ReviewAssignment, ReviewComment

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
SAID = "目标值偏低，建议提高到8个。"


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


@pytest.fixture
def plan(city: City) -> Plan:
    """A plan under review by both peers."""
    plan = city.plan()
    reviews.assign(city.clerk, plan.pk, [city.peer.pk, city.second_peer.pk], NOW)
    do(city.clerk, plan, "send_to_review")
    return plan


@pytest.fixture
def comment(city: City, plan: Plan) -> ReviewComment:
    return reviews.comment(city.reviewer, plan.pk, "r3", SAID, NOW)


@pytest.fixture
def second(city: City) -> Account:
    return city.account("operator", city.second_peer)


def text_of(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


# the plan's agency


def test_the_operator_asks_agencies_of_the_group_and_no_others(as_: As, city: City) -> None:
    plan = city.plan()
    client, address = as_(city.clerk), f"/plans/{plan.pk}/reviews/"
    page = text_of(client, address)
    assert re.findall(r'name="agency" value="\d+"> (\S+?)</label>', page) == ["青澜市档案局", "青澜市气象局"]
    client.post(f"{address}assign/", {"agency": [city.peer.pk]})
    assert [each.organisation for each in plan.reviewers.all()] == [city.peer]
    for wrong in ([city.outsider.pk], [city.own.pk], ["x"], []):
        assert client.post(f"{address}assign/", {"agency": wrong}).status_code == 409
    assert plan.reviewers.count() == 1


def test_an_agency_without_a_group_is_told_whom_to_ask(as_: As, city: City) -> None:
    PeerGroup.objects.all().delete()
    plan = city.plan()
    assert "2026 年没有本单位的互审分组" in text_of(as_(city.clerk), f"/plans/{plan.pk}/reviews/")


def test_the_agency_sees_who_is_done_and_what_is_open(
    as_: As, city: City, plan: Plan, second: Account, comment: ReviewComment
) -> None:
    reviews.finish(second, plan.pk, NOW)
    page = text_of(as_(city.account("reader")), f"/plans/{plan.pk}/reviews/")
    assert "7月15日审毕" in page
    assert "未审毕" in page
    assert "还没有办结的意见（1）" in page
    assert SAID in page
    assert "指标 1-3" in page
    assert 'name="text"' not in page  # a reader answers nothing


def test_the_operator_answers_and_settles_on_the_page(as_: As, city: City, plan: Plan, comment: ReviewComment) -> None:
    client, address = as_(city.clerk), f"/plans/{plan.pk}/reviews/comments/{comment.pk}/"
    assert f'action="{address}"' in text_of(client, f"/plans/{plan.pk}/reviews/")
    assert client.post(address, {"text": "正在研究。", "outcome": ""}).status_code == 302
    assert client.post(address, {"text": "", "outcome": "accepted"}).status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.outcome) == ("settled", "accepted")
    page = text_of(client, f"/plans/{plan.pk}/reviews/")
    assert "意见都已办结。" in page
    assert "已办结的意见（1）" in page
    assert "已办结：采纳" in page
    assert "已办结的意见（1）" not in text_of(client, f"/plans/{plan.pk}/reviews/?open=1")


def test_a_refused_answer_keeps_what_was_typed(as_: As, city: City, plan: Plan, comment: ReviewComment) -> None:
    client, address = as_(city.clerk), f"/plans/{plan.pk}/reviews/comments/{comment.pk}/"
    answer = client.post(address, {"text": " ", "outcome": "declined"})
    assert answer.status_code == 409
    assert "请说明不采纳的理由。" in answer.content.decode()
    assert re.search(r'value="declined" checked', answer.content.decode())
    answer = client.post(address, {"text": "长" * 5001, "outcome": ""})
    assert answer.status_code == 422
    assert "长" * 5001 in answer.content.decode()


def test_a_changed_row_is_marked_with_what_it_said(as_: As, city: City, plan: Plan, comment: ReviewComment) -> None:
    change = Set("r3", "l1", "全年完成第3类项目5个", "全年完成第3类项目8个")
    drafting.edit(city.clerk, plan.draft.pk, [change], "改", later(1))
    page = text_of(as_(city.clerk), f"/plans/{plan.pk}/reviews/")
    assert "▲</span> 已修改" in page
    assert "<dt>原一级指标</dt><dd>全年完成第3类项目5个</dd>" in page


def test_what_is_said_is_text_and_nothing_else(as_: As, city: City, plan: Plan) -> None:
    reviews.comment(city.reviewer, plan.pk, "", "<script>alert(1)</script>", NOW)
    assert "<script>alert" not in text_of(as_(city.clerk), f"/plans/{plan.pk}/reviews/")


def test_a_review_is_taken_back_or_asked_for_again(as_: As, city: City, plan: Plan, second: Account) -> None:
    first, other = plan.reviewers.all()
    client = as_(city.clerk)
    client.post(f"/plans/{plan.pk}/reviews/reviewers/{first.pk}/", {"do": "back"})
    assert [*plan.reviewers.all()] == [other]
    reviews.finish(second, plan.pk, NOW)
    client.post(f"/plans/{plan.pk}/reviews/reviewers/{other.pk}/", {"do": "again"})
    other.refresh_from_db()
    assert other.done_at is None
    answer = client.post(f"/plans/{plan.pk}/reviews/reviewers/{first.pk}/", {"do": "back"})
    assert (answer.status_code, "没有这项互审分派。" in answer.content.decode()) == (409, True)


@pytest.mark.parametrize("role", ["group_head", "leader", "reader", "upper"])
def test_only_the_operator_answers(as_: As, city: City, plan: Plan, comment: ReviewComment, role: str) -> None:
    address = f"/plans/{plan.pk}/reviews/comments/{comment.pk}/"
    assert as_(city.account(role)).post(address, {"text": "好"}).status_code == 404


# the reviewing agency


REVIEW = ["review/", "review/comments/", "review/comment/", "review/comment/?row=r3"]


@pytest.mark.parametrize("address", REVIEW)
def test_the_operator_of_an_agency_that_was_asked_sees_the_plan(as_: As, city: City, plan: Plan, address: str) -> None:
    assert "第3类项目" in text_of(as_(city.reviewer), f"/plans/{plan.pk}/review/")
    text_of(as_(city.reviewer), f"/plans/{plan.pk}/{address}")


@pytest.mark.parametrize("address", [*REVIEW, "review/done/"])
def test_nobody_else_finds_anything(as_: As, city: City, plan: Plan, address: str) -> None:
    ReviewAssignment.objects.filter(organisation=city.second_peer).delete()
    others = [
        city.clerk,
        city.account("operator", city.second_peer),
        city.account("operator", city.outsider),
        city.account("leader", city.peer),
        city.account("group_head", city.peer),
        city.account("upper"),
    ]
    for by in others:
        assert as_(by).get(f"/plans/{plan.pk}/{address}").status_code == 404
        assert as_(by).post(f"/plans/{plan.pk}/{address}", {"text": "好"}).status_code == 404


@pytest.mark.parametrize("address", REVIEW)
def test_a_plan_that_is_being_drafted_is_its_agencys_own(as_: As, city: City, plan: Plan, address: str) -> None:
    put(plan, Stage.DRAFTING)
    assert as_(city.reviewer).get(f"/plans/{plan.pk}/{address}").status_code == 404


def test_a_plan_that_was_never_sent_stays_closed_to_those_who_were_asked(as_: As, city: City) -> None:
    plan = city.plan()
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    do(city.clerk, plan, "record_review", **OUTSIDE)
    assert plan.stage == Stage.SIGN_OFF
    assert as_(city.reviewer).get(f"/plans/{plan.pk}/review/").status_code == 404
    assert plan.title not in text_of(as_(city.reviewer), "/plans/reviews/")


def test_a_group_of_another_year_opens_nothing(as_: As, city: City, plan: Plan) -> None:
    PeerGroup.objects.update(year=2025)
    assert as_(city.reviewer).get(f"/plans/{plan.pk}/review/").status_code == 404


def test_the_reviewer_comments_on_a_row(as_: As, city: City, plan: Plan) -> None:
    client = as_(city.reviewer)
    page = text_of(client, f"/plans/{plan.pk}/review/")
    assert page.count("提意见</a>") == plan.indicators + 1  # at each row and for the whole plan
    assert f'href="/plans/{plan.pk}/review/comment/?row=r3"' in page
    assert "/items/" not in page  # the agency's own pages
    answer = client.post(f"/plans/{plan.pk}/review/comment/", {"row": "r3", "text": SAID})
    made = ReviewComment.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/review/#row-r3"
    assert (made.uid, made.text, made.by) == ("r3", SAID, city.reviewer)
    page = text_of(client, f"/plans/{plan.pk}/review/")
    assert "1 条</span>" in page
    assert "本单位的意见（1）" in page


def test_a_comment_without_words_comes_back(as_: As, city: City, plan: Plan) -> None:
    client = as_(city.reviewer)
    answer = client.post(f"/plans/{plan.pk}/review/comment/", {"row": "r3", "text": " "})
    assert (answer.status_code, "请写下意见。" in answer.content.decode()) == (409, True)
    assert client.get(f"/plans/{plan.pk}/review/comment/?row=r99").status_code == 404
    answer = client.post(f"/plans/{plan.pk}/review/comment/", {"row": "r99", "text": SAID})
    assert (answer.status_code, SAID in answer.content.decode()) == (409, True)


def test_a_reviewer_does_not_see_what_the_others_say_until_the_review_is_closed(
    as_: As, city: City, plan: Plan, second: Account, comment: ReviewComment
) -> None:
    reviews.comment(second, plan.pk, "r3", "没有意见可提。", NOW)
    assert "本单位的意见（1）" in text_of(as_(second), f"/plans/{plan.pk}/review/")
    page = text_of(as_(second), f"/plans/{plan.pk}/review/comments/")
    assert SAID not in page
    assert "没有意见可提。" in page
    assert SAID not in text_of(as_(second), f"/plans/{plan.pk}/review/comment/?row=r3")
    assert as_(second).get(f"/plans/{plan.pk}/review/comments/{comment.pk}/").status_code == 404
    put(plan, Stage.SIGN_OFF)
    assert SAID in text_of(as_(second), f"/plans/{plan.pk}/review/comments/")
    page = text_of(as_(second), f"/plans/{plan.pk}/review/")
    assert "互审已经结束" in page
    assert "提意见</a>" not in page


def test_the_reviewer_reads_the_answer_and_opens_the_comment_again(
    as_: As, city: City, plan: Plan, comment: ReviewComment
) -> None:
    reviews.settle(city.clerk, plan.pk, comment.pk, Outcome.DECLINED, "依据不足。", later(1))
    client, address = as_(city.reviewer), f"/plans/{plan.pk}/review/comments/{comment.pk}/"
    page = text_of(client, f"/plans/{plan.pk}/review/comments/")
    assert "依据不足。" in page
    assert f'href="{address}"' in page
    assert client.post(address, {"text": ""}).status_code == 409
    assert client.post(address, {"text": "上年已完成7个。"}).status_code == 302
    comment.refresh_from_db()
    assert comment.state == "open"


def test_the_reviewer_says_that_it_is_done_and_takes_that_back(as_: As, city: City, plan: Plan) -> None:
    client, address = as_(city.reviewer), f"/plans/{plan.pk}/review/done/"
    assert client.post(address)["Location"] == "/plans/reviews/"
    page = text_of(client, f"/plans/{plan.pk}/review/")
    assert "本单位已于7月15日审毕" in page
    assert "提意见</a>" not in page
    client.post(address, {"do": "resume"})
    assert plan.reviewers.get(organisation=city.peer).done_at is None
    put(plan, Stage.SIGN_OFF)
    assert "互审已经结束。" in client.post(address, follow=True).content.decode()


def test_the_list_shows_what_was_asked_with_its_day(as_: As, city: City, plan: Plan) -> None:
    CalendarStep.objects.create(plan=plan, stage="peer_review", position=0, title="互审", due=TODAY - timedelta(days=1))
    client = as_(city.reviewer)
    page = text_of(client, "/plans/reviews/")
    assert f'href="/plans/{plan.pk}/review/"' in page
    assert "待审" in page
    assert "已逾期 1 天" in page
    client.post(f"/plans/{plan.pk}/review/done/")
    page = text_of(client, "/plans/reviews/")
    assert "已审毕" in page
    assert "已逾期" not in page
    put(plan, Stage.DRAFTING)
    assert plan.title not in text_of(client, "/plans/reviews/")


def test_a_plan_taken_back_after_comments_stays_in_the_list_without_a_link(
    as_: As, city: City, plan: Plan, comment: ReviewComment
) -> None:
    put(plan, Stage.DRAFTING)
    page = text_of(as_(city.reviewer), "/plans/reviews/")
    assert "对方正在修改" in page
    assert f"/plans/{plan.pk}/review/" not in page


def test_the_list_is_the_operators(as_: As, city: City, plan: Plan) -> None:
    assert plan.title not in text_of(as_(city.clerk), "/plans/reviews/")
    assert as_(city.account("leader", city.peer)).get("/plans/reviews/").status_code == 404


def test_the_pages_take_few_statements_for_a_whole_plan(
    as_: As, city: City, second: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    plan = city.plan(55)
    reviews.assign(city.clerk, plan.pk, [city.peer.pk, city.second_peer.pk], NOW)
    do(city.clerk, plan, "send_to_review")
    for at in range(1, 31):
        made = reviews.comment(city.reviewer if at % 2 else second, plan.pk, f"r{at}", SAID, NOW)
        reviews.answer(city.clerk, plan.pk, made.pk, "正在研究。", NOW)
    pages = {
        city.clerk: [f"/plans/{plan.pk}/reviews/", f"/plans/{plan.pk}/reviews/comments/{made.pk}/"],
        city.account("upper"): [f"/plans/{plan.pk}/reviews/"],
        second: [
            "/plans/reviews/",
            f"/plans/{plan.pk}/review/",
            f"/plans/{plan.pk}/review/comments/",
            f"/plans/{plan.pk}/review/comment/?row=r2",
        ],
    }
    for by, addresses in pages.items():
        client = as_(by)
        for address in addresses:
            with django_assert_max_num_queries(12):
                assert client.get(address).status_code == 200
