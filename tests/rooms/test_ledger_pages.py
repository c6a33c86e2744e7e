"""Pages of reports: my due cells, a cell, the table, acceptance, settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import opened
import pytest
from django.test import Client
from django.urls import reverse
from opened import cell

from jixiao.ledger.actions import reports
from jixiao.ledger.models import Cell, Ledger, Measure, Report
from jixiao.people.models import Account, Organisation

DUE = datetime(2026, 4, 7, 2, 0, tzinfo=UTC)  # the day before the first quarter's reports are due
HTMX = {"HX-Request": "true"}
SignIn = Callable[[Account], Client]


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: DUE)


def form(shown: Cell, *values: str, seen: int = 0, **more: str) -> dict[str, Any]:
    """What the browser sends."""
    measures = Measure.objects.filter(item=shown.item_id, retired=False)
    typed = {f"value-{each.pk}": text for each, text in zip(measures, values, strict=False)}
    return {"progress": "on_plan", "sentence": "", "note": "", "seen": seen, **typed, **more}


def submit(client: Client, shown: Cell, *values: str, headers: dict[str, str] | None = None, **more: Any) -> Any:
    return client.post(reverse("cell-submit", args=[shown.pk]), form(shown, *values, **more), headers=headers or {})


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_my_due_cells_stand_with_the_most_pressing_first_and_open(ledger: Ledger, head: Account, as_: SignIn) -> None:
    late = cell(ledger, "1-2")
    Cell.objects.filter(pk=late.pk).update(due="2026-04-01", grace="2026-04-03")
    page = text(as_(head).get("/ledger/mine/"))
    first, second = page.index("4月1日到期，已逾期"), page.index("4月8日前报送，还有 1 个工作日")
    assert first < second
    assert page.count('<form method="post" action="/ledger/cells/') == 1
    assert f"/ledger/cells/{late.pk}/submit/" in page


def test_an_indicator_with_one_measure_asks_for_one_field(ledger: Ledger, head: Account, as_: SignIn) -> None:
    page = text(as_(head).get(f"/ledger/mine/?cell={cell(ledger, '1-1').pk}"))
    shown = page[: page.index("data-note")] + page[page.index("逾期或进度没有达到要求时填写") :]
    assert shown.count('aria-required="true"') == 1
    assert "年度目标 不少于12个" in page


def test_a_report_handed_in_answers_with_its_light_its_indicator_and_the_counts(
    ledger: Ledger, head: Account, as_: SignIn
) -> None:
    shown = cell(ledger, "1-1")
    answer = text(submit(as_(head), shown, "3", headers=HTMX, **{"from": "mine"}))
    assert "1-1 第一季度已报送" in answer
    assert "3／12个" in answer
    assert 'id="counts"' in answer and "hx-swap-oob" in answer
    assert "填报下一项：1-2" in answer


def test_without_script_the_same_is_shown_after_a_redirect(ledger: Ledger, head: Account, as_: SignIn) -> None:
    client = as_(head)
    answer = submit(client, cell(ledger, "1-1"), "3", **{"from": "mine"})
    assert (answer.status_code, answer["Location"]) == (302, "/ledger/mine/")
    page = text(client.get("/ledger/mine/"))
    assert "已报送，等待审核" in page


def test_a_report_off_target_comes_back_with_the_note_and_all_that_was_typed(
    ledger: Ledger, head: Account, as_: SignIn
) -> None:
    shown = cell(ledger, "1-1")
    answer = submit(as_(head), shown, "1", sentence="已选址。")
    page = text(answer)
    assert answer.status_code == 422
    assert 'value="1"' in page and "已选址。</textarea>" in page
    assert f'<a class="in-text" href="#c{shown.pk}-note">进度没有达到要求' in page
    assert "data-note hidden" not in page
    assert not Report.objects.exists()


def test_the_note_is_not_shown_while_nothing_is_off_target(ledger: Ledger, head: Account, as_: SignIn) -> None:
    page = text(as_(head).get(f"/ledger/mine/?cell={cell(ledger, '1-1').pk}"))
    assert "data-note hidden" in page


def test_each_wrong_field_has_its_sentence_and_a_link_to_it(ledger: Ledger, head: Account, as_: SignIn) -> None:
    shown = cell(ledger, "1-1")
    measure = Measure.objects.get(item=shown.item_id)
    page = text(submit(as_(head), shown, "三个左右"))
    assert f'href="#c{shown.pk}-value-{measure.pk}"' in page
    assert f'id="c{shown.pk}-error-{measure.pk}"' in page
    assert "不是数量" in page


def test_a_draft_saves_itself_and_says_when_and_whether_a_note_is_asked(
    ledger: Ledger, head: Account, as_: SignIn
) -> None:
    shown = cell(ledger, "1-1")
    client, address = as_(head), reverse("cell-draft", args=[shown.pk])
    said = client.post(address, form(shown, "3"), headers={"Accept": "application/json"}).json()
    assert said == {"seen": 1, "saved": "10:00", "note": False}
    said = client.post(address, form(shown, "1", seen=1), headers={"Accept": "application/json"}).json()
    assert said == {"seen": 2, "saved": "10:00", "note": True}
    assert 'value="1"' in text(client.get(f"/ledger/mine/?cell={shown.pk}"))


def test_a_draft_is_saved_by_a_button_without_script(ledger: Ledger, head: Account, as_: SignIn) -> None:
    shown = cell(ledger, "1-1")
    answer = as_(head).post(reverse("cell-draft", args=[shown.pk]), form(shown, "3"))
    assert answer["Location"] == f"/ledger/cells/{shown.pk}/"
    assert Report.objects.get().stage == "draft"


def test_two_who_write_at_once_see_both_texts(ledger: Ledger, head: Account, clerk: Account, as_: SignIn) -> None:
    shown = cell(ledger, "1-1")
    reports.save_draft(clerk, shown.pk, opened.typed(shown, "4", sentence="经办人填写。"), 0, DUE)
    answer = submit(as_(head), shown, "3", sentence="科长填写。")
    page = text(answer)
    assert answer.status_code == 409
    assert "经办人填写。" in page and "科长填写。</textarea>" in page
    assert 'name="seen" value="1"' in page
    assert submit(as_(head), shown, "3", seen=1).status_code == 302


def test_what_was_typed_for_a_cell_that_is_closed_meanwhile_is_shown(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    shown = cell(ledger, "1-1")
    opened.submitted(clerk, shown, "4", now=DUE)
    answer = submit(as_(head), shown, "3", sentence="科长填写。")
    assert answer.status_code == 409
    assert "您填写的内容（没有保存）" in text(answer) and "科长填写。" in text(answer)


def test_who_does_not_lead_the_indicator_finds_no_form_and_cannot_post(
    ledger: Ledger, head: Account, reader: Account, as_: SignIn
) -> None:
    other = cell(ledger, "2-1")
    assert '<form method="post" action="/ledger/cells/' not in text(as_(head).get(f"/ledger/cells/{other.pk}/"))
    assert submit(as_(head), other, "3").status_code == 404
    assert submit(as_(reader), cell(ledger, "1-1"), "3").status_code == 404


def test_a_returned_report_comes_back_with_its_reason(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    made = opened.submitted(head, cell(ledger, "1-1"), "3", now=DUE)
    answer = as_(clerk).post(reverse("report-return", args=[made.pk]), {"seen": made.version, "reason": "请附清单。"})
    assert answer.status_code == 302
    page = text(as_(head).get("/ledger/mine/"))
    assert "退回：</b>请附清单。" in page and 'value="3"' in page


def test_a_return_without_reason_is_refused_on_the_same_page(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    made = opened.submitted(head, cell(ledger, "1-1"), "3", now=DUE)
    answer = as_(clerk).post(reverse("report-return", args=[made.pk]), {"seen": made.version})
    assert answer.status_code == 422
    assert "请写明退回理由。" in text(answer)


def test_a_cell_tells_its_whole_history(ledger: Ledger, head: Account, clerk: Account, as_: SignIn) -> None:
    shown = cell(ledger, "1-1")
    opened.accepted(head, clerk, shown, "3", now=DUE)
    client = as_(clerk)
    client.post(reverse("cell-reopen", args=[shown.pk]), {"reason": "数据误填"})
    opened.submitted(head, shown, "4", now=DUE)
    page = text(client.get(f"/ledger/cells/{shown.pk}/"))
    assert "第 2 次" in page and "第 1 次" in page and "重新开启：数据误填" in page


def test_many_reports_are_accepted_at_once_and_own_ones_left_out(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    made = [opened.submitted(head, cell(ledger, no), value, now=DUE) for no, value in (("1-1", "3"), ("1-2", "1"))]
    own = opened.submitted(clerk, cell(ledger, "3-1"), now=DUE)
    client, address = as_(clerk), reverse("accepting", args=[ledger.plan_id])
    page = text(client.get(address))
    assert "（本人报送）" in page and f'name="report" value="{own.pk}"' not in page
    seen = {f"seen-{each.pk}": each.version for each in made}
    answer = client.post(address, {"report": [each.pk for each in made], **seen})
    assert answer.status_code == 302
    assert Report.objects.filter(counts=True).count() == 2


def test_a_report_is_returned_from_the_list_with_its_reason(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    made = opened.submitted(head, cell(ledger, "1-1"), "3", now=DUE)
    client, address = as_(clerk), reverse("accepting", args=[ledger.plan_id])
    seen = {f"seen-{made.pk}": made.version}
    assert client.post(address, {"return": made.pk, **seen}).status_code == 422
    client.post(address, {"return": made.pk, f"reason-{made.pk}": "请核对。", **seen})
    made.refresh_from_db()
    assert (made.stage, made.reason) == ("returned", "请核对。")


def test_the_table_has_a_light_a_quarter_and_filters_without_script(ledger: Ledger, head: Account, as_: SignIn) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3", now=DUE)
    client, address = as_(head), reverse("ledger", args=[ledger.plan_id])
    page = text(client.get(address))
    assert page.count("<tr id=") == 4
    assert "3／12个" in page and "待审核" in page
    found = {
        "show=waiting": 1,
        "show=mine": 2,
        "show=missing": 0,
        "state=at_risk": 3,
        "q=巡查": 1,
        "quarter=3": 3,
        "state=late": 0,
        "quarter=x&office=x": 4,
    }
    assert {query: text(client.get(f"{address}?{query}")).count("<tr id=") for query in found} == found


def test_the_table_shows_months_within_their_quarter_and_a_half_year_over_two(
    ledger: Ledger, clerk: Account, as_: SignIn
) -> None:
    address = reverse("ledger-settings", args=[ledger.plan_id])
    for no, frequency in (("1-1", "month"), ("3-1", "half-year")):
        chosen = {"what": "rhythm", "item": cell(ledger, no).item_id, "frequency": frequency}
        assert as_(clerk).post(address, chosen).status_code == 302
    page = text(as_(clerk).get(reverse("ledger", args=[ledger.plan_id])))
    assert all(f">{month}月 <span" in page for month in range(1, 13))
    assert page.count('colspan="2"') == 2 and ">上半年 <span" in page


def test_terms_are_set_and_wrong_ones_are_said(ledger: Ledger, clerk: Account, as_: SignIn) -> None:
    client, address = as_(clerk), reverse("ledger-settings", args=[ledger.plan_id])
    given = {"what": "terms", "frequency": "quarter", "report_days": "10", "grace_days": "2", "escalate_days": "5"}
    assert client.post(address, given).status_code == 302
    ledger.refresh_from_db()
    assert (ledger.report_days, ledger.grace_days) == (10, 2)
    answer = client.post(address, {**given, "report_days": "很多"})
    assert answer.status_code == 422
    assert 'value="很多"' in text(answer) and "期后报送工作日请填整数。" in text(answer)


def test_another_reckoning_judges_the_indicator_anew(
    ledger: Ledger, head: Account, clerk: Account, as_: SignIn
) -> None:
    first = cell(ledger, "1-1")
    opened.submitted(head, first, "3", now=DUE)
    measure = Measure.objects.get(item=first.item_id)
    given = {"what": "reckoning", "measure": measure.pk, "reckoning": "each"}
    as_(clerk).post(reverse("ledger-settings", args=[ledger.plan_id]), given)
    first.refresh_from_db()
    assert first.standing == "short"


def test_the_page_of_an_indicator_says_what_is_missing(ledger: Ledger, head: Account, as_: SignIn) -> None:
    first = cell(ledger, "1-1")
    opened.submitted(head, first, "3", now=DUE)
    page = text(as_(head).get(reverse("ledger-item", args=[ledger.plan_id, first.item_id])))
    assert "第一季度没有佐证材料。" in page
    assert '<progress max="100" value="25"' in page
    assert "报送1-1第一季度第 1 次填报" in page


def test_the_ledger_begins_at_the_own_one_or_says_how_one_comes_to_be(
    agency: Organisation, clerk: Account, as_: SignIn
) -> None:
    assert "还没有台账" in text(as_(clerk).get("/ledger/"))
    ledger = opened.opened_ledger(clerk, agency)
    assert as_(clerk).get("/ledger/")["Location"] == f"/ledger/plans/{ledger.plan_id}/"
