"""Each rule for indicators as a Chinese sentence that says all of its parameters."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from jixiao.core.scoring.exact import HUNDRED, ONE
from jixiao.core.scoring.rules import (
    Bands,
    Direction,
    Done,
    External,
    History,
    Panel,
    Proportional,
    Rank,
    RatioToBest,
    Rule,
    Steps,
    Veto,
)
from jixiao.core.scoring.rules.base import percent, shown
from jixiao.core.scoring.rules.rank import Ties
from jixiao.core.scoring.rules.steps import Measure


def rule_told(rule: Rule) -> str:
    """What the rule does, in one sentence without its stop."""
    return _TOLD[type(rule)](rule)


def rule_name(key: str, rule: Rule) -> str:
    """What people call a rule: its own name, or that of its kind where the name is one for machines."""
    if not key.isascii():
        return key
    lower = "（越低越好）" if getattr(rule, "direction", Direction.HIGHER) is Direction.LOWER else ""
    return f"{rule.NAME.zh}{lower}"


def rule_tag(key: str, rule: Rule) -> str:
    """The name by which a rule is chosen and mended: with its key, where two of a kind could be mistaken."""
    name = rule_name(key, rule)
    return name if not key.isascii() or key in (rule.KIND, "within") else f"{name}（{key}）"


def _floored(floor: Decimal) -> str:
    return f"，最少得分值的{percent(floor)}" if floor else ""


def _done(rule: Done) -> str:
    target = "不超过" if rule.direction is Direction.LOWER else "达到"
    rest = f"得分值的{percent(rule.otherwise)}" if rule.otherwise else "不得分"
    return f"完成（有目标值的，{target}目标值）得满分，否则{rest}"


def _proportional(rule: Proportional) -> str:
    lower = rule.direction is Direction.LOWER
    how = "不超过目标值得满分，超过的按目标值÷实际值计" if lower else "按完成率（实际值÷目标值）计"
    start = (
        f"，完成率低于{percent(rule.none_below)}的{'只得保底分' if rule.floor else '不得分'}" if rule.none_below else ""
    )
    cap = "，封顶为满分" if rule.cap == ONE else f"，最多得分值的{percent(rule.cap)}"
    return f"{how}{start}{_floored(rule.floor)}{'' if lower and rule.cap == ONE else cap}"


def _steps(rule: Steps) -> str:
    side = "低于" if rule.direction is Direction.HIGHER else "超过"
    of_target = rule.measure is Measure.PERCENT
    each = f"目标值的{percent(rule.step)}" if of_target else f"{shown(rule.step)}（按指标的单位）"
    rest = "不足一档的不扣" if rule.whole else "不足一档的按比例扣"
    return f"达到目标值得满分，每{side}{each}扣{shown(rule.takes)}分，{rest}{_floored(rule.floor) or '，扣完为止'}"


def _bands(rule: Bands) -> str:
    judged = "完成率" if rule.of_target else "实际值"
    bands = "；".join(
        f"达到{percent(band.at_least) if rule.of_target else shown(band.at_least)}的得分值的{percent(band.share)}"
        for band in rule.bands
    )
    return f"按{judged}分档：{bands}；低于最后一档的不得分"


def _rank(rule: Rank) -> str:
    among = "按上级公布的名次" if rule.is_given else f"在本组内排名（{_side(rule.direction)}）"
    if rule.places:
        table = "、".join(percent(share) for share in rule.places)
        how = f"第一名起依次得分值的{table}，之后各名同最后一个"
    else:
        how = f"第一名得满分，每低一名少得分值的{percent(rule.step)}{_floored(rule.floor)}"
    ties = "并列的都不得分" if rule.ties is Ties.VOID else "并列的名次相同"
    return f"{among}，{how}；{ties}"


def _side(direction: Direction) -> str:
    return "越低越好" if direction is Direction.LOWER else "越高越好"


def _ratio(rule: RatioToBest) -> str:
    how = "组内最低值÷实际值" if rule.direction is Direction.LOWER else "实际值÷组内最高值"
    return f"分值乘以{how}{_floored(rule.floor)}"


def _history(rule: History) -> str:
    own, rest = percent(rule.own), percent(ONE - rule.own)
    return (
        f"分值的{own}和自己上年比，保持上年水平即得满分；{rest}和组内最优的比（{_side(rule.direction)}）"
        f"{_floored(rule.floor)}"
    )


def _panel(rule: Panel) -> str:
    trim = f"，多于{rule.trim_above}人打分时去掉最高、最低分各{rule.trim}个" if rule.trim else ""
    return f"评委按{shown(rule.scale)}分满分打分{trim}，取平均，折算成指标的分值"


def _external(rule: External) -> str:
    if rule.scale is None:
        return "主管部门在指标分值内直接评分"
    return f"主管部门按{shown(rule.scale)}分满分评分，折算成指标的分值"


def _veto(rule: Veto) -> str:
    return "发生一起否决情形即不得分" + (f"，等次不高于“{rule.at_most}”" if rule.at_most else "")


_TOLD: dict[type[Rule], Callable[[Any], str]] = {
    Done: _done,
    Proportional: _proportional,
    Steps: _steps,
    Bands: _bands,
    Rank: _rank,
    RatioToBest: _ratio,
    History: _history,
    Panel: _panel,
    External: _external,
    Veto: _veto,
}


def in_percent(share: Decimal) -> str:
    """A share as people type it, without the sign: 0.125 is 12.5. Never with an exponent."""
    text = f"{share * HUNDRED:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
