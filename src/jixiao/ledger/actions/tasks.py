"""Lists of tasks under an indicator (清单): begun, filled by paste, changed one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max, ProtectedError

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.task_rows import DUE_LIMIT, TEXT_LIMIT
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions.locking import locked_ledger
from jixiao.ledger.models import Ledger, Measure, Task, TaskList
from jixiao.ledger.task_policy import require_editor
from jixiao.people.models import Organisation, Person
from jixiao.people.policy import By, Refused
from jixiao.plans.models import Item

NAME_LIMIT, LIST_LIMIT = 100, 500
_UP = "plan__organisation__parent__parent"


@dataclass(frozen=True, slots=True)
class TaskText:
    """What a task says. Office and owner are numbers of an organisation and a person of the agency; 0 is nobody."""

    text: str
    office: int = 0
    owner: int = 0
    due: date | None = None
    due_text: str = ""
    standard: str = ""
    share: Decimal | None = None


class Conflict(Refused):
    """Somebody else changed it meanwhile; `theirs` is how it stands now."""

    def __init__(self, theirs: Task) -> None:
        super().__init__("保存前这项任务已被他人修改。下面列出现在的内容，请核对后再保存。")
        self.theirs = theirs


@transaction.atomic
def begin_list(by: By, item_id: int, name: str, measure_id: int | None, now: datetime) -> TaskList:
    """Begin a list under an indicator; its struck-off tasks count towards the measure. Raises Refused."""
    item = locked_item(item_id)
    made = TaskList(item=item, name=checked_name(name, "清单"), feeds=measure_of(item, measure_id))
    require_editor(by, made)
    if TaskList.objects.filter(item=item, name=made.name).exists():
        raise Refused(f"已有名为“{made.name}”的清单，请换一个名称。")
    made.save()
    _note_list(by, made, "list.begin", {}, now)
    return made


@transaction.atomic
def change_list(by: By, list_id: int, name: str, measure_id: int | None, now: datetime) -> TaskList:
    """Rename a list, or choose the measure that it feeds. Raises Refused."""
    there = _locked_list(by, list_id)
    before = [there.name, there.feeds_id]
    there.name, there.feeds = checked_name(name, "清单"), measure_of(there.item, measure_id)
    if TaskList.objects.filter(item=there.item_id, name=there.name).exclude(pk=there.pk).exists():
        raise Refused(f"已有名为“{there.name}”的清单，请换一个名称。")
    if before != [there.name, there.feeds_id]:
        there.save(update_fields=["name", "feeds"])
        _note_list(by, there, "list.change", {"before": before}, now)
    return there


@transaction.atomic
def add_tasks(by: By, list_id: int, rows: Sequence[TaskText], now: datetime) -> list[Task]:
    """Put tasks behind those that the list has. A task that it has already, word for word, is not doubled."""
    there = _locked_list(by, list_id)
    ledger = Ledger.objects.get(plan=there.item.plan_id)
    texts = set(there.tasks.values_list("text", flat=True))
    rows = [row for row in rows if row.text.strip() not in texts]
    if len(texts) + len(rows) > LIST_LIMIT:
        raise Refused(f"一份清单最多 {LIST_LIMIT} 项任务，请分成几份清单。")
    at = there.tasks.aggregate(last=Max("position"))["last"] or 0
    places = _Places(there.organisation, rows)
    made = [
        places.fill(Task(ledger=ledger, list=there, position=at + number), row) for number, row in enumerate(rows, 1)
    ]
    Task.objects.bulk_create(made)
    if made:
        _note_list(by, there, "list.add", {"count": len(made), "tasks": [task.text[:60] for task in made]}, now)
    return made


@transaction.atomic
def change_task(by: By, task_id: int, said: TaskText, seen: str, now: datetime) -> Task:
    """Change what a task says; `seen` is the `state_of` it when the form was filled. Raises Refused, Conflict."""
    task = _locked_task(by, task_id)
    if task.stage == Stage.STRUCK_OFF:
        raise Refused("已经销号的任务不能修改。")
    if task.stage == Stage.CLAIMED:  # what was looked at is what is struck off
        raise Refused("任务正在等核实销号，不能修改。要修改，请核实人先退回。")
    before, was = state_of(task), asdict(_said(task))
    _Places(task.organisation, [said]).fill(task, said)
    after = state_of(task)
    if before == after:
        return task
    if seen != before:
        raise Conflict(_locked_task(by, task_id))
    task.save(update_fields=["text", "office", "owner", "due", "due_text", "standard", "share"])
    facts = {"plan": task.ledger.plan_id, "task": task.text[:60], "was": _plain(was)}
    record(by.actor, "task.change", Subject("task", task.pk, before, after), facts, now)
    return task


@transaction.atomic
def remove_task(by: By, task_id: int, now: datetime) -> None:
    """Take out a task on which nothing was done yet; the journal keeps what it said. Raises Refused."""
    task = _locked_task(by, task_id)
    if task.stage != Stage.OPEN or task.claimed_by_id is not None or task.decided_by_id is not None:
        raise Refused("已经申请过销号的任务不能删除。")
    if task.evidence_uses.exists():
        raise Refused("已经有佐证材料的任务不能删除。")
    facts = {"plan": task.ledger.plan_id, "task": task.text[:60], "was": _plain(asdict(_said(task)))}
    subject = Subject("task", task.pk, state_of(task))
    try:
        task.delete()
    except ProtectedError as used:
        raise Refused("这项任务已列入调度会，不能删除。") from used
    record(by.actor, "task.remove", subject, facts, now)


def state_of(task: Task) -> str:
    """The digest of what a task says: two people never overwrite each other."""
    return digest(canonical(_plain(asdict(_said(task)))))


def locked_item(item_id: int) -> Item:
    """The indicator, its ledger locked until the transaction ends. Raises Refused."""
    item = Item.objects.indicators().select_related(_UP).filter(pk=item_id).first()
    if item is None:
        raise Refused("方案里没有这项指标，可能方案已经调整。")
    locked_ledger(item.plan_id)
    return item


def checked_name(name: str, what: str) -> str:
    """The name of a list or register without needless spaces. Raises Refused."""
    name = " ".join(name.split())
    if not name:
        raise Refused(f"请填写{what}名称。")
    if len(name) > NAME_LIMIT:
        raise Refused(f"{what}名称不能超过 {NAME_LIMIT} 个字，现有 {len(name)} 个字。")
    return name


def measure_of(item: Item, measure_id: int | None) -> Measure | None:
    """The indicator's measure of that number; None for none. Raises Refused."""
    if measure_id is None:
        return None
    found = Measure.objects.filter(item=item, retired=False, pk=measure_id).first()
    if found is None:
        raise Refused("这项指标没有所选的目标，请重新选择。")
    return found


class _Places:
    """The organisations and persons that some tasks name, of one agency only."""

    def __init__(self, organisation: Organisation, rows: Sequence[TaskText]) -> None:
        own = organisation if organisation.kind == Organisation.Kind.ENTERPRISE else organisation.agency
        offices = Organisation.objects.filter(pk__in={row.office for row in rows}).select_related("parent__parent")
        self._offices = {each.pk: each for each in offices if each.is_within(own)}
        people = Person.objects.filter(pk__in={row.owner for row in rows}, agency=organisation.agency)
        self._people = {each.pk: each for each in people}

    def fill(self, task: Task, said: TaskText) -> Task:
        """Put what is said into the task. Raises Refused."""
        text = said.text.strip()
        if not text:
            raise Refused("请填写任务内容。")
        if max(len(text), len(said.standard)) > TEXT_LIMIT:
            raise Refused(f"任务和质量标准都不能超过 {TEXT_LIMIT} 个字。")
        if (said.office and said.office not in self._offices) or (said.owner and said.owner not in self._people):
            raise Refused("没有找到所选的责任科室或责任人，请重新选择。")
        task.text, task.standard, task.share = text, said.standard.strip(), said.share
        task.office, task.owner = self._offices.get(said.office), self._people.get(said.owner)
        task.due, task.due_text = said.due, said.due_text.strip()[:DUE_LIMIT]
        return task


def _locked_list(by: By, list_id: int) -> TaskList:
    there = (
        TaskList.objects.select_for_update(of=("self",), no_key=True)
        .select_related(f"item__{_UP}")
        .filter(pk=list_id)
        .first()
    )
    if there is None or there.item.withdrawn:
        raise Refused("没有这份清单，可能方案已经调整。")
    require_editor(by, there)
    return there


def _locked_task(by: By, task_id: int) -> Task:
    tasks = Task.objects.select_for_update(of=("self",), no_key=True).select_related(
        "list__item__plan", f"ledger__{_UP}"
    )
    task = tasks.filter(pk=task_id).first()
    if task is None:
        raise Refused("这项任务已经删除，请刷新页面。")
    require_editor(by, task)
    return task


def _said(task: Task) -> TaskText:
    return TaskText(
        task.text, task.office_id or 0, task.owner_id or 0, task.due, task.due_text, task.standard, task.share
    )


def _plain(said: dict[str, object]) -> dict[str, str]:
    shares = said["share"]
    share = f"{shares:.2f}" if isinstance(shares, Decimal) else ""
    return {name: str(value or "") for name, value in said.items()} | {"share": share}


def _note_list(by: By, there: TaskList, action: str, facts: dict[str, object], now: datetime) -> None:
    item = there.item
    where = {"row": item.uid, "no": item.no, "list": there.pk, "name": there.name, "feeds": there.feeds_id}
    record(by.actor, action, Subject("plan", item.plan_id), {**where, **facts}, now)
