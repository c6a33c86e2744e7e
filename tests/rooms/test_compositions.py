"""Computing all results as a numbered trial, and freezing them: what is kept, what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import composed
import pytest
from composed import MADE

from jixiao.core.journal_chain import canonical
from jixiao.core.scoring.bundle import recompute, unpack
from jixiao.core.scoring.scheme import Component, Missing, Source
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.models import Entry
from jixiao.ledger.models import ReportValue
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Forbidden, Refused
from jixiao.scores.actions import compositions
from jixiao.scores.actions.compositions import compose, compute, freeze
from jixiao.scores.models import Composition, GivenScore, GradeEvent, SchemeRules
from jixiao.scores.reading import bundles

LATER = MADE + timedelta(days=1)


@pytest.fixture
def office(db: None) -> Organisation:
    return composed.upper_office()


@pytest.fixture
def upper(account: Callable[..., Account], office: Organisation) -> Account:
    return account("upper", "upper", office)


@pytest.fixture
def rules(office: Organisation) -> SchemeRules:
    composed.city(office)
    return composed.rules(office)


def scores(made: Composition) -> dict[str, tuple[object, object, object]]:
    rows = made.results.select_related("organisation").order_by("pk")
    return {row.organisation.name: (row.total, row.rank, row.grade) for row in rows}


def test_a_computation_keeps_each_result_and_the_bundle_that_it_came_from(upper: Account, rules: SchemeRules) -> None:
    made = compose(upper, rules.pk, MADE)
    assert (made.number, made.state, made.organisation_id) == (1, "trial", rules.organisation_id)
    assert scores(made) == {
        "青澜市第1局": (Decimal("100.00"), 1, "优秀"),
        "青澜市第2局": (Decimal("99.59"), 2, "良好"),
        "青澜市第3局": (Decimal("99.17"), 3, "良好"),
    }
    bundle = unpack(made.bundle)
    assert (bundle.title, bundle.year, bundle.made, bundle.digest) == ("年度绩效考评", 2026, "2027-01-15", made.digest)
    assert [plan["number"] for plan in bundle.plans] == [1, 1, 1]
    assert made.results.filter(plan=None).count() == 0
    assert made.results.get(rank=1).components == {"table": "100.0000", "public": None}


def test_the_bundle_recomputed_says_the_same_digit_by_digit_also_after_json_and_in_another_order(
    upper: Account, rules: SchemeRules
) -> None:
    made = compose(upper, rules.pk, MADE)
    data = json.loads(made.bundle)
    data["sheets"].reverse()
    for text in (made.bundle, json.dumps(json.loads(made.bundle), indent=1), json.dumps(data, ensure_ascii=False)):
        again = recompute(unpack(text))
        assert (again.differences, again.is_untouched) == ((), True)


def test_computing_again_without_a_change_is_the_same_computation(upper: Account, rules: SchemeRules) -> None:
    first, again = compute(upper, rules.pk, MADE), compute(upper, rules.pk, LATER)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.composition.pk == again.composition.pk
    assert Composition.objects.count() == 1


def test_computing_again_after_a_change_is_the_next_number(upper: Account, rules: SchemeRules) -> None:
    compose(upper, rules.pk, MADE)
    ReportValue.objects.filter(value=Decimal("11.9")).update(value=12)
    assert compose(upper, rules.pk, LATER).number == 2


def test_a_new_version_of_a_plan_is_a_change_even_where_nothing_of_it_counts(
    upper: Account, rules: SchemeRules
) -> None:
    first = compose(upper, rules.pk, MADE)
    plan = first.results.get(rank=1).plan
    assert plan is not None
    plan.versions.create(number=2, content="{}", digest="e" * 64, at=LATER)
    second = compose(upper, rules.pk, LATER)
    assert (second.number, second.digest) == (2, first.digest)


def test_only_who_may_compute_for_the_owner_computes_and_freezes(
    upper: Account, rules: SchemeRules, stranger: Account, account: Callable[..., Account]
) -> None:
    clerk = account("agency", "operator", Organisation.objects.get(name="青澜市第1局"))
    made = compose(upper, rules.pk, MADE)
    for other in (stranger, clerk):
        with pytest.raises(Forbidden):
            compose(other, rules.pk, MADE)
        with pytest.raises(Forbidden):
            freeze(other, made.pk, made.digest, LATER)


def test_a_frozen_computation_says_who_froze_it_and_the_journal_too(upper: Account, rules: SchemeRules) -> None:
    made = freeze(upper, compose(upper, rules.pk, MADE).pk, Composition.objects.get().digest, LATER)
    made.refresh_from_db()
    assert (made.state, made.frozen_by, made.frozen_at) == ("frozen", upper, LATER)
    entries = Entry.objects.about("composition", made.pk)
    assert [(entry.action, entry.after) for entry in entries.order_by("seq")] == [
        ("composition.compute", made.bundle_digest),
        ("composition.freeze", made.bundle_digest),
    ]


def test_frozen_again_it_stays_as_it_was(upper: Account, rules: SchemeRules) -> None:
    made = compose(upper, rules.pk, MADE)
    freeze(upper, made.pk, made.digest, LATER)
    ReportValue.objects.update(value=0)
    again = freeze(upper, made.pk, "other", LATER + timedelta(days=1))
    assert again.frozen_at == LATER
    assert Entry.objects.filter(action="composition.freeze").count() == 1


def test_what_changed_since_it_was_computed_is_not_frozen_and_named(upper: Account, rules: SchemeRules) -> None:
    made = compose(upper, rules.pk, MADE)
    ReportValue.objects.filter(value=Decimal("11.9")).update(value=12)
    with pytest.raises(Refused, match=r"^数据已经变化（青澜市第2局），不能冻结这次计算。请重新计算"):
        freeze(upper, made.pk, made.digest, LATER)
    made.refresh_from_db()
    assert made.state == "trial"


def test_another_digest_than_the_person_saw_is_not_frozen(upper: Account, rules: SchemeRules) -> None:
    made = compose(upper, rules.pk, MADE)
    with pytest.raises(Refused, match=r"^数据已经变化，不能冻结这次计算"):
        freeze(upper, made.pk, "f" * 64, LATER)


def test_rules_that_are_not_adopted_may_be_tried_but_not_frozen(upper: Account, rules: SchemeRules) -> None:
    rules.state = "draft"
    rules.save()
    made = compose(upper, rules.pk, MADE)
    with pytest.raises(Refused, match="规则没有启用"):
        freeze(upper, made.pk, made.digest, LATER)


def test_rules_that_were_edited_since_are_named(upper: Account, rules: SchemeRules) -> None:
    made = compose(upper, rules.pk, MADE)
    rules.text = rules.text.replace("年度绩效考评", "另一份规则")
    rules.save()
    with pytest.raises(Refused, match="规则已经变化"):
        freeze(upper, made.pk, made.digest, LATER)


def test_retired_rules_compute_nothing(upper: Account, rules: SchemeRules) -> None:
    rules.state = "retired"
    rules.save()
    with pytest.raises(Refused, match="已经停用"):
        compose(upper, rules.pk, MADE)


def test_rules_that_cannot_be_read_are_refused_with_what_is_wrong(upper: Account, rules: SchemeRules) -> None:
    rules.text = 'title = "年度考评"\nbase = 0'
    rules.save()
    with pytest.raises(Refused, match="base：总分应大于 0"):
        compose(upper, rules.pk, MADE)


def test_missing_data_that_the_scheme_refuses_keep_it_open_and_are_listed(upper: Account, office: Organisation) -> None:
    composed.city(office)
    scheme = replace(
        composed.SCHEME,
        components=(
            Component("table", "目标考核", Decimal(80), Source.TABLE),
            Component("public", "公众评议", Decimal(20), Source.GIVEN, missing=Missing.REFUSE),
        ),
    )
    rules = composed.rules(office, scheme)
    ReportValue.objects.filter(report__cell__item__plan__organisation__name="青澜市第2局").delete()
    made = compose(upper, rules.pk, MADE)
    assert {name: total for name, (total, _, _) in scores(made).items()} == dict.fromkeys(scores(made))
    with pytest.raises(Refused) as refused:
        freeze(upper, made.pk, made.digest, LATER)
    assert str(refused.value) == (
        "数据不全，不能冻结：青澜市第1局缺公众评议；青澜市第2局缺1-1、目标考核、公众评议；青澜市第3局缺公众评议。"
        "请补齐后重新计算，再冻结。"
    )


def test_a_city_without_groups_is_told_what_to_do(upper: Account, office: Organisation) -> None:
    with pytest.raises(Refused, match="没有可以计分的单位。请先在“分组”里编好2026年的互审分组"):
        compose(upper, composed.rules(office).pk, MADE)


def test_data_that_the_rules_cannot_judge_are_refused_with_their_place(
    upper: Account, rules: SchemeRules, office: Organisation
) -> None:
    agency = Organisation.objects.get(name="青澜市第1局")
    GradeEvent.objects.create(
        organiser=office, year=2026, organisation=agency, effect="cap", grade="甲等", title="安全事故", source="通报",
        at=MADE,
    )  # fmt: skip
    with pytest.raises(Refused, match="青澜市第1局：“安全事故”涉及的等次“甲等”不在规则里"):
        compose(upper, rules.pk, MADE)


def test_the_newest_frozen_one_counts_and_the_earlier_stays_readable(upper: Account, rules: SchemeRules) -> None:
    first = freeze(upper, compose(upper, rules.pk, MADE).pk, Composition.objects.get().digest, MADE)
    before = first.bundle
    ReportValue.objects.filter(value=Decimal("11.9")).update(value=12)
    second = compose(upper, rules.pk, LATER)
    freeze(upper, second.pk, second.digest, LATER)
    first.refresh_from_db()
    assert (first.state, first.bundle) == ("frozen", before)
    assert [made.number for made in Composition.objects.filter(state="frozen")] == [2, 1]


def test_a_bundle_that_was_changed_in_the_database_is_not_shown_as_if_it_were_the_same(
    upper: Account, rules: SchemeRules
) -> None:
    made = compose(upper, rules.pk, MADE)
    data = json.loads(made.bundle)
    data["title"] = "另一个标题"
    Composition.objects.update(bundle=canonical(data))
    bundles._opened.cache_clear()
    with pytest.raises(Misfit, match="与登记的摘要不符"):
        bundles.opened(made)
    with pytest.raises(Refused, match="与登记的摘要不符"):
        freeze(upper, made.pk, made.digest, LATER)


def test_the_work_on_a_bundle_is_done_once(
    upper: Account, rules: SchemeRules, django_assert_num_queries: Callable[..., object]
) -> None:
    made = compose(upper, rules.pk, MADE)
    first = bundles.worked(made)
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        assert bundles.worked(made) is first
    key = str(made.results.get(rank=2).organisation_id)
    assert first.results[key].total == Decimal("99.59")
    assert Decimal(100) + sum(leaf.change for leaf in first.steps[key].leaves()) == Decimal("99.59")
    assert (first.differences, first.is_untouched) == ((), True)


def test_a_checked_score_from_elsewhere_counts_and_an_unchecked_one_is_named(
    upper: Account, rules: SchemeRules, office: Organisation
) -> None:
    agencies = Organisation.objects.filter(name__contains="第").order_by("pk")
    for agency, checked in zip(agencies, (MADE, None), strict=False):
        GivenScore.objects.create(
            organiser=office, year=2026, organisation=agency, component="public", score=90, source="统计局〔2027〕1号",
            entered_at=MADE, checked_at=checked,
        )  # fmt: skip
    computed = compute(upper, rules.pk, MADE)
    assert scores(computed.composition)["青澜市第1局"][0] == Decimal("98.00")
    assert computed.problems == ["青澜市第2局：“公众评议”的得分还没有复核，未计入。"]


def test_a_refusal_in_the_middle_leaves_nothing_behind(
    upper: Account, rules: SchemeRules, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise RuntimeError("no journal")

    monkeypatch.setattr(compositions, "_note", broken)
    with pytest.raises(RuntimeError):
        compose(upper, rules.pk, MADE)
    assert Composition.objects.count() == 0
