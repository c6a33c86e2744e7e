"""Four who import and confirm the same document at once: run as a program, with a database of its own."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import sample

import programs

ONE_WINS = "['confirmed', 'refused', 'refused', 'refused'] plans 1 indicators 4 problems ()"


def run(home: Path, environment: dict[str, str]) -> str:
    """Run the race in a process of its own; returns its last line."""
    (home / "plan.txt").write_text(sample.TEXT, encoding="utf-8")
    return programs.run(__file__, home, environment, home / "plan.txt")[-1]


def main(file: Path) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    from django.db import connection
    from django.utils import timezone

    from jixiao.journal import queries
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console, Refused
    from jixiao.plans.actions import imports as actions
    from jixiao.plans.models import Item, Plan

    agency = find_or_create_organisation("某局", Organisation.Kind.AGENCY)
    outcomes: list[str] = []
    gate = threading.Barrier(4)

    def runner() -> None:
        gate.wait()
        try:
            uploaded = actions.upload_document(Console(), agency, file.read_bytes(), file.name, timezone.now())
            draft = uploaded.document
            actions.confirm_import(Console(), draft.pk, draft.version, timezone.now(), errors_accepted=True)
            outcomes.append("confirmed")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=runner) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    indicators = Item.objects.filter(level="indicator").count()
    counts = f"plans {Plan.objects.count()} indicators {indicators} problems {queries.problems()}"
    print(sorted(outcomes), counts)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
