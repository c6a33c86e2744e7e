"""What lists and registers give the targets that they feed, as they stand now."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Count, Prefetch, Q

from jixiao.core.ledger.registers import columns_of, total
from jixiao.core.ledger.strike_off import Stage
from jixiao.ledger.models import Register, RegisterRow, TaskList


def fed_values(item_id: int) -> dict[int, Decimal]:
    """The value of each measure of the indicator that a list or a register feeds, in the measure's base unit.

    A list gives the number of its struck-off tasks, a register the sum of a column or the number of its rows. Several
    that feed one measure add up. Three statements.
    """
    fed: dict[int, Decimal] = {}
    struck = Count("tasks", filter=Q(tasks__stage=Stage.STRUCK_OFF.value))
    lists = TaskList.objects.filter(item=item_id, feeds__isnull=False).annotate(struck=struck)
    for measure, count in lists.values_list("feeds", "struck"):
        fed[measure] = fed.get(measure, Decimal(0)) + count
    rows = Prefetch("rows", RegisterRow.objects.filter(removed=False), to_attr="kept")
    for register in Register.objects.filter(item=item_id, feeds__isnull=False).prefetch_related(rows):
        assert register.feeds_id is not None
        fed[register.feeds_id] = fed.get(register.feeds_id, Decimal(0)) + fed_by(register, register.kept)
    return fed


def fed_by(register: Register, rows: Iterable[RegisterRow]) -> Decimal:
    """What the rows of a register give: the sum of its feeding column in base units, or their number."""
    counted = [row for row in rows if not row.removed and (row.stage == Stage.STRUCK_OFF or not register.feed_struck)]
    column = next((each for each in columns_of(register.columns) if each.key == register.feed_column), None)
    return total(column, (row.cells for row in counted)) if column else Decimal(len(counted))
