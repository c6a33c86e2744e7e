"""The second scoring engine, first half: numbers, periods, indicator rules (docs/reference/scoring-rules.md §1–§5).

Written from that page alone, in exact fractions over plain data, without any code of the project.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from typing import Any

Data = dict[str, Any]
Pool = dict[tuple[str, str], list[Fraction]]  # (group, indicator key) → the known values that are compared

COMPARING = ("rank", "ratio_to_best", "history")
BY_PERIOD = ("done", "proportional", "steps", "bands", "given")
DEFAULT_RULES: dict[str, Data] = {
    "done": {"kind": "done"},
    "proportional": {"kind": "proportional"},
    "within": {"kind": "done", "direction": "lower"},
}
ZERO, ONE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)


# §1 numbers and rounding


def number(given: Any) -> Fraction:
    """§1. A decimal as a string or an integer, exactly; a binary float is never read."""
    assert not isinstance(given, float)
    return Fraction(given)


def optional(data: Data, key: str) -> Fraction | None:
    """§2. A number that may be left out."""
    return None if data.get(key) is None else number(data[key])


def r(x: Fraction, n: int) -> Fraction:
    """§1. x rounded half up, away from zero, to n decimals."""
    size = Fraction(floor(abs(x) * 10**n + HALF), 10**n)
    return -size if x < 0 else size


def clip(x: Fraction, low: Fraction, high: Fraction) -> Fraction:
    """§1. min(max(x, low), high)."""
    return min(max(x, low), high)


def mean(values: Sequence[Fraction]) -> Fraction:
    """The exact mean of at least one value."""
    return sum(values, ZERO) / len(values)


def text(x: Fraction, n: int) -> str:
    """§2. x, which has at most n decimals, as a decimal string of exactly n decimals."""
    whole = x * 10**n
    assert whole.denominator == 1, f"{x} has more than {n} decimals"
    digits = str(abs(whole.numerator)).rjust(n + 1, "0")
    sign = "-" if x < 0 else ""
    return f"{sign}{digits[: len(digits) - n]}.{digits[len(digits) - n :]}" if n else sign + digits


def places(scheme: Data, level: str) -> int:
    """§1, §2. The decimals of `indicator`, `component` or `total`."""
    return int(scheme.get("places", {}).get(level, 2 if level == "total" else 4))


def finest(scheme: Data) -> int:
    """§1. P, the larger of the places of components and total."""
    return max(places(scheme, "component"), places(scheme, "total"))


# §3 how periods join


def known(entry: Data) -> list[Fraction]:
    """§3. The values of the periods that are known."""
    return [number(value) for value in entry.get("values", []) if value is not None]


def year(entry: Data, kind: str) -> Fraction | None:
    """§3. The year's value; with `each` what the kinds take that do not judge by period. None without data."""
    values, join = known(entry), entry.get("join", "last")
    if not values:
        return None
    if join == "sum":
        return sum(values, ZERO)
    if join == "mean":
        return mean(values)
    return max(values) if join == "each" and kind == "veto" else values[-1]


# §4 indicator rules


def rule_of(scheme: Data, entry: Data) -> Data:
    """§2. The rule an entry names; rules that are given replace the defaults as a whole."""
    found: Data = scheme.get("rules", DEFAULT_RULES)[entry["rule"]]
    return found


def is_lower(rule: Data) -> bool:
    """§4. Whether less is better."""
    return bool(rule.get("direction", "higher") == "lower")


def rate(v: Fraction, t: Fraction, lower: bool) -> Fraction:
    """§4. The completion rate."""
    if lower:
        return ONE if v <= t else (t / v if t > 0 else ZERO)
    if t <= 0:
        return ONE if v >= t else ZERO
    return v / t


def compared(scheme: Data, sheets: Sequence[Data]) -> Pool:
    """§4. The values among which best, rank and ties are found: same key, same group, under a rule that compares."""
    pool: Pool = {}
    for sheet in sheets:
        for entry in sheet.get("entries", []):
            kind = rule_of(scheme, entry)["kind"]
            value = year(entry, kind)
            if kind not in COMPARING or value is None:
                continue
            if kind == "history" and entry.get("previous") is None:
                continue
            pool.setdefault((sheet.get("group", ""), entry["key"]), []).append(value)
    return pool


def done(rule: Data, entry: Data, v: Fraction) -> Fraction:
    """§4 done."""
    t = optional(entry, "target")
    is_done = v >= 1 if t is None else (v <= t if is_lower(rule) else v >= t)
    return ONE if is_done else number(rule.get("otherwise", 0))


def proportional(rule: Data, entry: Data, v: Fraction) -> Fraction:
    """§4 proportional."""
    t = optional(entry, "target")
    c = v if t is None else rate(v, t, is_lower(rule))
    low = number(rule.get("floor", 0))
    return low if c < number(rule.get("none_below", 0)) else clip(c, low, number(rule.get("cap", 1)))


def steps(rule: Data, entry: Data, v: Fraction) -> Fraction:
    """§4 steps."""
    points, t = number(entry["points"]), optional(entry, "target")
    if points == 0:
        return ZERO
    if t is None:
        t = ZERO if is_lower(rule) else ONE
    missed = max(v - t if is_lower(rule) else t - v, ZERO)
    if rule.get("measure", "unit") == "percent" and t != 0:
        missed /= abs(t)
    count = missed / number(rule.get("step", 1))
    if rule.get("whole", True):
        count = Fraction(floor(count))
    return max(1 - count * number(rule.get("takes", 1)) / points, number(rule.get("floor", 0)))


def bands(rule: Data, entry: Data, v: Fraction) -> Fraction:
    """§4 bands."""
    t = optional(entry, "target")
    judged = rate(v, t, False) if rule.get("of_target", False) and t is not None else v
    for band in rule.get("bands", [{"at_least": 1, "share": 1}]):
        if judged >= number(band["at_least"]):
            return number(band["share"])
    return ZERO


def given(rule: Data, entry: Data, v: Fraction) -> Fraction:
    """§4 given."""
    scale = optional(rule, "scale")
    w = number(entry["points"]) if scale is None else scale
    return clip(v / w, ZERO, ONE) if w > 0 else ZERO


def rank(rule: Data, v: Fraction, others: Sequence[Fraction]) -> Fraction:
    """§4 rank; `others` are all compared values, its own among them."""
    if rule.get("ties", "same") == "void" and others.count(v) > 1:
        return ZERO
    if rule.get("is_given", False):
        n = max(int(v), 1)
    else:
        n = 1 + sum(other < v if is_lower(rule) else other > v for other in others)
    listed = rule.get("places", [])
    if listed:
        return number(listed[min(n, len(listed)) - 1])
    return max(1 - number(rule.get("step", "0.02")) * (n - 1), number(rule.get("floor", 0)))


def best(rule: Data, others: Sequence[Fraction]) -> Fraction:
    """§4. The best of the compared values."""
    return min(others) if is_lower(rule) else max(others)


def ratio_to_best(rule: Data, v: Fraction, others: Sequence[Fraction]) -> Fraction:
    """§4 ratio_to_best."""
    return clip(rate(v, best(rule, others), is_lower(rule)), number(rule.get("floor", 0)), ONE)


def history(rule: Data, entry: Data, v: Fraction, others: Sequence[Fraction]) -> Fraction | None:
    """§4 history; without a previous value data are missing."""
    previous, own = optional(entry, "previous"), number(rule.get("own", "0.5"))
    if previous is None:
        return None
    with_self = clip(rate(v, previous, is_lower(rule)), ZERO, ONE)
    with_best = clip(rate(v, best(rule, others), is_lower(rule)), ZERO, ONE)
    return max(own * with_self + (1 - own) * with_best, number(rule.get("floor", 0)))


def panel(rule: Data, entry: Data) -> Fraction | None:
    """§4 panel; without marks data are missing."""
    marks = sorted(number(mark) for mark in entry.get("marks", []))
    trim = int(rule.get("trim", 0))
    if not marks:
        return None
    if len(marks) > int(rule.get("trim_above", 5)):
        marks = marks[trim : len(marks) - trim]
    return clip(mean(marks) / number(rule.get("scale", 100)), ZERO, ONE)


ONE_VALUE = {"done": done, "proportional": proportional, "steps": steps, "bands": bands, "given": given}


def share(scheme: Data, entry: Data, others: Sequence[Fraction]) -> Fraction | None:
    """§3, §4. The share of its points an entry earns by its rule, not rounded; None without data."""
    rule = rule_of(scheme, entry)
    kind = rule["kind"]
    if kind == "panel":
        return panel(rule, entry)
    v = year(entry, kind)
    if v is None:
        return None
    if kind == "veto":
        return ONE if v <= 0 else ZERO
    if kind == "rank":
        return rank(rule, v, others)
    if kind == "ratio_to_best":
        return ratio_to_best(rule, v, others)
    if kind == "history":
        return history(rule, entry, v, others)
    judge = ONE_VALUE[kind]
    if entry.get("join", "last") != "each":
        return judge(rule, entry, v)
    return mean([ZERO if one is None else judge(rule, entry, number(one)) for one in entry["values"]])


def has_case(scheme: Data, entry: Data) -> bool:
    """§4 veto. Whether the entry is under a veto and its value is above 0, whatever was decided."""
    kind = rule_of(scheme, entry)["kind"]
    value = year(entry, kind)
    return kind == "veto" and value is not None and value > 0


# §5 decisions and missing indicators


def earned(scheme: Data, entry: Data, others: Sequence[Fraction]) -> Fraction | None:
    """§5, §4. The points by the last decision, else by the rule; None without data."""
    decisions = entry.get("decisions", [])
    if decisions:
        return r(number(decisions[-1]["points"]), places(scheme, "indicator"))
    part = share(scheme, entry, others)
    return None if part is None else r(number(entry["points"]) * part, places(scheme, "indicator"))


def filled(scheme: Data, entry: Data, rates: Sequence[Fraction]) -> Fraction | None:
    """§5. The points of an entry without data, by `missing` zero or average; None where it is left out."""
    how = scheme.get("missing", "refuse")
    if how == "average" and rates:
        return r(number(entry["points"]) * mean(rates), places(scheme, "indicator"))
    return ZERO if how == "zero" else None
