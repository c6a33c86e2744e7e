"""What the pages of the ledger say about a cell, a measure, a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.measures import ASKED, Reckoning
from jixiao.core.ledger.reporting import PROGRESS, Progress
from jixiao.core.ledger.states import (
    GRAVITY,
    LIGHTS,
    REPORTED,
    REPORTING,
    CellFacts,
    Light,
    Reporting,
    State,
    state_of,
)
from jixiao.core.workdays import workdays_between
from jixiao.ledger.models import Cell, Measure, Report
from jixiao.plans.words import COMPARATORS

_NEEDLESS = {"=": ""}  # 目标12个, not 目标等于12个


@dataclass(frozen=True, slots=True)
class Count:
    """How many cells are in a state."""

    state: State
    light: Light
    number: int


def counted(numbers: dict[State, int]) -> list[Count]:
    """The counts of the states that occur, the gravest first."""
    return [Count(state, LIGHTS[state], numbers[state]) for state in GRAVITY if numbers.get(state)]


def light_of(cell: Cell, today: date) -> Light:
    return LIGHTS[state_of(cell.facts, today)]


def reporting_word(cell: Cell) -> str:
    """未填报, 草稿, 已报送，待审核."""
    return REPORTING[Reporting(cell.reporting)]


def progress_word(report: Report) -> str:
    return PROGRESS[Progress(report.progress)]


def asked_name(measure: Measure) -> str:
    """What a field asks for: 口袋公园（本年累计）."""
    return f"{measure.name}（{ASKED[Reckoning(measure.reckoning)]}）"


def target_text(measure: Measure) -> str:
    """不少于12个, 5—8项."""
    amount = shown_amount(measure.target, measure.unit)
    if measure.target_max is not None:
        return f"{amount}—{shown_amount(measure.target_max, measure.unit)}{measure.unit}"
    sign = _NEEDLESS.get(measure.comparator, COMPARATORS.get(measure.comparator, measure.comparator))
    return f"{sign}{amount}{measure.unit}"


def due_text(facts: CellFacts, opens: date, today: date) -> str:
    """4月8日前报送，还有 3 个工作日; 4月8日到期，已逾期 5 个工作日."""
    day = f"{facts.due.month}月{facts.due.day}日"
    day = day if facts.due.year == today.year else f"{facts.due.year}年{day}"
    if facts.struck_off or facts.reporting in REPORTED:
        return f"报送期限 {day}"
    if today > facts.due:
        return f"{day}到期，已逾期 {workdays_between(facts.due, today)} 个工作日"
    if today < opens:
        return f"{opens.month}月{opens.day}日起填报，{day}前报送"
    left = workdays_between(today, facts.due)
    return f"{day}前报送，还有 {left} 个工作日" if left else f"{day}前报送，今天到期"
