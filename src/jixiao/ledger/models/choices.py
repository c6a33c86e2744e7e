"""Words of the rules as a column's choices."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

Word = TypeVar("Word", bound=StrEnum)


def chosen(words: Mapping[Word, str]) -> list[tuple[str, str]]:
    """Plain texts, so that migrations do not lean on the code of the rules."""
    return [(key.value, word) for key, word in words.items()]
