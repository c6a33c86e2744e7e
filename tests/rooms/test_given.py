"""Scores from outside: entered, checked by another, and the facts that change a grade."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db import IntegrityError
from sample import NOW

from jixiao.core.scoring.scheme import Component, Grade, Grading, Scheme, Source
from jixiao.journal.models import Entry
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.people.policy import Forbidden, Refused
from jixiao.scores.actions import given as actions
from jixiao.scores.actions import schemes
from jixiao.scores.actions.given import Noted, Scored, Stale, Unfit
from jixiao.scores.actions.schemes import Begun
from jixiao.scores.models import GivenScore, GradeEvent
from jixiao.scores.rules_text import written

Make = Callable[..., Account]
SCHEME = Scheme(
    "青澜市年度考评",
    components=(
        Component("table", "目标考核", Decimal(70), Source.TABLE),
        Component("lead", "领导评价", Decimal(20)),
        Component("public", "公众评议", Decimal(10), scale=Decimal(1000)),
    ),
    grading=Grading((Grade("优秀", share=Decimal("0.2")), Grade("良好"))),
)
FROM = "市委组织部（青组〔2026〕3号）"
EVENT = Noted(0, "promote", "优秀", 1, "both", "获国务院表彰", "国发〔2026〕1号")


@pytest.fixture
def office(db: None) -> Organisation:
    city = find_or_create_organisation("青澜市", Organisation.Kind.CITY)
    return find_or_create_organisation("市绩效办", Organisation.Kind.OFFICE, city)


@pytest.fixture
def park(office: Organisation) -> Organisation:
    agencies = [
        find_or_create_organisation(name, Organisation.Kind.AGENCY, office.top)
        for name in ("青澜市园林局", "青澜市水务局", "青澜市交通局")
    ]
    PeerGroup.objects.create(year=2026, name="城建组").members.set(agencies)
    return agencies[0]


@pytest.fixture
def upper(account: Make, office: Organisation, park: Organisation) -> Account:
    made = account("upper", "upper", office)
    schemes.begin(made, office.pk, Begun(2026, written(SCHEME)), NOW)
    return made


@pytest.fixture
def second(account: Make, office: Organisation) -> Account:
    return account("second", "upper", office)


def enter(by: Account, park: Organisation, text: str, seen: int = 0, key: str = "lead", source: str = FROM) -> int:
    assert by.organisation
    return actions.enter(by, by.organisation.pk, 2026, key, [Scored(park.pk, text, source, seen)], NOW)


def check(by: Account, *rows: GivenScore) -> int:
    assert by.organisation
    return actions.check(by, by.organisation.pk, 2026, {row.pk: row.version for row in rows}, NOW)


def note(by: Account, park: Organisation, /, **changes: object) -> GradeEvent:
    assert by.organisation
    fields = {name: getattr(EVENT, name) for name in Noted.__slots__} | {"organisation": park.pk} | changes
    return actions.add_event(by, by.organisation.pk, 2026, Noted(**fields), NOW)  # type: ignore[arg-type]


def facts(action: str) -> dict[str, object]:
    found: dict[str, object] = json.loads(Entry.objects.filter(action=action).latest("seq").facts)
    return found


def test_a_score_is_entered_with_its_source_and_waits_for_the_second_person(upper: Account, park: Organisation) -> None:
    assert enter(upper, park, "88.5") == 1
    row = GivenScore.objects.get()
    assert (row.score, row.source, row.entered_by, row.checked_at, row.version) == (
        Decimal("88.5"),
        FROM,
        upper,
        None,
        1,
    )
    assert facts("given.enter") == {
        "year": 2026, "organisation": "青澜市园林局", "component": "领导评价", "before": "", "after": "88.5", "source": FROM,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "key", "said"),
    [
        ("100.1", "lead", "应在 0 和满分 100 之间"),
        ("-1", "lead", "应在 0 和满分 100 之间"),
        ("1000.5", "public", "应在 0 和满分 1000 之间"),
        ("优", "lead", "不是数字"),
        ("88.12345", "lead", "最多 4 位小数"),
    ],
)
def test_a_score_off_the_scale_of_its_component_is_refused(
    upper: Account, park: Organisation, text: str, key: str, said: str
) -> None:
    with pytest.raises(Unfit) as wrong:
        enter(upper, park, text, key=key)
    assert said in wrong.value.rows[park.pk]
    assert not GivenScore.objects.exists()


@pytest.mark.parametrize(("text", "key"), [("100", "lead"), ("0", "lead"), ("1000", "public"), ("８８．５分", "lead")])
def test_a_score_on_the_edge_of_its_scale_is_taken(upper: Account, park: Organisation, text: str, key: str) -> None:
    assert enter(upper, park, text, key=key) == 1


@pytest.mark.parametrize("source", ["", "源" * 301])
def test_a_score_needs_its_source(upper: Account, park: Organisation, source: str) -> None:
    with pytest.raises(Unfit):
        enter(upper, park, "90", source=source)


def test_one_unfit_score_leaves_all_unsaved(upper: Account, park: Organisation, office: Organisation) -> None:
    water = Organisation.objects.get(name="青澜市水务局")
    rows = [Scored(park.pk, "90", FROM, 0), Scored(water.pk, "900", FROM, 0)]
    with pytest.raises(Unfit):
        actions.enter(upper, office.pk, 2026, "lead", rows, NOW)
    assert not GivenScore.objects.exists()


def test_only_organisations_of_the_scheme_and_given_components_get_scores(
    upper: Account, park: Organisation, office: Organisation
) -> None:
    with pytest.raises(Unfit):
        enter(upper, office, "90")
    for key in ("table", "nothing"):
        with pytest.raises(Refused, match="没有这个由外部给出得分的部分"):
            enter(upper, park, "90", key=key)


def test_without_rules_nothing_is_entered(upper: Account, park: Organisation, office: Organisation) -> None:
    with pytest.raises(Refused, match="还没有考评规则"):
        actions.enter(upper, office.pk, 2027, "lead", [Scored(park.pk, "90", FROM, 0)], NOW)


def test_a_changed_score_waits_to_be_checked_anew(upper: Account, second: Account, park: Organisation) -> None:
    enter(upper, park, "88")
    assert check(second, GivenScore.objects.get()) == 1
    row = GivenScore.objects.get()
    assert (row.checked_by, row.version) == (second, 2)
    enter(upper, park, "89", seen=2)
    row.refresh_from_db()
    assert (row.score, row.checked_by, row.checked_at) == (89, None, None)


def test_the_same_score_again_is_no_change(upper: Account, second: Account, park: Organisation) -> None:
    enter(upper, park, "88")
    check(second, GivenScore.objects.get())
    assert enter(upper, park, "88.0", seen=1) == 0
    assert GivenScore.objects.get().checked_by == second


def test_a_cleared_score_is_taken_back(upper: Account, park: Organisation) -> None:
    enter(upper, park, "88")
    assert enter(upper, park, "", seen=1, source="") == 1
    assert not GivenScore.objects.exists()
    assert facts("given.remove")["before"] == "88"


def test_a_stale_score_is_refused_and_says_what_stands_there(
    upper: Account, second: Account, park: Organisation
) -> None:
    enter(upper, park, "88")
    with pytest.raises(Stale) as stale:
        enter(second, park, "70", seen=0)
    assert stale.value.rows[park.pk] == f"现为 88（{FROM}）。"
    assert GivenScore.objects.get().score == 88


def test_two_first_entries_at_once_are_answered_with_a_sentence(
    upper: Account, park: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise IntegrityError

    monkeypatch.setattr(GivenScore, "save", broken)
    with pytest.raises(Stale, match="刚刚有人录入"):
        enter(upper, park, "88")


def test_nobody_checks_an_own_entry(upper: Account, park: Organisation) -> None:
    enter(upper, park, "88")
    with pytest.raises(Refused, match="须由另一人复核"):
        check(upper, GivenScore.objects.get())
    assert GivenScore.objects.get().checked_at is None


def test_a_score_that_changed_since_it_was_shown_is_not_checked(
    upper: Account, second: Account, park: Organisation
) -> None:
    enter(upper, park, "88")
    shown = GivenScore.objects.get()
    enter(upper, park, "98", seen=1)
    with pytest.raises(Stale):
        check(second, shown)


def test_checking_nothing_is_refused_and_checking_twice_is_once(
    upper: Account, second: Account, park: Organisation
) -> None:
    with pytest.raises(Refused, match="请先勾选"):
        check(second)
    enter(upper, park, "88")
    check(second, GivenScore.objects.get())
    assert check(second, GivenScore.objects.get()) == 0
    assert Entry.objects.filter(action="given.check").count() == 1


def test_a_clerk_of_an_agency_enters_nothing_for_the_upper_office(
    upper: Account, account: Make, park: Organisation, office: Organisation
) -> None:
    clerk = account("clerk", "operator", park)
    with pytest.raises(Forbidden):
        actions.enter(clerk, office.pk, 2026, "lead", [Scored(park.pk, "90", FROM, 0)], NOW)
    with pytest.raises(Forbidden):
        actions.check(clerk, office.pk, 2026, {1: 1}, NOW)
    with pytest.raises(Forbidden):
        actions.add_event(clerk, office.pk, 2026, EVENT, NOW)


def test_an_event_is_noted_once_and_withdrawn_with_a_reason(
    upper: Account, park: Organisation, office: Organisation
) -> None:
    event = note(upper, park)
    assert note(upper, park) == event
    with pytest.raises(Refused, match="理由"):
        actions.withdraw_event(upper, office.pk, event.pk, " ", NOW)
    actions.withdraw_event(upper, office.pk, event.pk, "登记有误", NOW)
    event.refresh_from_db()
    assert event.withdrawn_at == NOW
    assert facts("grade-event.withdraw")["reason"] == "登记有误"
    assert note(upper, park) != event


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"organisation": 0}, "请选择单位"),
        ({"effect": "praise"}, "请选择作用"),
        ({"subject": "all"}, "请选择作用"),
        ({"grade": ""}, "请选择等次"),
        ({"grade": "特优", "effect": "cap"}, "请选择等次"),
        ({"effect": "lower", "steps": 0}, "降几等"),
        ({"effect": "lower", "steps": 10}, "降几等"),
        ({"title": " "}, "请填写事由"),
        ({"title": "长" * 201}, "事由不能超过"),
        ({"source": ""}, "请填写依据"),
    ],
)
def test_an_event_that_cannot_be_is_refused(
    upper: Account, park: Organisation, changes: dict[str, object], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        note(upper, park, **changes)


def test_an_event_keeps_only_what_its_effect_needs(upper: Account, park: Organisation) -> None:
    apart = note(upper, park, effect="apart", subject="unit", steps=3)
    assert (apart.grade, apart.steps, apart.subject) == ("", 1, "both")
    lower = note(upper, park, effect="lower", steps=2, subject="unit")
    assert (lower.grade, lower.steps, lower.subject) == ("", 2, "unit")


def test_an_event_of_another_office_is_not_found(upper: Account, park: Organisation) -> None:
    with pytest.raises(Refused, match="没有这件"):
        actions.withdraw_event(upper, park.pk, note(upper, park).pk, "误", NOW)
