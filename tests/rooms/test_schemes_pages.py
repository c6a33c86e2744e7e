"""Pages of rules: what an official reads, what a clerk edits, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from sample import NOW
from scheme_pages import SCHEME, at, edited, form_of, stored, text

from jixiao.core.scoring.rules import Veto
from jixiao.core.scoring.scheme import (
    BonusClass,
)
from jixiao.people.models import Account, Organisation
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Begun
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written
from jixiao.scores.scheme_spec import SECTIONS

As = Callable[[Account], Client]


@pytest.fixture
def rules(clerk: Account, agency: Organisation) -> SchemeRules:
    return actions.begin(clerk, agency.pk, Begun(2026, written(SCHEME), "模板“某市”"), NOW)


@pytest.fixture
def client(clerk: Account, as_: As) -> Client:
    return as_(clerk)


def test_the_main_page_tells_the_rules_in_sentences(client: Client, rules: SchemeRules) -> None:
    page = text(client, at("scheme", rules.pk))
    for sentence in (
        "总分100分，由2部分组成，按权重计入。",
        "目标考核占70%",
        "完成率低于60%的不得分",
        "优秀：总分不低于90分，且不超过本组的20%。",
        "城建组另定：优秀不超过25%。",
        "总分相同的，依次比较目标考核",
        "第2-1项指标",
        "由模板“某市”起草，权重须经核定",
    ):
        assert sentence in page


def test_the_notice_of_the_template_stands_on_every_page_until_adoption(
    client: Client, rules: SchemeRules, clerk: Account
) -> None:
    addresses = [at("scheme", rules.pk), at("scheme-text", rules.pk), at("scheme-compare", rules.pk), at("schemes")]
    addresses += [at("scheme-edit", rules.pk, section) for section in SECTIONS]
    addresses.append(at("scheme-rule", rules.pk) + "?key=veto")
    for address in addresses:
        assert "权重须经核定" in text(client, address)
    actions.adopt(clerk, rules.pk, 1, 0, "青政〔2026〕1号", NOW)
    for address in (at("scheme", rules.pk), at("schemes")):
        assert "权重须经核定" not in text(client, address)


@pytest.mark.parametrize("section", SECTIONS)
def test_a_page_saved_as_it_stands_changes_nothing(client: Client, rules: SchemeRules, section: str) -> None:
    address = at("scheme-edit", rules.pk, section)
    answer = client.post(address, form_of(text(client, address)))
    assert answer.status_code == 302, unescape(answer.content.decode())
    assert stored(rules) == SCHEME


@pytest.mark.parametrize("key", SCHEME.rules)
def test_a_rule_saved_as_it_stands_changes_nothing(client: Client, rules: SchemeRules, key: str) -> None:
    typed = form_of(text(client, at("scheme-rule", rules.pk) + f"?key={key}"))
    assert client.post(at("scheme-rule", rules.pk), typed).status_code == 302
    assert stored(rules) == SCHEME


def test_components_are_edited(client: Client, rules: SchemeRules) -> None:
    status, _ = edited(client, rules, "components", components__1__counts="65", places__total="3")
    assert status == 302
    scheme = stored(rules)
    assert (scheme.components[0].counts, scheme.components[0].key, scheme.places.total) == (65, "table", 3)


def test_shares_are_typed_in_per_cent(client: Client, rules: SchemeRules) -> None:
    status, _ = edited(client, rules, "grades", grading__grades__1__share="１５%")
    assert status == 302
    assert stored(rules).grading.grades[0].share == Decimal("0.15")


def test_a_row_is_added_without_saving_and_saved_with_a_key_of_its_own(client: Client, rules: SchemeRules) -> None:
    address = at("scheme-edit", rules.pk, "bonus")
    typed = form_of(text(client, address)) | {"do": "add bonus.classes"}
    page = unescape(client.post(address, typed).content.decode())
    assert stored(rules) == SCHEME
    typed = form_of(page) | {"bonus.classes.2.name": "省级表彰", "bonus.classes.2.points": "1"}
    assert client.post(address, typed).status_code == 302
    assert stored(rules).bonus.classes["k2"] == BonusClass("省级表彰", Decimal(1))


def test_rows_are_moved_and_removed_by_buttons(client: Client, rules: SchemeRules) -> None:
    address = at("scheme-edit", rules.pk, "grades")
    page = unescape(
        client.post(address, form_of(text(client, address)) | {"do": "up grading.grades 2"}).content.decode()
    )
    assert form_of(page)["grading.grades.1.name"] == "良好"
    page = unescape(client.post(address, form_of(page) | {"do": "remove ranking.tie_break 1"}).content.decode())
    assert "ranking.tie_break.1.component" not in form_of(page)
    assert stored(rules) == SCHEME


def test_a_grade_renamed_is_renamed_wherever_the_rules_name_it(client: Client, rules: SchemeRules) -> None:
    status, page = edited(client, rules, "grades", grading__grades__1__name="好", grading__grades__2__name="较好")
    assert status == 302, page
    scheme = stored(rules)
    assert scheme.bonus.classes["k1"].lifts == "好"
    assert scheme.grading.groups["城建组"] == {"好": Decimal("0.25")}
    assert scheme.rules["veto"] == Veto("较好")


def test_what_is_wrong_stands_beside_its_input_and_nothing_typed_is_lost(client: Client, rules: SchemeRules) -> None:
    status, page = edited(
        client, rules, "bonus", bonus__unit_share="120", bonus__classes__1__points="两分", bonus__name="奖励"
    )
    assert status == 422
    assert 'id="f-bonus-classes-1-points-error"' in page
    assert "应为数字，现为“两分”" in page
    assert form_of(page)["bonus.name"] == "奖励"
    assert stored(rules) == SCHEME
    status, page = edited(client, rules, "bonus", bonus__unit_share="120")
    assert "应在 0% 和 100% 之间，现为 120%" in page
    assert not re.search(r"unit_share[^\"=<>]*：", page)


def test_a_problem_of_another_part_is_said_at_the_top(client: Client, rules: SchemeRules) -> None:
    address = at("scheme-edit", rules.pk, "components")
    typed = {name: each for name, each in form_of(text(client, address)).items() if not name.startswith("components.1")}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "没有“table”这个部分" in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("section", "path", "names", "said"),
    [
        ("rules", "assigned.by_no", ("no", "rule"), "写了不止一次"),
        ("grades", "grading.groups", ("group", "grade", "share"), "写了不止一次"),
    ],
)
def test_the_same_thing_named_twice_is_refused(
    client: Client, rules: SchemeRules, section: str, path: str, names: tuple[str, ...], said: str
) -> None:
    address = at("scheme-edit", rules.pk, section)
    typed = form_of(text(client, address))
    typed |= {f"{path}.2.{name}": typed[f"{path}.1.{name}"] for name in names}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())
    assert stored(rules) == SCHEME


def test_a_stale_page_is_shown_again_with_what_saving_would_change(
    client: Client, rules: SchemeRules, clerk: Account
) -> None:
    address = at("scheme-edit", rules.pk, "components")
    typed = form_of(text(client, address)) | {"components.1.counts": "60"}
    actions.edit(clerk, rules.pk, 1, written(SCHEME).replace("cap = 5", "cap = 6"), NOW)
    answer = client.post(address, typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 409
    assert "刚刚有人改过" in page
    assert form_of(page)["components.1.counts"] == "60"
    assert "70→60" in page
    assert client.post(address, form_of(page)).status_code == 302
    scheme = stored(rules)
    assert scheme.components[0].counts == 60


def test_a_new_rule_gets_its_name_and_is_assigned(client: Client, rules: SchemeRules) -> None:
    address = at("scheme-rule", rules.pk)
    typed = form_of(text(client, address + "?kind=steps")) | {"rule-name": "逐项扣分", "rules._.takes": "0.5"}
    assert client.post(address, typed).status_code == 302
    assert "逐项扣分" in stored(rules).rules
    status, _ = edited(client, rules, "rules", assigned__with_target="逐项扣分")
    assert status == 302
    typed = form_of(text(client, address + "?key=逐项扣分")) | {"rule-name": "扣"}
    assert client.post(address, typed).status_code == 302
    assert stored(rules).assigned.with_target == "扣"


def test_a_rule_in_use_is_not_removed(client: Client, rules: SchemeRules) -> None:
    address = at("scheme-rule", rules.pk)
    typed = form_of(text(client, address + "?key=veto")) | {"do": "remove"}
    answer = client.post(address, typed)
    assert answer.status_code == 422
    assert "按序号另定" in unescape(answer.content.decode())
    client.post(
        at("scheme-edit", rules.pk, "rules"),
        form_of(text(client, at("scheme-edit", rules.pk, "rules"))) | {"assigned.by_no.1.no": ""},
    )
    typed = form_of(text(client, address + "?key=veto")) | {"do": "remove"}
    assert client.post(address, typed).status_code == 302
    assert "veto" not in stored(rules).rules


@pytest.mark.parametrize(
    ("name", "said"), [("a.b", "不能用点号"), ("分档", "已经有一种方法"), ("长" * 31, "最多 30 个字")]
)
def test_a_rule_name_that_cannot_be_is_refused(client: Client, rules: SchemeRules, name: str, said: str) -> None:
    typed = form_of(text(client, at("scheme-rule", rules.pk) + "?key=veto")) | {"rule-name": name}
    answer = client.post(at("scheme-rule", rules.pk), typed)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


def test_an_example_is_worked_out_by_the_engine_without_saving(client: Client, rules: SchemeRules) -> None:
    typed = form_of(text(client, at("scheme-rule", rules.pk) + "?key=proportional"))
    typed |= {"do": "try", "try-points": "4", "try-target": "200", "try-value": "100", "rules._.none_below": "40"}
    page = unescape(client.post(at("scheme-rule", rules.pk), typed).content.decode())
    assert "完成率50%；得2.00分（分值4.00）" in page
    assert stored(rules) == SCHEME


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("done", "未达到"), ("proportional", "得4.50分"), ("steps", "计10档"), ("bands", "得5.00分"), ("rank", "列第3名"),
        ("ratio_to_best", "比值90%"), ("history", "为上年的"), ("panel", "去掉2个"), ("given", "主管部门评4分"), ("veto", "发生1起"),
    ],
)  # fmt: skip
def test_each_kind_of_rule_has_a_page_with_an_example(client: Client, rules: SchemeRules, kind: str, said: str) -> None:
    page = text(client, at("scheme-rule", rules.pk) + f"?kind={kind}")
    if kind in {"done", "panel"}:
        typed = form_of(page) | {"do": "try", "try-value": "90", "rules._.trim": "1"}
        page = unescape(client.post(at("scheme-rule", rules.pk), typed).content.decode())
    assert said in page
