"""Bonus claims through their actions: a fact once, maker and checker, stale forms, what the score gets."""

from __future__ import annotations

from decimal import Decimal

import inspected
import opened
import pytest
from inspected import LATER, NOW, City

from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.extras import bonus_of
from jixiao.evaluations.actions import bonus
from jixiao.evaluations.actions.stale import Stale
from jixiao.evaluations.models import BonusClaim, Purpose
from jixiao.evaluations.reading.bonus import alike
from jixiao.evaluations.reading.extras import claims_of
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Organisation
from jixiao.people.policy import Console, Forbidden, Refused


@pytest.fixture
def city(db: None) -> City:
    made = inspected.build_city()
    inspected.adopted(made.office)
    return made


def test_a_claim_is_handed_in_with_its_class_and_file(city: City) -> None:
    claim = inspected.claimed(city)
    assert (claim.state, claim.kind_name, claim.document_no) == ("submitted", "省级表彰", "某政〔2026〕3号")


def test_without_a_file_or_a_class_it_stays_a_draft(city: City) -> None:
    with pytest.raises(Refused, match="证明文件"):
        bonus.begin(city.clerk, city.agency, Purpose.BONUS, inspected.said(), [], NOW, hand_in=True)
    with pytest.raises(Refused, match="选择一类"):
        inspected.claimed(city, kind="")
    assert not BonusClaim.objects.exists()
    draft = bonus.begin(city.clerk, city.agency, Purpose.BONUS, inspected.said(kind=""), [], NOW, hand_in=False)
    assert draft.state == "draft"


@pytest.mark.parametrize("number", ["某政[2026]3号", "某政（２０２６）03号", "某政〔2026〕第3号"])
def test_the_same_document_is_claimed_once_however_it_is_written(city: City, number: str) -> None:
    inspected.claimed(city)
    with pytest.raises(Refused, match="正向激励“绿化经验获省政府通报表扬”（待审核）"):
        inspected.claimed(city, city.second, number=number, title="另一个名称")


def test_a_bonus_cannot_be_an_innovation_result_again_nor_the_other_way_round(city: City) -> None:
    item = opened.cell(opened.opened_ledger(city.clerk, city.agency), "1-1").item_id
    inspected.claimed(city)
    with pytest.raises(Refused, match="已用于正向激励"):
        bonus.begin(city.clerk, city.agency, Purpose.INNOVATION, inspected.said(item=item), [], NOW, hand_in=False)
    other = inspected.said(number="某政〔2026〕4号", item=item)
    result = bonus.begin(city.clerk, city.agency, Purpose.INNOVATION, other, [], NOW, hand_in=False)
    assert (result.points, result.kind, result.item_id) == (None, "", item)
    with pytest.raises(Refused, match="已用于改革创新成果"):
        bonus.begin(city.clerk, city.agency, Purpose.BONUS, other, [], NOW, hand_in=False)


def test_an_innovation_result_belongs_to_an_indicator_of_the_own_plan(city: City) -> None:
    with pytest.raises(Refused, match="选择指标"):
        bonus.begin(city.clerk, city.agency, Purpose.INNOVATION, inspected.said(), [], NOW, hand_in=False)
    with pytest.raises(Refused, match="不在青澜市园林局"):
        bonus.begin(city.clerk, city.agency, Purpose.INNOVATION, inspected.said(item=1), [], NOW, hand_in=False)


def test_another_agency_may_claim_the_same_document(city: City) -> None:
    other = find_or_create_organisation("青澜市水务局", Organisation.Kind.AGENCY, city.city)
    inspected.claimed(city)
    bonus.begin(Console(), other, Purpose.BONUS, inspected.said(), [], NOW, hand_in=False)
    assert BonusClaim.objects.count() == 2


def test_after_a_refusal_the_fact_is_free_again(city: City) -> None:
    claim = inspected.claimed(city)
    bonus.refuse(city.upper, claim.pk, "属于创新成果。", claim.version, LATER)
    assert inspected.claimed(city).state == "submitted"


def test_the_maker_never_checks_and_the_agency_does_not_grant_points_of_the_city(city: City) -> None:
    claim = inspected.claimed(city)
    with pytest.raises(Forbidden):
        bonus.accept(city.second, claim.pk, None, "", claim.version, LATER)
    with pytest.raises(Refused, match="上级绩效办"):
        bonus.accept(city.chief, claim.pk, None, "", claim.version, LATER)
    BonusClaim.objects.filter(pk=claim.pk).update(made_by=city.upper)
    with pytest.raises(Refused, match="另一个人"):
        bonus.accept(city.upper, claim.pk, None, "", claim.version, LATER)


def test_inside_an_agency_with_its_own_scheme_the_group_head_checks(city: City) -> None:
    inspected.adopted(city.agency, "inside")
    office = find_or_create_organisation("绿化科", Organisation.Kind.OFFICE, city.agency)
    files = [inspected.evidence(city.agency)]
    claim = bonus.begin(city.clerk, office, Purpose.BONUS, inspected.said(kind="city"), files, NOW, hand_in=True)
    assert bonus.accept(city.chief, claim.pk, None, "", claim.version, LATER).granted == 1


def test_no_more_is_granted_than_claimed_and_without_a_figure_what_was_claimed(city: City) -> None:
    claim = inspected.claimed(city, points=Decimal("1.5"))
    with pytest.raises(Refused, match=r"1\.5"):
        bonus.accept(city.upper, claim.pk, Decimal(2), "", claim.version, LATER)
    assert bonus.accept(city.upper, claim.pk, None, "", claim.version, LATER).granted == Decimal("1.5")


def test_a_class_is_worth_what_the_scheme_says(city: City) -> None:
    with pytest.raises(Refused, match="最多 2 分"):
        inspected.claimed(city, points=Decimal(3))


def test_a_returned_claim_is_changed_and_handed_in_again(city: City) -> None:
    claim = inspected.claimed(city)
    back = bonus.send_back(city.upper, claim.pk, "请补充证书。", claim.version, LATER)
    changed = bonus.change(city.second, back.pk, inspected.said(note="附证书"), [], back.version, LATER, hand_in=True)
    assert (changed.state, changed.note, changed.made_by) == ("submitted", "附证书", city.second)


def test_what_was_handed_in_is_not_changed_and_a_stale_form_is_refused(city: City) -> None:
    claim = inspected.claimed(city)
    with pytest.raises(Refused, match="退回后才能修改"):
        bonus.change(city.clerk, claim.pk, inspected.said(), [], claim.version, LATER, hand_in=False)
    back = bonus.send_back(city.upper, claim.pk, "请补充。", claim.version, LATER)
    with pytest.raises(Stale, match="退回补充"):
        bonus.change(city.clerk, back.pk, inspected.said(), [], claim.version, LATER, hand_in=False)
    with pytest.raises(Stale):
        bonus.accept(city.upper, back.pk, None, "", claim.version, LATER)


def test_to_return_or_refuse_takes_a_reason(city: City) -> None:
    claim = inspected.claimed(city)
    for act in (bonus.send_back, bonus.refuse):
        with pytest.raises(Refused, match="理由"):
            act(city.upper, claim.pk, " ", claim.version, LATER)


def test_an_accepted_claim_counts_in_the_score_with_its_source(city: City) -> None:
    claim = inspected.claimed(city)
    bonus.accept(city.upper, claim.pk, Decimal("1.5"), "", claim.version, LATER)
    counted = claims_of([city.agency.pk], 2026)[city.agency.pk]
    assert [(each.kind, each.points, each.source) for each in counted] == [
        ("province", Decimal("1.5"), "某省人民政府某政〔2026〕3号")
    ]
    assert (counted[0].by, counted[0].on, counted[0].evidence) == ("upper", "2026-07-16", ("通报1.pdf",))
    assert bonus_of(inspected.SCHEME, Sheet("a", claims=tuple(counted))).points == Decimal("1.5")


def test_innovation_results_and_what_is_not_accepted_do_not_count_as_bonus(city: City) -> None:
    item = opened.cell(opened.opened_ledger(city.clerk, city.agency), "1-1").item_id
    files = [inspected.evidence(city.agency, 7)]
    result = bonus.begin(
        city.clerk, city.agency, Purpose.INNOVATION, inspected.said(item=item), files, NOW, hand_in=True
    )
    accepted = bonus.accept(city.upper, result.pk, None, "", result.version, LATER)
    assert (accepted.state, accepted.granted) == ("accepted", None)
    waiting = inspected.said(number="某政〔2026〕4号")
    bonus.begin(city.clerk, city.agency, Purpose.BONUS, waiting, files, NOW, hand_in=True)
    assert claims_of([city.agency.pk], 2026) == {}


def test_claims_are_read_in_two_statements(city: City, django_assert_num_queries: object) -> None:
    claim = inspected.claimed(city)
    bonus.accept(city.upper, claim.pk, None, "", claim.version, LATER)
    with django_assert_num_queries(2):  # type: ignore[operator]
        claims_of([city.agency.pk], 2026)


def test_one_file_for_two_claims_and_nearly_equal_names_are_hinted_at(city: City) -> None:
    first = inspected.claimed(city)
    files = list(first.proofs.all())
    second = bonus.begin(
        city.clerk, city.agency, Purpose.BONUS,
        inspected.said(number="", title="绿化做法被省政府通报表扬"), [files[0].evidence], NOW, hand_in=True,
    )  # fmt: skip
    assert [(each.claim.pk, each.why) for each in alike(second)] == [(first.pk, "用了同一份证明文件、事项相近")]
