"""An approved plan changes only by an amendment with its paper, and only while its points add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import approved
import pytest
from approved import GIVEN, amendment, approve
from sample import NOW

from jixiao.core import freezing
from jixiao.core.drafting import Insert, Remove, Set
from jixiao.core.stages import Stage
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import amendments, drafting
from jixiao.plans.models import Amendment, Draft, Edit, Item, Plan, PlanVersion
from jixiao.plans.papers import PaperFile

FILE = PaperFile("批复.pdf", "a" * 64)
REWORD = Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。")


@pytest.fixture
def plan(clerk: Account, agency: Organisation) -> Plan:
    found = approved.approved_plan(clerk, agency)
    approved.at(found, Stage.PUBLISHED)
    return found


def test_approving_freezes_the_next_version_and_the_plan_says_it(clerk: Account, chief: Account, plan: Plan) -> None:
    version = approve(chief, amendment(clerk, plan, REWORD))
    plan.refresh_from_db()
    assert (version.number, version.document_no, plan.stage) == (2, GIVEN.document_no, Stage.AMENDED)
    assert Item.objects.get(plan=plan, uid="r2").title == REWORD.new
    assert plan.digest == version.digest
    entry = Entry.objects.filter(action="amendment.approve").get()
    assert (entry.before, entry.after) == (plan.versions.get(number=1).digest, version.digest)


def test_a_plan_that_was_not_published_stays_approved(clerk: Account, chief: Account, plan: Plan) -> None:
    approved.at(plan, Stage.APPROVED)
    approve(chief, amendment(clerk, plan, REWORD))
    plan.refresh_from_db()
    assert plan.stage == Stage.APPROVED


@pytest.mark.parametrize("stage", [s for s in Stage if s not in (Stage.APPROVED, Stage.PUBLISHED, Stage.AMENDED)])
def test_only_an_approved_plan_that_is_not_closed_is_amended(clerk: Account, plan: Plan, stage: Stage) -> None:
    approved.at(plan, stage)
    with pytest.raises(Refused, match="不能调整"):
        amendments.propose(clerk, plan.pk, GIVEN, NOW)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("document_no", " ", "请填写调整文号"),
        ("issued", None, "请填写调整日期"),
        ("issued", date(2026, 8, 1), "不能晚于今天"),
        ("reason", "", "请写明调整理由"),
        ("basis", "", "请写明调整依据"),
    ],
)
def test_number_date_reason_and_basis_are_required(
    clerk: Account, chief: Account, plan: Plan, field: str, value: object, sentence: str
) -> None:
    begun = amendment(clerk, plan, REWORD)
    amendments.describe(clerk, begun.pk, replace(GIVEN, **{field: value}), NOW)  # type: ignore[arg-type]
    with pytest.raises(Refused, match=sentence):
        approve(chief, begun)
    assert plan.versions.count() == 1


def test_points_must_still_add_up(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, Set("r2", "weight", "2", "1"))
    with pytest.raises(Refused, match="分值不平"):
        approve(chief, begun)


def test_an_unreadable_cell_is_refused(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, Set("r2", "weight", "2", "两三分"))
    with pytest.raises(Refused, match="无法识别"):
        approve(chief, begun)


def test_an_amendment_without_a_change_is_refused(clerk: Account, chief: Account, plan: Plan) -> None:
    with pytest.raises(Refused, match="没有差别"):
        approve(chief, amendment(clerk, plan))


def test_nobody_approves_what_was_changed_since_he_looked(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, REWORD)
    seen = Draft.objects.get(amendment=begun).version
    drafting.edit(clerk, begun.draft.pk, [Set("r1", "deadline_raw", "12月底前", "11月底前")], "再改", NOW)
    with pytest.raises(Refused, match="重新核对"):
        amendments.approve(chief, begun.pk, seen, NOW)


def test_the_operator_cannot_approve_but_records_an_approval_with_its_paper(clerk: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, REWORD)
    with pytest.raises(Refused, match=r"请填写批准调整的领导或单位.*请上传批准文件"):
        approve(clerk, begun)
    amendments.describe(clerk, begun.pk, replace(GIVEN, file=FILE), NOW)
    approve(clerk, begun, who="市绩效办")
    assert '"who":"市绩效办"' in Entry.objects.get(action="amendment.approve").facts


@pytest.mark.parametrize("who", ["reader", "leader", "head", "stranger"])
def test_nobody_else_proposes_or_approves(request: pytest.FixtureRequest, clerk: Account, plan: Plan, who: str) -> None:
    by = request.getfixturevalue(who)
    begun = amendment(clerk, plan, REWORD)
    for attempt in (
        lambda: amendments.propose(by, plan.pk, GIVEN, NOW),
        lambda: approve(by, begun, who="某人"),
        lambda: amendments.withdraw(by, begun.pk, NOW),
        lambda: amendments.describe(by, begun.pk, GIVEN, NOW),
        lambda: amendments.rebase(by, begun.pk, 1, (), NOW),
    ):
        with pytest.raises(Forbidden):
            attempt()


def test_a_frozen_plan_is_not_edited_without_an_amendment(clerk: Account, plan: Plan) -> None:
    before = [*Item.objects.filter(plan=plan).values()], plan.versions.get().content
    with pytest.raises(Refused, match="不能编辑"):
        drafting.edit(clerk, plan.draft.pk, [REWORD], "偷改", NOW)
    for turn in (drafting.undo, drafting.redo):
        with pytest.raises(Refused):
            turn(clerk, plan.draft.pk, NOW)
    amendment(clerk, plan, REWORD)  # an open amendment changes nothing yet
    assert ([*Item.objects.filter(plan=plan).values()], plan.versions.get().content) == before


def test_a_closed_amendment_is_never_changed(clerk: Account, chief: Account, plan: Plan) -> None:
    begun = amendment(clerk, plan, REWORD)
    approve(chief, begun)
    for attempt in (
        lambda: drafting.edit(clerk, begun.draft.pk, [Set("r1", "no", "1-1", "9-9")], "再改", NOW),
        lambda: amendments.describe(clerk, begun.pk, GIVEN, NOW),
        lambda: amendments.withdraw(clerk, begun.pk, NOW),
        lambda: approve(chief, begun),
    ):
        with pytest.raises(Refused, match="已经办结"):
            attempt()


def test_a_withdrawn_amendment_stays_readable_and_changes_nothing(clerk: Account, plan: Plan) -> None:
    begun = amendments.withdraw(clerk, amendment(clerk, plan, REWORD).pk, NOW)
    assert begun.state == Amendment.State.WITHDRAWN
    assert Edit.objects.filter(draft=begun.draft).exists()
    assert plan.versions.count() == 1


def test_a_second_amendment_is_refused_until_it_stands_on_the_version_in_force(
    clerk: Account, chief: Account, plan: Plan
) -> None:
    first = amendment(clerk, plan, REWORD)
    second = amendment(clerk, plan, Set("r1", "deadline_raw", "12月底前", "11月底前"))
    approve(chief, first)
    with pytest.raises(Refused, match="改到最新版本"):
        approve(chief, second)
    amendments.rebase(clerk, second.pk, 2, (), NOW)
    rows = {row.uid: row for row in freezing.thaw(approve(chief, second).content).rows}
    assert (rows["r2"].l2, rows["r1"].deadline_raw) == (REWORD.new, "11月底前")


@pytest.mark.parametrize(("keep", "said"), [((), "每月巡查全部公园。"), (("r2|l2",), "每周巡查全部公园。")])
def test_where_two_amendments_changed_the_same_a_person_decides(
    clerk: Account, chief: Account, plan: Plan, keep: tuple[str, ...], said: str
) -> None:
    first, second = amendment(clerk, plan, REWORD), amendment(clerk, plan, replace(REWORD, new="每周巡查全部公园。"))
    approve(chief, first)
    target = plan.versions.get(number=2)
    conflict = amendments.rebased_on(Amendment.objects.get(pk=second.pk), target).conflicts[0]
    assert (conflict.base, conflict.theirs, conflict.mine) == (REWORD.old, REWORD.new, "每周巡查全部公园。")
    amendments.rebase(clerk, second.pk, 2, keep, NOW)
    cells = {row["uid"]: row["cells"] for row in Draft.objects.get(amendment=second).rows}
    assert cells["r2"]["l2"] == said


def test_a_rebase_onto_an_older_version_is_refused(clerk: Account, chief: Account, plan: Plan) -> None:
    second = amendment(clerk, plan, Set("r1", "no", "1-1", "1-9"))
    approve(chief, amendment(clerk, plan, REWORD))
    with pytest.raises(Refused, match="已是第 2 版"):
        amendments.rebase(clerk, second.pk, 1, (), NOW)


def test_a_row_that_was_taken_out_and_a_new_one_keep_the_sum(clerk: Account, chief: Account, plan: Plan) -> None:
    row = next(row for row in Draft.objects.get(of_plan=plan).rows if row["uid"] == "r4")
    cells = {**row["cells"], "no": "3-2", "l1": "建成应急避险点2处"}
    version = approve(chief, amendment(clerk, plan, Remove("r4", row["cells"]), Insert("r3", cells)))
    assert [each.uid for each in freezing.thaw(version.content).rows] == ["r1", "r2", "r3", "r5"]
    assert not Item.objects.indicators().filter(plan=plan, uid="r4").exists()
    assert isinstance(version, PlanVersion)
