"""The quarterly analysis (季度分析): drafted from plain records of the ledger, to be edited by a person.

Snapshot in, text out; the snapshot is kept beside the text, so that the next quarter can say what moved.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TypedDict

from jixiao.core.ledger.agenda import numeral
from jixiao.core.ledger.lagging import Lag, day_text, short, situation
from jixiao.core.ledger.states import GRAVITY, LIGHTS, State
from jixiao.core.numbers import format_points
from jixiao.core.rounding import round_half_up

QUARTERS = {1: "第一季度", 2: "第二季度", 3: "第三季度", 4: "第四季度"}
_GOOD = frozenset({State.ON_TRACK, State.DONE, State.STRUCK_OFF})
_LISTED = 12  # indicators named in one sentence


class IndicatorFacts(TypedDict):
    """An indicator at the snapshot's day; `days` are working days since its report was due."""

    item: int
    no: str
    text: str
    offices: list[str]
    state: str
    period: str
    is_reported: bool
    due: str
    days: int
    summary: str
    note: str


class OfficeFacts(TypedDict):
    """What a leading office carries: indicators, those late, those at risk, open directives and decisions."""

    name: str
    indicators: int
    late: int
    at_risk: int
    directives: int
    decisions: int


class DirectiveFacts(TypedDict):
    issued: int
    closed: int
    late: int
    unread: int
    escalated: int


class DecisionFacts(TypedDict):
    made: int
    done: int
    late: int


class Snapshot(TypedDict):
    """The ledger on the day `as_of`, in plain values that JSON keeps."""

    plan: str
    agency: str
    year: int
    quarter: int
    as_of: str
    indicators: list[IndicatorFacts]
    offices: list[OfficeFacts]
    directives: DirectiveFacts
    decisions: DecisionFacts
    warnings: list[str]
    forecasts: list[str]


Move = tuple[IndicatorFacts, State, State]  # indicator, before, now


def draft(now: Snapshot, before: Snapshot | None = None) -> str:
    """The analysis of a quarter; `before` is the snapshot of the quarter before, if there is one."""
    sections = [
        ("总体情况", _overall(now, before)),
        ("滞后和预警事项", _behind(now)),
        ("进展较快的指标", _ahead(now, before)),
        ("责任科室负担", _load(now)),
        ("督办和议定事项落实情况", _follow_up(now)),
        ("全年预测", _forecast(now)),
        ("下一步工作建议", _advice(now)),
    ]
    lines = [
        f"{now['year']}年{QUARTERS[now['quarter']]}绩效目标完成情况分析",
        f"{now['agency']}对照绩效目标台账，以 {day_text(date.fromisoformat(now['as_of']))}的数据为准，分析如下。",
    ]
    for at, (title, paragraphs) in enumerate(sections, 1):
        lines += [f"{numeral(at)}、{title}", *paragraphs]
    return "\n".join(lines)


def counts(snapshot: Snapshot) -> dict[State, int]:
    """How many indicators are in each state."""
    found = dict.fromkeys(State, 0)
    for each in snapshot["indicators"]:
        found[State(each["state"])] += 1
    return found


def on_track(snapshot: Snapshot) -> Decimal | None:
    """The share, in percent with one decimal, of the indicators on track, done or struck off among those that are due
    for a report; None when none is."""
    found = counts(snapshot)
    asked = sum(found.values()) - found[State.NOT_DUE]
    return round_half_up(Decimal(sum(found[state] for state in _GOOD)) * 100 / asked, 1) if asked else None


def moves(now: Snapshot, before: Snapshot) -> tuple[list[Move], list[Move]]:
    """The indicators whose state got better and those whose state got worse."""
    was = {each["item"]: State(each["state"]) for each in before["indicators"]}
    better: list[Move] = []
    worse: list[Move] = []
    for each in now["indicators"]:
        state = State(each["state"])
        old = was.get(each["item"], State.NOT_DUE)
        if State.NOT_DUE in (old, state) or old is state:
            continue
        (better if _rank(state) > _rank(old) else worse).append((each, old, state))
    return better, worse


def _rank(state: State) -> int:
    return GRAVITY.index(state)


def _overall(now: Snapshot, before: Snapshot | None) -> list[str]:
    found = counts(now)
    parts = "，".join(f"{LIGHTS[state].word} {found[state]} 项" for state in State if found[state])
    share = on_track(now)
    sentence = f"全年绩效目标共 {len(now['indicators'])} 项指标：{parts or '没有指标'}。"
    if share is not None:
        sentence += f"已到填报期的指标中，正常、完成和销号的占 {format_points(share)}%。"
    return [sentence, _compared(now, before)]


def _compared(now: Snapshot, before: Snapshot | None) -> str:
    if before is None:
        return "上季度没有形成分析，不作比较。" if now["quarter"] > 1 else "本季度为年度首个季度，不作比较。"
    better, worse = moves(now, before)
    share, was = on_track(now), on_track(before)
    text = f"与{QUARTERS[before['quarter']]}相比，{len(better)} 项好转，{len(worse)} 项变差"
    if share is not None and was is not None:
        diff = share - was
        change = f"{'上升' if diff > 0 else '下降'} {format_points(abs(diff))} 个百分点" if diff else "持平"
        text += f"，正常以上的占比{change}"
    return f"{text}。" + _moved("变差的是", worse)


def _moved(lead: str, found: Sequence[Move]) -> str:
    if not found:
        return ""
    named = [f"{each['no']}（由{LIGHTS[old].word}变为{LIGHTS[new].word}）" for each, old, new in found[:_LISTED]]
    return f"{lead} {'、'.join(named)}{'等' if len(found) > _LISTED else ''}。"


def _behind(now: Snapshot) -> list[str]:
    found = [each for each in now["indicators"] if each["state"] in (State.LATE, State.AT_RISK)]
    if not found:
        paragraphs = ["本季度没有滞后和预警的指标。"]
    else:
        ordered = sorted(found, key=lambda each: (_rank(State(each["state"])), -each["days"]))
        paragraphs = [_lag_line(at, each) for at, each in enumerate(ordered, 1)]
    if now["warnings"]:
        paragraphs.append(f"风险预警：{'；'.join(now['warnings'])}。")
    return paragraphs


def _lag_line(at: int, each: IndicatorFacts) -> str:
    state = State(each["state"])
    lag = Lag(
        cell=0,
        tag=each["no"],
        text=each["text"],
        offices=tuple(each["offices"]),
        period=each["period"],
        state=state,
        is_reported=each["is_reported"],
        due=date.fromisoformat(each["due"]),
        days=each["days"],
        summary=each["summary"],
        note=each["note"],
    )
    offices = "、".join(lag.offices) or lag.office
    return f"{at}. {lag.tag} {short(lag.text)}（{LIGHTS[state].word}，{offices}）。{situation(lag)}"


def _ahead(now: Snapshot, before: Snapshot | None) -> list[str]:
    done = [each for each in now["indicators"] if each["state"] in (State.DONE, State.STRUCK_OFF)]
    paragraphs = []
    if done:
        named = "；".join(f"{each['no']} {short(each['text'], 30)}（{_lead(each)}）" for each in done[:_LISTED])
        paragraphs.append(f"已经完成或销号 {len(done)} 项：{named}{'等' if len(done) > _LISTED else ''}。")
    better = moves(now, before)[0] if before is not None else []
    if better:
        paragraphs.append(_moved("比上季度好转的是", better))
    return paragraphs or ["本季度没有提前完成或者明显好转的指标。"]


def _lead(each: IndicatorFacts) -> str:
    return each["offices"][0] if each["offices"] else "未明确责任科室"


def _load(now: Snapshot) -> list[str]:
    offices = [each for each in now["offices"] if each["indicators"]]
    if not offices:
        return ["方案没有写明责任科室。"]
    most = sorted(offices, key=lambda each: (-each["indicators"], -each["late"]))
    parts = "；".join(_carried(each) for each in most)
    paragraphs = [f"牵头指标由 {len(offices)} 个单位承担：{parts}。"]
    late = sorted((each for each in offices if each["late"]), key=lambda each: -each["late"])
    if late:
        named = "、".join(f"{each['name']}（{each['late']} 项）" for each in late)
        paragraphs.append(f"滞后指标集中在{named}。")
    return paragraphs


def _carried(each: OfficeFacts) -> str:
    extra = [f"滞后 {each['late']} 项"] if each["late"] else []
    extra += [f"预警 {each['at_risk']} 项"] if each["at_risk"] else []
    extra += [f"在办督办 {each['directives']} 件"] if each["directives"] else []
    extra += [f"在办议定事项 {each['decisions']} 项"] if each["decisions"] else []
    return f"{each['name']} {each['indicators']} 项" + (f"（{'，'.join(extra)}）" if extra else "")


def _follow_up(now: Snapshot) -> list[str]:
    issued, decided = now["directives"], now["decisions"]
    if not issued["issued"]:
        first = "本年度没有发出督办单。"
    else:
        open_ = issued["issued"] - issued["closed"]
        first = f"本年度发出督办单 {issued['issued']} 件，办结 {issued['closed']} 件，在办 {open_} 件"
        counted = ((issued["late"], "逾期"), (issued["unread"], "没有签收"), (issued["escalated"], "提请分管领导"))
        extra = [f"{word} {number} 件" for number, word in counted if number]
        first += f"（{'，'.join(extra)}）。" if extra else "。"
    if not decided["made"]:
        return [first, "调度会没有议定事项。"]
    late = f"，其中逾期 {decided['late']} 项" if decided["late"] else ""
    open_ = decided["made"] - decided["done"]
    return [
        first,
        f"调度会议定事项 {decided['made']} 项，落实 {decided['done']} 项，未落实 {open_} 项{late}。",
    ]


def _forecast(now: Snapshot) -> list[str]:
    if now["forecasts"]:
        return ["按各期完成情况推算，以下目标全年完成有风险：", *now["forecasts"]]
    return ["按各期完成情况推算，没有发现全年目标完成有风险的指标；没有数值目标的指标不作推算。"]


def _advice(now: Snapshot) -> list[str]:
    found = counts(now)
    late = [each for each in now["indicators"] if each["state"] == State.LATE]
    advice = []
    if late:
        offices = "、".join(dict.fromkeys(_lead(each) for each in late))
        tags = "、".join(each["no"] for each in late[:_LISTED])
        advice.append(f"对滞后的 {len(late)} 项指标（{tags}）逐项明确措施和时限，由{offices}按月报告进展。")
    if found[State.AT_RISK]:
        advice.append(f"对预警的 {found[State.AT_RISK]} 项指标提前提醒，防止转为滞后。")
    if now["directives"]["late"]:
        advice.append(f"督促办结逾期的 {now['directives']['late']} 件督办单。")
    if now["decisions"]["made"] > now["decisions"]["done"]:
        advice.append("在下次调度会上逐项听取议定事项落实情况。")
    if now["forecasts"]:
        advice.append("对全年完成有风险的目标，研究加力措施；确需调整的，按程序报批。")
    if not advice:
        return ["保持现有进度，按期填报，及时归集佐证材料。"]
    return ["".join(f"{numeral(at)}是{text[:-1]}；" for at, text in enumerate(advice, 1))[:-1] + "。"]
