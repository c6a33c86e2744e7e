"""Scores from outside: entered by one person, checked by another; and the facts that change a grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from jixiao.core.given_rows import score_of
from jixiao.core.scoring.rules.base import shown
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.shape import Misfit
from jixiao.journal.actions import Subject, record
from jixiao.people.models import Organisation
from jixiao.people.policy import By, Refused, Right, account_behind, is_same_person, require
from jixiao.scores.gathering.members import members_of
from jixiao.scores.models import GivenScore, GradeEvent
from jixiao.scores.reading.schemes import rules_for
from jixiao.scores.rules_text import scheme_in

SOURCE_LIMIT, TITLE_LIMIT, REASON_LIMIT, STEPS_LIMIT = 300, 200, 200, 9
Effect = GradeEvent.Effect


class Stale(Refused):
    """Somebody else has saved in between. `rows`: what stands there now, by organisation."""

    def __init__(self, sentence: str, rows: Mapping[int, str] | None = None) -> None:
        super().__init__(sentence)
        self.rows = rows or {}


class Unfit(Refused):
    """Some of the scores cannot be taken. `rows`: a sentence by organisation."""

    def __init__(self, rows: Mapping[int, str]) -> None:
        super().__init__(f"有 {len(rows)} 家的得分不合适，都没有保存。请改正标出的各行。")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class Scored:
    """A score as typed; '' takes back what was there. `seen` is the version that the page showed, 0 for none."""

    organisation: int
    text: str
    source: str
    seen: int


@dataclass(frozen=True, slots=True)
class Noted:
    """A fact that changes a grade, as typed."""

    organisation: int
    effect: str
    grade: str
    steps: int
    subject: str
    title: str
    source: str


def enter(by: By, organiser_id: int, year: int, component: str, rows: Sequence[Scored], now: datetime) -> int:
    """Write the scores of a component; returns how many changed. A changed score waits to be checked anew.

    All or none. Raises Refused, Unfit, Stale.
    """
    try:
        with transaction.atomic():
            return _enter(by, organiser_id, year, component, rows, now)
    except IntegrityError as error:
        raise Stale("刚刚有人录入了同一部分的得分，您的还没有保存。请核对后再保存。") from error


def _enter(by: By, organiser_id: int, year: int, key: str, rows: Sequence[Scored], now: datetime) -> int:
    organiser = Organisation.objects.select_related("parent__parent").get(pk=organiser_id)
    require(by, Right.GIVEN_ENTER, organiser)
    scheme, members = scored_by(organiser, year)
    component = given_component(scheme, key)
    held = {each.organisation_id: each for each in _locked(organiser, year).filter(component=key)}
    typed = _fitting(rows, members, scheme.full_of(component), held)
    stale = {row.organisation: _now(held.get(row.organisation)) for row, _ in typed if row.seen != _version(held, row)}
    if stale:
        raise Stale(f"有 {len(stale)} 家的得分刚刚有人改过，您的还没有保存。请核对标出的各行后再保存。", stale)
    for row, score in typed:
        there = held.get(row.organisation)
        _put(by, there or _new(organiser, year, members[row.organisation], key), component, score, row.source, now)
    return len(typed)


def scored_by(organiser: Organisation, year: int) -> tuple[Scheme, dict[int, Organisation]]:
    """The rules of the year and whom they score. Raises Refused where there are none to be read."""
    rules = rules_for(organiser, year)
    if rules is None:
        raise Refused(f"{year}年度还没有考评规则，请先起草规则。")
    try:
        scheme = scheme_in(rules.text)
    except Misfit as misfit:
        raise Refused("考评规则现在不能读取，请先改正规则。") from misfit
    return scheme, {member.organisation.pk: member.organisation for member in members_of(rules)[0]}


def given_component(scheme: Scheme, key: str) -> Component:
    """The component, which must be one whose scores come from outside. Raises Refused."""
    found = next((each for each in scheme.components if each.key == key and each.source is Source.GIVEN), None)
    if found is None:
        raise Refused("规则里没有这个由外部给出得分的部分。")
    return found


def _fitting(
    rows: Sequence[Scored], members: Mapping[int, Organisation], full: Decimal, held: Mapping[int, GivenScore]
) -> list[tuple[Scored, Decimal | None]]:
    """The rows that change something, with their scores. Raises Unfit."""
    typed, wrong = [], {}
    for row in rows:
        there = held.get(row.organisation)
        try:
            score = _score(row, members, full)
        except ValueError as error:
            wrong[row.organisation] = str(error)
            continue
        if (score, row.source if score is not None else "") != ((there.score, there.source) if there else (None, "")):
            typed.append((row, score))
    if wrong:
        raise Unfit(wrong)
    return typed


def _score(row: Scored, members: Mapping[int, Organisation], full: Decimal) -> Decimal | None:
    """Raises ValueError with a sentence."""
    if row.organisation not in members:
        raise ValueError("不在考评对象之内。")
    if not row.text.strip():
        return None
    score = score_of(row.text, full)
    if not row.source:
        raise ValueError("请写明得分的来源：出具单位和文件。")
    if len(row.source) > SOURCE_LIMIT:
        raise ValueError(f"来源不能超过 {SOURCE_LIMIT} 个字。")
    return score


def _version(held: Mapping[int, GivenScore], row: Scored) -> int:
    there = held.get(row.organisation)
    return there.version if there else 0


def _now(there: GivenScore | None) -> str:
    return (
        "现在没有得分。" if there is None or there.score is None else f"现为 {shown(there.score)}（{there.source}）。"
    )


def _new(organiser: Organisation, year: int, organisation: Organisation, component: str) -> GivenScore:
    return GivenScore(organiser=organiser, year=year, organisation=organisation, component=component, version=0)


def _put(by: By, row: GivenScore, component: Component, score: Decimal | None, source: str, now: datetime) -> None:
    """One alone takes back only what nobody has checked; otherwise the empty row waits for the second person."""
    before, subject = "" if row.score is None else shown(row.score), Subject("given", row.pk)
    if score is None and row.version == 1:
        row.delete()
    else:
        row.score, row.source, row.version = score, source if score is not None else "", row.version + 1
        row.entered_by, row.entered_at, row.checked_by, row.checked_at = account_behind(by), now, None, None
        _save(row)
        subject = Subject("given", row.pk)
    facts: dict[str, object] = {"before": before, "after": "" if score is None else shown(score), "source": source}
    _note(by, subject, "given.enter" if score is not None else "given.remove", row, component.name, facts, now)


def _save(row: GivenScore) -> None:
    named = ["score", "source", "version", "entered_by", "entered_at", "checked_by", "checked_at"]
    row.save(update_fields=None if row._state.adding else named)


@transaction.atomic
def check(by: By, organiser_id: int, year: int, seen: Mapping[int, int], now: datetime) -> int:
    """Confirm scores (key → the version that was shown) against their source: never one's own. All or none.

    Raises Refused, Stale.
    """
    organiser = Organisation.objects.select_related("parent__parent").get(pk=organiser_id)
    require(by, Right.GIVEN_CHECK, organiser)
    if not seen:
        raise Refused("请先勾选要复核的得分。")
    rows = list(_locked(organiser, year).filter(pk__in=seen))
    if {row.pk: row.version for row in rows} != dict(seen):
        raise Stale("有的得分刚刚有人改过，没有复核。请核对现在的得分后再勾选。")
    own = [row.organisation.name for row in rows if is_same_person(by, row.entered_by)]
    if own:
        raise Refused(f"{'、'.join(own[:5])}的得分由您录入，须由另一人复核。")
    names = _names(organiser, year)
    waiting = [row for row in rows if row.checked_at is None]
    for row in waiting:
        subject, after = Subject("given", row.pk), "" if row.score is None else shown(row.score)
        _confirm(by, row, now)
        _note(by, subject, "given.check", row, names.get(row.component, row.component), {"after": after}, now)
    return len(waiting)


def _confirm(by: By, row: GivenScore, now: datetime) -> None:
    if row.score is None:
        row.delete()
        return
    row.checked_by, row.checked_at, row.version = account_behind(by), now, row.version + 1
    row.save(update_fields=["checked_by", "checked_at", "version"])


def _names(organiser: Organisation, year: int) -> dict[str, str]:
    scheme, _ = scored_by(organiser, year)
    return {each.key: each.name for each in scheme.components}


def _locked(organiser: Organisation, year: int) -> QuerySet[GivenScore]:
    rows = GivenScore.objects.select_for_update(of=("self",), no_key=True).filter(organiser=organiser, year=year)
    return rows.select_related("organisation", "entered_by").order_by("pk")


@transaction.atomic
def add_event(by: By, organiser_id: int, year: int, noted: Noted, now: datetime) -> GradeEvent:
    """Note a fact that changes a grade or keeps a unit apart. The same one noted again is one. Raises Refused."""
    organiser = Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=organiser_id)
    require(by, Right.GIVEN_ENTER, organiser)
    scheme, members = scored_by(organiser, year)
    _check_event(noted, scheme, members)
    fields = {
        "organisation_id": noted.organisation,
        "effect": noted.effect,
        "grade": noted.grade if noted.effect in {Effect.PROMOTE, Effect.CAP} else "",
        "steps": noted.steps if noted.effect == Effect.LOWER else 1,
        "subject": GradeEvent.Subject.BOTH if noted.effect == Effect.APART else noted.subject,
        "title": noted.title.strip(),
        "source": noted.source.strip(),
    }
    same = GradeEvent.objects.filter(organiser=organiser, year=year, withdrawn_at=None, **fields).first()
    if same is not None:
        return same
    event = GradeEvent.objects.create(organiser=organiser, year=year, by=account_behind(by), at=now, **fields)
    _note_event(by, "grade-event.add", event, {"source": event.source}, now)
    return event


def _check_event(noted: Noted, scheme: Scheme, members: Mapping[int, Organisation]) -> None:
    grades = [grade.name for grade in scheme.grading.grades]
    if noted.organisation not in members:
        raise Refused("请选择单位。")
    if noted.effect not in Effect or noted.subject not in GradeEvent.Subject:
        raise Refused("请选择作用和对象。")
    if noted.effect in {Effect.PROMOTE, Effect.CAP} and noted.grade not in grades:
        raise Refused("请选择等次。" if grades else "规则里没有设等次，请先在规则里设等次。")
    if noted.effect == Effect.LOWER and not 1 <= noted.steps <= STEPS_LIMIT:
        raise Refused(f"降几等应在 1 和 {STEPS_LIMIT} 之间。")
    for label, text, longest in (("事由", noted.title, TITLE_LIMIT), ("依据", noted.source, SOURCE_LIMIT)):
        if not text.strip():
            raise Refused(f"请填写{label}。")
        if len(text.strip()) > longest:
            raise Refused(f"{label}不能超过 {longest} 个字。")


@transaction.atomic
def withdraw_event(by: By, organiser_id: int, event_id: int, reason: str, now: datetime) -> GradeEvent:
    """Mark the fact as withdrawn; withdrawn again it stays as it was. Raises Refused."""
    rows = GradeEvent.objects.select_for_update(of=("self",), no_key=True)
    event = rows.select_related("organisation", "organiser__parent__parent").filter(pk=event_id).first()
    if event is None or event.organiser_id != organiser_id:
        raise Refused("没有这件等次事项。")
    require(by, Right.GIVEN_ENTER, event.organiser)
    if event.withdrawn_at is not None:
        return event
    reason = reason.strip()
    if not reason or len(reason) > REASON_LIMIT:
        raise Refused(f"请写明撤销的理由，不超过 {REASON_LIMIT} 个字。")
    event.withdrawn_at = now
    event.save(update_fields=["withdrawn_at"])
    _note_event(by, "grade-event.withdraw", event, {"reason": reason}, now)
    return event


def _note(
    by: By, subject: Subject, action: str, row: GivenScore, component: str, facts: dict[str, object], now: datetime
) -> None:
    about = {"year": row.year, "organisation": row.organisation.name, "component": component}
    record(by.actor, action, subject, {**about, **facts}, now)


def _note_event(by: By, action: str, event: GradeEvent, facts: dict[str, object], now: datetime) -> None:
    about = {
        "year": event.year,
        "organisation": event.organisation.name,
        "effect": event.get_effect_display(),
        "grade": event.grade,
        "title": event.title,
    }
    record(by.actor, action, Subject("grade-event", event.pk), {**about, **facts}, now)
