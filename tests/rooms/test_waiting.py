"""What waits for whom in the procedure and the peer review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from procedure import TODAY, City, Make, do, put
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.stages import Stage
from jixiao.people.models import Account
from jixiao.plans.actions import reviews
from jixiao.plans.models import CalendarStep, Plan
from jixiao.plans.procedure.waiting import waiting

TITLE = "《青澜市园林局2026年度绩效工作方案》"


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


@pytest.fixture
def plan(city: City) -> Plan:
    return city.plan()


def under_review(city: City, plan: Plan) -> Plan:
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    do(city.clerk, plan, "send_to_review")
    return plan


def due(plan: Plan, stage: Stage, day: date) -> None:
    CalendarStep.objects.create(
        plan=plan, stage=stage.value, position=plan.calendar.count(), title="环节", due=day
    )  # fmt: skip


def texts(account: Account) -> list[str]:
    return [each.text for each in waiting(account, NOW)]


@pytest.mark.parametrize(
    ("role", "stage", "words"),
    [("group_head", Stage.SIGN_OFF, "等您审议"), ("upper", Stage.SUBMITTED, "等您批复")],
)
def test_a_plan_waits_for_the_one_who_decides(city: City, plan: Plan, role: str, stage: Stage, words: str) -> None:
    assert texts(city.account(role)) == []
    put(plan, stage)
    [waits] = waiting(city.account(role), NOW)
    assert (waits.text, waits.address) == (TITLE + words, f"/plans/{plan.pk}/stages/")
    for other in ("operator", "leader", "reader", "upper" if role == "group_head" else "group_head"):
        assert texts(city.account(other)) == []
    assert texts(city.make("elsewhere", role, city.peer)) == ([] if role == "group_head" else [TITLE + words])


def test_a_plan_waits_for_the_reviewer_until_it_is_done(city: City, plan: Plan) -> None:
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    assert texts(city.reviewer) == []
    do(city.clerk, plan, "send_to_review")
    due(plan, Stage.PEER_REVIEW, TODAY - timedelta(days=1))
    [waits] = waiting(city.reviewer, NOW)
    assert (waits.text, waits.address) == (f"{TITLE}等本单位互审", f"/plans/{plan.pk}/review/")
    assert waits.mark is not None
    assert waits.mark.word == "已逾期 1 天"
    assert texts(city.account("operator", city.second_peer)) == []
    reviews.finish(city.reviewer, plan.pk, NOW)
    assert texts(city.reviewer) == []


def test_comments_wait_for_the_operator_until_they_are_settled(city: City, plan: Plan) -> None:
    under_review(city, plan)
    for row in ("r1", "r2"):
        made = reviews.comment(city.reviewer, plan.pk, row, "偏低。", NOW)
    reviews.answer(city.clerk, plan.pk, made.pk, "正在研究。", NOW)
    [waits] = waiting(city.clerk, NOW)
    assert waits.text == f"{TITLE}有 2 条互审意见没有办结，其中 1 条还没有答复"
    assert waits.address == f"/plans/{plan.pk}/reviews/?open=1"


@pytest.mark.parametrize(("days", "word"), [(-2, "已逾期 2 天"), (0, "今天到期"), (7, "还有 7 天"), (8, None)])
def test_the_next_date_of_the_procedure_waits_for_the_operator(
    city: City, plan: Plan, days: int, word: str | None
) -> None:
    due(plan, Stage.DRAFTING, TODAY + timedelta(days=days))
    due(plan, Stage.PEER_REVIEW, TODAY - timedelta(days=9))  # not yet: the draft comes first
    found = waiting(city.clerk, NOW)
    assert [each.mark.word for each in found if each.mark] == ([word] if word else [])
    assert all(each.text == f"{TITLE}应当办结“编制初稿”" for each in found)
    assert texts(city.account("leader")) == []


def test_what_is_done_waits_no_longer(city: City, plan: Plan) -> None:
    due(plan, Stage.DRAFTING, TODAY - timedelta(days=2))
    put(plan, Stage.CLOSED)
    assert texts(city.clerk) == []


def test_the_most_pressing_comes_first(city: City, plan: Plan) -> None:
    under_review(city, plan)
    reviews.comment(city.reviewer, plan.pk, "", "总体可行。", NOW)
    due(plan, Stage.PEER_REVIEW, TODAY + timedelta(days=3))
    other = city.plan()
    due(other, Stage.DRAFTING, TODAY - timedelta(days=3))
    assert [each.due for each in waiting(city.clerk, NOW)] == [
        TODAY - timedelta(days=3),
        TODAY + timedelta(days=3),
        None,
    ]


def test_the_desk_shows_it(as_: Callable[[Account], Client], city: City, plan: Plan) -> None:
    head = as_(city.account("group_head"))
    assert "等我办理" not in head.get("/").content.decode()
    put(plan, Stage.SIGN_OFF)
    assert f'<a href="/plans/{plan.pk}/stages/">{TITLE}等您审议</a>' in head.get("/").content.decode()


def test_nothing_waits_for_an_account_without_an_organisation(db: None) -> None:
    assert waiting(Account.objects.create(username="lost", role="operator"), NOW) == []


@pytest.mark.parametrize("role", ["operator", "group_head", "upper", "leader"])
def test_many_plans_take_as_few_statements_as_one(
    city: City, django_assert_max_num_queries: DjangoAssertNumQueries, role: str
) -> None:
    for stage in (Stage.DRAFTING, Stage.SIGN_OFF, Stage.SUBMITTED, Stage.PEER_REVIEW):
        for _ in range(3):
            plan = under_review(city, city.plan())
            reviews.comment(city.reviewer, plan.pk, "r1", "偏低。", NOW)
            due(plan, Stage.PEER_REVIEW, TODAY)
            put(plan, stage)
    account = Account.objects.select_related("organisation__parent__parent", "person").get(pk=city.account(role).pk)
    with django_assert_max_num_queries(6):
        found = waiting(account, NOW)
    assert bool(found) is (role != "leader")
