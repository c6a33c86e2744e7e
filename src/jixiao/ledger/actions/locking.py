"""Locks that more than one kind of action takes. Whoever changes a cell locks its ledger's row of the cell first."""

from __future__ import annotations

from jixiao.ledger.models import Cell, Ledger
from jixiao.people.policy import Refused

_UP = "plan__organisation__parent__parent"


def locked_ledger(plan_id: int) -> Ledger:
    """The ledger of the plan, locked until the transaction ends. Raises Refused."""
    ledgers = Ledger.objects.select_for_update(of=("self",)).select_related(_UP)
    ledger = ledgers.filter(plan=plan_id).first()
    if ledger is None:
        raise Refused("这份方案还没有开启台账。")
    return ledger


def locked_cell(cell_id: int) -> Cell:
    """The cell with its indicator and plan, locked until the transaction ends. Raises Refused."""
    cells = Cell.objects.select_for_update(of=("self",)).select_related("item", f"ledger__{_UP}")
    cell = cells.filter(pk=cell_id).first()
    if cell is None or cell.dropped or cell.item.withdrawn:
        raise Refused("台账里没有这一格，可能方案已经调整。")
    return cell
