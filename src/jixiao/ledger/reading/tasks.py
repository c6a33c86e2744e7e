"""Reading lists: how each task stands today, and how many of each list are struck off."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.urls import reverse

from jixiao.core.ledger.strike_off import TITLES, Stage, days_late, is_late, is_near
from jixiao.core.numbers import format_points
from jixiao.journal.models import Entry
from jixiao.ledger.acts import act_text
from jixiao.ledger.models import Ledger, Task, TaskList
from jixiao.plans.models import Item


@dataclass(frozen=True, slots=True)
class Stand:
    """How something to be struck off stands: never by colour alone. `rank` sorts the gravest first."""

    symbol: str
    word: str
    tone: str
    detail: str
    rank: int

    @property
    def is_late(self) -> bool:
        return self.rank == 0


def stand(stage: Stage, due: date | None, today: date) -> Stand:
    """Late and near by the due date, otherwise by the stage."""
    if due is not None and is_late(stage, due, today):
        days = days_late(due, today)
        said = f"逾期 {days} 个工作日" if days else f"逾期 {(today - due).days} 天"
        return Stand("■", "退回补充" if stage is Stage.RETURNED else "逾期", "late", said, 0)
    if stage is Stage.RETURNED:
        return Stand("▲", TITLES[stage], "soon", _left(due, today), 1)
    if due is not None and is_near(stage, due, today):
        return Stand("▲", "临近", "soon", _left(due, today), 2)
    if stage is Stage.CLAIMED:
        return Stand("◇", "待核实", "good", "", 4)
    if stage is Stage.STRUCK_OFF:
        return Stand("◆", TITLES[stage], "struck", "", 5)
    return Stand("○", TITLES[stage], "calm", _left(due, today), 3)


def _left(due: date | None, today: date) -> str:
    if due is None:
        return ""
    return "今天到期" if due == today else f"还有 {(due - today).days} 天"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task, ready to show. Numbers of its list and meeting are 0 where there is none."""

    pk: int
    list: int
    meeting: int
    item: int
    text: str
    office: str
    owner: str
    office_number: int
    owner_number: int
    due: str
    standard: str
    share: str
    stand: Stand

    @property
    def address(self) -> str:
        return reverse("task", args=[self.pk])


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list with those of its tasks that are asked for, the late ones first. The counts are of all its tasks."""

    pk: int  # 0 is the list of what meetings decided without an indicator
    name: str
    item: int
    tag: str
    duty: str
    feeds: str
    lines: tuple[TaskLine, ...]
    struck: int
    total: int
    late: int


@dataclass(frozen=True, slots=True)
class Asked:
    """Which tasks a page asks for. `office` 0 is any; `state` is late, near, open, waiting, struck or ''."""

    office: int = 0
    state: str = ""
    persons: frozenset[int] = frozenset()
    offices: frozenset[int] = frozenset()
    mine: bool = False

    @property
    def narrows(self) -> bool:
        return bool(self.office or self.state or self.mine)

    def takes(self, line: TaskLine) -> bool:
        if self.office and line.office_number != self.office:
            return False
        if self.mine and line.office_number not in self.offices and line.owner_number not in self.persons:
            return False
        return not self.state or line.stand.rank in STATES[self.state][1]


STATES = {
    "late": ("逾期", (0,)),
    "near": ("临近或退回", (1, 2)),
    "open": ("未销号", (0, 1, 2, 3, 4)),
    "waiting": ("待核实", (4,)),
    "struck": ("已销号", (5,)),
}
_COLUMNS = (
    "pk list meeting list__item text office__name owner__name office owner due due_text standard share stage".split()
)


def task_lines(which: Q, today: date) -> list[TaskLine]:
    """The tasks in their order. One statement."""
    return [_line(values, today) for values in Task.objects.filter(which).values_list(*_COLUMNS)]


def _line(values: Sequence[object], today: date) -> TaskLine:
    said = dict(zip(_COLUMNS, values, strict=True))
    due, share = said["due"], said["share"]
    return TaskLine(
        pk=_number(said["pk"]),
        list=_number(said["list"]),
        meeting=_number(said["meeting"]),
        item=_number(said["list__item"]),
        text=str(said["text"]),
        office=str(said["office__name"] or ""),
        owner=str(said["owner__name"] or ""),
        office_number=_number(said["office"]),
        owner_number=_number(said["owner"]),
        due=due.isoformat() if isinstance(due, date) else str(said["due_text"]),
        standard=str(said["standard"]),
        share=f"{format_points(share)}%" if share is not None else "",  # type: ignore[arg-type]  # a Decimal
        stand=stand(Stage(str(said["stage"])), due if isinstance(due, date) else None, today),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def blocks_of(ledger: Ledger, today: date, asked: Asked) -> list[ListBlock]:
    """All lists of a ledger; those with late tasks first. Two statements."""
    lines = task_lines(Q(ledger=ledger) & (Q(list=None) | Q(list__item__withdrawn=False)), today)
    lists = TaskList.objects.filter(item__plan=ledger.plan_id, item__withdrawn=False)
    found = _blocks(lists, lines, asked)
    decided = [line for line in lines if not line.list]
    if decided:
        found.append(_block(None, decided, asked))
    shown = [block for block in found if block.lines or not asked.narrows]
    return sorted(shown, key=lambda block: block.late == 0)


def blocks_of_item(item: Item, today: date) -> list[ListBlock]:
    """The lists of one indicator in their order. Two statements."""
    lines = task_lines(Q(list__item=item), today)
    return _blocks(TaskList.objects.filter(item=item), lines, Asked())


def _blocks(lists: QuerySet[TaskList], lines: Iterable[TaskLine], asked: Asked) -> list[ListBlock]:
    there: dict[int, list[TaskLine]] = {}
    for line in lines:
        there.setdefault(line.list, []).append(line)
    ordered = lists.select_related("item", "feeds").order_by("item__position", "pk")
    return [_block(each, there.get(each.pk, []), asked) for each in ordered]


def _block(of: TaskList | None, lines: list[TaskLine], asked: Asked) -> ListBlock:
    item = of.item if of else None
    return ListBlock(
        pk=of.pk if of else 0,
        name=of.name if of else "调度会议定事项",
        item=item.pk if item else 0,
        tag=(item.no or str(item.position)) if item else "",
        duty=item.title if item else "",
        feeds=of.feeds.name if of and of.feeds else "",
        lines=tuple(sorted((line for line in lines if asked.takes(line)), key=lambda line: line.stand.rank)),
        struck=sum(line.stand.rank == 5 for line in lines),
        total=len(lines),
        late=sum(line.stand.is_late for line in lines),
    )


def offices_of(ledger: Ledger) -> list[tuple[int, str]]:
    """The offices that have tasks. One statement."""
    named = Task.objects.filter(ledger=ledger, office__isnull=False).order_by("office__name")
    return list(named.values_list("office", "office__name").distinct())


@dataclass(frozen=True, slots=True)
class Past:
    """An entry of the history of a task or row."""

    at: datetime
    who: str
    text: str


def history(kind: str, number: int, line: int = 0) -> list[Past]:
    """What was done with a task, or with one row (`line`) of a register, the newest first. One statement."""
    entries = Entry.objects.about(kind, number)
    if line:
        entries = entries.filter(facts__contains=f'"line":{line},')
    told = [Past(entry.at, entry.actor, act_text(entry.action, json.loads(entry.facts))) for entry in entries[:50]]
    return [past for past in told if past.text]
