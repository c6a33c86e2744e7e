"""Names as they are compared: an official table writes 李 昀 and 李昀 for one person."""

from __future__ import annotations

import unicodedata


def normal_name(name: str) -> str:
    """The name without spaces, in one width, upper and lower case alike."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return "".join(folded.split())
