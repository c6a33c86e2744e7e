"""The life of a plan as data: its stages, the acts that lead from one to the next, and what must hold for each.

drafting → peer review → leading group's sign-off → leader's approval (审定) → submitted → approved or returned (批复)
→ published → amended → closed. Source: the procedure of the yearly plans (初稿, 同组互审, 审定, 报批, 公布).
An act of somebody outside the system is recorded with its paper: a date, a name, and a document number or a file.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jixiao.core.findings import Finding, Severity


class Stage(StrEnum):
    DRAFTING = "drafting"
    PEER_REVIEW = "peer_review"
    SIGN_OFF = "sign_off"
    LEADER_APPROVAL = "leader_approval"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    PUBLISHED = "published"
    AMENDED = "amended"
    CLOSED = "closed"


TITLES = {
    Stage.DRAFTING: "编制初稿",
    Stage.PEER_REVIEW: "同组互审",
    Stage.SIGN_OFF: "领导小组审议",
    Stage.LEADER_APPROVAL: "领导审定",
    Stage.SUBMITTED: "报批",
    Stage.APPROVED: "已批复",
    Stage.PUBLISHED: "已公布",
    Stage.AMENDED: "已调整",
    Stage.CLOSED: "已办结",
}
EDITABLE = frozenset({Stage.DRAFTING, Stage.PEER_REVIEW})  # comments of the peers are worked in while they come
FROZEN = frozenset({Stage.APPROVED, Stage.PUBLISHED, Stage.AMENDED, Stage.CLOSED})
AMENDABLE = frozenset({Stage.APPROVED, Stage.PUBLISHED, Stage.AMENDED})
MILESTONES = tuple(stage for stage in Stage if stage is not Stage.AMENDED)  # what a plan passes in its course
WORKS = TITLES | {Stage.APPROVED: "批复", Stage.PUBLISHED: "公布", Stage.CLOSED: "办结归档"}
_OUTCOMES = frozenset({Stage.SUBMITTED, *FROZEN})  # named by what was reached; the others by the work in hand


@dataclass(frozen=True, slots=True)
class Facts:
    """What the conditions ask about a plan."""

    rows: int
    findings: tuple[Finding, ...] = ()
    has_scale: bool = True
    reviewers: int = 0  # agencies that were asked to review
    reviewers_done: int = 0
    open_comments: int = 0  # not yet settled
    leader_approved: bool = False  # 审定 was recorded since the plan last came back
    publication_reviewed: bool = False
    open_amendments: int = 0


class Condition(StrEnum):
    HAS_ROWS = "has-rows"
    CELLS_READ = "cells-read"
    POINTS_ADD_UP = "points-add-up"
    NO_ERRORS = "no-errors"
    REVIEWERS_ASSIGNED = "reviewers-assigned"
    COMMENTS_SETTLED = "comments-settled"
    REVIEWS_DONE = "reviews-done"
    LEADER_APPROVED = "leader-approved"
    PUBLICATION_REVIEWED = "publication-reviewed"
    NO_OPEN_AMENDMENT = "no-open-amendment"


def unmet(condition: Condition, facts: Facts) -> str:
    """What stands in the way, as a sentence; '' when the condition holds."""
    return _UNMET[condition](facts)


def _cells_read(facts: Facts) -> str:
    count = sum(finding.code == "cell-unreadable" for finding in facts.findings)
    return f"有 {count} 格内容无法识别，请在“编制”页改正。" if count else ""


def _points_add_up(facts: Facts) -> str:
    if not facts.has_scale:
        return "没有写明总分，无法核对各项分值。请在“编制”页填写总分。"
    wrong = [finding for finding in facts.findings if finding.code.startswith("points-") and _is_error(finding)]
    missing = sum(finding.code == "weight-missing" for finding in facts.findings)
    if wrong:
        return f"分值不平：{wrong[0].message}"
    if any(finding.code == "no-points-column" for finding in facts.findings):
        return "考评表没有分值，请在“编制”页填写各项分值。"
    return f"有 {missing} 项指标没有分值，请在“编制”页补上。" if missing else ""


def _no_errors(facts: Facts) -> str:
    count = sum(_is_error(finding) for finding in facts.findings)
    return f"检查发现 {count} 处错误，请先改正。" if count else ""


def _is_error(finding: Finding) -> bool:
    return finding.severity is Severity.ERROR


def _reviews_done(facts: Facts) -> str:
    waiting = facts.reviewers - facts.reviewers_done
    return f"还有 {waiting} 家互审单位没有审毕。" if waiting > 0 else ""


_UNMET: dict[Condition, Callable[[Facts], str]] = {
    Condition.HAS_ROWS: lambda facts: "" if facts.rows else "方案还没有指标。",
    Condition.CELLS_READ: _cells_read,
    Condition.POINTS_ADD_UP: _points_add_up,
    Condition.NO_ERRORS: _no_errors,
    Condition.REVIEWERS_ASSIGNED: lambda facts: (
        "" if facts.reviewers else "还没有分派互审单位。请在“互审”页分派，或登记系统外的互审结果。"
    ),
    Condition.COMMENTS_SETTLED: lambda facts: (
        f"还有 {facts.open_comments} 条互审意见没有办结。" if facts.open_comments else ""
    ),
    Condition.REVIEWS_DONE: _reviews_done,
    Condition.LEADER_APPROVED: lambda facts: "" if facts.leader_approved else "还没有登记领导审定。",
    Condition.PUBLICATION_REVIEWED: lambda facts: (
        "" if facts.publication_reviewed else "公开内容还没有经过审查。请在“公开”页准备并送审。"
    ),
    Condition.NO_OPEN_AMENDMENT: lambda facts: (
        f"还有 {facts.open_amendments} 件调整在拟订中。" if facts.open_amendments else ""
    ),
}


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the procedure. `rights` are the rights any of which allows it in the system; `outside` says that an
    act of somebody outside may be recorded in its stead by whoever may record. `needs` are fields without which it is
    refused even inside: who, document_no, note."""

    name: str
    title: str
    sources: frozenset[Stage]
    target: Stage | None  # None: the stage stays
    rights: tuple[str, ...]
    conditions: tuple[Condition, ...] = ()
    outside: bool = False
    needs: tuple[str, ...] = ()
    hint: str = ""


_SOUND = (Condition.HAS_ROWS, Condition.CELLS_READ, Condition.POINTS_ADD_UP)
RECORD = "plan.record"  # the right to record an act of somebody outside
_ADVANCE = ("plan.advance",)

ACTS: tuple[Act, ...] = (
    Act(
        "send_to_review",
        "送同组互审",
        frozenset({Stage.DRAFTING}),
        Stage.PEER_REVIEW,
        _ADVANCE,
        (Condition.HAS_ROWS, Condition.CELLS_READ, Condition.REVIEWERS_ASSIGNED),
        hint="互审期间仍可按意见修改方案。",
    ),
    Act(
        "send_to_group",
        "结束互审，送领导小组审议",
        frozenset({Stage.PEER_REVIEW}),
        Stage.SIGN_OFF,
        _ADVANCE,
        (*_SOUND, Condition.REVIEWS_DONE, Condition.COMMENTS_SETTLED),
        hint="送出后方案不能再改。",
    ),
    Act(
        "record_review",
        "登记系统外的互审",
        frozenset({Stage.DRAFTING, Stage.PEER_REVIEW}),
        Stage.SIGN_OFF,
        (),
        (*_SOUND, Condition.COMMENTS_SETTLED),
        outside=True,
        hint="同组单位没有使用本系统时，登记互审的单位、日期和材料。登记后方案送领导小组审议，不能再改。",
    ),
    Act(
        "withdraw",
        "撤回修改",
        frozenset({Stage.PEER_REVIEW, Stage.SIGN_OFF}),
        Stage.DRAFTING,
        _ADVANCE,
        needs=("note",),
        hint="本单位自己收回方案，写明理由。已有的互审意见照样保留。",
    ),
    Act(
        "sign_off",
        "领导小组审议通过",
        frozenset({Stage.SIGN_OFF}),
        Stage.LEADER_APPROVAL,
        ("plan.sign-off",),
        _SOUND,
        outside=True,
    ),
    Act(
        "record_leader_approval",
        "登记领导审定",
        frozenset({Stage.LEADER_APPROVAL}),
        None,
        (),
        _SOUND,
        outside=True,
        hint="分管市领导等系统外领导的审定：登记姓名、日期和审定件。",
    ),
    Act(
        "submit",
        "报送批复",
        frozenset({Stage.LEADER_APPROVAL}),
        Stage.SUBMITTED,
        _ADVANCE,
        (*_SOUND, Condition.NO_ERRORS, Condition.LEADER_APPROVED),
        needs=("document_no",),
    ),
    Act(
        "approve",
        "批复同意",
        frozenset({Stage.SUBMITTED}),
        Stage.APPROVED,
        ("plan.approve",),
        (*_SOUND, Condition.NO_ERRORS),
        outside=True,
        needs=("document_no",),
        hint="批复后方案定稿，此后只能凭调整文改动。",
    ),
    Act(
        "return",
        "退回修改",
        frozenset({Stage.SIGN_OFF, Stage.LEADER_APPROVAL, Stage.SUBMITTED}),
        Stage.DRAFTING,
        ("plan.sign-off", "plan.approve"),
        outside=True,
        needs=("note",),
        hint="写明退回的理由。方案退回后可以修改，再重新送出。",
    ),
    Act(
        "publish",
        "公布",
        frozenset({Stage.APPROVED}),
        Stage.PUBLISHED,
        _ADVANCE,
        (Condition.PUBLICATION_REVIEWED,),
        hint="审查通过的公开内容随即对外公开。",
    ),
    Act(
        "close",
        "办结归档",
        frozenset({Stage.PUBLISHED, Stage.AMENDED}),
        Stage.CLOSED,
        _ADVANCE,
        (Condition.NO_OPEN_AMENDMENT,),
    ),
)
BY_NAME = {act.name: act for act in ACTS}
_WHERE = {  # who may return a plan inside the system depends on where it lies
    ("return", "plan.sign-off"): frozenset({Stage.SIGN_OFF}),
    ("return", "plan.approve"): frozenset({Stage.SUBMITTED}),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is written down about an act: its day, who did it, the document's number, the file's name, a note."""

    on: date | None
    who: str = ""
    document_no: str = ""
    file: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an act may be done now: the stage it leads to, or the sentences that stand in its way."""

    stage: Stage
    obstacles: tuple[str, ...]
    outside: bool = False  # it is the record of an act of somebody outside

    @property
    def allowed(self) -> bool:
        return not self.obstacles


def is_open(act: Act, stage: Stage, rights: Collection[str]) -> bool:
    """Whether the act belongs to this stage and one of the rights allows to do or to record it."""
    return stage in act.sources and (may_do(act, stage, rights) or (act.outside and RECORD in rights))


def may_do(act: Act, stage: Stage, rights: Collection[str]) -> bool:
    """Whether the act can be done inside the system by a holder of these rights."""
    return any(right in rights for right in rights_at(act, stage))


def rights_at(act: Act, stage: Stage) -> tuple[str, ...]:
    """The rights that allow the act inside the system while the plan is in this stage."""
    return tuple(right for right in act.rights if stage in _WHERE.get((act.name, right), act.sources))


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A condition that does not hold, and the sentence that says so."""

    condition: Condition
    sentence: str


def obstacles(act: Act, facts: Facts) -> tuple[Obstacle, ...]:
    """The unmet conditions of an act."""
    found = (Obstacle(condition, unmet(condition, facts)) for condition in act.conditions)
    return tuple(obstacle for obstacle in found if obstacle.sentence)


def passed(stage: Stage, *, leader_approved: bool = False) -> frozenset[Stage]:
    """The milestones behind a plan in this stage: the work in hand is not done, an outcome is reached."""
    at = tuple(Stage).index(stage)
    found: set[Stage] = {each for each in MILESTONES if tuple(Stage).index(each) < at}
    if stage in _OUTCOMES:
        found.add(stage)
    if stage is Stage.LEADER_APPROVAL and leader_approved:
        found.add(stage)
    return frozenset(found)


def finished_by(source: Stage, target: Stage) -> frozenset[Stage]:
    """The milestones that an act finishes; those that it skips are done with it. An act that keeps the stage
    finishes that stage's work; one that leads back finishes nothing."""
    return frozenset({source}) if source is target else passed(target) - passed(source)


def decide(act: Act, stage: Stage, rights: Collection[str], facts: Facts, paper: Paper, today: date) -> Decision:
    """Decide on an act. Refused when it is not this stage's, nobody's right allows it, a condition is unmet, or the
    paper is wanting."""
    target = act.target or stage
    if not is_open(act, stage, rights):
        return Decision(stage, (f"方案现在处于“{TITLES[stage]}”，不能“{act.title}”。",))
    outside = not may_do(act, stage, rights)
    wanting = _wanting(act, paper, outside, today)
    sentences = [obstacle.sentence for obstacle in obstacles(act, facts)]
    return Decision(target, (*sentences, *wanting), outside)


def _wanting(act: Act, paper: Paper, outside: bool, today: date) -> tuple[str, ...]:
    found = []
    if paper.on is None:
        found.append("请填写日期。")
    elif paper.on > today:
        found.append("日期不能晚于今天。")
    if "note" in act.needs and not paper.note.strip():
        found.append("请写明理由。")
    if "document_no" in act.needs and not paper.document_no.strip():
        found.append("请填写文号。")
    if outside and not paper.who.strip():
        found.append("请填写作出决定的领导或单位。")
    if outside and not (paper.document_no.strip() or paper.file):
        found.append("登记系统外的决定，请填写文号或上传附件。")
    return tuple(found)
