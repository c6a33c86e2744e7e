"""Points that are printed once for several rows of a plan count once."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.core.rounding import cut
from jixiao.core.scoring.exact import ZERO

PLACES = 4  # of the points of plans


def counted_points(rows: Sequence[tuple[Decimal | None, bool]]) -> list[Decimal]:
    """What each row counts: its points, or its part of those that it shares with the rows above (True).

    Shared points are parted evenly to four decimals; what does not come out even is the first row's.
    """
    blocks: list[list[Decimal]] = []
    for points, is_shared in rows:
        if is_shared and blocks:
            blocks[-1].append(ZERO)
        else:
            blocks.append([points or ZERO])
    return [part for block in blocks for part in _parted(block[0], len(block))]


def _parted(points: Decimal, count: int) -> list[Decimal]:
    part = points if count == 1 else cut(points / count, PLACES)
    return [points - part * (count - 1), *[part] * (count - 1)]
