"""Dynamic goals: only after the plan was issued, with points from where the plan says, and covering nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import approved
import pytest
from approved import GIVEN, amendment, approve
from django.test import Client
from sample import NOW

from jixiao.core import freezing
from jixiao.core.drafting import Insert, Remove, Set
from jixiao.core.dynamic import Give, Trigger, Unplaceable
from jixiao.core.stages import Stage
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import amendments, drafting
from jixiao.plans.actions import dynamic as actions
from jixiao.plans.actions.dynamic import NewGoal, Overlapping
from jixiao.plans.models import Amendment, Item, Plan

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
OTHER = "开展餐饮油烟专项整治，检查餐饮单位300家次。"
SAME = "全年建成口袋公园12个以上，按《公园条例》开放。"
TRIGGER = Trigger("关于开展专项整治的通知", "青政办〔2026〕40号", date(2026, 6, 1))
WHY = "新增公园位于新划入的片区，不在原12个之内。"


def goal(
    text: str = OTHER, *, why: str = "", trigger: Trigger = TRIGGER, gives: tuple[Give, ...] | None = None
) -> NewGoal:
    cells = {
        "category": "重点工作",
        "no": "1-3",
        "l1": "落实专项整治",
        "l2": text,
        "weight": "0.5",
        "offices": "绿化科",
    }
    return NewGoal(cells, trigger, gives or (Give("r1", Decimal("0.5")),), GIVEN, why)


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    found = approved.approved_plan(clerk, agency)
    approved.at(found, Stage.PUBLISHED)
    return found


def confirm(by: Account, begun: Amendment) -> Amendment:
    begun.draft.refresh_from_db()
    return actions.confirm(by, begun.pk, begun.draft.version, NOW)


def test_a_goal_that_covers_nothing_else_follows_the_normal_approval(
    clerk: Account, chief: Account, plan: Plan
) -> None:
    begun = actions.propose(clerk, plan.pk, goal(), NOW)
    assert (begun.kind, begun.overlaps) == (Amendment.Kind.DYNAMIC, [])
    version = approve(chief, begun)
    row = next(row for row in freezing.thaw(version.content).rows if row.uid == begun.uid)
    assert (row.goal_kind, row.no, row.weight) == ("动态", "1-3", Decimal("0.5"))
    plan.refresh_from_db()
    assert plan.total == 10
    assert Item.objects.get(plan=plan, uid=begun.uid).goal_kind == "动态"


@pytest.mark.parametrize("on", [None, approved.ISSUED, date(2026, 1, 5), date(2026, 8, 1)])
def test_the_trigger_comes_after_the_plan_was_issued_and_not_after_today(
    clerk: Account, plan: Plan, on: date | None
) -> None:
    with pytest.raises(Refused, match="日期"):
        actions.propose(clerk, plan.pk, goal(trigger=replace(TRIGGER, on=on)), NOW)
    assert not Amendment.objects.exists()


def test_without_a_day_of_issue_the_approval_counts(clerk: Account, plan: Plan) -> None:
    Plan.objects.filter(pk=plan.pk).update(issued=None)
    with pytest.raises(Refused, match="2026-03-02"):
        actions.propose(clerk, plan.pk, goal(trigger=replace(TRIGGER, on=approved.ISSUED)), NOW)


def test_points_that_do_not_match_are_refused_and_nothing_is_kept(clerk: Account, plan: Plan) -> None:
    with pytest.raises(Unplaceable, match=r"合计 0\.4 分"):
        actions.propose(clerk, plan.pk, goal(gives=(Give("r1", Decimal("0.4")),)), NOW)
    assert not Amendment.objects.exists()


def test_an_overlapping_goal_is_refused_without_a_written_reason(clerk: Account, plan: Plan) -> None:
    with pytest.raises(Overlapping) as raised:
        actions.propose(clerk, plan.pk, goal(SAME), NOW)
    assert raised.value.found[0]["no"] == "1-1"
    assert raised.value.found[0]["score"] >= 50
    assert not Amendment.objects.exists()


def test_an_overlapping_goal_waits_for_a_second_person(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    with pytest.raises(Refused, match="还没有经第二人复核"):
        approve(chief, begun)
    confirm(chief, begun)
    assert approve(chief, begun).number == 2


def test_the_second_person_is_not_the_first(clerk: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    with pytest.raises(Forbidden):
        confirm(clerk, begun)
    clerk.role = Account.Role.GROUP_HEAD
    clerk.save()
    with pytest.raises(Refused, match="不能是提出"):
        confirm(clerk, begun)


def test_a_change_of_the_goal_voids_the_confirmation(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    confirm(chief, begun)
    drafting.edit(clerk, begun.draft.pk, [Set(begun.uid, "l2", SAME, SAME + "并挂牌。")], "改", NOW)
    with pytest.raises(Refused, match="请重新复核"):
        approve(chief, begun)
    confirm(chief, begun)
    assert approve(chief, begun).number == 2


def test_a_goal_that_comes_to_overlap_later_is_caught_at_approval(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(), NOW)
    drafting.edit(clerk, begun.draft.pk, [Set(begun.uid, "l2", OTHER, SAME)], "改", NOW)
    with pytest.raises(Refused, match="写明不重复的理由"):
        approve(chief, begun)
    actions.explain(clerk, begun.pk, WHY, NOW)
    confirm(chief, Amendment.objects.get(pk=begun.pk))
    assert approve(chief, begun).number == 2


def test_a_new_reason_needs_a_new_confirmation(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    confirm(chief, begun)
    actions.explain(clerk, begun.pk, "另一个理由", NOW)
    with pytest.raises(Refused, match="还没有经第二人复核"):
        approve(chief, begun)


def test_nothing_is_confirmed_that_was_changed_since_it_was_seen(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    with pytest.raises(Refused, match="重新核对"):
        actions.confirm(chief, begun.pk, 0, NOW)


def test_a_dynamic_goal_cannot_slip_in_by_a_plain_amendment(clerk: Account, chief: Account, plan: Plan) -> None:
    row = next(row for row in plan.draft.rows if row["uid"] == "r4")
    cells = {**row["cells"], "goal_kind": "动态", "l1": "另一件事"}
    for changes in ((Remove("r4", row["cells"]), Insert("r3", cells)), (Set("r4", "goal_kind", "", "动态"),)):
        with pytest.raises(Refused, match="请改在“增设动态目标”页提出"):
            approve(chief, amendment(clerk, plan, *changes))


def test_a_dynamic_amendment_without_its_goal_is_refused(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(), NOW)
    row = next(row for row in begun.draft.rows if row["uid"] == begun.uid)
    back = Set("r1", "weight", "1.5", "2")
    sums = [
        change
        for change in (Set("r1", "l1_points", "3.5", "4"), Set("r2", "l1_points", "3.5", "4"))
        if any(each["cells"].get("l1_points") == "3.5" for each in begun.draft.rows)
    ]
    drafting.edit(clerk, begun.draft.pk, [Remove(begun.uid, row["cells"]), back, *sums], "删", NOW)
    with pytest.raises(Refused, match="没有这项动态目标"):
        approve(chief, begun)


def test_the_points_rule_of_the_plan_decides(clerk: Account, chief: Account, plan: Plan) -> None:
    actions.set_points_rule(clerk, plan.pk, "bonus", NOW)
    begun = actions.propose(clerk, plan.pk, goal(), NOW)
    version = approve(chief, begun)
    rows = {row.uid: row for row in freezing.thaw(version.content).rows}
    assert (rows["r1"].weight, rows[begun.uid].kind.value) == (2, "bonus")
    assert Entry.objects.get(action="plan.dynamic-points").facts == '{"from":"reweight","to":"bonus"}'


def test_the_pool_that_is_empty_refuses(clerk: Account, plan: Plan) -> None:
    actions.set_points_rule(clerk, plan.pk, "pool", NOW)
    with pytest.raises(Unplaceable, match="预留分值还有 0 分"):
        actions.propose(clerk, plan.pk, goal(), NOW)


@pytest.mark.parametrize("who", ["reader", "leader", "head", "stranger"])
def test_only_the_operator_proposes(request: pytest.FixtureRequest, plan: Plan, who: str) -> None:
    with pytest.raises(Forbidden):
        actions.propose(request.getfixturevalue(who), plan.pk, goal(), NOW)
    with pytest.raises(Forbidden):
        actions.set_points_rule(request.getfixturevalue(who), plan.pk, "bonus", NOW)


FORM: dict[str, Any] = {
    "branch": "r2",
    "trigger_title": TRIGGER.title,
    "trigger_no": TRIGGER.document_no,
    "trigger_date": "2026年6月1日",
    "l1": "落实专项整治",
    "l2": OTHER,
    "weight": "0.5",
    "offices": "绿化科",
    "give1": "r1",
    "points1": "0.25",
    "give2": "r3",
    "points2": "0.25",
}


def test_the_page_proposes_a_goal_and_shows_the_points_before_and_after(as_: As, clerk: Account, plan: Plan) -> None:
    client = as_(clerk)
    answer = client.post(f"/plans/{plan.pk}/dynamic/", FORM)
    assert answer.status_code == 302, answer.content.decode()[:4000]
    begun = Amendment.objects.get()
    assert begun.reason == "落实《关于开展专项整治的通知》（青政办〔2026〕40号）"
    text = client.get(answer["Location"]).content.decode()
    assert '<th scope="row">合计</th><td class="num">10</td><td class="num">10</td><td class="num">不变</td>' in text
    assert "<del>2</del>" in text
    assert "<ins>1.75</ins>" in text
    assert "<b>1-3</b>" in text  # the number that was left empty goes on from 1-2
    assert "没有达到需要复核的重叠" in text


def test_overlapping_goals_are_shown_side_by_side_with_the_matching_words_marked(
    as_: As, clerk: Account, chief: Account, plan: Plan
) -> None:
    client = as_(clerk)
    answer = client.post(f"/plans/{plan.pk}/dynamic/", FORM | {"l2": SAME})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<mark>" in text
    assert "建成口袋公园12个以上" in text
    assert SAME in text  # what was typed stands in the form
    assert 'name="overlap_reason"' in text
    answer = client.post(f"/plans/{plan.pk}/dynamic/", FORM | {"l2": SAME, "overlap_reason": WHY})
    assert answer.status_code == 302
    begun = Amendment.objects.get()
    assert "复核同意" not in client.get(f"/plans/amendments/{begun.pk}/").content.decode()
    text = as_(chief).get(f"/plans/amendments/{begun.pk}/").content.decode()
    assert "复核同意" in text
    given = {"version": begun.draft.version}
    assert as_(chief).post(f"/plans/amendments/{begun.pk}/overlap/confirm/", given).status_code == 302
    assert "chief，" in client.get(f"/plans/amendments/{begun.pk}/").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("trigger_date", "2026-02-01", "应晚于方案印发日期"),
        ("trigger_title", "", "请填写触发文件"),
        ("weight", "很多", "请填写数字"),
        ("weight", "", "请填写权重分值"),
        ("points1", "0.1", "合计 0.35 分"),
        ("l1", "", "请填写一级指标"),
        ("branch", "r99", "r99"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    as_: As, clerk: Account, plan: Plan, field: str, value: str, sentence: str
) -> None:
    answer = as_(clerk).post(f"/plans/{plan.pk}/dynamic/", FORM | {field: value})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert OTHER in text


def test_a_plan_that_cannot_be_amended_has_no_such_page(as_: As, clerk: Account, plan: Plan) -> None:
    approved.at(plan, Stage.CLOSED)
    assert as_(clerk).get(f"/plans/{plan.pk}/dynamic/").status_code == 302


def test_the_rule_of_points_is_set_on_its_page(as_: As, clerk: Account, plan: Plan) -> None:
    client = as_(clerk)
    assert client.post(f"/plans/{plan.pk}/dynamic/points/", {"rule": "pool"}).status_code == 302
    assert "预留分值还有 <b>0</b>" in client.get(f"/plans/{plan.pk}/dynamic/").content.decode()
    assert client.post(f"/plans/{plan.pk}/dynamic/points/", {"rule": "x"}).status_code == 422


def test_the_journal_tells_the_whole_way(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = actions.propose(clerk, plan.pk, goal(SAME, why=WHY), NOW)
    confirm(chief, begun)
    approve(chief, begun)
    acts = list(Entry.objects.about("amendment", begun.pk).values_list("action", flat=True))[::-1]
    assert acts == ["amendment.propose", "dynamic.propose", "dynamic.confirm", "amendment.approve"]
    assert amendments.latest(plan).amendment_id == begun.pk
