"""Writing organisations, persons and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from jixiao.journal.actions import Actor, Subject, record
from jixiao.people.models import Account, Organisation, Person, Post, SignInFailure, Term, organisation_key
from jixiao.people.names import normal_name

FAILURES_ALLOWED = 5
FAILURES_FORGOTTEN = timedelta(minutes=15)


def find_or_create_organisation(name: str, kind: Organisation.Kind, parent: Organisation | None = None) -> Organisation:
    """The organisation of that name under `parent`, spaces and width aside; made when there is none."""
    key = organisation_key(parent.pk if parent else None, name)
    defaults = {"name": name.strip(), "kind": kind, "parent": parent}
    return Organisation.objects.get_or_create(key=key, defaults=defaults)[0]


def find_or_create_person(name: str, agency: Organisation) -> Person:
    """The person of that name in the agency, spaces and width aside; made when there is none."""
    defaults = {"name": "".join(name.split())}
    return Person.objects.get_or_create(agency=agency, normal=normal_name(name), defaults=defaults)[0]


def give_post(person: Person, organisation: Organisation, title: str, since: date) -> None:
    """Let the person hold the post from `since`, unless a term of theirs runs already."""
    post, _ = Post.objects.get_or_create(organisation=organisation, title=title)
    if not Term.objects.filter(post=post, person=person, until__isnull=True).exists():
        Term.objects.create(post=post, person=person, since=since)


@dataclass(frozen=True, slots=True)
class NewAccount:
    username: str
    role: Account.Role
    organisation: Organisation
    password: str
    person: Person | None = None
    name: str = ""


@transaction.atomic
def create_account(new: NewAccount, actor: Actor, now: datetime) -> Account:
    """Make an account. Raises IntegrityError when the name is taken."""
    account = Account(
        username=new.username,
        role=new.role,
        organisation=new.organisation,
        person=new.person,
        first_name=new.name,
    )
    account.set_password(new.password)
    account.save()
    facts = {"username": new.username, "role": new.role, "organisation": new.organisation.name}
    record(actor, "account.create", Subject("account", account.pk), facts, now)
    return account


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
