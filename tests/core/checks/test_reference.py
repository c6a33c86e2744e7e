"""The rules as a whole: their register, their page, their order, their cost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from checks_build import declared, plan, row, rows, total

from jixiao.core import checks
from jixiao.core.checks import RULES, run_checks
from jixiao.core.checks.__main__ import reference
from jixiao.core.findings import in_order
from jixiao.core.records import PlanRecord, Row

FOLDER = Path(checks.__file__).parent
PAGE = Path(__file__).parents[3] / "docs" / "reference" / "checks.md"


def test_every_rule_file_is_registered_under_its_own_name() -> None:
    files = {path.stem for path in FOLDER.glob("[a-z]*.py")}
    assert {rule.__name__.rpartition(".")[2] for rule in RULES} == files
    assert len({rule.CODE for rule in RULES}) == len(RULES)


def test_the_reference_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "python -m jixiao.core.checks > docs/reference/checks.md"


def test_every_rule_explains_itself() -> None:
    for rule in RULES:
        assert len((rule.__doc__ or "").splitlines()) >= 3, rule.CODE
        assert rule.TITLE
        assert rule.TITLE_EN


def test_a_sound_plan_has_no_findings() -> None:
    sound = plan(rows(4), declared=[declared(8, "职能工作目标")], printed_totals=[total(8)])
    assert run_checks(sound) == ()


def test_an_empty_plan_has_no_findings() -> None:
    assert run_checks(plan()) == ()


@pytest.mark.parametrize(
    "text",
    [
        "（" * 9_000 + "》" * 9_000,
        "〔2026〕" * 4_000,
        "管管理" * 6_000,
        "第1项、" * 6_000,
        "（澜委〔2026〕1号" * 2_000,
        "(" + "港" * 40_000,
    ],
)
def test_a_hostile_cell_costs_no_more_than_its_length(text: str) -> None:
    fields = {"l2": text, "policy_basis": text, "rule": text, "l1": text, "l1_raw": text, "l1_citation": text}
    assert _timed(plan([row(**fields)])) < 1.0


def damaged(count: int) -> PlanRecord:
    return plan([_damaged_row(position) for position in range(1, count + 1)], printed_totals=[total(1)])


def _damaged_row(position: int) -> Row:
    number = f"澜委办（2026）{position}号" if position % 2 else f"澜政办〔2026〕{position // 2}号"
    return row(
        position,
        no=f"{position // 20}-{position % 20}-{position % 2 + 1}",
        l1=f"目标{position // 2}建设工程。",
        l2=f"推进第{position}项码头（一期建设，提升管理水水平，完成投资{position}万元，加强加强调度，"
        + "改造老旧泊位和配套设施，" * 6,
        policy_basis=f"“绿港”第{position // 3}专项行动方案（{number}）；市《工作报告》（2026〕1号",
        offices=(f"科室{position % 40}",),
        owners=(f"许澄{position % 41}",) if position % 3 else (),
    )


def test_findings_come_in_order_and_are_the_same_each_time() -> None:
    first = run_checks(damaged(60))
    assert first == run_checks(damaged(60)) == in_order(first)
    assert len(first) > 100


def _timed(one: PlanRecord) -> float:
    start = time.process_time()
    run_checks(one)
    return time.process_time() - start
