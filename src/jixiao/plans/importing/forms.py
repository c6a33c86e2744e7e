"""The shape of what people send."""

from __future__ import annotations

from django import forms

from jixiao.intake import MAX_BYTES

ACCEPT = ".txt,.md,.markdown,.csv,.tsv,.html,.htm"


class UploadForm(forms.Form):
    document = forms.FileField(
        label="方案文件",
        max_length=255,
        widget=forms.FileInput({"accept": ACCEPT}),
        error_messages={
            "required": "请先选择文件。",
            "empty": "文件是空的，请重新选择。",
            "max_length": "文件名太长，请改短后再试。",
            "missing": "请先选择文件。",
            "invalid": "请先选择文件。",
        },
    )

    def say_too_large(self) -> None:
        """The file was cut off while it arrived: nothing of it was kept."""
        self.errors["document"] = self.error_class([f"文件超过 {MAX_BYTES // 1024 // 1024} MB，没有导入。"])


class CorrectionForm(forms.Form):
    typed = forms.CharField(required=False, strip=False, max_length=20_000)
    shared = forms.BooleanField(required=False)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    version = forms.IntegerField(min_value=1)
    errors_accepted = forms.BooleanField(required=False)
