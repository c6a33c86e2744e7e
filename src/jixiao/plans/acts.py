"""Journal entries of this room as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jixiao.core.numbers import format_points
from jixiao.plans.models import Plan, ReviewComment
from jixiao.plans.versions.acts import version_act
from jixiao.plans.words import FINDING_FIELDS


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence."""
    if action == "document.upload":
        return f"上传《{facts.get('name', '')}》，读出 {facts.get('rows', 0)} 行"
    if action == "document.correct":
        label = FINDING_FIELDS.get(facts.get("field", ""), "")
        return f"改正{label}：“{facts.get('old') or '空'}”改为“{facts.get('new') or '空'}”"
    if action == "document.discard":
        return "放弃这次导入"
    if action == "plan.confirm":
        return f"确认方案，{facts.get('indicators', 0)} 项指标，总分 {facts.get('total') or '未定'}"
    return _procedure(action, facts) or _handed_down(action, facts) or version_act(action, facts) or action


def _handed_down(action: str, facts: Mapping[str, Any]) -> str:
    """What was done when a plan was handed down; '' for anything else."""
    credits = {credit.value: credit.label for credit in Plan.Credit}
    parts = "、".join(f"{name}{format_points(Decimal(part) * 100)}%" for name, part in facts.get("parts", {}).items())
    sentences = {
        "cascade.credit": f"共同指标的计分改为：{credits.get(facts.get('to', ''), '')}",
        "cascade.weights": f"填写分担比例：{parts}",
        "cascade.even": f"{len(facts.get('uids', []))} 项共同指标按平均填写分担比例",
        "cascade.renew": f"按上级方案更新，{facts.get('rows', 0)} 项指标",
    }
    return sentences.get(action, "")


def _procedure(action: str, facts: Mapping[str, Any]) -> str:
    """What was done in the procedure or the peer review; '' for anything else."""
    agency, text = facts.get("agency", ""), facts.get("text", "")
    outcome = ReviewComment.Outcome(facts["outcome"]).label if facts.get("outcome") else ""
    sentences = {
        "plan.begin": "建立方案",
        "plan.edit": "编辑工作稿",
        "plan.dynamic-points": "设定动态目标的分值",
        "plan.act": f"办理“{facts.get('title', '')}”",
        "plan.calendar": "更正程序时限",
        "review.assign": f"分派互审单位：{'、'.join(facts.get('agencies', []))}",
        "review.take-back": f"撤回对{agency}的互审分派",
        "review.ask-again": f"请{agency}再审",
        "review.done": f"{agency}审毕",
        "review.resume": f"{agency}继续互审",
        "review.comment": f"{agency}提出意见：{text}",
        "review.answer": f"答复互审意见：{text}",
        "review.reopen": f"重新提出意见：{facts.get('reason', '')}",
        "review.settle": f"办结互审意见：{outcome}{'。' if text else ''}{text}",
    }
    return sentences.get(action, "")
