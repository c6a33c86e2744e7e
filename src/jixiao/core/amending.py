"""Whether an amendment of an approved plan may be approved now: its paper, its base, and a plan that still adds up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.core.stages import AMENDABLE, TITLES, Condition, Facts, Paper, Stage, unmet

_SOUND = (Condition.HAS_ROWS, Condition.CELLS_READ, Condition.POINTS_ADD_UP)


@dataclass(frozen=True, slots=True)
class Amending:
    """What is known of an amendment when somebody wants to approve it. `facts` are those of the amended plan."""

    stage: Stage
    base_is_latest: bool
    changes: int
    paper: Paper  # on: the amendment's date; note: its reason
    basis: str
    facts: Facts
    outside: bool = False  # the approval of somebody outside is recorded


def stage_obstacle(stage: Stage) -> str:
    """Why a plan at this stage cannot be amended; '' when it can."""
    return "" if stage in AMENDABLE else f"方案现在处于“{TITLES[stage]}”，不能调整；批复以后、办结以前才能调整。"


def content_obstacles(amending: Amending) -> tuple[str, ...]:
    """What is wrong with the amended plan itself, whatever the paper says."""
    found = [stage_obstacle(amending.stage)]
    if not amending.base_is_latest:
        found.append("拟订期间另一件调整已经批准，请先把本件改到最新版本上。")
    if not amending.changes:
        found.append("调整稿与现行版本没有差别。")
    found += [unmet(condition, amending.facts) for condition in _SOUND]
    return tuple(sentence for sentence in found if sentence)


def paper_obstacles(amending: Amending, today: date) -> tuple[str, ...]:
    """What the amendment's paper lacks."""
    paper = amending.paper
    found = []
    if not paper.document_no.strip():
        found.append("请填写调整文号。")
    if paper.on is None:
        found.append("请填写调整日期。")
    elif paper.on > today:
        found.append("调整日期不能晚于今天。")
    if not paper.note.strip():
        found.append("请写明调整理由。")
    if not amending.basis.strip():
        found.append("请写明调整依据。")
    if amending.outside and not paper.who.strip():
        found.append("请填写批准调整的领导或单位。")
    if amending.outside and not paper.file:
        found.append("登记系统外的批准，请上传批准文件。")
    return tuple(found)


def stage_after(stage: Stage) -> Stage:
    """A published plan becomes an amended one; one that was only approved stays so until it is published."""
    return stage if stage is Stage.APPROVED else Stage.AMENDED
