"""Versions of rules on their pages: begun, pasted, compared, adopted, set aside; who may see them."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from sample import NOW
from scheme_pages import SCHEME, Typed, at, form_of, stored, text
from test_schemes_pages import client, rules

from jixiao.people.models import Account, Organisation
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Begun
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written

As = Callable[[Account], Client]


__all__ = ["client", "rules"]


def test_a_version_begins_from_a_file_another_version_or_a_template(client: Client, rules: SchemeRules) -> None:
    file = SimpleUploadedFile("规则.toml", written(SCHEME).encode())
    answer = client.post(at("scheme-new"), {"year": "2026", "start": "file", "file": file})
    assert answer.status_code == 302
    assert SchemeRules.objects.get(number=2).template == "文件“规则.toml”"
    client.post(at("scheme-new"), {"year": "2027", "start": f"rules:{rules.pk}"})
    assert SchemeRules.objects.get(year=2027).template == "模板“某市”"
    client.post(at("scheme-new"), {"year": "2028", "start": "plain"})
    assert stored(SchemeRules.objects.get(year=2028)).components[0].name == "目标考核"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"year": "明年", "start": "plain"}, "四位数"),
        ({"year": "2026", "start": "rules:0"}, "请选择从什么起草"),
        ({"year": "2026", "start": "file"}, "请选择规则文件"),
    ],
)
def test_a_beginning_that_cannot_be_is_refused(client: Client, typed: Typed, said: str) -> None:
    answer = client.post(at("scheme-new"), typed)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("data", "said"), [(b"\xff\xfe", "不是 UTF-8"), (b"base = ", "语法错误"), (b"base = -1", "缺少这一项")]
)
def test_a_file_that_is_no_scheme_is_refused(client: Client, data: bytes, said: str) -> None:
    typed = {"year": "2026", "start": "file", "file": SimpleUploadedFile("a.toml", data)}
    answer = client.post(at("scheme-new"), typed)
    assert answer.status_code == 422
    assert said in unescape(answer.content.decode())


def test_text_is_pasted_checked_and_kept_with_its_comments(client: Client, rules: SchemeRules) -> None:
    typed = {"version": "1", "text": "# 依据一号文\r\n" + written(SCHEME).replace("cap = 5", "cap = 6")}
    assert client.post(at("scheme-text", rules.pk), typed).status_code == 302
    assert stored(rules).bonus.cap == 6
    assert rules.text.startswith("# 依据一号文\n")
    assert "# 依据一号文" in client.get(at("scheme-file", rules.pk)).content.decode()


@pytest.mark.parametrize("bomb", ["a=" + "[" * 3000, "a=" + "9" * 5000, "base=1e9999999999999999999999"])
def test_text_that_cannot_be_read_at_all_is_refused_with_a_sentence(
    client: Client, rules: SchemeRules, bomb: str
) -> None:
    answer = client.post(at("scheme-text", rules.pk), {"version": "1", "text": bomb})
    assert answer.status_code == 422
    assert bomb[:60] in unescape(answer.content.decode())


def test_pasted_text_that_is_wrong_or_stale_is_shown_again(client: Client, rules: SchemeRules, clerk: Account) -> None:
    answer = client.post(at("scheme-text", rules.pk), {"version": "1", "text": "title = '甲'\nbase = 0"})
    assert answer.status_code == 422
    assert "base = 0" in unescape(answer.content.decode())
    actions.edit(clerk, rules.pk, 1, written(SCHEME).replace("cap = 5", "cap = 6"), NOW)
    answer = client.post(at("scheme-text", rules.pk), {"version": "1", "text": written(SCHEME)})
    assert answer.status_code == 409
    assert "6→5" in unescape(answer.content.decode())


def test_two_versions_are_compared_in_words(
    client: Client, rules: SchemeRules, clerk: Account, agency: Organisation
) -> None:
    second = actions.begin(clerk, agency.pk, Begun(2026, written(SCHEME).replace("cap = 5", "cap = 6")), NOW)
    page = text(client, at("scheme-compare", second.pk))
    assert "共 1 处不同" in page
    assert "加分合计不超过" in page


def test_a_version_is_adopted_on_its_page(client: Client, rules: SchemeRules) -> None:
    answer = client.post(at("scheme-adopt", rules.pk), {"version": "1", "force": "0", "basis": ""})
    assert answer.status_code == 422
    assert "请写明规则的依据" in unescape(answer.content.decode())
    answer = client.post(at("scheme-adopt", rules.pk), {"version": "9", "force": "0", "basis": "青政〔2026〕1号"})
    assert answer.status_code == 409
    assert "青政〔2026〕1号" in unescape(answer.content.decode())
    answer = client.post(at("scheme-adopt", rules.pk), {"version": "1", "force": "0", "basis": "青政〔2026〕1号"})
    assert answer.status_code == 302
    assert "青政〔2026〕1号" in text(client, at("scheme", rules.pk))


def test_an_adopted_version_has_no_page_to_edit_it(client: Client, rules: SchemeRules, clerk: Account) -> None:
    actions.adopt(clerk, rules.pk, 1, 0, "青政〔2026〕1号", NOW)
    assert client.get(at("scheme-edit", rules.pk, "components")).status_code == 404
    assert client.get(at("scheme-rule", rules.pk) + "?key=veto").status_code == 404
    assert client.post(at("scheme-text", rules.pk), {"version": "2", "text": ""}).status_code == 404
    assert "修改总分和构成" not in text(client, at("scheme", rules.pk))


def test_a_draft_is_set_aside_by_a_button(client: Client, rules: SchemeRules) -> None:
    assert client.post(at("scheme-set-aside", rules.pk), {"version": "1"}).status_code == 302
    assert "没有启用，已作废" in text(client, at("scheme", rules.pk))


def test_rules_that_can_no_longer_be_read_are_shown_with_the_reason(client: Client, rules: SchemeRules) -> None:
    SchemeRules.objects.filter(pk=rules.pk).update(text="title = '甲'\nbase = 0")
    assert "这一版的规则现在不能用" in text(client, at("scheme", rules.pk))
    assert client.get(at("scheme-edit", rules.pk, "bonus")).status_code == 404


def test_a_reader_reads_and_edits_nothing(reader: Account, as_: As, rules: SchemeRules) -> None:
    client = as_(reader)
    page = text(client, at("scheme", rules.pk))
    assert "修改总分" not in page
    assert "启用这一版</button>" not in page
    assert client.get(at("scheme-edit", rules.pk, "bonus")).status_code == 404


def test_a_stranger_finds_nothing(stranger: Account, as_: As, rules: SchemeRules) -> None:
    client = as_(stranger)
    assert client.get(at("scheme", rules.pk)).status_code == 404
    assert "青澜市年度考评" not in text(client, at("schemes"))


@pytest.mark.parametrize("name", ["schemes", "scheme", "scheme-text", "scheme-compare"])
def test_pages_take_few_statements(
    client: Client, rules: SchemeRules, clerk: Account, agency: Organisation,
    django_assert_max_num_queries: Callable[..., object], name: str,
) -> None:  # fmt: skip
    for number in range(6):
        actions.begin(clerk, agency.pk, Begun(2026, written(SCHEME).replace("cap = 5", f"cap = {number}")), NOW)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(at(name, *([] if name == "schemes" else [rules.pk])))


@pytest.mark.parametrize(
    "typed", [{"do": "up grading.grades 99"}, {"do": "remove x 1"}, {"do": "add"}, {"grading.grades.x.name": "y"}]
)
def test_odd_buttons_do_no_harm(client: Client, rules: SchemeRules, typed: Typed) -> None:
    address = at("scheme-edit", rules.pk, "grades")
    answer = client.post(address, form_of(text(client, address)) | typed)
    assert answer.status_code in {200, 302, 422}
    assert stored(rules) == SCHEME


def test_a_template_begins_a_version_under_a_title_of_ones_own(client: Client, agency: Organisation) -> None:
    assert client.post(at("scheme-new"), {"year": "2026", "start": "template:plain-100"}).status_code == 302
    rules = SchemeRules.objects.get()
    assert (rules.title, rules.template) == ("青澜市园林局2026年度绩效考评规则", "模板“内部百分制”")
    assert "权重须经核定" in text(client, at("scheme", rules.pk))


def test_decimals_are_typed_not_chosen(client: Client, rules: SchemeRules) -> None:
    assert '<input id="f-places-component" name="places.component" value="4"' in text(
        client, at("scheme-edit", rules.pk, "components")
    )
