"""The parts of a row's number. No rule in itself."""

from __future__ import annotations

import re

from jixiao.core.numbers import chinese_to_int, narrow

_SEPARATED = re.compile(r"\d{1,6}(?:\s*[-.—–]\s*\d{1,6})*")
_AROUND = " （）()、.．"


def segments(no: str) -> tuple[int, ...]:
    """1-2-3 and 1.2.3 as (1, 2, 3), （三） as (3,); () for a number of another form, such as A1."""
    plain = narrow(no).strip(_AROUND)
    if _SEPARATED.fullmatch(plain):
        return tuple(int(part) for part in re.findall(r"\d+", plain))
    value = chinese_to_int(plain)
    return () if value is None else (value,)
