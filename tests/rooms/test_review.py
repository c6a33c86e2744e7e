"""The review page: the document beside its rows."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import sample
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.people.models import Account, Organisation
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument


@pytest.fixture
def get(as_: Callable[[Account], Client], clerk: Account, document: ImportedDocument) -> Callable[..., str]:
    client = as_(clerk)
    return lambda query="": client.get(f"/plans/import/{document.pk}/{query}").content.decode()


def test_the_document_stands_there_with_its_line_numbers(get: Callable[..., str]) -> None:
    page = get()
    for number in range(1, 7):
        assert f'id="L{number}"' in page
    assert sample.TITLE in page


def test_each_row_leads_to_its_line_and_each_line_to_its_row(get: Callable[..., str]) -> None:
    page = get()
    for position in range(1, 5):
        assert f'id="r{position}"' in page
        assert f'href="#L{position + 2}"' in page
        assert f'href="#r{position}"' in page


def test_points_add_up_on_sight(get: Callable[..., str]) -> None:
    text = re.sub(r"<[^>]+>", " ", get())
    assert re.search(r"4\s+重点工作\s+✓\s+\+\s+3\s+行政能力\s+✓\s+\+\s+3\s+平安建设\s+✓\s+=\s+10", text)


def test_every_cell_can_be_corrected(get: Callable[..., str], document: ImportedDocument) -> None:
    page = get()
    for field in ("no", "l1", "l1_points", "l2", "weight", "deadline_raw", "leaders", "offices", "owners"):
        assert f'href="/plans/import/{document.pk}/rows/1/{field}/"' in page


def test_merged_cells_of_the_document_are_merged(get: Callable[..., str]) -> None:
    assert re.search(r'<td class="d-category[^"]*" rowspan="2">', get())


def test_findings_lead_to_line_and_row_without_a_script(get: Callable[..., str]) -> None:
    finding = re.search(r'<li id="f\d+" class="error".*?</li>', get(), re.S)
    assert finding is not None
    assert 'href="#L6"' in finding[0]
    assert 'href="#r4"' in finding[0]


def test_findings_are_filtered_by_severity(get: Callable[..., str]) -> None:
    page = get("?show=error")
    assert re.findall(r'<li id="f\d+" class="(\w+)"', page)
    assert set(re.findall(r'<li id="f\d+" class="(\w+)"', page)) == {"error"}


def test_a_document_of_somebody_else_is_announced(
    as_: Callable[[Account], Client], stranger: Account, agency: Organisation
) -> None:
    assert stranger.organisation is not None
    done = actions.upload_document(stranger, stranger.organisation, sample.TEXT.encode(), "方案.txt", NOW)
    page = as_(stranger).get(f"/plans/import/{done.document.pk}/").content.decode()
    assert "文件写明的考评对象是“青澜市园林局”" in page


def test_a_confirmed_document_is_read_only(get: Callable[..., str], plan: object) -> None:
    page = get()
    assert "/rows/1/" not in page
    assert "确认方案" not in page
    assert "看方案" in page


def test_the_review_s_statements_do_not_grow(
    get: Callable[..., str], django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(6):
        get()


def test_the_document_opens_where_its_table_begins(get: Callable[..., str]) -> None:
    page = get()
    assert '<a href="#L3">到表格</a>' in page
    assert 'data-start="L3"' in page


def test_many_findings_of_one_kind_are_one_entry_with_all_their_lines(
    as_: Callable[[Account], Client], clerk: Account, agency: Organisation
) -> None:
    text = sample.long_text(6).replace("\t1\t12月底前", "\t\t12月底前", 3)
    document = actions.upload_document(clerk, agency, text.encode(), "方案.txt", NOW).document
    page = as_(clerk).get(f"/plans/import/{document.pk}/?show=error").content.decode()
    entry = re.search(r"<summary>缺权重分值<b class=\"times\">3 处</b></summary>.*?</details>", page, re.S)
    assert entry is not None
    assert re.findall(r'href="#L(\d+)"', entry[0]) == ["3", "4", "5"]
    assert re.findall(r'href="#r(\d+)"', entry[0]) == ["1", "2", "3"]
