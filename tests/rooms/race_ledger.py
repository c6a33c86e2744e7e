"""Ten who hand in the same report at once, as a double click or a retry does: run as a program, on either database.

With an argument the guard is taken away, to show that the race would be seen: the lock of the cell on PostgreSQL; on
SQLite, which lets one writer in at a time, the rule that the same words are the same report.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from pathlib import Path

import programs

TEN = 10
ONE_REPORT = f"outcomes {{'handed in': {TEN}}} reports 1 submitted 1 entries 1 summary 3／12个"


def run(home: Path, environment: dict[str, str], guard: str = "") -> str:
    """Run the race in a process of its own; returns its last line."""
    return programs.run(__file__, home, environment, guard)[-1]


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import opened
    from django.db import connection

    from jixiao.journal.models import Entry
    from jixiao.ledger.actions import reports
    from jixiao.ledger.models import Cell, Report
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console

    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)
    ledger = opened.opened_ledger(Console(), agency)  # type: ignore[arg-type]  # the console may do the same
    cell = opened.cell(ledger, "1-1")
    typed = opened.typed(cell, "3")
    if without == "lock":
        reports.locked_cell = lambda number: Cell.objects.select_related("item", "ledger__plan").get(pk=number)
    if without == "rule":
        reports._says = lambda report: {"at": id(report)}
    outcomes: list[str] = []
    gate = threading.Barrier(TEN)

    def runner() -> None:
        gate.wait()
        try:
            reports.submit(Console(), cell.pk, typed, 0, opened.Q1_END)
            outcomes.append("handed in")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=runner) for _ in range(TEN)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cell.refresh_from_db()
    reports_there = Report.objects.filter(cell=cell)
    entries = Entry.objects.filter(action="report.submit").count()
    counts = f"reports {reports_there.count()} submitted {reports_there.filter(stage='submitted').count()}"
    print(f"outcomes {dict(Counter(outcomes))} {counts} entries {entries} summary {cell.summary}")


if __name__ == "__main__":
    main(sys.argv[1])
