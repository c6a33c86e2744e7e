"""The running year as the upper office sees it: rules, inspections, bonus claims, and a self-evaluation to try.

Some of it is left open on the last days, so that there is something to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from uuid import UUID

from jixiao.evaluations.actions import bonus, findings, inspections, rounds
from jixiao.evaluations.models import BonusClaim, Finding, Inspection, Method, Purpose, RoundKind
from jixiao.ledger.actions import evidence
from jixiao.site.simulation import city_scores
from jixiao.site.simulation.agenda import Act, after, at, chance
from jixiao.site.simulation.city import City
from jixiao.site.simulation.city_cast import Member
from jixiao.site.simulation.files import pdf


def live(city: City, members: Sequence[Member]) -> None:
    """Put the year of these agencies on the calendar."""
    for month, day, act in _acts(city, members):
        city.agenda.put(at(date(city.year, month, day), 15), act)


def _acts(city: City, members: Sequence[Member]) -> Sequence[tuple[int, int, Act]]:
    own, year = members[0], city.year
    autumn = ("第三季度暗访", Method.SECRET, date(year, 9, 14), 4)
    winter = ("第四季度明察", Method.OPEN, date(year, 11, 16), 30)  # still going on where the story stops
    praise = ("获省级主管部门通报表扬", "省级主管部门", f"省绩发〔{year}〕18号", date(year, 9, 22), "provincial")
    meeting = ("承办全市现场推进会", "市政府办公室", f"市绩发〔{year}〕33号", date(year, 11, 6), "city")
    return (
        (5, 11, partial(city_scores.adopt, city)),
        (9, 1, partial(_inspect, city, members, *autumn)),
        (9, 15, partial(_find, city, own, autumn[0], "neglect", "滨河路绿化带", "两处破损的护栏没有在时限内修复。")),
        (9, 16, partial(_find, city, own, autumn[0], "service", "服务窗口", "一件来电投诉没有回访记录。")),
        (9, 21, partial(_answer, own, "情况属实，已联系维护单位，一周内修复。", 1)),
        (9, 22, partial(_answer, own, "回访由街道代为办理，记录附后，请予核对。", 2)),
        (9, 24, partial(_decide, city, own, date(year, 10, 16))),
        (10, 9, partial(_mend, own)),
        (10, 12, partial(_confirm, city, own)),
        (10, 13, partial(_claim, own, *praise)),
        (10, 20, partial(_grant, city, own)),
        (11, 10, partial(_inspect, city, members, *winter)),
        (11, 16, partial(_self_evaluation, city)),
        (
            11,
            17,
            partial(_find, city, own, winter[0], "records", "综合业务科", "抽查的12份巡查记录中有1份没有现场照片。"),
        ),
        (11, 18, partial(_claim, own, *meeting)),
    )


def _inspect(
    city: City, members: Sequence[Member], title: str, method: Method, starts: date, days: int, now: datetime
) -> None:
    given = inspections.Plan(
        city.year,
        f"{city.year}年{title}",
        method,
        scope="现场设施、群众诉求和台账佐证",
        starts=starts,
        ends=after(starts, days),
        answer_days=10,
        objects=tuple(member.organisation.pk for member in members),
        inspectors=(city.inspector.pk,),
    )
    inspections.plan(city.upper, city.organiser, given, now)


def _find(city: City, member: Member, title: str, kind: str, place: str, facts: str, now: datetime) -> None:
    held = Inspection.objects.get(year=city.year, title=f"{city.year}年{title}")
    client = UUID(int=chance(city.seed, "finding", city.year, facts).getrandbits(128), version=4)
    seen = findings.Seen(client, member.organisation.pk, None, now, place, facts, kind)
    findings.find(city.inspector, held.pk, seen, (), now)


def _nth(member: Member, year: int, place: int) -> Finding:
    return Finding.objects.filter(object=member.organisation, inspection__year=year).order_by("pk")[place - 1]


def _answer(member: Member, text: str, place: int, now: datetime) -> None:
    found = _nth(member, now.year, place)
    findings.answer(member.clerk, found.pk, text, (), found.version, now)


def _decide(city: City, member: Member, until: date, now: datetime) -> None:
    """The first is upheld, to be mended; the second is dropped for the paper that was shown."""
    first, second = _nth(member, city.year, 1), _nth(member, city.year, 2)
    upheld = findings.Decided(
        True, "事实清楚，按规则扣分，限期整改。", first.kind, points=Decimal("0.5"), rectify_by=until
    )
    findings.decide(city.upper, first.pk, upheld, first.version, now)
    dropped = findings.Decided(False, "经核对，回访记录齐全，不予扣分。")
    findings.decide(city.upper, second.pk, dropped, second.version, now)


def _mend(member: Member, now: datetime) -> None:
    found = _nth(member, now.year, 1)
    findings.report_mended(member.clerk, found.pk, "护栏已修复并通过验收。", (), found.version, now)


def _confirm(city: City, member: Member, now: datetime) -> None:
    found = _nth(member, now.year, 1)
    findings.judge_mended(city.upper, found.pk, "", found.version, now, mended=True)


def _claim(member: Member, title: str, body: str, number: str, dated: date, kind: str, now: datetime) -> None:
    said = bonus.Said(now.year, title, body, number, dated, kind)
    paper = pdf(f"{body}{number}：{title}（模拟材料）")
    kept = evidence.add(member.clerk, member.organisation, f"{number}.pdf", paper, title, now)
    bonus.begin(member.clerk, member.organisation, Purpose.BONUS, said, [kept], now, hand_in=True)


def _grant(city: City, member: Member, now: datetime) -> None:
    claim = BonusClaim.objects.get(organisation=member.organisation, year=city.year, state="submitted")
    bonus.accept(city.upper, claim.pk, None, "文件属实。", claim.version, now)


def _self_evaluation(city: City, now: datetime) -> None:
    """Open until the year's end: the sheets wait to be filled in."""
    title = f"{city.year}年度自评"
    given = rounds.Given(city.year, RoundKind.SELF, title, now.date(), date(city.year, 12, 31))
    rounds.hold(city.upper, city.organiser.pk, given, now)
