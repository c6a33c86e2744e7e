"""Beginning, editing, undoing and redoing a plan's working copy."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sample
from sample import NOW

from jixiao.core.drafting import HEADING, Change, Insert, Move, Remove, Set
from jixiao.core.stages import EDITABLE, Stage
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import drafting
from jixiao.plans.models import Amendment, Draft, Edit, Item, Plan, PlanVersion


@pytest.fixture
def other(account) -> Account:  # type: ignore[no-untyped-def]
    """A second operator of the same agency."""
    return account("other", "operator")


def edit(by: Account, plan: Plan, *changes: Change) -> drafting.Edited:
    return drafting.edit(by, plan.draft.pk, changes, "", NOW)


def text(plan: Plan, uid: str, field: str) -> str:
    plan.draft.refresh_from_db()
    if uid == HEADING:
        return plan.draft.heading.get(field, "")
    return next(row["cells"].get(field, "") for row in plan.draft.rows if row["uid"] == uid)


def order(plan: Plan) -> list[str]:
    plan.draft.refresh_from_db()
    return [row["uid"] for row in plan.draft.rows]


def test_a_blank_plan_has_its_title_its_year_and_a_scale(clerk: Account, agency: Organisation) -> None:
    plan = drafting.begin_blank(clerk, agency, "试写方案", 2027, NOW)
    assert (plan.title, plan.year, plan.indicators, plan.stage) == ("试写方案", 2027, 0, Stage.DRAFTING.value)
    assert plan.draft.heading["scale"] == "100"
    assert Entry.objects.latest("seq").action == "plan.begin"


def test_a_copy_is_next_years_with_all_rows_and_without_last_years_number(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set(HEADING, "document_no", "", "青园〔2026〕1号"), Set(HEADING, "issued", "", "2026-03-01"))
    copy = drafting.begin_copy(clerk, plan, NOW)
    assert (copy.title, copy.year, copy.indicators) == ("青澜市园林局2027年度绩效工作方案", 2027, 4)
    assert not {"document_no", "issued", "basis"} & set(copy.draft.heading)
    assert (copy.copied_from, copy.origin) == (plan, Plan.Origin.COPY)


def test_a_copy_reads_its_deadlines_by_the_new_year(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r2", "deadline", "", "2026-11-30"))
    copy = drafting.begin_copy(clerk, plan, NOW)
    dues = set(Item.objects.indicators().filter(plan=copy).values_list("due", flat=True))
    assert dues == {date(2027, 12, 31), date(2027, 6, 30)}
    assert text(copy, "r2", "deadline") == ""


def test_a_copy_of_a_frozen_plan_is_of_its_latest_version(clerk: Account, plan: Plan) -> None:
    drafting.freeze(plan, PlanVersion(), plan.draft, NOW)
    edit(clerk, plan, Set("r1", "l2", text(plan, "r1", "l2"), "冻结以后的改动"))
    copy = drafting.begin_copy(clerk, plan, NOW)
    assert text(copy, "r1", "l2") == "全年建成口袋公园12个以上。"


def test_what_cannot_be_read_stays_as_it_was_typed_and_is_flagged(clerk: Account, plan: Plan) -> None:
    done = edit(clerk, plan, Set("r1", "weight", "2", "两三分"))
    assert [(flag.uid, flag.field, flag.text) for flag in done.reading.flags] == [("r1", "weight", "两三分")]
    assert text(plan, "r1", "weight") == "两三分"
    assert plan.findings.filter(code="cell-unreadable", item__uid="r1").exists()


def test_every_edit_is_in_the_history_and_in_the_journal_in_words(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    kept = Edit.objects.get()
    assert (kept.by, kept.number, kept.summary) == (clerk, 1, "第1行（1-1）的权重分值：“2”改为“3”")
    entry = Entry.objects.latest("seq")
    assert (entry.action, entry.before != entry.after) == ("plan.edit", True)


def test_an_edit_that_changes_nothing_leaves_no_trace(clerk: Account, plan: Plan) -> None:
    before = Entry.objects.count()
    assert edit(clerk, plan, Set("r1", "weight", "2", "2")).edit is None
    assert (Edit.objects.count(), Entry.objects.count()) == (0, before)


def test_undo_takes_back_one_edit_after_the_other_and_redo_does_them_again(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    edit(clerk, plan, Set("r1", "weight", "3", "4"))
    drafting.undo(clerk, plan.draft.pk, NOW)
    assert text(plan, "r1", "weight") == "3"
    drafting.undo(clerk, plan.draft.pk, NOW)
    assert text(plan, "r1", "weight") == "2"
    with pytest.raises(Refused, match="没有可以撤销的编辑"):
        drafting.undo(clerk, plan.draft.pk, NOW)
    drafting.redo(clerk, plan.draft.pk, NOW)
    assert text(plan, "r1", "weight") == "3"
    drafting.redo(clerk, plan.draft.pk, NOW)
    assert text(plan, "r1", "weight") == "4"
    with pytest.raises(Refused, match="没有可以恢复的编辑"):
        drafting.redo(clerk, plan.draft.pk, NOW)


def test_a_redone_edit_can_be_undone_again(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    for _ in range(3):
        drafting.undo(clerk, plan.draft.pk, NOW)
        assert text(plan, "r1", "weight") == "2"
        drafting.redo(clerk, plan.draft.pk, NOW)
        assert text(plan, "r1", "weight") == "3"


def test_a_new_edit_ends_what_could_be_redone(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    drafting.undo(clerk, plan.draft.pk, NOW)
    edit(clerk, plan, Set("r2", "weight", "2", "3"))
    with pytest.raises(Refused, match="没有可以恢复的编辑"):
        drafting.redo(clerk, plan.draft.pk, NOW)


def test_everybody_takes_back_only_the_own_edits(clerk: Account, other: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    edit(other, plan, Set("r2", "weight", "2", "3"))
    drafting.undo(clerk, plan.draft.pk, NOW)
    assert (text(plan, "r1", "weight"), text(plan, "r2", "weight")) == ("2", "3")


def test_an_undo_never_overwrites_what_another_person_changed_since(clerk: Account, other: Account, plan: Plan) -> None:
    edit(clerk, plan, Set("r1", "weight", "2", "3"))
    edit(other, plan, Set("r1", "weight", "3", "5"))
    with pytest.raises(Refused, match="已被改动"):
        drafting.undo(clerk, plan.draft.pk, NOW)
    assert text(plan, "r1", "weight") == "5"


def test_inserting_moving_and_removing_are_undone_too(clerk: Account, plan: Plan) -> None:
    cells = next(row["cells"] for row in plan.draft.rows if row["uid"] == "r2")
    edit(clerk, plan, Insert("r1", {"l1": "新增"}), Move("r4", ""), Remove("r2", cells))
    assert order(plan) == ["r4", "r1", "r5", "r3"]
    drafting.undo(clerk, plan.draft.pk, NOW)
    assert order(plan) == ["r1", "r2", "r3", "r4"]
    assert text(plan, "r2", "l2") == cells["l2"]


def test_a_removed_rows_uid_is_never_given_again(clerk: Account, plan: Plan) -> None:
    edit(clerk, plan, Remove("r4", plan.draft.rows[3]["cells"]))
    edit(clerk, plan, Insert("r3"))
    assert order(plan)[-1] == "r5"


@pytest.mark.parametrize("stage", sorted(set(Stage) - EDITABLE))
def test_a_stage_that_is_closed_refuses_edits_with_a_sentence(clerk: Account, plan: Plan, stage: Stage) -> None:
    Plan.objects.filter(pk=plan.pk).update(stage=stage.value)
    with pytest.raises(Refused, match="不能编辑"):
        edit(clerk, plan, Set("r1", "weight", "2", "3"))
    assert text(plan, "r1", "weight") == "2"


def test_an_amendments_working_copy_changes_without_the_plans_columns(clerk: Account, plan: Plan) -> None:
    version = drafting.freeze(plan, PlanVersion(), plan.draft, NOW)
    amendment = Amendment.objects.create(plan=plan, base=version, proposed_at=NOW)
    draft = Draft.objects.create(amendment=amendment, heading=plan.draft.heading, rows=plan.draft.rows)
    drafting.edit(clerk, draft.pk, [Set("r1", "weight", "2", "3")], "", NOW)
    draft.refresh_from_db()
    assert draft.rows[0]["cells"]["weight"] == "3"
    assert Item.objects.get(plan=plan, uid="r1").points == 2
    Amendment.objects.update(state=Amendment.State.APPROVED)
    with pytest.raises(Refused, match="已经办结"):
        drafting.edit(clerk, draft.pk, [Set("r1", "weight", "3", "4")], "", NOW + timedelta(days=1))


@pytest.mark.parametrize("who", ["reader", "leader", "stranger"])
def test_nobody_else_may_begin_or_edit(request: pytest.FixtureRequest, plan: Plan, who: str) -> None:
    account = request.getfixturevalue(who)
    with pytest.raises(Forbidden):
        edit(account, plan, Set("r1", "weight", "2", "3"))
    with pytest.raises(Forbidden):
        drafting.begin_copy(account, plan, sample.NOW)
