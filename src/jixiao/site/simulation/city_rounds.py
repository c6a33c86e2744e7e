"""A city's rounds after the year: self-evaluation, same-group rating, on-site assessment, same-category review."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial

from jixiao.core.evaluations.marks import Marked, Typed
from jixiao.core.ledger.windows import beijing_day
from jixiao.evaluations.actions import corrections, ratings, rounds, sheet_decisions, sheets, visits
from jixiao.evaluations.models import Assignment, Mark, Round, RoundKind, SheetState
from jixiao.evaluations.reading.facts import facts_of
from jixiao.evaluations.reading.outcomes import standing_points
from jixiao.journal.actions import Subject, record
from jixiao.plans.models import Item
from jixiao.site.simulation.agenda import after, at, chance
from jixiao.site.simulation.city import City
from jixiao.site.simulation.city_cast import Member

DAYS = {  # that a round lasts, and those after it until it is closed: what was returned comes in once more
    RoundKind.SELF: (7, 4),
    RoundKind.PEER_RATING: (4, 1),
    RoundKind.ON_SITE: (6, 1),
    RoundKind.CATEGORY_REVIEW: (2, 1),
}
VISITED = 3  # agencies of each group, besides the first one
SAMPLE = 5  # pieces of evidence that are looked at on a visit
RETURNED, OVERSTATED = 0.06, 0.05
ONE_BY_ONE = 3  # raters whose marks come in sheet by sheet; the others' all at once
HALF, HIGH, TOP = Decimal("0.5"), Decimal(95), Decimal(98)
ALIKE = "3-1-1"  # an indicator that all plans have, by its number


def hold(city: City, kind: RoundKind, begin: Callable[[City, Round], None], now: datetime) -> None:
    """Open a round for its working days, and plan what happens in it and when it is closed."""
    today = beijing_day(now)
    lasts, waits = DAYS[kind]
    chosen = frozenset(each.organisation.pk for each in visited(city)) if kind == RoundKind.ON_SITE else frozenset()
    given = rounds.Given(city.year, kind, f"{city.year}年度{kind.label}", today, after(today, lasts), chosen)
    held = rounds.hold(city.upper, city.organiser.pk, given, now)
    begin(city, held)
    city.agenda.put(at(after(held.due, waits), 17), partial(_close, city, held.pk))


def _close(city: City, round_id: int, now: datetime) -> None:
    rounds.close(city.upper, round_id, now, anyway=True)


def _sheets(held: Round) -> dict[int, Assignment]:
    """The sheets by plan, where each plan has one."""
    return {sheet.plan_id: sheet for sheet in held.assignments.select_related("plan__organisation")}


def self_evaluation(city: City, held: Round) -> None:
    """Everybody fills in his sheet within the term, somebody a day late; the upper office confirms on the next day."""
    own = _sheets(held)
    span = (held.due - held.opens).days
    for member in city.members:
        draw = chance(city.seed, "self", member.name)
        day = held.opens + timedelta(draw.randint(1, span))
        moment = at(min(after(day - timedelta(1), 1), held.due), draw.randint(9, 16), draw.randint(0, 59))
        city.agenda.put(moment, partial(_evaluate, city, member, own[member.plan.pk].pk))


def _evaluate(city: City, member: Member, sheet_id: int, now: datetime) -> None:
    items = list(Item.objects.indicators().filter(plan=member.plan, kind=Item.Kind.BASE, points__isnull=False))
    facts = facts_of([item.pk for item in items], beijing_day(now))
    typed = {}
    for item in items:
        proposed = facts[item.pk].proposal(item.points).points
        draw = chance(city.seed, "claim", member.name, item.uid)
        points, reason = proposed if proposed is not None else item.points, ""
        if proposed is not None and item.points and proposed < item.points and draw.random() < OVERSTATED:
            points, reason = item.points, "年底前已补齐，材料正在归档。"
        typed[item.pk] = Typed(Marked(points, facts[item.pk].sentence, reason))
    typed[sheets.WHOLE] = Typed(Marked(completion=f"{city.year}年度各项目标总体完成，未完成的已列入下一年度计划。"))
    sheets.submit(member.clerk, sheet_id, typed, 1, now)
    city.agenda.put(at(after(beijing_day(now), 1), 10), partial(_confirm, city, member, sheet_id))


def _confirm(city: City, member: Member, sheet_id: int, now: datetime) -> None:
    sheet = Assignment.objects.get(pk=sheet_id)
    draw = chance(city.seed, "confirm", member.name)
    if draw.random() < RETURNED and not sheet.reason:
        sheet_decisions.send_back(city.upper, sheet_id, "请补充未完成事项的原因后再报。", sheet.version, now)
        again = at(after(beijing_day(now), 1), 9)
        city.agenda.put(again, partial(_hand_in_again, city, member, sheet_id))
        return
    sheet_decisions.confirm(city.upper, sheet_id, sheet.version, now)


def _hand_in_again(city: City, member: Member, sheet_id: int, now: datetime) -> None:
    sheet = Assignment.objects.get(pk=sheet_id)
    whole = Typed(
        Marked(completion=f"{sheet.summary}未完成的原因已在各项中说明。"), Marked(completion=sheet.summary).digest
    )
    sheets.submit(member.clerk, sheet_id, {sheets.WHOLE: whole}, sheet.version, now)
    city.agenda.put(now + timedelta(hours=3), partial(_confirm, city, member, sheet_id))


def rating(city: City, held: Round) -> None:
    """Each agency gives its marks in one sitting. One of a group is severe, one lenient; two lift each other."""
    of: dict[int, list[Assignment]] = {}
    for sheet in held.assignments.select_related("plan__organisation", "round"):
        of.setdefault(sheet.rater_id, []).append(sheet)
    for member in city.members:
        draw = chance(city.seed, "rate", member.name)
        moment = at(after(held.opens, draw.randint(0, 2)), draw.randint(10, 16), draw.randint(0, 59))
        act = _rate if member in city.group(city.own.group)[:ONE_BY_ONE] else _rate_at_once
        city.agenda.put(moment, partial(act, city, member, of.get(member.organisation.pk, [])))


def _rate(city: City, member: Member, asked: list[Assignment], now: datetime) -> None:
    group = city.group(member.group)
    by_plan = {other.plan.pk: other for other in group}
    for sheet in asked:
        points = _mark(city, group, member, by_plan[sheet.plan_id])
        reason = "工作有亮点，成效突出。" if points > HIGH else ""
        ratings.submit(member.clerk, sheet.pk, points, reason, sheet.version, now)


def _rate_at_once(city: City, member: Member, asked: list[Assignment], now: datetime) -> None:
    """As `_rate`, in three statements: the ratings of a whole city one by one would take as long as all else."""
    group = city.group(member.group)
    by_plan = {other.plan.pk: other for other in group}
    marks = []
    for sheet in asked:
        points = _mark(city, group, member, by_plan[sheet.plan_id])
        reason = "工作有亮点，成效突出。" if points > HIGH else ""
        marks.append(Mark(assignment=sheet, points=points, reason=reason, by=member.clerk, at=now))
    Mark.objects.bulk_create(marks)
    handed_in = {"state": SheetState.SUBMITTED, "submitted_by": member.clerk, "submitted_at": now, "version": 3}
    Assignment.objects.filter(pk__in=[sheet.pk for sheet in asked]).update(**handed_in)
    about = {"round": asked[0].round.title, "of": f"同组{len(asked)}家单位", "sheets": len(asked), "late": False}
    record(member.clerk.actor, "sheet.submit", Subject("round", asked[0].round_id), about, now)


def _mark(city: City, group: list[Member], rater: Member, rated: Member) -> Decimal:
    """What the rater gives: by how well the other does, by his own severity, and by friendship."""
    draw = chance(city.seed, "mark", rater.name, rated.name)
    at_, of = group.index(rater), group.index(rated)
    severity = {3: -7, 4: 5}.get(at_, 0)
    friends = 7 if {at_, of} == {1, 2} and rater.group == city.own.group else 0
    exact = 80 + 10 * rated.strength + severity + friends + draw.uniform(-2, 2)
    return min((Decimal(round(exact * 2)) * HALF).quantize(HALF), TOP)


def visited(city: City) -> list[Member]:
    """A few agencies of each group, the first one always."""
    found = []
    for name in city.groups:
        group = city.group(name)
        drawn = chance(city.seed, "visit", name).sample(group[1:], min(VISITED, len(group) - 1))
        found += [group[0], *drawn]
    return found


def on_site(city: City, held: Round) -> None:
    """The panel visits those whom the round is about."""
    sheets_ = _sheets(held)
    for member in visited(city):
        draw = chance(city.seed, "visit", member.name)
        moment = at(after(held.opens, draw.randint(1, 4)), draw.randint(9, 15), draw.randint(0, 59))
        city.agenda.put(moment, partial(_visit, city, member, sheets_[member.plan.pk].pk))


def _visit(city: City, member: Member, sheet_id: int, now: datetime) -> None:
    """Look at evidence, write the record, give other points where the papers do not hold; another confirms."""
    by, today = city.inspector, beijing_day(now)
    given = visits.Given(
        today, member.name, f"{by.shown_name}、{city.second.shown_name}", "听取汇报，查阅台账和佐证材料，现场核对。"
    )
    visits.record_visit(by, sheet_id, given, 1, now)
    samples = visits.draw(by, sheet_id, SAMPLE, now)
    draw = chance(city.seed, "look", member.name)
    verdicts = {sample.pk: ("sound", "") for sample in samples}
    if samples and draw.random() < 0.5:
        verdicts[draw.choice(samples).pk] = ("doubtful", "汇总表没有原始记录，需要补充。")
    visits.judge(by, sheet_id, verdicts, now)
    sheet = Assignment.objects.get(pk=sheet_id)
    visits.submit(by, sheet_id, _assessed(city, member), sheet.version, now)
    city.agenda.put(at(after(today, 1), 15), partial(_confirm_visit, city, sheet_id))


def _assessed(city: City, member: Member) -> dict[int, Typed]:
    """The points that the visit found for two indicators."""
    draw = chance(city.seed, "assess", member.name)
    items = list(Item.objects.indicators().filter(plan=member.plan, points__isnull=False).order_by("position"))
    stands = standing_points([member.plan.pk])
    typed = {}
    for item in draw.sample(items, 2):
        before = stands.get(item.pk, item.points or Decimal(0))
        points = max(before - HALF, Decimal(0))
        reason = city.words.pick("review reasons", draw)
        typed[item.pk] = Typed(Marked(points, "现场核对了台账和佐证。", reason))
    return typed


def _confirm_visit(city: City, sheet_id: int, now: datetime) -> None:
    sheet_decisions.confirm(city.upper, sheet_id, Assignment.objects.get(pk=sheet_id).version, now)


def category_review(city: City, held: Round) -> None:
    """One indicator is looked at across the city; three who counted more than the others are corrected."""
    sheets_ = _sheets(held)
    draw = chance(city.seed, "review", city.year)
    chosen = draw.sample([member for member in city.members if member.plan.origin != "import"], 3)
    for place, member in enumerate(chosen):
        moment = at(after(held.opens, 1), 10 + place)
        city.agenda.put(moment, partial(_correct, city, member, sheets_[member.plan.pk].pk))


def _correct(city: City, member: Member, sheet_id: int, now: datetime) -> None:
    item = Item.objects.indicators().get(plan=member.plan, no=ALIKE)
    stands = standing_points([member.plan.pk], [item.pk])[item.pk]
    reason = "同一指标在各单位的统计口径不一致，统一按有检查记录的次数计分。"
    corrections.correct(city.upper, sheet_id, item.pk, max(stands - 1, Decimal(0)), reason, stands, now)
