"""Peer review (同组互审): who may be asked, and what may be said when. Each rule gives a sentence, '' when it holds.

Source: the procedure of the yearly plans: agencies of one group review each other's drafts, and every comment is
answered and settled before the plan goes on.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from jixiao.core.stages import EDITABLE, TITLES, Stage


class Outcome(StrEnum):
    """What became of a comment."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


def cannot_ask(stage: Stage, own: int, peers: Collection[int], asked: Collection[int]) -> str:
    """Why these agencies (by number) cannot be asked to review: `peers` are those of the plan's group and year."""
    if stage not in EDITABLE:
        return f"方案现在处于“{TITLES[stage]}”，不能再分派互审单位。"
    if not asked:
        return "请先勾选互审单位。"
    if own in asked:
        return "本单位不能互审自己的方案。"
    if not set(asked) <= set(peers):
        return "只能分派同一年度同一互审组的单位。"
    return ""


def cannot_take_back(stage: Stage, comments: int, done: bool) -> str:
    """Why a review that was asked for cannot be taken back: what was said stays."""
    if stage not in EDITABLE:
        return f"方案现在处于“{TITLES[stage]}”，不能改动互审分派。"
    if comments or done:
        return "这家单位已经提出意见或审毕，不能撤回分派。"
    return ""


def cannot_comment(stage: Stage, done: bool, text: str) -> str:
    """Why the reviewer cannot comment."""
    if stage is not Stage.PEER_REVIEW:
        return f"方案现在处于“{TITLES[stage]}”，不能再提意见。"
    if done:
        return "贵单位已经审毕。如需再提意见，请先撤回审毕。"
    return "" if text.strip() else "请写下意见。"


def cannot_reopen(stage: Stage, is_open: bool, reason: str) -> str:
    """Why the reviewer cannot open an answered or settled comment again."""
    if stage is not Stage.PEER_REVIEW:
        return f"方案现在处于“{TITLES[stage]}”，不能再要求复议。"
    if is_open:
        return "这条意见还没有答复，不用复议。"
    return "" if reason.strip() else "请写明不同意的理由。"


def cannot_answer(stage: Stage, settled: bool, text: str) -> str:
    """Why the plan's agency cannot answer a comment."""
    return _closed(stage, settled) or ("" if text.strip() else "请写下答复。")


def cannot_settle(stage: Stage, settled: bool, outcome: Outcome, *, explained: bool, changed: bool) -> str:
    """Why a comment cannot be settled so. `explained`: a sentence is given now or was given before; `changed`: the
    row on which it was made says something else by now."""
    sentence = _closed(stage, settled)
    if sentence or explained:
        return sentence
    if outcome is Outcome.ACCEPTED:
        return "" if changed else "采纳的意见，请先修改这一行，或用一句话说明怎样采纳。"
    return "请说明采纳了哪一部分。" if outcome is Outcome.PARTLY else "请说明不采纳的理由。"


def _closed(stage: Stage, settled: bool) -> str:
    if stage not in EDITABLE:
        return f"方案现在处于“{TITLES[stage]}”，互审已经结束。"
    return "这条意见已经办结。" if settled else ""
