"""Bands (分档计分): the band in which the value lies gives its share of the points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import Direction, Peers, Rule, Said, amount, fraction_problems, percent, rate


@dataclass(frozen=True, slots=True)
class Band:
    """From `at_least` on, up to the next band above it."""

    at_least: Decimal
    share: Decimal


@dataclass(frozen=True, slots=True)
class Bands(Rule):
    """Bands from the top down. A value below the last one earns nothing."""

    KIND: ClassVar[str] = "bands"
    NAME: ClassVar[Said] = Said("分档计分", "bands")
    bands: tuple[Band, ...] = (Band(ONE, ONE),)
    of_target: bool = False  # judge completion (value ÷ target) instead of the value

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        band = self._band(entry, value)
        return ZERO if band is None else band.share

    def _judged(self, entry: Entry, value: Decimal) -> Decimal:
        if not self.of_target or entry.target is None:
            return value
        return rate(value, entry.target, Direction.HIGHER)

    def _band(self, entry: Entry, value: Decimal) -> Band | None:
        judged = self._judged(entry, value)
        return next((band for band in self.bands if judged >= band.at_least), None)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        judged = self._judged(entry, value)
        is_rate = self.of_target and entry.target is not None
        what = f"完成率{percent(judged)}" if is_rate else f"实际{amount(entry, value)}"
        what_en = f"completion {percent(judged)}" if is_rate else f"actual {amount(entry, value)}"
        band = self._band(entry, value)
        if band is None:
            return Said(f"{what}，低于最低一档", f"{what_en}, below the last band")
        low = percent(band.at_least) if is_rate else amount(entry, band.at_least)
        return Said(
            f"{what}，达到{low}一档，得分值的{percent(band.share)}",
            f"{what_en}, in the band from {low}: {percent(band.share)} of the points",
        )

    def problems(self) -> Iterator[str]:
        if not self.bands:
            yield "bands 至少要有一档。"
        for band in self.bands:
            yield from fraction_problems(share=band.share)
        for upper, lower in pairwise(self.bands):
            if upper.at_least <= lower.at_least:
                yield f"各档应从高到低排列：{upper.at_least} 之后不应是 {lower.at_least}。"
            if upper.share < lower.share:
                yield f"高档的得分不应少于低档：{upper.at_least} 档 {upper.share}，{lower.at_least} 档 {lower.share}。"
