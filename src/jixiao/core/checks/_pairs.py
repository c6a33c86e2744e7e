"""Which owner and which leader the rows name for an office. No rule in itself."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row


@dataclass(frozen=True, slots=True)
class Pairs:
    """For each office its owners, for each office its leaders, with the rows that name them."""

    owners: dict[str, dict[str, list[Row]]] = field(default_factory=dict)
    leaders: dict[str, dict[str, list[Row]]] = field(default_factory=dict)


def pairs_of(plan: PlanRecord) -> Pairs:
    """Offices and owners go together by position, the k-th with the k-th; leaders only where a row has one of each.

    A responsibility that a merged cell gives to several rows is printed once and counts once.
    """
    pairs = Pairs()
    for row in plan.rows:
        if row.responsibility_source in (Source.DOWN, Source.UP):
            continue
        if len(row.offices) == len(row.owners):
            for office, owner in zip(row.offices, row.owners, strict=True):
                pairs.owners.setdefault(office, {}).setdefault(owner, []).append(row)
        if len(row.offices) == len(row.leaders) == 1:
            pairs.leaders.setdefault(row.offices[0], {}).setdefault(row.leaders[0], []).append(row)
    return pairs


def counted(names: dict[str, list[Row]]) -> Counter[str]:
    """How many rows name each."""
    return Counter({name: len(rows) for name, rows in names.items()})
