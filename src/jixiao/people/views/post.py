"""A post: who holds it, who held it, and handing it over."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.people.actions.posts import hand_over, hand_over_to_newcomer
from jixiao.people.doors import View, door
from jixiao.people.forms import HandOverForm
from jixiao.people.models import Organisation, Person, Post, Term
from jixiao.people.policy import Right
from jixiao.people.queries import account_of
from jixiao.people.views.acting import DONE, attempt


def post_door(view: View) -> View:
    """Let in who administers the post `post_id` of the address: page(request, organisation, post=…)."""
    return door(Right.PEOPLE_EDIT, _fetch)(view)


def _fetch(post_id: int, **remaining: Any) -> tuple[Organisation, dict[str, Any]]:
    post = get_object_or_404(Post.objects.select_related("organisation__parent__parent"), pk=post_id)
    return post.organisation, {**remaining, "post": post}


@post_door
@require_http_methods(["GET", "POST"])
def post(request: HttpRequest, organisation: Organisation, post: Post) -> HttpResponse:
    terms = list(post.terms.select_related("person").order_by("-since", "-pk"))
    running = [term for term in terms if term.until is None]
    form = _form(request, organisation, running)
    status = 200
    if request.method == "POST":
        status = attempt(form, lambda given: _hand_over(request, post, running, given))
        if status == DONE:
            messages.success(request, f"{post}已交接。方案中写明由这一职务负责的事项不变。")
            return redirect("post", post.pk)
    context = {"post": post, "terms": terms, "running": running, "form": form, "section": "people"}
    return render(request, "people/post.html", context, status=status)


def _form(request: HttpRequest, organisation: Organisation, running: list[Term]) -> HandOverForm:
    form = HandOverForm(request.POST or None, initial={"on": timezone.localdate()})
    persons = Person.objects.filter(agency=organisation.agency).order_by("name")
    present = [(str(term.pk), f"{term.person}（自 {term.since}）") for term in running]
    form.set_choices(present, [(str(person.pk), person.name) for person in persons])
    return form


def _hand_over(request: HttpRequest, post: Post, running: list[Term], given: dict[str, Any]) -> None:
    if "leaving" in given:
        leaving = next((term for term in running if str(term.pk) == given["leaving"]), None)
    else:
        leaving = running[0] if running else None
    account, now, adds = account_of(request), timezone.now(), given.get("leaving") == "0"
    if given["new_person"]:
        hand_over_to_newcomer(account, post, given["new_person"], given["on"], now, leaving=leaving, adds=adds)
        return
    person = Person.objects.select_related("agency").get(pk=given["person"])
    hand_over(account, post, person, given["on"], now, leaving=leaving, adds=adds)
