"""The first page while the ledger runs: what is mine to report, what waits for me, what is late."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import opened
import pytest
import sample
from django.test import Client
from opened import Q1_END, cell
from pytest_django import DjangoAssertNumQueries

from jixiao.ledger.models import Addressee, Directive, Ledger
from jixiao.people.models import Account, Organisation

As = Callable[[Account], Client]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def page(client: Client) -> str:
    return str(client.get("/").content.decode())


def test_the_office_head_sees_what_is_to_be_reported_and_what_is_late(
    ledger: Ledger, head: Account, as_: As, clock: Callable[[datetime], None]
) -> None:
    clock(Q1_END)
    text = page(as_(head))
    assert "待我填报（4）" in text  # 1-1 and 1-2: the first quarter is due, the second has begun
    assert "落实安全生产责任" not in text
    clock(Q1_END + timedelta(days=20))
    assert '<b>2</b><span aria-hidden="true">■</span> 逾期未报' in page(as_(head))


def test_the_operator_sees_what_is_late_and_what_lies_for_acceptance(
    ledger: Ledger, head: Account, clerk: Account, as_: As, clock: Callable[[datetime], None]
) -> None:
    clock(Q1_END)
    opened.submitted(head, cell(ledger, "1-1"), "1")
    text = page(as_(clerk))
    assert "1 份填报等您审核" in text
    assert "1／12个" in text


@pytest.mark.parametrize(("day", "is_there"), [(date(2027, 3, 31), True), (date(2027, 4, 1), False)])
def test_last_year_is_on_the_first_page_until_it_has_been_evaluated(
    ledger: Ledger, clerk: Account, head: Account, as_: As, clock: Callable[[datetime], None], day: date, is_there: bool
) -> None:
    clock(datetime.combine(day, time(12), tzinfo=Q1_END.tzinfo))
    assert ("滞后和预警" in page(as_(clerk))) is is_there
    assert ("逾期未报" in page(as_(head))) is is_there
    assert ("<b>0</b>已到期" in page(as_(head))) is not is_there


def test_a_directive_waits_for_the_office_that_it_is_addressed_to(
    ledger: Ledger, head: Account, clerk: Account, as_: As, clock: Callable[[datetime], None]
) -> None:
    clock(Q1_END)
    made = Directive.objects.create(
        ledger=ledger, number=1, title="加快公园建设", text="请加快。", issued_at=Q1_END, due=Q1_END.date()
    )
    Addressee.objects.create(directive=made, office=head.organisation)
    assert "督办单《加快公园建设》等您签收" in page(as_(head))
    assert "加快公园建设" not in page(as_(clerk))


@pytest.mark.parametrize("who", ["head", "leader", "chief", "clerk", "reader"])
def test_the_desk_takes_fifteen_statements_however_long_the_ledger(
    who: str,
    clerk: Account,
    agency: Organisation,
    as_: As,
    clock: Callable[[datetime], None],
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    account = clerk if who == "clerk" else request.getfixturevalue(who)
    opened.opened_ledger(clerk, agency, sample.long_text(60), scale="60")
    clock(Q1_END)
    client = as_(account)
    with django_assert_max_num_queries(15):  # a room more waits for people: rounds, inspections, given scores
        client.get("/")
