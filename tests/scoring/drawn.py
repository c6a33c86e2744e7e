"""Schemes and sheets drawn at random, as plain data in the format of docs/reference/scoring-rules.md.

Values sit on edges more often than chance would have it: equal totals, targets just met, caps just reached.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

Data = dict[str, Any]
GRADES = ("优秀", "良好", "一般", "较差")


def scheme(dice: Random) -> Data:
    """A valid scheme."""
    share = dice.choice(["weight", "maximum"])
    components = _components(dice, share)
    base = sum(int(each["counts"]) for each in components) if components and share == "maximum" else 100
    data: Data = {
        "title": "随机规则",
        "base": str(base),
        "share": share,
        "components": components,
        "missing": dice.choice(["refuse", "zero", "average", "exclude"]),
        "places": {
            "indicator": dice.choice([2, 3, 4]),
            "component": dice.choice([2, 3, 4]),
            "total": dice.choice([1, 2, 3]),
        },
        "rules": _rules(dice),
        "assigned": {"with_target": "proportional", "with_ceiling": "fewer", "without_target": "done"},
        "bonus": _bonus(dice),
        "deductions": _deductions(dice, components),
        "grading": _grading(dice, base),
    }
    if components and dice.random() < 0.4:
        data["ranking"] = {"ties": "break", "tie_break": [components[0]["key"]]}
    return data


def _components(dice: Random, share: str) -> list[Data]:
    keys = ["table", "public", "leaders", "peers", "self"]
    sources = {"table": "table", "public": "given", "leaders": "given", "peers": "rated", "self": "claimed"}
    chosen = keys[: dice.randint(0, 1)] + dice.sample(keys[1:], dice.randint(0, 3))
    made = []
    for key in chosen:
        counts = dice.choice(["1", "2", "3", "0.7", "0.1"]) if share == "weight" else str(dice.randint(5, 70))
        each: Data = {"key": key, "name": key, "counts": counts, "source": sources[key]}
        if dice.random() < 0.7:
            each["missing"] = dice.choice(["zero", "average", "exclude"])
        if sources[key] in ("given", "rated") and dice.random() < 0.3:
            each["scale"] = dice.choice(["5", "100", "150", "7"])
        made.append(each)
    return made


def _rules(dice: Random) -> Data:
    bands = sorted({dice.randint(1, 9) for _ in range(3)}, reverse=True)
    return {
        "done": {"kind": "done", "otherwise": dice.choice(["0", "0.3"])},
        "fewer": {"kind": "done", "direction": "lower"},
        "proportional": {
            "kind": "proportional", "floor": dice.choice(["0", "0.2"]), "cap": dice.choice(["1", "1.2"]),
            "none_below": dice.choice(["0", "0.6"]),
        },
        "inverse": {"kind": "proportional", "direction": "lower"},
        "steps": {
            "kind": "steps", "step": dice.choice(["0.02", "0.01", "3"]), "takes": dice.choice(["0.05", "1", "0.3"]),
            "measure": dice.choice(["percent", "unit"]), "whole": dice.random() < 0.5,
            "direction": dice.choice(["higher", "lower"]), "floor": dice.choice(["0", "0.1"]),
        },
        "bands": {
            "kind": "bands", "of_target": dice.random() < 0.5,
            "bands": [{"at_least": f"0.{low}", "share": f"{1 - at * 0.3:.1f}"} for at, low in enumerate(bands)],
        },
        "rank": {
            "kind": "rank", "step": dice.choice(["0.02", "0.1"]), "ties": dice.choice(["same", "void"]),
            "direction": dice.choice(["higher", "lower"]), "floor": dice.choice(["0", "0.6"]),
        },
        "places": {"kind": "rank", "is_given": True, "places": ["1", "0.8", "0.5"]},
        "best": {"kind": "ratio_to_best", "direction": dice.choice(["higher", "lower"])},
        "history": {"kind": "history", "own": dice.choice(["0.5", "0.3"])},
        "panel": {"kind": "panel", "trim": 1, "trim_above": dice.choice([2, 5]), "scale": dice.choice(["100", "10"])},
        "outside": {"kind": "given", **({"scale": "100"} if dice.random() < 0.5 else {})},
        "veto": {"kind": "veto", "at_most": dice.choice(["", "良好"])},
    }  # fmt: skip


def _bonus(dice: Random) -> Data:
    data: Data = {"may_exceed": dice.random() < 0.5}
    if dice.random() < 0.6:
        data["cap"] = dice.choice(["1", "5", "10"])
    if dice.random() < 0.3:
        data["item_share"] = "0.1"
    if dice.random() < 0.3:
        data["unit_share"] = dice.choice(["0.1", "0.5"])
    classes: Data = {"national": {"name": "国家级", "points": "3"}, "province": {"name": "省级", "points": "1.5"}}
    if dice.random() < 0.5:
        classes["province"]["cap"] = "2"
    if dice.random() < 0.3:
        classes["national"]["lifts"] = "优秀"
    return data | {"classes": classes}


def _deductions(dice: Random, components: list[Data]) -> Data:
    data: Data = {"doubles": dice.random() < 0.5, "classes": {"late": {"name": "迟报", "points": "0.5"}}}
    if dice.random() < 0.6:
        data["cap"] = dice.choice(["2", "5"])
    if components and dice.random() < 0.3:
        data["before"] = dice.choice(components)["key"]
    return data


def _grading(dice: Random, base: int) -> Data:
    grades: list[Data] = [{"name": name} for name in GRADES]
    for at, grade in enumerate(grades[:-1]):
        if dice.random() < 0.5:
            grade["at_least"] = f"{base * (85 - 10 * at) / 100:.2f}"
        if dice.random() < 0.6:
            grade["share"] = dice.choice(["0.2", "0.25", "0.3"])
    data: Data = {"grades": grades, "counting": dice.choice(["half_up", "down", "up"])}
    if dice.random() < 0.3:
        data["groups"] = {"甲组": {"优秀": "0.4"}}
    return data


def sheets(dice: Random, rules: Data) -> list[Data]:
    """The sheets of a few organisations in two groups; they share most indicators."""
    items = [_item(dice, at) for at in range(dice.randint(1, 6))]
    return [_sheet(dice, at, items, rules) for at in range(dice.randint(1, 7))]


def _item(dice: Random, at: int) -> Data:
    rule = dice.choice(
        [
            "done",
            "fewer",
            "proportional",
            "inverse",
            "steps",
            "bands",
            "rank",
            "places",
            "best",
            "history",
            "panel",
            "outside",
            "veto",
        ]
    )
    return {
        "key": f"k{at}", "no": f"1-{at + 1}", "title": f"指标{at + 1}", "points": dice.choice(["1", "2", "1.5", "3", "0.35"]),
        "rule": rule, "path": [f"类{at % 2}", f"目标{at % 3}"], "join": dice.choice(["last", "sum", "mean", "each"]),
        **({"target": dice.choice(["10", "4", "0", "3"])} if dice.random() < 0.7 else {}),
    }  # fmt: skip


def _sheet(dice: Random, at: int, items: list[Data], rules: Data) -> Data:
    data: Data = {
        "organisation": f"o{at}", "name": f"单位{at}", "group": dice.choice(["甲组", "乙组"]),
        "apart": dice.random() < 0.05,
        "entries": [_entry(dice, item) for item in items if dice.random() < 0.95],
    }  # fmt: skip
    given = {each["key"]: _full(rules, each) for each in rules["components"] if each["source"] in ("given", "rated")}
    data["given"] = {
        key: {"score": str(full * dice.randint(0, 100) / 100), "source": "通报"}
        for key, full in given.items()
        if dice.random() < 0.9
    }
    data["claims"] = [_claim(dice, number) for number in range(dice.choice([0, 0, 1, 2, 4]))]
    data["faults"] = [_fault(dice, number) for number in range(dice.choice([0, 0, 1, 3]))]
    data["events"] = [_event(dice, number) for number in range(dice.choice([0, 0, 0, 1, 2]))]
    return data


def _full(rules: Data, component: Data) -> Decimal:
    """The full mark of what comes in for a component."""
    return Decimal(component.get("scale") or (component["counts"] if rules["share"] == "maximum" else 100))


def _entry(dice: Random, item: Data) -> Data:
    values = [None if dice.random() < 0.15 else _amount(dice, item) for _ in range(dice.choice([0, 1, 1, 4]))]
    data = {**item, "values": values}
    if dice.random() < 0.7:
        data["claimed"] = item["points"]
    if item["rule"] == "history" and dice.random() < 0.9:
        data["previous"] = str(dice.randint(1, 9))
    if item["rule"] == "panel":
        data["marks"] = [str(dice.randint(5, 10)) for _ in range(dice.choice([0, 1, 3, 4, 7]))]
    if dice.random() < 0.15:
        data["decisions"] = [{"stage": "实地考评", "points": dice.choice(["0", "0.2", item["points"]]), "by": "甲"}]
    return data


def _amount(dice: Random, item: Data) -> str:
    if item["rule"] in ("places", "veto"):
        return str(dice.randint(0, 4))
    return dice.choice([str(dice.randint(0, 12)), f"{dice.randint(0, 120) / 10}", item.get("target", "1"), "0.9"])


def _claim(dice: Random, number: int) -> Data:
    data: Data = {"key": f"c{number}", "kind": dice.choice(["national", "province"]), "fact": f"f{dice.randint(0, 2)}"}
    if dice.random() < 0.5:
        data["points"] = dice.choice(["0.5", "1", "9"])
    if dice.random() < 0.3:
        data["item"] = "k0"
    return data


def _fault(dice: Random, number: int) -> Data:
    data: Data = {"key": f"d{number}", "kind": "late", "rectified": dice.random() < 0.6}
    return data | ({"points": dice.choice(["0.2", "1", "2.5"])} if dice.random() < 0.5 else {})


def _event(dice: Random, number: int) -> Data:
    effect = dice.choice(["promote", "cap", "lower"])
    data: Data = {"key": f"e{number}", "effect": effect, "subject": dice.choice(["both", "unit", "body"])}
    return data | ({"steps": dice.choice([1, 2])} if effect == "lower" else {"grade": dice.choice(GRADES[:3])})


def drawn(seed: int) -> tuple[Data, list[Data]]:
    """The scheme and the sheets of a seed."""
    dice = Random(seed)
    rules = scheme(dice)
    return rules, sheets(dice, rules)
