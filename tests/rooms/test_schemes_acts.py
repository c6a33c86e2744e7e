"""Every act on rules, scores from outside and events that is written into the journal has a sentence."""

from __future__ import annotations

import inspect
import re

import pytest

from jixiao.desk.journal_queries import KINDS as EVERYWHERE
from jixiao.scores.actions import given, schemes
from jixiao.scores.acts import act_text

TEXT = inspect.getsource(given) + inspect.getsource(schemes)
ACTS = sorted(set(re.findall(r'"((?:given|grade-event|scheme)\.[a-z]+)"', TEXT)))


@pytest.mark.parametrize("act", ACTS)
def test_an_act_has_a_sentence_even_without_facts(act: str) -> None:
    assert act_text(act, {}).endswith("。")


def test_all_acts_are_looked_at() -> None:
    assert len(ACTS) == 10
    assert not act_text("plan.begin", {})


def test_what_is_acted_upon_has_a_name() -> None:
    assert set(re.findall(r'Subject\("([a-z-]+)"', TEXT)) <= set(EVERYWHERE)


def test_an_edit_of_many_places_tells_the_first_and_how_many_there_are() -> None:
    many = act_text("scheme.edit", {"year": 2026, "number": 1, "count": 99, "changes": [f"第{n}处" for n in range(99)]})
    assert many == "修改2026年度考评规则第 1 版：第0处；第1处；第2处等 99 处。"
    few = act_text("scheme.edit", {"year": 2026, "number": 1, "count": 1, "changes": ["总分：100→1000"]})
    assert few == "修改2026年度考评规则第 1 版，1 处：总分：100→1000。"
