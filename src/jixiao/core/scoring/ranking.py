"""Ranks inside a group: by total, equal totals by the scheme's rule. Units kept apart and open results get none."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.results import Worked
from jixiao.core.scoring.scheme import Scheme, TotalTies

Standing = tuple[Decimal, ...]  # what decides, most first


def ranked(scheme: Scheme, worked: Sequence[Worked]) -> dict[str, tuple[int, int]]:
    """Rank, and how many were ranked, by organisation. Equal standings share a rank: 1, 2, 2, 4."""
    groups: dict[str, list[tuple[Standing, str]]] = {}
    for each in worked:
        if each.result.total is not None and not each.sheet.apart:
            groups.setdefault(each.sheet.group, []).append((_standing(scheme, each), each.sheet.organisation))
    ranks: dict[str, tuple[int, int]] = {}
    for members in groups.values():
        members.sort(key=lambda member: member[0], reverse=True)
        rank, before = 0, None
        for place, (standing, organisation) in enumerate(members, 1):
            if standing != before:
                rank, before = place, standing
            ranks[organisation] = (rank, len(members))
    return ranks


def _standing(scheme: Scheme, worked: Worked) -> Standing:
    total = worked.result.total or ZERO
    if scheme.ranking.ties is TotalTies.SAME:
        return (total,)
    return (total, *(worked.result.parts[key].points for key in scheme.ranking.tie_break))
