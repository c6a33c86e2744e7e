"""Scores from outside as they are typed or pasted: one against its full mark, and two columns of a spreadsheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.numbers import parse_number
from jixiao.core.pasting import Block
from jixiao.core.scoring.rules.base import shown

PLACES = 4
_NAMES = frozenset({"单位", "单位名称", "部门", "部门名称", "被考评单位", "考评对象", "名称"})
_SHORTEST = 3  # characters of a name that may stand for a longer one


def score_of(text: str, full: Decimal) -> Decimal:
    """The score. Raises ValueError with a Chinese sentence for what is no number, or beyond the full mark."""
    number = parse_number(text.strip().removesuffix("分"))
    if number is None:
        raise ValueError(f"“{text.strip()[:20]}”不是数字。")
    if not 0 <= number <= full:
        raise ValueError(f"应在 0 和满分 {shown(full)} 之间，现为 {shown(number)}。")
    if number != round(number, PLACES):
        raise ValueError(f"最多 {PLACES} 位小数。")
    return number


@dataclass(frozen=True, slots=True)
class Pasted:
    """`scores`: text by organisation. `unknown`: rows for which there is no organisation, or more than one."""

    scores: Mapping[int, str]
    unknown: tuple[str, ...] = ()
    twice: tuple[str, ...] = ()


def read_pasted(block: Block, organisations: Mapping[str, int]) -> Pasted:
    """The first column names organisations, the second has scores; where a header names them, that decides.

    Spaces in names do not matter; a name may leave out what all share (园林局 for 青澜市园林局) where that is clear.
    """
    rows = [[cell.text.strip() for cell in row] for row in block.rows]
    name_at, score_at, rows = _columns(rows)
    found: dict[int, str] = {}
    unknown, twice = [], []
    for row in rows:
        name = row[name_at] if name_at < len(row) else ""
        score = row[score_at] if score_at < len(row) else ""
        if not name and not score:
            continue
        number = _number(name, organisations)
        if number is None or not score:
            unknown.append("　".join(filter(None, row)))
        elif number in found and found[number] != score:
            twice.append(name)
        else:
            found[number] = score
    return Pasted(found, tuple(unknown), tuple(twice))


def _columns(rows: list[list[str]]) -> tuple[int, int, list[list[str]]]:
    """Where names and scores stand, and the rows below the header."""
    for at, row in enumerate(rows[:3]):
        bare = ["".join(cell.split()) for cell in row]
        names = [place for place, cell in enumerate(bare) if cell in _NAMES]
        scores = [place for place, cell in enumerate(bare) if "分" in cell and place not in names]
        if names and scores:
            return names[0], scores[-1], rows[at + 1 :]
    return 0, 1, rows


def _number(name: str, organisations: Mapping[str, int]) -> int | None:
    bare = "".join(name.split())
    known = {"".join(each.split()): number for each, number in organisations.items()}
    if bare in known:
        return known[bare]
    ends = _ending(bare, known) if len(bare) >= _SHORTEST else []
    return ends[0] if len(ends) == 1 else None


def _ending(bare: str, known: Mapping[str, int]) -> Sequence[int]:
    return [number for name, number in known.items() if name.endswith(bare)]
