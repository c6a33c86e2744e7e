from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from jixiao.core.places import Place
from jixiao.core.procedure import Due, calendar_of
from jixiao.core.records import Step
from jixiao.intake import read_document

SAMPLE = Path(__file__).parents[2] / "src" / "jixiao" / "site" / "demo" / "plan.txt"
REAL = sorted((Path(__file__).parents[3] / "shared" / "data").glob("*.txt"))


def step(text: str, title: str = "某项", due: date | None = None) -> Step:
    return Step(title, text, None, due, None, Place(1))


def dated(text: str, title: str = "某项", year: int = 2026) -> list[str]:
    return [f"{due.stage} {due.due}" for due in calendar_of([step(text, title)], year)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1月底前，各股室报送工作目标，由局办公室汇总形成绩效计划草案。", ["drafting 2026-01-31"]),
        ("3月15日前，将方案（征求意见稿）送各科室征求意见。", ["drafting 2026-03-15"]),
        ("2月5日前，各科室将年度指标报局绩效办汇总。", ["drafting 2026-02-05"]),
        ("2月20日前，交叉审核各单位方案。", ["peer_review 2026-02-20"]),
        ("2月20日前，送同组单位审核。", ["peer_review 2026-02-20"]),
        ("2月25日前，提交局党组会研究。", ["sign_off 2026-02-25"]),
        ("2月底前经局长办公会审定。", ["sign_off 2026-02-28"]),
        ("3月5日前，呈分管副市长签批。", ["leader_approval 2026-03-05"]),
        ("3月10日前，将绩效计划报送市绩效办。", ["submitted 2026-03-10"]),
        ("3月10日前，报县考评办审批。", ["submitted 2026-03-10"]),
        ("3月31日前，市绩效办核准下达各单位绩效目标。", ["approved 2026-03-31"]),
        ("4月10日前，在政府网站公示。", ["published 2026-04-10"]),
        ("3月底前，制定印发年度绩效管理工作方案。", ["drafting 2026-03-31", "published 2026-03-31"]),
        ("11月底前，各单位完成自查自评。", ["self_evaluation 2026-11-30"]),
        ("7月10日前，报送半年自评报告。", ["monitoring 2026-07-10"]),
        ("11月至12月，开展公众满意度测评。", ["evaluation 2026-12-31"]),
        ("次年1月15日前，组织年终考核。", ["assessment 2027-01-15"]),
        ("次年3月底前，汇总考评结果，报市政府审定后通报。", ["circular 2027-03-31"]),
        ("次年4月底前，将整改情况报市绩效办。", ["rectification 2027-04-30"]),
    ],
)
def test_the_words_of_a_clause_name_its_stage(text: str, expected: list[str]) -> None:
    assert dated(text) == expected


def test_each_date_governs_the_words_behind_it() -> None:
    text = "2月10日前，形成方案初稿；2月20日前，完成互审；2月27日前，报市政府分管领导审定，并送市绩效办核准。"
    assert dated(text) == [
        "drafting 2026-02-10",
        "peer_review 2026-02-20",
        "leader_approval 2026-02-27",
        "submitted 2026-02-27",
    ]


def test_dates_behind_their_words_are_theirs() -> None:
    text = "形成方案初稿（2月10日前），开展互审（2月20日前），报分管领导审签（2月28日前）。"
    assert dated(text) == ["drafting 2026-02-10", "peer_review 2026-02-20", "leader_approval 2026-02-28"]


def test_two_dates_in_one_clause_part_its_words() -> None:
    assert dated("于2月10日前形成初稿并于2月20日前完成互审。") == ["drafting 2026-02-10", "peer_review 2026-02-20"]


def test_one_clause_without_commas_names_two_stages() -> None:
    assert dated("3月5日前报分管副市长审定并报市绩效办批复。") == ["leader_approval 2026-03-05", "submitted 2026-03-05"]


def test_listed_dates_share_their_words() -> None:
    assert dated("6月30日、12月31日前，各单位开展自评。") == [
        "self_evaluation 2026-06-30",
        "self_evaluation 2026-12-31",
    ]


def test_what_is_done_on_the_way_is_due_by_the_same_date() -> None:
    expected = ["sign_off 2026-03-20", "leader_approval 2026-03-20", "submitted 2026-03-20"]
    assert dated("经局领导小组审议、分管副市长审签后，于3月20日前报市考评办审批。") == expected
    assert dated("3月5日前，经局党组会研究通过后，报县绩效办审核。") == ["sign_off 2026-03-05", "submitted 2026-03-05"]


def test_the_office_of_the_leading_group_is_not_the_leading_group() -> None:
    assert dated("2月10日前，领导小组办公室研究形成方案初稿。") == ["drafting 2026-02-10"]


def test_channels_called_open_are_no_publication() -> None:
    assert dated("2月10日前，在政务公开栏旁开展公开评议的准备并形成方案初稿。") == ["drafting 2026-02-10"]


def test_what_an_act_rests_on_is_no_stage() -> None:
    assert dated("3月5日前，根据互审意见修改方案，报分管领导审定。") == ["leader_approval 2026-03-05"]


def test_filing_of_another_paper_is_no_submission_of_the_plan() -> None:
    assert dated("3月31日前，制定机关内部绩效考评办法，报市绩效办备案。") == ["internal_plan 2026-03-31"]
    assert dated("12月31日前，完成自评，经领导小组审定后报市绩效办。") == ["self_evaluation 2026-12-31"]


def test_a_plan_for_assessment_is_drafted_not_assessed() -> None:
    assert dated("3月15日前，组织制定年度考核方案。") == ["drafting 2026-03-15"]


def test_a_season_in_the_date_is_no_monitoring() -> None:
    assert dated("第三季度开展领导评价。") == ["evaluation 2026-09-30"]


def test_words_that_name_no_stage_are_left_out() -> None:
    assert dated("12月底前，各单位完成年度目标任务。") == []
    assert dated("全年配合做好各项工作。") == []


@pytest.mark.parametrize(
    ("text", "after", "workdays", "days", "wording"),
    [
        ("核准后7个工作日内，在局网站公布。", "approved", 7, None, "核准后7个工作日内"),
        ("自批复之日起十个工作日内，在网站公开。", "approved", 10, None, "批复之日起十个工作日内"),
        ("方案经批准后，５个工作日内向社会公布。", "approved", 5, None, "批准后5个工作日内"),
        ("领导小组审议通过后3日内，报市绩效办核准。", "sign_off", None, 3, "审议通过后3日内"),
        ("批复后一个月内向社会公开。", "approved", None, None, "批复后一个月内"),
        ("批复后通过网站公开。", "approved", None, None, "批复后"),
        ("考评结果通报后20个工作日内，制定整改清单。", "circular", 20, None, "通报后20个工作日内"),
        ("方案印发后15日内，制定内部考核细则。", "published", None, 15, "印发后15日内"),
    ],
)
def test_a_term_after_another_stage_has_no_day_of_its_own(
    text: str, after: str, workdays: int | None, days: int | None, wording: str
) -> None:
    (due,) = calendar_of([step(text)], 2026)
    assert (due.due, due.after, due.workdays, due.days, due.due_text) == (None, after, workdays, days, wording)


def test_a_date_beside_what_is_waited_for_keeps_both() -> None:
    for text in ("方案批复后，4月15日前在网站公布。", "4月15日前，方案经批复后在网站公布。"):
        (due,) = calendar_of([step(text)], 2026)
        assert (due.stage, due.due, due.after) == ("published", date(2026, 4, 15), "approved")


def test_a_new_event_ends_the_reach_of_the_date_before_it() -> None:
    submitted, published = calendar_of([step("3月1日前，报市绩效办审批，批复后5个工作日内公布。")], 2026)
    assert (submitted.due, published.due, published.workdays) == (date(2026, 3, 1), None, 5)


def test_a_heading_speaks_where_its_clauses_name_no_stage() -> None:
    assert dated("2027年1月20日前，各组按分工完成各项工作。", "年终考评") == ["assessment 2027-01-20"]
    assert dated("1月20日前，制定方案。", "年终考评") == ["drafting 2026-01-20"]


def test_a_date_in_the_heading_governs_undated_sentences() -> None:
    assert dated("制定方案；征求意见后提交党组会审议。", "准备阶段（1月至2月）") == [
        "drafting 2026-02-28",
        "sign_off 2026-02-28",
    ]


def test_a_title_that_only_quotes_the_text_is_no_heading() -> None:
    steps = [
        step("2月10日前形成初稿；", "2月10日前形成初稿；各科室"),
        step("各科室做好自评。", "2月10日前形成初稿；各科室"),
    ]
    assert [due.stage for due in calendar_of(steps, 2026)] == ["drafting"]


def test_a_sentence_that_goes_on_keeps_the_date() -> None:
    steps = [step("2月27日前，报分管领导审定；"), step("并送市绩效办核准。")]
    assert [due.stage for due in calendar_of(steps, 2026)] == ["leader_approval", "submitted"]


def test_the_year_that_the_reader_carried_over_is_kept() -> None:
    (due,) = calendar_of([step("2月底前，通报考评结果。", due=date(2027, 2, 28))], 2026)
    assert due.due == date(2027, 2, 28)


def test_a_day_that_somebody_corrected_is_kept() -> None:
    (due,) = calendar_of([step("2月底前，通报考评结果。", due=date(2026, 3, 6))], 2026)
    assert due.due == date(2026, 3, 6)


def test_without_a_year_the_wording_remains() -> None:
    (due,) = calendar_of([step("2月10日前形成初稿。")], None)
    assert due == Due("drafting", "某项", None, "2月10日前", "2月10日前形成初稿。")


def test_a_stretch_has_its_first_day() -> None:
    (due,) = calendar_of([step("10月至12月，配合公众评议。")], 2026)
    assert (due.start, due.due) == (date(2026, 10, 1), date(2026, 12, 31))


def test_the_bundled_sample_gives_its_calendar_in_order() -> None:
    plan = read_document(SAMPLE.read_bytes()).plan
    assert [f"{due.stage} {due.due}" for due in calendar_of(plan.steps, plan.meta.year)] == [
        "drafting 2026-02-10",
        "peer_review 2026-02-20",
        "leader_approval 2026-02-27",
        "submitted 2026-02-27",
        "published None",
        "internal_plan 2026-03-31",
        "monitoring 2026-07-15",
        "evaluation 2026-12-31",
        "self_evaluation 2026-12-31",
        "assessment 2027-02-28",
        "rectification None",
    ]


@pytest.mark.skipif(not REAL, reason="no issued plan beside the repository")
def test_an_issued_plan_gives_the_seven_dates_of_its_calendar() -> None:
    plan = read_document(REAL[0].read_bytes()).plan
    found = {f"{due.stage} {due.due}" for due in calendar_of(plan.steps, plan.meta.year) if due.due}
    assert found == {
        "drafting 2024-07-10",
        "peer_review 2024-07-19",
        "leader_approval 2024-07-26",
        "submitted 2024-07-26",
        "internal_plan 2024-08-15",
        "evaluation 2024-12-31",
        "self_evaluation 2024-12-31",
        "assessment 2025-02-28",
    }
