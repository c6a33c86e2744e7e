"""Sign-ins and vain attempts."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, SignInFailure

FAILURES_ALLOWED = 5
FAILURES_FORGOTTEN = timedelta(minutes=15)


@transaction.atomic
def note_sign_in(account: Account, address: str, now: datetime) -> None:
    """Write the sign-in down and forget the failures before it."""
    SignInFailure.objects.filter(name=account.username, address=address).delete()
    record(account.actor, "account.sign_in", Subject("account", account.pk), {"address": address}, now)


@transaction.atomic
def note_failure(name: str, address: str, now: datetime) -> None:
    """Count one vain attempt."""
    SignInFailure.objects.filter(since__lt=now - FAILURES_FORGOTTEN).delete()
    row, _ = SignInFailure.objects.select_for_update().get_or_create(
        name=name[:150], address=address, defaults={"since": now}
    )
    row.count += 1
    row.save(update_fields=["count"])


def held_back(name: str, address: str, now: datetime) -> bool:
    """Whether this name has failed too often from this address of late."""
    failures = SignInFailure.objects.filter(name=name[:150], address=address, since__gte=now - FAILURES_FORGOTTEN)
    return failures.filter(count__gte=FAILURES_ALLOWED).exists()
