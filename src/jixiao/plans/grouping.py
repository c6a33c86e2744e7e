"""Findings as a clerk reads them: many of one kind are one entry. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from jixiao.core.checks import RULES
from jixiao.core.draft_reading import UNREADABLE
from jixiao.core.findings import Severity
from jixiao.intake.notes import CATALOGUE
from jixiao.plans.importing.rows import NumberedFinding

MANY = 3  # from so many on, findings of one kind are one entry
MANY_ALIKE = 2  # … when they only explain, or say the same sentence
_TITLES = {UNREADABLE: "内容无法识别", **{rule.CODE: rule.TITLE for rule in RULES}}


@dataclass(slots=True)
class FindingGroup:
    """Findings of one severity and code, in their order. A single finding is a group of one."""

    members: list[NumberedFinding]

    @property
    def first(self) -> NumberedFinding:
        return self.members[0]

    @property
    def is_one(self) -> bool:
        return len(self.members) == 1

    @property
    def is_same(self) -> bool:
        """All members say the same sentence, so only their places differ."""
        return len({each.finding.message for each in self.members}) == 1

    @property
    def title(self) -> str:
        return self.first.finding.message if self.is_same else title_of(self.first.finding.code)


def title_of(code: str) -> str:
    """The check's title; for a remark of the reader its sentence, with … for what differs from place to place."""
    if code in _TITLES:
        return _TITLES[code]
    return re.sub(r"\{\w+\}", "…", CATALOGUE[code][1]) if code in CATALOGUE else code


def grouped(findings: Iterable[NumberedFinding]) -> list[FindingGroup]:
    """The findings in their order, many of one kind together where the first of them stands.

    A finding with a suggestion asks for a decision of its own and stays alone, unless it only explains.
    """
    kinds: dict[tuple[object, ...], FindingGroup] = {}
    for each in findings:
        finding = each.finding
        is_alone = bool(finding.suggestion) and finding.severity is not Severity.INFO
        key = (each.number,) if is_alone else (finding.severity, finding.code)
        kinds.setdefault(key, FindingGroup([])).members.append(each)
    found = []
    for group in kinds.values():
        many = MANY_ALIKE if group.is_same or group.first.finding.severity is Severity.INFO else MANY
        found += [group] if len(group.members) >= many else [FindingGroup([each]) for each in group.members]
    return sorted(found, key=lambda group: group.first.number)
