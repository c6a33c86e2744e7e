"""Pages of scores from outside: the table, the form, the paste, the check, the events."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from sample import NOW
from test_given import FROM, check, enter, note, office, park, second, upper

from jixiao.people.models import Account, Organisation
from jixiao.scores.models import GivenScore, GradeEvent

As = Callable[[Account], Client]
Typed = dict[str, str]
__all__ = ["office", "park", "second", "upper"]
pytestmark = pytest.mark.usefixtures("today")


def page_of(client: Client, name: str, query: str = "") -> str:
    answer = client.get(reverse(name) + query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def form_of(page: str) -> Typed:
    form = re.search(r'<form class="given-form".*?</form>', page, re.DOTALL)
    assert form
    tags = re.findall(r"<input[^>]*>", form[0])
    pairs = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="((?:[^"]|"(?!(?: |>)))*)"', tag)) for tag in tags]
    return {name[1]: value[1] if value else "" for name, value in pairs if name} | {"do": "save"}


def raw_form(client: Client, query: str) -> Typed:
    return {
        name: unescape(text)
        for name, text in form_of(client.get(reverse("given-enter") + query).content.decode()).items()
    }


def test_the_table_says_what_is_entered_and_that_unchecked_scores_do_not_count(
    upper: Account, park: Organisation, as_: As
) -> None:
    enter(upper, park, "88.5")
    page = page_of(as_(upper), "given-scores")
    assert "没有复核的不计入总分" in page
    assert "88.50" in page
    assert "upper录入，未复核" in page
    assert FROM in page
    assert "复核所选" not in page  # one's own


def test_what_all_scores_of_a_part_have_in_common_stands_once_above_them(
    upper: Account, second: Account, park: Organisation, as_: As
) -> None:
    water = Organisation.objects.get(name="青澜市水务局")
    enter(upper, park, "88.5")
    enter(upper, water, "77")
    assert page_of(as_(upper), "given-scores").count(FROM) == 1
    check(second, *GivenScore.objects.all())
    assert page_of(as_(upper), "given-scores").count("second复核") == 1
    enter(upper, water, "78", seen=2, source="另一份文件")
    page = page_of(as_(upper), "given-scores")
    assert (page.count(FROM), page.count("另一份文件"), page.count("second复核")) == (1, 1, 1)
    assert "upper录入，未复核" in page


def test_scores_are_entered_by_form(upper: Account, park: Organisation, as_: As) -> None:
    client = as_(upper)
    typed = raw_form(client, "?year=2026&component=lead") | {f"score-{park.pk}": "91", "common": FROM}
    assert client.post(reverse("given-enter"), typed).status_code == 302
    assert GivenScore.objects.get().source == FROM


def test_rows_that_were_not_touched_are_left_to_others(
    upper: Account, second: Account, park: Organisation, as_: As
) -> None:
    water = Organisation.objects.get(name="青澜市水务局")
    client = as_(upper)
    typed = raw_form(client, "?year=2026&component=lead") | {f"score-{park.pk}": "91", "common": FROM}
    enter(second, water, "70")
    assert client.post(reverse("given-enter"), typed).status_code == 302
    assert GivenScore.objects.get(organisation=water).score == 70


def test_a_stale_form_shows_what_stands_there_and_can_be_sent_again(
    upper: Account, second: Account, park: Organisation, as_: As
) -> None:
    client = as_(upper)
    typed = raw_form(client, "?year=2026&component=lead") | {f"score-{park.pk}": "91", "common": FROM}
    enter(second, park, "70")
    answer = client.post(reverse("given-enter"), typed)
    assert answer.status_code == 409
    assert "现为 70" in unescape(answer.content.decode())
    again = {name: unescape(text) for name, text in form_of(answer.content.decode()).items()}
    assert again[f"score-{park.pk}"] == "91"
    assert client.post(reverse("given-enter"), again).status_code == 302
    assert GivenScore.objects.get().score == 91


def test_what_is_wrong_stands_in_its_row_and_nothing_typed_is_lost(upper: Account, park: Organisation, as_: As) -> None:
    client = as_(upper)
    typed = raw_form(client, "?year=2026&component=lead") | {f"score-{park.pk}": "190", "common": FROM}
    answer = client.post(reverse("given-enter"), typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f'id="e-{park.pk}"' in page
    assert "应在 0 和满分 100 之间，现为 190" in page
    assert f'value="{FROM}"' in page


def test_pasted_columns_fill_the_form_and_save_nothing(upper: Account, park: Organisation, as_: As) -> None:
    client = as_(upper)
    plain = "序号\t单位\t得分\n1\t青澜市 园林局\t95\n2\t水务局\t93.5\n3\t档案局\t90"
    answer = client.post(reverse("given-enter"), {"year": "2026", "component": "lead", "do": "fill", "plain": plain})
    page = unescape(answer.content.decode())
    typed = form_of(page)
    assert typed[f"score-{park.pk}"] == "95"
    assert "已把 2 家的得分填入" in page
    assert "“3　档案局　90”" in page
    assert not GivenScore.objects.exists()


def test_another_person_checks_the_ticked_or_a_whole_column(
    upper: Account, second: Account, park: Organisation, as_: As
) -> None:
    water = Organisation.objects.get(name="青澜市水务局")
    enter(upper, park, "88")
    enter(upper, water, "77")
    client = as_(second)
    page = page_of(client, "given-scores")
    ticks = re.findall(r'name="score" value="([^"]*)"', page)
    assert len(ticks) == 2
    assert client.post(reverse("given-check"), {"year": "2026", "score": ticks[0]}).status_code == 302
    assert GivenScore.objects.filter(checked_by=second).count() == 1
    typed = {"year": "2026", "shown": ticks, "column": "lead"}
    assert client.post(reverse("given-check"), typed).status_code == 302
    assert GivenScore.objects.filter(checked_by=second).count() == 2
    assert "second复核" in page_of(client, "given-scores")


@pytest.mark.parametrize(("score", "status"), [("", 422), ("x-1", 422), ("999-1", 409)])
def test_a_check_of_nothing_or_of_what_is_gone_is_refused(
    second: Account, upper: Account, as_: As, score: str, status: int
) -> None:
    answer = as_(second).post(reverse("given-check"), {"year": "2026", "score": score})
    assert answer.status_code == status


def test_events_are_noted_and_withdrawn_on_the_page(upper: Account, park: Organisation, as_: As) -> None:
    client = as_(upper)
    typed = {
        "year": "2026",
        "organisation": str(park.pk),
        "effect": "cap",
        "grade": "良好",
        "subject": "both",
        "title": "安全事故",
    }
    answer = client.post(reverse("grade-events"), typed)
    assert answer.status_code == 422
    assert 'value="安全事故"' in unescape(answer.content.decode())
    assert client.post(reverse("grade-events"), typed | {"source": "青安〔2026〕9号"}).status_code == 302
    event = GradeEvent.objects.get()
    assert "安全事故" in page_of(client, "given-scores")
    refused = client.post(reverse("grade-event-withdraw"), {"year": "2026", "event": str(event.pk)})
    assert refused.status_code == 422
    client.post(reverse("grade-event-withdraw"), {"year": "2026", "event": str(event.pk), "reason": "误"})
    event.refresh_from_db()
    assert event.withdrawn_at == NOW


@pytest.mark.parametrize("query", ["", "?year=2025", "?year=x"])
def test_a_year_without_rules_says_where_to_begin(upper: Account, as_: As, query: str) -> None:
    page = page_of(as_(upper), "given-scores", query)
    assert ("还没有考评规则" in page) == (query == "?year=2025")


def test_the_head_of_a_group_checks_but_does_not_enter(chief: Account, as_: As) -> None:
    client = as_(chief)
    assert "外部得分" in page_of(client, "given-scores")
    assert client.get(reverse("given-enter")).status_code == 404


def test_those_without_the_right_find_nothing(reader: Account, as_: As) -> None:
    client = as_(reader)
    for name in ("given-scores", "given-enter", "given-check", "grade-events", "grade-event-withdraw"):
        assert client.get(reverse(name)).status_code == 404


def test_the_table_takes_few_statements(
    upper: Account, park: Organisation, as_: As, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for organisation in Organisation.objects.filter(kind="agency", parent=park.parent):
        enter(upper, organisation, "88")
        note(upper, organisation)
    client = as_(upper)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        client.get(reverse("given-scores"))
