"""A block laid over a draft: the changes that it means, and what a person has to look at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jixiao.core.draft_reading import SHARED
from jixiao.core.drafting import Change, Draft, DraftRow, Insert, Set
from jixiao.core.fields import FIELDS
from jixiao.core.pasting.block import Block, Cell, Unpastable
from jixiao.core.pasting.cleaning import bare, clean, trouble
from jixiao.core.pasting.header import Header, find_header
from jixiao.core.wording import head

_SUM = re.compile(r"(?:[合小总共]\s*计(?:得分|分值?)?|总\s*分值?|满\s*分)\s*[：:]?")


@dataclass(frozen=True, slots=True)
class Flagged:
    """A cell to look at. Row and column are counted from 1 in the block; row 0 is the text around a table.

    `field` and `uid` say where the text went; both are '' when it went nowhere, `uid` also in a new row.
    """

    row: int
    column: int
    text: str
    sentence: str
    field: str = ""
    uid: str = ""


@dataclass(frozen=True, slots=True)
class Pasted:
    """The changes, in the order in which to apply them, and the cells to look at.

    `rows` and `cells` are the block's without its header and what stands above that. `header` tells whether the
    columns were found by their names. New rows come last one first, each behind the same row, so that they stay
    together whatever other people add meanwhile.
    """

    changes: tuple[Change, ...]
    flags: tuple[Flagged, ...]
    rows: int
    cells: int
    header: bool = False


def lay(
    draft: Draft,
    block: Block,
    anchor_uid: str,
    anchor_field: str,
    fields: Sequence[str],
    names: Mapping[str, str] | None = None,
) -> Pasted:
    """Lay the block over the draft with its first cell on the anchor; an `anchor_uid` of '' is behind the last row.

    `draft` is what its author saw: the changes' `old` is taken from it. `fields` are the visible columns in order.
    `names` gives further names of columns, as `plain_name` writes them, and their fields. Every cell is written,
    or was there already, or is flagged. Raises Unpastable when the anchor is gone.
    """
    top = draft.at(anchor_uid) if anchor_uid else len(draft.rows)
    if top is None:
        raise Unpastable("粘贴的起始行已被删除，没有粘贴；请重新选定位置。")
    if anchor_field not in fields:
        raise Unpastable("粘贴的起始列不在表中，没有粘贴；请重新选定位置。")
    by_position = tuple(fields[list(fields).index(anchor_field) :])
    header = find_header(block.rows, by_position, fields, names or {})
    work = _Laying(header, by_position, frozenset(fields))
    work.note_unwritten(block)
    data = block.rows[header.last + 1 :] if header else block.rows
    offset = len(block.rows) - len(data)
    for at, row in enumerate(data):
        target = draft.rows[top + at] if top + at < len(draft.rows) else None
        work.row(at + offset + 1, row, target)
    last = draft.rows[-1].uid if draft.rows else ""
    inserts = [Insert(last, cells) for cells in reversed(work.new)]
    return Pasted((*work.sets, *inserts), tuple(work.flags), len(data), sum(map(len, data)), header is not None)


@dataclass(slots=True)
class _Laying:
    """A block being laid."""

    header: Header | None
    by_position: tuple[str, ...]
    visible: frozenset[str]
    sets: list[Change] = field(default_factory=list)
    new: list[dict[str, str]] = field(default_factory=list)
    flags: list[Flagged] = field(default_factory=list)

    def note_unwritten(self, block: Block) -> None:
        """Flag the text around the table, the rows above the header, and a header's second row."""
        if beside := bare(block.beside):
            self.flags.append(Flagged(0, 0, beside, f"表格以外的文字“{head(beside)}”没有粘贴，请另行粘贴。"))
        if self.header is None:
            return
        for at, row in enumerate(block.rows[: self.header.last + 1]):
            if at != self.header.first:
                why = "在列名上方，没有粘贴。" if at < self.header.first else "是第二行列名，已按它对应各列，请核对。"
                self._unwritten(at + 1, row, why)

    def row(self, number: int, row: Sequence[Cell], target: DraftRow | None) -> None:
        """Lay one row over `target`, or make a new one of it when there is none."""
        written: dict[str, str] = {}
        doubt = _doubt(row)
        for column, cell in enumerate(row, start=1):
            name, why = self._field(column)
            if not name:
                self._flag(number, column, bare("" if cell.across else cell.text), why)
                continue
            was = target.cells.get(name, "") if target else ""
            text = _typed(name, cell, was)
            if target and text != was:
                self.sets.append(Set(target.uid, name, was, text))
            written[name] = text
            first = bool(text) and doubt != "" and column == 1 + _first(row)
            sentence = trouble(name, text) or (doubt if first else "")
            if sentence:
                self._flag(number, column, text, sentence, name, target.uid if target else "")
        cells = {name: text for name, text in written.items() if text}
        if target is None and cells:
            self.new.append(cells)

    def _field(self, column: int) -> tuple[str, str]:
        """The field of a column, or '' and the reason why there is none."""
        if self.header is None:
            if column <= len(self.by_position):
                return self.by_position[column - 1], ""
            return "", "超出表的右边，没有粘贴；请把粘贴的起点左移，或在首行带上列名再复制。"
        named = self.header.fields[column - 1] if column <= len(self.header.fields) else ""
        title = self.header.names[column - 1] if named or column <= len(self.header.names) else ""
        if not named:
            return "", f"列名“{title}”在本表中没有对应的列，没有粘贴。" if title else "这一列没有列名，没有粘贴。"
        if named in self.header.fields[: column - 1]:
            return "", f"列名“{title}”与前面的列对应同一列，没有粘贴。"
        if named not in self.visible:
            return "", f"“{FIELDS[named].label}”列现在没有显示，没有粘贴；请先显示该列再粘贴。"
        return named, ""

    def _unwritten(self, number: int, row: Sequence[Cell], why: str) -> None:
        for column, cell in enumerate(row, start=1):
            if not cell.merged:
                self._flag(number, column, bare(cell.text), why)

    def _flag(self, row: int, column: int, text: str, sentence: str, name: str = "", uid: str = "") -> None:
        if text:
            label = f"（{FIELDS[name].label}）" if name else ""
            where = f"粘贴内容第{row}行第{column}列{label}“{head(text)}”"
            self.flags.append(Flagged(row, column, text, f"{where}：{sentence}", name, uid))


def _typed(name: str, cell: Cell, was: str) -> str:
    """The text to stand in the draft. A merged area has its text in its first column, and one weight for all rows."""
    if cell.across:
        return ""
    if name == "weight" and cell.down and bare(cell.text):
        return SHARED
    return was if cell.text == was else clean(name, cell.text)  # a draft's own wording, pasted back, stays


def _first(row: Sequence[Cell]) -> int:
    return next((at for at, cell in enumerate(row) if bare(cell.text)), 0)


def _doubt(row: Sequence[Cell]) -> str:
    """Why a row is hardly an indicator, or ''."""
    if not row:
        return ""
    text = bare(row[_first(row)].text)
    if _SUM.fullmatch(text):
        return "合计行不是指标，已按一行写入；系统自动合计，请删去这一行。"
    if len(row) > 2 and text and all(cell.across == at for at, cell in enumerate(row)):
        return "整行是一个合并的单元格，像是小标题而不是指标，请核对。"
    return ""
