"""The shape of what people send about bonus claims and innovation results."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms

from jixiao.core.evaluations import bonus as rules
from jixiao.core.evaluations.kinds import Kind
from jixiao.evaluations.actions.bonus import Said
from jixiao.evaluations.inspection_forms import kind_text, points
from jixiao.evaluations.models import Purpose
from jixiao.people.forms import day, line
from jixiao.people.models import Organisation

Choices = Sequence[tuple[int, str]]


class ClaimForm(forms.Form):
    """A claim. What it is for was chosen before; an innovation result has no class and no points of its own."""

    title = line("事项", rules.TITLE_LIMIT, hint="如：某项工作获省政府通报表扬。")
    issuing_body = line("发文（表彰）单位", rules.BODY_LIMIT)
    document_no = line("文号", rules.NUMBER_LIMIT, required=False, hint="如：国发〔2026〕3号。没有文号的留空。")
    dated = day("日期")
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)

    def __init__(
        self,
        purpose: Purpose,
        claimants: Sequence[Organisation],
        kinds: Sequence[Kind],
        items: Choices,
        *args: object,
        **more: object,
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.purpose = purpose
        self.fields["dated"].help_text = "以落款日期为准，要在本年度内。"
        if purpose == Purpose.BONUS:
            self._add_kind(kinds)
        self._add_item(items)
        if len(claimants) > 1:
            choices = [(each.pk, each.name) for each in claimants]
            self.fields["organisation"] = forms.TypedChoiceField(label="申报单位", choices=choices, coerce=int)
        self.fields["note"] = forms.CharField(
            label="说明", max_length=rules.TEXT_LIMIT, required=False, widget=forms.Textarea({"rows": 3})
        )

    def _add_kind(self, kinds: Sequence[Kind]) -> None:
        choices = [("", "请选择"), *((kind.key, kind_text(kind)) for kind in kinds)]
        wrong = {"invalid_choice": "请重新选择加分类别。"}
        self.fields["kind"] = forms.ChoiceField(label="加分类别", choices=choices, required=False, error_messages=wrong)
        self.fields["points"] = points("申报分值", "不填按类别的分值申报。")

    def _add_item(self, items: Choices) -> None:
        none = "请选择" if self.purpose == Purpose.INNOVATION else "不对应指标"
        self.fields["item"] = forms.TypedChoiceField(
            label="对应指标", choices=[("", none), *items], coerce=int, required=False, empty_value=None
        )

    @property
    def said(self) -> Said:
        given = self.cleaned_data
        return Said(
            year=given["year"],
            title=given["title"],
            body=given["issuing_body"],
            number=given["document_no"],
            dated=given["dated"],
            kind=given.get("kind", ""),
            points=given.get("points"),
            item=given["item"],
            note=given["note"],
        )


class CheckForm(forms.Form):
    """What the checker grants, and why."""

    granted = points("认定分值", "不填按申报分值认定。")
    reason = forms.CharField(
        label="审核意见", max_length=rules.TEXT_LIMIT, required=False, widget=forms.Textarea({"rows": 2})
    )
