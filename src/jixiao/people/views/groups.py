"""Groups of peers, by year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from jixiao.people.actions.groups import Group, save_peer_group
from jixiao.people.doors import top_door
from jixiao.people.forms import GroupForm
from jixiao.people.models import Organisation, PeerGroup
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.people.views.acting import DONE, attempt


@top_door(Right.PEER_GROUP_EDIT)
@require_safe
def group_list(request: HttpRequest, top: Organisation) -> HttpResponse:
    groups = PeerGroup.objects.filter(members__in=agencies(top)).distinct().prefetch_related("members")
    return render(request, "people/group_list.html", {"top": top, "groups": groups, "section": "groups"})


@top_door(Right.PEER_GROUP_EDIT)
@require_http_methods(["GET", "POST"])
def group_new(request: HttpRequest, top: Organisation) -> HttpResponse:
    return _page(request, top, None)


@top_door(Right.PEER_GROUP_EDIT)
@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, top: Organisation, group_id: int) -> HttpResponse:
    groups = PeerGroup.objects.filter(members__in=agencies(top)).distinct()
    return _page(request, top, get_object_or_404(groups, pk=group_id))


def agencies(top: Organisation) -> list[Organisation]:
    """The agencies of a city, or the one agency that has no city above it."""
    return list(Organisation.objects.filter(Q(parent=top) | Q(pk=top.pk), kind=Organisation.Kind.AGENCY).order_by("pk"))


def _page(request: HttpRequest, top: Organisation, group: PeerGroup | None) -> HttpResponse:
    possible = {str(agency.pk): agency for agency in agencies(top)}
    initial: dict[str, Any] = {"year": timezone.localdate().year}
    if group is not None:
        members = [str(pk) for pk in group.members.values_list("pk", flat=True)]
        initial = {"year": group.year, "name": group.name, "members": members}
    form = GroupForm(request.POST or None, initial=initial)
    form.set_choices([(pk, agency.name) for pk, agency in possible.items() if not agency.retired])
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda given: _save(request, top, group, possible, given))
        if status == DONE:
            messages.success(request, "互审分组已保存。")
            return redirect("group-list")
    return render(request, "people/group.html", {"form": form, "group": group, "section": "groups"}, status=status)


def _save(
    request: HttpRequest,
    top: Organisation,
    group: PeerGroup | None,
    possible: dict[str, Organisation],
    given: dict[str, Any],
) -> PeerGroup:
    wanted = Group(given["year"], given["name"], [possible[pk] for pk in given["members"]])
    return save_peer_group(account_of(request), top, group.pk if group else None, wanted, timezone.now())
