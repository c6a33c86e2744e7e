"""Doors of this room's pages: see `people.doors`.

The policy alone says who may pass; a page's query never narrows it, so that a peer or the upper office can pass too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect

from jixiao.people.doors import View, door
from jixiao.people.policy import Owned, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.models import Amendment, Basis, Contract, Filing, ImportedDocument, Plan, StageAct
from jixiao.plans.policy import review_of

_LONG = ("imported__record", "imported__text", "imported__corrections")


def plan_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the plan `plan_id` of the address: page(request, plan, …)."""
    return door(right, _plan)


def document_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the import `document_id` of the address: page(request, document, …)."""
    return door(right, _document)


def reviewing_door(view: View) -> View:
    """Let in the reviewers of the plan `plan_id` while and after they review it: page(request, plan, assignment, …)."""

    @plan_door(Right.REVIEW_COMMENT)
    @wraps(view)
    def page(request: HttpRequest, plan: Plan, **remaining: Any) -> HttpResponse:
        assignment = review_of(account_of(request), plan)
        if assignment is None:
            raise Http404
        return view(request, plan, assignment, **remaining)

    return page


def paper_door(view: View) -> View:
    """Let in whoever may read what the paper `sha256` belongs to: page(request, file's name, sha256)."""

    @wraps(view)
    def page(request: HttpRequest, sha256: str) -> HttpResponse:
        account = account_of(request)
        for right, owner, name in _owners(sha256):
            if allows(account, right, owner):
                if account.has_start_password:
                    return redirect("own-password")
                return view(request, name, sha256)
        raise Http404

    page.right = Right.PLAN_READ  # type: ignore[attr-defined]  # of a basis document: BASIS_READ
    return page


def _owners(sha256: str) -> Iterator[tuple[Right, Owned, str]]:
    """What the paper belongs to, with the right to read it and the name under which it was handed in."""
    for table in (StageAct, Amendment, Contract, Filing):
        papers = table._default_manager.filter(file_sha256=sha256)
        for paper in papers.select_related("plan__organisation__parent__parent"):
            yield Right.PLAN_READ, paper.plan, paper.file_name
    for basis in Basis.objects.filter(file_sha256=sha256).select_related("organisation__parent__parent"):
        yield Right.BASIS_READ, basis, basis.file_name


def basis_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the basis document `basis_id` of the address: page(request, basis, …)."""
    return door(right, _basis)


def _basis(basis_id: int, **remaining: Any) -> tuple[Basis, dict[str, Any]]:
    bases = Basis.objects.select_related("organisation__parent__parent")
    return get_object_or_404(bases, pk=basis_id), remaining


def amendment_door(right: Right) -> Callable[[View], View]:
    """Let in whoever holds the right on the amendment `amendment_id` of the address: page(request, amendment, …)."""
    return door(right, _amendment)


def _amendment(amendment_id: int, **remaining: Any) -> tuple[Amendment, dict[str, Any]]:
    amendments = Amendment.objects.select_related(
        "plan__organisation__parent__parent",
        "base",
        "draft",
        "proposed_by__person",
        "approved_by__person",
        "overlap_confirmed_by__person",
    )
    return get_object_or_404(amendments, pk=amendment_id), remaining


def _plan(plan_id: int, **remaining: Any) -> tuple[Plan, dict[str, Any]]:
    joined = ("organisation__parent__parent", "imported", "ledger")  # the head of the page asks whether there is one
    plans = Plan.objects.select_related(*joined).defer(*_LONG)
    return get_object_or_404(plans, pk=plan_id), remaining


def _document(document_id: int, **remaining: Any) -> tuple[ImportedDocument, dict[str, Any]]:
    documents = ImportedDocument.objects.select_related("organisation__parent__parent", "uploaded_by")
    return get_object_or_404(documents, pk=document_id), remaining
