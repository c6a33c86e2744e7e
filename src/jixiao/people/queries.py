"""Reading organisations, persons and accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.db.models import Prefetch, QuerySet
from django.http import Http404, HttpRequest

from jixiao.people.models import Account, Organisation, Post, Term
from jixiao.people.policy import ABOVE, By, account_behind


class Backend(ModelBackend):
    """Fetches the account with its organisation and person, which every page asks for."""

    def get_user(self, user_id: Any) -> Account | None:
        wanted = Account.objects.select_related("organisation__parent__parent", "person")
        account = wanted.filter(pk=user_id).first()
        return account if account is not None and account.is_active else None


def organiser_of(account: Account) -> Organisation | None:
    """For whom the account holds rounds, inspections and schemes: those above agencies for their own office, others for
    their agency.
    """
    own = account.organisation
    return own if own is None or account.role in ABOVE else own.agency


def accounts_of(by: By) -> set[int]:
    """Keys of the account and of others of the same person; nothing for the console. At most one statement."""
    account = account_behind(by)
    if account is None:
        return set()
    own = {account.pk}
    if account.person_id is not None:
        own.update(Account.objects.filter(person=account.person_id).values_list("pk", flat=True))
    return own


def account_of(request: HttpRequest) -> Account:
    """The signed-in account. Raises Http404 for anybody else: the sign-in page is the middleware's affair."""
    if isinstance(request.user, Account):
        return request.user
    raise Http404


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation in the tree, `depth` steps below the agency."""

    organisation: Organisation
    depth: int


def places(agency: Organisation) -> list[Place]:
    """The agency and what lies below it, in the order of the tree. Other agencies below a city are left out.

    One statement for each level of the tree.
    """
    below: dict[int, list[Organisation]] = {}
    level = [agency.pk]
    while level:
        children = Organisation.objects.filter(parent__in=level).exclude(kind=Organisation.Kind.AGENCY).order_by("pk")
        level = []
        for child in children:
            below.setdefault(child.parent_id or 0, []).append(child)
            level.append(child.pk)
    return list(_walk(agency, below, 0))


def _walk(node: Organisation, below: dict[int, list[Organisation]], depth: int) -> list[Place]:
    children = [place for child in below.get(node.pk, []) for place in _walk(child, below, depth + 1)]
    return [Place(node, depth), *children]


def posts_of(organisations: list[Organisation]) -> dict[int, list[Post]]:
    """The posts of each organisation, with their terms, the latest first."""
    terms = Term.objects.select_related("person").order_by("-since", "-pk")
    found: dict[int, list[Post]] = {}
    for post in Post.objects.filter(organisation__in=organisations).prefetch_related(Prefetch("terms", terms)):
        found.setdefault(post.organisation_id, []).append(post)
    return found


def accounts_in(agency: Organisation) -> QuerySet[Account]:
    """The accounts of the agency and everything below it."""
    organisations = [place.organisation.pk for place in places(agency)]
    accounts = Account.objects.filter(organisation__in=organisations).select_related("organisation", "person")
    return accounts.order_by("-is_active", "role", "username")
