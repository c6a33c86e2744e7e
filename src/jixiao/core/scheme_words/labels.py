"""Names and explanations of everything in the rules of a scheme, in Chinese: forms, pages and documents share them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jixiao.core.scoring import scheme as s
from jixiao.core.scoring.rules import (
    Band,
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
from jixiao.core.scoring.rules.rank import Ties
from jixiao.core.scoring.rules.steps import Measure


@dataclass(frozen=True, slots=True)
class Label:
    """`is_percent`: a share, which people read and write in per cent."""

    name: str
    help: str = ""
    is_percent: bool = False


_DIRECTION = Label("方向", "“越低越好”用于控制类指标，如事故起数、能耗。")
_FLOOR = Label("保底比例", "无论完成多少，至少得分值的这个比例；0% 为不保底。", True)

LABELS: Mapping[type, Mapping[str, Label]] = {
    s.Scheme: {
        "title": Label("名称"),
        "base": Label("总分", "一般为 100，也有用 1000 的。"),
        "share": Label("各部分怎样计入总分", "按权重：各自折算后按比例计入；按满分：各部分满分相加等于总分。"),
        "note": Label("说明", "给看规则的人的话，不参与计算。"),
        "components": Label("得分构成"),
        "missing": Label("指标缺少数据时", "只管目标考核里的单项指标。"),
        "bonus": Label("加分"),
        "deductions": Label("扣分"),
        "ranking": Label("排名"),
        "grading": Label("等次"),
        "places": Label("小数位数"),
        "assigned": Label("计分方法的适用"),
        "rules": Label("计分方法"),
    },
    s.Component: {
        "key": Label("代号"),
        "name": Label("部分"),
        "counts": Label("权重或满分", "按权重时为权重，合计不必是 100；按满分时为满分。"),
        "source": Label("得分来自"),
        "scale": Label("来分的满分", "外部给出的得分以多少分为满分；不填时按权重为 100，按满分即本部分满分。"),
        "missing": Label("没有得分时"),
    },
    s.Bonus: {
        "name": Label("叫法"),
        "cap": Label("加分合计不超过", "不填为不限。"),
        "may_exceed": Label("总分可以超过满分", "不勾选时，加分后的总分到满分为止。"),
        "item_share": Label(
            "单项加分不超过该指标分值的", "加分属于某项指标时，最多加到它分值的这个比例；不填为不限。", True
        ),
        "unit_share": Label("每组可以加分的单位不超过", "只有加分最多的这部分单位计加分；不填为不限。", True),
        "classes": Label("加分类别"),
    },
    s.BonusClass: {
        "name": Label("类别"),
        "points": Label("每项最多加"),
        "cap": Label("本类合计不超过", "不填为不限。"),
        "lifts": Label("直接评定为", "得到这类加分的单位直接评定的等次；不选为不影响等次。"),
    },
    s.Deductions: {
        "name": Label("叫法"),
        "cap": Label("扣分合计不超过", "不填为不限。"),
        "doubles": Label("逾期未整改的加倍扣分"),
        "before": Label("从哪里扣", "从总分扣，或先从某一部分的得分里扣、再折算。"),
        "classes": Label("扣分类别"),
    },
    s.FaultClass: {"name": Label("类别"), "points": Label("每件扣")},
    s.Ranking: {
        "ties": Label("总分相同时"),
        "tie_break": Label("依次比较", "总分相同的，依次比较这些部分的得分；仍相同的并列。"),
    },
    s.Grading: {
        "grades": Label("各等次"),
        "counting": Label("名额怎样取整", "比例乘以参加排名的单位数，得到的名额有小数时。"),
        "groups": Label("各组另定的比例"),
    },
    s.Grade: {
        "name": Label("等次"),
        "at_least": Label("不低于", "总分要达到的分数；不填为不设分数线。"),
        "share": Label("不超过本组的", "这一等次的名额；不填为不限。同时设分数线的，两个条件都要符合。", True),
    },
    s.Places: {
        "indicator": Label("单项指标得分"),
        "component": Label("各部分得分"),
        "total": Label("总分"),
    },
    s.Assigned: {
        "with_target": Label("有目标值的指标"),
        "with_ceiling": Label("目标是“不超过”的指标", "如“不超过 3 起”“零发生”。"),
        "without_target": Label("没有目标值的指标"),
        "by_no": Label("按序号另定", "写方案上印的序号，如 2-1。先于按类别的和一般的。"),
        "by_category": Label("按类别另定", "写方案上的类别名称。"),
    },
    Band: {
        "at_least": Label("达到", "实际值；按完成率判断时写比率，0.9 即完成率 90%。也可以写成 90%。"),
        "share": Label("得分值的", "", True),
    },
    Done: {
        "otherwise": Label("未完成得分值的", "一般为 0%。", True),
        "direction": _DIRECTION,
    },
    Proportional: {
        "floor": _FLOOR,
        "cap": Label("最多得分值的", "100% 为满分封顶；大于 100% 时超额完成可以多得。", True),
        "none_below": Label("完成率起点", "完成率低于它的，只得保底分；0% 为不设起点。", True),
        "direction": _DIRECTION,
    },
    Steps: {
        "step": Label("每档", "每低（超）这么多为一档。按目标的百分比计时，0.02 即 2%，也可以写成 2%。"),
        "takes": Label("每档扣", "分。"),
        "measure": Label("一档按什么计"),
        "whole": Label("不足一档的不扣", "不勾选时，不足一档的按比例扣。"),
        "floor": _FLOOR,
        "direction": _DIRECTION,
    },
    Bands: {
        "bands": Label("各档", "从高到低；低于最后一档的不得分。"),
        "of_target": Label("按完成率判断", "不勾选时按实际值判断。"),
    },
    Rank: {
        "step": Label("每低一名少得分值的", "第一名得满分。", True),
        "places": Label(
            "各名次得分值的", "从第一名起依次写，如 100、80、60；填了就不用上一项，之后各名按最后一个。", True
        ),
        "floor": _FLOOR,
        "direction": _DIRECTION,
        "ties": Label("并列时"),
        "is_given": Label("填报的数就是名次", "由上级公布名次的指标勾选；不勾选时在本组内按数值排名。"),
    },
    RatioToBest: {"floor": _FLOOR, "direction": _DIRECTION},
    History: {
        "own": Label("和自己比占", "保持上年水平即得这一部分的满分；其余和组内最优的比。", True),
        "floor": _FLOOR,
        "direction": _DIRECTION,
    },
    Panel: {
        "scale": Label("打分的满分"),
        "trim": Label("去掉最高、最低分各", "个；0 为不去掉。"),
        "trim_above": Label("打分人数多于", "人时才去掉最高、最低分。"),
    },
    External: {"scale": Label("来分的满分", "不填时即指标自己的分值。")},
    Veto: {"at_most": Label("等次不高于", "发生否决情形后能评的最高等次；不选为不影响等次。")},
}

WORDS: Mapping[type[StrEnum], Mapping[str, str]] = {
    s.Source: {
        "table": "方案各项指标的得分",
        "claimed": "自评申报的得分",
        "rated": "同组互评平均分",
        "given": "外部给出的得分",
    },
    s.Missing: {
        "refuse": "不出总分，等数据齐全",
        "zero": "按零分计",
        "average": "按组内平均得分率计",
        "exclude": "不计入，其余按比例放大",
    },
    s.Share: {"weight": "按权重", "maximum": "按满分"},
    s.TotalTies: {"same": "并列，占去后面的名次", "break": "依次比较指定的部分"},
    s.Counting: {"half_up": "四舍五入", "down": "舍去小数", "up": "有小数即进一"},
    Direction: {"higher": "越高越好", "lower": "越低越好"},
    Measure: {"percent": "目标的百分比", "unit": "指标自己的单位"},
    Ties: {"same": "名次相同，得分相同", "void": "并列的都不得分"},
}

KIND_HELP: Mapping[type[Rule], str] = {
    Done: "完成得满分，未完成得固定的一部分。",
    Proportional: "分值乘以完成率，可以设起点、保底和封顶。",
    Steps: "每比目标低（超）一档扣若干分，扣到保底为止。",
    Bands: "实际值或完成率落在哪一档，就得分值的相应比例。",
    Rank: "按组内名次计分，每低一名少得一部分，或按名次表计。",
    RatioToBest: "分值乘以与组内最优值的比。",
    History: "一部分和自己上年比，一部分和组内最优的比。",
    Panel: "评委打分取平均，可以去掉最高、最低分。",
    External: "主管部门评定的得分，折算成指标的分值。",
    Veto: "发生一起否决情形即不得分，还可以限制等次。",
}


def label_of(record: type, field: str) -> Label:
    """The label of a field. Raises KeyError for a field that is not there."""
    return LABELS[record][field]


def word_of(value: StrEnum) -> str:
    return WORDS[type(value)][value.value]
