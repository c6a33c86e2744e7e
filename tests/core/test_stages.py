"""The procedure as data: who may do what when, what must hold, and what has to be written down."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from jixiao.core.findings import Finding, Severity
from jixiao.core.stages import (
    ACTS,
    BY_NAME,
    MILESTONES,
    Condition,
    Facts,
    Paper,
    Stage,
    decide,
    finished_by,
    is_open,
    may_do,
    obstacles,
    passed,
    unmet,
)

TODAY = date(2026, 7, 15)
ROLES = {
    "operator": frozenset({"plan.advance", "plan.record"}),
    "group_head": frozenset({"plan.sign-off"}),
    "upper": frozenset({"plan.approve"}),
    "reader": frozenset[str](),
}
DOES, RECORDS = "does", "records"
S = Stage
# act → stage → who does it inside the system, and who records it in the stead of somebody outside; the rest: nobody
TABLE: dict[str, dict[Stage, dict[str, str]]] = {
    "send_to_review": {S.DRAFTING: {"operator": DOES}},
    "send_to_group": {S.PEER_REVIEW: {"operator": DOES}},
    "record_review": {S.DRAFTING: {"operator": RECORDS}, S.PEER_REVIEW: {"operator": RECORDS}},
    "withdraw": {S.PEER_REVIEW: {"operator": DOES}, S.SIGN_OFF: {"operator": DOES}},
    "sign_off": {S.SIGN_OFF: {"group_head": DOES, "operator": RECORDS}},
    "record_leader_approval": {S.LEADER_APPROVAL: {"operator": RECORDS}},
    "submit": {S.LEADER_APPROVAL: {"operator": DOES}},
    "approve": {S.SUBMITTED: {"upper": DOES, "operator": RECORDS}},
    "return": {
        S.SIGN_OFF: {"group_head": DOES, "operator": RECORDS},
        S.LEADER_APPROVAL: {"operator": RECORDS},
        S.SUBMITTED: {"upper": DOES, "operator": RECORDS},
    },
    "publish": {S.APPROVED: {"operator": DOES}},
    "close": {S.PUBLISHED: {"operator": DOES}, S.AMENDED: {"operator": DOES}},
}
SOUND = Facts(rows=4, reviewers=2, reviewers_done=2, leader_approved=True, publication_reviewed=True)
FULL = Paper(TODAY, "副市长", "青政〔2026〕8号", "审定件.pdf", "同意。")
CASES = [(name, stage, role) for name in BY_NAME for stage in Stage for role in ROLES]


def finding(code: str, severity: Severity = Severity.ERROR) -> Finding:
    return Finding(code, severity, "本方案总分为100分，全表合计99分。", "")


def test_the_table_names_every_act() -> None:
    assert list(TABLE) == [act.name for act in ACTS]


@pytest.mark.parametrize(("name", "stage", "role"), CASES)
def test_an_act_is_done_by_its_role_in_its_stage_and_by_nobody_else(name: str, stage: Stage, role: str) -> None:
    act, rights = BY_NAME[name], ROLES[role]
    expected = TABLE[name].get(stage, {}).get(role, "")
    decision = decide(act, stage, rights, SOUND, FULL, TODAY)
    assert (DOES if may_do(act, stage, rights) else RECORDS if is_open(act, stage, rights) else "") == expected
    assert decision.allowed is bool(expected), decision.obstacles
    assert decision.outside is (expected == RECORDS)
    if expected:
        assert decision.stage is (act.target or stage)


def test_an_act_of_another_stage_is_refused_with_the_stage_it_meets() -> None:
    decision = decide(BY_NAME["approve"], Stage.DRAFTING, ROLES["upper"], SOUND, FULL, TODAY)
    assert decision.obstacles == ("方案现在处于“编制初稿”，不能“批复同意”。",)
    assert decision.stage is Stage.DRAFTING


SOUND_ACTS = ["record_review", "send_to_group", "sign_off", "record_leader_approval", "submit", "approve"]
UNSOUND = [
    (replace(SOUND, rows=0), "还没有指标"),
    (replace(SOUND, has_scale=False), "没有写明总分"),
    (replace(SOUND, findings=(finding("points-total"),)), "分值不平：本方案总分为100分，全表合计99分。"),
    (replace(SOUND, findings=(finding("weight-missing"), finding("weight-missing"))), "有 2 项指标没有分值"),
    (replace(SOUND, findings=(finding("no-points-column", Severity.WARNING),)), "考评表没有分值"),
    (replace(SOUND, findings=(finding("cell-unreadable"),)), "有 1 格内容无法识别"),
]


@pytest.mark.parametrize("name", SOUND_ACTS)
@pytest.mark.parametrize(("facts", "sentence"), UNSOUND)
def test_a_plan_that_does_not_add_up_goes_no_further_by_any_way(name: str, facts: Facts, sentence: str) -> None:
    act = BY_NAME[name]
    for stage in act.sources:
        for rights in ROLES.values():
            decision = decide(act, stage, rights, facts, FULL, TODAY)
            assert not decision.allowed
            if is_open(act, stage, rights):
                assert any(sentence in each for each in decision.obstacles)


def test_points_that_are_only_remarked_upon_hinder_nobody() -> None:
    facts = replace(SOUND, findings=(finding("points-goal", Severity.WARNING),))
    assert unmet(Condition.POINTS_ADD_UP, facts) == ""


OPEN = [
    ("send_to_review", replace(SOUND, reviewers=0), "还没有分派互审单位"),
    ("send_to_group", replace(SOUND, reviewers_done=1), "还有 1 家互审单位没有审毕"),
    ("send_to_group", replace(SOUND, open_comments=3), "还有 3 条互审意见没有办结"),
    ("record_review", replace(SOUND, open_comments=3), "还有 3 条互审意见没有办结"),
    ("submit", replace(SOUND, leader_approved=False), "还没有登记领导审定"),
    ("submit", replace(SOUND, findings=(finding("office-missing"),)), "检查发现 1 处错误"),
    ("approve", replace(SOUND, findings=(finding("office-missing"),)), "检查发现 1 处错误"),
    ("publish", replace(SOUND, publication_reviewed=False), "公开内容还没有经过审查"),
    ("close", replace(SOUND, open_amendments=1), "还有 1 件调整在拟订中"),
]


@pytest.mark.parametrize(("name", "facts", "sentence"), OPEN)
def test_what_is_still_open_stands_in_the_way_as_a_sentence(name: str, facts: Facts, sentence: str) -> None:
    [obstacle] = obstacles(BY_NAME[name], facts)
    assert sentence in obstacle.sentence
    assert obstacles(BY_NAME[name], SOUND) == ()


@pytest.mark.parametrize("condition", list(Condition))
def test_every_condition_can_hold_and_can_fail(condition: Condition) -> None:
    wrong = Facts(rows=0, findings=(finding("cell-unreadable"), finding("points-total")), reviewers=0, open_comments=1)
    wrong = replace(wrong, open_amendments=1, reviewers=1 if condition is Condition.REVIEWS_DONE else 0)
    assert unmet(condition, SOUND) == ""
    assert unmet(condition, wrong).endswith("。")


def wanting(name: str, paper: Paper, role: str = "operator") -> tuple[str, ...]:
    act = BY_NAME[name]
    stage = next(stage for stage in act.sources if is_open(act, stage, ROLES[role]))
    return decide(act, stage, ROLES[role], SOUND, paper, TODAY).obstacles


@pytest.mark.parametrize("name", [act.name for act in ACTS if act.outside])
def test_an_act_outside_wants_a_name_and_a_number_or_a_file(name: str) -> None:
    assert any("领导或单位" in each for each in wanting(name, replace(FULL, who=" ")))
    bare = replace(FULL, document_no=" ", file="")
    assert any("文号或上传附件" in each for each in wanting(name, bare))
    if "document_no" not in BY_NAME[name].needs:
        assert wanting(name, replace(bare, file="审定件.pdf")) == ()
    assert wanting(name, replace(bare, document_no="青政〔2026〕8号")) == ()


@pytest.mark.parametrize(("name", "role"), [("return", "group_head"), ("return", "upper"), ("withdraw", "operator")])
def test_a_plan_comes_back_only_with_a_reason(name: str, role: str) -> None:
    assert wanting(name, replace(FULL, note="　"), role) == ("请写明理由。",)


@pytest.mark.parametrize(("name", "role"), [("submit", "operator"), ("approve", "upper")])
def test_what_goes_up_and_comes_down_has_a_number(name: str, role: str) -> None:
    assert wanting(name, replace(FULL, document_no=""), role) == ("请填写文号。",)


@pytest.mark.parametrize(("on", "sentence"), [(None, "请填写日期。"), (date(2026, 7, 16), "日期不能晚于今天。")])
def test_an_act_has_a_day_that_is_not_in_the_future(on: date | None, sentence: str) -> None:
    assert wanting("send_to_review", replace(FULL, on=on)) == (sentence,)


def test_everything_that_is_wrong_is_said_at_once() -> None:
    decision = decide(
        BY_NAME["submit"], Stage.LEADER_APPROVAL, ROLES["operator"], Facts(rows=0), Paper(None), TODAY
    )  # fmt: skip
    assert len(decision.obstacles) == 4


def test_work_in_hand_is_not_behind_the_plan_but_an_outcome_is() -> None:
    assert passed(Stage.DRAFTING) == frozenset()
    assert passed(Stage.SIGN_OFF) == {Stage.DRAFTING, Stage.PEER_REVIEW}
    assert Stage.SUBMITTED in passed(Stage.SUBMITTED)
    assert Stage.LEADER_APPROVAL not in passed(Stage.LEADER_APPROVAL)
    assert Stage.LEADER_APPROVAL in passed(Stage.LEADER_APPROVAL, leader_approved=True)
    assert passed(Stage.CLOSED) == frozenset(MILESTONES)


def test_an_act_finishes_what_it_leaves_behind_and_what_it_skips() -> None:
    assert finished_by(Stage.DRAFTING, Stage.SIGN_OFF) == {Stage.DRAFTING, Stage.PEER_REVIEW}
    assert finished_by(Stage.LEADER_APPROVAL, Stage.LEADER_APPROVAL) == {Stage.LEADER_APPROVAL}
    assert finished_by(Stage.SUBMITTED, Stage.APPROVED) == {Stage.APPROVED}
    assert finished_by(Stage.SUBMITTED, Stage.DRAFTING) == frozenset()
    assert finished_by(Stage.AMENDED, Stage.CLOSED) == {Stage.CLOSED}
