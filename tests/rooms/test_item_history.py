"""The history on a plan's indicator: the plan's own acts in sentences, and no machine words of other rooms."""

from __future__ import annotations

import re
from collections.abc import Callable

import opened
from django.test import Client
from opened import cell

from jixiao.people.models import Account, Organisation


def test_the_ledgers_acts_are_left_to_the_ledgers_page(
    clerk: Account, agency: Organisation, as_: Callable[[Account], Client]
) -> None:
    ledger = opened.opened_ledger(clerk, agency)
    item = cell(ledger, "1-1").item_id
    page = as_(clerk).get(f"/plans/{ledger.plan_id}/items/{item}/").content.decode()
    history = page.partition('id="journal"')[2].partition("</section>")[0]
    assert history.count("<li>") >= 1
    assert re.findall(r"<p>([a-z-]+\.[a-z-]+)</p>", history) == []
