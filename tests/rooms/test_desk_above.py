"""Who stands above the agencies sees a year's plans in figures, not a dozen cards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from rounds_world import City

from jixiao.desk.queries import plan_years
from jixiao.people.models import Account
from jixiao.plans.models import Plan

As = Callable[[Account], Client]
Make = Callable[..., Account]


@pytest.fixture
def city(db: None, account: Make) -> City:
    return rounds_world.build(account, peers=4)


def test_the_plans_of_a_year_are_counted_by_stage(city: City, as_: As) -> None:
    other = Plan.objects.exclude(pk=city.plan.pk).order_by("pk")[0]
    Plan.objects.filter(pk=other.pk).update(year=2025, stage="closed")
    years = plan_years(city.upper)
    assert [each.year for each in years] == [2026, 2025]
    assert years[0].of == Plan.objects.filter(year=2026).count() == sum(count for _, count in years[0].stages)
    assert years[1].stages == [("已办结", 1)]
    text = as_(city.upper).get("/").content.decode()
    assert f'href="{reverse("plan-list")}?year=2025"' in text
    assert city.plan.title not in text


def test_the_list_of_plans_can_be_of_one_year(city: City, as_: As) -> None:
    Plan.objects.filter(pk=city.plan.pk).update(year=2025)
    browser, address = as_(city.upper), reverse("plan-list")
    assert [row["plan"] for row in browser.get(address + "?year=2025").context["rows"]] == [city.plan]
    everything = Plan.objects.filter(parent=None).count()
    for query in ("", "?year=1999", "?year=x"):
        assert len(browser.get(address + query).context["rows"]) == everything


def test_a_list_of_one_year_has_no_years_to_choose(city: City, as_: As) -> None:
    assert "按年度查看" not in as_(city.clerk).get(reverse("plan-list")).content.decode()
