"""Checks of a plan, one rule a file. A check proposes; nothing is ever changed in the plan.

To add one: a file with CODE, SEVERITY, TITLE, TITLE_EN, a docstring with the reason and the source, and
`check(plan)`; its name below; a sound and an unsound case in tests/core/checks; then
`python -m jixiao.core.checks > docs/reference/checks.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from jixiao.core.checks import (
    basis_missing,
    brackets,
    brackets_halfwidth,
    deadline_missing,
    deadline_outside_year,
    deadline_unread,
    document_no_brackets,
    document_no_code_missing,
    document_no_form,
    document_no_missing,
    document_two_names,
    document_two_numbers,
    doubled_characters,
    leader_missing,
    locator_ambiguous,
    locator_mixed_numerals,
    locator_order,
    name_alike,
    no_points_column,
    not_checkable,
    number_doubled,
    number_gap,
    number_missing,
    office_load,
    office_missing,
    office_two_owners,
    office_without_owner,
    owner_missing,
    owner_office_count,
    points_category,
    points_goal,
    points_group,
    points_total,
    staffing_rules_name,
    weight_missing,
)
from jixiao.core.findings import Finding, Severity, in_order
from jixiao.core.records import PlanRecord


class Rule(Protocol):
    """What each module of this folder without a leading underscore offers."""

    CODE: str
    SEVERITY: Severity
    TITLE: str
    TITLE_EN: str
    __doc__: str | None

    def check(self, plan: PlanRecord) -> Iterator[Finding]:
        """What the rule has to say about a plan."""
        ...


RULES: tuple[Rule, ...] = (
    points_goal,
    points_group,
    points_category,
    points_total,
    weight_missing,
    no_points_column,
    number_missing,
    number_doubled,
    number_gap,
    office_missing,
    owner_missing,
    leader_missing,
    deadline_missing,
    deadline_unread,
    deadline_outside_year,
    basis_missing,
    office_without_owner,
    owner_office_count,
    office_two_owners,
    office_load,
    name_alike,
    document_no_brackets,
    document_no_code_missing,
    document_no_form,
    document_no_missing,
    document_two_numbers,
    document_two_names,
    staffing_rules_name,
    locator_order,
    locator_ambiguous,
    locator_mixed_numerals,
    brackets,
    brackets_halfwidth,
    doubled_characters,
    not_checkable,
)


def run_checks(plan: PlanRecord) -> tuple[Finding, ...]:
    """Run all rules on a plan. Pure: the same plan gives the same findings in the same order."""
    return in_order(finding for rule in RULES for finding in rule.check(plan))
