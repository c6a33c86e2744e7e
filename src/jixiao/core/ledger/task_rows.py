"""Tasks pasted from a spreadsheet or a table of a text document: which column is what, and what needs a look."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.counting_back import count_back
from jixiao.core.numbers import format_points, narrow, parse_number
from jixiao.core.pasting import Block, Cell, clean, plain_name

LABELS = {
    "text": "任务",
    "office": "责任科室",
    "owner": "责任人",
    "due": "完成时限",
    "standard": "质量标准",
    "share": "占比",
}
BY_POSITION = tuple(LABELS)
TEXT_LIMIT, DUE_LIMIT, HUNDRED = 1000, 60, Decimal(100)
_MEANINGS = {
    "number": "序号 编号 号 序",
    "text": "任务 任务名称 工作任务 任务内容 具体任务 重点任务 改革任务 考核任务 举措 改革举措 工作举措 措施 具体措施 "
    "工作措施 工作内容 具体内容 内容 事项 工作事项 事项名称 项目 项目名称 目标任务 主要任务 工作",
    "office": "责任科室 责任单位 责任部门 责任处室 牵头科室 牵头单位 牵头部门 承办科室 承办单位 科室 单位 部门 "
    "责任科室单位 实施单位",
    "owner": "责任人 负责人 承办人 科室责任人 经办人 具体责任人 具体负责人 责任人员",
    "due": "完成时限 时限 时间节点 完成时间 截止时间 截止日期 完成期限 期限 时间 办结时限 完成日期 进度安排 时间要求",
    "standard": "质量标准 标准 工作标准 完成标准 验收标准 质量要求 工作要求 要求 预期成果 成果 成果形式 目标要求",
    "share": "占比 比重 权重 份额 占比百分比 分值占比",
}
_FIELDS = {name: meaning for meaning, names in _MEANINGS.items() for name in names.split()}
_LOOK = 3  # a header stands in one of the first rows
_SUM = re.compile(r"[合小总共]\s*计")
_NAMES = re.compile(r"[、，,；;/\n]+")


@dataclass(frozen=True, slots=True)
class Flag:
    """A cell to look at; the row and column count from 1 in the pasted block. `stops` keeps the paste from saving."""

    row: int
    column: int
    text: str
    sentence: str
    stops: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells are read against. `end` is the indicator's own due date, counted back from."""

    year: int
    end: date | None = None
    offices: Collection[str] = ()
    people: Collection[str] = ()
    texts: Collection[str] = ()  # tasks that the list has


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as it would be saved: what could not be read stands in `standard` in the words of the table."""

    row: int
    text: str
    office: str = ""
    owner: str = ""
    due: date | None = None
    due_text: str = ""
    standard: str = ""
    share: Decimal | None = None


@dataclass(slots=True)
class TaskBlock:
    """The tasks of a block, and what needs a look. `header` tells whether columns were found by their names."""

    rows: list[TaskRow] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    header: bool = False

    @property
    def stopped(self) -> bool:
        return not self.rows or any(flag.stops for flag in self.flags)


def read_tasks(block: Block, known: Known) -> TaskBlock:
    """Read a pasted block. Every cell is in a task, or flagged with the reason why not."""
    found = TaskBlock()
    at, fields, names = _header(block)
    found.header = at is not None
    begin = 0 if at is None else at + 1
    if block.beside.strip():
        found.flags.append(Flag(0, 0, block.beside.strip(), "表格以外的文字没有写入。"))
    for number, row in enumerate(block.rows[: max(0, begin - 1)], start=1):
        for column, text in _texts(row):
            found.flags.append(Flag(number, column, text, "在列名上方，没有写入。"))
    seen = {_key(text) for text in known.texts}
    for number, row in enumerate(block.rows[begin:], start=begin + 1):
        _read_row(found, _Line(number, row, fields, names, known), seen)
    if obstacle := share_obstacle([row.share for row in found.rows]):
        found.flags.append(Flag(0, 0, "", obstacle))
    return found


def share_obstacle(shares: Iterable[Decimal | None]) -> str:
    """What is wrong with the shares of a list together; '' when they are 100 or none is given."""
    given = list(shares)
    known = [share for share in given if share is not None]
    total = sum(known, Decimal(0))
    if not known or (total == HUNDRED and len(known) == len(given)):
        return ""
    if total == HUNDRED:
        return "有的任务没有填写占比。"
    return f"占比合计为 {format_points(total)}%，应为 100%。"


def read_share(typed: str) -> Decimal | None:
    """The share in per cent: 15, 15%, 12.5％. None for nothing. Raises Unreadable."""
    text = narrow(typed).strip().removesuffix("%").strip()
    if not text:
        return None
    value = parse_number(text)
    if value is None or not 0 < value <= HUNDRED or value != value.quantize(Decimal("0.01")):
        raise Unreadable(f"“{typed.strip()[:20]}”不是占比，请填 0 至 100 的数，最多两位小数。")
    return value


def _header(block: Block) -> tuple[int | None, tuple[str, ...], tuple[str, ...]]:
    """The row of the header, and the field and name of every column. Without one the columns go by position."""
    for at, row in enumerate(block.rows[:_LOOK]):
        names = tuple(plain_name("" if cell.across else cell.text) for cell in row)
        fields = tuple(_FIELDS.get(name, "") for name in names)
        if "text" in fields and len([each for each in fields if each]) >= min(2, len([n for n in names if n])):
            return at, fields, tuple(cell.text.strip() for cell in row)
    numbered = bool(block.rows) and all(_is_number(row) for row in block.rows if any(c.text.strip() for c in row))
    return None, (("number", *BY_POSITION) if numbered else BY_POSITION), ()


def _is_number(row: Sequence[Cell]) -> bool:
    return len(row) > 1 and parse_number(row[0].text.strip().rstrip(".、．")) is not None


def _texts(row: Sequence[Cell]) -> list[tuple[int, str]]:
    return [(at, cell.text.strip()) for at, cell in enumerate(row, start=1) if cell.text.strip() and not cell.merged]


def _key(text: str) -> str:
    return "".join(narrow(text).split())


@dataclass(slots=True)
class _Line:
    """One row being read."""

    number: int
    cells: Sequence[Cell]
    fields: tuple[str, ...]
    names: tuple[str, ...]
    known: Known
    got: dict[str, tuple[int, str]] = field(default_factory=dict)
    rest: list[str] = field(default_factory=list)  # goes into the standard
    flags: list[Flag] = field(default_factory=list)

    def sort(self) -> None:
        """Put each cell to its field; what has none is kept by its column's name."""
        for column, cell in enumerate(self.cells, start=1):
            text = "" if cell.across else clean("l2", cell.text)
            meaning = self.fields[column - 1] if column <= len(self.fields) else ""
            if not text or meaning == "number":
                continue
            if meaning and meaning not in self.got:
                self.got[meaning] = column, text
            else:
                name = self.names[column - 1] if column <= len(self.names) else ""
                self.keep(column, text, name or f"第{column}列", "没有对应的栏目，已写入质量标准。")

    def keep(self, column: int, text: str, name: str, why: str) -> None:
        self.rest.append(f"{name}：{text}")
        self.flags.append(Flag(self.number, column, text, why))

    def one_of(self, meaning: str, known: Collection[str]) -> str:
        """The known name in the cell: the first of several; what is not known is kept."""
        column, text = self.got.get(meaning, (0, ""))
        parts = [part.strip() for part in _NAMES.split(text) if part.strip()]
        names = {_key(name): name for name in known}
        found = names.get(_key(text)) or next((names[_key(part)] for part in parts if _key(part) in names), "")
        if text and not found:
            self.keep(column, text, LABELS[meaning], f"没有查到这个{LABELS[meaning]}，已写入质量标准，请核对。")
        elif len(parts) > 1 and _key(found) != _key(text):
            self.keep(column, text, LABELS[meaning], f"有多个名称，{LABELS[meaning]}取“{found}”，原文写入质量标准。")
        return found

    def due(self) -> tuple[date | None, str]:
        column, text = self.got.get("due", (0, ""))
        text = " ".join(text.split())
        if not text:
            return None, ""
        if len(text) > DUE_LIMIT:
            self.keep(column, text, LABELS["due"], f"完成时限超过 {DUE_LIMIT} 个字，已写入质量标准，请补填日期。")
            return None, ""
        try:
            counted = count_back(text, self.known.year, self.known.end)
        except Unreadable as wrong:
            self.flags.append(Flag(self.number, column, text, f"{wrong}已保留原文，请补填日期。"))
            return None, text
        if counted.note or not counted.certain:
            doubt = counted.note or "次年放假安排尚未公布，日期可能变动。"
            self.flags.append(Flag(self.number, column, text, doubt))
        return counted.due, text

    def share(self) -> Decimal | None:
        column, text = self.got.get("share", (0, ""))
        try:
            return read_share(text)
        except Unreadable as wrong:
            self.keep(column, text, LABELS["share"], f"{wrong}原文写入质量标准。")
            return None


def _read_row(found: TaskBlock, line: _Line, seen: set[str]) -> None:
    line.sort()
    column, text = line.got.get("text", (0, ""))
    whole = "；".join(cell for _, cell in _texts(line.cells))
    if not line.got and not line.rest:
        return
    if not text:
        sentence = "这一行没有任务内容，请补写后重新核对。"
        found.flags.append(Flag(line.number, 1, whole, sentence, stops=True))
    elif _SUM.fullmatch(text):
        found.flags.append(Flag(line.number, column, whole, "合计行不是任务，没有写入。"))
    elif _key(text) in seen:
        found.flags.append(Flag(line.number, column, text, "与清单中或前面的任务相同，不重复写入。"))
    elif len(text) > TEXT_LIMIT:
        sentence = f"任务超过 {TEXT_LIMIT} 个字，请缩短后重新核对。"
        found.flags.append(Flag(line.number, column, text[:60], sentence, stops=True))
    else:
        seen.add(_key(text))
        found.rows.append(_task(line, text))
        found.flags.extend(line.flags)


def _task(line: _Line, text: str) -> TaskRow:
    office, owner = line.one_of("office", line.known.offices), line.one_of("owner", line.known.people)
    due, due_text = line.due()
    share = line.share()
    standard = "\n".join([line.got.get("standard", (0, ""))[1], *line.rest]).strip()
    return TaskRow(line.number, text, office, owner, due, due_text, standard, share)
