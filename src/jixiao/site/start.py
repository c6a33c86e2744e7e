"""Getting Django ready for a subcommand."""

from __future__ import annotations

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
    return home()
