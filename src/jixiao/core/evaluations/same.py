"""Which indicators of different plans are the same one: those whose wording is the same."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha256

_APART = re.compile(r"[\s\W_]+")  # spaces and punctuation do not make another indicator
_POINTS = re.compile(r"[（(]\s*\d+(?:\.\d+)?\s*分\s*[）)]")  # nor do its points, printed behind it


def key_of(title: str) -> str:
    """Eight hex digits of the normalised title; the same for 加强巡查。 and 加强 巡查（2分）."""
    plain = _APART.sub("", _POINTS.sub("", unicodedata.normalize("NFKC", title))).casefold()
    return sha256(plain.encode()).hexdigest()[:8]
