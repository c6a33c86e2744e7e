"""Uploading a document."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
import sample
from django.http import HttpResponse
from django.test import Client

from jixiao.intake import MAX_BYTES
from jixiao.journal.models import Entry
from jixiao.people.models import Account
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument, Plan


@pytest.fixture
def upload(as_: Callable[[Account], Client], clerk: Account) -> Callable[..., HttpResponse]:
    client = as_(clerk)

    def post(data: bytes, name: str = "方案.txt") -> HttpResponse:
        file = io.BytesIO(data)
        file.name = name
        return client.post("/plans/import/", {"document": file})  # type: ignore[return-value]

    return post


def kept(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_document_becomes_a_draft_and_leads_to_its_review(
    upload: Callable[..., HttpResponse], uploads: Path, clerk: Account
) -> None:
    answer = upload(sample.TEXT.encode())
    document = ImportedDocument.objects.get()
    assert answer["Location"] == f"/plans/import/{document.pk}/"
    assert (document.rows, document.state, document.uploaded_by) == (4, "draft", clerk)
    assert [path.read_bytes() for path in kept(uploads)] == [sample.TEXT.encode()]
    assert Entry.objects.filter(action="document.upload", object_id=str(document.pk)).count() == 1


def test_the_same_document_again_is_said_and_not_imported_twice(upload: Callable[..., HttpResponse]) -> None:
    first = upload(sample.TEXT.encode())
    again = upload(sample.TEXT.encode(), "另一个名字.txt")
    assert again["Location"] == first["Location"]
    assert ImportedDocument.objects.count() == 1
    assert Entry.objects.filter(action="document.upload").count() == 1


def test_a_confirmed_document_again_makes_no_second_plan(upload: Callable[..., HttpResponse], plan: Plan) -> None:
    upload(sample.TEXT.encode())
    assert (Plan.objects.count(), ImportedDocument.objects.count()) == (1, 1)


def test_a_discarded_document_may_come_again(
    upload: Callable[..., HttpResponse], clerk: Account, document: ImportedDocument
) -> None:
    actions.discard_import(clerk, document.pk, document.version, document.uploaded_at)
    upload(sample.TEXT.encode())
    document.refresh_from_db()
    assert document.state == "draft"
    assert ImportedDocument.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 422),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, 422),
        (b"x" * (MAX_BYTES + 1), 413),
    ],
    ids=["empty", "binary", "too large"],
)
def test_what_cannot_be_read_is_refused_near_the_field_and_nothing_is_kept(
    upload: Callable[..., HttpResponse], uploads: Path, data: bytes, status: int
) -> None:
    answer = upload(data)
    page = answer.content.decode()
    assert answer.status_code == status
    assert 'id="document-error" role="alert"' in page
    assert 'aria-invalid="true"' in page
    assert not ImportedDocument.objects.exists()
    assert kept(uploads) == []


def test_no_file_at_all_is_said(as_: Callable[[Account], Client], clerk: Account) -> None:
    answer = as_(clerk).post("/plans/import/")
    assert answer.status_code == 422
    assert "请先选择文件。" in answer.content.decode()


def test_markup_in_a_document_is_shown_and_not_run(upload: Callable[..., HttpResponse], client: Client) -> None:
    text = sample.TEXT.replace("建设口袋公园", "<script>alert(1)</script>公园<img src=x onerror=alert(2)>")
    answer = upload(text.encode())
    client.force_login(Account.objects.get(username="clerk"))
    page = client.get(answer["Location"]).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page


def test_a_failing_import_leaves_nothing_half_done(
    upload: Callable[..., HttpResponse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(ZeroDivisionError):
        upload(sample.TEXT.encode())
    assert not ImportedDocument.objects.exists()
