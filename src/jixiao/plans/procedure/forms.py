"""The shape of what people send about the procedure and the peer review."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import formset_factory

from jixiao.core.peer_review import Outcome
from jixiao.core.procedure_words import Kind
from jixiao.core.stages import MILESTONES, WORKS, Act, Paper

MOST_DATES = 30  # of one procedure
LONGEST = 5000  # characters of a note, a comment, an answer
DATES = ["%Y-%m-%d", "%Y年%m月%d日", "%Y/%m/%d", "%Y.%m.%d"]
KINDS = {
    Kind.INTERNAL_PLAN: "内部绩效方案",
    Kind.MONITORING: "日常监测",
    Kind.SELF_EVALUATION: "自评",
    Kind.EVALUATION: "领导评价和公众评议",
    Kind.ASSESSMENT: "集中考评",
    Kind.CIRCULAR: "结果通报",
    Kind.RECTIFICATION: "整改",
}
STAGES: dict[str, str] = {
    **{stage.value: WORKS[stage] for stage in MILESTONES},
    **{k.value: v for k, v in KINDS.items()},
}


def _date(label: str) -> forms.DateField:
    wrong = {"invalid": "请填写日期，例如 2026-07-10。"}
    return forms.DateField(label=label, required=False, input_formats=DATES, error_messages=wrong)


def _text(label: str, longest: int) -> forms.CharField:
    too_long = {"max_length": f"不能超过 {longest} 个字。"}
    return forms.CharField(label=label, required=False, max_length=longest, error_messages=too_long)


class ActForm(forms.Form):
    """The paper of an act. Which fields are wanted is the procedure's affair."""

    on = _date("日期")
    who = _text("作出决定的领导或单位", 100)
    document_no = _text("文号", 100)
    note = _text("说明", LONGEST)

    def paper(self) -> Paper:
        given = self.cleaned_data
        return Paper(given["on"], given["who"], given["document_no"], note=given["note"])


def wanted(act: Act, *, outside: bool) -> frozenset[str]:
    """The fields that the form shows at once; the others can be opened."""
    needed = {"on", *act.needs}
    return frozenset(needed | {"who", "document_no", "file"} if outside else needed)


class DateForm(forms.Form):
    """One date of the procedure; a row without a title is no date."""

    title = _text("事项", 200)
    stage = forms.ChoiceField(label="环节", required=False, choices=[("", "（不对应环节）"), *STAGES.items()])
    due = _date("时限")

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("title") and (given.get("due") or given.get("stage")):
            self.add_error("title", "请填写事项；不要的一行请把三格都清空。")
        return given


DatesFormSet = formset_factory(DateForm, extra=2, max_num=MOST_DATES, absolute_max=MOST_DATES)


class CommentForm(forms.Form):
    row = forms.CharField(required=False, max_length=16)
    text = _text("意见", LONGEST)


class AnswerForm(forms.Form):
    text = _text("答复", LONGEST)
    outcome = forms.ChoiceField(
        label="处理结果",
        required=False,
        choices=[
            ("", "先答复，暂不办结"),
            (Outcome.ACCEPTED, "采纳"),
            (Outcome.PARTLY, "部分采纳"),
            (Outcome.DECLINED, "未采纳"),
        ],
    )


class ReasonForm(forms.Form):
    text = _text("理由", LONGEST)
