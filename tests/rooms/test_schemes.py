"""Versions of rules: begun, edited, set aside, adopted; who may, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError
from sample import NOW

from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.models import Entry
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Begun, Stale
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written

Make = Callable[..., Account]
ONE = Component("table", "目标考核", Decimal(100), Source.TABLE)
TEXT = written(Scheme("年度考评", components=(ONE,)))
OTHER = written(Scheme("年度考评", base=Decimal(1000), components=(ONE,)))


@pytest.fixture
def draft(clerk: Account, agency: Organisation) -> SchemeRules:
    return actions.begin(clerk, agency.pk, Begun(2026, TEXT, "模板“某市”"), NOW)


def adopted(clerk: Account, rules: SchemeRules, instead_of: int = 0) -> SchemeRules:
    return actions.adopt(clerk, rules.pk, rules.version, instead_of, "青政〔2026〕1号", NOW)


def facts(action: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Entry.objects.filter(action=action).latest("seq").facts)
    return found


def test_a_version_is_begun_as_a_draft_that_says_where_it_comes_from(draft: SchemeRules) -> None:
    assert (draft.number, draft.state, draft.title, draft.template) == (1, "draft", "年度考评", "模板“某市”")
    assert facts("scheme.begin")["origin"] == "模板“某市”"


def test_an_agency_begins_rules_for_its_inside_the_upper_office_for_agencies(draft: SchemeRules, account: Make) -> None:
    city = find_or_create_organisation("青澜市", Organisation.Kind.CITY)
    upper = account("upper", "upper", city)
    assert draft.scope == "inside"
    assert actions.begin(upper, city.pk, Begun(2026, TEXT), NOW).scope == "agencies"


def test_a_double_click_begins_one_version(draft: SchemeRules, clerk: Account, agency: Organisation) -> None:
    assert actions.begin(clerk, agency.pk, Begun(2026, TEXT, "模板“某市”"), NOW) == draft
    assert actions.begin(clerk, agency.pk, Begun(2026, OTHER), NOW).number == 2


def test_who_may_not_edit_begins_nothing(reader: Account, agency: Organisation) -> None:
    with pytest.raises(Forbidden):
        actions.begin(reader, agency.pk, Begun(2026, TEXT), NOW)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_year_out_of_reach_is_refused(clerk: Account, agency: Organisation, year: int) -> None:
    with pytest.raises(Refused, match="年度"):
        actions.begin(clerk, agency.pk, Begun(year, TEXT), NOW)


@pytest.mark.parametrize("text", ["base = ", "title = '甲'\nbase = -1", "titel = '甲'"])
def test_a_text_that_is_no_scheme_begins_nothing(clerk: Account, agency: Organisation, text: str) -> None:
    with pytest.raises(Misfit):
        actions.begin(clerk, agency.pk, Begun(2026, text), NOW)
    assert not SchemeRules.objects.exists()


def test_rules_without_a_title_are_refused(clerk: Account, agency: Organisation) -> None:
    with pytest.raises(Refused, match="名称"):
        actions.begin(clerk, agency.pk, Begun(2026, "title = ' '"), NOW)


def test_an_edit_changes_text_digest_and_version_and_the_journal_says_what(clerk: Account, draft: SchemeRules) -> None:
    before = draft.digest
    rules = actions.edit(clerk, draft.pk, 1, OTHER, NOW)
    assert (rules.version, rules.text) == (2, OTHER)
    assert rules.digest != before
    assert facts("scheme.edit")["changes"] == ["总分：100→1000"]
    entry = Entry.objects.get(action="scheme.edit")
    assert (entry.before, entry.after) == (before, rules.digest)


def test_an_edit_that_changes_nothing_is_no_act(clerk: Account, draft: SchemeRules) -> None:
    assert actions.edit(clerk, draft.pk, 1, TEXT, NOW).version == 1
    assert not Entry.objects.filter(action="scheme.edit").exists()


def test_a_stale_edit_is_refused(clerk: Account, draft: SchemeRules) -> None:
    actions.edit(clerk, draft.pk, 1, OTHER, NOW)
    with pytest.raises(Stale):
        actions.edit(clerk, draft.pk, 1, TEXT, NOW)


def test_an_edit_of_rules_that_do_not_fit_together_is_refused(clerk: Account, draft: SchemeRules) -> None:
    with pytest.raises(Misfit, match="总分应大于 0"):
        actions.edit(clerk, draft.pk, 1, "title='甲'\nbase=0", NOW)


def test_an_adopted_version_is_never_edited(clerk: Account, draft: SchemeRules) -> None:
    rules = adopted(clerk, draft)
    assert (rules.state, rules.basis, rules.adopted_by) == ("adopted", "青政〔2026〕1号", clerk)
    with pytest.raises(Refused, match="已启用，不能再修改"):
        actions.edit(clerk, draft.pk, rules.version, OTHER, NOW)
    with pytest.raises(Refused, match="不能作废"):
        actions.set_aside(clerk, draft.pk, rules.version, NOW)
    with pytest.raises(Refused, match="不能再启用"):
        actions.adopt(clerk, draft.pk, rules.version, rules.pk, "某文", NOW)


@pytest.mark.parametrize("basis", ["", "  ", "文" * 1001])
def test_adoption_needs_its_document(clerk: Account, draft: SchemeRules, basis: str) -> None:
    with pytest.raises(Refused, match="依据"):
        actions.adopt(clerk, draft.pk, 1, 0, basis, NOW)


def test_the_version_in_force_is_retired_by_the_next(clerk: Account, agency: Organisation, draft: SchemeRules) -> None:
    adopted(clerk, draft)
    second = actions.begin(clerk, agency.pk, Begun(2026, OTHER), NOW)
    adopted(clerk, second, instead_of=draft.pk)
    draft.refresh_from_db()
    assert draft.state == "retired"
    assert actions.in_force(agency, 2026) == second
    assert facts("scheme.replace")["by"] == 2


def test_versions_of_two_years_are_in_force_side_by_side(
    clerk: Account, agency: Organisation, draft: SchemeRules
) -> None:
    adopted(clerk, draft)
    adopted(clerk, actions.begin(clerk, agency.pk, Begun(2027, TEXT), NOW))
    assert SchemeRules.objects.filter(state="adopted").count() == 2


def test_of_two_adoptions_at_once_the_second_is_told(clerk: Account, agency: Organisation, draft: SchemeRules) -> None:
    second = actions.begin(clerk, agency.pk, Begun(2026, OTHER), NOW)
    adopted(clerk, draft)
    with pytest.raises(Stale, match="现在启用的是第 1 版"):
        adopted(clerk, second)  # its page showed none in force
    draft.refresh_from_db()
    assert draft.state == "adopted"


def test_the_unique_constraint_is_answered_with_a_sentence(
    clerk: Account, draft: SchemeRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(SchemeRules, "save", broken)
    with pytest.raises(Stale, match="刚刚有另一版规则启用"):
        adopted(clerk, draft)


def test_a_draft_set_aside_stays_to_be_read_and_is_never_adopted(clerk: Account, draft: SchemeRules) -> None:
    rules = actions.set_aside(clerk, draft.pk, 1, NOW)
    assert rules.state == "retired"
    with pytest.raises(Refused):
        adopted(clerk, rules)


def test_the_group_head_adopts_but_does_not_edit(account: Make, draft: SchemeRules) -> None:
    head = account("head", "group_head")
    with pytest.raises(Forbidden):
        actions.edit(head, draft.pk, 1, OTHER, NOW)
    assert adopted(head, draft).adopted_by == head


def test_rules_that_nobody_knows_are_refused(clerk: Account) -> None:
    with pytest.raises(Refused, match="没有这一版"):
        actions.edit(clerk, 99, 1, TEXT, NOW)
