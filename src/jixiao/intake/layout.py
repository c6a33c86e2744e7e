"""Remarks on the layout of the table as a whole: repeated and varying headers, surplus cells, split goal cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from jixiao.core.findings import Finding
from jixiao.core.places import Place
from jixiao.intake.columns import squeeze
from jixiao.intake.headers import Header
from jixiao.intake.notes import note
from jixiao.intake.raw import Raw
from jixiao.intake.tables import Run


def layout_findings(runs: Sequence[Run], raws: Sequence[Raw]) -> Iterator[Finding]:
    """Everything irregular about the table's frame, each with its lines."""
    yield from _headers(runs)
    rows_of: dict[int, list[Raw]] = {}
    for raw in raws:
        rows_of.setdefault(id(raw.run), []).append(raw)
    for run in runs:
        yield from _weights(run)
        yield from _surplus(run)
        yield from _empty_level(run, rows_of.get(id(run), []))
    split = [
        r.goal.cell.place() for r in raws if r.own_goal and r.goal and (r.goal.points is not None or r.goal.citation)
    ]
    if split:
        yield note("goal-cell-split", *split, words={"count": len(split)})


def _headers(runs: Sequence[Run]) -> Iterator[Finding]:
    heads = list({id(r.header): r.header for r in runs if r.header.slots}.values())
    if len(heads) > 1:
        yield note("header-repeated", *[Place(h.row.line) for h in heads], words={"count": len(heads)})
    yield from _varying(heads)
    for head in heads:
        spaced = [c for c in head.row.cells if c.text and any(x in c.text for x in " \u3000\n") and not c.spanned]
        if spaced:
            words = {"names": "、".join(_flat(c.text) for c in spaced)}
            yield note("header-spaced", *[c.place() for c in spaced], words=words)
    for before, head in pairwise(heads):
        lost = [s.name for s in before.slots if s.role != "other" and s.role not in head.roles()]
        if lost:
            words = {"lost": "、".join(f"“{n}”" for n in lost)}
            yield note("header-changed", Place(head.row.line), words=words)


def _varying(heads: Sequence[Header]) -> Iterator[Finding]:
    """A column that two wordings name, pointed at wherever either stands."""
    names: dict[str, list[tuple[str, Place]]] = {}
    for head in heads:
        for slot in head.slots:
            cell = head.row.cells[slot.index] if slot.index < len(head.row.cells) else None
            if cell and slot.role not in {"other", "text"} and squeeze(cell.text) == slot.name:
                names.setdefault(slot.role, []).append((slot.name, cell.place()))
    for found in names.values():
        kinds = list(dict.fromkeys(n for n, _ in found))
        if len(kinds) == 2 and len(found) > 2:
            for here, there in (kinds, kinds[::-1]):
                yield note("header-varies", *[p for n, p in found if n == here], words={"here": here, "there": there})


def _weights(run: Run) -> Iterator[Finding]:
    """Which of several columns of points was taken for the rows' own."""
    columns = [k for k, s in enumerate(run.slots) if s.role == "weight"]
    chosen = run.slot_of("weight")
    if len(columns) > 1:
        yield note(
            "weight-columns",
            Place(run.header.row.line),
            words={"count": len(columns), "column": chosen.name if chosen else ""},
        )


def _flat(text: str) -> str:
    return f"“{text}”".replace("\n", " ")


def _surplus(run: Run) -> Iterator[Finding]:
    if not run.slots:
        return
    names = run.slots[-1].index + 1
    wide = [r for r in (run.header.row, *run.rows) if len(r.cells) > names]
    if wide:
        yield note("column-count", *[Place(r.line) for r in wide], words={"cells": len(wide[0].cells), "names": names})


def _empty_level(run: Run, raws: Sequence[Raw]) -> Iterator[Finding]:
    """A second-level column in which nothing stands: the run holds one-level rows."""
    column = run.slot_of("l2")
    if column and raws and all(r.leaf is None for r in raws):
        for raw in raws:
            yield note("level-empty", Place(raw.line), words={"column": column.name})
