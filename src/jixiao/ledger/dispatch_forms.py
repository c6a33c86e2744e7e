"""The shape of what people send about directives, dispatch meetings and quarterly analyses."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from jixiao.core.ledger.directives import TEXT_LIMIT, TITLE_LIMIT
from jixiao.ledger.actions import meetings
from jixiao.ledger.actions.directives import Given
from jixiao.ledger.actions.meetings import Decided, Heading
from jixiao.people.forms import DayInput
from jixiao.people.models import Organisation

Choices = Sequence[tuple[int, str]]
DATES = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]


def _day(label: str) -> forms.DateField:
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}不是日期，请写成 2026-07-15。"}
    return forms.DateField(label=label, input_formats=DATES, widget=DayInput(), error_messages=wrong)


def _text(label: str, longest: int, *, rows: int = 0, required: bool = False, hint: str = "") -> forms.CharField:
    wrong = {"required": f"请填写{label}。", "max_length": f"{label}不能超过 {longest} 个字。"}
    widget = forms.Textarea({"rows": rows}) if rows else forms.TextInput()
    return forms.CharField(
        label=label, max_length=longest, required=required, widget=widget, help_text=hint, error_messages=wrong
    )


def _office(label: str, offices: Sequence[Organisation]) -> forms.TypedChoiceField:
    choices = [("", "请选择"), *((office.pk, office.name) for office in offices)]
    wrong = {"required": f"请选择{label}。", "invalid_choice": f"请选择{label}。"}
    return forms.TypedChoiceField(label=label, choices=choices, coerce=int, error_messages=wrong)


class DirectiveForm(forms.Form):
    """A directive with its addressees: the one that leads, and others."""

    title = _text("督办事项", TITLE_LIMIT, required=True)
    text = _text("督办要求", TEXT_LIMIT, rows=6, required=True)
    due = _day("办结期限")

    def __init__(self, offices: Sequence[Organisation], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["lead"] = _office("牵头单位", offices)
        self.fields["others"] = forms.TypedMultipleChoiceField(
            label="其他承办单位",
            choices=[(office.pk, office.name) for office in offices],
            coerce=int,
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )

    def given(self, cell: int | None) -> Given:
        said = self.cleaned_data
        return Given(said["title"], said["text"], (said["lead"], *said["others"]), said["due"], cell)


class SeveralForm(forms.Form):
    """Directives for several late cells at once."""

    due = _day("办结期限")


class HeadingForm(forms.Form):
    """What a meeting is called, when and where it is, who takes part."""

    title = _text("会议名称", meetings.TITLE_LIMIT, required=True)
    on = _day("日期")
    place = _text("地点", meetings.LINE_LIMIT)
    chair = _text("主持人", meetings.LINE_LIMIT)
    attendance = _text("参加人员", meetings.TEXT_LIMIT, rows=2)

    @property
    def heading(self) -> Heading:
        return Heading(**self.cleaned_data)


class PointForm(forms.Form):
    text = _text("议题", meetings.LINE_LIMIT * 2, required=True)
    facts = _text("情况", meetings.TEXT_LIMIT, rows=3)


class DecisionForm(forms.Form):
    """A decision on a point. Lists are asked for only where the indicator has any."""

    text = _text("议定事项", meetings.TEXT_LIMIT, rows=2, required=True)
    due = _day("完成时限")

    def __init__(self, offices: Sequence[Organisation], lists: Choices, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["office"] = _office("承办单位", offices)
        if lists:
            self.fields["task_list"] = forms.TypedChoiceField(
                label="列入清单", choices=[("", "不列入"), *lists], coerce=int, required=False, empty_value=None
            )

    @property
    def decided(self) -> Decided:
        said = self.cleaned_data
        return Decided(said["text"], said["office"], said["due"], said.get("task_list"))
