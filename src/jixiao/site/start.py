"""Getting Django ready for a subcommand."""

from __future__ import annotations

import gc
import os
from pathlib import Path

from jixiao.site.home import home, prepare


def start(place: Path | None = None, *, migrated: bool = False) -> Path:
    """Set Django up on the data directory; with `migrated`, bring its database up to date. Returns the directory."""
    if place is not None:
        os.environ["JIXIAO_HOME"] = str(place.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    prepare(home())
    import django

    django.setup()
    if migrated:
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    quieten_collector()
    return home()


def quieten_collector() -> None:
    """Look for cycles seldom: a table of 5,500 rows makes a million objects and no cycle, and with Python's usual
    thresholds half of its time, growing faster than the table, went into looking."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
