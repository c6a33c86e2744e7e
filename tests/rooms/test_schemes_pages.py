"""Pages of rules: what an official reads, what a clerk edits, and that nothing typed is lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from sample import NOW

from jixiao.core.scoring.rules import Bands, Done, Proportional, Veto
from jixiao.core.scoring.scheme import (
    Assigned,
    Bonus,
    BonusClass,
    Component,
    Deductions,
    FaultClass,
    Grade,
    Grading,
    Missing,
    Ranking,
    Scheme,
    Source,
    TotalTies,
)
from jixiao.people.models import Account, Organisation
from jixiao.scores.actions import schemes as actions
from jixiao.scores.actions.schemes import Begun
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import scheme_in, written
from jixiao.scores.scheme_spec import SECTIONS

As = Callable[[Account], Client]
Typed = dict[str, str]
SCHEME = Scheme(
    "青澜市年度考评",
    components=(
        Component("table", "目标考核", Decimal(70), Source.TABLE),
        Component("lead", "领导评价", Decimal(30), missing=Missing.AVERAGE),
    ),
    bonus=Bonus(cap=Decimal(5), classes={"k1": BonusClass("国家级表彰", Decimal(2), lifts="优秀")}),
    deductions=Deductions(doubles=True, classes={"k1": FaultClass("窗口无人", Decimal("0.5"))}),
    ranking=Ranking(TotalTies.BREAK, ("table",)),
    grading=Grading(
        (Grade("优秀", Decimal(90), Decimal("0.2")), Grade("良好", Decimal(80)), Grade("一般")),
        groups={"城建组": {"优秀": Decimal("0.25")}},
    ),
    assigned=Assigned(by_no={"2-1": "veto"}, by_category={"重点工作": "分档"}),
    rules={
        "done": Done(),
        "proportional": Proportional(none_below=Decimal("0.6")),
        "within": Done(),
        "veto": Veto("良好"),
        "分档": Bands(),
    },
)


@pytest.fixture
def rules(clerk: Account, agency: Organisation) -> SchemeRules:
    return actions.begin(clerk, agency.pk, Begun(2026, written(SCHEME), "模板“某市”"), NOW)


@pytest.fixture
def client(clerk: Account, as_: As) -> Client:
    return as_(clerk)


def at(name: str, *arguments: object) -> str:
    return reverse(name, args=arguments)


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return unescape(answer.content.decode())


def form_of(page: str) -> Typed:
    """What a browser would send of the page's big form, without a button."""
    form = re.search(r'<form class="card scheme-form".*?</form>', page, re.DOTALL)
    assert form
    typed: Typed = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            typed[name[1]] = unescape(value[1]) if value else ""
    for name, inside in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', inside) or re.search(r'value="([^"]*)"', inside)
        typed[name] = unescape(chosen[1]) if chosen else ""
    for name, inside in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form[0], re.DOTALL):
        typed[name] = unescape(inside)
    return {**typed, "do": "save"}


def stored(rules: SchemeRules) -> Scheme:
    rules.refresh_from_db()
    return scheme_in(rules.text)


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


def edited(client: Client, rules: SchemeRules, section: str, **changes: str) -> tuple[int, str]:
    address = at("scheme-edit", rules.pk, section)
    typed = form_of(text(client, address)) | {name.replace("__", "."): each for name, each in changes.items()}
    answer = client.post(address, typed)
    return answer.status_code, unescape(answer.content.decode())


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
