"""Writing organisations. They are made, renamed and retired, never deleted: old plans name them."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, Organisation, Term, organisation_key
from jixiao.people.policy import By, Refused, Right, require


def find_or_create_organisation(name: str, kind: Organisation.Kind, parent: Organisation | None = None) -> Organisation:
    """The organisation of that name under `parent`, spaces and width aside; made when there is none."""
    key = organisation_key(parent.pk if parent else None, name)
    defaults = {"name": name.strip(), "kind": kind, "parent": parent}
    return Organisation.objects.get_or_create(key=key, defaults=defaults)[0]


@transaction.atomic
def create_organisation(
    by: By, parent: Organisation, kind: Organisation.Kind, name: str, now: datetime
) -> Organisation:
    """Make an organisation under `parent`. Raises Refused when there is one of that name."""
    require(by, Right.PEOPLE_EDIT, parent)
    if parent.retired:
        raise Refused(f"{parent.name}已撤销，不能再设下级机构。")
    if kind == Organisation.Kind.CITY:
        raise Refused("城市只能是最上一级，不能设在机构之下。")
    _require_free_name(parent.pk, name)
    made = Organisation.objects.create(parent=parent, kind=kind, name=name.strip())
    facts = {"name": made.name, "kind": made.kind, "parent": parent.name}
    record(by.actor, "organisation.create", Subject("organisation", made.pk), facts, now)
    return made


@transaction.atomic
def rename_organisation(by: By, organisation_id: int, name: str, now: datetime) -> Organisation:
    """Give another name. What was frozen under the old one keeps it. Raises Refused."""
    organisation = _locked(by, organisation_id)
    old = organisation.name
    if name.strip() == old:
        return organisation
    _require_free_name(organisation.parent_id, name, organisation.pk)
    organisation.name = name.strip()
    organisation.save(update_fields=["name", "key"])
    facts = {"old": old, "new": organisation.name}
    record(by.actor, "organisation.rename", Subject("organisation", organisation.pk), facts, now)
    return organisation


@transaction.atomic
def retire_organisation(by: By, organisation_id: int, on: date, now: datetime) -> Organisation:
    """Retire it with `on` as its last day; terms that run there end on that day. Raises Refused."""
    organisation = _locked(by, organisation_id)
    running = Term.objects.select_for_update().filter(post__organisation=organisation, until__isnull=True)
    _require_empty(organisation)
    if on > timezone.localtime(now).date():
        raise Refused("撤销日期不能晚于今天。")
    if running.filter(since__gt=on).exists():
        raise Refused("有人在这一天之后才任职，撤销日期不能更早。")
    ended = list(running.values_list("person__name", flat=True))
    running.update(until=on)
    organisation.retired = on
    organisation.save(update_fields=["retired"])
    facts = {"name": organisation.name, "on": on, "ended": ended}
    record(by.actor, "organisation.retire", Subject("organisation", organisation.pk), facts, now)
    return organisation


def _locked(by: By, organisation_id: int) -> Organisation:
    found = Organisation.objects.select_for_update(of=("self",)).select_related("parent__parent")
    organisation = found.filter(pk=organisation_id).first()
    if organisation is None:
        raise Refused("没有这个机构。")
    require(by, Right.PEOPLE_EDIT, organisation)
    if organisation.retired:
        raise Refused(f"{organisation.name}已撤销，不能再改动。")
    return organisation


def _require_free_name(parent_id: int | None, name: str, except_id: int = 0) -> None:
    if not name.strip():
        raise Refused("请填写机构名称。")
    if Organisation.objects.filter(key=organisation_key(parent_id, name)).exclude(pk=except_id).exists():
        raise Refused(f"同一上级下已有“{name.strip()}”，请换一个名称。")


def _require_empty(organisation: Organisation) -> None:
    if organisation.parent_id is None:
        raise Refused(f"{organisation.name}是最上一级机构，不能撤销。")
    if organisation.children.filter(retired__isnull=True).exists():
        raise Refused("请先撤销它的下级机构。")
    if Account.objects.filter(organisation=organisation, is_active=True).exists():
        raise Refused("请先停用属于它的账号。")
