"""Text and Markdown to blocks: tables by tabs, pipes, box characters, commas or aligned columns, among prose."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from jixiao.intake.aligned import aligned_rows, looks_aligned
from jixiao.intake.blocks import Block, Cell, Grid, GridRow, Paragraph
from jixiao.intake.boxes import box_rows, is_boxed

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_BREAK = re.compile(r"<br\s*/?>", re.I)
_ENTITY = re.compile(r"&(nbsp|lt|gt|amp|quot);")
_ENTITIES = {"nbsp": " ", "lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_RULE_ROW = re.compile(r"^[\s|:+=-]+$")
_UNESCAPED_PIPE = re.compile(r"(?<!\\)\|")
_TITLE = 40  # characters of a section's title
_SECTION = re.compile(
    r"^[一二三四五六七八九十]{1,3}、|^[（(][一二三四五六七八九十]{1,3}[）)]|[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]$"
)
_SENTENCE = re.compile(r"[。；]")
_HEADING = re.compile(r"^(\s*)(#{1,6})\s+")
_TABLE_START = re.compile(r"<table[\s>]", re.I)
_TABLE_END = re.compile(r"</table\s*>", re.I)


def clean_cell(raw: str, line: int, column: int) -> Cell:
    """A cell without mark-up and outer spaces; a line break inside it becomes \\n."""
    text, tagged = raw, False
    if "<" in raw or "&" in raw:
        text = _BREAK.sub("\n", raw)
        stripped = _TAG.sub("", text)
        tagged = stripped != text
        text = _ENTITY.sub(lambda m: _ENTITIES[m.group(1)], stripped)
    if "**" in text:
        text = text.replace("**", "")
    body = text.strip(" \t\u3000\xa0\n")
    offset = raw.find(body) if body else 0
    return Cell(body, line, column, tagged=tagged, start=max(offset, 0))


def text_blocks(text: str) -> list[Block]:
    """The blocks of a text or Markdown document; line numbers count from 1."""
    return list(_blocks(text.split("\n"), 1))


def _blocks(lines: list[str], first: int) -> Iterator[Block]:
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        end, rows = _table_at(lines, at, first)
        if end > at:
            if rows:
                yield Grid(tuple(rows))
            at = end
        elif _TABLE_START.search(line) and "\t" not in line:
            from jixiao.intake.html import html_blocks  # only where it is needed: its entities take time to load

            end = _table_end(lines, at)
            yield from html_blocks("\n".join(lines[at:end]), first + at)
            at = end
        else:
            paragraph = _paragraph(line, first + at)
            if paragraph:
                yield paragraph
            at += 1


def _table_at(lines: list[str], at: int, first: int) -> tuple[int, list[GridRow]]:
    """The table that begins at this line, and the line after it; no rows when none begins here."""
    line = lines[at]
    if "\t" in line.strip("\n") and line.strip():
        return _tabbed(lines, at, first)
    if is_boxed(line):
        end = _while(lines, at, is_boxed)
        return end, box_rows(lines[at:end], first + at, clean_cell)
    if _piped(line) and at + 1 < len(lines) and (_piped(lines[at + 1]) or _RULE_ROW.match(lines[at + 1])):
        end = _while(lines, at, lambda x: _piped(x) or ("|" in x and bool(_RULE_ROW.match(x))))
        return end, _pipe_rows(lines[at:end], first + at)
    if looks_aligned(lines, at):
        return aligned_rows(lines, at, first, clean_cell)
    return at, []


def _while(lines: list[str], at: int, holds: Callable[[str], bool]) -> int:
    while at < len(lines) and lines[at].strip() and holds(lines[at]):
        at += 1
    return at


def _tabbed(lines: list[str], at: int, first: int) -> tuple[int, list[GridRow]]:
    rows = []
    while at < len(lines) and (("\t" in lines[at] and lines[at].strip()) or _is_section(lines, at)):
        begin, cells = at, lines[at].split("\t")
        while _open_quote(cells[-1] if cells else "") and at + 1 < len(lines) and at - begin < 50:
            at += 1
            more = lines[at].split("\t")
            cells = [*cells[:-1], f"{cells[-1]}\n{more[0]}", *more[1:]]
        number = first + begin
        rows.append(GridRow(tuple(clean_cell(_unquote(c), number, i) for i, c in enumerate(cells, 1)), number))
        at += 1
    return at, rows


def _is_section(lines: list[str], at: int) -> bool:
    """Is this a section's title inside a table: a numbered or pointed line without tabs, with rows right behind it?"""
    line = lines[at].strip()
    behind = at + 1 < len(lines) and "\t" in lines[at + 1]
    return behind and 1 < len(line) <= _TITLE and bool(_SECTION.search(line)) and not _SENTENCE.search(line)


def _open_quote(cell: str) -> bool:
    """A spreadsheet quotes a cell that holds a line break; inside, quotation marks are doubled."""
    return cell.startswith('"') and cell.count('"') % 2 == 1


def _unquote(cell: str) -> str:
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"') and "\n" in cell:
        return cell[1:-1].replace('""', '"')
    return cell


def _piped(line: str) -> bool:
    body = line.strip()
    return body.startswith("|") or len(_UNESCAPED_PIPE.findall(body)) >= 2


def _pipe_rows(lines: list[str], first: int) -> list[GridRow]:
    rows = []
    for number, line in enumerate(lines, first):
        if _RULE_ROW.match(line):
            continue
        body = line.strip()
        parts = _UNESCAPED_PIPE.split(body)
        parts = parts[1:] if body.startswith("|") else parts
        parts = parts[:-1] if body.endswith("|") and not body.endswith("\\|") else parts
        cells = tuple(clean_cell(p.replace("\\|", "|"), number, i) for i, p in enumerate(parts, 1))
        rows.append(GridRow(cells, number))
    return rows


def _table_end(lines: list[str], at: int) -> int:
    depth = 0
    while at < len(lines):
        depth += len(_TABLE_START.findall(lines[at])) - len(_TABLE_END.findall(lines[at]))
        at += 1
        if depth <= 0:
            break
    return at


def _paragraph(line: str, number: int) -> Paragraph | None:
    level = 0
    heading = _HEADING.match(line)
    body = line
    if heading:
        level, body = len(heading.group(2)), line[heading.end() :]
    body = clean_cell(body, number, 1).text.replace("\n", "")
    if not body or set(body) <= set("-=_*—· "):
        return None
    return Paragraph(body, number, level, max(line.find(body), 0))
