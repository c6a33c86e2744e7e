"""What may be done with the report of a cell, and what a report must say before it is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jixiao.core.ledger.measures import joined
from jixiao.core.ledger.states import CellFacts, Reporting, Standing

TEXT_LIMIT = 1000


class Progress(StrEnum):
    """What the reporter says of the indicator as a whole."""

    ON_PLAN = "on_plan"
    BEHIND = "behind"
    DONE = "done"


PROGRESS = {
    Progress.ON_PLAN: "按计划推进",
    Progress.BEHIND: "落后于计划",
    Progress.DONE: "已全部完成",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell as its report finds it. `standings` are those of its measures with the report's values."""

    cell: CellFacts
    opens: date
    standings: tuple[Standing, ...] = ()
    missing: tuple[str, ...] = ()  # measures without a value, by name
    unmet: tuple[str, ...] = ()  # measures whose target is not reached, by name
    is_last: bool = False
    has_each: bool = False  # a duty of each period: the year is not done before its last period
    open_tasks: int = 0
    evidence: int = 0


@dataclass(frozen=True, slots=True)
class Said:
    """What the reporter wrote."""

    progress: Progress
    sentence: str = ""
    note: str = ""


class Obstacle(NamedTuple):
    """What keeps a report from being handed in. `field` is where it is mended: values, sentence, note, progress, ''."""

    field: str
    sentence: str


def is_editable(cell: CellFacts, opens: date, today: date) -> bool:
    """Whether a report can be written: the cell is open, and nothing lies with the performance office."""
    if cell.struck_off or today < opens:
        return False
    return cell.reporting in (Reporting.NONE, Reporting.DRAFT, Reporting.RETURNED)


def standing_of(said: Said, standings: Sequence[Standing]) -> Standing:
    """What the cell's light is to show: the measures, made worse by the reporter's own word but never better."""
    measured = joined(standings)
    if said.progress is Progress.BEHIND:
        return measured if measured is Standing.SHORT else Standing.BEHIND
    if said.progress is Progress.DONE and measured in (Standing.NONE, Standing.DONE):
        return Standing.DONE
    if measured in (Standing.NONE, Standing.DONE):
        return Standing.ON_TRACK  # every number is reached, but the reporter has not called it done
    return measured


def needs_note(cell: CellFacts, standing: Standing, today: date) -> bool:
    """Whether reason and measures are asked for: only where something is late or off target."""
    return today > cell.due or standing in (Standing.BEHIND, Standing.SHORT)


def obstacles(asked: Asked, said: Said, today: date) -> tuple[Obstacle, ...]:
    """Everything that keeps the report from being handed in; () lets it pass."""
    if not is_editable(asked.cell, asked.opens, today):
        return (Obstacle("", _closed(asked, today)),)
    found = []
    if asked.missing:
        found.append(Obstacle("values", f"请填写{'、'.join(asked.missing)}。"))
    if not asked.standings and not said.sentence.strip():
        found.append(Obstacle("sentence", "请用一句话写明进展。"))
    for field, label, text in (("sentence", "进展", said.sentence), ("note", "原因和措施", said.note)):
        if len(text) > TEXT_LIMIT:
            found.append(Obstacle(field, f"{label}不能超过 {TEXT_LIMIT} 个字，现有 {len(text)} 个字。"))
    if said.progress is Progress.DONE:
        found += [Obstacle("progress", sentence) for sentence in _not_done(asked)]
    standing = standing_of(said, asked.standings)
    if needs_note(asked.cell, standing, today) and not said.note.strip():
        why = "已过报送期限" if today > asked.cell.due else "进度没有达到要求"
        found.append(Obstacle("note", f"{why}，请写明原因和下一步措施。"))
    return tuple(found)


def _closed(asked: Asked, today: date) -> str:
    if asked.cell.struck_off:
        return "这项指标已经销号，不再填报。"
    if today < asked.opens:
        return f"这一期从 {asked.opens:%Y-%m-%d} 起填报，现在还没有开启。"
    if asked.cell.reporting is Reporting.SUBMITTED:
        return "已经报送，正在等绩效办审核。"
    return "已经审核通过。要更正，请先说明理由申请更正。"


def _not_done(asked: Asked) -> list[str]:
    found = []
    short = any(each not in (Standing.DONE, Standing.NONE) for each in asked.standings) and not asked.has_each
    if short or set(asked.unmet) - set(asked.missing):
        found.append("填报了“已全部完成”，但有目标值没有达到，请核对数值或改选进展。")
    if asked.has_each and not asked.is_last:
        found.append("这项指标每期都要完成，最后一期才能填报“已全部完成”。")
    if not asked.evidence:
        found.append("填报“已全部完成”要附佐证材料，请先上传或选用一份。")
    if asked.open_tasks:
        found.append(f"清单还有 {asked.open_tasks} 项没有销号，不能填报“已全部完成”。")
    return found
