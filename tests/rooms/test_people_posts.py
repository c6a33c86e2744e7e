"""Organisations, posts and groups: who may change them, what is refused, what stays."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from sample import NOW

from jixiao.journal.models import Entry
from jixiao.people.actions import groups, organisations, posts
from jixiao.people.actions.groups import Group
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.actions.posts import find_or_create_person, give_post, hand_over
from jixiao.people.models import Account, Organisation, PeerGroup, Person, Post, Term
from jixiao.people.policy import Console, Forbidden, Refused
from jixiao.plans.models import Plan, Responsibility

Kind = Organisation.Kind
Make = Callable[..., Account]
As = Callable[[Account], Client]
MARCH, JULY = date(2026, 3, 1), date(2026, 7, 1)


@pytest.fixture
def admin(account: Make) -> Account:
    return account("system", "system_admin")


@pytest.fixture
def office(agency: Organisation) -> Organisation:
    return find_or_create_organisation("绿化科", Kind.OFFICE, agency)


@pytest.fixture
def post(office: Organisation, agency: Organisation) -> Post:
    give_post(find_or_create_person("陆行舟", agency), office, "科室责任人", MARCH)
    return Post.objects.get(organisation=office)


@pytest.fixture
def heir(agency: Organisation) -> Person:
    return find_or_create_person("何知远", agency)


def terms(post: Post) -> list[tuple[str, date, date | None]]:
    return [(term.person.name, term.since, term.until) for term in post.terms.order_by("since")]


def test_the_holder_changes_and_the_responsibility_stays(admin: Account, plan: Plan, heir: Person) -> None:
    post = Post.objects.get(organisation__name="绿化科")
    Term.objects.filter(post=post).update(since=MARCH)
    before = list(Responsibility.objects.order_by("pk").values_list())
    hand_over(admin, post, heir, JULY, NOW)
    assert terms(post) == [("陆行舟", MARCH, date(2026, 6, 30)), ("何知远", JULY, None)]
    assert list(Responsibility.objects.order_by("pk").values_list()) == before
    entry = Entry.objects.get(action="post.hand_over")
    assert json.loads(entry.facts) == {"post": "绿化科科室责任人", "from": "陆行舟", "to": "何知远", "on": "2026-07-01"}


@pytest.mark.parametrize("on", [MARCH, date(2026, 2, 1), date(2026, 7, 16)])
def test_a_day_before_the_term_began_or_to_come_is_refused(admin: Account, post: Post, heir: Person, on: date) -> None:
    with pytest.raises(Refused):
        hand_over(admin, post, heir, on, NOW)
    assert terms(post) == [("陆行舟", MARCH, None)]


def test_where_several_hold_a_post_it_must_be_said_who_leaves(
    admin: Account, post: Post, agency: Organisation, heir: Person
) -> None:
    give_post(find_or_create_person("苏望舒", agency), post.organisation, post.title, MARCH)
    with pytest.raises(Refused, match="由谁移交"):
        hand_over(admin, post, heir, JULY, NOW)
    leaving = Term.objects.get(person__name="苏望舒")
    hand_over(admin, post, heir, JULY, NOW, leaving=leaving)
    assert {name for name, _, until in terms(post) if until is None} == {"陆行舟", "何知远"}
    with pytest.raises(Refused, match="已结束"):
        hand_over(admin, post, find_or_create_person("江知微", agency), JULY, NOW, leaving=leaving)


def test_a_person_of_another_agency_cannot_take_over(admin: Account, post: Post) -> None:
    other = find_or_create_organisation("栖川市档案局", Kind.AGENCY)
    with pytest.raises(Refused, match="本机关人员"):
        hand_over(admin, post, find_or_create_person("外人", other), JULY, NOW)


@pytest.mark.parametrize("role", ["operator", "security_admin", "auditor", "reader"])
def test_only_the_system_administrator_changes_posts_and_organisations(
    account: Make, post: Post, office: Organisation, heir: Person, role: str
) -> None:
    someone = account("someone", role)
    for act in (
        lambda: hand_over(someone, post, heir, JULY, NOW),
        lambda: posts.create_post(someone, office, "内勤", NOW),
        lambda: organisations.rename_organisation(someone, office.pk, "园林科", NOW),
        lambda: organisations.retire_organisation(someone, office.pk, JULY, NOW),
        lambda: organisations.create_organisation(someone, office.parent, Kind.OFFICE, "宣传科", NOW),
    ):
        with pytest.raises(Forbidden):
            act()


def test_an_administrator_of_another_agency_changes_nothing(account: Make, post: Post, heir: Person) -> None:
    other = find_or_create_organisation("栖川市档案局", Kind.AGENCY)
    with pytest.raises(Forbidden):
        hand_over(account("other", "system_admin", other), post, heir, JULY, NOW)


def test_a_retired_organisation_stays_with_its_terms_ended(admin: Account, post: Post, office: Organisation) -> None:
    organisations.retire_organisation(admin, office.pk, JULY, NOW)
    office.refresh_from_db()
    assert office.retired == JULY
    assert terms(post) == [("陆行舟", MARCH, JULY)]
    with pytest.raises(Refused, match="已撤销"):
        organisations.rename_organisation(admin, office.pk, "园林科", NOW)


def test_an_organisation_with_open_accounts_or_children_is_not_retired(
    admin: Account, office: Organisation, head: Account, agency: Organisation
) -> None:
    with pytest.raises(Refused, match="账号"):
        organisations.retire_organisation(admin, office.pk, JULY, NOW)
    with pytest.raises(Refused, match="最上一级"):
        organisations.retire_organisation(admin, agency.pk, JULY, NOW)


def test_no_two_of_a_name_in_one_place(admin: Account, office: Organisation, agency: Organisation) -> None:
    with pytest.raises(Refused, match="已有"):
        organisations.create_organisation(admin, agency, Kind.OFFICE, "绿 化 科", NOW)
    made = organisations.create_organisation(admin, agency, Kind.OFFICE, "宣传科", NOW)
    with pytest.raises(Refused, match="已有"):
        organisations.rename_organisation(admin, made.pk, "绿化科", NOW)
    assert organisations.rename_organisation(admin, made.pk, "宣教科", NOW).name == "宣教科"


def test_a_person_s_name_is_corrected_but_not_to_another_s(admin: Account, heir: Person, post: Post) -> None:
    assert posts.rename_person(admin, heir.pk, "何致远", NOW).name == "何致远"
    with pytest.raises(Refused, match="同名"):
        posts.rename_person(admin, heir.pk, "陆 行舟", NOW)


def test_groups_are_the_city_s_and_an_agency_is_in_one_a_year(account: Make) -> None:
    city = find_or_create_organisation("青澜市", Kind.CITY)
    one, two, three = (find_or_create_organisation(f"{n}局", Kind.AGENCY, city) for n in "甲乙丙")
    upper = account("upper", "upper", find_or_create_organisation("市绩效办", Kind.OFFICE, city))
    group = groups.save_peer_group(upper, city, None, Group(2026, "一组", [one, two]), NOW)
    for wanted, sentence in (
        (Group(2026, "二组", [two, three]), "一年只在一组"),
        (Group(2026, "一组", [three, three]), "两个单位"),
        (Group(2027, "一组", [one, find_or_create_organisation("外局", Kind.AGENCY)]), "本市"),
    ):
        with pytest.raises(Refused, match=sentence):
            groups.save_peer_group(upper, city, None, wanted, NOW)
    groups.save_peer_group(upper, city, group.pk, Group(2026, "一组", [one, two, three]), NOW)
    assert group.members.count() == 3
    with pytest.raises(Forbidden):
        groups.save_peer_group(account("agency", "system_admin", one), city, None, Group(2027, "组", [one, two]), NOW)
    assert PeerGroup.objects.count() == 1


def test_the_tree_shows_present_and_former_holders(as_: As, admin: Account, post: Post, heir: Person) -> None:
    hand_over(Console(), post, heir, JULY, NOW)
    page = as_(admin).get("/people/").content.decode()
    assert "2026-03-01—2026-06-30" in page
    assert "2026-07-01 起" in page
    assert f"/people/posts/{post.pk}/" in page


def test_a_reader_sees_the_tree_without_the_ways_to_change_it(as_: As, reader: Account, post: Post) -> None:
    page = as_(reader).get("/people/").content.decode()
    assert "陆行舟" in page
    assert "/people/posts/" not in page


@pytest.mark.usefixtures("today")
def test_the_form_hands_over_and_writes_a_newcomer_down(as_: As, admin: Account, post: Post) -> None:
    client = as_(admin)
    answer = client.post(f"/people/posts/{post.pk}/", {"new_person": "秦牧野", "on": "2026-07-01"})
    assert answer.status_code == 302
    assert terms(post)[-1] == ("秦牧野", JULY, None)


@pytest.mark.usefixtures("today")
def test_a_refused_form_keeps_what_was_typed_and_writes_nobody_down(as_: As, admin: Account, post: Post) -> None:
    answer = as_(admin).post(f"/people/posts/{post.pk}/", {"new_person": "秦牧野", "on": "2026-02-01"})
    assert answer.status_code == 409
    assert 'value="秦牧野"' in answer.content.decode()
    assert not Person.objects.filter(name="秦牧野").exists()
    assert as_(admin).post(f"/people/posts/{post.pk}/", {"on": "2026-07-01"}).status_code == 422


@pytest.mark.usefixtures("today")
def test_the_organisation_s_forms_do_their_acts(as_: As, admin: Account, office: Organisation) -> None:
    client, at = as_(admin), f"/people/organisations/{office.pk}/"
    assert client.post(f"{at}post/", {"title": "内勤"}).status_code == 302
    assert client.post(f"{at}post/", {"title": "内勤"}).status_code == 409
    assert client.post(f"{at}child/", {"kind": "office", "name": "一组"}).status_code == 302
    assert client.post(f"{at}rename/", {"name": ""}).status_code == 422
    assert client.post(f"{at}rename/", {"name": "园林科"}).status_code == 302
    assert client.post(f"{at}retire/", {"on": "2026-07-01"}).status_code == 409
    office.refresh_from_db()
    assert (office.name, office.retired, office.children.count(), office.posts.count()) == ("园林科", None, 1, 1)
