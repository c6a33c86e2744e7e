"""What lies on the desks when the simulated year stops: something to sign, to report, to accept, to strike off."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial

from jixiao.core.ledger.lagging import short
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import directives, strike_off, tasks
from jixiao.ledger.actions.tasks import TaskText
from jixiao.ledger.models import Cell, Ledger, Report, TaskList
from jixiao.people.models import Account
from jixiao.plans.models import Item
from jixiao.site.simulation import attaching, reporting
from jixiao.site.simulation.agenda import after, at
from jixiao.site.simulation.cast import items_of
from jixiao.site.simulation.world import World

EARLY = 3  # reports that other offices hand in early and that wait for acceptance
ASKED = "请于办结期限前报送年底收尾安排，逐项写明剩余工作量、完成时间和责任人。"
REST = (
    ("逐项核对全年完成情况，列出剩余工作", 5),
    ("补齐佐证材料，统一归档", 10),
    ("形成年度自评材料", 15),
)  # working days


def leave(world: World, ledger: Ledger, last: date) -> None:
    """Put on the calendar of the last days what is then left lying."""
    world.agenda.put(at(after(last, -2), 15), partial(_list, world, ledger))
    world.agenda.put(at(after(last, -1), 11), partial(_hand_in, world, ledger))
    world.agenda.put(at(after(last, -1), 15), partial(_ask, world, ledger))
    world.agenda.put(at(last, 8, 40), partial(_return, world, ledger))
    world.agenda.put(at(last, 9, 30), partial(_report, world, ledger))


def _own(world: World, ledger: Ledger) -> tuple[Account, list[Item], list[Item]]:
    """The first head, and the indicators which that office leads and which others lead."""
    head = world.cast.accounts.get("head", world.cast["clerk"])
    items = items_of(ledger.plan)
    own = [item for item in items if world.writer(ledger, item).pk == head.pk]
    return head, own, [item for item in items if item not in own]


def _open(items: list[Item], today: date) -> list[Cell]:
    """The cells that can be reported on today, the first due first."""
    cells = Cell.objects.in_force().filter(item__in=items, opens__lte=today, reporting="none", struck_off=False)
    return list(cells.select_related("item", "ledger__plan__organisation").order_by("due", "item__position"))


def _list(world: World, ledger: Ledger, now: datetime) -> None:
    """The head's list of what is left to do; one of its tasks waits for confirmation."""
    head, own, _ = _own(world, ledger)
    listed = set(TaskList.objects.filter(item__in=own).values_list("item", flat=True))
    item = next((item for item in own if item.pk not in listed), None)
    if item is None:
        return
    made = tasks.begin_list(head, item.pk, "年底收尾清单", None, now)
    office, today = head.organisation_id or 0, beijing_day(now)
    texts = [TaskText(text, office, due=after(today, days)) for text, days in REST]
    left = tasks.add_tasks(head, made.pk, texts, now)
    draw = world.draw("in hand", ledger, item.uid)
    attaching.attach(world, head, left[0], "收尾安排", draw, now)
    strike_off.claim(head, left[0], world.words.pick("struck", draw), now)


def _ask(world: World, ledger: Ledger, now: datetime) -> None:
    """A directive that the head has not signed for."""
    head, own, _ = _own(world, ledger)
    cells = _open(own, beijing_day(now))
    if not cells or head.organisation_id not in world.cast.heads:
        return
    cell = cells[-1]
    title = f"关于“{short(cell.item.title)}”收尾安排的督办"
    due = after(beijing_day(now), 5)
    given = directives.Given(title, ASKED, (head.organisation_id,), due, cell.pk)
    directives.issue(world.cast["chief"], ledger.plan_id, given, now)


def _hand_in(world: World, ledger: Ledger, now: datetime) -> None:
    """The head reports early, and that is returned on the last morning."""
    _, own, _ = _own(world, ledger)
    for cell in _open(own, beijing_day(now))[1:2]:
        reporting.hand_in(world, cell.pk, "", now)


def _return(world: World, ledger: Ledger, now: datetime) -> None:
    head, _, _ = _own(world, ledger)
    lying = Report.objects.filter(submitted_by=head, working=True, stage="submitted", cell__ledger=ledger)
    for report in lying.order_by("submitted_at")[:1]:
        reporting.send_back(world, report.pk, now)


def _report(world: World, ledger: Ledger, now: datetime) -> None:
    """Others report early; the head has begun a report and left it."""
    _, own, others = _own(world, ledger)
    for cell in _open(others, beijing_day(now))[:EARLY]:
        reporting.hand_in(world, cell.pk, "", now)
    for cell in _open(own, beijing_day(now))[:1]:
        reporting.draft(world, cell.pk, now)
