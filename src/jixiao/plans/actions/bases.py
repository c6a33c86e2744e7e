"""Keeping the library of basis documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jixiao.core.basis_items import Item
from jixiao.core.journal_chain import canonical, digest
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, require
from jixiao.plans.models import Basis, BasisItem
from jixiao.plans.papers import PaperFile
from jixiao.plans.sources import citing


@dataclass(frozen=True, slots=True)
class Facts:
    """What is written down about a document."""

    title: str
    kind: Basis.Kind
    document_no: str = ""
    issuer: str = ""
    issued: date | None = None


@transaction.atomic
def add_basis(by: By, organisation: Organisation, facts: Facts, file: PaperFile | None, now: datetime) -> Basis:
    """Put a document into the agency's library. Raises Refused."""
    require(by, Right.BASIS_EDIT, organisation)
    return _save(by, Basis(organisation=organisation.agency), facts, file, now, "basis.add")


@transaction.atomic
def change_basis(by: By, basis_id: int, facts: Facts, file: PaperFile | None, now: datetime) -> Basis:
    """Change what is written about a document; without a file the one that is there stays. Raises Refused."""
    return _save(by, _locked(by, basis_id), facts, file, now, "basis.change")


def _save(by: By, basis: Basis, facts: Facts, file: PaperFile | None, now: datetime, action: str) -> Basis:
    before = _digest(basis) if basis.pk else ""
    basis.title, basis.kind, basis.key = facts.title, facts.kind, citing.key_of(facts.title)
    basis.document_no, basis.issuer, basis.issued = facts.document_no, facts.issuer, facts.issued
    if file is not None:
        basis.file_name, basis.file_sha256 = file.name, file.sha256
    if not basis.key:
        raise Refused("名称里没有可以识别的文字，请填写文件的全称。")
    same = Basis.objects.filter(organisation=basis.organisation, key=basis.key, document_no=basis.document_no)
    if same.exclude(pk=basis.pk).exists():
        raise Refused("库中已有这份文件（名称、文号相同），请直接使用。")
    basis.save()
    citing.recite(basis.organisation)
    noted = {"title": basis.title, "document_no": basis.document_no, "file": basis.file_sha256}
    record(by.actor, action, Subject("basis", basis.pk, before, _digest(basis)), noted, now)
    return basis


def _digest(basis: Basis) -> str:
    issued = basis.issued.isoformat() if basis.issued else ""
    return digest(canonical([basis.title, basis.kind, basis.document_no, basis.issuer, issued, basis.file_sha256]))


@transaction.atomic
def set_items(by: By, basis_id: int, items: Sequence[Item], now: datetime) -> Basis:
    """Make these the document's items. One whose place stays keeps its row. Raises Refused."""
    basis = _locked(by, basis_id)
    there = {item.locator: item for item in basis.items.all()}
    before = digest(canonical([[item.locator, item.text] for item in there.values()]))
    after = digest(canonical([[item.locator, item.text] for item in items]))
    if before == after:
        return basis
    basis.items.exclude(locator__in=[item.locator for item in items]).delete()
    # Rows may change places, and no two may stand in one even for a moment.
    highest = max((row.position for row in there.values()), default=0)
    rows = [there.get(item.locator) or BasisItem(basis=basis, locator=item.locator) for item in items]
    for at, (row, item) in enumerate(zip(rows, items, strict=True), start=highest + 1):
        row.position, row.text = at, item.text
    BasisItem.objects.bulk_update([row for row in rows if row.pk], ["position", "text"], 500)
    BasisItem.objects.bulk_create([row for row in rows if not row.pk], 500)
    citing.recite(basis.organisation)
    counts = {"items": len(items), "before": len(there)}
    record(by.actor, "basis.items", Subject("basis", basis.pk, before, after), counts, now)
    return basis


def _locked(by: By, basis_id: int) -> Basis:
    bases = Basis.objects.select_for_update(of=("self",)).select_related("organisation__parent__parent")
    basis = bases.filter(pk=basis_id).first()
    if basis is None:
        raise Refused("没有这份文件。")
    require(by, Right.BASIS_EDIT, basis)
    return basis
