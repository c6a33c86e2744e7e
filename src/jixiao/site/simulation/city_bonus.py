"""Bonus claims after a city's year: most granted, one tried twice, one returned, some refused."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.actions import bonus
from jixiao.evaluations.models import BonusClaim, Purpose
from jixiao.ledger.actions import evidence
from jixiao.ledger.models import Evidence
from jixiao.people.policy import Refused
from jixiao.site.simulation.agenda import after, at, chance
from jixiao.site.simulation.city import City
from jixiao.site.simulation.city_cast import Member
from jixiao.site.simulation.files import pdf

CLAIMING, TWICE, REFUSED, RETURNED = 0.55, 0.1, 0.12, 0.08
NUMBERS = {"national": "国绩发", "provincial": "省绩发", "city": "市绩发"}


def claims(city: City, now: datetime) -> None:
    """Who claims something, and when."""
    for at_, member in enumerate(city.members):
        draw = chance(city.seed, "bonus", member.name)
        if member is city.group(member.group)[0] or draw.random() < CLAIMING:
            day = after(beijing_day(now), draw.randint(1, 5))
            moment = at(day, draw.randint(9, 16), draw.randint(0, 59))
            city.agenda.put(moment, partial(_claim, city, member, 20 + at_))


def _claim(city: City, member: Member, number: int, now: datetime) -> None:
    draw = chance(city.seed, "claimed", member.name)
    kind, title, body = draw.choice(city.words.pairs("achievements"))
    dated = date(city.year, draw.randint(3, 12), draw.randint(1, 28))
    said = bonus.Said(city.year, title, body, f"{NUMBERS[kind]}〔{city.year}〕{number}号", dated, kind)
    paper = _paper(member, said, now)
    made = bonus.begin(member.clerk, member.organisation, Purpose.BONUS, said, [paper], now, hand_in=True)
    if draw.random() < TWICE:
        _again(member, said, paper, now + timedelta(minutes=10))
    checked = at(after(beijing_day(now), draw.randint(2, 4)), draw.randint(9, 16), draw.randint(0, 59))
    city.agenda.put(checked, partial(_check, city, member, made.pk, draw))


def _paper(member: Member, said: bonus.Said, now: datetime) -> Evidence:
    """The document that proves it."""
    text = f"{said.body}{said.number}：{member.name}{said.title}（模拟材料）"
    return evidence.add(member.clerk, member.organisation, f"{said.number}.pdf", pdf(text), said.title, now)


def _again(member: Member, said: bonus.Said, paper: Evidence, now: datetime) -> None:
    """The same fact in another's words: the rules refuse it, and nothing comes of it."""
    try:
        bonus.begin(member.clerk, member.organisation, Purpose.BONUS, said, [paper], now, hand_in=True)
    except Refused:
        return
    raise AssertionError("a fact was claimed twice")


def _check(city: City, member: Member, claim: int, draw: Random, now: datetime) -> None:
    version, luck = _version(claim), draw.random()
    if luck < REFUSED:
        bonus.refuse(city.upper, claim, "表彰对象不是本单位集体，不予认定。", version, now)
    elif luck < REFUSED + RETURNED:
        bonus.send_back(city.upper, claim, "请补充表彰文件全文。", version, now)
        city.agenda.put(at(after(beijing_day(now), 1), 10), partial(_complete, city, member, claim))
    else:
        bonus.accept(city.upper, claim, None, "", version, now)


def _complete(city: City, member: Member, claim: int, now: datetime) -> None:
    there = BonusClaim.objects.get(pk=claim)
    said = bonus.Said(
        there.year, there.title, there.issuing_body, there.document_no, there.dated, there.kind, note="已补充全文。"
    )
    bonus.change(member.clerk, claim, said, [], there.version, now, hand_in=True)
    city.agenda.put(now + timedelta(days=1), partial(_accept, city, claim))


def _accept(city: City, claim: int, now: datetime) -> None:
    bonus.accept(city.upper, claim, None, "材料齐全。", _version(claim), now)


def _version(claim: int) -> int:
    return BonusClaim.objects.values_list("version", flat=True).get(pk=claim)
