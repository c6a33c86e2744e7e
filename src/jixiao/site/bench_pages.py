"""The plan page measured in process: the whole request with its middleware, without the network."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from jixiao.site.start import start

if TYPE_CHECKING:
    from django.test import Client

    from jixiao.people.models import Account
    from jixiao.plans.models import Plan

HOST = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Page:
    """`seconds` is CPU time, the median; `size` is in bytes, uncompressed."""

    name: str
    rows: int
    statements: int
    seconds: float
    size: int


@contextmanager
def passing_site() -> Iterator[None]:
    """The site on an empty database of its own, as in production. Once in a process: Django starts only once."""
    os.environ.pop("JIXIAO_DEBUG", None)
    os.environ.pop("JIXIAO_DATABASE_URL", None)
    with TemporaryDirectory() as folder:
        start(Path(folder), migrated=True)
        yield


def measure_pages(documents: Sequence[str], runs: int) -> Iterator[Page]:
    """Confirm each document as a plan, and ask for its page as a reader."""
    reader = account_for_measuring("reader")
    for text in documents:
        plan = confirmed(reader, text)
        yield _measure(reader, "plan", plan, runs)


def measure_tabs(document: str, runs: int) -> Iterator[Page]:
    """Confirm the document as a plan, and ask for every page of it as the operator."""
    from jixiao.plans.tabs import PAGES

    clerk = account_for_measuring("operator")
    plan = confirmed(clerk, document)
    for name in PAGES:
        yield _measure(clerk, name, plan, runs)


def account_for_measuring(role: str) -> Account:
    """An account of an agency in the passing database, the same each time."""
    from django.utils import timezone

    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation
    from jixiao.people.policy import Console

    known = Account.objects.filter(username=role).select_related("organisation").first()
    if known is not None:
        return known
    agency = find_or_create_organisation("测量用机关", Organisation.Kind.AGENCY)
    new = NewAccount(role, Account.Role(role), agency, "only in this passing database")
    return create_account(Console(), new, timezone.now())


def _measure(account: Account, name: str, plan: Plan, runs: int) -> Page:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client(SERVER_NAME=HOST)
    client.force_login(account)
    address = reverse(name, args=[plan.pk])
    with CaptureQueriesContext(connection) as captured:
        size = _ask(client, address)[1]
    return Page(name, plan.indicators, len(captured), median(_ask(client, address)[0] for _ in range(runs)), size)


def confirmed(account: Account, text: str) -> Plan:
    """The plan of the document, in the account's agency."""
    from django.utils import timezone

    from jixiao.people.policy import Console
    from jixiao.plans.actions.imports import confirm_import, upload_document

    if account.organisation is None:
        raise ValueError("the account belongs to no organisation")
    document = upload_document(Console(), account.organisation, text.encode(), "plan.txt", timezone.now()).document
    if hasattr(document, "plan"):  # the same bytes were measured before
        return document.plan
    return confirm_import(Console(), document.pk, document.version, timezone.now(), errors_accepted=True)


def _ask(client: Client, address: str) -> tuple[float, int]:
    """CPU seconds and size of one answer. Raises RuntimeError unless the page was answered."""
    before = time.process_time()
    answer = client.get(address)
    seconds = time.process_time() - before
    if answer.status_code != 200:
        raise RuntimeError(f"{address} answered {answer.status_code}")
    return seconds, len(answer.content)
