"""The inspections of a city's year: planned in it, found in it, then answered, decided, mended or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from uuid import UUID

from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.actions import findings
from jixiao.evaluations.models import Finding, Inspection, Method
from jixiao.journal.actions import Subject, record
from jixiao.people.policy import Console
from jixiao.site.simulation.agenda import after, at, chance, working
from jixiao.site.simulation.city import City
from jixiao.site.simulation.city_cast import Member

EACH = 5  # agencies of a group that one inspection looks at
FOUND, PLEADED, NEGLECTED = 0.6, 0.15, 0.2
MENDED_WITHIN = 6  # working days
PLANS = (
    (Method.OPEN, 5, "第二季度明察", "窗口服务和制度落实情况"),
    (Method.SECRET, 8, "第三季度暗访", "现场设施和群众诉求办理情况"),
    (Method.DATA, 11, "第四季度数据核验", "台账数值与佐证材料的一致性"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """A finding as chance has it."""

    member: Member
    kind: str
    place: str
    facts: str
    found_at: datetime


def enter(city: City, now: datetime) -> None:
    """The inspections that were held on paper during the year, and what was found, one after the other."""
    for method, month, title, scope in PLANS:
        starts = working(date(city.year, month, 12))
        drawn = _drawn(city, title)
        held = _held(city, f"{city.year}年{title}", method, scope, starts, drawn, now)
        for place, case in enumerate(_cases(city, title, drawn, starts)):
            city.agenda.put(now + timedelta(minutes=20 + 5 * place), partial(_find, city, held.pk, case))


def _drawn(city: City, title: str) -> list[Member]:
    """Who is inspected: some of each group; the one whose plan is told in depth every time."""
    chosen: list[Member] = []
    for name in city.groups:
        group = city.group(name)
        chosen += chance(city.seed, "inspected", title, name).sample(group, min(EACH, len(group)))
    return chosen if city.own in chosen else [city.own, *chosen]


def _held(
    city: City, title: str, method: Method, scope: str, starts: date, objects: Sequence[Member], now: datetime
) -> Inspection:
    """An inspection of a time before the system, as it was planned then: `plan` takes none that is over."""
    made = Inspection.objects.create(
        organiser=city.organiser, year=city.year, title=title, method=method, scope=scope,
        starts=starts, ends=after(starts, 5), made_at=now,
    )  # fmt: skip
    made.objects_of.set([member.organisation for member in objects])
    made.inspectors.set([city.inspector])
    facts = {"title": f"{title}（模拟，补录）", "method": method.value, "starts": starts, "ends": made.ends}
    names = {"objects": [each.name for each in objects], "inspectors": [city.inspector.shown_name]}
    record(Console().actor, "inspection.plan", Subject("inspection", made.pk), facts | names, now)
    return made


def _cases(city: City, title: str, objects: Sequence[Member], starts: date) -> list[Case]:
    cases = []
    for member in objects:
        draw = chance(city.seed, "fault", title, member.name)
        if draw.random() < FOUND:
            kind, place, facts = draw.choice(city.words.pairs("faults"))
            moment = at(after(starts, draw.randint(1, 4)), draw.randint(9, 16), draw.randint(0, 59))
            cases.append(Case(member, kind, place, facts.format(n=draw.randint(5, 20)), moment))
    return cases


def _find(city: City, inspection: int, case: Case, now: datetime) -> None:
    draw = chance(city.seed, "finding", case.member.name, case.found_at)
    client = UUID(int=draw.getrandbits(128), version=4)
    seen = findings.Seen(
        client, case.member.organisation.pk, None, case.found_at, case.member.name + case.place, case.facts, case.kind
    )
    made, _ = findings.find(city.inspector, inspection, seen, (), now)
    answered = at(after(beijing_day(now), draw.randint(2, 8)), draw.randint(9, 16), draw.randint(0, 59))
    pleads = draw.random() < PLEADED
    city.agenda.put(answered, partial(_answer, city, case, made.pk, pleads))


def _answer(city: City, case: Case, finding: int, pleads: bool, now: datetime) -> None:
    draw = chance(city.seed, "answer", case.member.name, case.found_at)
    text = city.words.pick("pleas" if pleads else "answers", draw)
    findings.answer(case.member.clerk, finding, text, (), _version(finding), now)
    city.agenda.put(at(after(beijing_day(now), 2), 14), partial(_decide, city, case, finding, pleads))


def _decide(city: City, case: Case, finding: int, pleads: bool, now: datetime) -> None:
    """A plea with papers is granted; the rest is upheld, to be mended within some days."""
    today = beijing_day(now)
    if pleads:
        given = findings.Decided(upheld=False, text="经核对，所述情况属实，不予扣分。")
        findings.decide(city.upper, finding, given, _version(finding), now)
        return
    until = after(today, MENDED_WITHIN)
    given = findings.Decided(upheld=True, text="事实清楚，按规则扣分，限期整改。", kind=case.kind, rectify_by=until)
    findings.decide(city.upper, finding, given, _version(finding), now)
    draw = chance(city.seed, "mend", case.member.name, case.found_at)
    if draw.random() > NEGLECTED:
        city.agenda.put(at(after(today, draw.randint(1, 3)), 16), partial(_mend, city, case, finding))


def _mend(city: City, case: Case, finding: int, now: datetime) -> None:
    text = city.words.pick("mended", chance(city.seed, "mended", case.member.name, case.found_at))
    findings.report_mended(case.member.clerk, finding, text, (), _version(finding), now)
    city.agenda.put(at(after(beijing_day(now), 1), 10), partial(_confirm, city, finding))


def _confirm(city: City, finding: int, now: datetime) -> None:
    findings.judge_mended(city.upper, finding, "", _version(finding), now, mended=True)


def _version(finding: int) -> int:
    return Finding.objects.values_list("version", flat=True).get(pk=finding)
