"""What waits for whom in rounds, inspections, bonus claims and given scores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import uuid4

import opened
import pytest
from sample import NOW

from jixiao.evaluations.models import Assignment, BonusClaim, Finding, Inspection, Mark, Round
from jixiao.evaluations.reading.waiting import waiting
from jixiao.ledger.models import Ledger
from jixiao.people.models import Account, Organisation
from jixiao.scores.models import GivenScore
from jixiao.scores.reading import waiting as scores_waiting

TODAY = date(2026, 12, 20)


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


def held(organiser: Organisation, kind: str, opens: date = date(2026, 12, 1)) -> Round:
    return Round.objects.create(
        organiser=organiser, year=2026, kind=kind, title=f"轮次{kind}", opens=opens, due=date(2026, 12, 31), made_at=NOW
    )


def texts(account: Account, today: date = TODAY) -> list[str]:
    return [each.text for each in waiting(account, today)]


def test_the_self_evaluation_waits_for_the_operator_and_its_indicators_for_their_office(
    ledger: Ledger, agency: Organisation, clerk: Account, head: Account
) -> None:
    sheet = Assignment.objects.create(round=held(agency, "self"), plan=ledger.plan, rater=agency)
    assert texts(clerk) == ["轮次self：等您填写并提交"]
    assert texts(head) == ["轮次self：2 项指标等您自评"]
    for no in ("1-1", "1-2"):
        Mark.objects.create(assignment=sheet, item=opened.cell(ledger, no).item, points=Decimal(1), at=NOW)
    assert texts(head) == []


def test_a_round_that_has_not_begun_or_is_closed_waits_for_nobody(
    ledger: Ledger, agency: Organisation, clerk: Account
) -> None:
    begun = held(agency, "self", opens=date(2026, 12, 25))
    Assignment.objects.create(round=begun, plan=ledger.plan, rater=agency)
    assert texts(clerk) == []
    assert texts(clerk, date(2026, 12, 25)) == ["轮次self：等您填写并提交"]
    Round.objects.update(closed_at=NOW)
    assert texts(clerk, date(2026, 12, 25)) == []


def test_a_sheet_that_was_handed_in_waits_for_who_holds_the_round(
    ledger: Ledger, agency: Organisation, clerk: Account
) -> None:
    Assignment.objects.create(round=held(agency, "self"), plan=ledger.plan, rater=agency, state="submitted")
    assert texts(clerk) == ["轮次self：1 份考评表等您确认"]
    Round.objects.update(closed_at=NOW)
    assert texts(clerk) == []


def test_ratings_of_peers_wait_for_nobody_to_confirm_them(ledger: Ledger, agency: Organisation, clerk: Account) -> None:
    other = Organisation.objects.create(kind="agency", name="水务局")
    Assignment.objects.create(round=held(agency, "peer_rating"), plan=ledger.plan, rater=other, state="submitted")
    assert texts(clerk) == []


def test_a_finding_waits_for_the_inspected_and_its_answer_for_the_organiser(
    ledger: Ledger, agency: Organisation, clerk: Account, head: Account
) -> None:
    inspection = Inspection.objects.create(
        organiser=agency,
        year=2026,
        title="窗口核验",
        method="open",
        scope="窗口",
        starts=TODAY,
        ends=TODAY,
        made_at=NOW,
    )
    finding = Finding.objects.create(
        inspection=inspection, object=agency, client_id=uuid4(), number=1, found_at=NOW, place="大厅", facts="无人",
        made_at=NOW, answer_due=date(2026, 12, 30),
    )  # fmt: skip
    assert texts(head) == ["窗口核验第1号问题等您答复"]
    finding.state = "answered"
    finding.save()
    assert texts(clerk) == ["1 件核验问题已答复，等您认定"]
    assert texts(head) == []


def test_a_claim_waits_for_a_second_person_not_for_its_maker(
    agency: Organisation, clerk: Account, chief: Account
) -> None:
    BonusClaim.objects.create(
        organisation=agency, year=2026, title="先进集体", issuing_body="省政府", dated=TODAY, fact="f", made_by=clerk,
        made_at=NOW, state="submitted",
    )  # fmt: skip
    assert texts(chief) == ["1 项正向激励申报等您审核"]
    BonusClaim.objects.update(made_by=chief)
    assert texts(chief) == []


def test_a_given_score_waits_for_a_second_person(agency: Organisation, clerk: Account) -> None:
    given = GivenScore.objects.create(
        organiser=agency, year=2026, organisation=agency, component="public", score=Decimal(88), source="调查报告",
        entered_by=clerk, entered_at=NOW,
    )  # fmt: skip
    assert scores_waiting.waiting(clerk) == []
    given.entered_by = None
    given.save()
    assert [each.text for each in scores_waiting.waiting(clerk)] == ["1 个外部得分等您复核"]
