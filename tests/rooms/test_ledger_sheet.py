"""Reports by spreadsheet: out and back in is no change; what is filled in is looked at before it is saved."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import approved
import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from opened import Q1_END, cell
from openpyxl import load_workbook

from jixiao.core.stages import Stage
from jixiao.ledger.actions import opening, reports
from jixiao.ledger.actions.reports import Typed
from jixiao.ledger.models import Cell, Ledger, Measure, Report
from jixiao.ledger.reading.rollup import rolled_up
from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import cascade, drafting
from jixiao.plans.models import Link, PlanVersion

As = Callable[[Account], Client]
Rows = list[list[object]]


@pytest.fixture(autouse=True)
def _in_april(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: Q1_END)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def downloaded(client: Client, ledger: Ledger) -> bytes:
    answer = client.get(f"/ledger/plans/{ledger.plan_id}/sheet.xlsx?quarter=1")
    assert answer.status_code == 200
    return answer.content


def filled(data: bytes, fill: dict[str, dict[str, str]]) -> bytes:
    """The sheet with cells changed: by the indicator's number and the column's name."""
    book = load_workbook(io.BytesIO(data))
    sheet = book.active
    names = [each.value for each in sheet[3]]
    for row in sheet.iter_rows(min_row=4):
        for name, text in fill.get(str(row[1].value), {}).items():
            row[names.index(name)].value = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def hand_in(client: Client, ledger: Ledger, data: bytes) -> str:
    upload = SimpleUploadedFile("填报表.xlsx", data)
    return client.post(f"/ledger/plans/{ledger.plan_id}/sheet/", {"sheet": upload}).content.decode()


def confirm(client: Client, ledger: Ledger, page: str, act: str) -> int:
    ticket = re.search(r'name="ticket" value="([^"]+)"', page)
    assert ticket
    return client.post(f"/ledger/plans/{ledger.plan_id}/sheet/", {"ticket": ticket[1], "act": act}).status_code


def test_out_and_back_in_is_no_change(ledger: Ledger, head: Account, as_: As) -> None:
    client = as_(head)
    page = hand_in(client, ledger, downloaded(client, ledger))
    assert "没有要保存的改动" in page
    assert not Report.objects.exists()


def test_an_office_gets_what_it_answers_for_and_the_operator_everything(
    ledger: Ledger, head: Account, clerk: Account, as_: As
) -> None:
    def numbers(account: Account) -> list[str]:
        sheet = load_workbook(io.BytesIO(downloaded(as_(account), ledger))).active
        return [str(row[1].value) for row in sheet.iter_rows(min_row=4)]

    assert numbers(head) == ["1-1", "1-2"]
    assert numbers(clerk) == ["1-1", "1-2", "2-1", "3-1"]


def test_what_is_filled_in_is_shown_and_saved_only_when_confirmed(ledger: Ledger, head: Account, as_: As) -> None:
    client = as_(head)
    data = filled(downloaded(client, ledger), {"1-1": {"本期填写": "3", "进展情况": "选址完成。"}})
    page = hand_in(client, ledger, data)
    assert "1 项可以保存" in page
    assert not Report.objects.exists()
    assert confirm(client, ledger, page, "submit") == 302
    assert Cell.objects.get(pk=cell(ledger, "1-1").pk).summary == "3／12个"


def test_a_draft_goes_out_with_the_next_sheet_and_comes_back_unchanged(ledger: Ledger, head: Account, as_: As) -> None:
    client = as_(head)
    page = hand_in(client, ledger, filled(downloaded(client, ledger), {"1-1": {"本期填写": "2"}}))
    assert confirm(client, ledger, page, "save") == 302
    assert "没有要保存的改动" in hand_in(client, ledger, downloaded(client, ledger))


def test_one_refused_report_leaves_the_others_as_they_are_and_says_why(ledger: Ledger, head: Account, as_: As) -> None:
    client = as_(head)
    data = filled(downloaded(client, ledger), {"1-1": {"本期填写": "很多"}, "1-2": {"本期填写": "1"}})
    page = hand_in(client, ledger, data)
    answer = client.post(
        f"/ledger/plans/{ledger.plan_id}/sheet/",
        {"ticket": re.search(r'name="ticket" value="([^"]+)"', page)[1], "act": "submit"},  # type: ignore[index]
    )
    assert answer.status_code == 422
    assert "不是数量" in answer.content.decode()
    assert Report.objects.get().cell.item.no == "1-2"


def test_a_sheet_older_than_the_report_is_not_written_over_it(
    ledger: Ledger, head: Account, clerk: Account, as_: As
) -> None:
    client = as_(head)
    old = filled(downloaded(client, ledger), {"1-1": {"本期填写": "3"}})
    first = cell(ledger, "1-1")
    opened.reports.save_draft(clerk, first.pk, opened.typed(first, "5"), 0, Q1_END)
    page = hand_in(client, ledger, old)
    assert "又有人保存过" in page
    assert Report.objects.get().values.get().typed == "5"


def test_a_row_of_another_office_is_not_taken(ledger: Ledger, head: Account, clerk: Account, as_: As) -> None:
    data = filled(downloaded(as_(clerk), ledger), {"2-1": {"进展情况": "完成。"}})
    assert "由其他科室负责" in hand_in(as_(head), ledger, data)


def test_the_table_takes_the_same_statements_whatever_its_length(
    ledger: Ledger, clerk: Account, as_: As, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_(clerk)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        downloaded(client, ledger)


def test_enterprises_roll_up_to_the_cell_of_the_agency(ledger: Ledger, clerk: Account, as_: As) -> None:
    own = cell(ledger, "1-1")
    for name in ("青澜园林集团有限公司", "青澜绿化有限公司"):
        child = cascade.begin_enterprise(clerk, ledger.plan_id, name, [own.item.uid or ""], Q1_END)
        drafting.freeze(child, PlanVersion(), child.draft, Q1_END)
        approved.at(child, Stage.APPROVED)
        opening.open_ledger(clerk, child.pk, opened.OPENED)
    below = list(Link.objects.filter(parent=own.item).order_by("pk").values_list("child_id", flat=True))
    first = Cell.objects.get(item=below[0], number=1)
    opened.submitted(clerk, first, "4")
    found = next(iter(rolled_up(own).values()))
    assert (found.total, found.is_whole) == (4, False)
    assert [(part.value, part.reported) for part in found.parts] == [(4, True), (None, False)]
    opened.submitted(clerk, Cell.objects.get(item=below[1], number=1), "5")
    assert next(iter(rolled_up(own).values())).total == 9
    assert rolled_up(cell(ledger, "1-2")) == {}
    page = as_(clerk).get(reverse("cell", args=[own.pk])).content.decode()
    assert 'value="9"' in page
    assert "已按所属企业报送数合计填入，请核对。" in page


def test_the_sum_of_the_enterprises_is_not_put_over_what_was_typed(ledger: Ledger, clerk: Account, as_: As) -> None:
    own = cell(ledger, "1-1")
    measure = Measure.objects.get(item=own.item_id)
    child = cascade.begin_enterprise(clerk, ledger.plan_id, "青澜绿化有限公司", [own.item.uid or ""], Q1_END)
    drafting.freeze(child, PlanVersion(), child.draft, Q1_END)
    approved.at(child, Stage.APPROVED)
    opening.open_ledger(clerk, child.pk, opened.OPENED)
    page = as_(clerk).get(reverse("cell", args=[own.pk])).content.decode()
    assert "所属企业未报送：青澜绿化有限公司。" in page
    reports.save_draft(clerk, own.pk, Typed(values={measure.pk: "3"}), 0, Q1_END)
    opened.submitted(clerk, Cell.objects.get(item__parent_links__parent=own.item, number=1), "4")
    page = as_(clerk).get(reverse("cell", args=[own.pk])).content.decode()
    assert "所属企业报送数合计 4" in page
    assert 'value="3"' in page
