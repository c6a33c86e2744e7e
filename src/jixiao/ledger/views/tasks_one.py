"""One task: what, who, until when; its evidence and strike-off; changing and removing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.counting_back import CountedBack, count_back
from jixiao.core.ledger.strike_off import Stage
from jixiao.core.ledger.task_rows import DUE_LIMIT, TEXT_LIMIT, read_share
from jixiao.core.numbers import format_points
from jixiao.ledger.actions import tasks as actions
from jixiao.ledger.actions.tasks import TaskText, state_of
from jixiao.ledger.doors import ledger_door
from jixiao.ledger.models import Task
from jixiao.ledger.reading.people import offices_in, people_in
from jixiao.ledger.reading.tasks import history, stand
from jixiao.ledger.tabs import ledger_context
from jixiao.ledger.task_policy import may_edit
from jixiao.ledger.views.tasks_strike import decided, strike_context
from jixiao.people.policy import Forbidden, Refused, Right
from jixiao.people.queries import account_of


@ledger_door(Right.LEDGER_READ, "task")
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, shown: Task) -> HttpResponse:
    refusal = decided(request, shown) if request.method == "POST" else ""
    if request.method == "POST" and not refusal:
        return redirect("task", shown.pk)
    if refusal:
        shown.refresh_from_db(fields=["stage", "reason", "done_text", "claimed_by", "decided_by"])
    account = account_of(request)
    edits = may_edit(account, shown)
    context = {
        **_head(request, shown),
        **strike_context(request, shown, refusal),
        "task": shown,
        "stand": stand(Stage(shown.stage), shown.due, timezone.localdate()),
        "share": format_points(shown.share) if shown.share is not None else "",
        "history": history("task", shown.pk),
        "may_edit": edits and shown.stage in (Stage.OPEN, Stage.RETURNED),
        "may_remove": edits and shown.stage == Stage.OPEN and not shown.evidence_uses.exists(),
    }
    return render(request, "ledger/task.html", context, status=422 if refusal else 200)


def _head(request: HttpRequest, shown: Task) -> dict[str, Any]:
    return {
        **ledger_context(account_of(request), shown.ledger, "tasks"),
        "item": shown.list.item if shown.list else None,
        "list": shown.list,
    }


class TaskForm(forms.Form):
    """What a task says, as it is typed."""

    text = forms.CharField(
        label="任务",
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "请填写任务内容。"},
    )
    office = forms.ChoiceField(label="责任科室", required=False)
    owner = forms.ChoiceField(label="责任人", required=False)
    due_text = forms.CharField(
        label="完成时限",
        max_length=DUE_LIMIT,
        required=False,
        help_text="例如：9月底前、2026-09-30、提前30个工作日、T-15",
    )
    standard = forms.CharField(
        label="质量标准", max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    share = forms.CharField(label="占比（%）", max_length=10, required=False, help_text="同一清单的占比合计为 100")

    def __init__(self, shown: Task, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._task = shown
        for name, known in (("office", offices_in(shown.organisation)), ("owner", people_in(shown.organisation))):
            choice = self.fields[name]
            assert isinstance(choice, forms.ChoiceField)
            choice.choices = [("", "（未定）"), *((number, each) for each, number in known.items())]

    def clean_due_text(self) -> CountedBack | None:
        text = " ".join(str(self.cleaned_data["due_text"]).split())
        item = self._task.list.item if self._task.list else None
        year = self._task.ledger.plan.year or timezone.localdate().year
        try:
            return count_back(text, year, item.due if item else None) if text else None
        except Unreadable as wrong:
            raise ValidationError(str(wrong)) from wrong

    def clean_share(self) -> object:
        try:
            return read_share(self.cleaned_data["share"])
        except Unreadable as wrong:
            raise ValidationError(str(wrong)) from wrong

    def said(self) -> TaskText:
        """The task as the valid form says it."""
        data = self.cleaned_data
        counted = data["due_text"]
        typed = " ".join(str(self.data.get("due_text", "")).split())
        return TaskText(
            text=data["text"],
            office=int(data["office"] or 0),
            owner=int(data["owner"] or 0),
            due=counted.due if counted else None,
            due_text="" if counted and counted.due.isoformat() == typed else typed,
            standard=data["standard"],
            share=data["share"],
        )


def _initial(shown: Task) -> dict[str, object]:
    return {
        "text": shown.text,
        "office": shown.office_id or "",
        "owner": shown.owner_id or "",
        "due_text": shown.due.isoformat() if shown.due else shown.due_text,
        "standard": shown.standard,
        "share": format_points(shown.share) if shown.share is not None else "",
    }


@ledger_door(Right.TASK_EDIT, "task")
@require_http_methods(["GET", "POST"])
def task_edit(request: HttpRequest, shown: Task) -> HttpResponse:
    if not may_edit(account_of(request), shown):
        raise Http404
    if request.method == "GET":
        return _edit_page(request, shown, TaskForm(shown, initial=_initial(shown)), state_of(shown))
    form, seen = TaskForm(shown, request.POST), request.POST.get("seen", "")[:64]
    if not form.is_valid():
        return _edit_page(request, shown, form, seen, 422)
    try:
        actions.change_task(account_of(request), shown.pk, form.said(), seen, timezone.now())
    except actions.Conflict as conflict:
        form.add_error(None, str(conflict))
        return _edit_page(request, conflict.theirs, form, state_of(conflict.theirs), 409)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _edit_page(request, shown, form, seen, 422)
    messages.success(request, "已保存。")
    return redirect("task", shown.pk)


def _edit_page(request: HttpRequest, shown: Task, form: TaskForm, seen: str, status: int = 200) -> HttpResponse:
    theirs = _initial(shown) if status == 409 else {}
    if theirs:
        theirs |= {"office": shown.office or "（未定）", "owner": shown.owner or "（未定）"}
    named = [(form.fields[name].label, value) for name, value in theirs.items()]
    context = {**_head(request, shown), "task": shown, "form": form, "seen": seen, "theirs": named}
    return render(request, "ledger/task_edit.html", context, status=status)


@ledger_door(Right.TASK_EDIT, "task")
@require_http_methods(["POST"])
def task_remove(request: HttpRequest, shown: Task) -> HttpResponse:
    try:
        actions.remove_task(account_of(request), shown.pk, timezone.now())
    except Forbidden:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("task", shown.pk)
    messages.success(request, f"已删除任务“{shown}”。")
    if shown.list:
        return redirect("item-lists", shown.ledger.plan_id, shown.list.item_id)
    return redirect("tasks", shown.ledger.plan_id)
