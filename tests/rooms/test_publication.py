"""What is made public, by whom, after which review, and until when."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import approved
import pytest
import sample
from approved import amendment, approve
from django.test import Client
from published import TODAY, pass_review, publish, seen
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.drafting import Set
from jixiao.core.stages import Stage
from jixiao.journal.models import Entry
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import publication as actions
from jixiao.plans.actions.publication import Withholding
from jixiao.plans.acts import act_text
from jixiao.plans.models import Plan, Withheld

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
REWORD = Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。")
NAMES = ("苏望舒", "陆行舟", "何知远")
PRIVACY = Withheld.Ground.PRIVACY.value


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    return approved.approved_plan(clerk, agency)


def test_the_term_ends_twenty_working_days_after_the_approval(clerk: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    assert (made.formed_on, made.due) == (date(2026, 3, 2), date(2026, 3, 30))


def test_an_amended_version_has_a_term_of_its_own(clerk: Account, chief: Account, plan: Plan) -> None:
    approve(chief, amendment(clerk, plan, REWORD))
    assert actions.prepare(clerk, plan.pk, NOW).formed_on == approved.GIVEN.issued


def test_the_first_publication_is_an_act_of_the_procedure(clerk: Account, chief: Account, plan: Plan) -> None:
    done = publish(clerk, chief, plan)
    plan.refresh_from_db()
    assert (done.state, done.published_on, plan.stage) == ("published", TODAY, Stage.PUBLISHED)
    assert plan.acts.last().act == "publish"


def test_nothing_is_published_before_its_review(as_: As, clerk: Account, plan: Plan) -> None:
    actions.prepare(clerk, plan.pk, NOW)
    answer = as_(clerk).post(f"/plans/{plan.pk}/publication/publish/", {"on": "2026-07-15"})
    assert answer.status_code == 409
    assert "还没有经过审查" in answer.content.decode()
    plan.refresh_from_db()
    assert plan.stage == Stage.APPROVED


def test_nobody_reviews_what_he_prepared(clerk: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    with pytest.raises(Forbidden):
        pass_review(clerk, made)
    clerk.role = Account.Role.GROUP_HEAD  # even with the right
    clerk.save()
    with pytest.raises(Refused, match="以外的人"):
        pass_review(clerk, made)


def test_a_change_after_the_review_voids_it(clerk: Account, chief: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    for change in (
        lambda: actions.prepare(clerk, plan.pk, NOW, names_shown=True),
        lambda: actions.withhold(clerk, made.pk, Withholding("r1", "l2", PRIVACY), NOW),
        lambda: actions.release(clerk, made.pk, Withheld.objects.get().pk, NOW),
    ):
        pass_review(chief, made)
        change()
        made.refresh_from_db()
        assert (made.state, made.reviewed_by) == ("prepared", None)


def test_nobody_reviews_what_changed_since_he_looked(clerk: Account, chief: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    looked = seen(made)
    actions.prepare(clerk, plan.pk, NOW, names_shown=True)
    with pytest.raises(Refused, match="重新核对"):
        actions.review(chief, made.pk, looked, "", NOW, passed=True)


def test_a_review_that_gives_it_back_says_why(clerk: Account, chief: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    with pytest.raises(Refused, match="退回请写明意见"):
        actions.review(chief, made.pk, seen(made), " ", NOW, passed=False)
    actions.review(chief, made.pk, seen(made), "依据栏有误", NOW, passed=False)
    made.refresh_from_db()
    assert (made.state, made.review_note) == ("prepared", "依据栏有误")


def test_an_amendment_after_the_review_asks_for_a_new_one(clerk: Account, chief: Account, plan: Plan) -> None:
    made = pass_review(chief, actions.prepare(clerk, plan.pk, NOW))
    approve(chief, amendment(clerk, plan, REWORD))
    with pytest.raises(Refused, match="第 2 版"):
        actions.put_out(clerk, plan, TODAY, NOW)
    again = actions.prepare(clerk, plan.pk, NOW)
    assert (again.pk, again.version.number) == (made.pk, 2)


def test_a_later_version_is_published_again_with_the_same_withheld(
    as_: As, clerk: Account, chief: Account, plan: Plan
) -> None:
    first = publish(clerk, chief, plan, Withholding("r1", "policy_basis", PRIVACY))
    approve(chief, amendment(clerk, plan, REWORD))
    again = actions.prepare(clerk, plan.pk, NOW)
    assert [each.field for each in again.withheld.all()] == ["policy_basis"]
    pass_review(chief, again)
    assert as_(clerk).post(f"/plans/{plan.pk}/publication/publish/", {"on": "2026-07-15"}).status_code == 302
    text = Client().get(f"/public/plans/{first.pk}/").content.decode()
    assert "这一版已经调整" in text
    text = Client().get(f"/public/plans/{again.pk}/").content.decode()
    assert "每月巡查全部公园" in text
    assert "改 1 项" in text
    assert f"/public/plans/{again.pk}/" in Client().get("/public/plans/").content.decode()
    assert f'href="/public/plans/{first.pk}/"' not in Client().get("/public/plans/").content.decode()


def test_a_withheld_word_that_stands_elsewhere_is_pointed_out(
    as_: As, clerk: Account, chief: Account, plan: Plan
) -> None:
    approve(chief, amendment(clerk, plan, Set("r2", "l2", REWORD.old, "每季度巡查全部公园，由陆行舟负责。")))
    made = actions.prepare(clerk, plan.pk, NOW)
    assert "第 2 行“二级指标”中有“陆行舟”" in as_(clerk).get(f"/plans/{plan.pk}/publication/").content.decode()
    with pytest.raises(Refused, match="有 1 处提醒"):
        pass_review(chief, made, note="")


@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        (Withholding("r99", "l2", "trade"), "方案中的一项"),
        (Withholding("r1", "digest", "trade"), "不公开的栏目"),
        (Withholding("", "l2", "trade"), "整栏不公开只限"),
        (Withholding("", "", "trade"), "整栏不公开只限"),
        (Withholding("r1", "l2", ""), "理由"),
    ],
)
def test_withholding_needs_a_place_and_a_ground(clerk: Account, plan: Plan, what: Withholding, sentence: str) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    with pytest.raises(Refused, match=sentence):
        actions.withhold(clerk, made.pk, what, NOW)


def test_where_it_was_posted_is_written_down_with_its_day(
    as_: As, clerk: Account, chief: Account, plan: Plan, client: Client
) -> None:
    done = publish(clerk, chief, plan)
    given = {"place": "门户网站", "on": "2026-07-15"}
    assert as_(clerk).post(f"/plans/{plan.pk}/publication/post/", given).status_code == 302
    assert "2026-07-15 门户网站" in client.get(f"/public/plans/{done.pk}/").content.decode()
    for day in (TODAY + timedelta(1), TODAY - timedelta(1)):
        with pytest.raises(Refused, match="日期"):
            actions.post(clerk, done.pk, "公开栏", day, NOW)


def test_what_is_taken_down_is_gone(as_: As, clerk: Account, chief: Account, plan: Plan, client: Client) -> None:
    done = publish(clerk, chief, plan)
    browser = as_(clerk)
    given: dict[str, Any] = {"number": done.pk, "reason": ""}
    assert browser.post(f"/plans/{plan.pk}/publication/take-down/", given).status_code == 409
    given["reason"] = "内容有误"
    assert browser.post(f"/plans/{plan.pk}/publication/take-down/", given).status_code == 302
    assert client.get(f"/public/plans/{done.pk}/").status_code == 404


def test_one_plans_page_takes_down_no_other_plans_publication(
    as_: As, clerk: Account, chief: Account, plan: Plan, agency: Organisation
) -> None:
    done = publish(clerk, chief, plan)
    other = Plan.objects.create(organisation=agency, title="别的方案", begun_at=NOW)
    given = {"number": done.pk, "reason": "误"}
    assert as_(clerk).post(f"/plans/{other.pk}/publication/take-down/", given).status_code == 409
    done.refresh_from_db()
    assert done.state == "published"


@pytest.mark.parametrize("who", ["reader", "head", "stranger"])
def test_nobody_else_prepares_reviews_or_publishes(
    request: pytest.FixtureRequest, clerk: Account, plan: Plan, who: str
) -> None:
    by = request.getfixturevalue(who)
    made = actions.prepare(clerk, plan.pk, NOW)
    for attempt in (
        lambda: actions.prepare(by, plan.pk, NOW),
        lambda: actions.withhold(by, made.pk, Withholding("r1", "l2", "trade"), NOW),
        lambda: pass_review(by, made),
        lambda: actions.publish_again(by, plan.pk, TODAY, NOW),
        lambda: actions.take_down(by, made.pk, "误", NOW),
        lambda: actions.post(by, made.pk, "网站", TODAY, NOW),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_the_clock_is_on_the_page(as_: As, clerk: Account, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    text = as_(clerk).get(f"/plans/{plan.pk}/publication/").content.decode()
    assert "已超过公开期限" in text
    soon = NOW.replace(month=3, day=20)
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    text = as_(clerk).get(f"/plans/{plan.pk}/publication/").content.decode()
    assert "还有 <b>6</b> 个工作日" in text


def test_the_page_of_a_prepared_publication_asks_the_database_little(
    as_: As,
    clerk: Account,
    chief: Account,
    agency: Organisation,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    plan = approved.approved_plan(clerk, agency, sample.long_text(55), "55")
    publish(clerk, chief, plan)
    actions.prepare(clerk, plan.pk, NOW)
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        assert client.get(f"/plans/{plan.pk}/publication/").status_code == 200


def test_every_act_of_a_publication_has_a_sentence_in_the_journal(clerk: Account, chief: Account, plan: Plan) -> None:
    made = actions.prepare(clerk, plan.pk, NOW)
    actions.release(clerk, made.pk, actions.withhold(clerk, made.pk, Withholding("r1", "l2", PRIVACY), NOW).pk, NOW)
    done = publish(clerk, chief, plan)
    actions.post(clerk, done.pk, "门户网站", TODAY, NOW)
    actions.take_down(clerk, done.pk, "内容有误", NOW)
    entries = Entry.objects.about("publication", made.pk)
    said = [act_text(entry.action, json.loads(entry.facts)) for entry in entries]
    assert len(said) == 8
    assert all(text and not text.startswith("publication.") for text in said), said


def test_a_contract_of_a_person_is_never_published(clerk: Account, agency: Organisation, plan: Plan) -> None:
    plan.person = find_or_create_person("陆行舟", agency)
    plan.save(update_fields=["person"])
    with pytest.raises(Refused, match="责任书涉及个人"):
        actions.prepare(clerk, plan.pk, NOW)
