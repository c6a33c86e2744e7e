"""Confirming a draft, and giving it up."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import race
import sample
from django.http import HttpResponse
from django.test import Client
from sample import NOW

from jixiao.journal import queries
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation, Person, Term
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans import projection
from jixiao.plans.actions import imports as actions
from jixiao.plans.models import ImportedDocument, Item, Plan, Responsibility


@pytest.fixture
def post(as_: Callable[[Account], Client], clerk: Account, document: ImportedDocument) -> Callable[..., HttpResponse]:
    client = as_(clerk)

    def send(act: str, **data: object) -> object:
        return client.post(f"/plans/import/{document.pk}/{act}/", {"version": document.version, **data})

    return send  # type: ignore[return-value]


def test_a_confirmed_draft_becomes_a_plan(
    post: Callable[..., HttpResponse], document: ImportedDocument, clerk: Account
) -> None:
    answer = post("confirm", errors_accepted="on")
    plan = Plan.objects.get()
    assert answer["Location"] == f"/plans/{plan.pk}/"
    assert (plan.title, plan.year, plan.indicators, plan.total) == (sample.TITLE, 2026, 4, Decimal(10))
    assert plan.begun_by == clerk
    document.refresh_from_db()
    assert document.state == "confirmed"
    assert Entry.objects.get(action="plan.confirm").after == plan.digest
    assert queries.problems() == ()


def test_errors_must_be_accepted_by_hand(post: Callable[..., HttpResponse]) -> None:
    answer = post("confirm")
    assert answer.status_code == 409
    assert "已逐条核对" in answer.content.decode()
    assert not Plan.objects.exists()


def test_the_tree_has_each_branch_once(plan: Plan) -> None:
    levels = list(Item.objects.filter(plan=plan).order_by("position", "level").values_list("level", "title"))
    assert levels == [
        ("category", "重点工作"),
        ("goal", "建设口袋公园"),
        ("indicator", "全年建成口袋公园12个以上。"),
        ("indicator", "每季度巡查全部公园。"),
        ("category", "行政能力"),
        ("indicator", "推进依法行政"),
        ("category", "平安建设"),
        ("indicator", "落实安全生产责任"),
    ]
    goal = Item.objects.get(plan=plan, level="goal")
    assert goal.declared_points == 4
    assert goal.children.count() == 2


def test_offices_persons_and_posts_come_from_the_plan_each_once(plan: Plan, agency: Organisation) -> None:
    assert sorted(Organisation.objects.filter(parent=agency).values_list("name", flat=True)) == ["办公室", "绿化科"]
    assert sorted(Person.objects.values_list("name", flat=True)) == ["何知远", "苏望舒", "陆行舟"]
    terms = {(str(term.person), str(term.post)) for term in Term.objects.all()}
    assert terms == {
        ("苏望舒", "青澜市园林局分管领导"),
        ("何知远", "青澜市园林局分管领导"),
        ("陆行舟", "绿化科科室责任人"),
        ("何知远", "办公室科室责任人"),
    }


def test_the_first_office_leads_and_the_order_is_kept(plan: Plan) -> None:
    duties = Responsibility.objects.filter(item__no="1-2").order_by("role", "position")
    named = [(duty.role, str(duty.organisation or duty.person)) for duty in duties]
    assert named == [
        ("lead_office", "绿化科"),
        ("lead_office", "办公室"),
        ("leader", "苏望舒"),
        ("owner", "陆行舟"),
        ("owner", "何知远"),
    ]


def test_names_are_matched_without_their_spaces(clerk: Account, agency: Organisation, plan: Plan) -> None:
    text = sample.TEXT.replace("何知远", "何 知远").replace("2026", "2027")
    document = actions.upload_document(clerk, agency, text.encode(), "下年.txt", NOW).document
    actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    assert Person.objects.filter(normal="何知远").count() == 1


def test_a_plan_is_confirmed_once(clerk: Account, document: ImportedDocument, plan: Plan) -> None:
    document.refresh_from_db()
    with pytest.raises(Refused, match="已确认"):
        actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    assert Plan.objects.count() == 1


def test_a_draft_that_somebody_changed_meanwhile_is_not_confirmed(clerk: Account, document: ImportedDocument) -> None:
    actions.correct_cell(clerk, document.pk, actions.Correction(1, "no", "1-9", document.version), NOW)
    with pytest.raises(Refused, match="别人改动"):
        actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)


def test_only_who_may_confirm_confirms(reader: Account, stranger: Account, document: ImportedDocument) -> None:
    for who in (reader, stranger):
        with pytest.raises(Forbidden):
            actions.confirm_import(who, document.pk, document.version, NOW, errors_accepted=True)
        with pytest.raises(Forbidden):
            actions.discard_import(who, document.pk, document.version, NOW)


def test_nothing_stays_of_a_confirmation_that_fails(
    clerk: Account, document: ImportedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(projection, "_findings", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)
    document.refresh_from_db()
    assert document.state == "draft"
    assert not Plan.objects.exists()
    assert not Item.objects.exists()
    assert not Person.objects.exists()
    assert not Entry.objects.filter(action="plan.confirm").exists()


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("\t绿化科\t", f"\t{'绿' * 101}科\t", "第 1 行的责任科室"),
        ("\t2\t12月底前", "\t1.00001\t12月底前", "第 1 行的分值"),
    ],
)
def test_a_value_that_no_column_holds_is_refused_with_its_row(
    clerk: Account, agency: Organisation, old: str, new: str, sentence: str
) -> None:
    text = sample.TEXT.replace(old, new, 1)
    document = actions.upload_document(clerk, agency, text.encode(), "长.txt", NOW).document
    with pytest.raises(Refused, match=sentence):
        actions.confirm_import(clerk, document.pk, document.version, NOW, errors_accepted=True)


def test_a_discarded_draft_is_kept_and_journaled_but_makes_no_plan(
    post: Callable[..., HttpResponse], document: ImportedDocument
) -> None:
    assert post("discard")["Location"] == "/plans/import/"
    document.refresh_from_db()
    assert document.state == "discarded"
    assert Entry.objects.filter(action="document.discard").count() == 1
    assert post("confirm", errors_accepted="on", version=document.version).status_code == 409


@pytest.mark.programs
def test_of_four_who_import_and_confirm_at_once_one_does(tmp_path: Path) -> None:
    """In a process and a database of its own, with four connections that really wait for each other."""
    assert race.run(tmp_path, {}) == race.ONE_WINS


@pytest.mark.parametrize("act", ["confirm", "discard"])
def test_who_signs_in_again_under_the_button_comes_back_to_the_review(
    as_: Callable[[Account], Client], clerk: Account, document: ImportedDocument, act: str
) -> None:
    answer = as_(clerk).get(f"/plans/import/{document.pk}/{act}/")
    assert answer["Location"] == f"/plans/import/{document.pk}/"
    document.refresh_from_db()
    assert document.state == "draft"
