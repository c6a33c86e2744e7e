"""Pages of warning lines: the matrix, one line, a whole quarter's values, what a refusal keeps."""

from __future__ import annotations

from collections.abc import Callable

import opened
import pytest
from django.test import Client
from django.urls import reverse

from jixiao.ledger.actions import warnings
from jixiao.ledger.actions.warnings import Typed
from jixiao.ledger.models import Ledger, Reading, WarningLine
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation

As = Callable[[Account], Client]
DEBT = Typed("资产负债率", "%", True, ("65", "70", "75"))
NAMES = ("园林建设公司", "苗木公司", "公园运营公司", "花卉公司", "喷灌公司", "绿道公司")
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    for name in NAMES:
        find_or_create_organisation(name, Organisation.Kind.ENTERPRISE, agency)
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def line(clerk: Account, ledger: Ledger) -> WarningLine:
    first = Organisation.objects.get(name=NAMES[0])
    return warnings.set_line(clerk, first.pk, DEBT, opened.OPENED)


def at(name: str, *arguments: int) -> str:
    return reverse(name, args=arguments)


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_ledger_without_lines_says_what_to_do(ledger: Ledger, clerk: Account, reader: Account, as_: As) -> None:
    assert "先为一家企业设置" in text(as_(clerk), at("warning-lines", ledger.plan_id))
    assert "预警线由绩效办设置" in text(as_(reader), at("warning-lines", ledger.plan_id))


def test_a_line_is_set_by_a_form_and_copied_by_a_button(ledger: Ledger, clerk: Account, as_: As) -> None:
    client, first = as_(clerk), Organisation.objects.get(name=NAMES[0])
    form = {
        "organisation": first.pk,
        "name": "资产负债率",
        "unit": "%",
        "direction": "rising",
        "yellow": "65",
        "red": "75",
    }
    answer = client.post(at("warning-line-new", ledger.plan_id), form)
    line = WarningLine.objects.get()
    assert answer.url == at("warning-line", line.pk)
    assert "复制到其他 5 家企业" in text(client, answer.url)
    client.post(at("warning-line-copy", line.pk))
    assert WarningLine.objects.filter(name="资产负债率", red=75).count() == 6
    assert "复制到其他" not in text(client, answer.url)


def test_crossing_lines_are_refused_and_nothing_typed_is_lost(ledger: Ledger, clerk: Account, as_: As) -> None:
    first = Organisation.objects.get(name=NAMES[0])
    form = {"organisation": first.pk, "name": "资产负债率", "direction": "rising", "yellow": "75.5", "red": "65"}
    answer = as_(clerk).post(at("warning-line-new", ledger.plan_id), form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "红色线（65）越高越危险，应高于黄色线（75.5）" in page
    assert 'value="75.5"' in page


def test_the_matrix_shows_level_letter_and_who_has_not_reported(
    line: WarningLine, ledger: Ledger, clerk: Account, reader: Account, as_: As
) -> None:
    warnings.copy_line(clerk, line.pk, opened.OPENED)
    warnings.write_reading(clerk, line.pk, opened_quarter(1), "72.5", "", opened.Q1_END)
    page = text(as_(reader), at("warning-lines", ledger.plan_id) + "?quarter=1")
    assert '<span aria-hidden="true">▲</span><b>橙</b> 72.5%' in page
    assert "第一季度还有 5 个数值没有填报" in page
    assert "苗木公司资产负债率" in page
    assert "设置预警线" not in page


def opened_quarter(number: int) -> object:
    from jixiao.core.ledger.periods import Frequency, Period

    return Period(2026, Frequency.QUARTER, number)


def test_a_whole_quarter_is_written_on_one_page_all_or_none(
    line: WarningLine, ledger: Ledger, clerk: Account, as_: As
) -> None:
    other = warnings.copy_line(clerk, line.pk, opened.OPENED)[0]
    address, client = at("warning-readings", ledger.plan_id), as_(clerk)
    wrong = {"quarter": "1", f"line-{line.pk}": "61.5", f"line-{other.pk}": "六成"}
    answer = client.post(address, wrong)
    assert answer.status_code == 422
    assert "“六成”不是数量" in answer.content.decode()
    assert 'value="61.5"' in answer.content.decode()
    assert not Reading.objects.exists()
    client.post(address, wrong | {f"line-{other.pk}": "62%"})
    assert sorted(Reading.objects.values_list("value", flat=True)) == [61.5, 62]


def test_a_correction_without_reason_keeps_what_was_typed(line: WarningLine, clerk: Account, as_: As) -> None:
    address, client = at("warning-reading", line.pk), as_(clerk)
    client.post(address, {"quarter": "2026-1", "value": "61.5"})
    answer = client.post(address, {"quarter": "2026-1", "value": "71.5"})
    assert answer.status_code == 422
    assert "写明原因" in answer.content.decode()
    assert 'value="71.5"' in answer.content.decode()
    client.post(address, {"quarter": "2026-1", "value": "71.5", "note": "审计调整"})
    page = text(client, at("warning-line", line.pk))
    assert "<del>61.5</del>" in page
    assert "审计调整" in page


def test_an_enterprise_sees_and_fills_its_own_line_only(
    line: WarningLine, ledger: Ledger, clerk: Account, account: Callable[..., Account], as_: As
) -> None:
    other = warnings.copy_line(clerk, line.pk, opened.OPENED)[0]
    client = as_(account("enterprise", "enterprise", line.organisation))
    assert "填报或更正" in text(client, at("warning-line", line.pk))
    assert client.get(at("warning-line", other.pk)).status_code == 404
    assert client.post(at("warning-reading", other.pk), {"quarter": "2026-1", "value": "1"}).status_code == 404
    assert client.post(at("warning-reading", line.pk), {"quarter": "2026-1", "value": "60"}).status_code == 302
    assert client.post(at("warning-line-retire", line.pk)).status_code == 404


def test_a_reader_sees_no_form(line: WarningLine, reader: Account, as_: As) -> None:
    page = text(as_(reader), at("warning-line", line.pk))
    assert "填报或更正" not in page
    assert "停用" not in page


def test_a_retired_line_leaves_the_matrix_and_its_page_stays(
    line: WarningLine, ledger: Ledger, clerk: Account, as_: As
) -> None:
    client = as_(clerk)
    client.post(at("warning-line-retire", line.pk))
    assert "还没有设置预警线" in text(client, at("warning-lines", ledger.plan_id))
    assert "已停用" in text(client, at("warning-line", line.pk))


def test_the_matrix_is_read_in_few_statements_whatever_its_size(
    line: WarningLine, ledger: Ledger, clerk: Account, as_: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    warnings.copy_line(clerk, line.pk, opened.OPENED)
    for quantity in ("带息负债规模", "流动比率", "担保余额"):
        made = warnings.set_line(clerk, line.organisation_id, Typed(quantity, "", True, ("1", "2", "3")), opened.OPENED)
        warnings.copy_line(clerk, made.pk, opened.OPENED)
    client = as_(clerk)
    client.get(at("warning-lines", ledger.plan_id))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(at("warning-lines", ledger.plan_id))
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        client.get(at("warning-readings", ledger.plan_id))
