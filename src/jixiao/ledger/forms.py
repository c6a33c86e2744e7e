"""The shape of what people send about cells, reports and the ledger itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.http import HttpRequest, QueryDict

from jixiao.core.ledger import periods
from jixiao.core.ledger.measures import WORDS as RECKONINGS
from jixiao.core.ledger.reporting import Progress
from jixiao.ledger.actions.reports import TYPED_LIMIT, Typed

_VALUE = "value-"


def typed_in(request: HttpRequest) -> Typed:
    """A report as the form sent it: nothing is refused here, so that nothing typed is lost."""
    post = request.POST
    progress = post.get("progress", "")
    known = Progress(progress) if progress in set(Progress) else Progress.ON_PLAN
    return Typed(known, post.get("sentence", ""), post.get("note", ""), dict(_values(post)))


def _values(post: QueryDict) -> Iterable[tuple[int, str]]:
    for name, text in post.items():
        number = name.removeprefix(_VALUE)
        if name.startswith(_VALUE) and number.isdecimal() and len(number) < 19:
            yield int(number), str(text)[:TYPED_LIMIT]


def seen_in(data: Mapping[str, object], name: str = "seen") -> int:
    """The version that the form was filled from; 0 when it does not say."""
    text = str(data.get(name, ""))
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _days(label: str) -> forms.IntegerField:
    wrong = {"required": f"请填写{label}。", "invalid": f"{label}请填整数。"}
    return forms.IntegerField(label=label, min_value=0, max_value=60, error_messages=wrong)


class TermsForm(forms.Form):
    """How often is reported, and within how many working days."""

    frequency = forms.ChoiceField(label="考核周期", choices=list(periods.WORDS.items()))
    report_days = _days("期后报送工作日")
    grace_days = _days("宽限工作日")
    escalate_days = _days("逾期提请分管领导的工作日")


class RhythmForm(forms.Form):
    """How often one indicator is reported on; empty leaves it to its targets and the ledger."""

    item = forms.IntegerField()
    frequency = forms.ChoiceField(choices=[("", ""), *periods.WORDS.items()], required=False)


class ReckoningForm(forms.Form):
    """How the values of one measure come to the year's."""

    measure = forms.IntegerField()
    reckoning = forms.ChoiceField(choices=list(RECKONINGS.items()))
