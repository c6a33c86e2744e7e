"""The form of a dynamic goal: which fields the plan's table has, where the goal goes, which rows give points."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jixiao.core.dynamic import Give, PointsFrom, Trigger
from jixiao.core.fields import FIELDS, Invalid
from jixiao.core.records import PlanRecord, Row
from jixiao.core.totals import own_points
from jixiao.plans.actions.amendments import Given
from jixiao.plans.actions.dynamic import NewGoal
from jixiao.plans.numbers import points_text
from jixiao.plans.papers import PaperFile
from jixiao.plans.versions.forms import LONGEST, DayField, PointsField, text

GIVERS = 5  # rows that may give points to one goal on the form
ALWAYS = ("l1", "l2", "weight", "deadline_raw", "offices")
CELLS = (
    "no",
    "l1",
    "l2",
    "rule",
    "policy_basis",
    "l1_citation",
    "weight",
    "deadline_raw",
    "leaders",
    "offices",
    "co_offices",
    "owners",
)
_HINTS = {
    "no": "不填就按所放位置顺延。",
    "l1": "目标的名称；只有一级指标的，写目标全文。",
    "weight": "例如：2 或 2.5",
}
_TRAILING = re.compile(r"^(.*?)(\d+)(\D*)$")


@dataclass(frozen=True, slots=True)
class Branch:
    """Where a goal can go: a category with a group; `uid` is the branch's last row."""

    uid: str
    category: str
    group: str

    @property
    def label(self) -> str:
        return " / ".join(title for title in (self.category, self.group) if title) or "方案末尾"


def branches(plan: PlanRecord) -> list[Branch]:
    """The branches of the plan in its order."""
    found: dict[tuple[str, str], str] = {}
    for row in plan.rows:
        found[row.category or "", row.subcategory or ""] = row.uid
    return [Branch(uid, category, group) for (category, group), uid in found.items()]


def next_no(plan: PlanRecord, uid: str) -> str:
    """The number after that of the row, which no row has yet: 1-2 gives 1-3; '' where rows bear none."""
    taken = {row.no for row in plan.rows}
    no = next((row.no for row in plan.rows if row.uid == uid), None)
    found = _TRAILING.match(no or "")
    if found is None:
        return ""
    count = int(found[2])
    while no in taken:
        count += 1
        no = f"{found[1]}{count}{found[3]}"
    return no or ""


class DynamicForm(forms.Form):
    """A dynamic goal as it is typed. The cells are those of the plan's table."""

    branch = forms.ChoiceField(label="放在", error_messages={"required": "请选择放在哪一类。"})
    trigger_title = text("触发文件", 300, required=True, hint="写明印发以后出台的文件或决定的名称。")
    trigger_no = text("触发文件文号", 100)
    trigger_date = DayField("触发文件日期", help_text="应晚于方案印发日期。")
    reason = text("增设理由", LONGEST, rows=2, hint="可以不填，写作“落实”该文件。")
    overlap_reason = text("不重复的理由", LONGEST, rows=3)

    def __init__(self, plan: PlanRecord, source: PointsFrom, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        self.plan, self.source = plan, source
        self.branches = {branch.uid: branch for branch in branches(plan)}
        self.fields["branch"].choices = [(uid, b.label) for uid, b in self.branches.items()]  # type: ignore[attr-defined]
        self.cells = [name for name in CELLS if name in ALWAYS or name in plan.columns]
        for name in self.cells:
            self.fields[name] = _cell(name)
        if source is PointsFrom.REWEIGHT:
            rows = [(row.uid, f"{row.no or ''} {row.text[:30]}（{points_text(row.weight)}）") for row in givers(plan)]
            for at in range(1, GIVERS + 1):
                self.fields[f"give{at}"] = forms.ChoiceField(
                    label=f"调出分值的指标 {at}", required=False, choices=[("", "（不选）"), *rows]
                )
                self.fields[f"points{at}"] = PointsField(f"调出分值 {at}")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for name in self.cells:
            try:
                FIELDS[name].read(given.get(name, ""))
            except Invalid as invalid:
                self.add_error(name, ValidationError(str(invalid)))
        return given

    def goal(self, file: PaperFile | None) -> NewGoal:
        """What was typed, as the action takes it."""
        said = self.cleaned_data
        branch = self.branches[said["branch"]]
        cells = {name: said[name] for name in self.cells} | {"category": branch.category, "subcategory": branch.group}
        cells["no"] = cells.get("no") or (next_no(self.plan, branch.uid) if "no" in self.plan.columns else "")
        trigger = Trigger(said["trigger_title"], said["trigger_no"], said["trigger_date"])
        named = f"《{trigger.title}》" + (f"（{trigger.document_no}）" if trigger.document_no else "")
        given = Given(reason=said["reason"] or f"落实{named}", basis=named, file=file)
        return NewGoal(cells, trigger, tuple(self._gives()), given, said["overlap_reason"])

    def _gives(self) -> Iterator[Give]:
        for at in range(1, GIVERS + 1):
            uid = self.cleaned_data.get(f"give{at}", "")
            if uid:
                yield Give(uid, self.cleaned_data.get(f"points{at}") or Decimal(0))

    def giving(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The pairs of a row and its points."""
        if self.source is not PointsFrom.REWEIGHT:
            return []
        return [(self[f"give{at}"], self[f"points{at}"]) for at in range(1, GIVERS + 1)]

    def boxes(self) -> list[forms.BoundField]:
        """The cells that are typed into boxes."""
        return [self[name] for name in self.cells if FIELDS[name].long]

    def lines(self) -> list[forms.BoundField]:
        """The cells that are a line each."""
        return [self[name] for name in self.cells if not FIELDS[name].long]


def givers(plan: PlanRecord) -> list[Row]:
    """The rows that have points of their own to give."""
    return [row for row in plan.rows if own_points(row) > 0]


def _cell(name: str) -> forms.CharField:
    field = FIELDS[name]
    rows = 2 if field.long else 0
    required = name in ("l1", "weight")
    return text(field.label, LONGEST, required=required, rows=rows, hint=_HINTS.get(name, field.hint))
