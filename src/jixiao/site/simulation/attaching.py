"""Evidence of the simulated year."""

from __future__ import annotations

from datetime import datetime

from jixiao.ledger.models import Cell
from jixiao.site.simulation.world import World


def attach(world: World, cell: Cell, now: datetime) -> int:
    """Put evidence to the cell; returns how many pieces it has."""
    return cell.evidence_uses.filter(taken_back=None).count()
