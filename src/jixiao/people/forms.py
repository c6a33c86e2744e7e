"""The shape of what people type in."""

from __future__ import annotations

from django import forms

from jixiao.people.models import Account, Organisation

Kind = Organisation.Kind
KINDS = [(kind.value, kind.label) for kind in Kind if kind != Kind.CITY]


class DayInput(forms.DateInput):
    """A day as browsers ask for one."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day(label: str) -> forms.DateField:
    messages = {"required": f"请填写{label}。", "invalid": f"{label}不是日期，请写成 2026-07-15。"}
    return forms.DateField(label=label, widget=DayInput(), error_messages=messages)


def line(label: str, length: int, *, required: bool = True, hint: str = "") -> forms.CharField:
    messages = {"required": f"请填写{label}。", "max_length": f"{label}不超过 {length} 个字。"}
    return forms.CharField(label=label, max_length=length, required=required, help_text=hint, error_messages=messages)


def password(label: str, kind: str) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": kind})
    messages = {"required": f"请填写{label}。"}
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget, error_messages=messages)


class SignInForm(forms.Form):
    username = forms.CharField(
        label="用户名", max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = password("密码", "current-password")


class NameForm(forms.Form):
    name = line("名称", 200)


class ChildForm(forms.Form):
    kind = forms.ChoiceField(label="类别", choices=KINDS, initial=Kind.OFFICE.value)
    name = line("名称", 200)


class PostForm(forms.Form):
    title = line("职务名称", 100)


class RetireForm(forms.Form):
    on = day("最后一日")


class HandOverForm(forms.Form):
    """`leaving` is asked for only where several persons hold the post."""

    leaving = forms.ChoiceField(label="移交人", error_messages={"required": "请选择移交人。"})
    person = forms.ChoiceField(label="接任人", required=False)
    new_person = line("或新登记人员", 100, required=False, hint="接任人不在名单中时填写姓名。")
    on = day("接任日期")

    def set_choices(self, running: list[tuple[str, str]], persons: list[tuple[str, str]]) -> None:
        leaving, person = self.fields["leaving"], self.fields["person"]
        if len(running) > 1:
            leaving.choices = [*running, ("0", "无人移交，增加一人")]  # type: ignore[attr-defined]
        else:
            del self.fields["leaving"]
        person.choices = [("", "请选择"), *persons]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if bool(given.get("person")) == bool(given.get("new_person")):
            self.add_error("person", "请选择接任人，或填写新登记人员的姓名，二者填一项。")
        return given


class AccountForm(forms.Form):
    username = forms.RegexField(
        label="用户名",
        regex=r"^[A-Za-z0-9_.-]{2,50}$",
        help_text="字母、数字、点、横线，2 到 50 个。",
        error_messages={"required": "请填写用户名。", "invalid": "用户名只能用字母、数字、点、横线，2 到 50 个。"},
    )
    name = line("姓名", 100)
    organisation = forms.ChoiceField(label="所属机构", error_messages={"required": "请选择所属机构。"})

    def set_choices(self, organisations: list[tuple[str, str]]) -> None:
        self.fields["organisation"].choices = organisations  # type: ignore[attr-defined]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="角色", choices=Account.Role.choices)


class GroupForm(forms.Form):
    year = forms.IntegerField(
        label="年度",
        min_value=2000,
        max_value=2100,
        error_messages={"required": "请填写年度。", "invalid": "年度是四位数字。"},
    )
    name = line("组名", 100)
    members = forms.MultipleChoiceField(
        label="成员单位", widget=forms.CheckboxSelectMultiple, error_messages={"required": "请选择成员单位。"}
    )

    def set_choices(self, agencies: list[tuple[str, str]]) -> None:
        self.fields["members"].choices = agencies  # type: ignore[attr-defined]


class PasswordForm(forms.Form):
    old = password("原密码", "current-password")
    new = password("新密码", "new-password")
    again = password("新密码（再输一次）", "new-password")

    def clean(self) -> dict[str, object]:
        given = super().clean() or {}
        if given.get("new") and given.get("again") and given["new"] != given["again"]:
            self.add_error("again", "两次输入的新密码不一致。")
        return given
