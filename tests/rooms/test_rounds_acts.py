"""Every act of the rounds that is written into the journal has a sentence and a name for its object."""

from __future__ import annotations

import re
from pathlib import Path

from jixiao.desk.journal_queries import KINDS as EVERYWHERE
from jixiao.evaluations import actions
from jixiao.evaluations.acts import act_text
from jixiao.evaluations.acts.rounds import KINDS

NAMES = ("rounds", "sheets", "sheet_steps", "sheet_decisions", "ratings", "visits", "corrections")
SOURCES = [(Path(next(iter(actions.__path__))) / f"{name}.py").read_text(encoding="utf-8") for name in NAMES]


def test_every_act_has_a_sentence() -> None:
    acts = {act for text in SOURCES for act in re.findall(r'"((?:round|sheet)\.[a-z]+)"', text)}
    assert len(acts) == 13
    assert [act for act in sorted(acts) if not act_text(act, {})] == []


def test_the_objects_have_names() -> None:
    assert set(KINDS) == {"round", "sheet"} <= set(EVERYWHERE)


def test_a_correction_is_told_with_old_new_and_reason() -> None:
    facts = {"round": "同类复核", "of": "园林局", "no": "1-1", "old": "2.0000", "new": "1.5", "reason": "口径不一致"}
    assert act_text("sheet.correct", facts) == "“同类复核”把园林局 1-1 的分值由 2 改为 1.5：口径不一致"
    assert "定为 1.5" in act_text("sheet.correct", {**facts, "old": None})


def test_late_and_undecided_are_told() -> None:
    assert act_text("sheet.submit", {"round": "自评", "of": "园林局", "late": True}).endswith("（逾期）")
    assert not act_text("sheet.submit", {"round": "自评", "of": "园林局", "late": False}).endswith("（逾期）")
    assert "2 张没有确认" in act_text("round.close", {"title": "自评", "undecided": 2})
    assert "顾平、沈静" in act_text("round.members", {"title": "考评", "members": ["顾平", "沈静"], "sheets": 4})


def test_an_act_of_another_piece_is_not_told_here() -> None:
    assert act_text("plan.approve", {}) == ""
