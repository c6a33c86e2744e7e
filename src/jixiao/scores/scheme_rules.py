"""Rules for indicators in the data of a scheme: named, renamed with all that name them, removed."""

from __future__ import annotations

from typing import Any

from jixiao.core.scoring.rules import KINDS
from jixiao.people.policy import Refused
from jixiao.scores.scheme_forms import Data
from jixiao.scores.scheme_spec import HELD

NAME = "rule-name"  # the input
NAME_LIMIT = 30
_UNFIT = frozenset(".[]：“”")


def new_key(data: Data, key: str, kind: str, name: str) -> str:
    """What the rule is called after saving: the typed name, or what it was, or the name of its kind. Raises Refused."""
    name = " ".join(name.split())
    taken = data["rules"].keys() - {key}
    if not name:
        return key or _free(KINDS[kind].NAME.zh, taken)
    if len(name) > NAME_LIMIT or _UNFIT & set(name):
        raise Refused(f"方法的名称最多 {NAME_LIMIT} 个字，不能用点号、方括号、冒号和引号。")
    if name in taken:
        raise Refused(f"已经有一种方法叫“{name}”，请换一个名称。")
    return name


def _free(name: str, taken: set[str]) -> str:
    number = 1
    while (found := name if number == 1 else f"{name}{number}") in taken:
        number += 1
    return found


def held(data: Data, key: str) -> Data:
    """The data with the rule under HELD in its place; a new one comes last."""
    rules = {HELD if each == key else each: rule for each, rule in data["rules"].items()}
    return {**data, "rules": rules if key else {**rules, HELD: {}}}


def named_rule(data: Data, key: str, name: str, kind: str) -> Data:
    """The data with the held rule under its name, and with that name wherever it was assigned as `key`."""
    rules = {name if each == HELD else each: rule for each, rule in data["rules"].items()}
    rules[name] = {"kind": kind, **{field: value for field, value in rules[name].items() if field != "kind"}}
    assigned = data.get("assigned", {})
    return {**data, "rules": rules, "assigned": _renamed(assigned, key, name) if key else assigned}


def _renamed(assigned: Any, old: str, new: str) -> Any:
    if isinstance(assigned, dict):
        return {name: _renamed(each, old, new) for name, each in assigned.items()}
    return new if assigned == old else assigned


def without_rule(data: Data, key: str) -> Data:
    """The data without the rule. Raises Refused for the last one."""
    rest = {each: rule for each, rule in data["rules"].items() if each != key}
    if not rest:
        raise Refused("至少要留一种计分方法。")
    return {**data, "rules": rest}
