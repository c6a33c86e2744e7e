"""The library of basis documents: its list, one document, adding and changing one, its items."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Case, Count, Q, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.core.basis_items import Item, read_items, write_items
from jixiao.core.cited import number_remark
from jixiao.core.coverage import Coverage
from jixiao.core.fields import FIELDS, Invalid
from jixiao.people.doors import own_door
from jixiao.people.models import Organisation
from jixiao.people.policy import Refused, Right, allows
from jixiao.people.queries import account_of
from jixiao.plans.actions import bases as actions
from jixiao.plans.doors import basis_door
from jixiao.plans.models import Basis
from jixiao.plans.papers import ACCEPT, PaperFile, received_with
from jixiao.plans.sources import coverage


class BasisForm(forms.Form):
    title = forms.CharField(label="名称", max_length=300, error_messages={"required": "请填写文件名称。"})
    kind = forms.ChoiceField(label="类别", choices=Basis.Kind.choices, error_messages={"required": "请选择文件类别。"})
    document_no = forms.CharField(label="文号", max_length=100, required=False, help_text="例如：市政办〔2026〕2号")
    issuer = forms.CharField(label="发文机关", max_length=200, required=False)
    issued = forms.CharField(label="发文日期", max_length=40, required=False, help_text="例如：2026-01-15")

    def clean_issued(self) -> object:
        try:
            return FIELDS["deadline"].read(self.cleaned_data["issued"])
        except Invalid as invalid:
            raise ValidationError(str(invalid)) from invalid


@own_door(Right.BASIS_READ)
@require_safe
def basis_list(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    kind, text = request.GET.get("kind", ""), request.GET.get("q", "").strip()[:100]
    every = Basis.objects.filter(organisation=organisation.agency)
    rows = list(_found(every, kind, text))
    context = {
        "rows": rows,
        "count": len(rows) if not (kind or text) else every.count(),
        "kinds": Basis.Kind.choices,
        "kind": kind,
        "text": text,
        "may_edit": allows(account_of(request), Right.BASIS_EDIT, organisation),
        "section": "plans",
    }
    return render(request, "plans/bases.html", context)


def _found(bases: QuerySet[Basis], kind: str, text: str) -> QuerySet[Basis]:
    if kind in Basis.Kind.values:
        bases = bases.filter(kind=kind)
    if text and "\0" not in text:
        said = Q(title__icontains=text) | Q(document_no__icontains=text) | Q(issuer__icontains=text)
        bases = bases.filter(pk__in=bases.filter(said | Q(items__text__icontains=text)).values("pk"))
    own = Q(citations__item__plan__parent=None, citations__item__withdrawn=False)
    counted = bases.annotate(
        item_count=Count("items", distinct=True),
        citing_count=Count("citations__item", filter=own, distinct=True),
    )
    in_order = Case(*(When(kind=kind, then=at) for at, kind in enumerate(Basis.Kind.values)), default=9)
    return counted.order_by(in_order, "-issued", "title")


@dataclass(frozen=True, slots=True)
class Row:
    """One item with the goals that cite it."""

    item: Item
    goals: list[coverage.GoalLink]


@basis_door(Right.BASIS_READ)
@require_safe
def basis(request: HttpRequest, shown: Basis) -> HttpResponse:
    items = list(shown.items.all())
    goals, covered = coverage.of_basis(shown, items)
    context = {
        "basis": shown,
        "remark": number_remark(shown.document_no),
        "rows": [Row(Item(item.locator, item.text), [goals[pk] for pk in covered.answers[item.pk]]) for item in items],
        **_beside(goals, covered),
        "goal_count": len(goals),
        "answered": covered.answered,
        "may_edit": allows(account_of(request), Right.BASIS_EDIT, shown),
        "section": "plans",
    }
    return render(request, "plans/basis.html", context)


def _beside(goals: dict[int, coverage.GoalLink], covered: Coverage) -> dict[str, Any]:
    return {
        "elsewhere": [(citing.locator, goals[citing.goal]) for citing in covered.elsewhere],
        "whole": [goals[pk] for pk in covered.whole],
    }


@own_door(Right.BASIS_EDIT)
@require_http_methods(["GET", "POST"])
def basis_new(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    return _edit(request, organisation, None)


@basis_door(Right.BASIS_EDIT)
@require_http_methods(["GET", "POST"])
def basis_edit(request: HttpRequest, shown: Basis) -> HttpResponse:
    return _edit(request, shown.organisation, shown)


def _edit(request: HttpRequest, organisation: Organisation, shown: Basis | None) -> HttpResponse:
    if request.method == "GET":
        return _form(request, BasisForm(initial=_initial(shown)), shown)
    form = BasisForm(request.POST)
    file = received_with(request, form)
    if form.is_valid():
        try:
            return _saved(request, organisation, shown, actions.Facts(**form.cleaned_data), file)
        except Refused as refused:
            form.add_error(None, str(refused))
    return _form(request, form, shown, file, 422)


def _initial(shown: Basis | None) -> dict[str, str]:
    if shown is None:
        return {}
    issued = shown.issued.isoformat() if shown.issued else ""
    names = ("title", "kind", "document_no", "issuer")
    return {**{name: getattr(shown, name) for name in names}, "issued": issued}


def _saved(
    request: HttpRequest, organisation: Organisation, shown: Basis | None, facts: actions.Facts, file: PaperFile | None
) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    if shown is None:
        kept = actions.add_basis(account, organisation, facts, file, now)
    else:
        kept = actions.change_basis(account, shown.pk, facts, file, now)
    messages.success(request, f"已保存《{kept.title}》。")
    remark = number_remark(kept.document_no)
    if remark:
        messages.warning(request, f"{remark}已按您填写的保存。")
    return redirect("basis", kept.pk)


def _form(
    request: HttpRequest, form: BasisForm, shown: Basis | None, file: PaperFile | None = None, status: int = 200
) -> HttpResponse:
    context = {"form": form, "basis": shown, "file": file, "accept": ACCEPT, "section": "plans"}
    return render(request, "plans/basis_form.html", context, status=status)


@basis_door(Right.BASIS_EDIT)
@require_http_methods(["GET", "POST"])
def basis_items(request: HttpRequest, shown: Basis) -> HttpResponse:
    """All items of the document in one box, one a line: added, changed, removed and pasted alike."""
    if request.method == "GET":
        typed = write_items(Item(item.locator, item.text) for item in shown.items.all())
        return _items_form(request, shown, typed)
    typed = request.POST.get("items", "")
    read = read_items(typed)
    if read.problems:
        return _items_form(request, shown, typed, read.problems, 422)
    actions.set_items(account_of(request), shown.pk, read.items, timezone.now())
    messages.success(request, f"《{shown.title}》现有 {len(read.items)} 条。")
    return redirect("basis", shown.pk)


def _items_form(
    request: HttpRequest, shown: Basis, typed: str, problems: tuple[str, ...] = (), status: int = 200
) -> HttpResponse:
    context = {"basis": shown, "typed": typed, "problems": problems, "section": "plans"}
    return render(request, "plans/basis_items.html", context, status=status)
