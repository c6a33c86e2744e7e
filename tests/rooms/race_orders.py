"""Four who hand in the four quarters of one indicator at once: run as a program, on either database.

Each report is judged with the values of those before it, so the four must come one after another. With the argument
"lock" only the one cell is locked, and all four have read before any writes, to show on PostgreSQL that the race would
be seen.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import programs

ALL_RIGHT = "outcomes {'handed in': 24} wrong 0"
ITEMS = 6


def run(home: Path, environment: dict[str, str], guard: str = "") -> str:
    """Run the race in a process of its own; returns its last line."""
    return programs.run(__file__, home, environment, guard)[-1]


def _open() -> None:
    """A ledger with ITEMS indicators of one kind: more of the same, so that luck is not enough."""
    import opened
    from django.db import transaction

    from jixiao.ledger.actions import opening
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console
    from jixiao.plans.models import Item, Target

    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)
    ledger = opened.opened_ledger(Console(), agency)  # type: ignore[arg-type]  # the console may do the same
    item, target = Item.objects.get(no="1-1"), Target.objects.get(item__no="1-1")
    for number in range(2, ITEMS + 1):
        item.pk, item.no, item.position = None, f"9-{number}", 900 + number
        item.uid = Item._meta.get_field("uid").get_default()
        item._state.adding = target._state.adding = True
        item.save()
        target.pk, target.item = None, item
        target.save()
    with transaction.atomic():
        opening.follow_plan(Console(), ledger.plan_id, opened.OPENED)


_READ = threading.Barrier(4)


def _one_cell(number: int) -> Any:
    """The lock of a cell alone; the four go on together."""
    from jixiao.ledger.models import Cell

    rows = Cell.objects.select_for_update(of=("self",), no_key=True).select_related("item__parent", "ledger__plan")
    cell = rows.get(pk=number)
    with suppress(threading.BrokenBarrierError):
        _READ.wait(10)
    return cell


def _hand_in(gate: threading.Barrier, cell: Any, value: str, outcomes: list[str]) -> None:
    import opened
    from django.db import connection

    from jixiao.ledger.actions import reports
    from jixiao.people.policy import Console

    gate.wait()
    try:
        said = opened.typed(cell, value, note="补报。")
        reports.submit(Console(), cell.pk, said, 0, opened.Q1_END.replace(year=2027))
        outcomes.append("handed in")
    except Exception as error:
        outcomes.append(type(error).__name__)
    finally:
        connection.close()


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    from jixiao.ledger.actions import reports, standings
    from jixiao.ledger.models import Measure

    _open()
    if without == "lock":
        reports.locked_cell = _one_cell
    outcomes: list[str] = []
    wrong = 0
    for item in Measure.objects.filter(reckoning="cumulative").values_list("item_id", flat=True):
        cells = standings.cells_of(item)
        gate = threading.Barrier(len(cells))
        given = zip(cells, ("3", "6", "9", "12"), strict=True)
        threads = [threading.Thread(target=_hand_in, args=(gate, *each, outcomes)) for each in given]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = [(cell.standing, cell.summary) for cell in standings.cells_of(item)]
        standings.restand(item)
        wrong += kept != [(cell.standing, cell.summary) for cell in standings.cells_of(item)]
    print(f"outcomes {dict(Counter(outcomes))} wrong {wrong}")


if __name__ == "__main__":
    main(sys.argv[1])
