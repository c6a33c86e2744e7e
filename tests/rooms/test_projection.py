"""The columns repeat what the draft says, and an edit writes no more than it changed."""

from __future__ import annotations

from decimal import Decimal

import pytest
import sample
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jixiao.core.drafting import HEADING, Change, Insert, Move, Remove, Set
from jixiao.people.models import Account, Organisation, Person
from jixiao.plans.actions import drafting
from jixiao.plans.models import Item, Link, Plan, PlanVersion, Responsibility, Target


@pytest.fixture
def keys(plan: Plan) -> dict[str, int]:
    """Primary keys of the plan's indicators by uid."""
    return {uid: pk for uid, pk in Item.objects.indicators().values_list("uid", "pk") if uid}


def change(clerk: Account, plan: Plan, *changes: Change) -> drafting.Edited:
    done = drafting.edit(clerk, plan.draft.pk, changes, "测试", sample.NOW)
    assert not done.conflicts
    plan.refresh_from_db()
    return done


def item(uid: str) -> Item:
    return Item.objects.get(uid=uid)


def test_a_cell_reaches_its_column_and_the_total(clerk: Account, plan: Plan) -> None:
    before = plan.digest
    change(clerk, plan, Set("r1", "weight", "2", "3.5"))
    assert (item("r1").points, plan.total) == (Decimal("3.5"), Decimal("11.5"))
    assert plan.digest != before


def test_indicators_and_branches_keep_their_keys(clerk: Account, plan: Plan, keys: dict[str, int]) -> None:
    branches = set(Item.objects.filter(uid=None).values_list("pk", flat=True))
    change(clerk, plan, Set("r2", "l2", "每季度巡查全部公园。", "每月巡查全部公园。"), Move("r1", "r2"))
    assert dict(Item.objects.indicators().values_list("uid", "pk")) == keys
    assert set(Item.objects.filter(uid=None).values_list("pk", flat=True)) == branches
    assert (item("r2").position, item("r1").position) == (1, 2)


def test_a_renamed_goal_is_one_branch_and_the_old_one_is_gone(clerk: Account, plan: Plan) -> None:
    renamed = [Set(uid, "l1", "建设口袋公园", "建设街角公园") for uid in ("r1", "r2")]
    change(clerk, plan, *renamed)
    assert list(Item.objects.filter(level="goal").values_list("title", flat=True)) == ["建设街角公园"]


def test_an_unknown_name_is_nobody_until_the_plan_is_frozen(clerk: Account, plan: Plan) -> None:
    change(clerk, plan, Set("r3", "owners", "何知远", "新来的人"), Set("r3", "offices", "办公室", "新科"))
    duty = Responsibility.objects.get(item=item("r3"), role="owner")
    assert (duty.name, duty.person) == ("新来的人", None)
    assert not Person.objects.filter(name="新来的人").exists()
    drafting.freeze(plan, PlanVersion(), plan.draft, sample.NOW)
    assert Responsibility.objects.get(item=item("r3"), role="owner").person == Person.objects.get(name="新来的人")
    assert Organisation.objects.filter(name="新科", parent=plan.organisation).exists()


def test_a_removed_row_is_deleted_but_one_that_others_hang_on_is_withdrawn(clerk: Account, plan: Plan) -> None:
    child = Plan.objects.create(organisation=plan.organisation, title="子方案", begun_at=sample.NOW, parent=plan)
    below = Item.objects.create(plan=child, level="indicator", position=1, uid="r1", title="分解")
    Link.objects.create(parent=item("r3"), child=below)
    rows = {row["uid"]: row["cells"] for row in plan.draft.rows}
    change(clerk, plan, Remove("r3", rows["r3"]), Remove("r4", rows["r4"]))
    assert not Item.objects.filter(plan=plan, uid="r4").exists()
    kept = Item.objects.get(plan=plan, uid="r3")
    assert (kept.withdrawn, kept.parent is not None) == (True, True)
    assert plan.indicators == Item.objects.indicators().filter(plan=plan).count() == 2


def test_a_new_row_has_its_targets(clerk: Account, plan: Plan) -> None:
    done = change(clerk, plan, Insert("r4", {"l1": "全年新增绿地20公顷以上", "category": "平安建设"}))
    uid = done.draft.rows[-1]["uid"]
    assert [target.value for target in Target.objects.filter(item__uid=uid)] == [Decimal(20)]


def test_one_cell_writes_one_item_however_long_the_plan_is(clerk: Account, agency: Organisation) -> None:
    def statements(rows: int) -> int:
        from jixiao.plans.actions import imports

        text = sample.long_text(rows).encode()
        document = imports.upload_document(clerk, agency, text, "长.txt", sample.NOW).document
        plan = imports.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)
        with CaptureQueriesContext(connection) as captured:
            change(clerk, plan, Set("r2", "weight", "1", "2"))
        return len(captured)

    assert statements(20) == statements(200) <= 30


def test_a_heading_change_reaches_the_plan(clerk: Account, plan: Plan) -> None:
    change(clerk, plan, Set(HEADING, "document_no", "", "青园〔2026〕3号"), Set(HEADING, "year", "2026", "2027"))
    assert (plan.document_no, plan.year) == ("青园〔2026〕3号", 2027)
    assert item("r1").due is not None and item("r1").due.year == 2027
