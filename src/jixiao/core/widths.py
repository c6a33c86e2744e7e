"""Display width of text on a terminal: a Chinese character takes two columns."""

from __future__ import annotations

import unicodedata


def display_width(text: str) -> int:
    """Columns that `text` takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def fitted(text: str, width: int) -> str:
    """`text` cut with … or padded to exactly `width` columns."""
    if display_width(text) <= width:
        return text + " " * (width - display_width(text))
    cut, used = "", 0
    for c in text:
        used += 2 if unicodedata.east_asian_width(c) in "WF" else 1
        if used > width - 2:
            break
        cut += c
    return f"{cut}… " if display_width(cut) + 2 <= width else cut
