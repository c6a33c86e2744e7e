"""Pages of rounds: what each sees, what is kept of what was typed, and how many statements it takes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import opened
import pytest
import rounds_world
from django.test import Client
from django.urls import reverse
from rounds_world import NOW, City, accepted, claim_all, rate

from jixiao.evaluations.actions import rounds, sheets, visits
from jixiao.evaluations.models import Assignment, Mark, RoundKind, Sample, SheetState, Visit
from jixiao.evaluations.reading import outcomes
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

As = Callable[[Account], Client]
Make = Callable[..., Account]
Count = Callable[[int], Any]


@pytest.fixture(autouse=True)
def _in_december(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def city(db: None, account: Make) -> City:
    return rounds_world.build(account, peers=4)


def form_of(browser: Client, address: str) -> dict[str, Any]:
    """What the form of a sheet would send: its hidden fields and fields as shown."""
    return typed_in(browser.get(address))


def typed_in(answer: Any) -> dict[str, Any]:
    page, context = answer.context["page"], answer.context
    data: dict[str, Any] = {"seen": str(page.sheet.version)}
    if "was_visit" in context:
        data |= {"was-visit": context["was_visit"], "count": str(context["count"])}
        data |= {name: context["visit"].get(name, "") for name in ("visited_on", "place", "panel", "record")}
        data["sample"] = [line.sample.pk for line in context["samples"]]
        for line in context["samples"]:
            pk = line.sample.pk
            data |= {f"was-sample-{pk}": line.was, f"verdict-{pk}": line.verdict, f"note-{pk}": line.note}
    for line in page.writable:
        pk = line.item.pk
        data |= {f"was-{pk}": line.was, f"points-{pk}": line.points, f"done-{pk}": line.completion}
        data |= {f"reason-{pk}": line.reason}
    if page.may_write_whole:
        data |= {"summary": page.summary, "summary-was": page.summary_was}
    return data


def test_the_home_page_shows_what_is_mine_to_fill_and_the_office_what_it_holds(city: City, as_: As) -> None:
    held = city.round()
    own = as_(city.clerk).get(reverse("evaluations-home")).content.decode()
    assert reverse("self-sheet", args=[city.sheet(held).pk]) in own
    assert reverse("round", args=[held.pk]) not in own
    upper = as_(city.upper).get(reverse("evaluations-home")).content.decode()
    assert reverse("round", args=[held.pk]) in upper
    assert reverse("round-new") in upper


def test_a_round_is_held_by_its_form(city: City, as_: As) -> None:
    data = {"kind": "on_site", "year": "2026", "title": "集中考评", "opens": "2026-12-01", "due": "2026-11-01"}
    refused = as_(city.upper).post(reverse("round-new"), data)
    assert refused.status_code == 422
    assert "早于开始日期" in refused.content.decode()
    made = as_(city.upper).post(reverse("round-new"), {**data, "due": "2026-12-31"}, follow=True)
    assert "分派 5 张表" in made.content.decode()


def test_self_evaluation_is_filled_from_the_ledger(city: City, as_: As) -> None:
    cell = opened.cell(city.ledger, "1-1")
    opened.submitted(city.clerk, cell, "9")
    opened.evidence(city.clerk, city.agency, cell=cell)
    address = reverse("self-sheet", args=[city.sheet(city.round()).pk])
    answer = as_(city.clerk).get(address)
    text, line = answer.content.decode(), answer.context["page"].lines[0]
    assert (line.points, line.completion) == ("1.5", "已按计划推进。")
    assert "系统建议 1.5 分" in text
    assert '实际 <b class="late">9个</b>' in text
    assert text.count("没有佐证材料，可能被扣分") == 3
    assert not Mark.objects.exists()


def test_saving_keeps_only_what_was_changed_and_handing_in_keeps_all(city: City, as_: As) -> None:
    sheet = city.sheet(city.round())
    address, browser = reverse("self-sheet", args=[sheet.pk]), as_(city.clerk)
    data, first = form_of(browser, address), city.item("1-1").pk
    data |= {f"points-{first}": "１．５", f"reason-{first}": "按实际"}
    assert browser.post(address, {**data, "do": "save"}).status_code == 302
    assert [mark.points for mark in Mark.objects.all()] == [Decimal("1.5")]
    data = form_of(browser, address)
    for item in sheets.scored_items(sheet):
        data |= {f"points-{item.pk}": "1", f"reason-{item.pk}": "按实际"}
    data["summary"] = "全年任务基本完成。"
    assert browser.post(address, {**data, "do": "submit"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.summary, sheet.marks.count()) == (SheetState.SUBMITTED, "全年任务基本完成。", 4)


def test_a_number_that_cannot_be_read_loses_nothing_typed(city: City, as_: As) -> None:
    sheet = city.sheet(city.round())
    address, browser = reverse("self-sheet", args=[sheet.pk]), as_(city.clerk)
    data, first = form_of(browser, address), city.item("1-1").pk
    data |= {f"points-{first}": "两分半", f"done-{first}": "建成九个，<b>三个</b>待验收。"}
    answer = browser.post(address, {**data, "do": "save"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "不是分数" in text
    assert "建成九个，&lt;b&gt;三个&lt;/b&gt;待验收。" in text
    assert 'value="两分半"' in text
    assert not Mark.objects.exists()


def test_a_form_that_was_overtaken_shows_both_versions(city: City, as_: As) -> None:
    sheet = city.sheet(city.round())
    address, browser, first = reverse("self-sheet", args=[sheet.pk]), as_(city.clerk), city.item("1-1").pk
    data = form_of(browser, address)
    sheets.save(city.clerk, sheet.pk, {first: rounds_world.typed("1", "办公室填写")}, NOW)
    data |= {f"points-{first}": "2", f"reason-{first}": "绩效办填写"}
    answer = browser.post(address, {**data, "do": "save"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "办公室填写" in text
    assert 'value="绩效办填写"' in text
    again = {**data, f"was-{first}": answer.context["page"].lines[0].was}
    assert browser.post(address, {**again, "do": "save"}).status_code == 302
    assert Mark.objects.get().reason == "绩效办填写"


def test_what_others_changed_and_i_did_not_touch_is_no_conflict(city: City, as_: As) -> None:
    sheet = city.sheet(city.round())
    address, browser, first, second = (
        reverse("self-sheet", args=[sheet.pk]), as_(city.clerk), city.item("1-1").pk, city.item("1-2").pk,
    )  # fmt: skip
    data = form_of(browser, address)
    sheets.save(city.clerk, sheet.pk, {first: rounds_world.typed("1", "办公室填写")}, NOW)
    data |= {f"points-{second}": "2", f"reason-{second}": "已巡查"}
    assert browser.post(address, {**data, "do": "save"}).status_code == 302
    assert {mark.reason for mark in Mark.objects.all()} == {"办公室填写", "已巡查"}


def test_an_office_sees_fields_for_its_own_indicators_only(city: City, as_: As, account: Make) -> None:
    office = find_or_create_organisation("绿化科", Organisation.Kind.OFFICE, city.agency)
    head = account("greens", "office_head", office, find_or_create_person("陆行舟", city.agency))
    address = reverse("self-sheet", args=[city.sheet(city.round()).pk])
    page = as_(head).get(address)
    assert {line.tag for line in page.context["page"].writable} == {"1-1", "1-2"}
    assert "提交自评表" not in page.content.decode()
    data = form_of(as_(head), address)
    assert as_(head).post(address, {**data, "do": "submit"}).status_code == 404


def test_another_agencys_sheets_and_the_offices_rounds_are_not_found(city: City, as_: As) -> None:
    held = city.round()
    peer = as_(city.clerks[city.peers[0].pk])
    sheet = city.sheet(held)
    for name in ("self-sheet", "sheet-read", "rating-sheet", "assess-sheet"):
        assert peer.get(reverse(name, args=[sheet.pk])).status_code == 404
    assert peer.get(reverse("round", args=[held.pk])).status_code == 404
    assert as_(city.clerk).get(reverse("sheet-read", args=[sheet.pk])).status_code == 404


def test_the_organiser_confirms_or_returns_on_the_sheets_page(city: City, as_: As) -> None:
    sheet = claim_all(city.clerk, city.sheet(city.round()))
    address = reverse("sheet-decide", args=[sheet.pk])
    browser = as_(city.upper)
    assert "退回修改" in browser.get(reverse("sheet-read", args=[sheet.pk])).content.decode()
    bare = browser.post(address, {"do": "return", "reason": "", "seen": sheet.version})
    assert bare.status_code == 422
    stale = browser.post(address, {"do": "confirm", "seen": sheet.version - 1})
    assert stale.status_code == 409
    assert browser.post(address, {"do": "confirm", "seen": sheet.version}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == SheetState.ACCEPTED


def test_marks_of_others_are_unseen_until_ones_own_is_in_and_then_without_names(city: City, as_: As) -> None:
    held = city.round(RoundKind.PEER_RATING)
    last, *others = city.peers
    for peer, points in zip(others, ("70.5", "81.5", "93.5"), strict=True):
        rate(city.clerks[peer.pk], city.sheet(held, peer), points, "理由独一无二")
    sheet, browser = city.sheet(held, last), as_(city.clerks[last.pk])
    address = reverse("rating-sheet", args=[sheet.pk])
    before = browser.get(address).content.decode()
    assert "70.5" not in before
    assert "93.5" not in before
    data = {"points": "88", "reason": "", "seen": sheet.version, "do": "submit"}
    after = browser.post(address, data, follow=True).content.decode()
    assert "3 个单位：平均 <b>81.83</b>，最低 70.5，最高 93.5。" in after
    assert "理由独一无二" not in after
    assert not any(f"{peer.name}" in after.split("其他单位的评分")[1].split("下一个")[0] for peer in others)


def test_fewer_than_three_other_marks_are_not_shown(city: City, as_: As) -> None:
    held = city.round(RoundKind.PEER_RATING)
    for peer in city.peers[:3]:
        rate(city.clerks[peer.pk], city.sheet(held, peer), "84.5")
    third = city.peers[2]
    text = as_(city.clerks[third.pk]).get(reverse("rating-sheet", args=[city.sheet(held, third).pk])).content.decode()
    assert "平均 <b>" not in text


def test_a_mark_that_was_returned_hides_the_others_again(city: City, as_: As) -> None:
    held = city.round(RoundKind.PEER_RATING)
    for peer in city.peers:
        rate(city.clerks[peer.pk], city.sheet(held, peer), "84.5")
    first = city.peers[0]
    sheet = city.sheet(held, first)
    address = reverse("rating-sheet", args=[sheet.pk])
    assert "平均 <b>" in as_(city.clerks[first.pk]).get(address).content.decode()
    Assignment.objects.filter(pk=sheet.pk).update(state=SheetState.RETURNED)
    assert "平均 <b>" not in as_(city.clerks[first.pk]).get(address).content.decode()


def test_the_rated_sees_nowhere_who_gave_what(city: City, as_: As) -> None:
    held = city.round(RoundKind.PEER_RATING)
    for peer in city.peers:
        rate(city.clerks[peer.pk], city.sheet(held, peer), "77.75")
    rounds.close(city.upper, held.pk, NOW)
    browser = as_(city.clerk)
    text = browser.get(reverse("evaluations-home")).content.decode()
    assert "77.75" not in text
    for sheet in Assignment.objects.filter(round=held, plan=city.plan):
        for name in ("rating-sheet", "sheet-read"):
            assert browser.get(reverse(name, args=[sheet.pk])).status_code == 404


def test_an_assessment_records_the_visit_draws_once_and_marks(city: City, as_: As) -> None:
    claimed = accepted(city, city.round())
    cell = opened.cell(city.ledger, "1-1")
    for _ in range(4):
        opened.evidence(city.clerk, city.agency, cell=cell)
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    browser, address = as_(city.upper), reverse("assess-sheet", args=[sheet.pk])
    visit = {"visited_on": "2026-12-09", "place": "园林局", "panel": "顾平、沈静", "record": "查阅档案。"}
    asked = form_of(browser, address) | visit | {"count": "3", "do": "draw"}
    assert browser.post(address, asked).status_code == 302
    drawn = list(Sample.objects.values_list("use", flat=True))
    again = form_of(browser, address) | {"count": "4", "do": "draw"}
    assert browser.post(address, again).status_code == 302
    assert list(Sample.objects.values_list("use", flat=True)) == drawn
    page = browser.get(address).content.decode()
    sheet.refresh_from_db()
    assert sheet.draw.startswith(f"{sheet.round_id}-{sheet.plan_id}-20")
    assert sheet.draw in page
    assert "查阅档案。" in page
    first = city.item("1-1")
    data = form_of(browser, address) | {f"points-{first.pk}": "0.5"}
    refused = browser.post(address, {**data, "do": "submit"})
    assert "1-1改动了分值，请写明理由" in refused.content.decode()
    data[f"reason-{first.pk}"] = "两处未完工"
    pending = browser.post(address, {**data, "do": "submit"})
    assert "还有 3 份抽查材料没有核对结果" in pending.content.decode()
    said = {f"verdict-{pk}": "sound" for pk in Sample.objects.values_list("pk", flat=True)}
    assert browser.post(address, form_of(browser, address) | said | {"do": "save"}).status_code == 302
    data = form_of(browser, address) | {f"points-{first.pk}": "0.5", f"reason-{first.pk}": "两处未完工"}
    assert browser.post(address, {**data, "do": "submit"}).status_code == 302
    assert outcomes.decisions([city.plan.pk]) == {}
    decided = as_(city.second).post(
        reverse("sheet-decide", args=[sheet.pk]),
        {"do": "confirm", "seen": Assignment.objects.get(pk=sheet.pk).version},
    )
    assert decided.status_code == 302
    made = outcomes.decisions([city.plan.pk])[first.pk]
    assert [(each.stage, each.points, each.old, each.reason) for each in made] == [
        ("实地考评", Decimal("0.5"), Decimal(1), "两处未完工")
    ]
    assert claimed.state == SheetState.ACCEPTED


def test_whichever_button_is_pressed_nothing_typed_elsewhere_on_the_assessment_is_lost(city: City, as_: As) -> None:
    accepted(city, city.round())
    opened.evidence(city.clerk, city.agency, cell=opened.cell(city.ledger, "1-1"))
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    browser, address = as_(city.upper), reverse("assess-sheet", args=[sheet.pk])
    points, reason = f"points-{city.item('1-1').pk}", f"reason-{city.item('1-1').pk}"
    half = form_of(browser, address) | {reason: "未完工", "place": "园林局", points: "0.5", "count": "1", "do": "draw"}
    refused = browser.post(address, half)
    assert refused.status_code == 422
    assert "请填写考评日期和考评组成员" in refused.content.decode()
    assert typed_in(refused)["place"] == "园林局"
    assert typed_in(refused)[points] == "0.5"
    assert not Sample.objects.exists()
    whole = typed_in(refused) | {"visited_on": "2026-12-09", "panel": "顾平", "do": "draw"}
    assert browser.post(address, whole).status_code == 302
    now = form_of(browser, address)
    assert (now["place"], now[points], Sample.objects.count()) == ("园林局", "0.5", 1)
    sample = Sample.objects.get()
    unreadable = browser.post(address, now | {points: "许多", f"note-{sample.pk}": "缺页", "do": "save"})
    assert unreadable.status_code == 422
    assert typed_in(unreadable)[f"note-{sample.pk}"] == "缺页"


def test_saving_an_assessment_does_not_undo_what_another_wrote_meanwhile(city: City, as_: As) -> None:
    accepted(city, city.round())
    opened.evidence(city.clerk, city.agency, cell=opened.cell(city.ledger, "1-1"))
    sheet = city.sheet(city.round(RoundKind.ON_SITE))
    sample = visits.draw(city.upper, sheet.pk, 1, NOW)[0]
    browser, address = as_(city.upper), reverse("assess-sheet", args=[sheet.pk])
    seen = form_of(browser, address)
    visits.judge(city.second, sheet.pk, {sample.pk: ("sound", "")}, NOW)
    visits.record_visit(city.second, sheet.pk, visits.Given(NOW.date(), "", "沈静", ""), 3, NOW)
    done = f"done-{city.item('1-1').pk}"
    assert browser.post(address, seen | {done: "建成一处", "do": "save"}).status_code == 302
    sample.refresh_from_db()
    assert sample.verdict == Sample.Verdict.SOUND
    assert Visit.objects.get(assignment=sheet).panel == "沈静"
    stale = browser.post(address, seen | {"visited_on": "2026-12-09", "panel": "顾平", "do": "save"})
    assert stale.status_code == 409


def test_a_panel_member_marks_on_a_sheet_of_ones_own(city: City, as_: As) -> None:
    held = city.round(RoundKind.ON_SITE)
    asked = as_(city.upper).post(reverse("round-members", args=[held.pk]), {"account": city.second.pk})
    assert asked.status_code == 302
    sheet = Assignment.objects.get(round=held, plan=city.plan, member=city.second)
    item = city.item()
    with pytest.raises(Forbidden):
        sheets.save(city.upper, sheet.pk, {item.pk: rounds_world.typed("1")}, NOW)
    visits.submit(city.second, sheet.pk, {item.pk: rounds_world.typed("1.5")}, 1, NOW)
    assert outcomes.panel_marks([city.plan.pk]) == {item.pk: [Decimal("1.5")]}
    with pytest.raises(Refused, match="考评组的表"):
        visits.draw(city.second, sheet.pk, 3, NOW)


def review(city: City) -> tuple[Any, str]:
    held = city.round(RoundKind.CATEGORY_REVIEW)
    return held, reverse("round-review", args=[held.pk])


def test_a_correction_keeps_old_new_and_reason(city: City, as_: As) -> None:
    accepted(city, city.round())
    held, address = review(city)
    browser, item, sheet = as_(city.upper), city.item("1-1"), city.sheet(held)
    page = browser.get(address)
    assert page.context["review"].choices[0].plans == 5
    data = {"sheet": sheet.pk, "item": item.pk, "points": "0.5", "reason": "口径不一致", "old": "1.0000"}
    assert browser.post(address, {**data, "reason": ""}).status_code == 422
    assert browser.post(address, {**data, "old": "2"}).status_code == 409
    assert browser.post(address, data).status_code == 302
    assert browser.post(address, data).status_code == 302  # a double click
    mark = Mark.objects.get(assignment=sheet)
    assert (mark.old_points, mark.points, mark.reason) == (1, Decimal("0.5"), "口径不一致")
    assert outcomes.decisions([city.plan.pk]) == {}
    rounds.close(city.upper, held.pk, NOW)
    assert [each.old for each in outcomes.decisions([city.plan.pk])[item.pk]] == [1]
    assert browser.post(address, {**data, "points": "1", "old": "0.5"}).status_code == 422


def test_a_review_shows_every_organisation_beside_the_others(city: City, as_: As) -> None:
    accepted(city, city.round())
    _, address = review(city)
    sides = as_(city.upper).get(address).context["review"].sides
    assert [side.sheet.plan.organisation.name for side in sides] == sorted(
        [city.agency.name, *(peer.name for peer in city.peers)]
    )
    own = next(side for side in sides if side.sheet.plan_id == city.plan.pk)
    assert (own.claimed, own.present) == (1, 1)
    assert as_(city.clerk).get(address).status_code == 404


@pytest.mark.parametrize("peers", [2, 12])
def test_pages_take_as_many_statements_for_few_as_for_many(
    db: None, account: Make, as_: As, peers: int, django_assert_max_num_queries: Count
) -> None:
    city = rounds_world.build(account, peers=peers)
    own, rating = city.round(), city.round(RoundKind.PEER_RATING)
    on_site, review = city.round(RoundKind.ON_SITE), city.round(RoundKind.CATEGORY_REVIEW)
    accepted(city, own)
    pages = [
        (city.clerk, "self-sheet", city.sheet(own).pk),
        (city.clerk, "rating-sheet", Assignment.objects.filter(round=rating, rater=city.agency)[0].pk),
        (city.upper, "assess-sheet", city.sheet(on_site).pk),
        (city.upper, "sheet-read", city.sheet(own).pk),
        (city.upper, "round", own.pk),
        (city.upper, "round", rating.pk),
        (city.upper, "round-review", review.pk),
    ]
    for who, name, number in pages:
        browser = as_(who)
        with django_assert_max_num_queries(12):
            assert browser.get(reverse(name, args=[number])).status_code == 200, name
    for who in (city.clerk, city.upper):
        browser = as_(who)
        with django_assert_max_num_queries(12):
            assert browser.get(reverse("evaluations-home")).status_code == 200
