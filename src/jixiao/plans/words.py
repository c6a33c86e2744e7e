"""Chinese words for what the code writes in signs."""

from __future__ import annotations

from jixiao.core.fields import FIELDS
from jixiao.core.numbers import format_points
from jixiao.plans.models import Target

COMPARATORS = {"=": "等于", ">=": "不少于", ">": "超过", "<=": "不超过", "<": "少于"}
PERIODS = {"once": "一次", "month": "每月", "quarter": "每季度", "half-year": "每半年", "year": "全年"}
SEVERITIES = {"error": "错误", "warning": "提醒", "info": "说明"}
SYMBOLS = {"error": "■", "warning": "▲", "info": "○"}
FINDING_FIELDS = {name: field.label for name, field in FIELDS.items()}


def amount_text(target: Target) -> str:
    """The target's amount with its unit: 60亿元, 5—8项, 2026-06-30."""
    if target.date is not None:
        return target.date.isoformat()
    if target.value is None:
        return ""
    amount = format_points(target.value)
    if target.value_max is not None:
        amount = f"{amount}—{format_points(target.value_max)}"
    return amount + target.unit
