"""Versions of rules as pages show them, and what a new version may begin from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import tomli_w

from jixiao.core.scheme_words.places_in_words import problem_of
from jixiao.core.scheme_words.telling import Chapter, told
from jixiao.core.scheme_words.telling_rules import rule_tag, rule_told
from jixiao.core.scoring.exact import HUNDRED
from jixiao.core.scoring.library import TEMPLATES
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.shape import Misfit, plain
from jixiao.people.models import Organisation
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import data_of, scheme_in, written

State = SchemeRules.State
LIGHTS = {State.DRAFT: ("○", "soon"), State.ADOPTED: ("●", "good"), State.RETIRED: ("—", "nil")}


def versions_of(organisation: Organisation) -> list[SchemeRules]:
    """All versions of the organisation's rules, the latest first."""
    return list(SchemeRules.objects.filter(organisation=organisation).select_related("made_by__person"))


def rules_for(organisation: Organisation, year: int) -> SchemeRules | None:
    """The rules of the year: those in force, or else the latest draft."""
    rows = SchemeRules.objects.filter(organisation=organisation, year=year).exclude(state=State.RETIRED)
    found = list(rows.select_related("organisation__parent__parent"))
    return next((each for each in found if each.state == State.ADOPTED), found[0] if found else None)


@dataclass(frozen=True, slots=True)
class Reading:
    """The rules of a version. Where its text cannot be read, `problems` say why and there is no scheme."""

    scheme: Scheme | None
    problems: list[str]

    @property
    def chapters(self) -> list[Chapter]:
        return told(self.scheme) if self.scheme else []

    @property
    def data(self) -> dict[str, Any]:
        """The scheme's data with all of its rules, the ones at their default too."""
        if self.scheme is None:
            return {}
        return {**plain(self.scheme), "rules": {key: plain(rule) for key, rule in self.scheme.rules.items()}}


def reading_of(text: str) -> Reading:
    try:
        return Reading(scheme_in(text), [])
    except Misfit as misfit:
        return Reading(None, misfit.problems)


def text_of(data: dict[str, Any]) -> str:
    """The data as TOML, the settings at their default left out where the data are a scheme's."""
    return tomli_w.dumps(data)


def in_words(misfit: Misfit, data: dict[str, Any]) -> list[str]:
    return [problem_of(sentence, data).text for sentence in misfit.problems]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule for indicators in the list of rules."""

    key: str
    name: str
    kind: str
    told: str
    uses: list[str]


def rule_lines(scheme: Scheme) -> list[RuleLine]:
    return [
        RuleLine(key, rule_tag(key, rule), rule.NAME.zh, rule_told(rule), uses_of(scheme, key))
        for key, rule in scheme.rules.items()
    ]


def uses_of(scheme: Scheme, key: str) -> list[str]:
    """What a rule is used for, in words."""
    assigned = scheme.assigned
    general = (
        ("有目标值的指标", assigned.with_target),
        ("目标是“不超过”的指标", assigned.with_ceiling),
        ("没有目标值的指标", assigned.without_target),
    )
    uses = [what for what, used in general if used == key]
    uses += [f"“{name}”类" for name, used in assigned.by_category.items() if used == key]
    return uses + [f"第{no}项" for no, used in assigned.by_no.items() if used == key]


PLAIN = "plain"  # where no template is wanted


def plain_start() -> str:
    """Rules to begin from where nothing else fits: the plan's own indicators, nothing more."""
    component = Component("table", "目标考核", HUNDRED, Source.TABLE)
    return written(Scheme("年度绩效考评规则", components=(component,)))


def retitled(text: str, title: str) -> str:
    """The same rules under a title of one's own."""
    return text_of({**data_of(text), "title": title})


@dataclass(frozen=True, slots=True)
class Start:
    """What a version may begin from. `origin` says so in words on the version."""

    value: str
    label: str
    note: str
    text: str
    origin: str


def starts_for(organisation: Organisation) -> list[Start]:
    """Templates, then the organisation's own versions, the latest first."""
    made = [
        Start(f"template:{each.key}", each.title, each.source, text_of(dict(each.data)), f"模板“{each.title}”")
        for each in TEMPLATES.values()
    ]
    made += [Start(f"rules:{each.pk}", *_own(each)) for each in versions_of(organisation)]
    return [*made, Start(PLAIN, "只有目标考核一部分的最简规则", "", plain_start(), "")]


def _own(rules: SchemeRules) -> tuple[str, str, str, str]:
    """A version that was never adopted hands on where it came from itself."""
    name = f"{rules.year}年度第 {rules.number} 版（{rules.get_state_display()}）"
    origin = f"{rules.year}年度第 {rules.number} 版" if rules.adopted_at or not rules.template else rules.template
    return name, rules.title, rules.text, origin


def numbered(rules: SchemeRules) -> str:
    return f"{rules.year}年度第 {rules.number} 版"
