"""Correcting one cell of a draft."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.http import HttpResponse
from django.test import Client

from jixiao.core import plan_json
from jixiao.journal.models import Entry
from jixiao.people.models import Account
from jixiao.plans.models import ImportedDocument


@pytest.fixture
def client(as_: Callable[[Account], Client], clerk: Account) -> Client:
    return as_(clerk)


@pytest.fixture
def post(client: Client, document: ImportedDocument) -> Callable[..., HttpResponse]:
    def send(position: int, field: str, typed: str, headers: dict[str, str] | None = None, **more: object) -> object:
        document.refresh_from_db()
        data = {"typed": typed, "version": document.version, **more}
        return client.post(f"/plans/import/{document.pk}/rows/{position}/{field}/", data, headers=headers or {})

    return send  # type: ignore[return-value]


def rows(document: ImportedDocument) -> list[object]:
    document.refresh_from_db()
    return list(plan_json.load(document.record)[0].rows)


def test_the_form_shows_the_cell_and_its_line(client: Client, document: ImportedDocument) -> None:
    page = client.get(f"/plans/import/{document.pk}/rows/1/l2/").content.decode()
    assert "全年建成口袋公园12个以上。</textarea>" in page
    assert "原文第 3 行" in page


@pytest.mark.parametrize("address", ["rows/9/l2", "rows/1/nothing", "rows/1/path"])
def test_there_is_no_form_for_what_is_no_cell(client: Client, document: ImportedDocument, address: str) -> None:
    assert client.get(f"/plans/import/{document.pk}/{address}/").status_code == 404


def test_a_correction_is_kept_journaled_and_leads_back_to_the_row(
    post: Callable[..., HttpResponse], document: ImportedDocument, clerk: Account
) -> None:
    before = document.version
    answer = post(4, "offices", "办公室，绿化科")
    assert answer["Location"] == f"/plans/import/{document.pk}/#r4"
    assert rows(document)[3].offices == ("办公室", "绿化科")  # type: ignore[attr-defined]
    assert document.version == before + 1
    (correction,) = document.corrections
    assert (correction["row"], correction["field"], correction["old"]) == (4, "offices", "")
    entry = Entry.objects.get(action="document.correct")
    assert json.loads(entry.facts) == {"rows": [4], "field": "offices", "old": "", "new": "办公室、绿化科"}
    assert entry.before != entry.after
    assert entry.account_id == clerk.pk


def test_checks_run_anew_after_a_correction(post: Callable[..., HttpResponse], document: ImportedDocument) -> None:
    errors = document.errors
    post(4, "offices", "办公室")
    post(4, "owners", "何知远")
    document.refresh_from_db()
    assert document.errors < errors
    post(1, "weight", "3")
    document.refresh_from_db()
    findings = plan_json.load(document.record)[1]
    assert any(finding.code.startswith("points") for finding in findings)


def test_the_indicator_s_targets_are_read_anew(post: Callable[..., HttpResponse], document: ImportedDocument) -> None:
    post(1, "l2", "全年建成口袋公园15个以上。")
    row = rows(document)[0]
    assert row.path[-1] == "全年建成口袋公园15个以上。"  # type: ignore[attr-defined]
    assert [target.value for target in row.targets] == [15]  # type: ignore[attr-defined]


def test_the_deadline_is_concluded_from_the_corrected_wording(
    post: Callable[..., HttpResponse], document: ImportedDocument
) -> None:
    post(1, "deadline_raw", "9月底前")
    assert rows(document)[0].deadline.isoformat() == "2026-09-30"  # type: ignore[attr-defined]


def test_a_merged_cell_is_corrected_as_one_only_when_asked(
    post: Callable[..., HttpResponse], document: ImportedDocument
) -> None:
    post(1, "l1", "建好口袋公园", shared="on")
    assert [row.l1 for row in rows(document)[:2]] == ["建好口袋公园"] * 2  # type: ignore[attr-defined]
    post(1, "weight", "1", shared="on")  # two rows of 2 points are two cells
    assert [row.weight for row in rows(document)[:2]] == [1, 2]  # type: ignore[attr-defined]
    post(2, "category", "日常工作")
    assert [row.category for row in rows(document)[:2]] == ["重点工作", "日常工作"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("field", "typed"), [("weight", "两分半吧"), ("weight", "1e999"), ("deadline", "2026-13-40"), ("kind", "别的")]
)
def test_what_is_no_value_is_said_beside_the_field_and_changes_nothing(
    post: Callable[..., HttpResponse], document: ImportedDocument, field: str, typed: str
) -> None:
    answer = post(1, field, typed)
    assert answer.status_code == 422
    assert 'id="typed-error" role="alert"' in answer.content.decode()
    assert typed in answer.content.decode()
    assert not Entry.objects.filter(action="document.correct").exists()


def test_two_people_never_overwrite_each_other(post: Callable[..., HttpResponse], document: ImportedDocument) -> None:
    seen = document.version
    post(1, "no", "1-9")
    answer = post(1, "no", "1-8", version=seen)
    assert answer.status_code == 409
    assert "刚刚被别人改动过" in answer.content.decode()
    assert rows(document)[0].no == "1-9"  # type: ignore[attr-defined]


def test_the_same_value_again_is_no_act(post: Callable[..., HttpResponse], document: ImportedDocument) -> None:
    post(1, "weight", "2分")
    assert not Entry.objects.filter(action="document.correct").exists()


def test_with_a_script_only_the_changed_parts_come_back(
    post: Callable[..., HttpResponse], document: ImportedDocument
) -> None:
    answer = post(4, "offices", "办公室", {"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    for part in ("decision", "tabs", "findings", "rows-table", "editor"):
        assert f'id="{part}"' in page
    assert json.loads(answer["HX-Trigger"]) == {"corrected": "c4-offices"}


def test_a_confirmed_document_is_no_longer_corrected(client: Client, document: ImportedDocument, plan: object) -> None:
    assert client.get(f"/plans/import/{document.pk}/rows/1/l2/").status_code == 404
