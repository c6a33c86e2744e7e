"""Writing persons, posts and terms. The holder of a post changes; what hangs on the post stays."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from jixiao.core.terms import BadHandOver, Span, last_day
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation, Person, Post, Term
from jixiao.people.names import normal_name
from jixiao.people.policy import By, Refused, Right, require


def find_or_create_person(name: str, agency: Organisation) -> Person:
    """The person of that name in the agency, spaces and width aside; made when there is none."""
    defaults = {"name": "".join(name.split())}
    return Person.objects.get_or_create(agency=agency, normal=normal_name(name), defaults=defaults)[0]


def give_post(person: Person, organisation: Organisation, title: str, since: date) -> None:
    """Let the person hold the post from `since`, unless a term of theirs runs already."""
    post, _ = Post.objects.get_or_create(organisation=organisation, title=title)
    if not Term.objects.filter(post=post, person=person, until__isnull=True).exists():
        Term.objects.create(post=post, person=person, since=since)


@transaction.atomic
def create_person(by: By, agency: Organisation, name: str, now: datetime) -> Person:
    """Write a person down. Raises Refused when the agency has one of that name."""
    require(by, Right.PEOPLE_EDIT, agency)
    _require_free_name(agency, name)
    person = Person.objects.create(agency=agency, name="".join(name.split()))
    record(by.actor, "person.create", Subject("person", person.pk), {"name": person.name}, now)
    return person


@transaction.atomic
def rename_person(by: By, person_id: int, name: str, now: datetime) -> Person:
    """Correct a person's name. Raises Refused."""
    found = Person.objects.select_for_update(of=("self",)).select_related("agency__parent")
    person = found.filter(pk=person_id).first()
    if person is None:
        raise Refused("没有这个人员。")
    require(by, Right.PEOPLE_EDIT, person.agency)
    old = person.name
    _require_free_name(person.agency, name, person.pk)
    person.name = "".join(name.split())
    person.save(update_fields=["name", "normal"])
    record(by.actor, "person.rename", Subject("person", person.pk), {"old": old, "new": person.name}, now)
    return person


def _require_free_name(agency: Organisation, name: str, except_id: int = 0) -> None:
    if not name.strip():
        raise Refused("请填写姓名。")
    if Person.objects.filter(agency=agency, normal=normal_name(name)).exclude(pk=except_id).exists():
        raise Refused(f"{agency.name}已有“{name.strip()}”，同名的请加注区别。")


@transaction.atomic
def create_post(by: By, organisation: Organisation, title: str, now: datetime) -> Post:
    """Set up a post that nobody holds yet. Raises Refused when there is one of that title."""
    require(by, Right.PEOPLE_EDIT, organisation)
    title = title.strip()
    if not title:
        raise Refused("请填写职务名称。")
    if organisation.retired:
        raise Refused(f"{organisation.name}已撤销，不能再设职务。")
    if Post.objects.filter(organisation=organisation, title=title).exists():
        raise Refused(f"{organisation.name}已设“{title}”。")
    post = Post.objects.create(organisation=organisation, title=title)
    record(by.actor, "post.create", Subject("post", post.pk), {"post": str(post)}, now)
    return post


@transaction.atomic
def hand_over(
    by: By,
    post: Post,
    to_person: Person,
    on: date,
    now: datetime,
    *,
    leaving: Term | None = None,
    adds: bool = False,
) -> Term:
    """Let `to_person` hold the post from `on`; the running term ends the day before.

    `leaving` is the term that ends where several persons hold the post; with `adds` nobody leaves. Raises Refused
    for a date before the running term began, for a date to come, for an overlap.
    """
    post = Post.objects.select_for_update(of=("self",)).select_related("organisation__parent__parent").get(pk=post.pk)
    require(by, Right.PEOPLE_EDIT, post.organisation)
    if post.organisation.retired or to_person.agency != post.organisation.agency:
        raise Refused("接任人须是本机关人员，机构须未撤销。")
    terms = list(post.terms.select_related("person"))
    ending = None if adds else _ending(terms, leaving)
    spans = {term.pk: Span(term.person_id, term.since, term.until) for term in terms}
    today = timezone.localtime(now).date()
    try:
        until = last_day(list(spans.values()), spans[ending.pk] if ending else None, to_person.pk, on, today)
    except BadHandOver as bad:
        raise Refused(str(bad)) from bad
    if ending is not None:
        ending.until = until
        ending.save(update_fields=["until"])
    term = Term.objects.create(post=post, person=to_person, since=on)
    facts = {"post": str(post), "from": ending.person.name if ending else "", "to": to_person.name, "on": on}
    record(by.actor, "post.hand_over", Subject("post", post.pk), facts, now)
    return term


@transaction.atomic
def hand_over_to_newcomer(
    by: By,
    post: Post,
    name: str,
    on: date,
    now: datetime,
    *,
    leaving: Term | None = None,
    adds: bool = False,
) -> Term:
    """The same to a person who was not written down yet. Raises Refused, also when there is one of that name."""
    person = create_person(by, post.organisation.agency, name, now)
    return hand_over(by, post, person, on, now, leaving=leaving, adds=adds)


def _ending(terms: list[Term], leaving: Term | None) -> Term | None:
    """The running term that is to end; None when the post is vacant."""
    running = [term for term in terms if term.until is None]
    if leaving is not None:
        found = next((term for term in running if term.pk == leaving.pk), None)
        if found is None:
            raise Refused("这一任期刚刚已结束，请核对最新内容后再试。")
        return found
    if len(running) > 1:
        raise Refused("这一职务有多人在任，请写明由谁移交。")
    return running[0] if running else None
