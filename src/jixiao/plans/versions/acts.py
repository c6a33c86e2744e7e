"""Journal entries about amendments, dynamic goals and publications as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.core.fields import FIELDS
from jixiao.plans.models import Plan, Withheld


def version_act(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for anything else."""
    return _amending(action, facts) or _publishing(action, facts)


def _amending(action: str, facts: Mapping[str, Any]) -> str:
    rules = {rule.value: str(rule.label) for rule in Plan.DynamicPoints}
    paper = f"{facts.get('document_no') or '未编号'}，{facts.get('issued') or '日期未定'}"
    who = f"，批准人：{facts['who']}" if facts.get("who") else ""
    sentences = {
        "amendment.propose": f"在第 {facts.get('base', '')} 版上拟订调整：{facts.get('reason', '')}",
        "amendment.describe": f"填写调整文：{paper}",
        "amendment.withdraw": "撤回调整",
        "amendment.approve": f"批准调整，定为第 {facts.get('version', '')} 版{who}",
        "amendment.rebase": f"调整稿由第 {facts.get('from', '')} 版改到第 {facts.get('onto', '')} 版上",
        "dynamic.propose": f"提出动态目标，触发文件《{facts.get('trigger', {}).get('title', '')}》{_overlaps(facts)}",
        "dynamic.explain": f"写明不重复的理由：{facts.get('overlap_reason', '')}",
        "dynamic.confirm": f"复核同意：不重复{_overlaps(facts)}",
        "plan.dynamic-points": f"动态目标的分值改为：{rules.get(facts.get('to', ''), '')}",
    }
    return sentences.get(action, "")


def _overlaps(facts: Mapping[str, Any]) -> str:
    found = [f"{each['no'] or each['uid']}（{each['score']} 分）" for each in facts.get("overlaps", [])]
    return f"，与{'、'.join(found)}重叠" if found else ""


def _publishing(action: str, facts: Mapping[str, Any]) -> str:
    grounds = {ground.value: str(ground.label) for ground in Withheld.Ground}
    field = FIELDS.get(facts.get("field", ""))
    what = f"{facts.get('uid') or '各项'}的{field.label if field else '整项'}"
    said = f"：{facts['note']}" if facts.get("note") else ""
    sentences = {
        "publication.prepare": f"准备公开第 {facts.get('version', '')} 版",
        "publication.withhold": f"列为不公开：{what}，{grounds.get(facts.get('ground', ''), '')}",
        "publication.release": f"改为公开：{what}",
        "publication.review": f"公开审查{'通过' if facts.get('passed') else '退回'}{said}",
        "publication.publish": f"公开第 {facts.get('version', '')} 版，{facts.get('on', '')}",
        "publication.post": f"登记公开渠道：{facts.get('place', '')}，{facts.get('on', '')}",
        "publication.take-down": f"撤下公开：{facts.get('reason', '')}",
    }
    return sentences.get(action, "")
