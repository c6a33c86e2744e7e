"""From grids to runs of rows under one header, and which of them are the plan's table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from jixiao.core.records import RowKind
from jixiao.intake.align import fit
from jixiao.intake.blocks import Block, Grid, GridRow, Paragraph
from jixiao.intake.columns import LEVEL_ROLES, PEOPLE, squeeze
from jixiao.intake.headers import Header, Slot, header_at
from jixiao.intake.labels import kind_of, points_in
from jixiao.intake.shapes import ends_in_points, label_like, office_like, points_of

_TITLE = 30  # characters
_NEW_TABLE = re.compile(r"[一二三四五六七八九十]{1,3}、|附?[表图][一二三四五六七八九十0-9]{1,3}[:：、\s]")
_TITLED = re.compile(r"^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[）)]|^附?表|分\s*[）)]$")
_WORDS = 6  # characters of an indicator's text, at the least
_DITTO = {"^", "〃", "″", "同上", "〞"}
_VALUE = re.compile(r"[≥≤＞＜<>=]?\s*[0-9０-９.,]+\s*\S{0,4}$")
_KEPT_BY_NAME = LEVEL_ROLES | {
    "weight",
    "other",
    "score",
    "actual",
    "note",
    "data",
    "unit",
    "nature",
    "target",
    "assessor",
}
_BEST_WEIGHT = re.compile(r"分值|标准分|满分|基本分|分数|配分|赋分")
_TOTALS = {Decimal(100), Decimal(1000)}


@dataclass(slots=True, eq=False, repr=False)
class Run:
    """Rows under one header. `fields` says which field each slot fills; slots without one are extra columns."""

    header: Header
    rows: list[GridRow] = field(default_factory=list)
    fields: dict[int, str] = field(default_factory=dict)
    kind: RowKind | None = None  # what the title over the table says of it
    title: str = ""  # the heading over the table, where it states points
    titled: bool = False  # titles of this table state their points

    @property
    def slots(self) -> tuple[Slot, ...]:
        """The header's columns."""
        return self.header.slots

    def slot_of(self, name: str) -> Slot | None:
        """The column that fills a field, or None."""
        return next((self.slots[k] for k, f in self.fields.items() if f == name), None)

    def index_of(self, name: str) -> int | None:
        """Where a field's cell stands in a row, or None without such a column."""
        slot = self.slot_of(name)
        return slot.index if slot else None


def runs_of(blocks: Sequence[Block]) -> Iterator[Run]:
    """Cut the grids at their header rows. A grid without one goes on with the header before it."""
    header: Header | None = None
    above = ""
    for block in blocks:
        if isinstance(block, Paragraph):
            above = block.text
            if _NEW_TABLE.match(above):
                header = None  # a new section begins with a table of its own
            continue
        for run in _runs(block, header):
            run.kind = kind_of(above) if label_like(above) else None
            run.title = above if run.kind or _states_its_points(above) else ""
            header = run.header
            yield run
        above = ""


def _states_its_points(title: str) -> bool:
    """Is this the heading of a table that states its points: 一、…（40分）, 表一：…（40分）?"""
    return len(title) <= _TITLE and bool(_TITLED.search(title)) and points_in(title) is not None


def _runs(grid: Grid, before: Header | None) -> Iterator[Run]:
    rows, at = grid.rows, 0
    if len(rows) > 1 and len(rows[0].filled()) == 1 and header_at(rows, 1):
        at = 1  # the table's caption, set as its first row
    run = Run(before) if before and _goes_on(grid, before) else None
    while at < len(rows):
        header = header_at(rows, at)
        if header:
            if run and run.rows:
                yield run
            header = _mended(header, run.header if run else before)
            run = Run(header)
            at += header.height
            continue
        if run is None:
            run = Run(Header((), rows[at], 0))
        if _is_remnant(rows[at], run.header):
            at += 1
            continue
        run.rows.append(rows[at])
        at += 1
    if run:
        yield run


def _is_remnant(row: GridRow, header: Header) -> bool:
    """What a page break left of a header: some of its names and nothing else."""
    names = {squeeze(c.text) for c in header.row.cells if c.text}
    texts = [squeeze(c.text) for c in row.own()]
    return bool(header.slots) and len(texts) > 1 and all(t in names for t in texts)


def _mended(header: Header, before: Header | None) -> Header:
    """A repeated header that lost a name, whose neighbour slipped into the gap, has the columns of the one before."""
    if before is None or len(before.slots) <= len(header.slots):
        return header
    known = {(s.role, s.index) for s in before.slots}
    names = [s.role for s in before.slots]
    in_place = sum((s.role, s.index) in known for s in header.slots)
    if in_place >= max(3, len(header.slots) - 1) and all(s.role in names for s in header.slots):
        return replace(header, slots=before.slots)
    return header


def _goes_on(grid: Grid, header: Header) -> bool:
    """Does a grid without a header of its own have the width of the table before it?"""
    widths = [len(row.cells) for row in grid.rows[:20]]
    if not header.slots or abs(max(widths) - (header.slots[-1].index + 1)) > 1:
        return False
    first = {c.column - 1: c.text for c in grid.rows[0].cells}
    strict = [(s.role, first.get(s.index, "")) for s in header.slots if s.role in {"weight", "no", "deadline"}]
    return all(not text or fit(role, text, False) > 0 for role, text in strict)


def is_plan(run: Run, weighted: bool) -> bool:
    """Is this run part of the plan's table? `weighted`: some table of the document has a column of points."""
    roles = run.header.roles()
    if not roles & LEVEL_ROLES:
        return False
    if "weight" in roles or _states_points(run):
        return True
    if run.kind and "score" not in roles:
        return True
    return not weighted and bool(roles & set(PEOPLE)) and "actual" not in roles


def _states_points(run: Run) -> bool:
    """Do most rows of a table without a column of points state them at the end of a text?"""
    stating = sum(any(ends_in_points(c.text) for c in row.cells[1:]) for row in run.rows)
    return stating * 2 > len(run.rows)


def prepare(runs: Sequence[Run]) -> None:
    """Settle for each run which field every column fills."""
    peers: dict[tuple[str, ...], list[Run]] = {}  # the pages of one table
    for run in runs:
        run.rows = _without_dittos(run.rows)
        run.header = _with_values(run)
        run.header = _with_text(run)
        run.titled = any(ends_in_points(c.text) for row in run.rows for c in row.cells[1:] if len(c.text) > 8)
        peers.setdefault(_names(run), []).append(run)
    for run in runs:
        run.fields = _fields(run, peers[_names(run)])
        weight = run.slot_of("weight")
        run.kind = run.kind or (kind_of(weight.name) if weight else None)  # a column called 扣分 holds deductions


def _without_dittos(rows: list[GridRow]) -> list[GridRow]:
    """Rows in which a sign for the same as above (〃, ^, 同上) has become a copy of the cell above."""
    done: list[GridRow] = []
    for row in rows:
        if done and any(c.text in _DITTO for c in row.cells):
            above = done[-1].cells
            cells = [
                replace(above[i], spanned=True) if c.text in _DITTO and i < len(above) else c
                for i, c in enumerate(row.cells)
            ]
            row = replace(row, cells=tuple(cells))  # noqa: PLW2901
        done.append(row)
    return done


def _with_values(run: Run) -> Header:
    """A column in which most cells are bare values (≥98%, 5个) holds target values, not an indicator's text."""
    texts = [k for k, s in enumerate(run.slots) if s.role == "text"]
    slots = list(run.slots)
    for k in texts:
        cells = [row.cells[slots[k].index].text for row in run.rows if slots[k].index < len(row.cells)]
        filled = [c for c in cells if c]
        if len(texts) > 1 and filled and sum(bool(_VALUE.match(c)) for c in filled) * 2 > len(filled):
            slots[k] = replace(slots[k], role="target")
    return replace(run.header, slots=tuple(slots))


def _with_text(run: Run) -> Header:
    """A column of an unknown name holds the indicators where it is filled with texts and the known ones are sparser."""
    slots = list(run.slots)
    known = max((_printed(run, s.index) for s in slots if s.role in {"l1", "l2", "l3", "l4", "text"}), default=0)
    for k, slot in enumerate(slots):
        cells = [row.cells[slot.index] for row in run.rows if slot.index < len(row.cells)]
        texts = [c.text for c in cells if len(c.text) >= _WORDS and not c.spanned and not office_like(c.text)]
        if slot.role == "other" and len(texts) > known and len(texts) * 3 > len(run.rows) * 2:
            slots[k] = replace(slot, role="text")
            break
    return replace(run.header, slots=tuple(slots))


def _names(run: Run) -> tuple[str, ...]:
    return tuple(s.name for s in run.slots)


def _fields(run: Run, peers: Sequence[Run]) -> dict[int, str]:
    fields = _level_fields(run, peers)
    fields |= _weight_fields(run, fields)
    taken = set(fields.values())
    for k, slot in enumerate(run.slots):
        if k in fields or slot.role in _KEPT_BY_NAME:
            continue
        name = {"basis": "policy_basis"}.get(slot.role, slot.role)
        if name not in taken:
            fields[k] = name
            taken.add(name)
    return fields


def _level_fields(run: Run, peers: Sequence[Run]) -> dict[int, str]:
    """Which columns are category, group, first and second level. The deepest text column is the leaf."""
    slots = run.slots
    labels = [k for k, s in enumerate(slots) if s.role == "category"]
    named = [k for k, s in enumerate(slots) if s.role in {"l1", "l2", "l3", "l4"}]
    texts = [k for k, s in enumerate(slots) if s.role == "text"]
    if len(named) > 1 and not (texts and _spread_over(peers, named[-1], texts[0])):
        texts = []
    leaves = sorted(named + texts)
    if not leaves:
        leaves, labels = labels[-1:], labels[:-1]
    if len(leaves) == 1:
        down = {leaves[0]: "l1"}
    else:
        down = {leaves[-2]: "l1", leaves[-1]: "l2"}
        labels = labels + leaves[:-2]
    if len(labels) > 2:
        labels = [labels[0], labels[-1]]
    return down | dict(zip(labels, ("category", "subcategory"), strict=False))


def _spread_over(peers: Sequence[Run], title: int, text: int) -> bool:
    """Does one title of the level on the left stand over several texts?"""
    titles = sum(_printed(run, run.slots[title].index) for run in peers)
    return titles < sum(_printed(run, run.slots[text].index) for run in peers)


def _printed(run: Run, index: int) -> int:
    """In how many rows a cell of this column begins."""
    return sum(index < len(r.cells) and bool(r.cells[index].text) and not r.cells[index].spanned for r in run.rows)


def _weight_fields(run: Run, levels: dict[int, str]) -> dict[int, str]:
    """Of several columns of points the leaf's one; the others are points of the level on their left."""
    columns = [k for k, s in enumerate(run.slots) if s.role == "weight"]
    if len(columns) < 2:
        return dict.fromkeys(columns, "weight")
    best = _best_weight(run, columns)
    fields = {best: "weight"}
    for k in columns:
        left = levels.get(k - 1)
        if k != best and left and left != "l2":
            fields[k] = f"{left}_points"
    return fields


def _best_weight(run: Run, columns: Sequence[int]) -> int:
    sums = {k: sum((p for p in _column(run, k) if p is not None), Decimal(0)) for k in columns}
    whole = [k for k in columns if sums[k] in _TOTALS]
    named = [k for k in columns if _BEST_WEIGHT.search(run.slots[k].name)]
    filled = max(columns, key=lambda k: (sum(p is not None for p in _column(run, k)), k))
    candidates = [k for k in whole if k in named] or (whole[-1:] if len(whole) == 1 else []) or named[-1:] or [filled]
    return candidates[-1]


def _column(run: Run, slot: int) -> list[Decimal | None]:
    index = run.slots[slot].index
    cells = [row.cells[index] for row in run.rows if index < len(row.cells)]
    return [points_of(c.text) if c.text and not c.spanned else None for c in cells]
