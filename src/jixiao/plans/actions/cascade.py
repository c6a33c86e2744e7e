"""Handing a plan down: the plans of offices, of enterprises and of persons."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jixiao.core import cascading, draft_reading, freezing
from jixiao.core.cascading import Comparison, Handed
from jixiao.core.drafting import Draft as DraftRecord
from jixiao.core.drafting import DraftRow, Insert
from jixiao.core.fields import NAME_LIMIT
from jixiao.core.numbers import format_points
from jixiao.core.stages import EDITABLE, Stage
from jixiao.journal.actions import Subject, record
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Organisation, Person
from jixiao.people.policy import By, Refused, Right, require
from jixiao.plans.actions import drafting
from jixiao.plans.actions.locking import locked_plan
from jixiao.plans.cascading.reading import Carrying, carrying, frozen_rows
from jixiao.plans.drafting.record import record_of, rows_json
from jixiao.plans.models import Draft, Item, Link, Plan, PlanVersion
from jixiao.plans.projection import Directory, project


def locked_parent(by: By, plan_id: int) -> Plan:
    """The plan that is handed down, locked until the transaction ends. Raises Refused."""
    plan = locked_plan(plan_id)
    require(by, Right.CASCADE_EDIT, plan)
    return plan


@dataclass(slots=True)
class Generated:
    """What came of handing down to the offices: how many plans were made, made anew, and given rows; which differ."""

    made: int = 0
    renewed: int = 0
    added: int = 0
    differing: int = 0


@transaction.atomic
def generate_offices(by: By, plan_id: int, now: datetime) -> Generated:
    """Make the plan of every office that carries rows.

    A plan of an office that nobody has edited is made anew; to one that was edited only new rows are added, and what
    differs is left for a person to decide; one that is no longer a draft stays as it is. Raises Refused.
    """
    plan = locked_parent(by, plan_id)
    wanted = handed_to_offices(plan)
    _lock_children(plan)
    there = office_plans(plan)
    standing = standing_of(there.values())
    done = Generated()
    for office, handed in wanted.values():
        child = there.get(office.pk)
        if child is None:
            _make(by, plan, Plan(organisation=office), _title(plan, office.name), handed, now)
            done.made += 1
            continue
        comparison = standing[child.pk].compared(handed)
        if comparison.is_same:
            continue
        if is_untouched(child):
            _renew(by, plan, child, handed, now)
            done.renewed += 1
            continue
        if comparison.new and Stage(child.stage) in EDITABLE:
            done.added += _add(by, plan, child, handed, comparison, now)
            comparison = standing_of([child])[child.pk].compared(handed)
        done.differing += not comparison.is_same
    return done


def _lock_children(plan: Plan) -> None:
    """Before they are read, so that no edit is overwritten, and before the journal, which an edit writes last."""
    list(Plan.objects.select_for_update(of=("self",)).filter(parent=plan).order_by("pk").values_list("pk"))


def handed_to_offices(plan: Plan) -> dict[int, tuple[Organisation, tuple[Handed, ...]]]:
    """What each office is handed now, by the office. Raises Refused while weights are wanting or nothing is frozen."""
    rows = frozen_rows(plan)
    found = carrying(plan)
    if found.credited.open:
        numbers = "、".join(found.items[uid].no or f"第{found.items[uid].position}行" for uid in found.credited.open)
        raise Refused(f"还有 {len(found.credited.open)} 项共同指标没有填写分担比例：{numbers}。")
    return {pk: (office, _for_office(rows, found, office)) for pk, office in found.offices.items()}


def _for_office(rows: Sequence[DraftRow], found: Carrying, office: Organisation) -> tuple[Handed, ...]:
    shares = {uid: share for (uid, pk), share in found.credited.shares.items() if pk == office.pk}
    return cascading.for_office(rows, shares, office.name)


def office_plans(plan: Plan) -> dict[int, Plan]:
    """The plans that were made for offices, by the office; those of enterprises and persons are not among them."""
    made = Plan.objects.filter(parent=plan, person=None).exclude(organisation__kind=Organisation.Kind.ENTERPRISE)
    return {child.organisation_id: child for child in made.select_related("organisation__parent", "draft")}


def _title(plan: Plan, name: str) -> str:
    return f"{name}{plan.year or ''}{'年度' if plan.year else ''}绩效目标"


def _make(by: By, parent: Plan, child: Plan, title: str, handed: Sequence[Handed], now: datetime) -> Plan:
    child.parent, child.origin, child.year = parent, Plan.Origin.CASCADE, parent.year
    rows = tuple(DraftRow(f"r{at}", each.cells) for at, each in enumerate(handed, start=1))
    made = drafting.begin(by, child, DraftRecord(_heading(parent, child, title, handed), rows, len(rows)), now)
    _link(parent, made, {row.uid: each for row, each in zip(rows, handed, strict=True)})
    return made


def _heading(parent: Plan, child: Plan, title: str, handed: Iterable[Handed]) -> dict[str, str]:
    texts = {
        "title": title,
        "year": str(parent.year or ""),
        "organisation": child.person.name if child.person else child.organisation.name,
        "issuer": parent.organisation.name,
        "points_unit": parent.points_unit,
        "scale": format_points(cascading.total(handed)),
    }
    return {name: text for name, text in texts.items() if text}


def _link(parent: Plan, child: Plan, handed: Mapping[str, Handed]) -> None:
    """Say of the child's rows which of the parent's they carry out."""
    sources = {item.uid: item.pk for item in Item.objects.indicators().filter(plan=parent)}
    rows = {item.uid: item.pk for item in Item.objects.indicators().filter(plan=child)}
    Link.objects.filter(child__plan=child, child__uid__in=handed).delete()
    Link.objects.bulk_create(
        Link(parent_id=sources[each.source], child_id=rows[uid], share=each.part)
        for uid, each in handed.items()
        if each.source in sources
    )


def is_untouched(child: Plan) -> bool:
    """Whether the plan is as it was handed down: a draft in which nobody has changed anything."""
    return child.stage == Stage.DRAFTING and child.draft.version == 0


@dataclass(frozen=True, slots=True)
class Standing:
    """What a child plan says now, in its latest version or its draft, and the parent's row by the child's row."""

    rows: tuple[DraftRow, ...]
    sources: Mapping[str, str]

    def compared(self, handed: Sequence[Handed]) -> Comparison:
        """The child plan beside what it is handed now."""
        return cascading.compare(handed, self.rows, self.sources)


def standing_of(children: Iterable[Plan]) -> dict[int, Standing]:
    """What the child plans say now, by their number. Two statements."""
    every = list(children)
    sources: dict[int, dict[str, str]] = {child.pk: {} for child in every}
    links = Link.objects.filter(child__plan__in=every, child__withdrawn=False)
    for pk, uid, source in links.values_list("child__plan_id", "child__uid", "parent__uid"):
        sources[pk][uid or ""] = source or ""
    frozen = [child for child in every if child.is_frozen]
    latest = PlanVersion.objects.filter(plan__in=frozen).order_by("plan_id", "number")
    contents = dict(latest.values_list("plan_id", "content"))  # the last of a plan stays
    return {
        child.pk: Standing(
            freezing.working_copy(contents[child.pk]).rows if child.pk in contents else record_of(child.draft).rows,
            sources[child.pk],
        )
        for child in every
    }


def _uids(child: Plan) -> dict[str, str]:
    """The child's row by the parent's row."""
    return {source: uid for uid, source in standing_of([child])[child.pk].sources.items()}


def _renew(by: By, parent: Plan, child: Plan, handed: Sequence[Handed], now: datetime) -> None:
    """Put what is handed now in the place of a draft that nobody has edited. Rows keep their uid."""
    uids = _uids(child)
    rows = []
    for each in handed:
        if each.source not in uids:
            child.last_uid += 1
            uids[each.source] = f"r{child.last_uid}"
        rows.append(DraftRow(uids[each.source], each.cells))
    draft = Draft.objects.select_for_update(of=("self",)).select_related("of_plan").get(of_plan=child)
    before, heading = child.digest, _heading(parent, child, child.title, handed)
    kept = DraftRecord(heading, tuple(rows), child.last_uid)
    draft.heading, draft.rows = heading, rows_json(kept)
    draft.save(update_fields=["heading", "rows"])
    child.save(update_fields=["last_uid"])
    reading = draft_reading.read(kept)
    Link.objects.filter(child__plan=child).delete()
    project(child, reading.plan, reading.findings(), Directory(child.organisation.agency))
    _link(parent, child, {row.uid: each for row, each in zip(rows, handed, strict=True)})
    facts = {"rows": len(rows)}
    record(by.actor, "cascade.renew", Subject("plan", child.pk, before, child.digest), facts, now)


def _add(by: By, parent: Plan, child: Plan, handed: Sequence[Handed], comparison: Comparison, now: datetime) -> int:
    """Add the new rows to an edited draft, each behind the row that it follows; returns how many."""
    uids = _uids(child)
    new = {each.source for each in comparison.new}
    behind, inserts = "", []
    for each in handed:
        if each.source in new:
            inserts.append((each, Insert(behind, each.cells)))
        else:
            behind = uids[each.source]
    inserts.reverse()  # several behind one row: the last is put there first
    changes = [insert for _, insert in inserts]
    done = drafting.edit(by, child.draft.pk, changes, f"上级方案新增 {len(changes)} 项", now).done
    made = [change.uid for change in done if isinstance(change, Insert)]
    _link(parent, child, {uid: each for uid, (each, _) in zip(made, inserts, strict=True)})
    child.refresh_from_db()
    return len(made)


@transaction.atomic
def begin_enterprise(by: By, plan_id: int, name: str, uids: Collection[str], now: datetime) -> Plan:
    """Make the plan of an enterprise from chosen rows; an enterprise not yet known is made. Raises Refused."""
    parent = locked_parent(by, plan_id)
    enterprise = _enterprise(name.strip(), parent.organisation.agency)
    if Plan.objects.filter(parent=parent, organisation=enterprise, person=None).exists():
        raise Refused(f"{enterprise.name}已有方案，请在列表中打开修改。")
    handed = _chosen(parent, uids, {"offices": enterprise.name, "owners": ""})
    return _make(by, parent, Plan(organisation=enterprise), _title(parent, enterprise.name), handed, now)


def _enterprise(name: str, agency: Organisation) -> Organisation:
    if not name:
        raise Refused("请填写企业名称。")
    if len(name) > NAME_LIMIT:
        raise Refused(f"企业名称不能超过 {NAME_LIMIT} 个字。")
    found = find_or_create_organisation(name, Organisation.Kind.ENTERPRISE, agency)
    if found.kind != Organisation.Kind.ENTERPRISE:
        raise Refused(f"“{found.name}”是{found.get_kind_display()}，不是企业。")
    return found


def begin_personal(by: By, parent: Plan, person: Person, title: str, uids: Collection[str], now: datetime) -> Plan:
    """Make the plan of a person from chosen rows, inside the caller's transaction. Raises Refused."""
    handed = _chosen(parent, uids, {"owners": person.name})
    child = Plan(organisation=parent.organisation, person=person)
    return _make(by, parent, child, title, handed, now)


def _chosen(parent: Plan, uids: Collection[str], own: Mapping[str, str]) -> tuple[Handed, ...]:
    handed = cascading.for_party(frozen_rows(parent), frozenset(uids), own)
    if not handed:
        raise Refused("请至少选择一项指标。")
    return handed
