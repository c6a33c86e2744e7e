"""The plan page measured in process: the whole request with its middleware, without the network."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jixiao.site.start import start

if TYPE_CHECKING:
    from django.test import Client

    from jixiao.people.models import Account

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """`seconds` is CPU time, the median; `size` is in bytes, uncompressed."""

    rows: int
    statements: int
    seconds: float
    size: int


def measure_pages(documents: Sequence[str], runs: int) -> Iterator[Page]:
    """Import each document into a passing database, confirm it, and ask for its page as a reader."""
    os.environ.pop("JIXIAO_DEBUG", None)
    os.environ.pop("JIXIAO_DATABASE_URL", None)
    with TemporaryDirectory() as folder:
        start(Path(folder), migrated=True)
        reader = _reader()
        for text in documents:
            yield _measure(reader, text, runs)


def _reader() -> Account:
    from django.utils import timezone

    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation
    from jixiao.people.policy import Console

    agency = find_or_create_organisation("测量用机关", Organisation.Kind.AGENCY)
    new = NewAccount("bench", Account.Role.READER, agency, "only in this passing database")
    return create_account(Console(), new, timezone.now())


def _measure(reader: Account, text: str, runs: int) -> Page:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    rows, number = _confirmed(reader, text)
    client = Client(SERVER_NAME=HOST)
    client.force_login(reader)
    address = reverse("plan", args=[number])
    with CaptureQueriesContext(connection) as captured:
        size = _ask(client, address)[1]
    return Page(rows, len(captured), median(_ask(client, address)[0] for _ in range(runs)), size)


def _confirmed(reader: Account, text: str) -> tuple[int, int]:
    """The number of indicators of the confirmed plan, and its primary key."""
    from django.utils import timezone

    from jixiao.people.policy import Console
    from jixiao.plans.actions.imports import confirm_import, upload_document

    if reader.organisation is None:
        raise ValueError("the reader belongs to no organisation")
    document = upload_document(Console(), reader.organisation, text.encode(), "plan.txt", timezone.now()).document
    plan = confirm_import(Console(), document.pk, document.version, timezone.now(), errors_accepted=True)
    return plan.indicators, plan.pk


def _ask(client: Client, address: str) -> tuple[float, int]:
    """CPU seconds and size of one answer. Raises RuntimeError unless the page was answered."""
    before = time.process_time()
    answer = client.get(address)
    seconds = time.process_time() - before
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return seconds, len(answer.content)
