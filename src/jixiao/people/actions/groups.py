"""Writing groups of peers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation, PeerGroup
from jixiao.people.policy import By, Refused, Right, require

YEARS = range(2000, 2101)


@dataclass(frozen=True, slots=True)
class Group:
    """What a group is to be."""

    year: int
    name: str
    members: Sequence[Organisation]


@transaction.atomic
def save_peer_group(by: By, top: Organisation, group_id: int | None, wanted: Group, now: datetime) -> PeerGroup:
    """Make a group under `top`, or change the one of that number. Raises Refused.

    A group gives its members sight of each other's plans, so only the top of the tree may set it.
    """
    require(by, Right.PEER_GROUP_EDIT, top)
    _require_sound(top, group_id, wanted)
    kept = PeerGroup.objects.select_for_update().filter(pk=group_id).first() if group_id else PeerGroup()
    if kept is None:
        raise Refused("没有这个分组。")
    before = sorted(kept.members.values_list("name", flat=True)) if kept.pk else []
    kept.year, kept.name = wanted.year, wanted.name.strip()
    kept.save()
    kept.members.set(wanted.members)
    after = sorted(member.name for member in wanted.members)
    facts = {"year": kept.year, "name": kept.name, "old": before, "new": after}
    record(by.actor, "peer_group.change" if before else "peer_group.create", Subject("peer_group", kept.pk), facts, now)
    return kept


def _require_sound(top: Organisation, group_id: int | None, wanted: Group) -> None:
    if wanted.year not in YEARS or not wanted.name.strip():
        raise Refused("请填写年度和组名。")
    if len({member.pk for member in wanted.members}) < 2:
        raise Refused("一组至少要有两个单位。")
    for member in wanted.members:
        if member.kind != Organisation.Kind.AGENCY or member.retired or member.top != top:
            raise Refused(f"“{member.name}”不是本市在用的机关，不能编入分组。")
    others = PeerGroup.objects.filter(year=wanted.year).exclude(pk=group_id or 0)
    if others.filter(name=wanted.name.strip()).exists():
        raise Refused(f"{wanted.year} 年已有“{wanted.name.strip()}”，请换一个组名。")
    taken = others.filter(members__in=wanted.members).first()
    if taken is not None:
        raise Refused(f"有单位已在{taken}，一个单位一年只在一组。")
