"""`jixiao manage`: Django's own management commands."""

from __future__ import annotations

import os
from collections.abc import Sequence
from tempfile import TemporaryDirectory

from jixiao.site.home import home, prepare

NEEDS_NO_DATA = {"makemigrations", "check", "help"}


def main(arguments: Sequence[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jixiao.site.settings")
    with TemporaryDirectory() as passing:
        if arguments and arguments[0] in NEEDS_NO_DATA and not home().exists():
            os.environ["JIXIAO_HOME"] = passing  # leave no data directory behind
        prepare(home())
        from django.core.management import execute_from_command_line

        execute_from_command_line(["jixiao manage", *arguments])
    return 0
