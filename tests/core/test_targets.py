from __future__ import annotations

import json
import time
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jixiao.core.targets import Target, find_targets

_TABLE: dict[str, list[list[Any]]] = json.loads(
    (Path(__file__).parent / "targets_cases.json").read_text(encoding="utf-8")
)
CASES = [case for group in _TABLE.values() for case in group]
SHARED = Path(__file__).parents[3] / "shared" / "data"


def plain(value: Decimal | date) -> str:
    return value.isoformat() if isinstance(value, date) else format(value.normalize(), "f")


def only(text: str) -> Target:
    (target,) = find_targets(text, year=2024)
    return target


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case[0])[:24])
def test_a_sentence_has_these_targets_and_no_others(case: list[Any]) -> None:
    text, *wanted = case
    found = [(t.comparator, plain(t.value), t.unit, t.period) for t in find_targets(text, year=2024)]
    assert sorted(f[:3] for f in found) == sorted((c, v, u) for c, v, u, _ in wanted)
    for comparator, value, unit, period in wanted:  # * where a careful reader may decide either way
        assert period == "*" or (comparator, value, unit, period) in found


@pytest.mark.parametrize(
    ("text", "span", "subject"),
    [
        ("在各区举办专场推介活动6场以上。", "专场推介活动6场以上", "专场推介活动"),
        ("全年完成投资额45亿元以上。", "全年完成投资额45亿元以上", "投资额"),
        ("提出32项便民措施，", "32项便民措施", "便民措施"),
        ("家庭医生签约服务覆盖率达75%。", "家庭医生签约服务覆盖率达75%", "家庭医生签约服务覆盖率"),
        ("新增 5 个 以上 示范点。", "5 个 以上 示范点", "示范点"),
        ("（含）新开班线２条（含）以上，", "班线２条（含）以上", "班线"),
    ],
)
def test_the_span_takes_in_the_counted_noun_and_the_comparator(text: str, span: str, subject: str) -> None:
    target = only(text)
    assert (target.span, target.subject) == (span, subject)
    assert text[target.start : target.end] == span


def test_money_is_also_kept_in_yuan() -> None:
    target = only("完成投资1.5亿元。")
    assert (target.value, target.unit, target.value_base, target.base_unit) == (
        Decimal("1.5"), "亿元", Decimal(150_000_000), "元",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ["落户投资额10亿元以上项目1个", "新增1个投资额10亿元以上的产业项目", "引进投资额超10亿元企业1家"]
)
def test_a_condition_of_each_member_qualifies_the_count(text: str) -> None:
    target = only(text)
    assert (target.comparator, target.value) == ("=", 1)
    assert target.qualifier is not None
    assert (target.qualifier.value, target.qualifier.unit) == (10, "亿元")
    assert target.qualifier.field.endswith("投资额")
    assert target.span in text


def test_an_amount_for_each_unit_is_a_ratio() -> None:
    target = only("每支巡护小队配备1辆越野车。")
    assert (target.kind, target.per, target.value, target.span) == (
        "ratio", "支巡护小队", 1, "每支巡护小队配备1辆越野车",
    )  # fmt: skip


def test_a_range_keeps_both_ends() -> None:
    target = only("引进企业3—5家。")
    assert (target.comparator, target.value, target.value_max) == (">=", 3, 5)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("满意率95%以上", "rate"), ("税收增长8%以上", "change"), ("安全事故零发生", "zero"), ("巡查全覆盖", "coverage"),
     ("每季度召开例会", "frequency"), ("6月底前印发", "date"), ("培训5场", "count"), ("投资5亿元", "amount")],
)  # fmt: skip
def test_each_target_knows_its_kind(text: str, kind: str) -> None:
    assert only(text).kind == kind


def test_a_report_of_each_enterprise_is_due_from_it() -> None:
    target = only("督促企业每季度报送运行分析报告。")
    assert (target.span, target.per, target.unit, target.period) == (
        "企业每季度报送运行分析报告", "企业", "份", "quarter",
    )  # fmt: skip


def test_a_date_without_a_year_needs_the_plans_year() -> None:
    assert find_targets("6月底前印发方案", year=None) == ()
    assert only("6月底前印发方案").value == date(2024, 6, 30)


def test_the_field_is_handed_on() -> None:
    assert find_targets("培训5场", year=2024, field="l1")[0].field == "l1"


_PIECES = st.sampled_from(
    "每季度 每 全年 不少于 5 十 二十 2,000 1.5 个 项 亿元 以上 （含） 以内 % 百分之 至少 第 《 》 “ ” （ ） 〔2024〕 3号 2024年 12月底前"
    " - — 、 ， 。 其中 完成 项目 投资 零 事故 全覆盖 属 条 K 37 路 \0 \n 　 ９ ① 每月10日前 控制在 10亿元以上项目 一".split(
        " "
    )
)


@settings(max_examples=150, deadline=None)
@given(st.lists(_PIECES, max_size=60).map("".join) | st.text(max_size=200))
def test_any_text_gives_spans_of_itself_in_order_and_apart(text: str) -> None:
    found = find_targets(text, year=2024)
    for target in found:
        assert target.span == text[target.start : target.end] != ""
        assert isinstance(target.value, date) or target.value.is_finite()
    amounts = [t for t in found if t.kind not in ("date", "zero", "coverage")]
    for one, two in pairwise(amounts):
        assert one.end <= two.start


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "一",
        "项",
        "1项",
        "每",
        "每季度",
        "《",
        "“",
        "（",
        "（第",
        "、",
        "零",
        "至少",
        "1,",
        "1-",
        "全年",
        "10亿元以上",
        "a1",
        "年",
        "每季度开展2次，",
    ],
)
def test_a_long_run_of_one_piece_takes_no_time(piece: str) -> None:
    text = (piece * 20_000)[:20_000]
    begun = time.process_time()
    find_targets(text, year=2024)
    assert time.process_time() - begun < 2


def test_the_real_plan_has_its_targets_at_their_places() -> None:
    if not (SHARED / "targets.json").exists():
        pytest.skip("the shared data are not beside this checkout")
    rows = json.loads((SHARED / "oracle.json").read_text(encoding="utf-8"))
    wanted = json.loads((SHARED / "targets.json").read_text(encoding="utf-8"))
    found = {
        (row["no"], t.field, t.comparator, plain(t.value), t.unit, t.period): t
        for row in rows
        for field in ("l1", "l2")
        for t in find_targets(row.get(field) or "", year=2024, field=field)
    }
    keys = {(w["no"], w["field"], w["comparator"], str(w["value"]), w["unit"], w["period"]): w for w in wanted}
    assert found.keys() == keys.keys()
    apart = [k for k, w in keys.items() if not (found[k].start <= w["start"] and w["end"] <= found[k].end)]
    assert apart == []
