"""Veto (一票否决): no points once a case has happened, and the grade can be no better than the one named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry, Join, year_value
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import Peers, Rule, Said, shown


@dataclass(frozen=True, slots=True)
class Veto(Rule):
    """The value is the number of cases. `at_most` names the best grade that is left; '' leaves the grade alone."""

    KIND: ClassVar[str] = "veto"
    NAME: ClassVar[Said] = Said("一票否决", "veto")
    BY_PERIOD: ClassVar[bool] = False
    at_most: str = ""

    def known(self, entry: Entry) -> Decimal | None:
        """A case in any period is a case, however the last one went."""
        if entry.join is not Join.EACH:
            return year_value(entry)
        return max((value for value in entry.values if value is not None), default=None)

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        return ZERO if value > 0 else ONE

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        if value <= 0:
            return Said("未发生否决情形", "no case")
        capped = f"，等次不高于“{self.at_most}”" if self.at_most else ""
        capped_en = f"; grade at most {self.at_most}" if self.at_most else ""
        return Said(f"发生{shown(value)}起否决情形{capped}", f"{shown(value)} cases{capped_en}")

    def better(self, value: Decimal, by: Decimal, entry: Entry) -> Decimal:
        return value - by
