"""Tables drawn with box characters or with plus and minus signs."""

from __future__ import annotations

import re
from collections.abc import Callable

from jixiao.intake.blocks import Cell, GridRow

_BARS = "│┃║"
_EDGE = re.compile(r"^[\s├┤┬┴┼─━═┌┐└┘╔╗╚╝╠╣╦╩╬╟╢╤╧╪│┃║+\-=|]+$")
_DRAWN = re.compile(r"[─━═├┤┬┴┼┌┐└┘╔╗╚╝╠╣]")
_SPLIT = re.compile(r"[│┃║├┤┼╠╣╬╟╢]")


def is_boxed(line: str) -> bool:
    """Is this line part of a drawn table?"""
    body = line.strip()
    return len(body) > 2 and (body[0] in _BARS or bool(_DRAWN.match(body[0])))


def box_rows(lines: list[str], first: int, clean: Callable[[str, int, int], Cell]) -> list[GridRow]:
    """Rows of a drawn table. Where rules stand between the rows, the lines between two rules are one row."""
    edges = [bool(_DRAWN.search(line)) for line in lines]
    inner = sum(edges[1:-1])
    content = len(lines) - sum(edges)
    ruled = inner > 2 or (inner >= 1 and content <= 2)
    rows: list[GridRow] = []
    group: list[tuple[int, list[str]]] = []
    for number, (line, edge) in enumerate(zip(lines, edges, strict=True), first):
        if edge:
            rows += _flush(group, clean)
            continue
        group.append((number, [part.strip() for part in _SPLIT.split(line.strip())[1:-1]]))
        if not ruled:
            rows += _flush(group, clean)
    return rows + _flush(group, clean)


def _flush(group: list[tuple[int, list[str]]], clean: Callable[[str, int, int], Cell]) -> list[GridRow]:
    """One row from the lines gathered between two rules."""
    if not group:
        return []
    number, width = group[0][0], max(len(parts) for _, parts in group)
    texts = ["\n".join(p[i] for _, p in group if i < len(p) and p[i]) for i in range(width)]
    group.clear()
    return [GridRow(tuple(clean(text, number, i) for i, text in enumerate(texts, 1)), number)]
