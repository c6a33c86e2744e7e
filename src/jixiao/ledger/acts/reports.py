"""Journal entries about the ledger and its reports as sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jixiao.core.ledger.measures import WORDS as RECKONINGS
from jixiao.core.ledger.periods import WORDS as FREQUENCIES
from jixiao.core.ledger.reporting import PROGRESS

KINDS: dict[str, str] = {"cell": "台账格"}
_PROGRESS = {key.value: word for key, word in PROGRESS.items()}
_FREQUENCIES = {key.value: word for key, word in FREQUENCIES.items()}
_RECKONINGS = {key.value: word for key, word in RECKONINGS.items()}


def act_text(action: str, facts: Mapping[str, Any]) -> str:
    """What was done, in one sentence; '' for an act of another piece."""
    if action in _OF_CELLS:
        return _of_cell(action, facts)
    if action == "ledger.open":
        return f"开启台账，共 {facts.get('cells', 0)} 期"
    if action == "ledger.follow":
        return f"台账随方案调整，共 {facts.get('cells', 0)} 期"
    if action == "ledger.terms":
        return f"台账设置由“{_terms(facts.get('before'))}”改为“{_terms(facts.get('after'))}”"
    if action == "ledger.rhythm":
        return (
            f"{facts.get('no', '')}的考核周期改为：{_FREQUENCIES.get(facts.get('frequency', ''), '按目标值和台账设置')}"
        )
    if action == "ledger.reckoning":
        before, after = (_RECKONINGS.get(facts.get(name, ""), "") for name in ("before", "after"))
        return f"{facts.get('no', '')}“{facts.get('measure', '')}”的计算方式由“{before}”改为“{after}”"
    return ""


_OF_CELLS = {
    "report.submit": "报送",
    "report.accept": "审核通过",
    "report.return": "退回",
    "cell.reopen": "重新开启",
}


def _of_cell(action: str, facts: Mapping[str, Any]) -> str:
    """审核通过1-1第一季度第 2 次填报：按计划推进."""
    where = f"{facts.get('no', '')}{facts.get('period', '')}第 {facts.get('report', 1)} 次填报"
    said = (
        facts.get("reason") if action in ("report.return", "cell.reopen") else _PROGRESS.get(facts.get("progress", ""))
    )
    return f"{_OF_CELLS[action]}{where}" + (f"：{said}" if said else "")


def _terms(terms: object) -> str:
    if not isinstance(terms, list) or len(terms) != 4:
        return ""
    frequency, report, grace, escalate = terms
    return f"{_FREQUENCIES.get(frequency, '')}，期后 {report} 日，宽限 {grace} 日，逾期 {escalate} 日提请分管领导"
