"""A first-level indicator's cell taken apart: title, （属…citation…）, （n分）."""

from __future__ import annotations

import re

from jixiao.core.numbers import parse_points
from jixiao.intake.blocks import Cell
from jixiao.intake.raw import Goal

_POINTS = re.compile(r"[（(]\s*(?:满分|共|计)?\s*([0-9０-９.]+|[一二三四五六七八九十]+)\s*分\s*[）)]\s*$")
_LOCATOR = re.compile(
    r"第?\s*[（(]?[0-9０-９一二三四五六七八九十、-]+[）)]?\s*(?:条|项|页|款|章|节|点)|第[四三二一五六七八九十]+条"
)
_OPENING, _CLOSING = "（(", "）)"


def goal_of(cell: Cell) -> Goal:
    """Split the cell. Offsets of what was split off are kept in the goal."""
    text = cell.text.replace("\n", "")
    points, place, body = None, None, text
    found = _POINTS.search(text)
    if found:
        points = parse_points(found.group(1))
        place = cell.place(found.start(1), found.end(1))
        body = text[: found.start()].rstrip()
    citation, start = _citation(body)
    title = body[:start].rstrip() if citation else body
    if not title:
        citation, title = None, body
    return Goal(title, text, cell, points, place, citation, start + 1)


def _citation(body: str) -> tuple[str | None, int]:
    """The bracket at the end that says where in which document the goal stands, and where it begins."""
    if not body.endswith(tuple(_CLOSING)):
        return None, 0
    depth = 0
    for at in range(len(body) - 1, -1, -1):
        depth += (body[at] in _CLOSING) - (body[at] in _OPENING)
        if depth == 0:
            inner = body[at + 1 : -1]
            return (inner, at) if inner.startswith("属") or _LOCATOR.search(inner) else (None, 0)
    opening = body.find("（属")
    return (body[opening + 1 : -1], opening) if opening >= 0 else (None, 0)
