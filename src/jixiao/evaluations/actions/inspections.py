"""Planning an inspection and closing it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from jixiao.core.evaluations import inspections as rules
from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.models import Inspection, Method
from jixiao.evaluations.reading.inspections import inspectors_for, objects_for
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require


@dataclass(frozen=True, slots=True)
class Plan:
    """An inspection as it came from a form; objects and inspectors by number."""

    year: int
    title: str
    method: str
    scope: str
    starts: date | None
    ends: date | None
    answer_days: int
    objects: tuple[int, ...]
    inspectors: tuple[int, ...]

    @property
    def planned(self) -> rules.Planned:
        dates = (self.year, self.starts, self.ends, self.answer_days)
        return rules.Planned(self.title, self.scope, *dates, self.objects, self.inspectors)


@transaction.atomic
def plan(by: By, organiser: Organisation, given: Plan, now: datetime) -> Inspection:
    """Plan an inspection; findings come later. The same one planned again at once is one. Raises Refused."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organiser.pk)  # a double click waits
    require(by, Right.INSPECTION_KEEP, organiser)
    obstacle = rules.plan_obstacle(given.planned, beijing_day(now))
    if obstacle:
        raise Refused(obstacle)
    objects = [each for each in objects_for(organiser) if each.pk in set(given.objects)]
    inspectors = [each for each in inspectors_for(organiser) if each.pk in set(given.inspectors)]
    if given.method not in Method.values or len(objects) != len(set(given.objects)):
        raise Refused("核验对象或核验方式不对，请刷新页面后重新选择。")
    if len(inspectors) != len(set(given.inspectors)):
        raise Refused("只能选择本单位可以记录核验问题的人员，请重新选择。")
    facts = {
        "year": given.year,
        "title": given.title.strip(),
        "method": given.method,
        "scope": given.scope.strip(),
        "starts": given.starts,
        "ends": given.ends,
        "answer_days": given.answer_days,
    }
    twins = Inspection.objects.filter(organiser=organiser, closed_at=None, made_by=account_behind(by), **facts)
    for twin in twins:
        if set(twin.objects_of.all()) == set(objects) and set(twin.inspectors.all()) == set(inspectors):
            return twin
    made = Inspection.objects.create(organiser=organiser, made_by=account_behind(by), made_at=now, **facts)
    made.objects_of.set(objects)
    made.inspectors.set(inspectors)
    names = {"objects": [each.name for each in objects], "inspectors": [each.shown_name for each in inspectors]}
    record(by.actor, "inspection.plan", Subject("inspection", made.pk), facts | names, now)
    return made


@transaction.atomic
def close(by: By, inspection_id: int, now: datetime) -> Inspection:
    """Nothing more is found in it. Closed again it stays as it was. Raises Refused."""
    rows = Inspection.objects.select_for_update(of=("self",), no_key=True).select_related("organiser__parent__parent")
    found = rows.filter(pk=inspection_id).first()
    if found is None:
        raise Refused("没有这次核验。")
    require(by, Right.INSPECTION_KEEP, found)
    if found.closed_at is None:
        found.closed_at = now
        found.save(update_fields=["closed_at"])
        record(by.actor, "inspection.close", Subject("inspection", found.pk), {"title": found.title}, now)
    return found
