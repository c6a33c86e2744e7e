"""Tables set with runs of spaces, and comma-separated ones: both need a line of known column names to be seen."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable

from jixiao.core.widths import display_width
from jixiao.intake.blocks import Cell, GridRow
from jixiao.intake.columns import role_of

_GAP = re.compile(r"(?: {2,}|\u3000+|\xa0{2,})+")
_FIELD = re.compile(r"[^\s\u3000\xa0]+(?: [^\s\u3000\xa0]+)*")
_SUM = re.compile(r"([合小总共])[ \u3000]+(计)")
_MIN_COLUMNS = 3


def _known(names: list[str]) -> bool:
    roles = [role_of(name) for name in names]
    found = [r for r in roles if r]
    return len(names) >= _MIN_COLUMNS and len(set(found)) >= _MIN_COLUMNS and len(found) * 3 >= len(names) * 2


def looks_aligned(lines: list[str], at: int) -> bool:
    """Does a table of spaced or comma-separated columns begin with this line of column names?"""
    line = lines[at]
    if len(line) > 300:
        return False
    if _GAP.search(line.strip()) and _known(_GAP.split(line.strip())):
        return True
    return line.count(",") + line.count("，") >= 2 and _known(_comma(line))


def _comma(line: str) -> list[str]:
    return next(csv.reader([line.replace("，", ",") if "," not in line else line]), [])


def _fields(line: str) -> list[tuple[int, int, str]]:
    """(start, end, text) of each field, in display columns: a Chinese character is two wide."""
    found = []
    for match in _FIELD.finditer(line):
        begin = display_width(line[: match.start()])
        found.append((begin, begin + display_width(match.group()), match.group()))
    return found


def aligned_rows(
    lines: list[str], at: int, first: int, clean: Callable[[str, int, int], Cell]
) -> tuple[int, list[GridRow]]:
    """The rows from the names to where the columns end; a line without number and points goes on the row above."""
    spaced = bool(_GAP.search(lines[at].strip())) and _known(_GAP.split(lines[at].strip()))
    heads = _fields(lines[at]) if spaced else []
    typed = [i for i, (_, _, name) in enumerate(heads) if role_of(name) in {"no", "weight"}]
    rows: list[tuple[int, list[str]]] = []
    while at < len(lines) and (lines[at].strip() or _goes_on(lines, at, spaced)):
        if lines[at].strip():
            line = _SUM.sub(r"\1\2", lines[at])
            texts = _placed(_fields(line), heads) if spaced else _comma(line)
            if len(rows) > 1 and typed and not any(texts[i] for i in typed):
                rows[-1] = (rows[-1][0], [a + b for a, b in zip(rows[-1][1], texts, strict=True)])
            else:
                rows.append((first + at, texts))
        at += 1
    return at, [GridRow(tuple(clean(t, n, i) for i, t in enumerate(texts, 1)), n) for n, texts in rows]


def _goes_on(lines: list[str], at: int, spaced: bool) -> bool:
    """Does a table of spaced columns go on behind a blank line?"""
    after = next((line for line in lines[at : at + 3] if line.strip()), "")
    return spaced and len(_fields(_SUM.sub(r"\1\2", after))) > 1 and not looks_aligned([after], 0)


def _placed(fields: list[tuple[int, int, str]], heads: list[tuple[int, int, str]]) -> list[str]:
    """Each field goes to the name that it overlaps most, or the nearest one."""
    if len(fields) == len(heads):
        return [text for _, _, text in fields]
    texts = [""] * len(heads)
    for begin, end, text in fields:
        distance = [max(begin - h_end, h_begin - end, 0) + abs(begin - h_begin) / 1000 for h_begin, h_end, _ in heads]
        at = distance.index(min(distance))
        texts[at] = f"{texts[at]} {text}".strip()
    return texts
