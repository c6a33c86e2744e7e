"""Rounds: who gets which sheet, when it can be filled in, who confirms it, and when a round can be closed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import opened
import pytest
import rounds_world
from rounds_world import DUE, EARLY, LATE, NOW, OPENS, City, accepted, claim_all, rate, typed

from jixiao.evaluations.actions import ratings, rounds, sheet_decisions, sheets
from jixiao.evaluations.actions.rounds import Given
from jixiao.evaluations.actions.sheet_steps import Stale
from jixiao.evaluations.models import Assignment, Mark, Round, RoundKind, SheetState
from jixiao.evaluations.reading import outcomes
from jixiao.journal.models import Entry
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

Make = Callable[..., Account]


@pytest.fixture
def city(db: None, account: Make) -> City:
    return rounds_world.build(account)


def test_the_upper_office_gives_a_self_evaluation_to_each_agency_of_its_groups(city: City) -> None:
    held = city.round()
    raters = set(Assignment.objects.filter(round=held).values_list("rater__name", flat=True))
    assert raters == {city.agency.name, *(peer.name for peer in city.peers)}
    assert all(sheet.rater_id == sheet.plan.organisation_id for sheet in held.assignments.select_related("plan"))


def test_the_same_round_held_twice_is_one_and_another_of_its_name_is_refused(city: City) -> None:
    assert city.round().pk == city.round().pk
    assert Entry.objects.filter(action="round.hold").count() == 1
    with pytest.raises(Refused, match="已经有名为"):
        rounds.hold(city.upper, city.office.pk, Given(2026, RoundKind.ON_SITE, "年度自评", OPENS, DUE), NOW)


def test_an_agency_holds_no_round_of_the_upper_office(city: City) -> None:
    with pytest.raises(Forbidden):
        rounds.hold(city.clerk, city.office.pk, Given(2026, RoundKind.SELF, "自评", OPENS, DUE), NOW)


def test_an_agency_evaluates_the_plans_that_it_handed_down(city: City) -> None:
    enterprise = find_or_create_organisation("园林集团", Organisation.Kind.ENTERPRISE, city.agency)
    handed = rounds_world.copy_plan(city.plan, enterprise)
    handed.parent = city.plan
    handed.save(update_fields=["parent"])
    held = rounds.hold(city.clerk, city.agency.pk, Given(2026, RoundKind.SELF, "内部自评", OPENS, DUE), NOW)
    assert [sheet.plan_id for sheet in held.assignments.all()] == [handed.pk]


def test_peers_rate_each_other_and_nobody_itself(city: City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    pairs = [(sheet.rater_id, sheet.plan.organisation_id) for sheet in held.assignments.select_related("plan")]
    assert len(pairs) == len(set(pairs)) == 6
    assert all(rater != rated for rater, rated in pairs)


def test_nobody_rates_itself_even_where_such_a_sheet_exists(city: City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    sheet = Assignment.objects.create(round=held, plan=city.plan, rater=city.agency)
    with pytest.raises(Refused, match="不能给本单位评分"):
        ratings.submit(city.clerk, sheet.pk, Decimal(100), "很好", sheet.version, NOW)
    assert not Mark.objects.filter(assignment=sheet).exists()


def test_nothing_is_written_before_the_round_opens(city: City) -> None:
    sheet = city.sheet(city.round())
    with pytest.raises(Refused, match="现在还没有到时间"):
        sheets.save(city.clerk, sheet.pk, {city.item().pk: typed("1", "无", "已完成")}, EARLY)
    assert not Mark.objects.exists()


def test_late_is_told_and_not_refused(city: City) -> None:
    sheet = claim_all(city.clerk, city.sheet(city.round()), now=LATE)
    assert sheet.state == SheetState.SUBMITTED
    assert '"late":true' in Entry.objects.get(action="sheet.submit").facts


def test_a_self_evaluation_is_handed_in_only_when_every_indicator_has_points(city: City) -> None:
    sheet = city.sheet(city.round())
    first = city.item()
    with pytest.raises(Refused, match=r"还有 3 项指标没有自评分：1-2、2-1、3-1"):
        sheets.submit(city.clerk, sheet.pk, {first.pk: typed("1", "按实际")}, sheet.version, NOW)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.OPEN


def test_points_above_the_weight_are_refused(city: City) -> None:
    sheet = city.sheet(city.round())
    with pytest.raises(Refused, match="1-1的得分超过了权重分值"):
        sheets.save(city.clerk, sheet.pk, {city.item().pk: typed("2.5")}, NOW)


def test_a_claim_other_than_proposed_needs_a_reason(city: City) -> None:
    cell = opened.cell(city.ledger, "1-1")
    opened.submitted(city.clerk, cell, "9")
    sheet, item = city.sheet(city.round()), city.item()
    with pytest.raises(Refused, match="1-1改动了分值，请写明理由"):
        sheets.save(city.clerk, sheet.pk, {item.pk: typed("2")}, NOW)
    sheets.save(city.clerk, sheet.pk, {item.pk: typed("1.5")}, NOW)  # 9 of 12 is what the ledger proposes
    standing = sheets.marks_on(sheet)[item.pk]
    sheets.save(city.clerk, sheet.pk, {item.pk: typed("2", "另有三个已竣工待验收", was=standing.digest)}, NOW)
    assert Mark.objects.get(item=item).points == 2


def test_an_office_writes_about_its_own_indicators_only_and_does_not_hand_in(city: City, account: Make) -> None:
    office = find_or_create_organisation("绿化科", Organisation.Kind.OFFICE, city.agency)
    head = account("greens", "office_head", office, find_or_create_person("陆行舟", city.agency))
    sheet = city.sheet(city.round())
    sheets.save(head, sheet.pk, {city.item("1-1").pk: typed("1", "按实际")}, NOW)
    with pytest.raises(Forbidden):
        sheets.save(head, sheet.pk, {city.item("2-1").pk: typed("1", "按实际")}, NOW)
    with pytest.raises(Forbidden):
        sheets.submit(head, sheet.pk, {}, sheet.version, NOW)
    assert Mark.objects.count() == 1


def test_a_peer_writes_nothing_on_another_agencys_sheet(city: City) -> None:
    sheet, peer = city.sheet(city.round()), city.peers[0]
    with pytest.raises(Forbidden):
        sheets.save(city.clerks[peer.pk], sheet.pk, {city.item().pk: typed("1", "无")}, NOW)


def test_two_who_change_the_same_indicator_do_not_overwrite_each_other(city: City) -> None:
    sheet, first, other = city.sheet(city.round()), city.item("1-1"), city.item("1-2")
    sheets.save(city.clerk, sheet.pk, {first.pk: typed("1", "甲")}, NOW)
    with pytest.raises(Stale) as stale:
        sheets.save(city.clerk, sheet.pk, {first.pk: typed("2", "乙")}, NOW)
    assert stale.value.items == {first.pk}
    sheets.save(city.clerk, sheet.pk, {other.pk: typed("2", "乙")}, NOW)  # another one: both stay
    assert {mark.item_id: mark.reason for mark in Mark.objects.all()} == {first.pk: "甲", other.pk: "乙"}


def test_a_sheet_that_changed_since_it_was_seen_is_not_handed_in(city: City) -> None:
    sheet = city.sheet(city.round())
    seen = sheet.version
    sheets.save(city.clerk, sheet.pk, {city.item().pk: typed("1", "甲")}, NOW)
    everything = {item.pk: typed("1", "乙") for item in sheets.scored_items(sheet)}
    with pytest.raises(Stale):
        sheets.submit(city.clerk, sheet.pk, everything, seen, NOW)


def test_a_double_click_hands_in_once(city: City) -> None:
    sheet = city.sheet(city.round())
    seen, items = sheet.version, {item.pk: typed("1", "按实际") for item in sheets.scored_items(sheet)}
    sheets.submit(city.clerk, sheet.pk, items, seen, NOW)
    sheets.submit(city.clerk, sheet.pk, items, seen, NOW)
    assert Entry.objects.filter(action="sheet.submit").count() == 1


def test_what_was_handed_in_is_changed_only_after_it_was_returned(city: City) -> None:
    sheet = claim_all(city.clerk, city.sheet(city.round()))
    change = {city.item().pk: typed("2", "更正", was=sheets.marks_on(sheet)[city.item().pk].digest)}
    with pytest.raises(Refused, match="退回后才能修改"):
        sheets.save(city.clerk, sheet.pk, change, NOW)
    with pytest.raises(Refused, match="请写明退回理由"):
        sheet_decisions.send_back(city.upper, sheet.pk, " ", sheet.version, NOW)
    sheet_decisions.send_back(city.upper, sheet.pk, "请核对1-1", sheet.version, NOW)
    sheets.save(city.clerk, sheet.pk, change, NOW)
    assert Mark.objects.get(item=city.item()).points == 2


def test_only_the_organiser_confirms_and_never_who_handed_in(city: City, account: Make) -> None:
    sheet = claim_all(city.clerk, city.sheet(city.round()))
    with pytest.raises(Forbidden):
        sheet_decisions.confirm(city.clerk, sheet.pk, sheet.version, NOW)
    Assignment.objects.filter(pk=sheet.pk).update(submitted_by=city.upper)
    with pytest.raises(Refused, match="您本人提交"):
        sheet_decisions.confirm(city.upper, sheet.pk, sheet.version, NOW)
    assert sheet_decisions.confirm(city.second, sheet.pk, sheet.version, NOW).state == SheetState.ACCEPTED


def test_the_same_person_under_another_account_is_no_second_person(city: City, account: Make) -> None:
    person = find_or_create_person("顾平", city.office)
    one, other = account("one", "upper", city.office, person), account("other", "upper", city.office, person)
    sheet = claim_all(city.clerk, city.sheet(city.round()))
    Assignment.objects.filter(pk=sheet.pk).update(submitted_by=one)
    with pytest.raises(Refused, match="您本人提交"):
        sheet_decisions.confirm(other, sheet.pk, sheet.version, NOW)


def test_a_round_with_undecided_sheets_is_closed_only_when_said_so(city: City) -> None:
    held = city.round()
    claim_all(city.clerk, city.sheet(held))
    with pytest.raises(Refused, match="还有 1 张"):
        rounds.close(city.upper, held.pk, NOW)
    assert rounds.close(city.upper, held.pk, NOW, anyway=True).closed_at == NOW
    assert rounds.close(city.upper, held.pk, LATE).closed_at == NOW  # closed again it stays as it was
    with pytest.raises(Refused, match="已经结束"):
        rounds.assign(city.upper, held.pk, NOW)
    other = city.peers[0]
    with pytest.raises(Refused, match="已经结束"):
        claim_all(city.clerks[other.pk], city.sheet(held, other, other.plans.get()))


def test_sheets_are_given_out_once_and_to_late_comers(city: City) -> None:
    held = city.round()
    assert rounds.assign(city.upper, held.pk, NOW) == 0
    newcomer = find_or_create_organisation("青澜市新局", Organisation.Kind.AGENCY, city.city)
    rounds_world.copy_plan(city.plan, newcomer)
    city.agency.peer_groups.get().members.add(newcomer)
    assert rounds.assign(city.upper, held.pk, NOW) == 1


def test_agencies_of_another_city_are_left_out(city: City, account: Make) -> None:
    elsewhere = find_or_create_organisation("栖川市", Organisation.Kind.CITY)
    office = find_or_create_organisation("绩效办", Organisation.Kind.OFFICE, elsewhere)
    stranger = account("elsewhere", "upper", office)
    held = rounds.hold(stranger, office.pk, Given(2026, RoundKind.SELF, "自评", OPENS, DUE), NOW)
    assert held.assignments.count() == 0
    with pytest.raises(Forbidden):
        rounds.close(stranger, city.round().pk, NOW)


def test_claims_count_from_the_day_they_are_handed_in_and_the_latest_round_wins(city: City) -> None:
    sheet = city.sheet(city.round())
    sheets.save(city.clerk, sheet.pk, {city.item().pk: typed("1", "按实际")}, NOW)
    assert outcomes.claimed([city.plan.pk]) == {}
    claim_all_again = {
        item.pk: typed("0.5", "按实际", was=sheets.marks_on(sheet)[item.pk].digest if item.no == "1-1" else "")
        for item in sheets.scored_items(sheet)
    }
    sheet.refresh_from_db()
    sheets.submit(city.clerk, sheet.pk, claim_all_again, sheet.version, NOW)
    assert set(outcomes.claimed([city.plan.pk]).values()) == {Decimal("0.5")}
    later = Given(2026, RoundKind.SELF, "补充自评", OPENS + timedelta(days=3), DUE)
    claim_all(city.clerk, city.sheet(rounds.hold(city.upper, city.office.pk, later, NOW)), "0.8")
    assert set(outcomes.claimed([city.plan.pk]).values()) == {Decimal("0.8")}


def test_ratings_count_only_once_the_round_is_closed(city: City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    for peer, points in zip(city.peers, ("80", "90"), strict=True):
        rate(city.clerks[peer.pk], city.sheet(held, peer), points)
    assert outcomes.ratings([city.plan.pk]) == {}
    rounds.close(city.upper, held.pk, NOW)
    assert outcomes.ratings([city.plan.pk]) == {city.plan.pk: [Decimal(80), Decimal(90)]}


def test_a_mark_far_from_the_usual_needs_a_reason(city: City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    peer = city.peers[0]
    sheet = city.sheet(held, peer)
    for points in ("59.5", "95.5"):
        with pytest.raises(Refused, match="请写明理由"):
            rate(city.clerks[peer.pk], sheet, points, "")
    assert rate(city.clerks[peer.pk], sheet, "95", "").state == SheetState.SUBMITTED


def test_the_journal_keeps_no_mark_of_a_peer(city: City) -> None:
    held = city.round(RoundKind.PEER_RATING)
    rate(city.clerks[city.peers[0].pk], city.sheet(held, city.peers[0]), "73.25", "有两项滞后")
    facts = [entry.facts for entry in Entry.objects.filter(object_kind="sheet")]
    assert facts
    assert not any("73.25" in fact or "有两项滞后" in fact for fact in facts)


def test_what_a_closed_round_said_is_not_confirmed_or_returned_afterwards(city: City) -> None:
    held = city.round()
    sheet = accepted(city, held)
    Round.objects.filter(pk=held.pk).update(closed_at=NOW)
    with pytest.raises(Refused, match="已经结束"):
        sheet_decisions.send_back(city.upper, sheet.pk, "再核对", sheet.version, NOW)
