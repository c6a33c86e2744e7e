"""The citations of a plan's indicators: what their basis cells and citations say, by the agency's library."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import Q

from jixiao.core.citations import plain_name
from jixiao.core.cited import Cited, Known, Spot, candidates, cited_documents, find, is_staffing, kept_number, spots
from jixiao.core.coverage import met_by
from jixiao.core.records import Row
from jixiao.people.models import Organisation
from jixiao.plans.models import Basis, BasisItem, Citation, Item, Plan

KEY_LIMIT, LOCATOR_LIMIT, BATCH = 200, 100, 500


Places = dict[int, list[tuple[int, tuple[Spot, ...]]]]  # of each document: its items and where they are


def _library(agency: Organisation) -> tuple[Known, ...]:
    values = Basis.objects.filter(organisation=agency).values_list("pk", "title", "document_no", "kind")
    return tuple(Known(pk, title, number, kind == Basis.Kind.STAFFING) for pk, title, number, kind in values)


def _places(bases: Iterable[int]) -> Places:
    found: Places = {}
    items = BasisItem.objects.filter(basis__in=bases).order_by("basis_id", "position")
    for pk, basis, locator in items.values_list("pk", "basis_id", "locator"):
        found.setdefault(basis, []).append((pk, spots(locator)))
    return found


def cite(plan: Plan, items: Iterable[Item]) -> None:
    """Write the citations of these indicators anew. Documents that the library lacks are left out."""
    touched = list(items)
    if not touched:
        return
    Citation.objects.filter(item__in=touched).delete()
    said = [(item, cited_documents(item.basis, item.citation)) for item in touched]
    documents = dict.fromkeys(each for _, named in said for each in named)
    if not documents:
        return
    library = _library(plan.organisation.agency)
    preferred = set(Citation.objects.filter(item__plan=plan).values_list("basis_id", flat=True))
    preferred |= {pk for each in documents if (pk := find(each, library)) is not None}
    meant = {each: find(each, library, preferred) for each in documents}
    places = _places({pk for pk in meant.values() if pk is not None})
    found = [citation for item, named in said for citation in _citations(item, named, meant, places)]
    Citation.objects.bulk_create(found, BATCH)


def _citations(
    item: Item, documents: Iterable[Cited], meant: Mapping[Cited, int | None], places: Places
) -> list[Citation]:
    wanted: dict[tuple[int, str], None] = {}
    for each in documents:
        basis = meant[each]
        if basis is not None:
            wanted |= dict.fromkeys((basis, locator[:LOCATOR_LIMIT]) for locator in each.locators or ("",))
    return [
        Citation(
            item=item,
            basis_id=basis,
            basis_item_id=next(iter(met_by(spots(locator), places.get(basis, ()))), None),
            position=at,
            locator=locator,
        )
        for at, (basis, locator) in enumerate(wanted)
    ]


def make_missing(agency: Organisation, rows: Iterable[Row]) -> None:
    """Put every document into the library that the rows cite and it does not have; what is plain comes first."""
    documents = dict.fromkeys(
        each for row in rows for each in cited_documents(row.policy_basis or "", row.l1_citation or "")
    )
    if not documents:
        return
    known = list(_library(agency))
    for each in sorted(documents, key=_doubt):
        if each.may_be_kept and not candidates(each, known):
            made = _make(agency, each)
            known.append(Known(made.pk, made.title, made.document_no, made.kind == Basis.Kind.STAFFING))


def _doubt(cited: Cited) -> int:
    """A whole number is certain, a damaged one less so, a mere name still less."""
    number = cited.number
    return (not cited.from_basis) * 4 + (number is None) * 2 + (number is not None and not all(number.key))


def _make(agency: Organisation, cited: Cited) -> Basis:
    kept = Basis.objects.get_or_create(
        organisation=agency,
        key=cited.key[:KEY_LIMIT],
        document_no=kept_number(cited.number)[:100],
        defaults={"title": cited.name, "kind": _kind(cited)},
    )
    return kept[0]


def _kind(cited: Cited) -> Basis.Kind:
    if is_staffing(cited.name):
        return Basis.Kind.STAFFING
    if "政府工作报告" in cited.name:
        return Basis.Kind.REPORT
    return Basis.Kind.SUPERIOR if cited.number else Basis.Kind.OTHER


def recite(agency: Organisation) -> None:
    """Write all citations of the agency's plans anew, because its library has changed."""
    within = Q(organisation=agency) | Q(organisation__parent=agency)
    for plan in Plan.objects.filter(within).select_related("organisation__parent"):
        cite(plan, Item.objects.filter(plan=plan, level=Item.Level.INDICATOR))


def key_of(title: str) -> str:
    """A document's name as the library compares it."""
    return plain_name(title)[:KEY_LIMIT]
