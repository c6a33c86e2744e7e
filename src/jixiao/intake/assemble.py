"""Rows of a table read in order: labels carry down, sums close, a goal covers the rows after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jixiao.core.places import Source
from jixiao.core.records import PrintedTotal, RowKind, Unread
from jixiao.intake.align import Laid, lay
from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.branches import Branch, join_labels, rank_of, ranks_in, section_people
from jixiao.intake.columns import PEOPLE
from jixiao.intake.goals import goal_of
from jixiao.intake.labels import Label, Outline, labels_in, learn
from jixiao.intake.notes import note
from jixiao.intake.raw import Gathered, Raw, is_note, is_sum_word, is_total
from jixiao.intake.shapes import is_no, is_points, label_like, plain_number, points_of, prefix_of
from jixiao.intake.tables import Run


class Assembler:
    """Holds what carries from row to row: the open branch, the goal, and the columns lost in the row above."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.out = Gathered()
        self.branch = Branch(outline, self.out)
        self.goal: Raw | None = None  # the row that printed the current goal
        self.skipped: frozenset[int] = frozenset()
        self.people: dict[str, Cell] = {}  # whom the last section row names for all of its rows

    def read(self, runs: Sequence[Run]) -> Gathered:
        """Read all runs of the plan's table."""
        join_labels(runs)
        learn([c for run in runs for row in run.rows for c in _category_cells(run, row)], self.outline)
        for run in runs:
            self._start(run)
            for at, row in enumerate(run.rows):
                self._row(run, row, run.rows[at + 1 : at + 2])
        return self.out

    def _start(self, run: Run) -> None:
        self.skipped = frozenset()
        self.first = len(self.out.rows)
        self.ranks = ranks_in(run)
        self.branch.start(run)
        if run.kind:
            self.goal = None

    def _row(self, run: Run, row: GridRow, after: Sequence[GridRow]) -> None:
        filled = row.own()
        if not row.filled() or is_note(row):
            self.out.unread += [Unread(c.text, c.place()) for c in filled]
        elif is_total(row):
            self._total(run, row, filled)
        elif filled and self._is_label_row(run, row, filled):
            self._label_row(run, row, filled, last=not any(r.filled() for r in after))
        else:
            self._plan_row(run, row)

    # --- sums

    def _total(self, run: Run, row: GridRow, filled: list[Cell]) -> None:
        label = next(c for c in filled if not c.text[:1].isdigit())
        numbers = [c for c in filled if points_of(c.text) is not None]
        column = run.index_of("weight")
        under = next((c for c in numbers if c.column - 1 == column), None)
        number = under or (numbers[-1] if numbers else None)
        points = points_of(number.text) if number else None
        if number is None or points is None:
            self.out.unread += [Unread(c.text, c.place()) for c in filled]
            return
        path = self.branch.closed_by(label.text, points)
        self.out.totals.append(PrintedTotal(label.text, points, number.place(), path))
        if not is_sum_word(label.text):
            self.out.findings.append(note("total-named", label.place(), words={"label": label.text}))
        if under is None or label.column - 1 != run.slots[0].index:
            words = {"label": label.text, "points": points}
            self.out.findings.append(note("total-misplaced", label.place(), number.place(), words=words))

    # --- labels

    def _is_label_row(self, run: Run, row: GridRow, filled: list[Cell]) -> bool:
        """A row with a name, perhaps with its points, and nothing else."""
        texts = [c for c in filled if not is_points(c.text) and not is_no(c.text)]
        rest = [c for c in filled if c not in texts]
        if len(texts) != 1 or len(rest) > 2 or not label_like(texts[0].text.replace("\n", "")):
            return False
        leaf = max((run.slots[k].index for k, f in run.fields.items() if f in {"l1", "l2"}), default=-1)
        spread = sum(c.spanned for c in row.cells) > len(row.cells) // 2 or len(row.cells) == 1
        if not rest and texts[0].column - 1 == leaf > 0 and not spread:
            return False  # a further line of the text above
        if not rest:
            return spread or texts[0].column - 1 < leaf or "weight" in run.fields.values() or len(row.filled()) == 1
        rank = rank_of(filled)
        if rank is not None and self.ranks and rank < max(self.ranks):
            return True
        weight = run.index_of("weight")
        if weight is not None and any(c.column - 1 != weight for c in rest if is_points(c.text)):
            return False
        numerals = [c.text for c in rest if not is_points(c.text) or not c.text.isascii()]
        return (
            texts[0].column - 1 < leaf and not numerals and len(rest) == 1 and rest[0].column - 1 > texts[0].column - 1
        )

    def _label_row(self, run: Run, row: GridRow, filled: list[Cell], last: bool) -> None:
        cell = next(c for c in filled if not is_points(c.text) and not is_no(c.text))
        rank = rank_of(filled)
        below = rank is not None and self.branch.category is not None and rank > self.branch.rank
        number = next(
            (c for c in reversed(filled) if c is not cell and c.column > cell.column and is_points(c.text)), None
        )
        name, self.people = section_people(cell)
        labels = labels_in(name, self.outline)
        if number and labels and labels[-1].points is None:
            labels[-1] = Label(labels[-1].name, points_of(number.text))
        if cell.tagged:
            self.out.findings.append(note("tags-stripped", cell.place()))
        above = self.out.rows[self.first :]
        places = [cell.place()]
        if last and above and labels:
            self.branch.close_up(labels[-1], cell, above)
            places.append(above[0].row.cells[0].place() if above[0].row.cells else cell.place())
        else:
            self.branch.open(labels, cell, "subcategory" if below else None)
            self.branch.rank = self.branch.rank if below or rank is None else rank
            self.goal = None
        self.out.findings.append(note("label-row", *places, words={"label": cell.text.replace("\n", "")}))

    # --- rows

    def _plan_row(self, run: Run, row: GridRow) -> None:
        laid = lay(row, run.slots, run.titled, self.skipped)
        self.skipped = laid.skipped
        raw = Raw(row, run, shift=laid.shift)
        for k, cell in laid.cells.items():
            self._take(run, raw, k, cell)
        if self._continues(raw):
            self._append(raw)
            return
        for name, cell in self.people.items():
            raw.cells.setdefault(name, cell)
        self._labels(raw, laid)
        self._texts(raw)
        if self._joins(raw):
            return
        if raw.leaf is None and raw.goal is None:
            self.out.unread += [Unread(c.text, c.place()) for c in row.filled()]
            self.out.findings.append(note("row-unread", *[c.place() for c in row.filled()[:1]]))
            return
        raw.kind = self.branch.kind or RowKind.BASE
        raw.category, raw.group = self.branch.path
        raw.category_raw = self.branch.category_raw
        raw.labels = dict(self.branch.cells)
        raw.category_source = self._category_source(raw)
        self._numbers(raw)
        self._shift_notes(raw, laid)
        self.out.rows.append(raw)
        self.branch.count(raw)

    def _category_source(self, raw: Raw) -> Source:
        """Printed in this row, carried from above, or concluded from the group's name."""
        if raw.category is None:
            return Source.NONE
        if self.branch.category_source is Source.INFERRED:
            return Source.INFERRED
        return Source.CELL if "category" in raw.cells and "category" not in raw.inherited else Source.DOWN

    def _continues(self, raw: Raw) -> bool:
        """Are these only further lines of the row above: texts, and neither number nor points nor anybody's name?"""
        before = self.out.rows[-1] if len(self.out.rows) > self.first else None
        if before is None or "weight" not in raw.run.fields.values() or raw.inherited or not raw.cells:
            return False
        typed = {"no", "weight", "deadline", "co_offices", *PEOPLE}
        ended = (before.leaf.text if before.leaf else before.goal.text if before.goal else "").endswith(("。", "；"))
        alone = not typed & set(raw.cells) and len(typed & set(before.cells)) > 1
        return alone and not ended and bool({"l1", "l2", "rule"} & set(raw.cells))

    def _append(self, raw: Raw) -> None:
        """Put further lines behind the texts of the row above."""
        before = self.out.rows[-1]
        for name, cell in raw.cells.items():
            if name == "category":
                self.branch.rename(cell.text, self.out.rows[self.first :])
            elif name in before.cells:
                before.cells[name] = replace(before.cells[name], text=before.cells[name].text + cell.text)
        if before.leaf:
            before.leaf = before.cells["l2"]
        elif before.goal:
            before.goal = goal_of(before.cells["l1"])
        self.out.findings.append(note("row-joined", *[c.place() for c in raw.row.filled()[:1]]))

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
        """Open what the row's label cells name; a new branch ends the goal."""
        before = self.branch.path
        self._label_cells(raw)
        self._stray_labels(raw, laid)
        if self.branch.path != before:
            self.goal = None

    def _label_cells(self, raw: Raw) -> None:
        for name in ("category", "subcategory"):
            label = raw.cells.get(name)
            if label is None or (name in raw.inherited and not raw.row.begins(label)):
                continue
            if name in raw.inherited and name == "subcategory" and label.spanned:
                continue  # one merged cell over both label columns
            if label.tagged:
                self.out.findings.append(note("tags-stripped", label.place()))
            self.branch.open(labels_in(label.text, self.outline), label, name)
            points = raw.cells.get(f"{name}_points")
            value = points_of(points.text) if points else None
            path = tuple(x for x in self.branch.path[: 1 if name == "category" else 2] if x)
            if points and value is not None and path:
                self.branch.declare(path, value, points)

    def _stray_labels(self, raw: Raw, laid: Laid) -> None:
        """Names of groups in the column of numbers, or in a cell that the header does not have."""
        found = raw.cells.get("no")
        if found and not is_no(found.text):
            del raw.cells["no"]
            self.branch.open_group(found)
        for cell in laid.surplus:
            if label_like(cell.text) and len(cell.text) <= 12 and cell.column <= 3:
                self.branch.open_group(cell)
            else:
                self.out.unread.append(Unread(cell.text, cell.place()))
                self.out.findings.append(note("cell-unread", cell.place(), words={"text": cell.text}))

    def _texts(self, raw: Raw) -> None:
        """Find the goal and the leaf. Where their cells are empty, the text may stand in the basis column."""
        first, second, basis = raw.cells.get("l1"), raw.cells.get("l2"), raw.cells.get("policy_basis")
        if first is None and second is None and basis is not None and "policy_basis" not in raw.inherited:
            first = raw.cells["l1"] = raw.cells.pop("policy_basis")
            column = next(s.name for s in raw.run.slots if s.role == "basis")
            self.out.findings.append(note("text-in-basis-column", first.place(), words={"column": column}))
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
        merged = cell.origin == known.origin
        return merged or (cell.text == known.text and self._under(raw))

    def _under(self, raw: Raw) -> bool:
        """Does the row's number, if it has one, belong to the current goal?"""
        own, goal = prefix_of(raw.text_of("no")), prefix_of(self.goal.no or "" if self.goal else "")
        return not own or not goal or own == goal

    def _joins(self, raw: Raw) -> bool:
        """A row with no text of its own, no number and no points is the rest of the row above."""
        before = self.out.rows[-1] if len(self.out.rows) > self.first else None
        covered = (raw.leaf is not None and "l2" in raw.inherited) or (raw.leaf is None and "l1" in raw.inherited)
        empty = raw.leaf is None and "l1" not in raw.cells
        if before is None or not (covered or empty) or _own(raw, "weight") or _own(raw, "no"):
            return False
        for name in (*PEOPLE, "co_offices", "rule", "policy_basis"):
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
        if weight is None and "weight" not in raw.run.fields.values():
            self._own_points(raw)
        if weight:
            raw.weight = points_of(weight.text)
            raw.weight_source = Source.DOWN if "weight" in raw.inherited else Source.CELL
            if raw.weight is None and raw.kind is not RowKind.VETO:
                raw.weight_source = Source.MISSING
                raw.extra[_name_of(raw.run, "weight")] = weight.text
                self.out.findings.append(note("weight-unread", weight.place(), words={"text": weight.text}))

    def _own_points(self, raw: Raw) -> None:
        """A table without a column of points: the leaf's text states them at its end."""
        leaf = goal_of(raw.leaf) if raw.leaf else raw.goal
        if leaf is None or leaf.points is None:
            return
        raw.weight, raw.weight_source = leaf.points, Source.CELL
        if raw.leaf:
            raw.leaf = replace(raw.leaf, text=leaf.text)
        else:
            raw.goal = replace(leaf, points=None)
        raw.cells["weight"] = leaf.cell

    def _shift_notes(self, raw: Raw, laid: Laid) -> None:
        first = raw.row.filled()[0]
        if laid.shift < 0:
            lost = "、".join(raw.run.slots[k].name for k in sorted(laid.skipped)) or "—"
            self.out.findings.append(note("shifted-left", first.place(), words={"by": -laid.shift, "lost": lost}))
        elif laid.shift > 0:
            self.out.findings.append(note("shifted-right", first.place(), words={"by": laid.shift}))
        in_place = raw.no and any(s.index == raw.cells["no"].column - 1 and s.role == "no" for s in raw.run.slots)
        if raw.no and not in_place and laid.shift > 0:
            self.out.findings.append(note("number-column-extra", raw.cells["no"].place(), words={"no": raw.no}))


def _own(raw: Raw, name: str) -> bool:
    return name in raw.cells and name not in raw.inherited


def _name_of(run: Run, name: str) -> str:
    slot = run.slot_of(name)
    return slot.name if slot else name


def _category_cells(run: Run, row: GridRow) -> list[str]:
    index = run.index_of("category")
    return [row.cells[index].text] if index is not None and index < len(row.cells) and row.cells[index].text else []
