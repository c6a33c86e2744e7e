"""A scheme to read and edit, and what a browser would send of its forms."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape

from django.test import Client
from django.urls import reverse

from jixiao.core.scoring.rules import Bands, Done, Proportional, Veto
from jixiao.core.scoring.scheme import (
    Assigned,
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Grade,
    Grading,
    Missing,
    Ranking,
    Scheme,
    Source,
    TotalTies,
)
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import scheme_in

Typed = dict[str, str]
SCHEME = Scheme(
    "青澜市年度考评",
    components=(
        Component("table", "目标考核", Decimal(70), Source.TABLE),
        Component("lead", "领导评价", Decimal(30), missing=Missing.AVERAGE),
    ),
    bonus=Bonus(cap=Decimal(5), classes={"k1": BonusClass("国家级表彰", Decimal(2), lifts="优秀")}),
    deductions=Deductions(doubles=True, classes={"k1": FaultClass("窗口无人", Decimal("0.5"))}),
    ranking=Ranking(TotalTies.BREAK, ("table",)),
    grading=Grading(
        (Grade("优秀", Decimal(90), Decimal("0.2")), Grade("良好", Decimal(80)), Grade("一般")),
        groups={"城建组": {"优秀": Decimal("0.25")}},
    ),
    assigned=Assigned(by_no={"2-1": "veto"}, by_category={"重点工作": "分档"}),
    rules={
        "done": Done(),
        "proportional": Proportional(none_below=Decimal("0.6")),
        "within": Done(),
        "veto": Veto("良好"),
        "分档": Bands(),
    },
)


def at(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def form_of(page: str) -> Typed:
    """What a browser would send of the page's big form, without a button."""
    form = re.search(r'<form class="card scheme-form".*?</form>', page, re.DOTALL)
    assert form
    typed: Typed = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            typed[name[1]] = unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        typed[name] = unescape(chosen[1]) if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        typed[name] = unescape(inside)
    return {**typed, "do": "save"}


def stored(rules: SchemeRules) -> Scheme:
    rules.refresh_from_db()
    return scheme_in(rules.text)


def edited(client: Client, rules: SchemeRules, section: str, **changes: str) -> tuple[int, str]:
    address = at("scheme-edit", rules.pk, section)
    typed = form_of(text(client, address)) | {name.replace("__", "."): each for name, each in changes.items()}
    answer = client.post(address, typed)
    return answer.status_code, unescape(answer.content.decode())
