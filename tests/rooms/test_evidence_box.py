"""Evidence: kept once, used where a person works, taken back while the place is open."""

from __future__ import annotations

from pathlib import Path

import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory
from opened import Q1_END, cell

from jixiao.journal.models import Entry
from jixiao.ledger.evidence_forms import take_from_form
from jixiao.ledger.models import Ledger
from jixiao.people.models import Account, Organisation

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def files_of(uploads: Path) -> set[str]:
    return {path.name for path in uploads.rglob("*") if path.is_file()}


@pytest.fixture
def request_with(monkeypatch: pytest.MonkeyPatch) -> object:
    said: list[str] = []
    monkeypatch.setattr("jixiao.ledger.evidence_forms.messages.info", lambda _, text: said.append(text))

    def make(*files: tuple[str, bytes], use: list[int] | None = None) -> HttpRequest:
        uploads = [SimpleUploadedFile(name, data) for name, data in files]
        request = RequestFactory().post("/", {"evidence": uploads, "use": use or []})
        request.META["said"] = said
        return request

    return make


def test_a_file_of_a_form_is_kept_and_used(ledger: Ledger, head: Account, request_with, uploads: Path) -> None:  # type: ignore[no-untyped-def]
    first, before = cell(ledger, "1-1"), files_of(uploads)
    made = take_from_form(request_with(("验收单.pdf", PDF), ("现场.png", PNG)), head, first, Q1_END)
    assert [(use.evidence.name, use.evidence.kind, use.cell_id) for use in made] == [
        ("验收单.pdf", "pdf", first.pk),
        ("现场.png", "png", first.pk),
    ]
    assert {use.evidence.organisation for use in made} == {ledger.organisation}
    assert {use.evidence.uploaded_for for use in made} == {head.organisation}
    assert files_of(uploads) - before == {use.evidence.sha256 for use in made}
    done = Entry.objects.filter(action__startswith="evidence.").order_by("seq").values_list("action", "object_kind")
    assert list(done) == [("evidence.add", "evidence")] * 2 + [("evidence.use", "cell")] * 2
