"""The navigation names what a role does daily, in at most seven entries."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from procedure import City, Make

from jixiao.people.models import Account

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


def entries(client: Client) -> list[str]:
    page = client.get("/").content.decode()
    found = re.search(r'<nav aria-label="主导航">(.*?)</nav>', page, re.S)
    assert found
    return re.findall(r">([^<>\s]+)</a>", found[1])


def test_the_operator_of_an_agency_alone_finds_what_a_plan_is_made_of(as_: As, account: Make) -> None:
    assert entries(as_(account("alone", "operator"))) == ["工作台", "方案", "台账", "考评", "得分", "机构"]


def test_an_agency_of_a_city_finds_its_reviews_on_the_page_of_plans(as_: As, city: City) -> None:
    assert "同组互审" in as_(city.clerk).get("/plans/").content.decode()


def test_the_upper_office_finds_what_is_filed_with_it(as_: As, city: City) -> None:
    assert entries(as_(city.account("upper"))) == ["工作台", "方案", "台账", "报备", "考评", "得分", "分组"]


@pytest.mark.parametrize("role", [role for role in Account.Role.values if role != Account.Role.NONE])
def test_nobody_has_more_than_seven_entries(as_: As, city: City, role: str) -> None:
    assert len(entries(as_(city.account(role, city.own)))) <= 7
