"""The second scoring engine, second half: components to grades (docs/reference/scoring-rules.md §5–§11).

Written from that page alone, in exact fractions over plain data, without any code of the project.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from math import floor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from independent_indicators import (
    ZERO,
    Data,
    compared,
    earned,
    filled,
    finest,
    mean,
    number,
    optional,
    places,
    r,
)

Part = dict[str, Fraction]  # what a component has: "got" and "full", on its own scale


def group_of(sheet: Data) -> str:
    """§2. The group of a sheet."""
    return str(sheet.get("group", ""))


def within(sheet: Data, sheets: Sequence[Data]) -> list[Data]:
    """§2. All sheets of its group, units kept apart included."""
    return [each for each in sheets if group_of(each) == group_of(sheet)]


# §5 the indicators of all sheets


class Worked:
    """What is worked out so far, by organisation: indicator points, gaps, components, bonus, deductions, totals."""

    def __init__(self, scheme: Data, sheets: Sequence[Data]) -> None:
        self.scheme, self.sheets = scheme, sheets
        self.points: dict[str, dict[str, Fraction | None]] = {}  # entry key → points, None without data
        self.gaps: dict[str, list[str]] = {}
        self.parts: dict[str, dict[str, Part | None]] = {}  # component key → what it has, None where missing
        self.scores: dict[str, dict[str, Fraction | None]] = {}
        self.left_out: dict[str, set[str]] = {}  # components that do not count
        self.bonus: dict[str, Fraction] = {}
        self.promoting: dict[str, list[str]] = {}  # grades that claims lift to
        self.taken: dict[str, Fraction] = {}
        self.totals: dict[str, Fraction | None] = {}
        self.ranks: dict[str, int] = {}
        self.first: dict[str, int] = {}  # the grade of the first step, 0 the best
        self.shared: dict[str, int] = {}  # the same where only events about both unit and body count


def indicators(work: Worked) -> None:
    """§4, §5. The points of every entry, and which have no data."""
    pool = compared(work.scheme, work.sheets)
    counts = any(each.get("source", "given") == "table" for each in work.scheme.get("components", []))
    for sheet in work.sheets:
        name, entries = sheet["organisation"], sheet.get("entries", [])
        work.points[name] = {
            each["key"]: earned(work.scheme, each, pool.get((group_of(sheet), each["key"]), [])) for each in entries
        }
        work.gaps[name] = [key for key, points in work.points[name].items() if points is None and counts]


def rates_of(work: Worked, sheet: Data, key: str) -> list[Fraction]:
    """§5. Points ÷ full of the same indicator over those of the group that have points and a full mark above 0."""
    rates = []
    for other in within(sheet, work.sheets):
        for entry in other.get("entries", []):
            points = work.points[other["organisation"]][key] if entry["key"] == key else None
            if points is not None and number(entry["points"]) > 0:
                rates.append(points / number(entry["points"]))
    return rates


# §6 components


def table(work: Worked, sheet: Data) -> tuple[Part, bool]:
    """§6. What the own table has, and whether it is there at all."""
    got, full, is_open = ZERO, ZERO, False
    for entry in sheet.get("entries", []):
        points = work.points[sheet["organisation"]][entry["key"]]
        if points is None and work.scheme.get("missing", "refuse") == "refuse":
            is_open, points = True, ZERO
        elif points is None:
            points = filled(work.scheme, entry, rates_of(work, sheet, entry["key"]))
        if points is not None:
            got, full = got + points, full + number(entry["points"])
    return {"got": got, "full": full if full > 0 else scale_of(sheet)}, not is_open and full > 0


def scale_of(sheet: Data) -> Fraction:
    """§7. The own scale where nothing counts: the points of all indicators; 1 without any."""
    return sum((number(entry["points"]) for entry in sheet.get("entries", [])), ZERO) or Fraction(1)


def claimed(sheet: Data) -> tuple[Part, bool]:
    """§6. What was claimed, and whether it is there at all."""
    marks = [optional(entry, "claimed") for entry in sheet.get("entries", [])]
    part = {"got": sum((mark for mark in marks if mark is not None), ZERO), "full": scale_of(sheet)}
    return part, None not in marks and any(number(entry["points"]) > 0 for entry in sheet.get("entries", []))


def incoming(scheme: Data, component: Data, sheet: Data) -> tuple[Part, bool]:
    """§6. What came in from outside, and whether it is there at all."""
    full = optional(component, "scale")
    if full is None:
        full = number(component["counts"]) if scheme.get("share", "weight") == "maximum" else Fraction(100)
    there = sheet.get("given", {}).get(component["key"])
    return {"got": ZERO if there is None else number(there["score"]), "full": full}, there is not None


def has(work: Worked, component: Data, sheet: Data) -> tuple[Part, bool]:
    """§6. Got and full of a component before anything is filled in, and whether it is there."""
    source = component.get("source", "given")
    if source == "table":
        return table(work, sheet)
    return claimed(sheet) if source == "claimed" else incoming(work.scheme, component, sheet)


def worths(scheme: Data, left_out: set[str]) -> dict[str, Fraction]:
    """§6. The worth of each component, not rounded; the others grow in place of those left out."""
    counts = {each["key"]: number(each["counts"]) for each in scheme.get("components", [])}
    base, by_weight = number(scheme.get("base", 100)), scheme.get("share", "weight") == "weight"
    worth = {key: base * count / sum(counts.values()) if by_weight else count for key, count in counts.items()}
    rest = sum((worth[key] for key in worth if key not in left_out), ZERO)
    if left_out and rest:
        worth = {key: base * value / rest for key, value in worth.items()}
    return {key: ZERO if key in left_out else value for key, value in worth.items()}


def components(work: Worked) -> None:
    """§6. The points of every component of every sheet."""
    listed = work.scheme.get("components", [])
    found = {sheet["organisation"]: {each["key"]: has(work, each, sheet) for each in listed} for sheet in work.sheets}
    for sheet in work.sheets:
        mates = [found[other["organisation"]] for other in within(sheet, work.sheets)]
        compose(work, sheet["organisation"], found[sheet["organisation"]], mates)


def compose(
    work: Worked, name: str, own: dict[str, tuple[Part, bool]], mates: Sequence[dict[str, tuple[Part, bool]]]
) -> None:
    """§6. The points of every component of one sheet; `mates` are what all of its group have."""
    rates, left_out, still_open = {}, set(), set()
    for component in work.scheme.get("components", []):
        key, how = component["key"], component.get("missing", "refuse")
        part, is_there = own[key]
        known = [mate[key][0]["got"] / mate[key][0]["full"] for mate in mates if mate[key][1]]
        if is_there:
            rates[key] = part["got"] / part["full"]
        elif how == "refuse":
            still_open.add(key)
        elif how == "zero":
            rates[key] = ZERO
        elif how == "average" and known:
            rates[key] = mean(known)
        else:
            left_out.add(key)
    if len(left_out) == len(own):
        still_open, left_out = set(own), set()
    worth = worths(work.scheme, left_out)
    work.scores[name], work.left_out[name] = {}, left_out
    for key, (part, _) in own.items():
        if key in still_open:
            work.scores[name][key] = None
            work.gaps[name].append(key)
        elif key in left_out:
            work.scores[name][key] = ZERO
        else:
            share = rates[key] - from_component(work, name, key, rates[key] * part["full"], part["full"])
            work.scores[name][key] = r(share * worth[key], places(work.scheme, "component"))


# §7 deductions


def deductions(work: Worked) -> None:
    """§7. D of every sheet."""
    rules = work.scheme.get("deductions", {})
    for sheet in work.sheets:
        total = ZERO
        for fault in sheet.get("faults", []):
            points = optional(fault, "points")
            face = r(
                number(rules["classes"][fault["kind"]]["points"]) if points is None else points, finest(work.scheme)
            )
            total += face * (2 if rules.get("doubles", False) and not fault.get("rectified", True) else 1)
        cap = optional(rules, "cap")
        work.taken[sheet["organisation"]] = total if cap is None else min(total, cap)


def from_component(work: Worked, name: str, key: str, got: Fraction, full: Fraction) -> Fraction:
    """§7. The share of a component's full mark that deductions take before weighting."""
    if work.scheme.get("deductions", {}).get("before", "") != key or full <= 0:
        return ZERO
    return min(work.taken[name], max(got, ZERO)) / full


# §8 bonus


def bonus(work: Worked) -> None:
    """§8. B of every sheet, and the grades its claims lift to."""
    for sheet in work.sheets:
        name = sheet["organisation"]
        work.bonus[name], work.promoting[name] = claims(work.scheme, sheet)
    unit_share = optional(work.scheme.get("bonus", {}), "unit_share")
    if unit_share is None:
        return
    for group in {group_of(sheet) for sheet in work.sheets}:
        names = [sheet["organisation"] for sheet in work.sheets if group_of(sheet) == group]
        allowed = floor(len(names) * unit_share)
        ordered = sorted((work.bonus[name] for name in names if work.bonus[name] > 0), reverse=True)
        if len(ordered) <= allowed:
            continue
        for name in names:
            if 0 < work.bonus[name] <= ordered[allowed]:
                work.bonus[name], work.promoting[name] = ZERO, []


def face_of(scheme: Data, sheet: Data, claim: Data) -> Fraction:
    """§8, 1 and 2. What a claim counts by itself."""
    rules = scheme.get("bonus", {})
    face, own = number(rules["classes"][claim["kind"]]["points"]), optional(claim, "points")
    face = r(face if own is None else min(own, face), finest(scheme))
    item_share = optional(rules, "item_share")
    for entry in sheet.get("entries", []):
        if item_share is not None and entry["key"] == claim.get("item", ""):
            face = min(face, r(number(entry["points"]) * item_share, finest(scheme)))
    return face


def claims(scheme: Data, sheet: Data) -> tuple[Fraction, list[str]]:
    """§8, 1 to 5. The sum of a sheet's claims before the places for units, and the grades they lift to (§11)."""
    rules = scheme.get("bonus", {})
    ordered = sorted(sheet.get("claims", []), key=lambda claim: str(claim["key"]))
    faces = {claim["key"]: face_of(scheme, sheet, claim) for claim in ordered}
    kept: dict[str, Data] = {}  # fact → the claim that counts
    for claim in ordered:
        so_far = kept.get(claim["fact"])
        if so_far is None or faces[claim["key"]] > faces[so_far["key"]]:
            kept[claim["fact"]] = claim
    by_class: dict[str, Fraction] = {}
    lifts = []
    for claim in ordered:
        if kept[claim["fact"]] is not claim:
            continue
        kind = rules["classes"][claim["kind"]]
        cap, before = optional(kind, "cap"), by_class.get(claim["kind"], ZERO)
        after = before + faces[claim["key"]]
        by_class[claim["kind"]] = after if cap is None else min(after, cap)
        if kind.get("lifts", ""):
            lifts.append(kind["lifts"])
    cap, total = optional(rules, "cap"), sum(by_class.values(), ZERO)
    return total if cap is None else min(total, cap), lifts


# §9 total


def totals(work: Worked) -> None:
    """§9. The total of every sheet, None while a component has no score."""
    scheme = work.scheme
    base = number(scheme.get("base", 100))
    for sheet in work.sheets:
        name = sheet["organisation"]
        scores = [score for score in work.scores[name].values() if score is not None]
        if len(scores) < len(work.scores[name]):
            work.totals[name] = None
            continue
        x = (sum(scores, ZERO) if scheme.get("components", []) else base) + work.bonus[name]
        if not scheme.get("deductions", {}).get("before", ""):
            x -= work.taken[name]
        if not scheme.get("bonus", {}).get("may_exceed", True):
            x = min(x, base)
        work.totals[name] = r(max(x, ZERO), places(scheme, "total"))


# §10 rank


def ranked_in(work: Worked, sheet: Data) -> list[str]:
    """§10. The organisations of its group that are ranked."""
    mates = within(sheet, work.sheets)
    return [
        e["organisation"] for e in mates if not e.get("apart", False) and work.totals[e["organisation"]] is not None
    ]


def standing(work: Worked, name: str) -> list[Fraction | None]:
    """§10. What an organisation is ranked by, the higher the better."""
    rules = work.scheme.get("ranking", {})
    keys = rules.get("tie_break", []) if rules.get("ties", "same") == "break" else []
    return [work.totals[name], *(work.scores[name][key] for key in keys)]


def ranks(work: Worked) -> None:
    """§10. The ranks; equals share one and the next are left out."""
    for sheet in work.sheets:
        names = ranked_in(work, sheet)
        if sheet["organisation"] in names:
            mine = standing(work, sheet["organisation"])
            work.ranks[sheet["organisation"]] = 1 + sum(standing(work, name) > mine for name in names)
