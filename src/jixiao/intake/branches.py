"""The branch of the plan that is open while rows are read: its category, its group, and the points they declare."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from jixiao.core.places import Source
from jixiao.core.records import Declared, RowKind
from jixiao.intake.blocks import Cell
from jixiao.intake.columns import PEOPLE, role_of
from jixiao.intake.labels import Label, Outline, kind_of, labels_in
from jixiao.intake.notes import note
from jixiao.intake.raw import Gathered, Raw
from jixiao.intake.shapes import family, is_no
from jixiao.intake.tables import Run

_ONLY_POINTS = re.compile(r"[（(]\s*[0-9０-９.]+\s*分?\s*[）)]$")
_CODE = 9  # the rank of numbers such as 1-2 or A1, below all enumerators
_PIECE = 6  # characters of a line of a broken label
_NAMED = re.compile(r"([\u4e00-\u9fff]{2,8})[:：]\s*([^（()）:：]{2,60}?)[）)]?$")
_LEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)])")


class Branch:
    """What labels have opened so far. It writes declared points and remarks into `out`."""

    def __init__(self, outline: Outline, out: Gathered) -> None:
        self.outline, self.out = outline, out
        self.category: str | None = None
        self.category_raw: str | None = None
        self.category_source = Source.NONE  # of a row that prints the label itself
        self.cells: dict[str, Cell] = {}  # where category and group are printed
        self.group: str | None = None
        self.kind: RowKind | None = None
        self.rank = 0  # of the enumerator that opened the category
        self._stated: set[tuple[tuple[str, ...], Decimal]] = set()
        self._sums: dict[tuple[str | None, ...], Decimal] = {}
        self._title_kind: RowKind | None = None  # what the title over the table says
        self._section_kind: RowKind | None = None  # what the last label row says

    @property
    def path(self) -> tuple[str | None, str | None]:
        """Category and group."""
        return self.category, self.group

    def start(self, run: Run) -> None:
        """A new run begins; a title that opens another account closes the category."""
        self.rank, self._title_kind = 0, run.kind
        if run.kind:
            self.category = self.category_raw = self.group = None
            self.kind = self._section_kind = run.kind
        if run.title and "category" not in run.fields.values():
            self._open_title(run)

    def _open_title(self, run: Run) -> None:
        """A numbered heading with points over a table without a column of categories names the category."""
        labels = labels_in(run.title, self.outline)
        if labels and (labels[-1].points is not None or run.kind):
            self.open(labels, Cell(run.title, max(run.header.row.line - 1, 1), 1), None)

    def open(self, labels: Sequence[Label], cell: Cell, column: str | None) -> None:
        """Open the category and the group that a cell names. `column` says which of the two its column is for."""
        if not labels:
            return
        if any(x.broken for x in labels):
            self._note("label-broken", cell, label="".join(x.name for x in labels))
        if len(labels) > 1:
            self._note("labels-joined", cell, labels="、".join(f"“{x.name}”" for x in labels))
        category, group = self._levels(labels, column)
        said = next((k for x in labels if (k := kind_of(x.name))), None)
        if column not in {"category", "subcategory"} and category:
            self._section_kind = said or self._title_kind  # a row of its own rules until the next one
        self.kind = said or (self._section_kind if category else self.kind)
        if category:
            self._open_category(category, cell)
        if group:
            self.group = group.name
            self.cells["subcategory"] = cell
        printed = category is not None and any(x.name == category.name for x in labels)
        self.category_source = Source.CELL if printed else Source.INFERRED if category else self.category_source
        self._declare_labels(category, group, cell)

    def open_group(self, cell: Cell) -> None:
        """A group's name that stands in the column of numbers or in a cell of its own."""
        self._note("group-in-number-column", cell, label=cell.text)
        labels = labels_in(cell.text, self.outline)
        if labels:
            self.group = labels[0].name
            if self.category:
                self.outline.add(self.group, self.category)

    def close_up(self, label: Label, cell: Cell, above: Sequence[Raw]) -> None:
        """A name below its rows: the lower part of a merged cell that a page broke."""
        name = self.outline.canonical(label.name)
        for raw in above:
            if raw.category != name:
                raw.category, raw.group = name, raw.group or raw.category
                raw.category_source = Source.UP
        self.category, self.group = name, above[-1].group
        if label.points is not None:
            self.declare((name,), label.points, cell)

    def rename(self, piece: str, rows: Sequence[Raw]) -> None:
        """The open category's name goes on in a further line."""
        name = f"{self.category or ''}{piece}"
        for raw in rows:
            if raw.category == self.category:
                raw.category = name
        self.category = name

    def declare(self, path: tuple[str, ...], points: Decimal, cell: Cell) -> None:
        """Keep the points that the document states for a branch, once."""
        if (path, points) not in self._stated:
            self._stated.add((path, points))
            self.out.declared.append(Declared(path, points, cell.place()))

    def closed_by(self, label: str, points: Decimal) -> tuple[str, ...]:
        """Which branch a sum row closes: the one whose rows make the sum, otherwise the one that is open."""
        everything, inside, group = (self._sums.get(key, Decimal(0)) for key in ((), (self.category,), self.path))
        if not self.category or everything in (points, inside):
            return ()
        if self.group and points == group and points != inside and "小计" in label:
            return (self.category, self.group)
        if points == inside:
            return (self.category,)
        whole = label.endswith(("得分", "总分", "总计")) or abs(points - inside) >= abs(points - everything)
        return () if whole else (self.category,)

    def count(self, raw: Raw) -> None:
        """Add a row to the sums that `closed_by` compares with."""
        if raw.kind is RowKind.BASE and raw.weight is not None and raw.weight_source is Source.CELL:
            for key in ((), (raw.category,), (raw.category, raw.group)):
                self._sums[key] = self._sums.get(key, Decimal(0)) + raw.weight

    def _levels(self, labels: Sequence[Label], column: str | None) -> tuple[Label | None, Label | None]:
        """Which of the names is the category and which the group."""
        names = {x.name: x for x in labels}
        for x in labels:
            parent = self.outline.parent(x.name)
            if parent and len(labels) == 1:
                return Label(parent), x
            if parent in names:
                return names[parent], x
        if len(labels) > 1:
            category, group = sorted(labels[:2], key=lambda x: -(x.points or Decimal(0)))
            return category, group
        return (None, labels[0]) if column == "subcategory" else (labels[0], None)

    def _open_category(self, label: Label, cell: Cell) -> None:
        name = self.outline.canonical(label.name)
        if name != label.name:
            self._note("category-alias", cell, here=label.name, there=name)
        if name != self.category:
            self.group = None
        self.outline.add(name)
        self.category, self.category_raw = name, cell.text
        self.cells["category"] = cell

    def _declare_labels(self, category: Label | None, group: Label | None, cell: Cell) -> None:
        if self.category and category and category.points is not None:
            self.declare((self.category,), category.points, cell)
        if not self.category or not group or group.points is None:
            return
        if group.loose and category and category.points is None:
            self.declare((self.category,), group.points, cell)
            self._note("category-incomplete", cell, label=group.name, points=group.points, category=self.category)
        else:
            self.declare((self.category, group.name), group.points, cell)

    def _note(self, code: str, cell: Cell, **words: str | Decimal) -> None:
        self.out.findings.append(note(code, cell.place(), words=words))


def rank_of(filled: Sequence[Cell]) -> int | None:
    """The rank of a row's enumerator, in a cell of its own or before its name."""
    first = filled[0].text
    return family(first) if is_no(first) else next((family(m.group()) for m in [_LEADING.match(first)] if m), None)


def ranks_in(run: Run) -> set[int]:
    """The ranks of the numbers in the number column, where the run numbers its rows by enumerators."""
    index = run.index_of("no")
    cells = [row.cells[index].text for row in run.rows if index is not None and index < len(row.cells)]
    return {rank if (rank := family(text)) is not None else _CODE for text in cells if is_no(text)}


def join_labels(runs: Sequence[Run]) -> None:
    """Join labels that were set piece by piece down a column, also over a page, in their first row.

    思想 / 建设 / （25分） under each other are one merged cell that recognition has cut at its lines.
    """
    column = [
        (run, at, k) for run in runs for k in [run.index_of("category")] if k is not None for at in range(len(run.rows))
    ]
    for end, (run, at, index) in enumerate(column):
        if not _ONLY_POINTS.match(_cell(run, at, index).text):
            continue
        first = end
        while first and _is_piece(_cell(*column[first - 1])):
            first -= 1
        if first < end:
            text = "\n".join(_cell(*place).text for place in column[first : end + 1])
            for n, (r, k, i) in enumerate(column[first : end + 1]):
                cells = list(r.rows[k].cells)
                cells[i] = replace(cells[i], text=text if n == 0 else "")
                r.rows[k] = replace(r.rows[k], cells=tuple(cells))


def _cell(run: Run, at: int, index: int) -> Cell:
    cells = run.rows[at].cells
    return cells[index] if index < len(cells) else Cell("", run.rows[at].line, index + 1)


def _is_piece(cell: Cell) -> bool:
    return 0 < len(cell.text) <= _PIECE and not cell.spanned and not _ONLY_POINTS.search(cell.text)


def section_people(cell: Cell) -> tuple[str, dict[str, Cell]]:
    """A section row's name, and whom it names for all of its rows: 一、…（40分） 责任领导：某某."""
    found = _NAMED.search(cell.text)
    role = role_of(found.group(1)) if found else None
    if found is None or role not in PEOPLE:
        return cell.text, {}
    people = replace(cell, text=found.group(2).strip(), start=cell.start + found.start(2), spanned=True)
    return cell.text[: found.start()].rstrip("（(　 "), {role: people}
