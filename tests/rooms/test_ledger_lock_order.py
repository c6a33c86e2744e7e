"""Locks are taken in one order, so that no two actions wait for each other: the head of the journal comes last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import approved
import opened
import pytest
import race_orders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.db.models.sql.compiler import SQLCompiler
from django.test import Client
from django.urls import reverse
from opened import Q1_END, cell

from jixiao.core.drafting import Set
from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.windows import Terms
from jixiao.ledger.actions import directives, meetings, opening, reports, warnings
from jixiao.ledger.actions.warnings import Typed
from jixiao.ledger.models import EvidenceUse, Ledger
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation

As = Callable[[Account], Client]
RANK = ("plans_plan", "ledger_ledger", "ledger_cell", "people_organisation", "ledger_warningline", "journal_head")


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def locks(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """(table, which) of every lock in the order of the statements, also on a database that has none."""
    taken: list[tuple[str, str]] = []
    execute = SQLCompiler.execute_sql

    def noting(self: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
        if self.query.select_for_update:
            taken.append((str(self.query.model._meta.db_table), str(self.query.where)))
        return execute(self, *args, **kwargs)

    monkeypatch.setattr(SQLCompiler, "execute_sql", noting)
    return taken


@contextmanager
def in_order(taken: list[tuple[str, str]]) -> Iterator[None]:
    """What is locked within it is locked in the order of RANK; what is held already does not count again."""
    taken.clear()
    yield
    fresh = [table for table, _ in dict.fromkeys(taken)]
    assert "journal_head" in fresh, "nothing was done"
    ranks = [RANK.index(table) for table in fresh if table in RANK]
    assert ranks == sorted(ranks), fresh
    assert fresh[-1] == "journal_head"


def test_a_report(locks: list[tuple[str, str]], ledger: Ledger, head: Account, clerk: Account) -> None:
    first = cell(ledger, "1-1")
    with in_order(locks):
        report = opened.submitted(head, first, "3")
    with in_order(locks):
        reports.send_back(clerk, report.pk, report.version, "请核对", Q1_END)
    with in_order(locks):
        report = opened.submitted(head, first, "4")
    with in_order(locks):
        reports.accept(clerk, report.pk, report.version, Q1_END)
    with in_order(locks):
        reports.reopen(clerk, first.pk, "更正", Q1_END)


def test_the_settings_of_a_ledger(locks: list[tuple[str, str]], ledger: Ledger, clerk: Account) -> None:
    with in_order(locks):
        opening.set_terms(clerk, ledger.plan_id, Frequency.QUARTER, Terms(7, 3), 5, Q1_END)
    with in_order(locks):
        opening.set_rhythm(clerk, ledger.plan_id, cell(ledger, "1-1").item_id, Frequency.MONTH, Q1_END)
    assert "ledger_cell" in {table for table, _ in locks}


def test_an_amendment(locks: list[tuple[str, str]], ledger: Ledger, clerk: Account, chief: Account) -> None:
    proposed = approved.amendment(clerk, ledger.plan, Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。"))
    with in_order(locks):
        approved.approve(chief, proposed)
    assert "ledger_cell" in {table for table, _ in locks}, "the ledger followed within the act"


def test_several_directives(locks: list[tuple[str, str]], ledger: Ledger, clerk: Account) -> None:
    late = [cell(ledger, no).pk for no in ("1-1", "1-2")]
    with in_order(locks):
        directives.issue_for(clerk, ledger.plan_id, late, date(2026, 5, 29), Q1_END.replace(month=5))
    with in_order(locks):
        meetings.prepare(clerk, ledger.plan_id, meetings.Heading("调度会", date(2026, 5, 8)), Q1_END.replace(month=5))


def test_all_readings_of_a_quarter(locks: list[tuple[str, str]], clerk: Account, agency: Organisation) -> None:
    places = [find_or_create_organisation(name, Organisation.Kind.ENTERPRISE, agency) for name in ("甲公司", "乙公司")]
    lines = [
        warnings.set_line(clerk, each.pk, Typed("资产负债率", "%", True, ("60", "", "")), Q1_END) for each in places
    ]
    quarter = Period(2026, Frequency.QUARTER, 1)
    with transaction.atomic():
        locks.clear()
        warnings.write_readings(clerk, quarter, {line.pk: "55" for line in reversed(lines)}, Q1_END)
    assert locks[0][0] == "ledger_warningline", "all lines at first, in the order of their numbers"
    assert f"[{lines[1].pk}, {lines[0].pk}]" in locks[0][1]


def test_evidence_in_two_places(
    locks: list[tuple[str, str]], ledger: Ledger, head: Account, agency: Organisation, as_: As
) -> None:
    shown = opened.evidence(head, agency)
    keys = [f"cell-{cell(ledger, no).pk}" for no in ("1-2", "1-1")]
    with in_order(locks):
        as_(head).post(reverse("evidence-use", args=[shown.pk]), {"place": keys})
    assert EvidenceUse.objects.count() == 2
    cells = [which for table, which in locks if table == "ledger_cell"]
    assert cells[:2] == sorted(cells[:2])


def test_a_report_with_a_file(locks: list[tuple[str, str]], ledger: Ledger, head: Account, as_: As) -> None:
    first = cell(ledger, "1-1")
    file = SimpleUploadedFile("说明.txt", "已建成三个口袋公园。".encode())
    with in_order(locks):
        as_(head).post(reverse("cell-draft", args=[first.pk]), {"sentence": "三个", "evidence": file})
    assert EvidenceUse.objects.count() == 1


def test_four_quarters_of_an_indicator_handed_in_at_once_are_judged_one_after_another(tmp_path: Path) -> None:
    assert race_orders.run(tmp_path, {}) == race_orders.ALL_RIGHT
