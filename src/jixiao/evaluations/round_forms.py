"""The shape of what people send about rounds."""

from __future__ import annotations

from datetime import date

from django import forms

from jixiao.core.evaluations.rounds import evaluated_year
from jixiao.evaluations.actions.rounds import Given
from jixiao.evaluations.models import RoundKind

_HELP = {
    RoundKind.SELF: "每个单位一张自评表，完成情况、数值和佐证材料取自台账。",
    RoundKind.PEER_RATING: "同组单位两两互评，每个单位给同组其他单位各打一个总分。",
    RoundKind.ON_SITE: "每个单位一张考评表，抽查佐证材料，逐项核定分值；可以只选一部分单位。",
    RoundKind.CATEGORY_REVIEW: "把同一项指标在各单位的情况排在一起复核，可以更正分值。",
}
KINDS = [(kind.value, kind.label, _HELP[kind]) for kind in RoundKind]


class RoundForm(forms.Form):
    kind = forms.ChoiceField(
        label="类别",
        choices=RoundKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择轮次类别。"},
    )
    year = forms.IntegerField(
        label="年度",
        widget=forms.TextInput({"inputmode": "numeric"}),
        min_value=2000,
        max_value=2100,
        error_messages={"required": "请填写年度。", "invalid": "年度请填四位数字。"},
    )
    title = forms.CharField(label="名称", error_messages={"required": "请填写轮次名称，例如：2026年度自评。"})
    opens = forms.DateField(
        label="开始日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写开始日期。", "invalid": "开始日期请按年-月-日填写。"},
    )
    due = forms.DateField(
        label="截止日期",
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "请填写截止日期。", "invalid": "截止日期请按年-月-日填写。"},
    )

    def given(self, chosen: frozenset[int]) -> Given:
        said = self.cleaned_data
        return Given(said["year"], RoundKind(said["kind"]), said["title"], said["opens"], said["due"], chosen)


def year_in(text: str, today: date) -> int:
    """The year that was typed, or the usual one."""
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else evaluated_year(today)


def usual(today: date) -> dict[str, object]:
    """What the form of a new round shows first."""
    year = evaluated_year(today)
    return {"year": year, "kind": RoundKind.SELF, "title": f"{year}年度自评", "opens": today}
