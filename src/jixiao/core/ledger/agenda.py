"""The agenda of a dispatch meeting (调度会): exceptions only, each with its facts; and the draft of its minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from jixiao.core.ledger.lagging import Lag, by_office, day_text, short, situation, word_of
from jixiao.core.ledger.states import State
from jixiao.core.ledger.strike_off import Stage, days_late, is_late

CELL, DIRECTIVE, TASK, WARNING, OTHER = "cell", "directive", "task", "warning", "other"
_NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Decision:
    """What a meeting decided, as a task; `of_last` marks those of the latest meeting."""

    task: int
    text: str
    office: str
    due: date | None
    stage: Stage
    meeting: str
    of_last: bool = False


@dataclass(frozen=True, slots=True)
class OverdueDirective:
    """An open directive past its due date, and the offices that owe an answer."""

    directive: int
    label: str
    title: str
    offices: tuple[str, ...]
    due: date
    escalated_to: str = ""


@dataclass(frozen=True, slots=True)
class Alarmed:
    """A quantity at its orange or red line."""

    organisation: str
    name: str
    value: str
    word: str
    is_worsening: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """A point of the agenda: what is asked, how things stand, and what it is about."""

    kind: str
    text: str
    facts: str = ""
    cell: int | None = None
    directive: int | None = None
    task: int | None = None


@dataclass(frozen=True, slots=True)
class Exceptions:
    """Everything that may come before a meeting, each in the ledger's order."""

    lags: tuple[Lag, ...] = ()
    directives: tuple[OverdueDirective, ...] = ()
    decisions: tuple[Decision, ...] = ()
    alarms: tuple[Alarmed, ...] = ()


def agenda(found: Exceptions, today: date) -> tuple[Point, ...]:
    """What became of the last decisions; what is undone of all; late indicators by office; indicators at risk, one
    point an office; overdue directives; warnings."""
    undone = [each for each in found.decisions if each.stage is not Stage.STRUCK_OFF]
    return (
        *_follow_up([each for each in found.decisions if each.of_last], today),
        *(_undone(each, today) for each in undone),
        *_late(found.lags),
        *_at_risk(found.lags),
        *(_overdue(each, today) for each in found.directives),
        *(_alarmed(each) for each in found.alarms),
    )


def _follow_up(decisions: Sequence[Decision], today: date) -> list[Point]:
    """What became of the latest meeting's decisions, in one point."""
    if not decisions:
        return []
    done = [each for each in decisions if each.stage is Stage.STRUCK_OFF]
    late = sum(is_late(each.stage, each.due, today) for each in decisions)
    open_ = len(decisions) - len(done)
    facts = f"{decisions[0].meeting}议定 {len(decisions)} 项，已落实 {len(done)} 项"
    facts += f"，未落实 {open_} 项" + (f"（其中逾期 {late} 项）" if late else "") if open_ else ""
    said = [f"已落实：{short(each.text, 80)}（{each.office or '未明确'}）" for each in done]
    return [Point(TASK, "上次议定事项落实情况", "\n".join([f"{facts}。", *said]))]


def _undone(decision: Decision, today: date) -> Point:
    due = f"应于 {day_text(decision.due)}前完成" if decision.due else "没有写明完成时限"
    if is_late(decision.stage, decision.due, today) and decision.due:
        due += f"，滞后 {days_late(decision.due, today)} 个工作日"
    asked = "已申请销号，正在核实" if decision.stage is Stage.CLAIMED else "还没有完成"
    office = decision.office or "未明确承办单位"
    facts = f"{decision.meeting}议定，{office}承办，{due}，{asked}。"
    return Point(TASK, short(decision.text, 100), facts, task=decision.task)


def _late(lags: Iterable[Lag]) -> list[Point]:
    """A point each, the office with the most first."""
    grouped = by_office(lag for lag in lags if lag.state is State.LATE)
    ordered = sorted(grouped.values(), key=len, reverse=True)
    return [_one(lag) for group in ordered for lag in sorted(group, key=lambda lag: -lag.days)]


def _one(lag: Lag) -> Point:
    offices = "、".join(lag.offices) or lag.office
    return Point(CELL, f"{lag.tag} {short(lag.text)}（{offices}）{word_of(lag)}", situation(lag), cell=lag.cell)


def _at_risk(lags: Iterable[Lag]) -> list[Point]:
    """One point an office; an office with only one gets the point of that indicator."""
    grouped = by_office(lag for lag in lags if lag.state is State.AT_RISK)
    return [_one(group[0]) if len(group) == 1 else _many(office, group) for office, group in grouped.items()]


def _many(office: str, group: Sequence[Lag]) -> Point:
    facts = [f"{lag.tag} {short(lag.text)}：{situation(lag)}" for lag in group]
    tags = "、".join(lag.tag for lag in group)
    return Point(CELL, f"{office}预警指标 {len(group)} 项：{tags}", "\n".join(facts), cell=group[0].cell)


def _overdue(each: OverdueDirective, today: date) -> Point:
    offices = "、".join(each.offices)
    up = f"已提请{each.escalated_to}。" if each.escalated_to else ""
    days = days_late(each.due, today)
    facts = f"{offices}应于 {day_text(each.due)}前办结，至今没有办结，滞后 {days} 个工作日。{up}"
    return Point(DIRECTIVE, f"{each.label} {short(each.title, 80)}（{offices}）", facts, directive=each.directive)


def _alarmed(each: Alarmed) -> Point:
    worse = "，连续变差" if each.is_worsening else ""
    return Point(
        WARNING, f"{each.organisation}{each.name}{each.word}", f"{each.name} {each.value}，达到{each.word}线{worse}。"
    )


@dataclass(frozen=True, slots=True)
class Discussed:
    """A point as the minutes have it: its decisions as (text, office, due)."""

    text: str
    outcome: str
    decisions: tuple[tuple[str, str, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """The meeting as the minutes name it."""

    title: str
    on: date
    place: str = ""
    chair: str = ""
    attendance: str = ""


def minutes_draft(held: Held, points: Sequence[Discussed]) -> str:
    """The minutes of what was said; points of which nothing was said are left out."""
    place = f"在{held.place}" if held.place else ""
    chair = f"，{held.chair}主持" if held.chair else ""
    lines = [f"{day_text(held.on)}{place}召开{held.title}{chair}。会议对照台账研究了例外事项，议定如下："]
    said = [each for each in points if each.outcome.strip() or each.decisions]
    for at, each in enumerate(said, 1):
        lines.append(f"{numeral(at)}、{each.text}")
        lines += [line for line in each.outcome.strip().splitlines() if line.strip()]
        lines += [_decided(decision) for decision in each.decisions]
    if not said:
        lines.append("会议没有议定事项。")
    if held.attendance.strip():
        lines.append(f"参加：{'、'.join(held.attendance.split())}")
    return "\n".join(lines)


def _decided(decision: tuple[str, str, date | None]) -> str:
    text, office, due = decision
    who = f"由{office}负责" if office else "责任单位另行明确"
    when = f"，{day_text(due)}前完成" if due else ""
    return f"议定事项：{short(text, 200)}（{who}{when}）。"


def numeral(number: int) -> str:
    """1 一, 12 十二, 20 二十, 35 三十五; below 100."""
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return f"{'' if tens == 1 else _NUMERALS[tens]}十{_NUMERALS[ones] if ones else ''}"
