"""Rows of a table read in order: labels carry down, sums close, a goal covers the rows after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from jixiao.core.numbers import parse_points
from jixiao.core.places import Source
from jixiao.core.records import Declared, PrintedTotal, RowKind, Unread
from jixiao.intake.align import Laid, lay
from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.goals import goal_of
from jixiao.intake.labels import Label, Outline, kind_of, labels_in, learn
from jixiao.intake.notes import note
from jixiao.intake.raw import Gathered, Raw, is_note, is_total
from jixiao.intake.shapes import family, is_no, is_points, label_like, plain_number
from jixiao.intake.tables import Run

_LEADING = re.compile(r"(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)])")
_PEOPLE = ("leaders", "offices", "owners")


class Assembler:
    """Holds what carries from row to row: category, group, goal, and the columns lost in the row above."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.out = Gathered()
        self.category: str | None = None
        self.category_raw: str | None = None
        self.group: str | None = None
        self.kind: RowKind | None = None
        self.goal: Raw | None = None  # the row that printed the current goal
        self.skipped: frozenset[int] = frozenset()

    def read(self, runs: Sequence[Run]) -> Gathered:
        """Read all runs of the plan's table."""
        learn([c for run in runs for row in run.rows for c in _category_cells(run, row)], self.outline)
        for run in runs:
            self._start(run)
            for at, row in enumerate(run.rows):
                self._row(run, row, run.rows[at + 1 :] if at + 2 >= len(run.rows) else run.rows[at + 1 : at + 2])
        return self.out

    def _start(self, run: Run) -> None:
        self.skipped = frozenset()
        if run.kind:
            self.category = self.category_raw = self.group = self.goal = None
        self.kind = run.kind or self.kind if run.kind or not self.category else self.kind
        self.first = len(self.out.rows)
        self.ranks = _ranks(run)
        self.rank = 0  # of the enumerator that opened the current category

    def _row(self, run: Run, row: GridRow, after: Sequence[GridRow]) -> None:
        filled = row.filled()
        if not filled or is_note(row):
            self.out.unread += [Unread(c.text, c.place()) for c in filled]
        elif is_total(row):
            self._total(run, row, filled)
        elif self._is_label_row(run, row, filled):
            self._label_row(run, row, filled, last=not any(r.filled() for r in after))
        else:
            self._plan_row(run, row)

    # --- sums

    def _total(self, run: Run, row: GridRow, filled: list[Cell]) -> None:
        label = next(c for c in filled if not c.text[:1].isdigit())
        numbers = [c for c in filled if parse_points(c.text) is not None]
        points = parse_points(numbers[-1].text) if numbers else None
        if points is None:
            self.out.unread += [Unread(c.text, c.place()) for c in filled]
            return
        self.out.totals.append(PrintedTotal(label.text, points, numbers[-1].place(), self._closes(label.text, points)))
        weights = [s.index for k, s in enumerate(run.slots) if run.fields.get(k) == "weight"]
        first = run.slots[0].index
        if weights and numbers[-1].column - 1 != weights[0] or label.column - 1 != first:
            words = {"label": label.text, "points": points}
            self.out.findings.append(note("total-misplaced", label.place(), numbers[-1].place(), **words))

    def _closes(self, label: str, points: Decimal) -> tuple[str, ...]:
        """Which branch a sum row closes: the one whose rows make the sum, otherwise the one that is open."""
        rows = [r for r in self.out.rows if r.kind is RowKind.BASE]
        everything = _sum(rows)
        inside = _sum([r for r in rows if r.category == self.category])
        group = _sum([r for r in rows if r.category == self.category and r.group == self.group])
        several = len({r.category for r in rows}) > 1
        if self.category and several and points == inside and points != everything:
            return (self.category,)
        if self.category and self.group and points == group and points != inside and "小计" in label:
            return (self.category, self.group)
        if self.category and several and points != everything and not label.endswith(("得分", "总分", "总计")):
            return (self.category,) if abs(points - inside) < abs(points - everything) else ()
        return ()

    # --- labels

    def _is_label_row(self, run: Run, row: GridRow, filled: list[Cell]) -> bool:
        """A row with a name, perhaps with its points, and nothing else."""
        texts = [c for c in filled if not is_points(c.text) and not is_no(c.text)]
        rest = [c for c in filled if c not in texts]
        if len(texts) != 1 or len(rest) > 2 or not label_like(texts[0].text.replace("\n", "")):
            return False
        leaf = max((run.slots[k].index for k, f in run.fields.items() if f in {"l1", "l2"}), default=-1)
        spread = sum(c.spanned for c in row.cells) > len(row.cells) // 2 or len(row.cells) == 1
        if not rest:
            return spread or texts[0].column - 1 < leaf or "weight" in run.fields.values() or len(row.filled()) == 1
        rank = _rank(filled)
        if rank is not None and self.ranks and rank < max(self.ranks):
            return True
        numerals = [c.text for c in rest if not is_points(c.text) or not c.text.isascii()]
        return texts[0].column - 1 < leaf and not numerals and len(rest) == 1 and rest[0].column - 1 > texts[0].column - 1

    def _label_row(self, run: Run, row: GridRow, filled: list[Cell], last: bool) -> None:
        cell = next(c for c in filled if not is_points(c.text) and not is_no(c.text))
        rank = _rank(filled)
        below = rank is not None and self.category is not None and rank > self.rank
        number = next((c for c in reversed(filled) if c is not cell and c.column > cell.column and is_points(c.text)), None)
        labels = labels_in(cell.text, self.outline)
        if number and labels and labels[-1].points is None:
            labels[-1] = Label(labels[-1].name, parse_points(number.text))
        if cell.tagged:
            self.out.findings.append(note("tags-stripped", cell.place()))
        above = self.out.rows[self.first :]
        places = [cell.place()]
        if last and above and labels:
            self._close_up(labels, cell, above)
            places.append(above[0].row.cells[0].place() if above[0].row.cells else cell.place())
        else:
            self._apply(labels, cell, "subcategory" if below else None)
            self.rank = self.rank if below or rank is None else rank
        self.out.findings.append(note("label-row", *places, label=cell.text.replace("\n", "")))

    def _close_up(self, labels: list[Label], cell: Cell, above: list[Raw]) -> None:
        """A name below its rows: the lower part of a merged cell that a page broke."""
        name = self.outline.canonical(labels[-1].name)
        for raw in above:
            if raw.category != name:
                raw.category, raw.group = name, raw.group or raw.category
        self.category, self.group = name, above[-1].group
        if labels[-1].points is not None:
            self._declare((name,), labels[-1].points, cell)

    def _apply(self, labels: list[Label], cell: Cell, column: str | None) -> None:
        """Open the category and the group that a cell names."""
        if not labels:
            return
        if any(x.broken for x in labels):
            self.out.findings.append(note("label-broken", cell.place(), label="".join(x.name for x in labels)))
        if len(labels) > 1:
            names = "、".join(f"“{x.name}”" for x in labels)
            self.out.findings.append(note("labels-joined", cell.place(), labels=names))
        category, group = self._levels(labels, column)
        self.kind = next((k for x in labels if (k := kind_of(x.name))), None if category else self.kind)
        if category:
            self._open(category, cell)
        if group:
            if group.name != self.group:
                self.goal = None
            self.group = group.name
        self._declare_labels(category, group, cell)

    def _levels(self, labels: list[Label], column: str | None) -> tuple[Label | None, Label | None]:
        """Which of the names is the category and which the group."""
        names = {x.name: x for x in labels}
        for x in labels:
            parent = self.outline.parent(x.name)
            if parent and len(labels) == 1:
                return Label(parent), x
            if parent in names:
                return names[parent], x
        if len(labels) > 1:
            a, b = sorted(labels[:2], key=lambda x: -(x.points or Decimal(0)))
            return a, b
        if column == "subcategory":
            return None, labels[0]
        return labels[0], None

    def _open(self, label: Label, cell: Cell) -> None:
        name = self.outline.canonical(label.name)
        if name != label.name:
            self.out.findings.append(note("category-alias", cell.place(), here=label.name, there=name))
        if name != self.category:
            self.group = self.goal = None
        self.outline.add(name)
        self.category, self.category_raw = name, cell.text

    def _declare_labels(self, category: Label | None, group: Label | None, cell: Cell) -> None:
        if category and category.points is not None and self.category:
            self._declare((self.category,), category.points, cell)
        if group and group.points is not None and self.category:
            if group.loose and category and category.points is None:
                self._declare((self.category,), group.points, cell)
                words = {"label": group.name, "points": group.points, "category": self.category}
                self.out.findings.append(note("category-incomplete", cell.place(), **words))
            else:
                self._declare((self.category, group.name), group.points, cell)

    def _declare(self, path: tuple[str, ...], points: Decimal, cell: Cell) -> None:
        if not any(d.path == path and d.points == points for d in self.out.declared):
            self.out.declared.append(Declared(path, points, cell.place()))

    # --- rows

    def _plan_row(self, run: Run, row: GridRow) -> None:
        laid = lay(row, run.slots, run.titled, self.skipped)
        self.skipped = laid.skipped
        raw = Raw(row, run, shift=laid.shift)
        for k, cell in laid.cells.items():
            self._take(run, raw, k, cell)
        self._labels(raw, laid)
        self._texts(raw)
        if self._joins(raw):
            return
        if raw.leaf is None and raw.goal is None:
            self.out.unread += [Unread(c.text, c.place()) for c in row.filled()]
            self.out.findings.append(note("row-unread", *[c.place() for c in row.filled()[:1]]))
            return
        raw.kind = self.kind or RowKind.BASE
        raw.category, raw.category_raw, raw.group = self.category, self.category_raw, self.group
        self._numbers(raw)
        self._shift_notes(raw, laid)
        self.out.rows.append(raw)

    def _take(self, run: Run, raw: Raw, k: int, cell: Cell) -> None:
        """Note a cell under its field; columns without a field are kept by their printed name."""
        name = run.fields.get(k)
        if name is None:
            if cell.text:
                raw.extra[run.slots[k].name] = cell.text
        elif cell.text:
            raw.cells.setdefault(name, cell)
            if cell.spanned:
                raw.inherited.add(name)

    def _labels(self, raw: Raw, laid: Laid) -> None:
        for name in ("category", "subcategory"):
            cell2 = raw.cells.get(name)
            if cell2 is None or name in raw.inherited and cell2.line != raw.line:
                continue
            if name in raw.inherited and name == "subcategory" and cell2.spanned:
                continue  # one merged cell over both label columns
            if cell2.tagged:
                self.out.findings.append(note("tags-stripped", cell2.place()))
            self._apply(labels_in(cell2.text, self.outline), cell2, name)
            points = raw.cells.get(f"{name}_points")
            value = parse_points(points.text) if points else None
            path = tuple(x for x in (self.category, self.group if name == "subcategory" else None) if x)
            if points and value is not None and path:
                self._declare(path, value, points)
        found = raw.cells.get("no")
        if found and not is_no(found.text):
            del raw.cells["no"]
            self._group_label(found)
        for cell in laid.surplus:
            if label_like(cell.text) and len(cell.text) <= 12 and cell.column <= 3:
                self._group_label(cell)
            else:
                self.out.unread.append(Unread(cell.text, cell.place()))
                self.out.findings.append(note("cell-unread", cell.place(), text=cell.text))

    def _group_label(self, cell: Cell) -> None:
        self.out.findings.append(note("group-in-number-column", cell.place(), label=cell.text))
        labels = labels_in(cell.text, self.outline)
        if labels and labels[0].name != self.group:
            self.group, self.goal = labels[0].name, None
            if self.category:
                self.outline.add(self.group, self.category)

    def _texts(self, raw: Raw) -> None:
        """Find the goal and the leaf. Where their cells are empty, the text may stand in the basis column."""
        first, second, basis = raw.cells.get("l1"), raw.cells.get("l2"), raw.cells.get("policy_basis")
        if first is None and second is None and basis is not None and "policy_basis" not in raw.inherited:
            first = raw.cells["l1"] = raw.cells.pop("policy_basis")
            column = next(s.name for s in raw.run.slots if s.role == "basis")
            self.out.findings.append(note("text-in-basis-column", first.place(), column=column))
        raw.leaf = second
        if first is not None and not self._same_goal(raw, first):
            raw.goal, raw.own_goal = goal_of(first), True
            self.goal = raw
        elif second is not None and self.goal is not None and self._under(raw):
            raw.goal = self.goal.goal

    def _same_goal(self, raw: Raw, cell: Cell) -> bool:
        """Is this the goal of the row above again: one merged cell, or its text repeated?"""
        if self.goal is None or self.goal.goal is None or raw.leaf is None:
            return False
        known = self.goal.goal.cell
        merged = (cell.line, cell.column) == (known.line, known.column)
        return merged or (cell.text == known.text and self._under(raw))

    def _under(self, raw: Raw) -> bool:
        """Does the row's number, if it has one, belong to the current goal?"""
        own, goal = _prefix(raw.text_of("no")), _prefix(self.goal.no or "" if self.goal else "")
        return not own or not goal or own == goal

    def _joins(self, raw: Raw) -> bool:
        """A row with no text of its own, no number and no points is the rest of the row above."""
        before = self.out.rows[-1] if len(self.out.rows) > self.first else None
        covered = raw.leaf is not None and "l2" in raw.inherited or raw.leaf is None and "l1" in raw.inherited
        empty = raw.leaf is None and "l1" not in raw.cells
        if before is None or not (covered or empty) or _own(raw, "weight") or _own(raw, "no"):
            return False
        if covered and before.row.line == raw.line:
            return False
        for name in (*_PEOPLE, "co_offices", "rule", "policy_basis"):
            cell = raw.cells.get(name)
            if cell and name not in raw.inherited:
                old = before.cells.get(name)
                text = f"{old.text}\n{cell.text}" if old else cell.text
                before.cells[name] = Cell(text, (old or cell).line, (old or cell).column)
        self.out.findings.append(note("row-joined", *[c.place() for c in raw.row.filled()[:1]]))
        return True

    def _numbers(self, raw: Raw) -> None:
        no = raw.cells.get("no")
        if no:
            raw.no = plain_number(no.text).rstrip("、.．")
            raw.no_source = Source.DOWN if "no" in raw.inherited else Source.CELL
        weight = raw.cells.get("weight")
        if weight:
            raw.weight = parse_points(weight.text)
            raw.weight_source = Source.DOWN if "weight" in raw.inherited else Source.CELL
            if raw.weight is None:
                raw.weight_source = Source.MISSING
                raw.extra[_name_of(raw.run, "weight")] = weight.text
                self.out.findings.append(note("weight-unread", weight.place(), text=weight.text))

    def _shift_notes(self, raw: Raw, laid: Laid) -> None:
        first = raw.row.filled()[0]
        if laid.shift < 0:
            lost = "、".join(raw.run.slots[k].name for k in sorted(laid.skipped)) or "—"
            self.out.findings.append(note("shifted-left", first.place(), by=-laid.shift, lost=lost))
        elif laid.shift > 0:
            self.out.findings.append(note("shifted-right", first.place(), by=laid.shift))
        if raw.no and not any(s.index == raw.cells["no"].column - 1 and s.role == "no" for s in raw.run.slots):
            if laid.shift > 0:
                self.out.findings.append(note("number-column-extra", raw.cells["no"].place(), no=raw.no))


def _rank(filled: list[Cell]) -> int | None:
    """The rank of a row's enumerator, in a cell of its own or before its name."""
    first = filled[0].text
    return family(first) if is_no(first) else next((family(m.group()) for m in [_LEADING.match(first)] if m), None)


def _ranks(run: Run) -> set[int]:
    """The ranks of the numbers in the number column, where the run numbers its rows by enumerators."""
    index = next((run.slots[k].index for k, f in run.fields.items() if f == "no"), None)
    cells = [row.cells[index].text for row in run.rows if index is not None and index < len(row.cells)]
    return {rank for text in cells if (rank := family(text)) is not None}


def _own(raw: Raw, name: str) -> bool:
    return name in raw.cells and name not in raw.inherited


def _prefix(no: str) -> str:
    for mark in "-－–—.．":
        if mark in no:
            return no.rsplit(mark, 1)[0]
    return ""


def _sum(rows: list[Raw]) -> Decimal:
    return sum((r.weight for r in rows if r.weight is not None and r.weight_source is Source.CELL), Decimal(0))


def _name_of(run: Run, name: str) -> str:
    return next((run.slots[k].name for k, f in run.fields.items() if f == name), name)


def _category_cells(run: Run, row: GridRow) -> list[str]:
    index = next((run.slots[k].index for k, f in run.fields.items() if f == "category"), None)
    return [row.cells[index].text] if index is not None and index < len(row.cells) and row.cells[index].text else []
