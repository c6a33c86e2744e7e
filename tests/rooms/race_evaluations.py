"""Ten who send the same draft of a finding at once, and ten who claim the same fact: run as a program.

With an argument the guard is taken away, to show that the race would be seen: the locks on PostgreSQL; on SQLite, which
lets one writer in at a time, the look at what was sent or claimed before. The database's own constraints stay.
"""

from __future__ import annotations

import sys
from pathlib import Path

from race_strike import TEN, at_once

import programs

ONE_EACH = "found done 10, claimed Refused 9 done 1, findings 1 claims 1 entries 2"


def run(home: Path, environment: dict[str, str], guard: str = "") -> str:
    """Run the race in a process of its own; returns its last line."""
    return programs.run(__file__, home, environment, guard)[-1]


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import inspected

    from jixiao.evaluations.actions import bonus, findings
    from jixiao.evaluations.models import BonusClaim, Finding, Inspection, Purpose
    from jixiao.journal.models import Entry

    city = inspected.build_city()
    inspection = inspected.planned(city)
    seen, said = inspected.seen(city), inspected.said()
    if without == "lock":
        bonus._lock = lambda organisation: None
        findings._locked_inspection = lambda pk: Inspection.objects.get(pk=pk)
    if without == "rule":
        bonus._require_unused = lambda claim: None
        findings._says_same = lambda *given: False
    found = at_once([lambda: findings.find(city.inspector, inspection.pk, seen, [], inspected.NOW)] * TEN)
    begin = [lambda: bonus.begin(city.clerk, city.agency, Purpose.BONUS, said, [], inspected.NOW, hand_in=False)] * TEN
    claimed = at_once(begin)
    counts = f"findings {Finding.objects.count()} claims {BonusClaim.objects.count()}"
    entries = Entry.objects.filter(action__in=["finding.find", "bonus.begin"]).count()
    ends = [" ".join(f"{how} {number}" for how, number in sorted(each.items())) for each in (found, claimed)]
    print(f"found {ends[0]}, claimed {ends[1]}, {counts} entries {entries}")


if __name__ == "__main__":
    main(sys.argv[1])
