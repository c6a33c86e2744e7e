"""Reading findings: how far each is, and who sees which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from jixiao.core.evaluations import inspections as rules
from jixiao.core.ledger.states import Light
from jixiao.core.workdays import workdays_between
from jixiao.evaluations.models import Finding
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, By, Right, holds
from jixiao.people.queries import accounts_of, organiser_of


def standing_of(finding: Finding) -> rules.Standing:
    """What the rules ask about the finding."""
    return rules.Standing(
        rules.State(finding.state),
        finding.answer_due,
        finding.rectify_by,
        reported=bool(finding.rectified),
        confirmed=finding.rectified_at is not None,
    )


def has_reported(by: By, finding: Finding) -> bool:
    """Whether `by` reported the rectification that stands: the journal knows who did. Two statements."""
    last = Entry.objects.about("finding", finding.pk).filter(action="finding.mend").first()
    return last is not None and last.account_id in accounts_of(by)


def shown_to(account: Account) -> QuerySet[Finding]:
    """Findings that lists show: to those above agencies what their office found, to others what is about them."""
    own, agency = account.organisation, account.agency
    if own is None or agency is None:
        return Finding.objects.none()
    rows = Finding.objects.select_related("inspection__organiser", "object", "item")
    if account.role in ABOVE:
        return rows.filter(inspection__organiser=own)
    if account.role == Account.Role.ENTERPRISE:
        return rows.filter(object=own)
    return rows.filter(within(agency, "object"))


def within(agency: Organisation, field: str) -> Q:
    """The agency itself and what lies below it, other agencies aside."""
    below = Q(**{f"{field}__parent": agency}) | Q(**{f"{field}__parent__parent": agency})
    return Q(**{field: agency}) | below & ~Q(**{f"{field}__kind": Organisation.Kind.AGENCY})


@dataclass(frozen=True, slots=True)
class Line:
    """A finding in a list. `when` says what is due or was late, in words."""

    finding: Finding
    course: rules.Course
    light: Light
    when: str
    address: str


def lines(found: Iterable[Finding], account: Account, today: date) -> list[Line]:
    """The findings as lines, what waits longest first in each course. No statement of its own."""
    organiser = organiser_of(account) if holds(account, Right.FINDING_WRITE) else None  # others answer, if anything
    made = [_line(each, organiser, today) for each in found]
    order = list(rules.Course)
    return sorted(made, key=lambda line: (order.index(line.course), line.finding.answer_due, line.finding.pk))


def counted(shown: Sequence[Line]) -> list[tuple[rules.Course, Light, int]]:
    """How many are in each course that occurs."""
    numbers = Counter(line.course for line in shown)
    return [(course, light, numbers[course]) for course, light in rules.COURSES.items() if numbers[course]]


def _line(finding: Finding, organiser: Organisation | None, today: date) -> Line:
    course = rules.course_of(standing_of(finding), today)
    is_ours = organiser is not None and finding.inspection.organiser_id == organiser.pk
    name = "finding-organised" if is_ours else "finding"
    return Line(finding, course, rules.COURSES[course], when(finding, course, today), reverse(name, args=[finding.pk]))


def when(finding: Finding, course: rules.Course, today: date) -> str:
    """9月12日前答复，还有 3 个工作日; 逾期 2 个工作日."""
    if course in (rules.Course.ANSWER, rules.Course.ANSWER_LATE):
        return _due(finding.answer_due, today, "答复")
    if finding.rectify_by and course in (rules.Course.MENDING, rules.Course.CHECK, rules.Course.MEND_LATE):
        return _due(finding.rectify_by, today, "整改")
    late = lateness(finding)
    return f"答复迟了 {late} 个工作日" if late else ""


def lateness(finding: Finding) -> int:
    """Working days by which the answer came late; 0 when it was in time or has not come."""
    if finding.answered_at is None:
        return 0
    return max(0, workdays_between(finding.answer_due, timezone.localdate(finding.answered_at)))


def _due(day: date, today: date, what: str) -> str:
    shown = f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"
    if today > day:
        return f"{shown}{what}到期，已逾期 {workdays_between(day, today)} 个工作日"
    left = workdays_between(today, day)
    return f"{shown}前{what}，还有 {left} 个工作日" if left else f"{shown}前{what}，今天到期"
