"""Ten who hand in the same self-evaluation at once while another returns it: run as a program, on either database.

With an argument the guard is taken away, to show that the race would be seen: the lock on PostgreSQL; on SQLite, which
lets one writer in at a time, the rule that a sheet that was handed in is handed in.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import programs

TEN = 10
ONE = [f"outcomes {{'done': {TEN}}} entries 1 marks 4 state submitted", "decided once"]


def run(home: Path, environment: dict[str, str], guard: str = "") -> list[str]:
    """Run the races in a process of their own; returns its last two lines."""
    return programs.run(__file__, home, environment, guard)[-2:]


def at_once(*acts: Callable[[], object]) -> Counter[str]:
    """All of them at the same moment; what became of each."""
    from django.db import connection

    outcomes: list[str] = []
    gate = threading.Barrier(len(acts))

    def runner(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            outcomes.append("done")
        except Exception as error:
            outcomes.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=runner, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcomes)


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import rounds_world
    from rounds_world import NOW

    from jixiao.evaluations.actions import sheet_decisions, sheets
    from jixiao.evaluations.models import Assignment
    from jixiao.journal.models import Entry
    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.models import Account, Organisation
    from jixiao.people.policy import Console

    def account(username: str, role: str, organisation: Organisation) -> Account:
        return create_account(Console(), NewAccount(username, Account.Role(role), organisation, "x" * 20), NOW)

    city = rounds_world.build(account)
    sheet = city.sheet(city.round())
    items = {item.pk: rounds_world.typed("1", "按实际") for item in sheets.scored_items(sheet)}
    if without == "lock":
        unlocked = Assignment.objects.select_related("round__organiser", "plan__organisation", "rater", "submitted_by")
        sheets.locked_sheet = lambda number: unlocked.get(pk=number)
    if without == "rule":
        sheets.already_handed_in = lambda by, sheet: False

    def submit() -> None:
        sheets.submit(city.clerk, sheet.pk, items, 1, NOW)

    outcomes = at_once(*[submit] * TEN)
    sheet.refresh_from_db()
    entries = Entry.objects.filter(action="sheet.submit").count()
    print(f"outcomes {dict(outcomes)} entries {entries} marks {sheet.marks.count()} state {sheet.state}")
    seen = sheet.version

    def confirm() -> None:
        sheet_decisions.confirm(city.upper, sheet.pk, seen, NOW)

    def give_back() -> None:
        sheet_decisions.send_back(city.second, sheet.pk, "请核对", seen, NOW)

    at_once(*[confirm, give_back] * 5)
    sheet.refresh_from_db()
    told = list(
        Entry.objects.filter(action__in=("sheet.confirm", "sheet.return")).order_by("seq").values_list("action")
    )
    last = {"accepted": "sheet.confirm", "returned": "sheet.return"}[sheet.state]
    print("decided once" if told == [(last,)] else f"decided {told} state {sheet.state}")


if __name__ == "__main__":
    main(sys.argv[1])
