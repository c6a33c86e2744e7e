"""Handing a plan down to offices and enterprises."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
import sample
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from sample import NOW

from jixiao.core.credit import Credit
from jixiao.core.drafting import Set
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.actions import cascade as actions
from jixiao.plans.actions import credit, drafting, imports
from jixiao.plans.models import CreditShare, Draft, Item, Link, Plan, PlanVersion

pytestmark = pytest.mark.usefixtures("today")


def approve(plan: Plan) -> Plan:
    """Freeze the plan as its approval does."""
    plan.stage = "approved"
    plan.save(update_fields=["stage"])
    drafting.freeze(plan, PlanVersion(document_no="青绩办〔2026〕1号"), Draft.objects.get(of_plan=plan), NOW)
    return plan


@pytest.fixture
def parent(plan: Plan) -> Plan:
    return approve(plan)


def office(name: str) -> Organisation:
    return Organisation.objects.get(name=name)


def child_of(parent: Plan, name: str) -> Plan:
    return Plan.objects.get(parent=parent, organisation__name=name)


def weights(child: Plan) -> dict[str, str]:
    """What the draft of a child says, by the number of the row."""
    return {row["cells"]["no"]: row["cells"].get("weight", "") for row in Draft.objects.get(of_plan=child).rows}


def type_weight(clerk: Account, child: Plan, uid: str, new: str) -> None:
    draft = Draft.objects.get(of_plan=child)
    old = next(row["cells"]["weight"] for row in draft.rows if row["uid"] == uid)
    drafting.edit(clerk, draft.pk, [Set(uid, "weight", old, new)], "改分值", NOW)


def test_every_office_gets_a_plan_of_the_rows_that_it_carries(clerk: Account, parent: Plan) -> None:
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert done.made == 2
    assert weights(child_of(parent, "绿化科")) == {"1-1": "2", "1-2": "2"}
    assert weights(child_of(parent, "办公室")) == {"1-2": "2", "2-1": "3"}


def test_a_child_belongs_to_its_office_and_its_parent_and_says_its_scale(clerk: Account, parent: Plan) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    child = child_of(parent, "办公室")
    assert (child.origin, child.year, child.title) == ("cascade", 2026, "办公室2026年度绩效目标")
    assert Draft.objects.get(of_plan=child).heading["scale"] == "5"
    assert child.total == Decimal("5")


def test_a_row_of_a_child_is_linked_to_the_row_that_it_carries_out(clerk: Account, parent: Plan) -> None:
    credit.set_credit(clerk, parent.pk, Credit.EQUAL, NOW)
    actions.generate_offices(clerk, parent.pk, NOW)
    links = {(link.parent.no, link.child.plan.organisation.name): link.share for link in Link.objects.all()}
    assert links == {
        ("1-1", "绿化科"): None,
        ("1-2", "绿化科"): Decimal("0.5"),
        ("1-2", "办公室"): Decimal("0.5"),
        ("2-1", "办公室"): None,
    }


def test_nothing_is_handed_down_before_the_plan_is_frozen(clerk: Account, plan: Plan) -> None:
    with pytest.raises(Refused, match="批复"):
        actions.generate_offices(clerk, plan.pk, NOW)
    with pytest.raises(Refused, match="批复"):
        actions.begin_enterprise(clerk, plan.pk, "青澜园林公司", ["r1"], NOW)


def test_a_child_that_nobody_edited_is_made_anew(clerk: Account, parent: Plan) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    before = child_of(parent, "办公室")
    credit.set_credit(clerk, parent.pk, Credit.EQUAL, NOW)
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert (done.made, done.renewed) == (0, 2)
    after = child_of(parent, "办公室")
    assert (after.pk, weights(after)) == (before.pk, {"1-2": "1", "2-1": "3"})
    assert Link.objects.filter(child__plan=after).count() == 2


def test_a_child_that_was_edited_is_never_overwritten_and_the_difference_is_told(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    child = child_of(parent, "办公室")
    type_weight(clerk, child, "r1", "1.8")
    credit.set_credit(clerk, parent.pk, Credit.EQUAL, NOW)
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert (done.renewed, done.differing) == (1, 1)
    assert weights(child) == {"1-2": "1.8", "2-1": "3"}
    page = as_(clerk).get(f"/plans/{parent.pk}/cascade/compare/").content.decode()
    assert "<td>权重分值</td><td>1</td><td>1.8</td>" in page
    assert "与本方案一致：绿化科" in page


def test_a_new_row_goes_into_an_edited_child_behind_the_row_before_it(clerk: Account, parent: Plan) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    child = child_of(parent, "办公室")
    type_weight(clerk, child, "r1", "1.8")
    draft = Draft.objects.get(of_plan=parent)
    draft.rows[0]["cells"]["offices"] = "绿化科、办公室"
    draft.rows[3]["cells"]["offices"] = "办公室"
    draft.save()
    drafting.freeze(parent, PlanVersion(), draft, NOW)
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert (done.added, done.differing) == (2, 1)
    assert list(weights(child).items()) == [("1-1", "2"), ("1-2", "1.8"), ("2-1", "3"), ("3-1", "3")]
    assert Link.objects.filter(child__plan=child).count() == 4


def test_a_frozen_child_stays_as_it_is_and_a_row_that_it_no_longer_carries_is_told(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    child = approve(child_of(parent, "办公室"))
    draft = Draft.objects.get(of_plan=parent)
    draft.rows[2]["cells"]["offices"] = "绿化科"
    draft.save()
    drafting.freeze(parent, PlanVersion(), draft, NOW)
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert (done.renewed, done.differing) == (1, 1)
    assert weights(child) == {"1-2": "2", "2-1": "3"}
    page = as_(clerk).get(f"/plans/{parent.pk}/cascade/compare/").content.decode()
    assert "本方案已不再交给这个科室：</b>2-1" in page


def test_generating_twice_changes_nothing(clerk: Account, parent: Plan) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    digests = set(Plan.objects.values_list("pk", "digest"))
    done = actions.generate_offices(clerk, parent.pk, NOW)
    assert (done.made, done.renewed, done.added, done.differing) == (0, 0, 0, 0)
    assert set(Plan.objects.values_list("pk", "digest")) == digests


def test_weights_are_laid_down_row_by_row_before_anything_is_generated(clerk: Account, parent: Plan) -> None:
    credit.set_credit(clerk, parent.pk, Credit.WEIGHTS, NOW)
    with pytest.raises(Refused, match="1 项共同指标没有填写分担比例：1-2"):
        actions.generate_offices(clerk, parent.pk, NOW)
    typed = {office("绿化科").pk: "75", office("办公室").pk: "25"}
    credit.set_weights(clerk, parent.pk, "r2", typed, NOW)
    actions.generate_offices(clerk, parent.pk, NOW)
    assert weights(child_of(parent, "绿化科"))["1-2"] == "1.5"
    assert weights(child_of(parent, "办公室"))["1-2"] == "0.5"


def test_wanting_weights_are_filled_in_evenly_and_those_that_stand_are_left(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    credit.set_credit(clerk, parent.pk, Credit.WEIGHTS, NOW)
    assert as_(clerk).post(f"/plans/{parent.pk}/cascade/even/").status_code == 302
    assert set(CreditShare.objects.values_list("share", flat=True)) == {Decimal("0.5")}
    typed = {office("绿化科").pk: "75", office("办公室").pk: "25"}
    credit.set_weights(clerk, parent.pk, "r2", typed, NOW)
    assert credit.fill_weights(clerk, parent.pk, NOW) == 0
    assert set(CreditShare.objects.values_list("share", flat=True)) == {Decimal("0.75"), Decimal("0.25")}


def test_the_history_tells_how_the_credit_was_laid_down(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    credit.set_credit(clerk, parent.pk, Credit.WEIGHTS, NOW)
    credit.set_weights(clerk, parent.pk, "r2", {office("绿化科").pk: "75", office("办公室").pk: "25"}, NOW)
    item = Item.objects.get(plan=parent, no="1-2")
    page = as_(clerk).get(f"/plans/{parent.pk}/items/{item.pk}/").content.decode()
    assert "共同指标的计分改为：按约定比例分担" in page
    assert "填写分担比例：" in page
    assert "绿化科75%" in page


def test_weights_that_make_no_hundred_are_shown_again(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    form = {f"office{office('绿化科').pk}": "75", f"office{office('办公室').pk}": "26"}
    answer = as_(clerk).post(f"/plans/{parent.pk}/cascade/weights/r2/", form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "现在是 101%" in page
    assert 'value="75"' in page


def test_an_enterprise_gets_a_plan_of_chosen_rows_in_full(clerk: Account, parent: Plan) -> None:
    made = actions.begin_enterprise(clerk, parent.pk, "青澜园林公司", ["r1", "r3"], NOW)
    assert weights(made) == {"1-1": "2", "2-1": "3"}
    assert made.organisation.kind == "enterprise"
    assert set(Link.objects.values_list("share", flat=True)) == {None}
    with pytest.raises(Refused, match="已有方案"):
        actions.begin_enterprise(clerk, parent.pk, "青澜园林公司", ["r1"], NOW)


@pytest.mark.parametrize(
    ("name", "rows"), [("", ["r1"]), ("青澜园林公司", []), ("绿化科", ["r1"]), ("长" * 101, ["r1"])]
)
def test_a_wrong_enterprise_leaves_no_trace(clerk: Account, parent: Plan, name: str, rows: list[str]) -> None:
    with pytest.raises(Refused):
        actions.begin_enterprise(clerk, parent.pk, name, rows, NOW)
    assert not Organisation.objects.filter(kind="enterprise").exists()


def test_only_the_operator_hands_down(reader: Account, stranger: Account, parent: Plan) -> None:
    for account in (reader, stranger):
        with pytest.raises(Forbidden):
            actions.generate_offices(account, parent.pk, NOW)
        with pytest.raises(Forbidden):
            credit.set_credit(account, parent.pk, Credit.EQUAL, NOW)


def test_the_page_shows_the_matrix_with_its_sums(
    as_: Callable[[Account], Client], reader: Account, clerk: Account, parent: Plan
) -> None:
    credit.set_credit(clerk, parent.pk, Credit.EQUAL, NOW)
    page = as_(reader).get(f"/plans/{parent.pk}/cascade/").content.decode()
    foot = page.split("<tfoot>")[1].split("</tfoot>")[0]
    assert [part.split("</b>")[0] for part in foot.split("<b>")[1:]] == ["3", "4"]
    assert "生成内部绩效方案" not in page


def test_the_indicator_names_the_plans_that_carry_it_out(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    item = Item.objects.get(plan=parent, no="1-2")
    page = as_(clerk).get(f"/plans/{parent.pk}/items/{item.pk}/").content.decode()
    assert "办公室2026年度绩效目标" in page
    assert "绿化科2026年度绩效目标" in page


def test_child_plans_are_not_in_the_list_of_plans(
    as_: Callable[[Account], Client], clerk: Account, parent: Plan
) -> None:
    actions.generate_offices(clerk, parent.pk, NOW)
    for address in ("/plans/", "/"):
        assert "办公室2026年度绩效目标" not in as_(clerk).get(address).content.decode()


def test_an_enterprise_finds_its_plan_and_no_other(
    as_: Callable[[Account], Client], account: Callable[..., Account], clerk: Account, parent: Plan
) -> None:
    made = actions.begin_enterprise(clerk, parent.pk, "青澜园林公司", ["r1"], NOW)
    actions.generate_offices(clerk, parent.pk, NOW)
    client = as_(account("company", "enterprise", made.organisation))
    page = client.get("/plans/").content.decode()
    assert made.title in page
    assert "办公室" not in page
    assert client.get(f"/plans/{made.pk}/cascade/").status_code == 200
    assert client.get(f"/plans/{parent.pk}/cascade/").status_code == 404
    assert f"/plans/{parent.pk}/" not in client.get(f"/plans/{made.pk}/cascade/").content.decode()


def test_the_forms_of_handing_down_work(as_: Callable[[Account], Client], clerk: Account, parent: Plan) -> None:
    client = as_(clerk)
    assert client.post(f"/plans/{parent.pk}/cascade/credit/", {"credit": "equal"}).status_code == 302
    assert client.post(f"/plans/{parent.pk}/cascade/credit/", {"credit": "没有"}).status_code == 404
    assert client.post(f"/plans/{parent.pk}/cascade/generate/").status_code == 302
    answer = client.post(f"/plans/{parent.pk}/cascade/enterprise/", {"name": "", "row": ["r1"]})
    assert answer.status_code == 422
    assert 'value="r1" checked' in answer.content.decode()
    answer = client.post(f"/plans/{parent.pk}/cascade/enterprise/", {"name": "青澜园林公司", "row": ["r1"]})
    assert answer.status_code == 302
    assert Plan.objects.filter(parent=parent).count() == 3


def test_the_pages_take_few_statements(
    clerk: Account,
    agency: Organisation,
    as_: Callable[[Account], Client],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    document = imports.upload_document(clerk, agency, sample.long_text(55).encode(), "长.txt", NOW).document
    plan = approve(imports.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True))
    actions.generate_offices(clerk, plan.pk, NOW)
    actions.begin_enterprise(clerk, plan.pk, "青澜园林公司", ["r1"], NOW)
    client = as_(clerk)
    for address in ("cascade/", "cascade/compare/", "cascade/enterprise/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/plans/{plan.pk}/{address}").status_code == 200
