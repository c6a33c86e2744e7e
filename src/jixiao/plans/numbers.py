"""Points as a page shows them."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.numbers import format_points


def points_text(points: Decimal | None) -> str:
    """2.5000 as 2.5, 60.0000 as 60; '' for None."""
    return "" if points is None else format_points(points)
