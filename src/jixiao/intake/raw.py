"""A row while it is being put together: what its own cells say, before anything is inherited or inferred."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from jixiao.core.findings import Finding
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, PrintedTotal, RowKind, Unread
from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.columns import squeeze
from jixiao.intake.tables import Run

_TOTAL = re.compile(r"^(?:合计|小计|总计|总分|共计|满分|总分值|合计得分|总得分|合计分值)[:：]?$")
_TOTAL_END = re.compile(r"(?:得分|合计|总分|小计|总计)$")
_NOTE = re.compile(r"^(?:注|备注|说明|填表说明)\s*[:：1]")


@dataclass(slots=True, eq=False, repr=False)
class Goal:
    """The first-level indicator over a run of rows."""

    text: str
    raw: str
    cell: Cell
    points: Decimal | None = None
    points_place: Place | None = None
    citation: str | None = None
    start: int = 0  # where the citation begins in the cell


@dataclass(slots=True, eq=False, repr=False)
class Raw:
    """One row of the plan in the making."""

    row: GridRow
    run: Run
    kind: RowKind = RowKind.BASE
    category: str | None = None
    category_raw: str | None = None
    category_source: Source = Source.NONE
    labels: dict[str, Cell] = field(default_factory=dict)  # where category and group are printed
    group: str | None = None
    goal: Goal | None = None
    own_goal: bool = False  # the goal's cell is printed in this row
    leaf: Cell | None = None  # second-level text
    no: str | None = None
    no_source: Source = Source.MISSING
    basis: str | None = None
    weight: Decimal | None = None
    weight_source: Source = Source.MISSING
    cells: dict[str, Cell] = field(default_factory=dict)  # own cells by field
    inherited: set[str] = field(default_factory=set)  # fields that a merged cell covers
    extra: dict[str, str] = field(default_factory=dict)
    shift: int = 0

    @property
    def line(self) -> int:
        """The printed line."""
        return self.row.line

    def text_of(self, name: str) -> str:
        """The own cell of a field, or nothing."""
        cell = self.cells.get(name)
        return cell.text if cell else ""


@dataclass(slots=True, eq=False, repr=False)
class Gathered:
    """What reading the tables has brought together so far."""

    rows: list[Raw] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    totals: list[PrintedTotal] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def is_sum_word(text: str) -> bool:
    """Is this one of the usual words for a sum?"""
    return bool(_TOTAL.match(squeeze(text)))


def is_total(row: GridRow) -> bool:
    """Is this a sum row: a word for a sum, and one number at most?"""
    filled = row.own()
    texts = {squeeze(c.text) for c in filled}  # a merged sum row may print its word in every cell
    if not filled or len(texts) > 3:
        return False
    words = [c for c in filled if not squeeze(c.text)[:1].isdigit()]
    if not words or any(len(squeeze(c.text)) > 16 for c in words):
        return False
    first = squeeze(words[0].text)
    return is_sum_word(first) or (len(texts) == 2 and len(words) == 1 and bool(_TOTAL_END.search(first)))


def is_note(row: GridRow) -> bool:
    """Is this a remark under the table?"""
    filled = row.filled()
    return len(filled) == 1 and bool(_NOTE.match(filled[0].text))
