"""Evidence: kept once, used where a person works, taken back while the place is open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import opened
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from opened import Q1_END, cell
from pytest_django import DjangoAssertNumQueries

from jixiao.journal.models import Entry
from jixiao.ledger.actions import evidence as actions
from jixiao.ledger.acts.evidence import act_text
from jixiao.ledger.evidence_forms import take_from_form
from jixiao.ledger.models import Cell, Evidence, EvidenceLook, EvidenceUse, Ledger, Task, TaskList
from jixiao.ledger.reading.evidence import box, missing
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.plans.papers import Unfit

PDF = b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(24)
Make = Callable[..., HttpRequest]
As = Callable[[Account], Client]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def first(ledger: Ledger) -> Cell:
    """绿化科 leads this indicator; `head` is its head."""
    return cell(ledger, "1-1")


def files_of(uploads: Path) -> set[str]:
    return {path.name for path in uploads.rglob("*") if path.is_file()}


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was said in messages."""
    texts: list[str] = []
    monkeypatch.setattr("jixiao.ledger.evidence_forms.messages.info", lambda _, text: texts.append(text))
    return texts


@pytest.fixture
def sent(said: list[str]) -> Make:
    def make(*files: tuple[str, bytes], use: list[object] | None = None) -> HttpRequest:
        uploads = [SimpleUploadedFile(name, data) for name, data in files]
        return RequestFactory().post("/", {"evidence": uploads, "use": use or []})

    return make


def test_a_file_of_a_form_is_kept_and_used(
    ledger: Ledger, first: Cell, head: Account, sent: Make, uploads: Path
) -> None:
    before = files_of(uploads)
    made = take_from_form(sent(("验收单.pdf", PDF), ("现场.png", PNG)), head, first, Q1_END)
    assert [(use.evidence.name, use.evidence.kind, use.cell_id) for use in made] == [
        ("验收单.pdf", "pdf", first.pk),
        ("现场.png", "png", first.pk),
    ]
    assert {use.evidence.organisation for use in made} == {ledger.organisation}
    assert {use.evidence.uploaded_for for use in made} == {head.organisation}
    assert files_of(uploads) - before == {use.evidence.sha256 for use in made}
    done = Entry.objects.filter(action__startswith="evidence.").order_by("seq").values_list("action", "object_kind")
    assert list(done) == [("evidence.add", "evidence")] * 2 + [("evidence.use", "cell")] * 2


def test_the_same_bytes_are_the_same_evidence_and_that_is_said(
    ledger: Ledger, first: Cell, head: Account, sent: Make, said: list[str]
) -> None:
    take_from_form(sent(("验收单.pdf", PDF)), head, first, Q1_END)
    again = take_from_form(sent(("副本.pdf", PDF)), head, cell(ledger, "1-1", 2), Q1_END + timedelta(days=1))
    assert Evidence.objects.count() == 1
    assert again[0].evidence.name == "验收单.pdf"
    assert said == ["“副本.pdf”与 2026-04-02 上传的“验收单.pdf”内容相同，没有重复保存。"]


def test_the_same_file_twice_in_a_form_is_used_once(first: Cell, head: Account, sent: Make) -> None:
    made = take_from_form(sent(("验收单.pdf", PDF), ("副本.pdf", PDF)), head, first, Q1_END)
    assert len(made) == 1
    assert EvidenceUse.objects.count() == 1


def test_evidence_that_is_there_is_used_by_its_number(
    agency: Organisation, first: Cell, head: Account, sent: Make
) -> None:
    there = opened.evidence(head, agency)
    made = take_from_form(sent(use=[there.pk, there.pk]), head, first, Q1_END)
    assert [(use.evidence, use.by) for use in made] == [(there, head)]


@pytest.mark.parametrize("number", ["abc", "-1", "9" * 30, "²", "999999"])
def test_a_made_up_number_is_refused(first: Cell, head: Account, sent: Make, number: str) -> None:
    with pytest.raises(Unfit, match="重新选择"):
        take_from_form(sent(use=[number]), head, first, Q1_END)


def test_a_form_without_evidence_takes_none(first: Cell, reader: Account, sent: Make) -> None:
    assert take_from_form(sent(), reader, first, Q1_END) == []


def test_one_bad_file_keeps_all_of_them_out(first: Cell, head: Account, sent: Make, uploads: Path) -> None:
    before = files_of(uploads)
    with pytest.raises(Unfit, match="“空"):
        take_from_form(sent(("验收单.pdf", PDF), ("空.pdf", b"")), head, first, Q1_END)
    assert (files_of(uploads), Evidence.objects.count()) == (before, 0)


def test_a_bad_choice_keeps_the_files_out_too(first: Cell, head: Account, sent: Make) -> None:
    with pytest.raises(Unfit):
        take_from_form(sent(("验收单.pdf", PDF), use=[999999]), head, first, Q1_END)
    assert (Evidence.objects.count(), EvidenceUse.objects.count()) == (0, 0)


def test_too_many_files_are_refused_with_their_number(first: Cell, head: Account, sent: Make) -> None:
    with pytest.raises(Unfit, match="一次选了 11 份文件，最多 10 份"):
        take_from_form(sent(*[(f"{number}.pdf", PDF) for number in range(11)]), head, first, Q1_END)


def test_only_an_office_of_the_indicator_adds_evidence(
    ledger: Ledger, head: Account, reader: Account, stranger: Account, sent: Make
) -> None:
    for by, place in ((head, cell(ledger, "2-1")), (reader, cell(ledger, "1-1")), (stranger, cell(ledger, "1-1"))):
        with pytest.raises(Forbidden):
            take_from_form(sent(("验收单.pdf", PDF)), by, place, Q1_END)
    assert Evidence.objects.count() == 0


def test_a_second_office_of_the_indicator_adds_evidence_too(
    ledger: Ledger, agency: Organisation, account: Callable[..., Account], sent: Make
) -> None:
    office = find_or_create_organisation("办公室", Organisation.Kind.OFFICE, agency)
    made = take_from_form(
        sent(("巡查.pdf", PDF)), account("second", "office_clerk", office), cell(ledger, "1-2"), Q1_END
    )
    assert len(made) == 1


def test_a_stranger_cannot_use_evidence_of_another_agency(
    agency: Organisation, first: Cell, head: Account, stranger: Account
) -> None:
    theirs = opened.evidence(stranger, stranger.organisation)  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        actions.use(head, theirs.pk, first, Q1_END)


def test_a_task_takes_evidence_until_its_strike_off_is_asked_for(
    ledger: Ledger, first: Cell, head: Account, sent: Make
) -> None:
    tasks = TaskList.objects.create(item=first.item, name="建设清单")
    task = Task.objects.create(ledger=ledger, list=tasks, position=1, text="完成选址。")
    made = take_from_form(sent(("选址.pdf", PDF)), head, task, Q1_END)
    assert [each.task for each in made] == [task]
    Task.objects.update(stage="claimed")
    with pytest.raises(Refused, match="退回后才能撤回"):
        actions.take_back(head, made[0].pk, Q1_END)
    Task.objects.update(stage="struck_off")
    with pytest.raises(Refused, match="已经销号"):
        actions.take_back(head, made[0].pk, Q1_END)


def test_what_was_taken_back_stays_marked_and_can_be_used_again(
    agency: Organisation, first: Cell, head: Account
) -> None:
    there = opened.evidence(head, agency)
    made = actions.use(head, there.pk, first, Q1_END)
    assert actions.take_back(head, made.pk, Q1_END).taken_back == Q1_END
    assert actions.take_back(head, made.pk, Q1_END + timedelta(days=1)).taken_back == Q1_END
    again = actions.use(head, there.pk, first, Q1_END + timedelta(days=2))
    assert (again.pk, again.taken_back) == (made.pk, None)
    done = list(Entry.objects.filter(object_kind="cell").order_by("seq").values_list("action", flat=True))
    assert done == ["evidence.use", "evidence.take-back", "evidence.use"]


def test_used_twice_it_is_one_use_and_one_entry(agency: Organisation, first: Cell, head: Account) -> None:
    there = opened.evidence(head, agency)
    assert actions.use(head, there.pk, first, Q1_END) == actions.use(head, there.pk, first, Q1_END)
    assert Entry.objects.filter(action="evidence.use").count() == 1


@pytest.mark.parametrize(
    ("reporting", "sentence"),
    [("submitted", "退回后才能撤回"), ("accepted", "审核通过")],
)
def test_what_a_report_rests_on_cannot_be_taken_back(
    agency: Organisation, first: Cell, head: Account, reporting: str, sentence: str
) -> None:
    made = actions.use(head, opened.evidence(head, agency).pk, first, Q1_END)
    Cell.objects.filter(pk=first.pk).update(reporting=reporting)
    with pytest.raises(Refused, match=sentence):
        actions.take_back(head, made.pk, Q1_END)
    made.refresh_from_db()
    assert made.taken_back is None


def test_another_office_cannot_take_it_back(
    agency: Organisation, first: Cell, head: Account, account: Callable[..., Account]
) -> None:
    made = actions.use(head, opened.evidence(head, agency).pk, first, Q1_END)
    other = account("other", "office_clerk", find_or_create_organisation("财务科", Organisation.Kind.OFFICE, agency))
    with pytest.raises(Forbidden):
        actions.take_back(other, made.pk, Q1_END)


def test_a_place_that_the_plan_dropped_takes_no_evidence(agency: Organisation, first: Cell, head: Account) -> None:
    there = opened.evidence(head, agency)
    Cell.objects.filter(pk=first.pk).update(dropped=True)
    with pytest.raises(Refused, match="可能方案已经调整"):
        actions.use(head, there.pk, first, Q1_END)


def test_who_looked_is_counted(agency: Organisation, head: Account, reader: Account) -> None:
    there = opened.evidence(head, agency)
    for day in range(3):
        actions.looked(reader, there, Q1_END + timedelta(days=day))
    look = EvidenceLook.objects.get()
    assert (look.account, look.first, look.last, look.count) == (reader, Q1_END, Q1_END + timedelta(days=2), 3)


def test_its_office_and_the_performance_office_describe_it(
    agency: Organisation, head: Account, clerk: Account, account: Callable[..., Account]
) -> None:
    there = opened.evidence(head, agency)
    Evidence.objects.update(uploaded_for=head.organisation)
    actions.describe(head, there.pk, " 公园\n验收单 ", date(2026, 3, 31), Q1_END)
    there.refresh_from_db()
    assert (there.title, there.dated) == ("公园 验收单", date(2026, 3, 31))
    actions.describe(clerk, there.pk, "验收单", None, Q1_END)
    other = account("other", "office_clerk", find_or_create_organisation("财务科", Organisation.Kind.OFFICE, agency))
    with pytest.raises(Forbidden):
        actions.describe(other, there.pk, "别的", None, Q1_END)
    with pytest.raises(Refused, match="不能超过 200 个字，现有 201 个字"):
        actions.describe(clerk, there.pk, "字" * 201, None, Q1_END)
    entry = Entry.objects.filter(action="evidence.describe").latest("seq")
    assert act_text(entry.action, {"name": "a.pdf", "title": ""}) == "修改佐证材料“a.pdf”的说明：空"


def test_a_box_offers_first_what_the_indicator_uses_then_what_the_office_uploaded(
    ledger: Ledger, agency: Organisation, first: Cell, head: Account, clerk: Account
) -> None:
    foreign, office, near, here = (opened.evidence(by, agency) for by in (clerk, head, clerk, head))
    Evidence.objects.filter(pk=office.pk).update(uploaded_for=head.organisation)
    actions.use(clerk, near.pk, cell(ledger, "1-1", 2), Q1_END)
    actions.use(head, here.pk, first, Q1_END)
    shown = box(head, first)
    assert [line.pk for line in shown.used] == [here.pk]
    assert [line.pk for line in shown.choices] == [near.pk, office.pk, foreign.pk]
    assert [line.is_near for line in shown.choices] == [True, False, False]


def test_a_box_costs_the_same_however_much_there_is(
    agency: Organisation, first: Cell, head: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(12):
        opened.evidence(head, agency)
    for _ in range(12):
        opened.evidence(head, agency, cell=first)
    place = Cell.objects.select_related("item__plan", "ledger__plan__organisation__parent__parent").get(pk=first.pk)
    by = Account.objects.select_related("organisation__parent__parent").get(pk=head.pk)  # as a request has it
    with django_assert_max_num_queries(3):  # the third asks which offices answer for the indicator
        shown = box(by, place)
        text = render_to_string("ledger/evidence_box.html", {"box": shown})
    assert (len(shown.used), len(shown.choices)) == (12, 6)
    assert text.count('name="use"') == 6
    assert 'name="evidence" multiple' in text


def test_a_box_for_a_reader_shows_and_asks_nothing(
    agency: Organisation, first: Cell, head: Account, reader: Account
) -> None:
    opened.evidence(head, agency, cell=first)
    text = render_to_string("ledger/evidence_box.html", {"box": box(reader, first)})
    assert "材料1.pdf" in text
    assert "<input" not in text
    assert "撤回" not in text


def test_the_indicators_whose_reports_rest_on_nothing(
    ledger: Ledger, agency: Organisation, first: Cell, head: Account, clerk: Account
) -> None:
    opened.submitted(head, first, "3")
    opened.submitted(head, cell(ledger, "1-2"), "1")
    assert {item: [line.label for line in lines] for item, lines in missing(ledger).items()} == {
        first.item_id: ["第一季度"],
        cell(ledger, "1-2").item_id: ["第一季度"],
    }
    made = actions.use(head, opened.evidence(head, agency).pk, first, Q1_END)
    assert first.item_id not in missing(ledger)
    EvidenceUse.objects.filter(pk=made.pk).update(taken_back=Q1_END)
    assert first.item_id in missing(ledger)


def test_with_a_script_taking_back_answers_with_the_list_only(
    agency: Organisation, first: Cell, head: Account, as_: As
) -> None:
    made = actions.use(head, opened.evidence(head, agency).pk, first, Q1_END)
    address = f"/ledger/evidence/uses/{made.pk}/take-back/"
    answer = as_(head).post(address, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.startswith("<ul")
    assert "还没有佐证材料" in text


def test_without_a_script_a_page_asks_first_and_says_why_it_cannot_be(
    agency: Organisation, first: Cell, head: Account, as_: As
) -> None:
    made = actions.use(head, opened.evidence(head, agency).pk, first, Q1_END)
    address = f"/ledger/evidence/uses/{made.pk}/take-back/"
    assert "再次选用" in as_(head).get(address).content.decode()
    answer = as_(head).post(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/ledger/cells/{first.pk}/")
    actions.use(head, made.evidence_id, first, Q1_END)
    Cell.objects.filter(pk=first.pk).update(reporting="accepted")
    answer = as_(head).post(address)
    assert answer.status_code == 409
    assert "审核通过" in answer.content.decode()
