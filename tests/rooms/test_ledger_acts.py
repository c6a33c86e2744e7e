"""Every act of the ledger that is written into the journal has a sentence and a name for its object."""

from __future__ import annotations

import re
from pathlib import Path

from jixiao.desk.journal_queries import KINDS as EVERYWHERE
from jixiao.ledger import actions
from jixiao.ledger.acts import KINDS, act_text

SOURCES = [path.read_text(encoding="utf-8") for path in Path(actions.__file__).parent.glob("*.py")]


def test_every_act_has_a_sentence() -> None:
    acts = {act for text in SOURCES for act in re.findall(r'"([a-z]+(?:-[a-z]+)*\.[a-z]+(?:-[a-z]+)*)"', text)}
    assert len(acts) > 40
    assert [act for act in sorted(acts) if not act_text(act, {})] == []


def test_every_kind_of_object_has_a_name() -> None:
    kinds = {kind for text in SOURCES for kind in re.findall(r'Subject\("([a-z-]+)"', text)}
    assert kinds - set(EVERYWHERE) == set()
    assert set(KINDS) <= set(EVERYWHERE)
