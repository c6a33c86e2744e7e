from __future__ import annotations

import importlib
import time
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from jixiao.core.overlap import THRESHOLD, Overlap, Work, overlaps_with
from jixiao.core.overlap.vocabulary import vocabulary
from jixiao.core.overlap.wording import read

PAIRS = Path(__file__).parents[1] / "overlap"

PARK = "新建望江口袋公园12个，全年完成投资6000万元，铺设环湖绿道25公里。"
PLAN = [
    PARK,
    "组织执法人员轮训2期，覆盖一线执法人员。",
    "修订《共享单车停放管理细则》，划定禁停区域。",
    "推动西岭厨余垃圾处理厂二期工程主体结构封顶。",
    "瓶装液化气用户入户安检率达到95%以上。",
    "办理市民投诉案件，按期办结率达到97%以上。",
]


def goal(text: str, key: str = "", **more: str) -> Work:
    fields = {"title": "", "basis": "", "citation": "", "no": key} | more
    return Work(key=key, text=text, **fields)


def plan(*texts: str) -> list[Work]:
    return [goal(text, str(at)) for at, text in enumerate(texts or PLAN)]


def against(new: Work, row: Work) -> Overlap:
    """The new goal against one row, the rows of the plan standing beside it."""
    others = [goal(text, f"other-{at}") for at, text in enumerate(PLAN[1:])]
    return next(o for o in overlaps_with(new, [row, *others]) if o.key == row.key)


def sentence(overlap: Overlap, kind: str) -> str:
    return next((reason.sentence for reason in overlap.reasons if reason.kind == kind), "")


def test_the_same_words_overlap_and_lead_the_list() -> None:
    found = overlaps_with(goal(PARK), plan())
    assert found[0].key == "0"
    assert found[0].overlaps
    assert [o.key for o in found if o.overlaps] == ["0"]
    assert len(found) == len(PLAN)
    assert [o.score for o in found] == sorted((o.score for o in found), reverse=True)
    assert all(0 <= o.score <= 100 for o in found)


def test_the_same_work_in_other_words_overlaps() -> None:
    assert against(goal("开展行政执法干部培训，全年举办两期，一线执法队员全部参训。"), goal(PLAN[1], "row")).overlaps


def test_part_of_a_goal_overlaps() -> None:
    assert against(goal("望江一带铺设环湖绿道。"), goal(PARK, "row")).overlaps


ROADS = "整治背街小巷36条，改造路灯、井盖和排水管网。"
SIGNS = "规范背街小巷店招店牌。"
LIST = "为民办实事清单（临委办〔2026〕3号）"


def test_the_same_clause_raises_the_score_and_another_clause_lowers_it() -> None:
    row = goal(ROADS, "row", title="改善出行", basis=LIST, citation="属为民办实事清单第12项")
    plain = against(goal(SIGNS), row)
    same = against(goal(SIGNS, citation="为民办实事清单第十二项"), row)
    apart = against(goal(SIGNS, citation="为民办实事清单第15项"), row)
    assert 0 < apart.score < plain.score < same.score < 100
    assert sentence(same, "citation") == "两项都引用《为民办实事清单》第12项"
    assert not sentence(apart, "citation")
    assert sentence(apart, "document") == "引用同一文件的不同条款：《为民办实事清单》"


def test_rows_of_one_title_share_their_clause_without_being_the_same_work() -> None:
    row = goal(ROADS, "row", title="改善出行", basis=LIST, citation="属为民办实事清单第12项")
    plain = against(goal(SIGNS, title="改善出行"), row)
    same = against(goal(SIGNS, title="改善出行", citation="为民办实事清单第12项"), row)
    assert same.score == plain.score
    assert sentence(same, "citation")


def test_equal_titles_explain_nothing_and_other_titles_do() -> None:
    row = goal("排查并拔除隐患管段。", "row", title="城镇燃气管道安全整治")
    heading = against(goal("入户检查软管和阀门。", title="城镇燃气管道安全整治"), row)
    other = against(goal("入户检查软管和阀门。", title="城镇燃气管道安全攻坚"), row)
    assert heading.score < other.score


def test_a_clause_without_a_document_is_one_of_the_basis() -> None:
    row = goal(PARK, "row", basis="《绿美行动方案》（临政〔2026〕8号）", citation="第4条")
    new = goal("新建口袋公园。", basis="绿美行动方案（临政〔2026〕8号）", citation="第四条")
    assert "第4条" in sentence(against(new, row), "citation")


def test_sub_clauses_tell_clauses_apart() -> None:
    row = goal(PARK, "row", citation="“三定”规定第四条（二）")
    new = goal(PARK, citation="“三定”规定第四条（三）")
    assert not sentence(against(new, row), "citation")
    assert sentence(against(goal(PARK, citation="“三定”规定第四条"), row), "citation")


def test_the_trigger_counts_as_a_document() -> None:
    row = goal(PARK, "row", basis="绿美城市行动方案（临政〔2026〕8号）")
    new = goal("新建口袋公园。", trigger="关于印发绿美城市行动方案的通知（临政〔2026〕8号）")
    assert sentence(against(new, row), "document").startswith("依据同一文件：《")


def test_the_same_project_is_named() -> None:
    found = against(goal("推动西岭厨余垃圾处理厂二期加快建设，主体封顶。"), goal(PLAN[3], "row"))
    assert found.overlaps
    assert sentence(found, "project") == "都提到“西岭厨余垃圾处理厂”"


def test_the_same_document_in_the_wording_is_named() -> None:
    found = against(goal("印发《共享单车停放管理细则》，划定禁停区。"), goal(PLAN[2], "row"))
    assert found.overlaps
    assert sentence(found, "document") == "都提到《共享单车停放管理细则》"


@pytest.mark.parametrize(
    ("mine", "words"),
    [
        ("完成投资0.6亿元，建成望江口袋公园。", "目标值相同：0.6亿元（即6000万元）"),
        ("望江口袋公园新建十二处。", "12"),
        ("环湖绿道铺设25000米。", ""),  # metres and kilometres are different units to the reader of targets
        ("望江口袋公园新建15个。", ""),
        ("改造公厕12座，望江口袋公园免费开放。", ""),
    ],
)
def test_the_same_amount_of_the_same_thing_counts_in_any_unit(mine: str, words: str) -> None:
    found = sentence(against(goal(mine), goal(PARK, "row")), "target")
    assert words in found
    assert bool(words) == bool(found)


def test_tenths_are_per_cents() -> None:
    found = against(goal("瓶装液化气用户入户安检率不低于九成五。"), goal(PLAN[4], "row"))
    assert "95%" in sentence(found, "target")


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("电诈发案数下降一成。", "电信网络诈骗立案数下降10%。"),
        ("整改既有住宅外墙脱落，更换老化管道。", "老旧小区改造外墙，置换老旧管道。"),
        ("组织乡村医生进修。", "对村医开展培训。"),
    ],
)
def test_words_that_say_the_same_count_as_the_same(mine: str, theirs: str) -> None:
    found = against(goal(mine), goal(theirs, "row"))
    assert found.overlaps
    assert not against(goal("评选优秀班主任。"), goal(theirs, "row")).overlaps


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("新建公办幼儿园2所，新增普惠学位。", "建成小学2所，配齐专任教师和操场。"),
        ("为残疾人免费体检。", "为退役军人发放优待证。"),
        ("修缮文庙古建筑，布设消防设施。", "文庙周边新建停车场。"),
        ("对平湖水库大坝除险加固，清淤溢洪道。", "发放平湖水库移民补贴，扶持库区茶叶种植和农产品加工。"),
    ],
)
def test_another_thing_at_the_same_place_or_in_the_same_field_does_not_overlap(mine: str, theirs: str) -> None:
    assert not against(goal(mine), goal(theirs, "row")).overlaps


def test_words_that_nobody_has_listed_overlap_when_they_are_the_same() -> None:
    text = "推动天问晷仪阵列标校复测。"
    assert against(goal(text), goal(text, "row")).overlaps


def test_a_longer_word_implies_the_words_in_it_and_those_that_cross_its_end() -> None:
    assert read("老旧小区").implied >= read("小区").said
    assert read("老旧小区").implied.isdisjoint(read("小区").implied - read("小区").said)
    assert read("医疗机构改革").implied | read("医疗机构改革").said >= read("医疗机构").said


def test_amounts_dates_and_boilerplate_are_no_part_of_a_wording() -> None:
    assert read("12月底前完成投资6000万元，按季度调度").characters == frozenset()
    assert read("百分之九十五").all == frozenset()


def test_the_vocabulary_is_well_formed() -> None:
    known = vocabulary()
    assert len(known.meanings) > 3000
    assert not known.boilerplate & set(known.meanings)
    assert known.deeds < frozenset().union(*known.meanings.values())
    assert [word for word in known.meanings if not word.strip() or set(word) & set("/:[]，。")] == []


def test_boilerplate_alone_does_not_overlap() -> None:
    text = "制定实施方案，倒排工期，明确责任分工，按季度调度，推动任务落实。"
    found = against(goal(f"{text}开展渔港清淤。"), goal(f"{text}评选优秀教师。", "row"))
    assert found.score < THRESHOLD


def test_a_text_of_boilerplate_is_read_with_its_title() -> None:
    text = "倒排工期，挂图作战，按月报送进展。"
    row = goal(text, "row", title="推进云屏抽水蓄能电站前期工作")
    assert against(goal("成立专班，每月会商。", title="加快云屏抽水蓄能电站核准"), row).overlaps
    assert not against(goal(text, title="推进滨海旅游公路建设"), row).overlaps


def test_a_word_that_stands_in_many_rows_tells_little() -> None:
    row, new = "改造河东水厂滤池。", "河东水厂公开招聘。"
    alone = overlaps_with(goal(new), plan(row, *PLAN))
    among = overlaps_with(goal(new), plan(row, *(f"河东水厂{text}" for text in PLAN)))
    assert next(o.score for o in among if o.key == "0") < next(o.score for o in alone if o.key == "0")


def test_stretches_index_the_text_or_else_the_title() -> None:
    mine, theirs = goal("加快望江口袋公园建设。"), goal("", "row", title="新建望江口袋公园12个。")
    found = against(mine, theirs)
    assert [mine.text[a:b] for a, b in found.mine] == ["望江口袋公园"]
    assert [theirs.title[a:b] for a, b in found.theirs] == ["望江口袋公园"]
    assert sentence(found, "wording") == "文字有 1 处相同"


def test_an_empty_goal_and_an_empty_plan_overlap_with_nothing() -> None:
    assert overlaps_with(goal(PARK), []) == ()
    assert not any(o.overlaps for o in overlaps_with(goal(""), plan("", PARK)))


def test_equal_input_gives_equal_output_and_ties_keep_the_order_of_the_plan() -> None:
    rows = plan(*PLAN, *PLAN)
    first = overlaps_with(goal(PARK), rows)
    assert first == overlaps_with(goal(PARK), iter(rows))
    assert [o.key for o in first[:2]] == ["0", str(len(PLAN))]


def test_every_reason_is_a_sentence_of_a_known_kind() -> None:
    found = overlaps_with(goal(PARK, citation="绿美方案第3条"), [goal(PARK, "row", citation="绿美方案第3条")])
    reasons = found[0].reasons
    assert {r.kind for r in reasons} >= {"citation", "target", "wording"}
    assert {r.kind for r in reasons} <= {"citation", "project", "document", "target", "wording"}
    assert all(len(r.sentence) >= 4 for r in reasons)


def test_a_goal_is_compared_with_550_rows_within_the_time_of_a_click() -> None:
    rows = plan(*(f"{text}第{at}批" for at in range(92) for text in PLAN))[:550]
    best = min(_seconds(rows) for _ in range(3))
    assert best < 0.4  # measured 0.11 on a plan of long rows


def _seconds(rows: list[Work]) -> float:
    start = time.process_time()
    overlaps_with(goal(PARK), rows)
    return time.process_time() - start


@pytest.fixture
def measure(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PAIRS))
    return importlib.import_module("measure")


@pytest.mark.parametrize(
    ("half", "recall", "precision"),
    [
        ("tune", "0.98", "0.94"),  # both halves have been learnt from; cross-validated: recall 0.968, precision 0.895
        ("held", "0.98", "0.89"),
        ("blind", "0.90", "0.82"),  # measured once, after the last change
    ],
)
def test_the_measured_pairs_do_not_get_worse(measure: ModuleType, half: str, recall: str, precision: str) -> None:
    found = measure.measured(half)
    assert found.recall >= Decimal(recall)
    assert found.precision >= Decimal(precision)
