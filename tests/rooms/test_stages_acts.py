"""Leading a plan through its procedure: rights, what stands in the way, what is written down."""

from __future__ import annotations

from datetime import timedelta

import pytest
from procedure import OUTSIDE, TODAY, City, Make, do, later, paper, put
from sample import NOW

from jixiao.core.drafting import HEADING, Set
from jixiao.core.stages import ACTS, BY_NAME, RECORD, Stage
from jixiao.journal.models import Entry
from jixiao.people.models import Account
from jixiao.people.policy import Forbidden, rights_of
from jixiao.plans.actions import drafting, reviews
from jixiao.plans.actions.stages import Hindered
from jixiao.plans.models import Amendment, Plan, PlanVersion, Publication, ReviewAssignment, StageAct
from jixiao.plans.papers import PaperFile

ROLES = [role.value for role in Account.Role]
HOLDERS = {
    "operator": {*BY_NAME} - {"sign_off", "approve", "return"},
    "group_head": {"sign_off", "return"},
    "upper": {"approve", "return"},
}
RECORDED = {act.name for act in ACTS if act.outside}


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


@pytest.fixture
def plan(city: City) -> Plan:
    return city.plan()


def ready(city: City, plan: Plan) -> None:
    """Let every condition hold, in whatever stage the plan is."""
    assignment = ReviewAssignment.objects.get_or_create(
        plan=plan, organisation=city.peer, defaults={"assigned_at": NOW, "done_at": NOW}
    )[0]
    assert assignment.done_at is not None
    at_leader = {"from_stage": Stage.LEADER_APPROVAL.value, "to_stage": Stage.LEADER_APPROVAL.value}
    StageAct.objects.create(plan=plan, act="record_leader_approval", on=TODAY, at=NOW, digest=plan.digest, **at_leader)
    if Stage(plan.stage) in (Stage.APPROVED, Stage.PUBLISHED, Stage.AMENDED):
        version = drafting.freeze(plan, PlanVersion(), plan.draft, NOW)
        state = Publication.State.REVIEWED
        Publication.objects.create(
            plan=plan, version=version, state=state, formed_on=TODAY, due=TODAY, prepared_at=NOW
        )  # fmt: skip


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("stage", list(Stage))
def test_an_act_is_for_its_role_and_its_stage(city: City, plan: Plan, role: str, stage: Stage) -> None:
    put(plan, stage)
    ready(city, plan)
    by = city.account(role)
    for act in ACTS:
        held = act.name in HOLDERS.get(role, set()) or (role == "operator" and act.name in RECORDED)
        # a group's head returns from the group, the upper office what was submitted to it
        here = stage in act.sources and not (act.name == "return" and _elsewhere(role, stage))
        more = OUTSIDE if role == "operator" and act.outside else {}
        if held and here:
            done = do(by, plan, act.name, **more)
            assert (done.from_stage, done.to_stage, plan.stage) == (stage, act.target or stage, act.target or stage)
            PlanVersion.objects.filter(plan=plan, publications=None).delete()
            put(plan, stage)
        else:
            with pytest.raises(Hindered if held else Forbidden):
                do(by, plan, act.name, **more)
            plan.refresh_from_db()
            assert plan.stage == stage


def _elsewhere(role: str, stage: Stage) -> bool:
    return {"group_head": stage is not Stage.SIGN_OFF, "upper": stage is not Stage.SUBMITTED}.get(role, False)


@pytest.mark.parametrize("role", ["operator", "group_head", "upper"])
def test_nobody_of_another_agency_does_anything(city: City, plan: Plan, role: str) -> None:
    stranger = city.make("stranger", role, city.peer if role != "upper" else None)
    if role == "upper":  # an upper office of another city
        from jixiao.people.actions.organisations import find_or_create_organisation

        stranger.organisation = find_or_create_organisation("栖川市", city.city.Kind.CITY)
        stranger.save(update_fields=["organisation"])
    for act in ACTS:
        for stage in act.sources:
            put(plan, stage)
            with pytest.raises(Forbidden):
                do(stranger, plan, act.name, **OUTSIDE)
    assert not StageAct.objects.exists()


@pytest.mark.parametrize("name", sorted(RECORDED))
def test_an_act_outside_is_recorded_only_with_its_paper(city: City, plan: Plan, name: str) -> None:
    put(plan, sorted(BY_NAME[name].sources)[0])
    with pytest.raises(Hindered) as refused:
        do(city.clerk, plan, name, document_no="")
    assert any("领导或单位" in each for each in refused.value.sentences)
    assert any("文号" in each for each in refused.value.sentences)
    assert not StageAct.objects.exists()
    file = PaperFile("审定件.pdf", "a" * 64)
    number = {"document_no": "青政〔2026〕8号"} if "document_no" in BY_NAME[name].needs else {}
    done = do(city.clerk, plan, name, file=file, who="青澜市副市长", **number)
    assert (done.file_name, done.file_sha256, done.who) == ("审定件.pdf", "a" * 64, "青澜市副市长")


@pytest.mark.parametrize("name", ["record_review", "send_to_group", "sign_off", "submit", "approve"])
def test_what_does_not_add_up_is_neither_signed_off_nor_approved(city: City, name: str) -> None:
    plan = city.plan(scale="99")
    stage = sorted(BY_NAME[name].sources)[0]
    put(plan, stage)
    ready(city, plan)
    for role in ("operator", "group_head", "upper"):
        by = city.account(role)
        may = {RECORD, *BY_NAME[name].rights} & rights_of(by, plan) if BY_NAME[name].outside else None
        if may or set(BY_NAME[name].rights) & rights_of(by, plan):
            with pytest.raises(Hindered, match="分值不平"):
                do(by, plan, name, **OUTSIDE)
    plan.refresh_from_db()
    assert plan.stage == stage


def test_the_draft_is_read_anew_not_the_findings_that_were_kept(city: City) -> None:
    plan = city.plan(scale="5")
    put(plan, Stage.SIGN_OFF)
    draft = plan.draft
    draft.heading["scale"] = "4"  # behind the back of the findings
    draft.save(update_fields=["heading"])
    assert plan.findings.filter(code="points-total").exists()
    do(city.account("group_head"), plan, "sign_off")
    assert plan.stage == Stage.LEADER_APPROVAL


def test_everything_in_the_way_is_said_at_once(city: City, plan: Plan) -> None:
    put(plan, Stage.LEADER_APPROVAL)
    with pytest.raises(Hindered) as refused:
        do(city.clerk, plan, "submit", document_no=" ", on=TODAY + timedelta(days=1))
    assert refused.value.sentences == ("还没有登记领导审定。", "日期不能晚于今天。", "请填写文号。")


def test_a_name_longer_than_its_column_is_a_sentence(city: City, plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    with pytest.raises(Hindered) as refused:
        do(city.clerk, plan, "sign_off", who="长" * 101, document_no="号" * 101)
    assert refused.value.sentences == ("文号不能超过 100 个字。", "领导或单位名称不能超过 100 个字。")


def way_up(city: City, plan: Plan) -> None:
    """From the draft to the submission, inside the system."""
    if not plan.reviewers.exists():
        reviews.assign(city.clerk, plan.pk, [city.peer.pk], NOW)
    do(city.clerk, plan, "send_to_review")
    reviews.finish(city.reviewer, plan.pk, NOW)
    do(city.clerk, plan, "send_to_group")
    do(city.account("group_head"), plan, "sign_off")
    do(city.clerk, plan, "record_leader_approval", **OUTSIDE)
    do(city.clerk, plan, "submit")


def test_a_plan_goes_its_whole_way_and_is_frozen_at_its_approval(city: City, plan: Plan) -> None:
    way_up(city, plan)
    assert not plan.versions.exists()
    approved = do(city.account("upper"), plan, "approve", document_no="青绩〔2026〕20号")
    version = plan.versions.get()
    assert (version.number, version.document_no, version.by) == (1, "青绩〔2026〕20号", city.account("upper"))
    assert approved.digest == version.digest == plan.digest
    assert [act.act for act in plan.acts.all()] == [
        "send_to_review",
        "send_to_group",
        "sign_off",
        "record_leader_approval",
        "submit",
        "approve",
    ]
    assert Entry.objects.filter(action="plan.act", object_id=str(plan.pk)).count() == 6


def test_a_plan_that_came_back_goes_up_again_with_its_history(city: City, plan: Plan) -> None:
    way_up(city, plan)
    do(city.account("upper"), plan, "return", note="第三项目标偏低。")
    assert plan.stage == Stage.DRAFTING
    row = plan.draft.rows[2]["cells"]
    drafting.edit(city.clerk, plan.draft.pk, [Set("r3", "l1", row["l1"], "全年完成第3类项目9个")], "改", later(1))
    do(city.clerk, plan, "send_to_review")
    do(city.clerk, plan, "send_to_group")  # the reviewer has said all it had to say
    do(city.account("group_head"), plan, "sign_off")
    with pytest.raises(Hindered, match="还没有登记领导审定"):
        do(city.clerk, plan, "submit")
    do(city.clerk, plan, "record_leader_approval", **OUTSIDE)
    do(city.clerk, plan, "submit", document_no="青园〔2026〕9号")
    do(city.account("upper"), plan, "approve")
    assert [act.act for act in plan.acts.all()].count("submit") == 2
    assert "全年完成第3类项目9个" in plan.versions.get().content


@pytest.mark.parametrize("name", ["return", "withdraw"])
def test_a_plan_does_not_come_back_without_a_reason(city: City, plan: Plan, name: str) -> None:
    put(plan, Stage.SIGN_OFF)
    by = city.account("group_head") if name == "return" else city.clerk
    with pytest.raises(Hindered, match="请写明理由"):
        do(by, plan, name, note=" ")


def test_a_plan_in_the_group_cannot_be_edited_until_it_comes_back(city: City, plan: Plan) -> None:
    from jixiao.people.policy import Refused

    put(plan, Stage.SIGN_OFF)
    change = [Set(HEADING, "title", plan.title, "另一个标题")]
    with pytest.raises(Refused, match="不能编辑"):
        drafting.edit(city.clerk, plan.draft.pk, change, "改", NOW)
    do(city.account("group_head"), plan, "return")
    assert drafting.edit(city.clerk, plan.draft.pk, change, "改", NOW).done


def test_a_plan_without_rows_goes_nowhere(city: City) -> None:
    empty = drafting.begin_blank(city.clerk, city.own, "空方案", 2026, NOW)
    reviews.assign(city.clerk, empty.pk, [city.peer.pk], NOW)
    with pytest.raises(Hindered, match="方案还没有指标"):
        do(city.clerk, empty, "send_to_review")


def test_a_plan_with_an_amendment_in_hand_is_not_closed(city: City, plan: Plan) -> None:
    put(plan, Stage.PUBLISHED)
    ready(city, plan)
    base = plan.versions.get()
    amendment = Amendment.objects.create(plan=plan, base=base, proposed_at=NOW)
    with pytest.raises(Hindered, match="还有 1 件调整在拟订中"):
        do(city.clerk, plan, "close")
    amendment.state = Amendment.State.WITHDRAWN
    amendment.save(update_fields=["state"])
    do(city.clerk, plan, "close")
    assert plan.stage == Stage.CLOSED


def test_an_unknown_act_is_forbidden(city: City, plan: Plan) -> None:
    from jixiao.plans.actions import stages as actions

    with pytest.raises(Forbidden):
        actions.act(city.clerk, plan.pk, "burn", paper("submit"), None, NOW)
