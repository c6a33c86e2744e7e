"""The plans of a city's agencies: some indicators are common to all, some to their group, some are their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from jixiao.core.drafting import Draft, DraftRow
from jixiao.site.simulation.words import Words

FILE = Path(__file__).parents[1] / "demo" / "city.txt"
COMMON, GROUP, OWN = "5", "4", 24  # points of a common indicator, of one of the group, of all own ones together


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator as the city's words say it."""

    category: str
    goal: str
    text: str
    points: str


def load() -> Words:
    return Words(FILE.read_text(encoding="utf-8"))


def groups_of(words: Words) -> dict[str, list[str]]:
    """The names of agencies, without the city's, by group."""
    return {name: names.split("、") for name, names in words.pairs("groups")}


def draft_of(words: Words, organisation: str, group: str, offices: Sequence[str], year: int, draw: Random) -> Draft:
    """The agency's plan of 100 points, drawn; the same for the same draw."""
    lines = _lines(words, group, draw)
    heading = {
        "title": f"{year}年度{organisation}绩效管理工作方案",
        "year": str(year),
        "organisation": organisation,
        "scale": "100",
        "points_unit": "分",
        "issued": f"{year}-01-10",
    }
    return Draft(heading, tuple(_rows(lines, offices, draw)), len(lines))


def _lines(words: Words, group: str, draw: Random) -> list[Line]:
    main = words.pairs("categories")[0][0]
    own = sorted(draw.sample(words.pairs("own"), draw.choice((6, 8))), key=lambda pair: pair[0])
    points = str(OWN // len(own))
    lines = [Line(main, goal, text, GROUP) for goal, text in words.pairs(group)]
    lines += [Line(main, goal, _filled(text, draw), points) for goal, text in own]
    return [*lines, *(Line(category, goal, text, COMMON) for category, goal, text in words.pairs("common"))]


def _filled(text: str, draw: Random) -> str:
    amounts = {"n": draw.randint(3, 9), "m": draw.randint(12, 40), "k": draw.randint(10, 30) * 10}
    return text.format(**amounts, p=draw.randint(85, 98))


def _rows(lines: Sequence[Line], offices: Sequence[str], draw: Random) -> list[DraftRow]:
    """The rows with their numbers: category-goal-indicator."""
    rows: list[DraftRow] = []
    category, goal, number, office = "", "", [0, 0, 0], ""
    for line in lines:
        if line.category != category:
            number = [number[0] + 1, 0, 0]
        if (line.category, line.goal) != (category, goal):
            number, office = [number[0], number[1] + 1, 0], draw.choice(offices)
        category, goal = line.category, line.goal
        number[2] += 1
        cells = {"no": "-".join(map(str, number)), "category": category, "l1": goal, "l2": line.text}
        cells |= {"weight": line.points, "deadline_raw": "12月底前", "offices": office}
        rows.append(DraftRow(f"r{len(rows) + 1}", cells))
    return rows
