"""Every address, every role, every place: who is let in is what the table of rights says, and nobody else.

The walk finds new addresses by itself. It calls each view as a request would; the sign-in page, which the middleware
keeps before every page, is tried with a real client.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from addresses import EXAMPLES, FINER, OF_APPROVED, OF_INSIDE, OF_LEDGER, World, build_world
from django.conf import settings
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxDetails
from pytest_django.plugin import DjangoDbBlocker

from jixiao.people.doors import ANYBODY, SIGNED_IN
from jixiao.people.labels import RIGHTS
from jixiao.people.models import Account
from jixiao.people.policy import ABOVE, HOLDERS, Relation, Right
from jixiao.site import rights
from jixiao.site.rights import Page, pages

pytestmark = pytest.mark.django_db  # each test in a transaction of its own, above the world's

PAGES = pages()
ROLES = list(Account.Role)
PLACES = ["own", "inside", "peer", "upper", "stranger"]
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")
REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "rights.md"


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Built once for all tests of this module, in a transaction that is rolled back."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


def relation(page: Page, place: str, role: str) -> Relation:
    """How an account of that place and role stands to the objects of the walk, which are the agency's."""
    arguments = [name or other for name, other in ARGUMENT.findall(page.address)]
    if page.at_top and not (arguments and place == "stranger"):
        at_city = {"upper": Relation.INSIDE}
        return at_city.get(place, Relation.UPPER if role in ABOVE else Relation.STRANGER)
    if not arguments:
        return Relation.OWN  # such a page is about the account's own organisation
    if place in ("own", "inside"):
        return Relation.OWN if place == "own" or arguments[0] in OF_INSIDE else Relation.INSIDE
    if place in ("peer", "upper") and role in ABOVE:
        return Relation.UPPER
    return Relation.PEER if place == "peer" else Relation.STRANGER


def is_held(page: Page, place: str, role: str) -> bool:
    if page.right in (ANYBODY, SIGNED_IN):
        return True
    return role in HOLDERS[str(page.right)].get(relation(page, place, role), frozenset())


def arguments(page: Page, world: World) -> dict[str, object]:
    """Examples of the address's arguments."""
    names = [name or other for name, other in ARGUMENT.findall(page.address)]
    unknown = [name for name in names if name not in EXAMPLES]
    assert not unknown, f"{page.address}: give {unknown} an example in tests/rooms/addresses.py"
    given = {name: EXAMPLES[name](world) for name in names}
    if page.address.startswith(OF_LEDGER):
        own = {"plan_id": world.ledger.plan_id, "item_id": world.cell.item_id}
        return given | {name: value for name, value in own.items() if name in given}
    return given | ({"plan_id": world.approved.pk} if page.name in OF_APPROVED else {})


def ask(page: Page, given: dict[str, object], account: Account, method: str) -> int:
    """The status of the answer; 404 for a page that says it does not exist."""
    request = RequestFactory().generic(method, page.address)
    _dress(request, account)
    try:
        with transaction.atomic():
            answer = page.view(request, **given)
            if hasattr(answer, "render"):
                answer.render()
            transaction.set_rollback(True)
    except Http404:
        return 404
    except PermissionDenied:
        return 403
    assert isinstance(answer, HttpResponseBase)
    return answer.status_code


def _dress(request: HttpRequest, account: Account) -> None:
    """What the middleware would hang on the request."""
    request.user = account
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]


def test_every_address_has_a_door_with_a_known_right() -> None:
    doorless = [page.address for page in PAGES if page.right not in {ANYBODY, SIGNED_IN, *HOLDERS}]
    assert doorless == []
    assert len(PAGES) > 20, "the walk has lost the addresses"


def test_every_right_has_holders_and_a_label() -> None:
    assert set(HOLDERS) == set(Right) == set(RIGHTS)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or page.address)
def test_a_page_lets_in_whom_the_table_names_and_nobody_else(page: Page, world: World) -> None:
    given = arguments(page, world)
    wrong = []
    for place in PLACES:
        for role in ROLES:
            account = world.account(place, role)
            got = ask(page, given, account, "GET")
            if is_held(page, place, role):
                got = ask(page, given, account, "POST") if got == 405 else got
                right = got < 500 and got != 403 and (got != 404 or page.name in FINER)
            else:
                right = got in (404, 405) and ask(page, given, account, "POST") == 404  # 405: takes no GET at all
            if not right:
                wrong.append((place, str(role), got))
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name or page.address)
def test_a_page_sends_whoever_is_not_signed_in_to_the_sign_in_page(page: Page, world: World) -> None:
    address = ARGUMENT.sub(lambda found: str(arguments(page, world)[found[1] or found[2]]), page.address)
    answer = Client().get(address)
    away = answer.status_code == 302 and answer["Location"].startswith("/sign-in/?next=")
    assert away == (page.right != ANYBODY)


def test_the_reference_is_the_generated_page() -> None:
    assert REFERENCE.read_text(encoding="utf-8") == rights.markdown(), "python -m jixiao.site.rights > docs/reference/…"
