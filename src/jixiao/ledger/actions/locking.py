"""Locks that more than one kind of action takes, and the one order in which they are taken.

Plan → ledger → cells of an indicator by number → list, register, meeting, directive → task, row, addressee → evidence
shelf (the organisation) → warning lines by number → head of the journal, which `record` locks and therefore comes last:

- report saved, handed in, accepted, returned, reopened: all cells of its indicator, for each is judged anew
- ledger opened, terms, periods, reckoning, plan amended: plan (amendments), ledger, the cells that may change
- list, register begun: ledger; changed: the list, the register, or the task, the row
- strike-off asked for, confirmed, returned, taken back: the task, row or addressee; a reply likewise
- evidence: the places where it is used, by kind and number, then the shelf when a file is kept
- directive issued, meeting prepared, analysis: ledger; a meeting changed: the meeting
- warning lines and readings: the organisation, the line, several lines by number

Locks let others refer to the row (`no_key`): a foreign key written while the journal's head is held never waits.
"""

from __future__ import annotations

from django.db.models import QuerySet

from jixiao.ledger.models import Cell, Ledger
from jixiao.people.policy import Refused

_UP = "plan__organisation__parent__parent"


def locked_ledger(plan_id: int) -> Ledger:
    """The ledger of the plan, locked until the transaction ends. Raises Refused."""
    ledgers = Ledger.objects.select_for_update(of=("self",), no_key=True).select_related(_UP)
    ledger = ledgers.filter(plan=plan_id).first()
    if ledger is None:
        raise Refused("这份方案还没有开启台账。")
    return ledger


def locked_cell(cell_id: int) -> Cell:
    """The cell with its indicator and plan; all cells of the indicator are locked until the transaction ends.

    Raises Refused.
    """
    list(locked_cells(item__cells=cell_id).values_list("pk"))  # the locks alone: the cell is read once they are held
    cell = Cell.objects.select_related("item", f"ledger__{_UP}").filter(pk=cell_id).first()
    if cell is None or cell.dropped or cell.item.withdrawn:
        raise Refused("台账里没有这一格，可能方案已经调整。")
    return cell


def locked_cells(**which: object) -> QuerySet[Cell]:
    """The cells, locked in the order of their numbers once they are read."""
    return Cell.objects.select_for_update(of=("self",), no_key=True).filter(**which).order_by("pk")
