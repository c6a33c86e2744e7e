"""The shape of what people send about amendments, dynamic goals and publications."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from jixiao.core.fields import FIELDS, Invalid
from jixiao.plans.actions.amendments import Given
from jixiao.plans.models import Plan, Withheld
from jixiao.plans.papers import PaperFile

LONGEST = 5000


def _read(name: str, typed: str) -> Any:
    try:
        return FIELDS[name].read(typed)
    except Invalid as invalid:
        raise ValidationError(str(invalid)) from invalid


class DayField(forms.CharField):
    """A day as people write it."""

    def __init__(self, label: str, **more: Any) -> None:
        super().__init__(label=label, max_length=40, required=False, **more)

    def clean(self, value: Any) -> date | None:
        found: date | None = _read("deadline", super().clean(value))
        return found


class PointsField(forms.CharField):
    """Points as people write them."""

    def __init__(self, label: str) -> None:
        super().__init__(label=label, max_length=40, required=False)

    def clean(self, value: Any) -> Decimal | None:
        found: Decimal | None = _read("weight", super().clean(value))
        return found


def text(label: str, longest: int, *, required: bool = False, rows: int = 0, hint: str = "") -> forms.CharField:
    """A text field; `rows` makes it a box of so many lines."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=longest,
        help_text=hint,
        widget=forms.Textarea({"rows": rows}) if rows else forms.TextInput,
        error_messages={"required": f"请填写{label}。", "max_length": f"不能超过 {longest} 个字。"},
    )


class AmendmentForm(forms.Form):
    """Reason, basis, number and date of an amendment."""

    reason = text("调整理由", LONGEST, required=True, rows=3)
    basis = text("调整依据", LONGEST, rows=2, hint="上级文件、会议决定等，写明名称和文号。")
    document_no = text("调整文号", 100, hint="例如：临城管〔2026〕66号")
    issued = DayField("调整日期", help_text="例如：2026-07-10")

    def given(self, file: PaperFile | None) -> Given:
        said = self.cleaned_data
        return Given(said["reason"], said["basis"], said["document_no"], said["issued"], file)


class ApproveForm(forms.Form):
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)
    who = text("批准的领导或单位", 100)


class RebaseForm(forms.Form):
    onto = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = text("理由", LONGEST, rows=3)


class RuleForm(forms.Form):
    rule = forms.ChoiceField(label="动态目标的分值", choices=Plan.DynamicPoints.choices, widget=forms.RadioSelect)


class PrepareForm(forms.Form):
    names_shown = forms.BooleanField(label="公开分管领导和科室责任人的姓名", required=False)


class WithholdForm(forms.Form):
    row = forms.CharField(required=False, max_length=16)
    field = forms.CharField(required=False, max_length=32)
    ground = forms.ChoiceField(choices=[("", "请选择"), *Withheld.Ground.choices], required=False)
    note = text("说明", 500)


class ReviewForm(forms.Form):
    seen = forms.CharField(max_length=64)
    note = text("审查意见", LONGEST, rows=2)
    passed = forms.CharField(required=False, max_length=3)


class PublishForm(forms.Form):
    on = DayField("公开日期")


class PostForm(forms.Form):
    place = text("公开渠道", 200)
    on = DayField("日期")
