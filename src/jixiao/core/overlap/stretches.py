"""Stretches that two wordings share literally, and the names in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from jixiao.core.overlap.model import Span
from jixiao.core.overlap.wording import read

_LEAST = 3  # characters; two may meet by chance
_PLACES = 8  # of the same three characters in one text that are tried
_MARKS = " \t\n，。；：、！？,;:!?"
_CONTENT = 2  # characters besides boilerplate and amounts


def shared(mine: str, theirs: str) -> tuple[tuple[Span, Span], ...]:
    """Pairs of stretches (in mine, in theirs) with the same characters, in the order of `theirs`, none overlapping
    there. Marks at the ends are left out, and stretches of boilerplate only."""
    starts: dict[str, list[int]] = {}
    for at in range(len(mine) - _LEAST + 1):
        places = starts.setdefault(mine[at : at + _LEAST], [])
        if len(places) < _PLACES:
            places.append(at)
    return tuple(_told(mine, theirs, starts))


def _told(mine: str, theirs: str, starts: dict[str, list[int]]) -> Iterator[tuple[Span, Span]]:
    at = 0
    while at <= len(theirs) - _LEAST:
        places = starts.get(theirs[at : at + _LEAST])
        if not places:
            at += 1
            continue
        place = max(places, key=lambda p: _run(mine, theirs, p, at))
        length = _run(mine, theirs, place, at)
        start, end = _trimmed(theirs, at, at + length)
        if end - start >= _LEAST and len(read(theirs[start:end]).characters) >= _CONTENT:
            yield (start + place - at, end + place - at), (start, end)
        at += length


def _run(mine: str, theirs: str, a: int, b: int) -> int:
    length = _LEAST
    while a + length < len(mine) and b + length < len(theirs) and mine[a + length] == theirs[b + length]:
        length += 1
    return length


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
        end -= 1
    return start, end


def merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in order, those that meet made one."""
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return tuple(result)
