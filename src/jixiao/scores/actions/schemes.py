"""The rules of a scheme: a version begun, edited, set aside, adopted. An adopted version is never edited again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from jixiao.core.scheme_words.places_in_words import Change, changes
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, require
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import digest_of, scheme_in

State, Scope = SchemeRules.State, SchemeRules.Scope
YEARS = range(2000, 2101)
TEXT_LIMIT = 200_000
BASIS_LIMIT = 1000
CHANGES_NOTED = 40  # in one journal entry


class Stale(Refused):
    """Somebody else has saved in between. Pages answer 409 and show both."""


@dataclass(frozen=True, slots=True)
class Begun:
    """A version to begin. `origin` says in words where its text comes from: 模板“××”."""

    year: int
    text: str
    origin: str = ""


@transaction.atomic
def begin(by: By, organisation_id: int, begun: Begun, now: datetime) -> SchemeRules:
    """A new draft of the organisation's rules for the year. Begun again at once it is the same one.

    Raises Refused, and Misfit where the text is no valid scheme.
    """
    organisation = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organisation_id)
    require(by, Right.SCHEME_EDIT, organisation)
    if begun.year not in YEARS:
        raise Refused("年度应在 2000 和 2100 之间。")
    scheme = _checked(begun.text)
    versions = SchemeRules.objects.filter(organisation=organisation, year=begun.year)
    made = {"digest": digest_of(scheme), "template": begun.origin[:200], "made_by": account_behind(by)}
    last = versions.order_by("-number").first()
    if last and last.version == 1 and last.state == State.DRAFT and all(getattr(last, k) == made[k] for k in made):
        return last
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    rules = SchemeRules.objects.create(
        organisation=organisation, year=begun.year, number=number, title=scheme.title, text=begun.text,
        scope=scope_of(by), made_at=now, **made,
    )  # fmt: skip
    _note(by, rules, "scheme.begin", {"origin": begun.origin}, now)
    return rules


def scope_of(by: By) -> str:
    """Whom the rules that the account begins are for: those above agencies judge agencies, an agency its own."""
    is_above = not isinstance(by, Account) or by.role == Account.Role.UPPER
    return Scope.AGENCIES if is_above else Scope.INSIDE


@transaction.atomic
def edit(by: By, rules_id: int, seen: int, text: str, now: datetime) -> SchemeRules:
    """Put other rules in place of the draft's. Raises Refused, Stale, Misfit."""
    rules = _locked(by, rules_id, Right.SCHEME_EDIT, seen)
    if rules.state != State.DRAFT:
        raise Refused(f"这一版{rules.get_state_display()}，不能再修改。请以它为底稿另起一版。")
    scheme = _checked(text)
    differing = changed(rules, scheme)
    if not differing and text == rules.text:
        return rules
    before = rules.digest
    rules.text, rules.digest, rules.title = text, digest_of(scheme), scheme.title
    rules.version += 1
    rules.save(update_fields=["text", "digest", "title", "version"])
    said = [f"{each.where}：{each.before or '（无）'}→{each.after or '（无）'}" for each in differing[:CHANGES_NOTED]]
    _note(by, rules, "scheme.edit", {"count": len(differing), "changes": said}, now, before=before)
    return rules


@transaction.atomic
def set_aside(by: By, rules_id: int, seen: int, now: datetime) -> SchemeRules:
    """A draft that is not to be adopted. It stays to be read. Raises Refused, Stale."""
    rules = _locked(by, rules_id, Right.SCHEME_EDIT, seen)
    if rules.state != State.DRAFT:
        raise Refused(f"这一版{rules.get_state_display()}，不能作废。")
    rules.state = State.RETIRED
    rules.version += 1
    rules.save(update_fields=["state", "version"])
    _note(by, rules, "scheme.retire", {}, now)
    return rules


def adopt(by: By, rules_id: int, seen: int, instead_of: int, basis: str, now: datetime) -> SchemeRules:
    """Put the version in force by the document named in `basis`; the one that was in force is retired.

    `instead_of` is the version in force (its key) as the page showed it, 0 for none: of two adoptions at once the
    second is told. Raises Refused, Stale.
    """
    try:
        with transaction.atomic():
            return _adopt(by, rules_id, seen, instead_of, basis.strip(), now)
    except IntegrityError as error:
        raise Stale("刚刚有另一版规则启用了，这一版没有启用。请核对后再决定。") from error


def _adopt(by: By, rules_id: int, seen: int, instead_of: int, basis: str, now: datetime) -> SchemeRules:
    rules = _locked(by, rules_id, Right.SCHEME_ADOPT, seen)
    if rules.state != State.DRAFT:
        raise Refused(f"这一版{rules.get_state_display()}，不能再启用。")
    if not basis:
        raise Refused("请写明规则的依据：文件名称和文号。")
    if len(basis) > BASIS_LIMIT:
        raise Refused(f"依据不能超过 {BASIS_LIMIT} 个字。")
    scheme_in(rules.text)  # rules that this program no longer reads are not put in force
    before = in_force(rules.organisation, rules.year)
    if (before.pk if before else 0) != instead_of:
        now_is = f"现在启用的是第 {before.number} 版" if before else "现在没有启用的版本"
        raise Stale(f"启用的版本刚刚有变：{now_is}。这一版没有启用，请核对后再决定。")
    if before:
        before.state = State.RETIRED
        before.save(update_fields=["state"])
        _note(by, before, "scheme.replace", {"by": rules.number}, now)
    rules.state, rules.basis = State.ADOPTED, basis
    rules.adopted_by, rules.adopted_at, rules.version = account_behind(by), now, rules.version + 1
    rules.save(update_fields=["state", "basis", "adopted_by", "adopted_at", "version"])
    _note(by, rules, "scheme.adopt", {"basis": basis, "digest": rules.digest}, now)
    return rules


def changed(rules: SchemeRules, scheme: Scheme) -> list[Change]:
    """What the scheme changes in the version; nothing can be told where its text can no longer be read."""
    try:
        return changes(scheme_in(rules.text), scheme)
    except Misfit:
        return []


def in_force(organisation: Organisation, year: int) -> SchemeRules | None:
    """The adopted version of the year."""
    return SchemeRules.objects.filter(organisation=organisation, year=year, state=State.ADOPTED).first()


def _checked(text: str) -> Scheme:
    if len(text) > TEXT_LIMIT:
        raise Refused("规则文件太大，最多 20 万字。")
    scheme = scheme_in(text)
    if not scheme.title.strip():
        raise Refused("请填写规则的名称。")
    if len(scheme.title) > 200:
        raise Refused("规则的名称不能超过 200 个字。")
    return scheme


def _locked(by: By, rules_id: int, right: Right, seen: int) -> SchemeRules:
    """The version, locked with the others of its year, as it was seen. Raises Refused, Stale."""
    there = SchemeRules.objects.select_related("organisation__parent__parent").filter(pk=rules_id).first()
    if there is None:
        raise Refused("没有这一版规则。")
    require(by, right, there)
    year = SchemeRules.objects.filter(organisation=there.organisation_id, year=there.year).order_by("pk")
    locked = year.select_for_update(of=("self",), no_key=True).select_related("organisation__parent__parent")
    rules = next(each for each in locked if each.pk == rules_id)
    if rules.version != seen:
        raise Stale("这一版规则刚刚有人改过，您的修改还没有保存。请核对下面的差异，再决定是否保存。")
    return rules


def _note(by: By, rules: SchemeRules, action: str, facts: dict[str, object], now: datetime, before: str = "") -> None:
    about = {"year": rules.year, "number": rules.number, "title": rules.title}
    subject = Subject("scheme", rules.pk, before=before, after=rules.digest)
    record(by.actor, action, subject, {**about, **facts}, now)
