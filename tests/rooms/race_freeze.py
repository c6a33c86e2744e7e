"""Ten who compute the same scores at once, and ten who freeze them: run as a program, on either database.

With an argument the guard is taken away, to show that the race would be seen: the locks on PostgreSQL; on SQLite, which
lets one writer in at a time, the rules that nothing new is nothing to compute and that what is frozen stays. The
database's own constraints stay.
"""

from __future__ import annotations

import sys
from pathlib import Path

from race_strike import TEN, at_once

import programs

ONE_EACH = "computed done 10, frozen done 10, compositions 1 results 3 entries 1 and 1, "  # and the digest of the bundle, the same on both databases


def run(home: Path, environment: dict[str, str], guard: str = "") -> str:
    """Run the race in a process of its own; returns its last line."""
    return programs.run(__file__, home, environment, guard)[-1]


def main(without: str) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    import composed

    from jixiao.journal.models import Entry
    from jixiao.people.policy import Console
    from jixiao.scores.actions import compositions
    from jixiao.scores.models import Composition, Result

    office = composed.upper_office()
    composed.city(office)
    rules = composed.rules(office)
    if without == "lock":
        compositions._lock = lambda organisation: None
        compositions._locked = lambda number: Composition.objects.select_related("rules").get(pk=number)
    if without == "rule":
        locked = compositions._locked
        compositions._is_same = lambda *given: False
        compositions._locked = lambda number: _as_trial(locked(number))
    computed = at_once([lambda: compositions.compose(Console(), rules.pk, composed.MADE)] * TEN)
    made = Composition.objects.order_by("number")[0]
    frozen = at_once([lambda: compositions.freeze(Console(), made.pk, made.digest, composed.MADE)] * TEN)
    counts = f"compositions {Composition.objects.count()} results {Result.objects.count()}"
    entries = [Entry.objects.filter(action=f"composition.{act}").count() for act in ("compute", "freeze")]
    ends = [" ".join(f"{how} {number}" for how, number in sorted(each.items())) for each in (computed, frozen)]
    print(f"computed {ends[0]}, frozen {ends[1]}, {counts} entries {entries[0]} and {entries[1]}, {made.bundle_digest}")


def _as_trial(composition: object) -> object:
    composition.state = "trial"  # type: ignore[attr-defined]
    return composition


if __name__ == "__main__":
    main(sys.argv[1])
