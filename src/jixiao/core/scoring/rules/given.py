"""Externally given (外部评分): points that another office decided, on its own scale."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from jixiao.core.scoring.entries import Entry
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules.base import Peers, Rule, Said, shown, within


@dataclass(frozen=True, slots=True)
class External(Rule):
    """The value is points of `scale`; without a scale it is points of the indicator itself."""

    KIND: ClassVar[str] = "given"
    NAME: ClassVar[Said] = Said("外部评分", "externally given")
    scale: Decimal | None = None

    def share(self, entry: Entry, value: Decimal, peers: Peers) -> Decimal:
        whole = self._whole(entry)
        return within(value / whole, ZERO, ONE) if whole > 0 else ZERO

    def _whole(self, entry: Entry) -> Decimal:
        return entry.points if self.scale is None else self.scale

    def reason(self, entry: Entry, value: Decimal, peers: Peers) -> Said:
        whole = shown(self._whole(entry))
        return Said(f"主管部门评{shown(value)}分（满分{whole}）", f"given {shown(value)} of {whole}")

    def problems(self) -> Iterator[str]:
        if self.scale is not None and self.scale <= 0:
            yield f"scale 应大于 0，现为 {self.scale}。"
