"""Findings of one kind are one entry of the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from jixiao.core.checks import RULES
from jixiao.core.findings import Finding, Severity
from jixiao.intake.notes import CATALOGUE
from jixiao.plans.grouping import grouped, title_of
from jixiao.plans.importing.rows import NumberedFinding

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


def numbers(*findings: tuple[str, Severity, str, str | None]) -> list[list[int]]:
    return [[each.number for each in group.members] for group in grouped(numbered(*findings))]


def numbered(*findings: tuple[str, Severity, str, str | None]) -> Iterator[NumberedFinding]:
    for number, (code, severity, message, suggestion) in enumerate(findings, start=1):
        yield NumberedFinding(number, Finding(code, severity, message, "", suggestion=suggestion), "")


def test_three_of_one_kind_are_one_entry_where_the_first_of_them_stands() -> None:
    many = ("weight-missing", ERROR, "缺分值。", None)
    other = ("number-gap", ERROR, "缺序号。", None)
    assert numbers(many, other, many, many) == [[1, 3, 4], [2]]


def test_two_are_one_entry_only_when_they_say_the_same() -> None:
    assert numbers(*[("shifted-left", WARNING, "左移1格。", None)] * 2) == [[1, 2]]
    assert numbers(*[("shifted-left", WARNING, f"左移{n}格。", None) for n in (1, 2)]) == [[1], [2]]


def test_a_finding_with_a_suggestion_stays_alone() -> None:
    assert numbers(*[("doubled-characters", WARNING, "疑有重复。", "改为一个")] * 4) == [[1], [2], [3], [4]]


def test_explanations_are_one_entry_even_with_a_suggestion() -> None:
    assert numbers(*[("number-inferred", INFO, "推定。", "1-2")] * 2) == [[1, 2]]


def test_the_same_code_with_another_weight_is_another_kind() -> None:
    a, b = ("cell-unread", WARNING, "甲", None), ("cell-unread", ERROR, "甲", None)
    assert numbers(a, b, a, b, a, b) == [[1, 3, 5], [2, 4, 6]]


def test_an_entry_is_called_by_its_sentence_or_by_what_the_sentences_share() -> None:
    same, *_ = grouped(numbered(*[("level-empty", INFO, "本行只有一级指标。", None)] * 3))
    assert (same.is_same, same.title) == (True, "本行只有一级指标。")
    apart, *_ = grouped(numbered(*[("weight-missing", ERROR, f"第{n}行没有分值。", None) for n in range(3)]))
    assert (apart.is_same, apart.title) == (False, "缺权重分值")


@pytest.mark.parametrize("code", [*CATALOGUE, *(rule.CODE for rule in RULES)])
def test_every_code_has_a_title_without_gaps(code: str) -> None:
    assert title_of(code) != code
    assert "{" not in title_of(code)
