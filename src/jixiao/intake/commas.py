"""Comma-separated files as a spreadsheet writes them: quoted cells may hold commas and line breaks."""

from __future__ import annotations

from collections.abc import Callable

from jixiao.intake.blocks import Block, Cell, Grid, GridRow, Paragraph

_LEAST = 2  # commas in a row


def is_comma_separated(text: str) -> bool:
    """Do most lines have the same number of commas? Prose has commas, but not the same number a line."""
    lines = [line for line in text[:20_000].split("\n") if line.strip()][:40]
    counts = [line.count(",") for line in lines]
    usual = max(set(counts), key=counts.count, default=0)
    return usual >= _LEAST and counts.count(usual) * 2 > len(counts) and "\t" not in text[:20_000]


def comma_blocks(text: str, clean: Callable[[str, int, int], Cell]) -> list[Block]:
    """Rows before the first one with several cells are prose; the rest are tables, cut at blank rows."""
    import csv  # only where it is needed

    blocks: list[Block] = []
    rows: list[GridRow] = []
    reader = csv.reader(text.split("\n"))
    line = 1
    for parts in reader:
        cells = tuple(clean(part, line, i) for i, part in enumerate(parts, 1))
        line = reader.line_num + 1
        filled = [c for c in cells if c.text]
        if not filled and rows:
            blocks.append(Grid(tuple(rows)))
            rows = []
        elif len(filled) == 1 and not rows:
            blocks.append(Paragraph(filled[0].text, filled[0].line))
        elif filled:
            rows.append(GridRow(cells, cells[0].line))
    return [*blocks, Grid(tuple(rows))] if rows else blocks
