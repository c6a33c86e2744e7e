"""A plan's way through the procedure as its page shows it: milestones, what can be done now, what was done."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from jixiao.core import stages
from jixiao.core.stages import BY_NAME, MILESTONES, TITLES, WORKS, Act, Condition, Stage
from jixiao.people.models import Account
from jixiao.people.policy import HOLDERS, Right
from jixiao.plans.models import CalendarStep, Plan, StageAct
from jixiao.plans.procedure.facts import APPROVAL, Standing
from jixiao.plans.status import Status

SOON = timedelta(days=7)
_DRAFT = ("draft", "", Right.PLAN_DRAFT, "去编制")
_REVIEWS = ("reviews", "", Right.REVIEW_READ, "去互审")
_MENDED = {  # where an obstacle is mended: page, place on it, right to open it, what the link says
    Condition.HAS_ROWS: _DRAFT,
    Condition.CELLS_READ: _DRAFT,
    Condition.POINTS_ADD_UP: _DRAFT,
    Condition.NO_ERRORS: _DRAFT,
    Condition.REVIEWERS_ASSIGNED: ("reviews", "#reviewers", Right.REVIEW_ASSIGN, "去分派"),
    Condition.COMMENTS_SETTLED: ("reviews", "?open=1", Right.REVIEW_READ, "看没有办结的意见"),
    Condition.REVIEWS_DONE: _REVIEWS,
    Condition.PUBLICATION_REVIEWED: ("publication", "", Right.PUBLICATION_PREPARE, "去公开"),
    Condition.NO_OPEN_AMENDMENT: ("versions", "", Right.PLAN_READ, "看调整"),
}


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done, with its paper."""

    pk: int
    title: str
    on: date
    who: str  # who acted: somebody outside, or the account
    recorded_by: str  # '' when the account itself acted
    document_no: str
    file_name: str
    file_sha256: str
    note: str
    leads: str  # to which stage, '' when it stayed
    came_back: bool

    @classmethod
    def of(cls, act: StageAct) -> Done:
        by = act.by.shown_name if act.by else "命令行"
        known = BY_NAME.get(act.act)
        return cls(
            pk=act.pk,
            title=known.title if known else act.act,
            on=act.on,
            who=act.who or by,
            recorded_by=by if act.who else "",
            document_no=act.document_no,
            file_name=act.file_name,
            file_sha256=act.file_sha256,
            note=act.note,
            leads="" if act.from_stage == act.to_stage else TITLES[Stage(act.to_stage)],
            came_back=act.to_stage == Stage.DRAFTING,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone. `state` is done, here or ahead; `mark` says that it is late or soon due."""

    title: str
    state: str
    due: date | None
    due_text: str
    mark: Status | None
    done: Done | None


def steps(plan: Plan, acts: Sequence[StageAct], calendar: Sequence[CalendarStep], today: date) -> list[Step]:
    """The milestones in their order. `acts` and `calendar` are the plan's, in theirs."""
    since = next((at + 1 for at in range(len(acts) - 1, -1, -1) if acts[at].to_stage == Stage.DRAFTING), 0)
    finished: dict[Stage, StageAct] = {}
    for act in acts[since:]:
        for milestone in stages.finished_by(Stage(act.from_stage), Stage(act.to_stage)):
            finished.setdefault(milestone, act)
    approved = any(act.act == APPROVAL for act in acts[since:])
    behind = stages.passed(Stage(plan.stage), leader_approved=approved)
    here = next((milestone for milestone in MILESTONES if milestone not in behind), None)
    return [_step(milestone, here, behind, finished.get(milestone), calendar, today) for milestone in MILESTONES]


def _step(
    milestone: Stage,
    here: Stage | None,
    behind: Collection[Stage],
    act: StageAct | None,
    calendar: Sequence[CalendarStep],
    today: date,
) -> Step:
    dues = [step for step in calendar if step.stage == milestone]
    last = max(dues, key=lambda step: step.due or date.min, default=None)
    done = milestone in behind
    due = last.due if last else None
    return Step(
        title=WORKS[milestone],
        state="done" if done else "here" if milestone is here else "ahead",
        due=due,
        due_text=last.due_text if last else "",
        mark=_mark_done(due, act) if done else mark(due, today),
        done=Done.of(act) if act else None,
    )


def _mark_done(due: date | None, act: StageAct | None) -> Status | None:
    if due is None or act is None or act.on <= due:
        return None
    return Status("▲", f"迟办 {(act.on - due).days} 天", "soon")


def mark(due: date | None, today: date) -> Status | None:
    """How a date that still has to be kept stands: late from the day after, soon within 7 days."""
    if due is None or due - today > SOON:
        return None
    if due < today:
        return Status("■", f"已逾期 {(today - due).days} 天", "late")
    left = (due - today).days
    return Status("▲", f"还有 {left} 天" if left else "今天到期", "soon")


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What stands in an act's way, and where it is mended; no address where the account cannot mend it."""

    sentence: str
    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """An act that belongs to the plan's stage."""

    act: Act
    title: str
    who: str
    address: str
    is_mine: bool
    outside: bool  # the account would record the act of somebody outside
    hurdles: tuple[Hurdle, ...]
    leads_back: bool

    @property
    def is_ready(self) -> bool:
        return self.is_mine and not self.hurdles


def choices(plan: Plan, rights: Collection[str], found: Standing) -> list[Choice]:
    """The acts of the plan's stage, the ways on before the ways back."""
    stage = Stage(plan.stage)
    own = [act for act in stages.ACTS if stage in act.sources and not _is_over(act, found)]
    return sorted((choice_of(act, plan, rights, found) for act in own), key=lambda choice: choice.leads_back)


def _is_over(act: Act, found: Standing) -> bool:
    return act.name == APPROVAL and found.facts.leader_approved


def choice_of(act: Act, plan: Plan, rights: Collection[str], found: Standing) -> Choice:
    """One act, whether it belongs to the stage or not."""
    stage = Stage(plan.stage)
    is_mine = stages.is_open(act, stage, rights)
    outside = is_mine and not stages.may_do(act, stage, rights)
    title = act.title if not outside or act.title.startswith("登记") else f"登记{act.title}"
    address = reverse("act", args=[plan.pk, act.name])
    hurdles = tuple(_hurdle(each, plan, rights) for each in stages.obstacles(act, found.facts))
    back = act.target is Stage.DRAFTING
    return Choice(act, title, holders(act, stage), address, is_mine, outside, hurdles, back)


def _hurdle(obstacle: stages.Obstacle, plan: Plan, rights: Collection[str]) -> Hurdle:
    if obstacle.condition is Condition.LEADER_APPROVED:
        page, place, right, label = "act", "", Right.PLAN_RECORD, "去登记"
        address = reverse(page, args=[plan.pk, APPROVAL])
    else:
        page, place, right, label = _MENDED[obstacle.condition]
        address = reverse(page, args=[plan.pk]) + place
    closed = page == "draft" and Stage(plan.stage) not in stages.EDITABLE
    if right not in rights or closed:
        return Hurdle(obstacle.sentence + ("请先退回或撤回，再修改。" if closed else ""), "", "")
    return Hurdle(obstacle.sentence, address, label)


def holders(act: Act, stage: Stage) -> str:
    """Who does the act, in words: 领导小组组长；系统外的决定由绩效办经办人登记."""
    roles = _roles(stages.rights_at(act, stage))
    if not act.outside:
        return "、".join(roles)
    recorders = "、".join(_roles([stages.RECORD]))
    return f"{'、'.join(roles)}；在系统外办理的，由{recorders}登记" if roles else f"在系统外办理，由{recorders}登记"


def _roles(rights: Collection[str]) -> list[str]:
    held = {role for right in rights for roles in HOLDERS[right].values() for role in roles}
    return [str(role.label) for role in Account.Role if role in held]
