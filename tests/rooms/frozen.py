"""Imports, edits and freezes a plan: run as a program, with a database of its own. Prints content and digest."""

from __future__ import annotations

import sys
from pathlib import Path

import sample

import programs


def run(home: Path, environment: dict[str, str]) -> str:
    """Run it in a process of its own; returns the frozen text, and its digest on the last line."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "plan.txt").write_text(sample.long_text(120), encoding="utf-8")
    return "\n".join(programs.run(__file__, home, environment, home / "plan.txt"))


def main(file: Path) -> None:
    from jixiao.site.start import start

    start(migrated=True)
    from jixiao.core.drafting import HEADING, Insert, Move, Set
    from jixiao.core.journal_chain import digest
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Organisation
    from jixiao.people.policy import Console
    from jixiao.plans.actions import drafting, imports
    from jixiao.plans.models import PlanVersion

    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY)
    document = imports.upload_document(Console(), agency, file.read_bytes(), file.name, sample.NOW).document
    plan = imports.confirm_import(Console(), document.pk, document.version, sample.NOW, errors_accepted=True)
    changes = (
        Set("r2", "weight", "1", "１．５０分"),
        Set("r3", "owners", "陆行舟", "陆 行 舟，何知远"),
        Set("r5", "deadline_raw", "12月底前", "2026年9月30日前"),
        Set(HEADING, "scale", "", "120.5"),
        Insert("r9", {"category": "重点工作", "l1": "𠮷字与“引号”", "l2": "第一行\n第二行", "weight": "0.25"}),
        Move("r1", "r120"),
    )
    done = drafting.edit(Console(), plan.draft.pk, changes, "核对", sample.NOW)
    assert len(done.done) == len(changes), done.conflicts
    plan.refresh_from_db()
    version = drafting.freeze(plan, PlanVersion(document_no="青政〔2026〕1号"), done.draft, sample.NOW)
    kept = PlanVersion.objects.get(pk=version.pk)
    assert digest(kept.content) == kept.digest
    print(kept.content)
    print(kept.digest)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
