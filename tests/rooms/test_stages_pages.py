"""The page of the procedure, the form of an act, the dates, and the papers."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
import sample
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procedure import OUTSIDE, TODAY, City, Make, do, put
from pytest_django import DjangoAssertNumQueries

from jixiao.core.stages import Stage
from jixiao.people.models import Account
from jixiao.plans.actions import imports, reviews
from jixiao.plans.actions import stages as actions
from jixiao.plans.models import CalendarStep, Plan, StageAct

pytestmark = pytest.mark.usefixtures("today")
As = Callable[[Account], Client]
PDF = b"%PDF-1.7\n1 0 obj\n"


@pytest.fixture
def city(account: Make, db: None) -> City:
    return City(account)


@pytest.fixture
def plan(city: City) -> Plan:
    return city.plan()


@pytest.fixture
def page(as_: As, city: City, plan: Plan) -> Callable[..., str]:
    def get(role: str = "operator", address: str = "stages/") -> str:
        answer = as_(city.account(role)).get(f"/plans/{plan.pk}/{address}")
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def due(plan: Plan, stage: Stage, day: date) -> None:
    at = plan.calendar.count()
    CalendarStep.objects.create(plan=plan, stage=stage.value, position=at, title="环节", due=day, due_text="某日前")


def plain(page: str) -> str:
    """The page's text without tags and spaces."""
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", page))


def stepper(page: str) -> list[tuple[str, str]]:
    found = re.search(r'<ol class="stepper">(.*?)</ol>', page, re.DOTALL)
    assert found is not None
    return [
        (state, plain(text)) for state, text in re.findall(r'<li class="(\w+)"[^>]*>(.*?)</li>', found[1], re.DOTALL)
    ]


def test_the_page_says_how_far_the_plan_is(page: Callable[..., str], plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    assert [state for state, _ in stepper(page())] == ["done", "done", "here", *["ahead"] * 5]
    assert "方案现在处于“领导小组审议”" in page()


def test_what_is_late_has_a_symbol_and_a_word(page: Callable[..., str], plan: Plan) -> None:
    due(plan, Stage.DRAFTING, TODAY - timedelta(days=3))
    due(plan, Stage.PEER_REVIEW, TODAY + timedelta(days=4))
    due(plan, Stage.SUBMITTED, TODAY + timedelta(days=8))
    steps = [text for _, text in stepper(page())]
    assert "■已逾期3天" in steps[0]
    assert "▲还有4天" in steps[1]
    assert "时限2026-07-23" in steps[4]
    assert "天" not in steps[4]


def test_what_was_done_late_stays_marked(page: Callable[..., str], city: City, plan: Plan) -> None:
    due(plan, Stage.DRAFTING, TODAY - timedelta(days=2))
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], sample.NOW)
    do(city.clerk, plan, "send_to_review")
    assert "2026-07-15办结▲迟办2天" in stepper(page())[0][1]


def test_the_page_leads_the_operator_to_what_is_wanting(page: Callable[..., str], plan: Plan) -> None:
    text = page()
    assert "还没有分派互审单位" in text
    assert f'href="/plans/{plan.pk}/reviews/#reviewers"' in text
    assert f'href="/plans/{plan.pk}/stages/record_review/"' in text
    assert f'href="/plans/{plan.pk}/stages/send_to_review/"' not in text


def test_who_cannot_mend_it_sees_the_sentence_without_a_link(page: Callable[..., str], plan: Plan) -> None:
    text = page("group_head")
    assert "还没有分派互审单位" in text
    assert "#reviewers" not in text
    assert "/stages/record_review/" not in text


def test_each_finds_the_button_of_the_own_act(page: Callable[..., str], plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    assert ">领导小组审议通过</a>" in page("group_head")
    assert ">退回修改</a>" in page("group_head")
    assert ">登记领导小组审议通过</a>" in page("operator")
    assert "/stages/sign_off/" not in page("leader")
    assert "办理人：领导小组组长；在系统外办理的，由绩效办经办人登记。" in page("leader")
    put(plan, Stage.SUBMITTED)
    assert ">批复同意</a>" in page("upper")


def test_the_page_names_the_agencies_that_still_review(page: Callable[..., str], city: City, plan: Plan) -> None:
    reviews.assign(city.clerk, plan.pk, [city.peer.pk, city.second_peer.pk], sample.NOW)
    do(city.clerk, plan, "send_to_review")
    reviews.finish(city.reviewer, plan.pk, sample.NOW)
    assert "等待审毕：青澜市气象局。" in page()


def test_a_closed_plan_has_no_next_step(page: Callable[..., str], plan: Plan) -> None:
    put(plan, Stage.CLOSED)
    assert "程序已经走完" in page()


def test_the_history_shows_the_paper_and_what_came_back(
    as_: As, page: Callable[..., str], city: City, plan: Plan
) -> None:
    put(plan, Stage.SIGN_OFF)
    file = SimpleUploadedFile("审议纪要.pdf", PDF)
    given = {"on": "2026-07-14", "who": "领导小组", "document_no": "", "note": "第2项再核。", "file": file}
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/stages/sign_off/", given)
    assert (answer.status_code, answer["Location"]) == (302, f"/plans/{plan.pk}/stages/")
    act = StageAct.objects.get()
    assert (act.on, act.who, act.by, act.file_name) == (date(2026, 7, 14), "领导小组", city.clerk, "审议纪要.pdf")
    do(city.clerk, plan, "return", note="请补充依据。", **OUTSIDE)
    text = page("reader")
    assert text.index("请补充依据。") < text.index("第2项再核。")
    assert f'href="/plans/papers/{act.file_sha256}/"' in text
    assert "▲</span> 退回修改" in text


def test_a_plan_that_came_back_says_why_at_first_sight(page: Callable[..., str], city: City, plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    do(city.account("group_head"), plan, "return", note="请补充依据。")
    assert "“退回修改”：请补充依据。" in page().split('id="history"')[0]


def form(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_the_form_asks_first_for_what_is_wanted(page: Callable[..., str], plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    inside, outside = (page(role, "stages/sign_off/") for role in ("group_head", "operator"))
    assert 'name="who"' not in inside
    assert inside.index("<details") < inside.index('name="document_no"')
    assert outside.index('name="who"') < outside.index('name="document_no"') < outside.index("<details")
    assert form(inside, "on") == "2026-07-15"


def test_a_refused_act_says_everything_and_keeps_what_was_typed(as_: As, city: City, plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    client = as_(city.clerk)
    given = {"on": "2026-07-16", "who": "", "note": "一字不丢", "file": SimpleUploadedFile("纪要.pdf", PDF)}
    answer = client.post(f"/plans/{plan.pk}/stages/sign_off/", given)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "日期不能晚于今天。" in text
    assert "请填写作出决定的领导或单位。" in text
    assert form(text, "on") == "2026-07-16"
    assert "一字不丢" in text
    assert "已选：纪要.pdf" in text
    again = {"on": "2026-07-15", "who": "领导小组", "file_kept": form(text, "file_kept")}
    assert client.post(f"/plans/{plan.pk}/stages/sign_off/", again).status_code == 302
    assert StageAct.objects.get().file_name == "纪要.pdf"


def test_a_made_up_file_is_refused(as_: As, city: City, plan: Plan) -> None:
    put(plan, Stage.SIGN_OFF)
    given = {"on": "2026-07-15", "who": "领导小组", "file_kept": "abc:def"}
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/stages/sign_off/", given)
    assert answer.status_code == 422
    assert "请重新选择附件。" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("病毒.exe", b"MZ", "附件请用 PDF"),
        ("空.pdf", b"", "附件是空的"),
        ("假.pdf", b"<script>", "内容不是 pdf 格式"),
    ],
)
def test_a_paper_is_what_its_name_says(as_: As, city: City, plan: Plan, name: str, data: bytes, sentence: str) -> None:
    put(plan, Stage.SIGN_OFF)
    given = {"on": "2026-07-15", "who": "领导小组", "file": SimpleUploadedFile(name, data)}
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/stages/sign_off/", given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not StageAct.objects.exists()


def test_a_paper_that_is_too_large_is_refused(as_: As, city: City, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jixiao.site.uploads.MAX_BYTES", 100)
    put(plan, Stage.SIGN_OFF)
    given = {"on": "2026-07-15", "who": "领导小组", "file": SimpleUploadedFile("纪要.pdf", PDF * 100)}
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/stages/sign_off/", given)
    assert answer.status_code == 422
    assert "附件超过" in answer.content.decode()


@pytest.mark.parametrize("on", ["昨天", "2026-02-30"])
def test_a_day_that_is_none_is_a_sentence_at_the_field(as_: As, city: City, plan: Plan, on: str) -> None:
    put(plan, Stage.SIGN_OFF)
    answer = as_(city.account("group_head")).post(f"/plans/{plan.pk}/stages/sign_off/", {"on": on})
    assert answer.status_code == 422
    assert "请填写日期，例如 2026-07-10。" in answer.content.decode()
    assert f'value="{on}"' in answer.content.decode()


@pytest.mark.parametrize("on", ["2026-07-10", "2026年7月10日", "2026/7/10", "2026.7.10"])
def test_a_day_is_read_as_people_write_it(as_: As, city: City, plan: Plan, on: str) -> None:
    put(plan, Stage.SIGN_OFF)
    as_(city.account("group_head")).post(f"/plans/{plan.pk}/stages/sign_off/", {"on": on})
    assert StageAct.objects.get().on == date(2026, 7, 10)


def test_who_may_not_act_reads_who_may_and_posts_into_nothing(as_: As, city: City, plan: Plan) -> None:
    put(plan, Stage.SUBMITTED)
    client = as_(city.account("leader"))
    text = client.get(f"/plans/{plan.pk}/stages/approve/").content.decode()
    assert "现在不能由您办理。办理人：上级绩效办" in text
    assert "<button" not in text.split("<main", 1)[1]
    assert client.post(f"/plans/{plan.pk}/stages/approve/", {"on": "2026-07-15"}).status_code == 404


def test_an_act_whose_time_is_over_says_where_the_plan_is(as_: As, city: City, plan: Plan) -> None:
    answer = as_(city.account("group_head")).post(f"/plans/{plan.pk}/stages/sign_off/", {"on": "2026-07-15"})
    assert answer.status_code == 409
    assert "方案现在处于“编制初稿”，不能“领导小组审议通过”。" in answer.content.decode()


def test_there_is_no_act_of_another_name(as_: As, city: City, plan: Plan) -> None:
    assert as_(city.clerk).get(f"/plans/{plan.pk}/stages/burn/").status_code == 404


@pytest.mark.parametrize("address", ["stages/", "stages/submit/", "calendar/", "reviews/"])
def test_strangers_and_peers_find_nothing(as_: As, city: City, plan: Plan, address: str) -> None:
    reviews.assign(city.clerk, plan.pk, [city.peer.pk], sample.NOW)
    do(city.clerk, plan, "send_to_review")
    for by in (city.reviewer, city.account("operator", city.outsider), city.account("reader", city.peer)):
        assert as_(by).get(f"/plans/{plan.pk}/{address}").status_code == 404


# papers


@pytest.fixture
def filed(as_: As, city: City, plan: Plan) -> str:
    """The digest of a paper that was handed in."""
    put(plan, Stage.SIGN_OFF)
    given = {"on": "2026-07-15", "who": "领导小组", "file": SimpleUploadedFile("审议纪要.pdf", PDF)}
    as_(city.clerk).post(f"/plans/{plan.pk}/stages/sign_off/", given)
    return StageAct.objects.get().file_sha256


def test_a_paper_is_a_download_and_never_a_page(as_: As, city: City, filed: str) -> None:
    answer = as_(city.account("reader")).get(f"/plans/papers/{filed}/")
    assert answer["Content-Disposition"].startswith("attachment; ")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer.content == PDF


def test_a_paper_is_for_those_who_may_read_its_plan(as_: As, city: City, filed: str) -> None:
    assert as_(city.account("upper")).get(f"/plans/papers/{filed}/").status_code == 200
    for by in (city.reviewer, city.account("operator", city.outsider), city.account("system_admin")):
        assert as_(by).get(f"/plans/papers/{filed}/").status_code == 404
    assert as_(city.clerk).get(f"/plans/papers/{'0' * 64}/").status_code == 404


def test_bytes_that_belong_to_no_act_are_not_served(as_: As, city: City, filed: str) -> None:
    StageAct.objects.all().delete()
    assert as_(city.clerk).get(f"/plans/papers/{filed}/").status_code == 404


# the dates


def rows(plan: Plan, *given: tuple[str, str, str], seen: str = "") -> dict[str, str]:
    total = {"form-TOTAL_FORMS": str(len(given)), "form-INITIAL_FORMS": "0"}
    seen = seen or actions.calendar_digest(plan)
    fields = {
        f"form-{at}-{name}": text
        for at, row in enumerate(given)
        for name, text in zip(("title", "stage", "due"), row, strict=True)
    }
    return {**total, **fields, "seen": seen}


def dates(plan: Plan) -> list[tuple[str, str, date | None, str]]:
    return list(plan.calendar.values_list("title", "stage", "due", "due_text"))


def test_the_operator_corrects_the_dates_and_the_wording_stays_with_its_date(as_: As, city: City, plan: Plan) -> None:
    due(plan, Stage.DRAFTING, TODAY)
    due(plan, Stage.PEER_REVIEW, TODAY)
    given = rows(plan, ("初稿", "drafting", "2026-07-15"), ("互审", "peer_review", "2026-07-19"), ("", "", ""))
    assert as_(city.clerk).post(f"/plans/{plan.pk}/calendar/", given).status_code == 302
    assert dates(plan) == [
        ("初稿", "drafting", date(2026, 7, 15), "某日前"),
        ("互审", "peer_review", date(2026, 7, 19), ""),
    ]


def test_two_people_do_not_overwrite_each_others_dates(as_: As, city: City, plan: Plan) -> None:
    old = actions.calendar_digest(plan)
    due(plan, Stage.DRAFTING, TODAY)
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/calendar/", rows(plan, ("初稿", "", "2026-07-20"), seen=old))
    assert answer.status_code == 409
    assert "刚刚被别人改动过" in answer.content.decode()
    assert 'value="2026-07-20"' in answer.content.decode()
    assert len(dates(plan)) == 1


def test_a_wrong_date_is_a_sentence_and_nothing_is_lost(as_: As, city: City, plan: Plan) -> None:
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/calendar/", rows(plan, ("初稿", "drafting", "下周")))
    assert answer.status_code == 422
    assert 'value="初稿"' in answer.content.decode()
    assert "请填写日期" in answer.content.decode()
    answer = as_(city.clerk).post(f"/plans/{plan.pk}/calendar/", rows(plan, ("", "drafting", "2026-07-10")))
    assert "请填写事项" in answer.content.decode()
    assert dates(plan) == []


def test_only_the_operator_corrects_dates(as_: As, city: City, plan: Plan) -> None:
    for role in ("group_head", "leader", "upper", "reader"):
        assert as_(city.account(role)).get(f"/plans/{plan.pk}/calendar/").status_code == 404


PROSE = "一、工作步骤\n（一）编制方案。2026年2月10日前形成初稿；2月20日前完成同组互审。\n"


def test_the_dates_come_from_the_document_and_can_be_read_again(as_: As, clerk: Account) -> None:
    assert clerk.organisation is not None
    text = f"{sample.TITLE}\n{PROSE}{sample.HEAD}\n" + "\n".join(sample.ROWS)
    document = imports.upload_document(clerk, clerk.organisation, text.encode(), "方案.txt", sample.NOW).document
    plan = imports.confirm_import(clerk, document.pk, document.version, sample.NOW, errors_accepted=True)
    read = dates(plan)
    assert [(stage, day) for _, stage, day, _ in read] == [
        ("drafting", date(2026, 2, 10)),
        ("peer_review", date(2026, 2, 20)),
    ]
    client = as_(clerk)
    client.post(f"/plans/{plan.pk}/calendar/", rows(plan, ("别的", "", "2026-01-01")))
    assert dates(plan) != read
    client.post(f"/plans/{plan.pk}/calendar/", {**rows(plan), "again": "1"})
    assert dates(plan) == read


@pytest.mark.parametrize("role", ["operator", "group_head", "upper"])
@pytest.mark.parametrize("stage", list(Stage))
def test_the_page_takes_few_statements_for_a_whole_plan(
    as_: As, city: City, django_assert_max_num_queries: DjangoAssertNumQueries, role: str, stage: Stage
) -> None:
    plan = city.plan(55)
    reviews.assign(city.clerk, plan.pk, [city.peer.pk, city.second_peer.pk], sample.NOW)
    do(city.clerk, plan, "send_to_review")
    due(plan, Stage.PEER_REVIEW, TODAY)
    put(plan, stage)
    client = as_(city.account(role))
    for address in ("stages/", "stages/sign_off/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/plans/{plan.pk}/{address}").status_code == 200
