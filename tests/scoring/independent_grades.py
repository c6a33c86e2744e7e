"""The second scoring engine, last part: grades and the results (docs/reference/scoring-rules.md §11, §2).

Written from that page alone, in exact fractions over plain data, without any code of the project.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from fractions import Fraction
from math import ceil, floor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from independent import (
    Worked,
    bonus,
    components,
    deductions,
    group_of,
    indicators,
    ranked_in,
    ranks,
    totals,
)
from independent_indicators import HALF, Data, finest, has_case, optional, places, rule_of, text

Room = list[int | None]  # the places left of each grade, best first; None without a limit


def names_of(scheme: Data) -> list[str]:
    """§2. The grades, best first."""
    return [grade["name"] for grade in scheme.get("grading", {}).get("grades", [])]


def counted(x: Fraction, counting: str) -> int:
    """§11. A share of units as a number of units."""
    return {"half_up": floor(x + HALF), "down": floor(x), "up": ceil(x)}[counting]


def room_of(scheme: Data, group: str, n: int) -> Room:
    """§11. The places of each grade among n ranked; the group's own share goes first."""
    grading = scheme["grading"]
    own, room = grading.get("groups", {}).get(group, {}), Room()
    for grade in grading["grades"]:
        share = optional(own, grade["name"])
        share = optional(grade, "share") if share is None else share
        room.append(None if share is None else counted(n * share, grading.get("counting", "half_up")))
    room[-1] = None  # the last takes the rest
    return room


def events(work: Worked, sheet: Data, subject: str, effect: str) -> list[Data]:
    """§11. The events of an effect that are about the unit or the body, with those of claims and vetoes."""
    found = [
        event
        for event in sheet.get("events", [])
        if event["effect"] == effect and event.get("subject", "both") in ("both", subject)
    ]
    if effect == "promote":
        found += [{"grade": grade} for grade in work.promoting[sheet["organisation"]]]
    if effect == "cap":
        at_most = [
            rule_of(work.scheme, entry).get("at_most", "")
            for entry in sheet.get("entries", [])
            if has_case(work.scheme, entry)
        ]
        found += [{"grade": grade} for grade in at_most if grade]
    return found


def grades_of(work: Worked, sheet: Data, subject: str, effect: str) -> list[int]:
    """§11. The grades, 0 the best, that its promotions or caps name."""
    names = names_of(work.scheme)
    return [names.index(event["grade"]) for event in events(work, sheet, subject, effect)]


def ceiling(work: Worked, sheet: Data, subject: str) -> int:
    """§11. The worst grade of the caps, else the best grade."""
    return max(grades_of(work, sheet, subject, "cap"), default=0)


def promotion(work: Worked, sheet: Data, subject: str) -> int | None:
    """§11. The best grade of the promotions, not above the ceiling; None without any."""
    found = grades_of(work, sheet, subject, "promote")
    return max(min(found), ceiling(work, sheet, subject)) if found else None


def search(work: Worked, room: Room, total: Fraction, top: int, size: int) -> tuple[int, list[int]]:
    """§11, first step 2. The grade a batch of `size` finds, and the grades it reaches that have not room for all."""
    passed = []
    for at, grade in enumerate(work.scheme["grading"]["grades"]):
        line, left = optional(grade, "at_least"), room[at]
        if at < top or (line is not None and total < line):
            continue
        if left is None or left >= size:
            return at, passed
        passed.append(at)
    raise AssertionError("the last grade takes the rest")


def place(work: Worked, batch: Sequence[Data], room: Room, subject: str, made: dict[str, int]) -> None:
    """§11, first step 2 to 4. The grade of those of one rank and one ceiling; takes their places from `room`."""
    total, top = work.totals[batch[0]["organisation"]], ceiling(work, batch[0], subject)
    assert total is not None
    found, _ = search(work, room, total, top, len(batch))
    rest = []
    for sheet in batch:
        lifted = promotion(work, sheet, subject)
        if lifted is not None and lifted <= found:
            made[sheet["organisation"]] = lifted
        else:
            rest.append(sheet)
    if not rest:
        return
    found, passed = search(work, room, total, top, len(rest))
    for at in passed:
        room[at] = 0
    left = room[found]
    room[found] = None if left is None else left - len(rest)
    for sheet in rest:
        made[sheet["organisation"]] = found


def first_step(work: Worked) -> None:
    """§11, first step: for the units, and once more with the events about both alone."""
    if names_of(work.scheme):
        seat(work, "unit", work.first)
        seat(work, "both", work.shared)


def seat(work: Worked, subject: str, made: dict[str, int]) -> None:
    """§11, first step. From the first rank on, those of the same rank by ceiling, the best ceiling first."""
    for group in {group_of(sheet) for sheet in work.sheets}:
        mates = [s for s in work.sheets if group_of(s) == group and s["organisation"] in work.ranks]
        room = room_of(work.scheme, group, len(mates))
        order = {s["organisation"]: (work.ranks[s["organisation"]], ceiling(work, s, subject)) for s in mates}
        for key in sorted(set(order.values())):
            place(work, [s for s in mates if order[s["organisation"]] == key], room, subject, made)


def second_step(work: Worked, sheet: Data, subject: str) -> str:
    """§11, second step. The grade of the unit or of the body; empty where none is given."""
    if sheet["organisation"] not in work.first:
        return ""
    names = names_of(work.scheme)
    is_apart = subject == "body" and any(event.get("subject") == "unit" for event in sheet.get("events", []))
    start = (work.shared if is_apart else work.first)[sheet["organisation"]]
    at = min([start, *grades_of(work, sheet, subject, "promote")])
    at = max([at, *grades_of(work, sheet, subject, "cap")])
    at += sum(int(event.get("steps", 1)) for event in events(work, sheet, subject, "lower"))
    return names[min(at, len(names) - 1)]


def sum_text(scheme: Data, x: Fraction) -> str:
    """§2, §7, §8. A sum of faces of P decimals, or a cap that may have more, as a decimal string."""
    n = finest(scheme)
    while (x * 10**n).denominator != 1:
        n += 1
    return text(x, n)


def figures(work: Worked, sheet: Data) -> Data:
    """§2. The result of a sheet."""
    name, total = sheet["organisation"], work.totals[sheet["organisation"]]
    n = places(work.scheme, "component")
    return {
        "total": None if total is None else text(total, places(work.scheme, "total")),
        "rank": work.ranks.get(name),
        "of": len(ranked_in(work, sheet)) if name in work.ranks else 0,
        "grade": second_step(work, sheet, "unit"),
        "body_grade": second_step(work, sheet, "body"),
        "bonus": sum_text(work.scheme, work.bonus[name]),
        "deducted": sum_text(work.scheme, work.taken[name]),
        "components": {
            key: None if x is None or key in work.left_out[name] else text(x, n) for key, x in work.scores[name].items()
        },
        "gaps": work.gaps[name],
    }


def score(scheme: Data, sheets: Sequence[Data]) -> dict[str, Data]:
    """§4 to §11. The figures of every organisation, as in `results` of a result bundle."""
    work = Worked(scheme, sheets)
    for chapter in (indicators, deductions, components, bonus, totals, ranks, first_step):
        chapter(work)
    return {sheet["organisation"]: figures(work, sheet) for sheet in sheets}
