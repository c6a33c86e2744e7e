"""Points as a person reads them."""

from __future__ import annotations

from decimal import Decimal


def points_text(points: Decimal | None) -> str:
    """2.5000 as 2.5, 60.0000 as 60; '' for None. Never in exponents."""
    if points is None:
        return ""
    text = format(points, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
