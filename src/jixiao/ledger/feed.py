"""The private calendar feed: an all-day event for each due date of the account, by the calendar library.

Nothing is kept about it: an event's number of changes and its latest moment come from the journal, so that a calendar
sees updates and cancellations for what they are. What is done or dropped is cancelled, not left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from hashlib import sha256

from django.db.models import Count, Max, Q
from django.urls import reverse
from icalendar import Calendar, Event, Timezone

from jixiao.core.ledger.states import REPORTED
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.windows import BEIJING
from jixiao.journal.models import Entry
from jixiao.ledger.models import Addressee, Cell, Task
from jixiao.ledger.policy import mine
from jixiao.ledger.reading.directives import label_of
from jixiao.ledger.reading.reminders import LEADERS
from jixiao.people.models import Account
from jixiao.plans.models import Item

KEPT = timedelta(days=120)  # how long an event stays after its day
_Key = tuple[str, int]  # kind and number of a subject of the journal
_Changes = dict[_Key, tuple[int, datetime]]


@dataclass(frozen=True, slots=True)
class Due:
    """One due date of the account. `subjects` are what the journal tells of it."""

    uid: str
    summary: str
    day: date
    path: str
    is_open: bool
    since: datetime
    subjects: tuple[_Key, ...]


def feed(account: Account, base: str, today: date) -> bytes:
    """The calendar of the account's due dates as text of RFC 5545; links begin with `base`. Nobody else is named."""
    dues = [*_cells(account, today), *_whole(account, today), *_tasks(account, today), *_directives(account, today)]
    changes = _changes({key for due in dues for key in due.subjects})
    calendar = Calendar()
    for name, value in (
        ("prodid", "-//Jixiao//绩效//ZH"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("x-wr-calname", "绩效：报送和办结期限"),
        ("x-wr-timezone", "Asia/Shanghai"),
        ("refresh-interval;value=duration", "PT6H"),
    ):
        calendar.add(name, value)
    calendar.add_component(_zone())  # a calendar without any component is none
    for due in dues:
        calendar.add_component(_event(due, changes, base))
    return bytes(calendar.to_ical())


@cache
def _zone() -> Timezone:
    return Timezone.from_tzid("Asia/Shanghai", first_date=date(2000, 1, 1))


def _event(due: Due, changes: _Changes, base: str) -> Event:
    known = [changes[key] for key in due.subjects if key in changes]
    changed = max([due.since, *(moment for _, moment in known)])
    link = f"{base}{due.path}"
    event = Event()
    for name, value in (
        ("uid", due.uid),
        ("dtstamp", changed),
        ("last-modified", changed),
        ("sequence", sum(count for count, _ in known)),
        ("dtstart", due.day),
        ("dtend", due.day + timedelta(1)),
        ("summary", due.summary),
        ("description", f"在绩效系统里办理：{link}"),
        ("url", link),
        ("status", "CONFIRMED" if due.is_open else "CANCELLED"),
        ("transp", "TRANSPARENT"),
    ):
        event.add(name, value)
    return event


def _changes(subjects: Iterable[_Key]) -> _Changes:
    """How often the journal tells of each subject, and when last. Of a plan only what its ledger's dates follow."""
    by_kind: dict[str, list[str]] = {}
    for kind, pk in subjects:
        by_kind.setdefault(kind, []).append(str(pk))
    which = Q(pk__in=[])
    for kind, numbers in by_kind.items():
        about = Q(object_kind=kind, object_id__in=numbers)
        which |= about & Q(action__startswith="ledger.") if kind == "plan" else about
    rows = Entry.objects.filter(which).values_list("object_kind", "object_id").order_by()
    told = rows.annotate(count=Count("seq"), last=Max("at"))
    return {(kind, int(number)): (count, last) for kind, number, count, last in told}


def _uid(account: Account, kind: str, pk: int) -> str:
    """Stable whatever the address of the site, and of this installation only."""
    place = sha256((account.agency.key if account.agency else "").encode()).hexdigest()[:12]
    return f"{kind}-{pk}.{place}@jixiao"


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"


def _cells(account: Account, today: date) -> Iterator[Due]:
    own = Item.objects.filter(mine(account)).values("pk")
    rows = Cell.objects.filter(item__in=own, due__gte=today - KEPT).select_related("item", "ledger__plan")
    for cell in rows.order_by("due", "pk"):
        open_now = not (cell.dropped or cell.item.withdrawn or cell.struck_off or cell.reporting in REPORTED)
        number = f"{cell.item.no or cell.item.position} {cell.period.label}"
        yield Due(
            _uid(account, "cell", cell.pk),
            f"报送期限：{number} {_short(cell.item.title)}",
            cell.due,
            reverse("cell", args=[cell.pk]),
            open_now,
            _moment(cell.ledger.opened),
            (("cell", cell.pk), ("plan", cell.ledger.plan_id)),
        )


def _whole(account: Account, today: date) -> Iterator[Due]:
    """For the performance office: the days on which the reports of its agency's plans are due, one event a day."""
    if account.role != Account.Role.OPERATOR or account.agency is None:
        return
    rows = Cell.objects.in_force().filter(ledger__plan__organisation=account.agency, due__gte=today - KEPT)
    days: dict[tuple[int, date], list[Cell]] = {}
    for cell in rows.select_related("ledger__plan").order_by("due", "starts", "pk"):
        days.setdefault((cell.ledger_id, cell.due), []).append(cell)
    for (ledger, day), cells in days.items():
        plan, periods = cells[0].ledger.plan, dict.fromkeys(cell.period.label for cell in cells)
        yield Due(
            _uid(account, f"ledger-{ledger}-due", int(f"{day:%Y%m%d}")),
            f"报送期限：{'、'.join(periods)}，{len(cells)} 项指标",
            day,
            reverse("ledger", args=[plan.pk]),
            any(cell.reporting not in REPORTED and not cell.struck_off for cell in cells),
            _moment(cells[0].ledger.opened),
            (("plan", plan.pk), *(("cell", cell.pk) for cell in cells)),
        )


def _moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=BEIJING)


def _office(account: Account) -> int | None:
    """What is given to an office is its workers' affair, not its leader's."""
    return None if account.role in LEADERS else account.organisation_id


def _tasks(account: Account, today: date) -> Iterator[Due]:
    own = Q(office=_office(account)) if _office(account) else Q(pk__in=[])
    own |= Q(owner=account.person_id) if account.person_id else Q(pk__in=[])
    for task in Task.objects.filter(own, due__gte=today - KEPT).select_related("ledger").order_by("due", "pk"):
        if task.due is not None:
            yield Due(
                _uid(account, "task", task.pk),
                f"任务期限：{_short(task.text)}",
                task.due,
                reverse("task", args=[task.pk]),
                task.stage in (Stage.OPEN, Stage.RETURNED),
                _moment(task.ledger.opened),
                (("task", task.pk),),
            )


def _directives(account: Account, today: date) -> Iterator[Due]:
    rows = Addressee.objects.filter(office=_office(account), directive__due__gte=today - KEPT)
    rows = rows.select_related("directive__ledger__plan")
    for each in rows.order_by("directive__due", "pk") if _office(account) else []:
        label = label_of(each.directive.ledger.plan.year, each.directive.number)
        yield Due(
            _uid(account, "directive", each.pk),
            f"办结期限：{label} {_short(each.directive.title)}",
            each.directive.due,
            reverse("addressee", args=[each.pk]),
            each.stage in (Stage.OPEN, Stage.RETURNED),
            each.directive.issued_at,
            (("directive", each.directive_id),),
        )
