"""Own history against others (纵向与横向比较): a part for growth on last year, the rest for the ratio to the best."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry, year_value
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import (
    Direction,
    Peers,
    Rule,
    Said,
    amount,
    fraction_problems,
    percent,
    rate,
    within,
)


@dataclass(frozen=True, slots=True)
class History(Rule):
    """Holding last year's level earns all of the own part. Without last year's value the data are missing."""

    KIND: ClassVar[str] = "history"
    NAME: ClassVar[Said] = Said("纵横比较", "own history and others")
    COMPARES: ClassVar[bool] = True
    BY_PERIOD: ClassVar[bool] = False
    own: Decimal = Decimal("0.5")  # part of the points for the own history
    floor: Decimal = ZERO
    direction: Direction = Direction.HIGHER

    def known(self, entry: Entry) -> Decimal | None:
        return None if entry.previous is None else year_value(entry)

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        growth = within(rate(value, entry.previous or ZERO, self.direction), ZERO, ONE)
        ratio = within(rate(value, peers.best(self.direction), self.direction), ZERO, ONE)
        return max(self.own * growth + (ONE - self.own) * ratio, self.floor)

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        before, actual = amount(entry, entry.previous or ZERO), amount(entry, value)
        growth = percent(rate(value, entry.previous or ZERO, self.direction))
        ratio = percent(rate(value, peers.best(self.direction), self.direction))
        own, rest = percent(self.own), percent(ONE - self.own)
        zh = f"上年{before}，本年{actual}，为上年的{growth}（占{own}）；为组内最优的{ratio}（占{rest}）"
        en = f"last year {before}, this year {actual}: {growth} of it ({own}); {ratio} of the best ({rest})"
        return Said(zh, en)

    def problems(self) -> Iterator[str]:
        return fraction_problems(own=self.own, floor=self.floor)
