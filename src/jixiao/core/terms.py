"""Terms of a post: who holds it from when to when, and what a hand-over on a day does to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta


class BadHandOver(ValueError):
    """The hand-over would leave an overlap, or lies at an impossible time; `str()` is the sentence for people."""


@dataclass(frozen=True, slots=True)
class Span:
    """One term. `holder` is any name or number; `until` is the last day, None while the term runs."""

    holder: int
    since: date
    until: date | None = None


def last_day(spans: Sequence[Span], leaving: Span | None, to: int, on: date, today: date) -> date | None:
    """The last day of the leaving holder's term when `to` takes over `on`; None when nobody leaves.

    `spans` are all terms of the post. Raises BadHandOver.
    """
    if on > today:
        raise BadHandOver("交接日期不能晚于今天。")
    if leaving is not None and leaving.holder == to:
        raise BadHandOver("接任人就是现任，不用交接。")
    if leaving is not None and on <= leaving.since:
        raise BadHandOver(f"现任自 {leaving.since} 起任职，交接日期须在这一天之后。")
    others = [span for span in spans if span is not leaving and (span.holder == to or leaving is None)]
    if leaving is None and any(span.until is None and span.holder != to for span in others):
        others = [span for span in others if span.holder == to]  # a post of several holders gains one more
    for span in others:
        if span.until is None:
            raise BadHandOver("接任人已在任这一职务。")
        if span.until >= on:
            raise BadHandOver(f"上一任期到 {span.until} 为止，新任期须在这一天之后开始。")
    return on - timedelta(days=1) if leaving is not None else None
