"""The shape of what people send about inspections and findings."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from django import forms

from jixiao.core.evaluations import inspections as rules
from jixiao.core.evaluations.kinds import Kind
from jixiao.core.numbers import format_points
from jixiao.evaluations.actions.findings import Decided, Seen
from jixiao.evaluations.actions.inspections import Plan
from jixiao.evaluations.models import Method
from jixiao.people.forms import day, line

Choices = Sequence[tuple[int, str]]
_POINTS_WRONG = {"invalid": "扣分请填数字，例如 0.5。", "max_decimal_places": "扣分最多两位小数。"}


def text(label: str, *, rows: int = 4, required: bool = True, hint: str = "") -> forms.CharField:
    wrong = {"required": f"请填写{label}。", "max_length": f"{label}不能超过 {rules.TEXT_LIMIT} 个字。"}
    return forms.CharField(
        label=label,
        max_length=rules.TEXT_LIMIT,
        required=required,
        widget=forms.Textarea({"rows": rows}),
        help_text=hint,
        error_messages=wrong,
    )


def several(label: str, choices: Choices) -> forms.TypedMultipleChoiceField:
    wrong = {"required": f"请选择{label}，至少一个。", "invalid_choice": f"{label}里有不能选择的，请刷新页面。"}
    return forms.TypedMultipleChoiceField(
        label=label, choices=choices, coerce=int, widget=forms.CheckboxSelectMultiple, error_messages=wrong
    )


def points(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        max_digits=6,
        decimal_places=2,
        help_text=hint,
        widget=forms.TextInput({"inputmode": "decimal"}),
        error_messages=_POINTS_WRONG,
    )


class PlanForm(forms.Form):
    """An inspection before anybody goes out."""

    title = line("核验名称", rules.TITLE_LIMIT)
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    method = forms.ChoiceField(label="核验方式", choices=Method.choices)
    scope = text("核验内容", rows=4)
    starts = day("开始日期")
    ends = day("结束日期")
    answer_days = forms.IntegerField(
        label="答复期限（工作日）", min_value=1, max_value=rules.MOST_ANSWER_DAYS, initial=rules.ANSWER_DAYS
    )

    def __init__(self, objects: Choices, inspectors: Choices, *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["objects"] = several("核验对象", objects)
        self.fields["inspectors"] = several("核验人员", inspectors)

    @property
    def plan(self) -> Plan:
        chosen = {name: tuple(self.cleaned_data[name]) for name in ("objects", "inspectors")}
        return Plan(**(self.cleaned_data | chosen))


class FindingForm(forms.Form):
    """What was seen, written down on a phone. `client_id` is made with the form and comes back with it."""

    facts = text("事实", rows=6, hint="写看到的情况，不写评价。")
    place = line("地点", rules.PLACE_LIMIT)
    found_at = forms.DateTimeField(
        label="发现时间",
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        error_messages={"required": "请填写发现时间。", "invalid": "发现时间请写成 2026-07-15 09:30。"},
    )
    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, items: Choices, kinds: Sequence[Kind], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        if items:
            self.fields["item"] = forms.TypedChoiceField(
                label="对应指标",
                choices=[("", "不针对某一项指标"), *items],
                coerce=int,
                required=False,
                empty_value=None,
            )
        self.fields.update(kind_fields(kinds, "建议扣分情形", required=False))

    def seen(self, inspected: int) -> Seen:
        said = self.cleaned_data
        client_id: UUID = said["client_id"]
        return Seen(
            client_id=client_id,
            object=inspected,
            item=said.get("item"),
            found_at=said["found_at"],
            place=said["place"],
            facts=said["facts"],
            kind=said.get("kind", ""),
            words=said.get("words", ""),
        )


def kind_fields(kinds: Sequence[Kind], label: str, *, required: bool) -> dict[str, forms.Field]:
    """A choice among the scheme's classes; where it has none, the case in words."""
    if not kinds:
        return {"words": line(label, rules.KIND_LIMIT, required=required, hint="考评规则没有扣分情形，请用文字写明。")}
    choices = [("", "请选择" if required else "暂不建议"), *((kind.key, kind_text(kind)) for kind in kinds)]
    wrong = {"required": f"请选择{label}。", "invalid_choice": f"请重新选择{label}。"}
    return {"kind": forms.ChoiceField(label=label, choices=choices, required=required, error_messages=wrong)}


def kind_text(kind: Kind) -> str:
    return f"{kind.name}（{format_points(kind.points)} 分）"


class UpholdForm(forms.Form):
    """The decision that a finding stands."""

    text = text("认定意见", rows=3, required=False)
    rectify_by = day("整改期限")

    def __init__(self, kinds: Sequence[Kind], *args: object, **more: object) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]
        self.fields["rectify_by"].required = False
        self.fields["rectify_by"].help_text = "不需要整改的不填。"
        hint = "不填按扣分情形的分值扣。" if kinds else ""
        self.fields = {**kind_fields(kinds, "扣分情形", required=True), "points": points("扣分", hint), **self.fields}

    @property
    def decided(self) -> Decided:
        said = self.cleaned_data
        named = {name: said.get(name, "") for name in ("kind", "words", "text")}
        return Decided(upheld=True, points=said["points"], rectify_by=said["rectify_by"], **named)
