"""The way of a document: bytes, text, blocks, runs of rows, records."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.checks import run_checks
from jixiao.core.findings import Finding, in_order
from jixiao.core.places import Place
from jixiao.core.records import Meta, PlanRecord, Unread
from jixiao.intake.assemble import Assembler
from jixiao.intake.blocks import Block, Grid, Paragraph
from jixiao.intake.columns import PEOPLE
from jixiao.intake.commas import comma_blocks, is_comma_separated
from jixiao.intake.complete import complete
from jixiao.intake.decode import decode
from jixiao.intake.enumerated import enumerated_rows
from jixiao.intake.labels import Outline
from jixiao.intake.layout import layout_findings
from jixiao.intake.limits import MAX_CELL, MAX_CELLS, MAX_TABLES, Unreadable, too_many_cells, too_many_tables
from jixiao.intake.notes import note
from jixiao.intake.plain import clean_cell, text_blocks
from jixiao.intake.prose import read_meta
from jixiao.intake.raw import Gathered
from jixiao.intake.steps import prose_findings, read_steps
from jixiao.intake.tables import Run, is_plan, prepare, runs_of

_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html|head|meta|body|div|table|style|title|center)[\s>]", re.I
)
_FIELDS = {"no", "category", "policy_basis", "l1", "l2", "rule", "weight", "deadline", "co_offices", *PEOPLE}


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a document. `text` is the document as decoded, to show beside the rows."""

    plan: PlanRecord
    findings: tuple[Finding, ...]  # of the reader and of the checks, in order
    text: str


def read_document(data: bytes, name: str = "") -> Reading:
    """Read a plan. `name` is the file's name, for its ending only. Raises Unreadable with a sentence for people."""
    text, dropped = decode(data)
    low = text.lower()
    cells = low.count("\t") + low.count("<td") + low.count("<th") + low.count("|")
    if cells > MAX_CELLS * 2:
        raise too_many_cells(cells)
    tables = low.count("<table")
    if tables > MAX_TABLES:
        raise too_many_tables(tables)
    is_html = bool(_IS_HTML.match(text[:2000])) or name.lower().endswith((".html", ".htm"))
    plan, findings = _read(_html(text) if is_html else _plain(text))
    if dropped:
        findings.append(note("characters-dropped", words={"count": dropped}))
    if "<script" in low:
        findings.append(note("script-dropped", Place(low.count("\n", 0, low.index("<script")) + 1)))
    return Reading(plan, in_order([*_numbered(findings, plan), *run_checks(plan)]), text)


def _plain(text: str) -> list[Block]:
    return comma_blocks(text, clean_cell) if is_comma_separated(text) else text_blocks(text)


def _html(text: str) -> list[Block]:
    from jixiao.intake.html import html_blocks  # only where it is needed: its entities take time to load

    return html_blocks(text)


def _read(blocks: Sequence[Block]) -> tuple[PlanRecord, list[Finding]]:
    paragraphs = [b for b in blocks if isinstance(b, Paragraph)]
    outline = Outline()
    meta = read_meta(paragraphs, outline)
    for block in blocks:
        if isinstance(block, Grid):
            _refuse_long(block)
    runs = list(runs_of(blocks))
    if len(runs) > MAX_TABLES:
        raise too_many_tables(len(runs))
    weighted = any("weight" in run.header.roles() for run in runs)
    mine = [run for run in runs if is_plan(run, weighted)]
    prepare(mine)
    chosen = {id(r) for r in mine}
    out = Assembler(outline).read(mine)
    if not out.rows:
        out = enumerated_rows(paragraphs) or out
    rows, findings = complete(out.rows, out.declared, meta.year)
    unread = [*out.unread, *_skip([r for r in runs if id(r) not in chosen], findings)]
    findings += [*out.findings, *layout_findings(mine, out.rows), *prose_findings(paragraphs)]
    if not rows:
        findings.append(note("no-table"))
    columns = frozenset(f for run in mine for f in run.fields.values() if f in _FIELDS)
    plan = PlanRecord(
        meta=_scaled(meta, mine, out),
        rows=rows,
        declared=tuple(out.declared),
        printed_totals=tuple(out.totals),
        steps=read_steps(paragraphs, meta.year),
        unread=tuple(unread),
        columns=columns or frozenset({"l1", "weight"} if rows else ()),
    )
    return plan, findings


def _refuse_long(grid: Grid) -> None:
    for row in grid.rows:
        longest = max(row.cells, key=lambda c: len(c.text))
        if len(longest.text) > MAX_CELL:
            raise Unreadable(
                f"第{longest.line}行第{longest.column}格有{len(longest.text):,}个字，不像表格；请把正文和表格分开后重新导入。",
                f"Line {longest.line}, cell {longest.column} holds {len(longest.text):,} characters: no table cell.",
            )


def _skip(runs: Sequence[Run], findings: list[Finding]) -> list[Unread]:
    """Keep the text of tables that are not the plan's, and say so once for each."""
    unread = []
    for run in runs:
        names = "、".join(s.name for s in run.slots[:6]) or "没有认得的列名"
        findings.append(note("table-skipped", Place(run.header.row.line), words={"names": names}))
        unread += [
            Unread(c.text, c.place())
            for row in (*([run.header.row] if run.slots else []), *run.rows)
            for c in row.filled()
        ]
    return unread


def _scaled(meta: Meta, runs: Sequence[Run], out: Gathered) -> Meta:
    """The whole that the points add up to, where a sum row, a column's name or the rows' unit says it."""
    whole = next((t.points for t in reversed(out.totals) if t.path == ()), None)
    cells = " ".join(r.text_of("weight") for r in out.rows[:50])
    names = " ".join(s.name for run in runs for s in run.slots if s.role == "weight")
    unit = "‰" if "‰" in cells + names else "%" if re.search("[%％]", cells + names) else "分"
    if whole is None and unit != "分":
        whole = Decimal(1000 if unit == "‰" else 100)
    return replace(meta, scale=whole, points_unit=unit if out.rows else None)


def _numbered(findings: Sequence[Finding], plan: PlanRecord) -> list[Finding]:
    """Give each finding that points at a row's line the row's position and number."""
    by_line = {row.line: row for row in reversed(plan.rows)}
    done = []
    for f in findings:
        row = by_line.get(f.line or -1)
        done.append(replace(f, row=row.position, row_no=row.no) if row and f.row is None else f)
    return done
