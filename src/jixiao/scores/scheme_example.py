"""What a rule makes of an example: points worked out by the engine itself, from what stands in the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import Any

from jixiao.core.numbers import parse_number
from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import CONTEXT
from jixiao.core.scoring.rules import KINDS, NOBODY, Panel, Peers, Rule, Veto
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.shape import Misfit, read
from jixiao.core.scoring.table import by_rule
from jixiao.scores.scheme_forms import Typed, laid
from jixiao.scores.scheme_spec import HELD, Block

_POINTS, _TARGET, _VALUE, _BEFORE, _PEERS, _MARKS = "points", "target", "value", "previous", "peers", "marks"
_INPUTS: Mapping[str, tuple[str, str]] = {
    _POINTS: ("分值", "5"),
    _TARGET: ("目标值（可空）", "100"),
    _VALUE: ("实际值", "90"),
    _BEFORE: ("上年值", "80"),
    _PEERS: ("同组其他单位的实际值", "100、95、80"),
    _MARKS: ("各评委打分", "92、90、88、85、80、70"),
}
_VALUES: Mapping[str, Mapping[str, str]] = {  # where the examples above make no sense
    "done": {_VALUE: "100"},
    "given": {_VALUE: "4"},
    "veto": {_VALUE: "1", _TARGET: ""},
    "bands": {_TARGET: "", _VALUE: "1"},
}
DEFAULT_PLACES = 4


@dataclass(frozen=True, slots=True)
class Input:
    name: str
    label: str
    text: str


def inputs_of(kind: str) -> tuple[str, ...]:
    """Which inputs an example of the kind has."""
    rule = KINDS[kind]
    if rule is Panel:
        return (_POINTS, _MARKS)
    names = [_POINTS, _VALUE] if kind in {"given", "rank", "ratio_to_best", "history"} or rule is Veto else [
        _POINTS, _TARGET, _VALUE,
    ]  # fmt: skip
    if kind == "history":
        names.append(_BEFORE)
    return (*names, _PEERS) if rule.COMPARES else tuple(names)


def example_of(blocks: Sequence[Block], typed: Typed, kind: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """For the template: the example's inputs, and what comes out, or why nothing does."""
    own = _VALUES.get(kind, {})
    texts = {name: str(asked.get(f"try-{name}", own.get(name, _INPUTS[name][1]))) for name in inputs_of(kind)}
    inputs = [Input(f"try-{name}", _INPUTS[name][0], text) for name, text in texts.items()]
    rule = _rule(blocks, typed, kind)
    if rule is None:
        return {"inputs": inputs, "outcome": "", "trouble": "先把上面的设置填对，再看例子。"}
    try:
        return {
            "inputs": inputs,
            "outcome": _worked(rule, texts),
            "trouble": "",
        }
    except ValueError as wrong:
        return {"inputs": inputs, "outcome": "", "trouble": str(wrong)}


def _rule(blocks: Sequence[Block], typed: Typed, kind: str) -> Rule | None:
    """The rule as it stands in the form, if it is a whole one."""
    made, problems = laid(blocks, typed, {"rules": {HELD: {}}})
    try:
        rule = read(KINDS[kind], {name: value for name, value in made["rules"][HELD].items() if name != "kind"})
    except Misfit:
        return None
    return None if problems or list(rule.problems()) else rule


def _worked(rule: Rule, texts: Mapping[str, str]) -> str:
    """Raises ValueError with a sentence where the example cannot be worked out."""
    values = {name: _numbers(texts.get(name, ""), _INPUTS[name][0]) for name in texts}
    entry = Entry(
        "example", _one(values, _POINTS) or Decimal(0), "", tuple(values.get(_VALUE, [])), target=_one(values, _TARGET),
        previous=_one(values, _BEFORE), marks=tuple(values.get(_MARKS, [])),
    )  # fmt: skip
    value = rule.known(entry)
    if value is None:
        raise ValueError("请填写例子里的实际值。")
    with localcontext(CONTEXT):
        peers = Peers([*values.get(_PEERS, []), value]) if rule.COMPARES else NOBODY
        points = by_rule(entry, rule, peers, DEFAULT_PLACES)
        return (
            f"{rule.reason(entry, value, peers).zh}；得{scored(points or Decimal(0))}分（分值{scored(entry.points)}）。"
        )


def _one(values: Mapping[str, list[Decimal]], name: str) -> Decimal | None:
    return next(iter(values.get(name, [])), None)


def _numbers(text: str, label: str) -> list[Decimal]:
    found = []
    for part in text.replace("，", "、").replace(",", "、").replace(" ", "、").split("、"):
        number = parse_number(part) if part else None
        if part and number is None:
            raise ValueError(f"例子里的“{label}”应为数字，现为“{part[:20]}”。")
        found += [] if number is None else [number]
    return found
