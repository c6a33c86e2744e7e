"""Short ways to write entries, sheets and schemes. Figures are written as text, so that they are exact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from jixiao.core.scoring.composing import score_all, work_all
from jixiao.core.scoring.entries import Entry, Fault, Given, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.rules import Peers, Rule
from jixiao.core.scoring.scheme import Bonus, BonusClass, Component, Deductions, FaultClass, Scheme, Source
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.table import Field

D = Decimal
AMOUNTS = {"points", "target", "previous", "claimed"}


def an_entry(*values: str | None, key: str = "a", points: str = "10", rule: str = "r", **more: Any) -> Entry:
    numbers = {name: D(more.pop(name)) for name in AMOUNTS & set(more)}
    marks = tuple(D(mark) for mark in more.pop("marks", ()))
    periods = tuple(None if value is None else D(value) for value in values)
    return Entry(key, D(points), rule, periods, marks=marks, **numbers, **more)


def a_sheet(*entries: Entry, organisation: str = "甲", given: dict[str, str] | None = None, **more: Any) -> Sheet:
    scores = {key: Given(D(score)) for key, score in (given or {}).items()}
    return Sheet(organisation, entries=entries, given=scores, **more)


TABLE = Component("table", "目标考核", D(100), Source.TABLE)


def a_scheme(rule: Rule | None = None, components: Sequence[Component] = (TABLE,), **more: Any) -> Scheme:
    """A scheme of the table alone, with one rule `r`, unless it says otherwise."""
    rules = {"rules": {"r": rule}} if rule is not None else {}
    return Scheme("办法", components=tuple(components), **rules, **more)


def given(key: str, counts: str, **more: Any) -> Component:
    return Component(key, f"部分{key}", D(counts), **more)


def among(*values: str) -> Peers:
    return Peers([D(value) for value in values])


def share_of(rule: Rule, entry: Entry, *peers: str) -> Decimal:
    value = rule.known(entry)
    assert value is not None
    return rule.share(entry, value, among(*peers))


def told(rule: Rule, entry: Entry, *peers: str) -> tuple[str, str]:
    value = rule.known(entry)
    assert value is not None
    said = rule.reason(entry, value, among(*peers))
    return said.zh, said.en


def scored(scheme: Scheme, *sheets: Sheet) -> dict[str, Result]:
    return {result.organisation: result for result in score_all(scheme, sheets)}


def total(scheme: Scheme, sheet: Sheet) -> Decimal | None:
    return scored(scheme, sheet)[sheet.organisation].total


def tree(scheme: Scheme, sheet: Sheet, *others: Sheet) -> Step:
    sheets = [sheet, *others]
    worked = work_all(scheme, sheets)[0]
    step = explain(scheme, worked, Field(scheme, sheets))
    if worked.result.total is not None:
        assert scheme.base + sum(leaf.change for leaf in step.leaves()) == worked.result.total
    return step


def lines(step: Step) -> list[tuple[str, str, str, str]]:
    """Key, change and sentences of the step's children."""
    return [(each.key, str(each.change), each.said.zh, each.said.en) for each in step.children]


def child(step: Step, key: str) -> Step:
    return next(each for each in step.children if each.key == key)


def every(step: Step) -> list[Step]:
    return [step, *(each for below in step.children for each in every(below))]


ONE = (given("甲", "100"),)
BONUS = {
    "state": BonusClass("国家级", D(5)),
    "city": BonusClass("市级", D(2), cap=D(3)),
}
FAULTS = {"slack": FaultClass("作风懈怠", D(2))}


def with_bonus(**more: Any) -> Scheme:
    return a_scheme(components=ONE, bonus=Bonus(name="加分项", classes=BONUS, **more))


def deducted(*faults: Fault, score: str = "80", **more: Any) -> Step:
    scheme = a_scheme(components=ONE, deductions=Deductions(classes=FAULTS, **more))
    return tree(scheme, a_sheet(given={"甲": score}, faults=faults))
