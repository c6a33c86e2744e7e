"""Two at the same plan at once, each transaction held open until the other waits: run as a program, with PostgreSQL.

SQLite lets one writer in at a time, so nothing of this can be seen there.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from pathlib import Path

import sample

import programs

HOLDS = "rebase kept the edit\ngenerate kept the edit\nnobody was thrown out"


def run(home: Path, environment: dict[str, str]) -> str:
    """Run it in a process of its own; returns what it prints."""
    return "\n".join(programs.run(__file__, home, environment))


def beside(act: Callable[[], object], wait: float = 0.7) -> tuple[threading.Thread, list[Exception]]:
    """Begin the act in a connection of its own, and give it the time to come to a lock."""
    from django.db import connection

    thrown: list[Exception] = []

    def runner() -> None:
        try:
            act()
        except Exception as error:
            thrown.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=runner)
    thread.start()
    time.sleep(wait)
    return thread, thrown


def main() -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import approved
    from django.db import transaction

    from jixiao.core.credit import Credit
    from jixiao.core.drafting import Set
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console
    from jixiao.plans.actions import amendments, cascade, credit, drafting
    from jixiao.plans.actions.locking import locked_plan
    from jixiao.plans.models import Draft, Plan

    by, now = Console(), sample.NOW
    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)
    plan = approved.approved_plan(by, agency)  # type: ignore[arg-type]  # the console may do the same

    def cells(draft: Draft) -> dict[str, dict[str, str]]:
        return {row["uid"]: row["cells"] for row in Draft.objects.get(pk=draft.pk).rows}

    late = amendments.propose(by, plan.pk, approved.GIVEN, now)
    first = amendments.propose(by, plan.pk, approved.GIVEN, now)
    draft = drafting.edit(by, first.draft.pk, [Set("r2", "l2", "每季度巡查全部公园。", "每月巡查。")], "", now).draft
    amendments.Amendment.objects.filter(pk=first.pk).update(file_sha256="a" * 64, file_name="批件.pdf")
    amendments.approve(by, first.pk, draft.version, approved.LATER, who="市政府")
    with transaction.atomic():
        drafting.edit(by, late.draft.pk, [Set("r3", "l1", "推进依法行政", "推进法治建设")], "", now)
        thread, thrown = beside(lambda: amendments.rebase(by, late.pk, 2, (), now))
    thread.join()
    kept = cells(late.draft)["r3"]["l1"] == "推进法治建设"
    print("rebase kept the edit" if kept and not thrown else f"rebase lost the edit {thrown}")

    cascade.generate_offices(by, plan.pk, now)
    credit.set_credit(by, plan.pk, Credit.EQUAL, now)
    _, two = Plan.objects.filter(parent=plan).select_related("draft").order_by("pk")
    uid, had = next((row["uid"], row["cells"]["l2"]) for row in two.draft.rows if row["cells"].get("l2"))
    with transaction.atomic():
        drafting.edit(by, two.draft.pk, [Set(uid, "l2", had, "科室自己的写法")], "", now)
        thread, thrown = beside(lambda: cascade.generate_offices(by, plan.pk, now))
    thread.join()
    kept = cells(two.draft)[uid]["l2"] == "科室自己的写法"
    print("generate kept the edit" if kept and not thrown else f"generate lost the edit {thrown}")

    Draft.objects.get(pk=two.draft.pk).edits.all().delete()
    Draft.objects.filter(pk=two.draft.pk).update(version=0)
    credit.set_credit(by, plan.pk, Credit.FULL, now)  # both are to be made anew, which writes the journal
    with transaction.atomic():
        locked_plan(two.pk)
        thread, thrown = beside(lambda: cascade.generate_offices(by, plan.pk, now))
        drafting.edit(by, two.draft.pk, [Set(uid, "l2", cells(two.draft)[uid]["l2"], "再改一次")], "", now)
    thread.join()
    print("nobody was thrown out" if not thrown else f"thrown out: {thrown}")


if __name__ == "__main__":
    main()
