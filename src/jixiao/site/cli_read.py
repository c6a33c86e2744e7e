"""`jixiao read FILE [--json]`: an official plan as a table and findings, or as JSON. Never starts Django."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterable, Sequence

from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.plan_json import dump
from jixiao.core.records import PlanRecord, Row
from jixiao.core.totals import totals_of
from jixiao.core.widths import display_width, fitted
from jixiao.intake import MAX_BYTES, Reading, Unreadable, read_document
from jixiao.site.cli_files import content, why

_COLOURS = {"error": "31", "warning": "33", "info": "2", "head": "1", "good": "32"}
_LINES = 6  # shown of one kind of explanation
_SIGNS = {Severity.ERROR: "■ 错误", Severity.WARNING: "▲ 提醒", Severity.INFO: "○ 说明"}


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 read, 1 read with errors among the findings, 2 not readable."""
    parser = argparse.ArgumentParser(prog="jixiao read", description="读一份方案，列出各行和检查发现。")
    parser.add_argument("file", help="方案文件（.txt、.md、.html）；“-”为标准输入")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")
    options = parser.parse_args(arguments)
    try:
        data = content(options.file, MAX_BYTES)
        reading = read_document(data, options.file)
    except OSError as error:
        print(f"打不开“{options.file}”：{why(error)}。请核对路径和权限。", file=sys.stderr)
        return 2
    except Unreadable as error:
        print(f"{options.file}：{error}", file=sys.stderr)
        return 2
    if options.json:
        import json

        print(json.dumps(dump(reading.plan, reading.findings), ensure_ascii=False, separators=(",", ":")))
    else:
        _print(reading, coloured=sys.stdout.isatty() and "NO_COLOR" not in os.environ)
    return 1 if any(f.severity is Severity.ERROR for f in reading.findings) else 0


def _print(reading: Reading, coloured: bool) -> None:
    width = min(max(_columns(), 72), 160)

    def paint(text: str, colour: str) -> str:
        return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if coloured else text

    plan = reading.plan
    print(paint(plan.meta.title or "（没有读到标题）", "head"))
    facts = (plan.meta.document_no, plan.meta.organisation, plan.meta.issued and f"{plan.meta.issued:%Y-%m-%d} 印发")
    print("  ".join(str(f) for f in facts if f))
    for line in _table(plan, width):
        print(paint(line[1], "head") if line[0] else line[1])
    print()
    print(_sum_line(plan))
    _print_steps(plan)
    print()
    print(paint(_count_line(reading.findings), "head"))
    for finding, places in _grouped(reading.findings):
        sign = paint(_SIGNS[finding.severity], finding.severity.value)
        row = f"〔{finding.row_no}〕" if finding.row_no and len(places) == 1 else ""
        more = f"（共{len(places)}处）" if len(places) > 1 else ""
        advice = f" 建议：{finding.suggestion}" if finding.suggestion and len(places) == 1 else ""
        print(f"  {sign} {_where(places)}{row} {finding.message}{more}{advice}")


def _grouped(findings: Sequence[Finding]) -> Iterable[tuple[Finding, list[int | None]]]:
    """Each error and warning alone; explanations of one kind together, with the lines of all."""
    seen: dict[str, tuple[Finding, list[int | None]]] = {}
    for number, finding in enumerate(findings):
        key = finding.code if finding.severity is Severity.INFO else str(number)
        seen.setdefault(key, (finding, []))[1].append(finding.line)
    return seen.values()


def _where(lines: Sequence[int | None]) -> str:
    """第88行, or the first lines of many, or the whole document."""
    known = [str(line) for line in dict.fromkeys(lines) if line]
    if not known:
        return "全文"
    return f"第{'、'.join(known[:_LINES])}{'…' if len(known) > _LINES else ''}行"


def _columns() -> int:
    try:
        return os.get_terminal_size().columns
    except OSError:
        return 120


def _table(plan: PlanRecord, width: int) -> Iterable[tuple[bool, str]]:
    """(is a heading, line) for each row, under the titles of its category and goal."""
    above: tuple[str, ...] = ()
    label = max((display_width(r.no or "") for r in plan.rows), default=0)
    for row in plan.rows:
        titles = tuple(t for t in (row.category, row.subcategory) if t)
        if titles != above:
            above = titles
            yield False, ""
            yield True, " › ".join(titles) or "（无类别）"
        yield False, _row_line(row, width, max(label, 4))


def _row_line(row: Row, width: int, label: int) -> str:
    points = format_points(row.weight) if row.weight is not None else "—"
    who = "、".join(row.offices) or "—"
    due = row.deadline.isoformat() if row.deadline else row.deadline_raw or "—"
    tail = f"{points:>5}  {fitted(due, 10)}  {fitted(who, 22)}"
    room = width - label - display_width(tail) - 6
    return f"  {fitted(row.no or '—', label)}  {fitted(row.text, room)}  {tail}".rstrip()


def _sum_line(plan: PlanRecord) -> str:
    totals = totals_of(plan)
    parts = "＋".join(f"{name} {format_points(points)}" for name, points in totals.categories.items())
    whole = format_points(totals.grand_total)
    return f"共{len(plan.rows)}行，合计{whole}分" + (f"：{parts} ＝ {whole}" if len(totals.categories) > 1 else "")


def _print_steps(plan: PlanRecord) -> None:
    dated = [s for s in plan.steps if s.due]
    if dated:
        print(f"时间安排{len(dated)}项：" + "；".join(f"{s.due} {s.title}" for s in dated))


def _count_line(findings: Sequence[Finding]) -> str:
    counts = [
        (name, sum(f.severity is s for f in findings))
        for s, name in zip(Severity, ("错误", "提醒", "说明"), strict=True)
    ]
    return "检查发现：" + ("，".join(f"{name}{n}条" for name, n in counts if n) or "无")
