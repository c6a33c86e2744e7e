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
