"""A publication led through its way: prepared, reviewed by a second person, published."""

from __future__ import annotations

from datetime import date

from django.test import Client
from sample import NOW

from jixiao.people.models import Account
from jixiao.plans.actions import publication as actions
from jixiao.plans.actions.publication import Withholding
from jixiao.plans.models import Plan, Publication
from jixiao.plans.publication import content as publishing

TODAY = date(2026, 7, 15)


def seen(made: Publication) -> str:
    made = Publication.objects.get(pk=made.pk)
    return publishing.content_digest(made, publishing.outs_of(made))


def pass_review(by: Account, made: Publication, note: str = "可以公开。") -> Publication:
    return actions.review(by, made.pk, seen(made), note, NOW, passed=True)


def publish(clerk: Account, chief: Account, plan: Plan, *withheld: Withholding, names: bool = False) -> Publication:
    """Prepared, reviewed and published by the pages' own way."""
    made = actions.prepare(clerk, plan.pk, NOW, names_shown=names)
    for what in withheld:
        actions.withhold(clerk, made.pk, what, NOW)
    pass_review(chief, made)
    client = Client()
    client.force_login(clerk)
    answer = client.post(f"/plans/{plan.pk}/publication/publish/", {"on": "2026-07-15"})
    assert answer.status_code == 302, answer.content.decode()
    return Publication.objects.get(pk=made.pk)
