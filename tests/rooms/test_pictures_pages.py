"""The pages of pictures: what they say agrees with the ledger, in words, in the picture and in the table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from xml.etree import ElementTree

import opened
import pytest
import sample
from django.test import Client
from opened import Q1_END, cell

from jixiao.core.ledger.states import State
from jixiao.ledger.models import Addressee, Cell, Directive, Ledger, Task, TaskList
from jixiao.ledger.reading import dues, heat
from jixiao.ledger.reading.grid import grid
from jixiao.ledger.reading.loads import loads_of
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation

DAY = date(2026, 7, 15)
As = Callable[[Account], Client]
pytestmark = pytest.mark.usefixtures("today")


@pytest.fixture
def ledger(clerk: Account, agency: Organisation) -> Ledger:
    return opened.opened_ledger(clerk, agency)


@pytest.fixture
def city_ledger(account: Callable[..., Account]) -> Ledger:
    """Of an agency in a city."""
    city = find_or_create_organisation("青澜市", Organisation.Kind.CITY)
    agency = find_or_create_organisation("青澜市园林局", Organisation.Kind.AGENCY, city)
    return opened.opened_ledger(account("city-clerk", "operator", agency), agency)


@pytest.fixture
def upper(account: Callable[..., Account], city_ledger: Ledger) -> Account:
    city = city_ledger.organisation.parent
    return account("upper", "upper", find_or_create_organisation("市绩效办", Organisation.Kind.OFFICE, city))


def page(client: Client, ledger: Ledger, name: str, query: str = "") -> str:
    answer = client.get(f"/ledger/plans/{ledger.plan_id}/{name}/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def pictures(html: str) -> list[ElementTree.Element]:
    """The pictures of a page, without the small ones of its legend."""
    found = [f"<svg{part.split('</svg>')[0]}</svg>" for part in html.split("<svg")[1:]]
    return [each for each in map(ElementTree.fromstring, found) if each.get("role")]


def hints(picture: ElementTree.Element) -> list[str]:
    return [str(link.findtext("title")) for link in picture.iter("a")]


def test_the_heat_map_shows_each_indicator_at_the_office_that_leads(as_: As, clerk: Account, ledger: Ledger) -> None:
    assert hints(pictures(page(as_(clerk), ledger, "heat"))[0]) == [
        "绿化科 1-1 滞后",
        "绿化科 1-2 滞后",
        "办公室 2-1 滞后",
        "未定科室 3-1 滞后",
    ]


def test_offices_that_take_part_are_shown_when_asked_for(as_: As, clerk: Account, ledger: Ledger) -> None:
    assert "办公室 1-2 滞后（协办）" in hints(pictures(page(as_(clerk), ledger, "heat", "?co=1"))[0])


def test_the_sentence_counts_each_indicator_once(as_: As, clerk: Account, ledger: Ledger) -> None:
    for query in ("", "?co=1"):
        assert "共4项：滞后4项。滞后最多的是绿化科（2项）。" in page(as_(clerk), ledger, "heat", query)


def test_a_quarter_shows_its_own_cells(as_: As, clerk: Account, head: Account, ledger: Ledger) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    first = hints(pictures(page(as_(clerk), ledger, "heat", "?quarter=1"))[0])
    third = hints(pictures(page(as_(clerk), ledger, "heat", "?quarter=3"))[0])
    assert first[0] == "绿化科 1-1 正常"
    assert third[0] == "绿化科 1-1 未到期"
    assert not [each for each in third if " 2-1 " in each], "2-1 ends with the second quarter"


def test_a_report_changes_the_heat_map_at_once(as_: As, clerk: Account, head: Account, ledger: Ledger) -> None:
    second = cell(ledger, "1-1", 2)
    opened.submitted(head, cell(ledger, "1-1"), "2")
    assert hints(pictures(page(as_(clerk), ledger, "heat"))[0])[0] == "绿化科 1-1 滞后，较前期转差"
    opened.submitted(head, second, "12", now=Q1_END + timedelta(days=95))
    assert hints(pictures(page(as_(clerk), ledger, "heat"))[0])[0] == "绿化科 1-1 正常，较前期好转"


def test_a_square_opens_the_cell_that_says_so(as_: As, clerk: Account, ledger: Ledger) -> None:
    first = next(pictures(page(as_(clerk), ledger, "heat", "?quarter=2"))[0].iter("a"))
    assert first.get("href") == f"/ledger/cells/{cell(ledger, '1-1', 2).pk}/"


def test_the_table_below_says_the_same(as_: As, clerk: Account, ledger: Ledger) -> None:
    table = page(as_(clerk), ledger, "heat", "?co=1").split("<tbody>")[1].split("</tbody>")[0]
    rows = [[part.split("</")[0].split(">")[-1] for part in row.split("</t")[:-2]] for row in table.split("<tr>")[1:]]
    assert len(rows) == 3
    assert "滞后（协办）" in table


@pytest.mark.parametrize("query", ["?quarter=5", "?quarter=x", "?co=maybe", "?quarter=%3Cscript%3E"])
def test_what_nobody_chose_shows_how_things_stand(as_: As, clerk: Account, ledger: Ledger, query: str) -> None:
    html = page(as_(clerk), ledger, "heat", query)
    assert "热力图（当前）" in html
    assert "<script>" not in html.split("<main")[1]


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (State.AT_RISK, State.ON_TRACK, 1),
        (State.ON_TRACK, State.LATE, -1),
        (State.LATE, State.LATE, 0),
        (State.NOT_DUE, State.LATE, 0),
        (State.LATE, State.NOT_DUE, 0),
        (None, State.LATE, 0),
    ],
)
def test_a_change_needs_two_states_that_say_something(before: State | None, now: State, change: int) -> None:
    assert heat.change(before, now) == change


def test_a_cell_of_half_a_year_is_not_compared_with_itself(clerk: Account, ledger: Ledger) -> None:
    Cell.objects.filter(ledger=ledger, item__no="2-1", number=2).delete()
    Cell.objects.filter(ledger=ledger, item__no="2-1").update(frequency="half-year")
    row = next(row for row in grid(ledger, DAY).rows if row.no == "2-1")
    stand = heat.stand_of(row, grid(ledger, DAY), 2)
    assert stand is not None
    assert (stand.key, stand.change) == (row.cells[0].pk, 0)


def test_the_city_sees_its_agencies(as_: As, upper: Account, city_ledger: Ledger) -> None:
    html = as_(upper).get("/ledger/heat/").content.decode()
    assert "1个单位，共4项：滞后4项。滞后最多的是青澜市园林局（4项）。" in html
    assert [each for each in hints(pictures(html)[0]) if "青澜市园林局 " in each] == [
        f"青澜市园林局 {place} 滞后" for place in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize("quarter", [None, 1, 2, 3, 4])
def test_the_city_and_the_agency_see_the_same(
    as_: As, upper: Account, city_ledger: Ledger, quarter: int | None
) -> None:
    lead = opened.cell(city_ledger, "1-1")
    Cell.objects.filter(pk=lead.pk).update(standing="behind", reporting="submitted")
    Cell.objects.filter(ledger=city_ledger, item__no="1-2", number=3).update(standing="done", reporting="accepted")
    query = f"?quarter={quarter}" if quarter else ""
    of_city = pictures(as_(upper).get(f"/ledger/heat/{query}").content.decode())[0]
    of_agency = pictures(page(as_(upper), city_ledger, "heat", query))[0]
    squares = [
        sorted(
            (str(a.get("href")), str(a.findtext("title")).split()[2].split("，")[0])
            for a in made.iter("a")
            if "cells" in str(a.get("href"))
        )
        for made in (of_city, of_agency)
    ]
    assert squares[0] == squares[1]


def test_the_city_map_is_for_those_above(as_: As, city_ledger: Ledger, account: Callable[..., Account]) -> None:
    for at, role in enumerate(("operator", "leader", "office_head", "reader", "enterprise")):
        mine = account(f"below-{at}", role, city_ledger.organisation)
        assert as_(mine).get("/ledger/heat/").status_code == 404, role


def test_another_city_sees_nothing_of_it(as_: As, city_ledger: Ledger, account: Callable[..., Account]) -> None:
    other = account("other", "upper", find_or_create_organisation("栖川市", Organisation.Kind.CITY))
    assert "还没有开启台账" in as_(other).get("/ledger/heat/").content.decode()


def test_a_year_without_ledgers_shows_the_latest(as_: As, upper: Account, city_ledger: Ledger) -> None:
    for year in ("1999", "x", "20262026"):
        assert "2026年" in as_(upper).get(f"/ledger/heat/?year={year}").content.decode()


def test_the_timeline_tells_the_pile_up(as_: As, clerk: Account, ledger: Ledger) -> None:
    html = page(as_(clerk), ledger, "timeline")
    assert "共4项有时限。12月到期最多：3项，占75%。已滞后4项。" in html
    assert "今天 7月15日" in html


def test_tasks_and_directives_are_due_too(as_: As, clerk: Account, ledger: Ledger, agency: Organisation) -> None:
    tasks = TaskList.objects.create(item=cell(ledger, "1-1").item, name="建设清单")
    Task.objects.create(ledger=ledger, list=tasks, position=1, text="完成<选址>。", due=date(2026, 8, 1))
    Task.objects.create(ledger=ledger, list=tasks, position=2, text="无期", due=None)
    asked = Directive.objects.create(ledger=ledger, number=3, title="加快", text="请", issued_at=Q1_END, due=DAY)
    Addressee.objects.create(directive=asked, office=agency)
    found, undated = dues.work_of(ledger, grid(ledger, DAY))
    assert [(due.kind, due.day, due.state) for due in found if due.kind != "指标"] == [
        ("督办", DAY, State.AT_RISK),
        ("任务", date(2026, 8, 1), State.NOT_DUE),
    ]
    assert undated == 1
    html = page(as_(clerk), ledger, "timeline", "?stretch=30")
    assert "另有1项没有写明时限" in html
    assert "未来30天到期2项，其中滞后或预警1项。" in html
    assert "任务，未定科室" in unescape(html)
    assert "<选址>" not in html


@pytest.mark.parametrize(
    ("stage", "due", "state"),
    [
        ("struck_off", DAY - timedelta(9), State.STRUCK_OFF),
        ("claimed", DAY - timedelta(9), State.ON_TRACK),
        ("open", DAY - timedelta(1), State.LATE),
        ("returned", DAY - timedelta(1), State.LATE),
        ("open", DAY, State.AT_RISK),
        ("open", DAY + timedelta(16), State.NOT_DUE),
    ],
)
def test_a_task_stands_by_its_stage_and_its_day(stage: str, due: date, state: State) -> None:
    assert dues.state_of_stage(dues.Stage(stage), due, DAY) is state


def test_reports_are_due_after_their_periods(as_: As, clerk: Account, ledger: Ledger) -> None:
    html = page(as_(clerk), ledger, "timeline", "?what=reports&stretch=q2")
    assert "共14项有时限。4月到期最多：4项" in html
    assert "第二季度到期4项，其中滞后或预警4项。" in html


@pytest.mark.parametrize(
    ("key", "first", "last"),
    [
        ("30", DAY, DAY + timedelta(30)),
        ("nonsense", DAY, DAY + timedelta(90)),
        ("q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("q4", date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_a_stretch_has_its_days(key: str, first: date, last: date) -> None:
    found = dues.stretch(key, 2026, DAY)
    assert (found.first, found.last) == (first, last)


def test_loads_count_what_is_led_shared_and_open(ledger: Ledger, head: Account, agency: Organisation) -> None:
    opened.submitted(head, cell(ledger, "1-1"), "3")
    office = Organisation.objects.get(name="绿化科")
    tasks = TaskList.objects.create(item=cell(ledger, "1-1").item, name="建设清单")
    for stage in ("open", "struck_off"):
        Task.objects.create(ledger=ledger, list=tasks, position=1, text="选址", office=office, stage=stage)
    found = loads_of(ledger, grid(ledger, DAY))
    assert {load.name: tuple(map(int, load.amounts)) for load in found.offices} == {
        "绿化科": (2, 0, 4, 5, 3, 1),  # open: the second and the third quarter of two, the first of one
        "办公室": (1, 1, 3, 2, 2, 0),
    }
    assert {load.name: load.amounts[0] for load in found.leaders} == {"苏望舒": Decimal(2), "何知远": Decimal(2)}


def test_the_load_page_names_offices_and_persons(as_: As, clerk: Account, ledger: Ledger) -> None:
    html = page(as_(clerk), ledger, "load")
    assert [picture.find("title").text for picture in pictures(html)] == [  # type: ignore[union-attr]
        "各科室的负担",
        "各科室责任人的负担",
        "各分管领导的负担",
    ]
    assert "2个科室。牵头指标最多的是绿化科，2项，中位数1.5项。" in html


@pytest.mark.parametrize("name", ["heat", "timeline", "load"])
def test_a_picture_costs_the_same_statements_whatever_its_size(
    as_: As,
    clerk: Account,
    agency: Organisation,
    name: str,
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    large = opened.opened_ledger(clerk, agency, sample.long_text(40), scale="40")
    client = as_(clerk)
    with django_assert_max_num_queries(12):
        page(client, large, name)


def test_the_city_map_costs_few_statements(
    as_: As, upper: Account, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    client = as_(upper)
    with django_assert_max_num_queries(12):
        client.get("/ledger/heat/")


@pytest.mark.parametrize("name", ["heat", "timeline", "load"])
def test_every_picture_has_a_table_a_sentence_and_no_style_of_its_own(
    as_: As, clerk: Account, ledger: Ledger, name: str
) -> None:
    html = page(as_(clerk), ledger, name, "?stretch=q4").split("<main")[1]
    assert html.count("<details") >= len(pictures(html)) > 0
    assert 'class="said"' in html
    assert "style=" not in html
    for picture in pictures(html):
        assert picture.findtext("title")
        assert picture.findtext("desc")
    ids = [part.split('"')[0] for part in html.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
