"""Who leads the group, in both ways of saying it."""

from __future__ import annotations

import pytest

from jixiao.intake import read_document

TABLE = "项目\t序号\t一级指标\t权重分值\n重点工作\t1\t修路\t100"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "成立绩效工作领导小组，由局党组书记、局长顾望任组长，局党组成员、副局长沈微任副组长，各科室负责人为成员。",
            {"head": "局党组书记、局长顾望", "deputy": "局党组成员、副局长沈微", "members": "各科室负责人"},
        ),
        (
            "绩效工作领导小组组长由主任顾望同志担任，副组长由副主任沈微、陆衡担任，成员由各科室负责人组成。",
            {"head": "主任顾望", "deputy": "副主任沈微、陆衡", "members": "各科室负责人"},
        ),
        (
            "领导小组成员名单：组长：顾望；副组长：沈微；成员：陆衡、白露。",
            {"head": "顾望", "deputy": "沈微", "members": "陆衡、白露"},
        ),
        ("领导小组负责统筹，副组长由沈微担任。", {"deputy": "沈微"}),
    ],
)
def test_the_leading_group_is_read(text: str, expected: dict[str, str]) -> None:
    reading = read_document(f"某局2026年度绩效工作方案\n\n{text}\n\n{TABLE}\n".encode(), "方案.txt")
    assert dict(reading.plan.meta.leading_group) == expected
