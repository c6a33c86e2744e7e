"""On an issued plan: a goal in other words is found, another piece of work is not. Skips where the plan is missing."""

from __future__ import annotations

from pathlib import Path

import pytest

from jixiao.core.overlap import Work, overlaps_with
from jixiao.intake import read_document

PLANS = sorted((Path(__file__).parents[3] / "shared" / "data").glob("*.txt"))


@pytest.fixture(scope="module")
def works() -> list[Work]:
    if not PLANS:
        pytest.skip("no issued plan beside the repository")
    plan = read_document(PLANS[0].read_bytes(), PLANS[0].name).plan
    return [
        Work(str(row.position), row.no or "", row.l1 or "", row.text, row.policy_basis or "", row.l1_citation or "")
        for row in plan.rows
    ]


def test_a_goal_that_says_a_row_in_other_words_overlaps_that_row(works: list[Work]) -> None:
    text = "督促市城建集团加快四个片区开发和市政路网、学校等配套项目，定期调度、跟进概算批复，年内投资不少于60亿元。"
    first, *_ = overlaps_with(Work("", "", "推进中心城区片区项目建设", text, "", ""), works)
    assert (first.no, first.overlaps) == ("1-2-1", True)
    assert first.reasons


def test_another_piece_of_work_overlaps_nothing(works: list[Work]) -> None:
    text = "对暴雨受灾企业开展房屋安全鉴定，15日内发放应急补助。"
    assert not [
        found.no for found in overlaps_with(Work("", "", "受灾企业救助", text, "", ""), works) if found.overlaps
    ]
