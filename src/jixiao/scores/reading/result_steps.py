"""One step of a score opened: the rule, what went into it, its evidence, and who decided what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.numbers import format_points
from jixiao.core.scheme_words.telling import told
from jixiao.core.scheme_words.telling_rules import rule_name, rule_told
from jixiao.core.scoring.entries import Claim, Entry, Fault, Given, Join
from jixiao.core.scoring.rules.base import amount, scored, shown
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.steps import Step, StepKind
from jixiao.people.models import Account
from jixiao.scores.reading.result_links import Proved, of_claim, of_fault, of_indicator
from jixiao.scores.reading.results import Opened

_JOINS = {
    Join.LAST: "以最后一期为准",
    Join.SUM: "各期相加",
    Join.MEAN: "各期平均",
    Join.EACH: "每期分别计分后平均",
}
_CHAPTER = {
    StepKind.CLAIM: "bonus",
    StepKind.BONUS: "bonus",
    StepKind.FAULT: "deductions",
    StepKind.DEDUCTION: "deductions",
}


@dataclass(frozen=True, slots=True)
class StepPage:
    """What stands beside the waterfall. `rule` are sentences of the scheme, `inputs` pairs of name and value."""

    step: Step
    above: tuple[str, ...]
    rule: tuple[str, ...]
    inputs: tuple[tuple[str, str], ...]
    decisions: tuple[Decided, ...]
    proved: Proved


@dataclass(frozen=True, slots=True)
class Decided:
    """A person's decision as it is shown; `old` is '' where nothing stood before."""

    stage: str
    old: str
    points: str
    by: str
    on: str
    reason: str


def find(total: Step, key: str) -> tuple[Step, ...]:
    """The step of that key with all above it, the total first; empty where there is none."""
    if total.key == key:
        return (total,)
    for child in total.children:
        way = find(child, key)
        if way:
            return (total, *way)
    return ()


def most_lost(total: Step) -> str:
    """The key of the step that cost most, to begin with; '' where nothing was lost."""
    worst = min(total.leaves(), key=lambda step: step.change)
    return worst.key if worst.change < 0 else ""


def step_page(shown: Opened, account: Account, way: tuple[Step, ...]) -> StepPage:
    """The page of the last step of `way`. At most four statements, for its evidence."""
    step = way[-1]
    above = tuple(each.title for each in way[1:-1])
    key = step.key.partition("/")[2]
    if step.kind is StepKind.INDICATOR:
        entry = next(each for each in shown.sheet.entries if each.key == key)
        proved = of_indicator(shown.result, account, entry)
        return StepPage(step, above, _of_entry(shown.scheme, entry), tuple(_entry(entry)), _decided(step), proved)
    if step.kind is StepKind.CLAIM:
        claim = next(each for each in shown.sheet.claims if each.key == key)
        found = tuple(_claim(claim, shown.scheme))
        return StepPage(step, above, _of_class(shown.scheme, step), found, (), of_claim(account, claim))
    if step.kind is StepKind.FAULT:
        fault = next(each for each in shown.sheet.faults if each.key == key)
        found = tuple(_fault(fault, shown.scheme))
        return StepPage(step, above, _of_class(shown.scheme, step), found, (), of_fault(account, fault))
    return StepPage(step, above, _of_part(shown.scheme, step), tuple(_part(shown, step, way)), (), Proved())


def _decided(step: Step) -> tuple[Decided, ...]:
    return tuple(
        Decided(
            each.stage,
            "" if each.old is None else scored(each.old),
            scored(each.points),
            each.by,
            each.on,
            each.reason,
        )
        for each in step.decisions
    )


# --- the rule


def _of_entry(scheme: Scheme, entry: Entry) -> tuple[str, ...]:
    rule = scheme.rules[entry.rule]
    return (f"{rule_name(entry.rule, rule)}：{rule_told(rule)}。",)


def _chapter(scheme: Scheme, key: str) -> tuple[str, ...]:
    return next(chapter.sentences for chapter in told(scheme) if chapter.key == key)


def _of_class(scheme: Scheme, step: Step) -> tuple[str, ...]:
    """What the rules say of the class, and what they say of all classes."""
    classes: Mapping[str, object] = (
        scheme.bonus.classes if step.kind is StepKind.CLAIM else scheme.deductions.classes
    )  # fmt: skip
    names = {key: getattr(each, "name", "") for key, each in classes.items()}
    others = [f"“{name}”" for key, name in names.items() if key != step.rule]
    sentences = _chapter(scheme, _CHAPTER[step.kind])
    return tuple(each for each in sentences if not any(f"{other}：" in each for other in others))


def _of_part(scheme: Scheme, step: Step) -> tuple[str, ...]:
    """What the rules say of a component, of bonus or deductions, of bounds and rounding."""
    head = step.key.partition("/")[0]
    if step.kind in _CHAPTER or head in ("bonus", "deduction"):
        return _chapter(scheme, "deductions" if head == "deduction" or step.kind is StepKind.DEDUCTION else "bonus")
    sentences = _chapter(scheme, "components")
    name = next((each.name for each in scheme.components if each.key == head), "")
    own = tuple(each for each in sentences if name and each.startswith(name))
    return own or sentences[-1:]


# --- what went in


def _entry(entry: Entry) -> Iterator[tuple[str, str]]:
    yield "分值", f"{scored(entry.points)}分"
    if entry.target is not None:
        yield "目标值", amount(entry, entry.target)
    if len(entry.values) > 1:
        yield f"{len(entry.values)}期数据", f"{_periods(entry)}（{_JOINS[entry.join]}）"
    elif entry.values and entry.target is None and entry.values[0] in (Decimal(0), Decimal(1)):
        yield "完成情况", "完成" if entry.values[0] else "未完成"
    elif entry.values:
        yield "实际值", "没有数据" if entry.values[0] is None else amount(entry, entry.values[0])
    if entry.previous is not None:
        yield "上年", amount(entry, entry.previous)
    if entry.marks:
        yield "评委打分", "、".join(shown(mark) for mark in entry.marks)
    if entry.claimed is not None:
        yield "自评得分", f"{scored(entry.claimed)}分"


def _periods(entry: Entry) -> str:
    return "；".join("没有数据" if value is None else amount(entry, value) for value in entry.values)


def _claim(claim: Claim, scheme: Scheme) -> Iterator[tuple[str, str]]:
    kind = scheme.bonus.classes.get(claim.kind)
    yield "类别", kind.name if kind else claim.kind
    if claim.source:
        yield "依据", claim.source
    if claim.points is not None:
        yield "核定加分", f"{scored(claim.points)}分"
    yield from _checked("核定", claim.by, claim.on)


def _fault(fault: Fault, scheme: Scheme) -> Iterator[tuple[str, str]]:
    kind = scheme.deductions.classes.get(fault.kind)
    yield "类别", kind.name if kind else fault.kind
    if fault.source:
        yield "来源", fault.source
    if fault.points is not None:
        yield "认定扣分", f"{scored(fault.points)}分"
    yield "整改", "已整改或未到期限" if fault.rectified else "逾期未整改"
    yield from _checked("认定", fault.by, fault.on)


def _part(shown: Opened, step: Step, way: tuple[Step, ...]) -> Iterator[tuple[str, str]]:
    head = step.key.partition("/")[0]
    given = shown.sheet.given.get(head)
    if given is not None:
        full = shown.scored.parts[head].full
        yield from _given(given, full)
    if step.kind is StepKind.DEDUCTION and not step.children:
        yield from ((fault.title or fault.kind, fault.source) for fault in shown.sheet.faults)


def _given(given: Given, full: Decimal) -> Iterator[tuple[str, str]]:
    yield "得分", f"{scored(given.score)}分（满分{format_points(full)}）"
    if given.source:
        yield "来源", given.source
    yield from _checked("录入", given.by, given.on)


def _checked(word: str, by: str, on: str) -> Iterator[tuple[str, str]]:
    if by or on:
        yield word, "　".join(filter(None, (by, on)))
