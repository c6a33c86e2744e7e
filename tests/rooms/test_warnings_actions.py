"""Warning lines and readings: who may, what is refused, what stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jixiao.core.ledger.periods import Frequency, Period
from jixiao.core.ledger.warning import Alarm
from jixiao.journal.models import Entry
from jixiao.ledger.actions import warnings
from jixiao.ledger.actions.warnings import Typed
from jixiao.ledger.acts.warnings import act_text
from jixiao.ledger.models import Reading, WarningLine
from jixiao.ledger.reading.warnings import levels_of
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused

NOW = datetime(2026, 7, 6, 2, 0, tzinfo=UTC)
Q1, Q2, Q3 = (Period(2026, Frequency.QUARTER, number) for number in (1, 2, 3))
DEBT = Typed("资产负债率", "%", True, ("65", "70", "75"))


@pytest.fixture
def enterprises(agency: Organisation) -> list[Organisation]:
    names = ("青澜市园林建设有限公司", "青澜市苗木有限公司", "青澜市公园运营有限公司")
    return [find_or_create_organisation(name, Organisation.Kind.ENTERPRISE, agency) for name in names]


@pytest.fixture
def line(clerk: Account, enterprises: list[Organisation]) -> WarningLine:
    return warnings.set_line(clerk, enterprises[0].pk, DEBT, NOW)


def test_a_line_is_set_and_told_in_the_journal(line: WarningLine) -> None:
    assert (line.yellow, line.orange, line.red, line.rising) == (65, 70, 75, True)
    entry = Entry.objects.get(action="warning-line.set")
    assert (
        act_text(entry.action, json.loads(entry.facts))
        == "设置青澜市园林建设有限公司“资产负债率”预警线：黄65%、橙70%、红75%"
    )


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (replace(DEBT, name=" "), "名称"),
        (replace(DEBT, name="长" * 101), "不能超过 100 个字"),
        (replace(DEBT, lines=("75", "70", "65")), "应高于"),
        (replace(DEBT, lines=("", "", "")), "至少填写一条"),
        (replace(DEBT, lines=("约65", "", "")), "“约65”不是数量"),
        (replace(DEBT, lines=("65.00001", "", "")), "最多 4 位小数"),
        (replace(DEBT, item=99999), "方案里没有这项指标"),
    ],
)
def test_what_cannot_be_a_line_is_refused_with_a_sentence(
    clerk: Account, enterprises: list[Organisation], typed: Typed, sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        warnings.set_line(clerk, enterprises[0].pk, typed, NOW)
    assert not WarningLine.objects.exists()


def test_a_second_line_of_the_same_quantity_is_refused(clerk: Account, line: WarningLine) -> None:
    with pytest.raises(Refused, match="已经有“资产负债率”"):
        warnings.set_line(clerk, line.organisation_id, DEBT, NOW)


def test_a_change_keeps_the_old_lines_in_the_journal(clerk: Account, line: WarningLine) -> None:
    warnings.change_line(clerk, line.pk, replace(DEBT, lines=("60", "", "70%")), NOW)
    entry = Entry.objects.get(action="warning-line.change")
    assert act_text(entry.action, json.loads(entry.facts)).endswith("预警线：黄60%、红70%（原为黄65%、橙70%、红75%）")


def test_a_line_is_copied_to_every_enterprise_that_never_had_it(
    clerk: Account, line: WarningLine, enterprises: list[Organisation]
) -> None:
    warnings.retire_line(clerk, warnings.set_line(clerk, enterprises[1].pk, DEBT, NOW).pk, NOW)
    copies = warnings.copy_line(clerk, line.pk, NOW)
    assert [(copy.organisation_id, copy.red) for copy in copies] == [(enterprises[2].pk, 75)]
    with pytest.raises(Refused, match="都已经有"):
        warnings.copy_line(clerk, line.pk, NOW)


def test_a_retired_line_takes_no_readings_and_comes_back_with_its_old_ones(clerk: Account, line: WarningLine) -> None:
    warnings.write_reading(clerk, line.pk, Q1, "60", "", NOW)
    warnings.retire_line(clerk, line.pk, NOW)
    with pytest.raises(Refused, match="停用"):
        warnings.write_reading(clerk, line.pk, Q2, "60", "", NOW)
    again = warnings.set_line(clerk, line.organisation_id, DEBT, NOW)
    assert (again.pk, again.readings.count()) == (line.pk, 1)


def test_a_reading_is_corrected_with_a_reason_and_the_old_value_stays(clerk: Account, line: WarningLine) -> None:
    warnings.write_reading(clerk, line.pk, Q1, "61.5%", "", NOW)
    with pytest.raises(Refused, match=r"已经填报 61.5%"):
        warnings.write_reading(clerk, line.pk, Q1, "71.5", " ", NOW)
    warnings.write_reading(clerk, line.pk, Q1, "71.5", "审计调整", NOW)
    kept = Reading.objects.filter(line=line).values_list("number", "value", "current", "note")
    assert list(kept) == [(1, 61.5, None, ""), (2, 71.5, True, "审计调整")]
    entry = Entry.objects.get(action="reading.correct")
    assert act_text(entry.action, json.loads(entry.facts)).endswith("2026年第一季度：71.5%（原为 61.5%，审计调整）")


def test_the_same_reading_written_again_is_the_same(clerk: Account, line: WarningLine) -> None:
    made = [warnings.write_reading(clerk, line.pk, Q1, "61.50", "", NOW).pk for _ in range(3)]
    assert len(set(made)) == 1
    assert Entry.objects.filter(action="reading.write").count() == 1


@pytest.mark.parametrize(("typed", "sentence"), [("", "请填写资产负债率的数值"), ("六成多", "不是数量")])
def test_a_reading_that_is_no_number_is_refused(clerk: Account, line: WarningLine, typed: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        warnings.write_reading(clerk, line.pk, Q1, typed, "", NOW)


def test_a_quarter_that_has_not_begun_takes_no_reading(clerk: Account, line: WarningLine) -> None:
    warnings.write_reading(clerk, line.pk, Q3, "60", "", NOW)
    with pytest.raises(Refused, match="2026年第四季度还没有开始"):
        warnings.write_reading(clerk, line.pk, Period(2026, Frequency.QUARTER, 4), "60", "", NOW)


def test_an_enterprise_writes_its_own_readings_only_and_sets_no_line(
    account: Callable[..., Account], line: WarningLine, enterprises: list[Organisation]
) -> None:
    own, other = (account(f"reporter{at}", "enterprise", enterprises[at]) for at in (0, 1))
    warnings.write_reading(own, line.pk, Q1, "60", "", NOW)
    with pytest.raises(Forbidden):
        warnings.write_reading(other, line.pk, Q2, "60", "", NOW)
    with pytest.raises(Forbidden):
        warnings.change_line(own, line.pk, DEBT, NOW)


def test_readers_and_strangers_write_nothing(
    reader: Account, stranger: Account, line: WarningLine, enterprises: list[Organisation]
) -> None:
    for account in (reader, stranger):
        with pytest.raises(Forbidden):
            warnings.write_reading(account, line.pk, Q1, "60", "", NOW)
        with pytest.raises(Forbidden):
            warnings.set_line(account, enterprises[1].pk, DEBT, NOW)
        with pytest.raises(Forbidden):
            warnings.copy_line(account, line.pk, NOW)
        with pytest.raises(Forbidden):
            warnings.retire_line(account, line.pk, NOW)


def test_levels_come_gravest_first_and_unreported_last(
    clerk: Account, agency: Organisation, line: WarningLine, enterprises: list[Organisation]
) -> None:
    _, third = warnings.copy_line(clerk, line.pk, NOW)
    for number, value in ((1, "66"), (2, "68"), (3, "71")):
        warnings.write_reading(clerk, line.pk, Period(2026, Frequency.QUARTER, number), value, "", NOW)
    warnings.write_reading(clerk, third.pk, Q3, "80", "", NOW)
    found = [(level.organisation_name[3:5], level.alarm, level.worsening) for level in levels_of(agency, 2026, 3)]
    assert found == [("公园", Alarm.RED, False), ("园林", Alarm.ORANGE, True), ("苗木", None, False)]


def test_levels_are_read_in_two_statements(
    clerk: Account, agency: Organisation, line: WarningLine, django_assert_num_queries: Callable[..., object]
) -> None:
    warnings.copy_line(clerk, line.pk, NOW)
    with django_assert_num_queries(2):  # type: ignore[attr-defined]
        levels_of(agency, 2026, 1)
