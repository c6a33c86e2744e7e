"""Ten who ask for the same strike-off at once, and ten who confirm it: run as a program, on either database.

With an argument the guard is taken away, to show that the race would be seen: the lock of the task on PostgreSQL; on
SQLite, which lets one writer in at a time, the rules of what can be claimed and confirmed.
"""

from __future__ import annotations

import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import programs

TEN = 10
ONE_EACH = "claimed 1 confirmed 1 stage struck_off entries 2"


def run(home: Path, environment: dict[str, str], guard: str = "") -> str:
    """Run the race in a process of its own; returns its last line."""
    return programs.run(__file__, home, environment, guard)[-1]


def at_once(acts: list[Callable[[], object]]) -> Counter[str]:
    """Do all of them at the same moment, each in a connection of its own; how they ended."""
    from django.db import connection

    ended: list[str] = []
    gate = threading.Barrier(len(acts))

    def runner(act: Callable[[], object]) -> None:
        gate.wait()
        try:
            act()
            ended.append("done")
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=runner, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(ended)


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import opened
    import sample

    from jixiao.journal.models import Entry
    from jixiao.ledger.actions import strike_off, tasks
    from jixiao.ledger.models import Task
    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation
    from jixiao.people.policy import Console

    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)
    clerks = [
        create_account(Console(), NewAccount(f"clerk{at}", Account.Role.OPERATOR, agency, sample.PASSWORD), sample.NOW)
        for at in range(2 * TEN)
    ]
    ledger = opened.opened_ledger(clerks[0], agency)
    there = tasks.begin_list(Console(), opened.cell(ledger, "1-1").item_id, "清单", None, opened.Q1_END)
    task = tasks.add_tasks(Console(), there.pk, [tasks.TaskText("完成选址")], opened.Q1_END)[0]
    opened.evidence(clerks[0], agency, task=task)
    if without == "lock":
        strike_off._locked = lambda thing: Task.objects.select_related("list__item__plan", "ledger__plan").get(
            pk=thing.pk
        )
    if without == "rule":
        strike_off.claim_obstacle = strike_off.confirm_obstacle = lambda thing, done="", *, is_own=False: ""
    asked = at_once([lambda by=by: strike_off.claim(by, task, "已批复。", opened.Q1_END) for by in clerks[:TEN]])
    done = at_once([lambda by=by: strike_off.confirm(by, task, opened.Q1_END) for by in clerks[TEN:]])
    task.refresh_from_db()
    entries = Entry.objects.filter(action__in=["task.claim", "task.confirm"]).count()
    print(f"claimed {asked['done']} confirmed {done['done']} stage {task.stage} entries {entries}")


if __name__ == "__main__":
    main(sys.argv[1])
