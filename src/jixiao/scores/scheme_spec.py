"""What stands on each page on which the rules of a scheme are edited: settings of a record, and rows of records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scheme_words import labels
from jixiao.core.scheme_words.labels import Label
from jixiao.core.scoring import scheme as s
from jixiao.core.scoring.rules import KINDS, Band, Bands

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberRow:
    no: str
    rule: str


@dataclass(frozen=True, slots=True)
class CategoryRow:
    category: str
    rule: str


@dataclass(frozen=True, slots=True)
class GroupRow:
    group: str
    grade: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class BreakRow:
    component: str


ROW_LABELS: Mapping[type, Mapping[str, Label]] = {
    NumberRow: {"no": Label("序号", "方案上印的序号，如 2-1。"), "rule": Label("计分方法")},
    CategoryRow: {"category": Label("类别", "方案上的类别名称。"), "rule": Label("计分方法")},
    GroupRow: {
        "group": Label("组别"),
        "grade": Label("等次"),
        "share": Label("不超过本组的", is_percent=True),
    },
    BreakRow: {"component": Label("部分")},
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Single settings of one record."""

    title: str
    record: type
    path: Path
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of one kind. `keyed`: the data are a mapping whose keys the rows carry unseen."""

    title: str
    record: type
    path: Path
    names: tuple[str, ...]
    word: str  # what one row is called
    keyed: bool = False
    ordered: bool = False


Block = Fields | Rows

SECTIONS: Mapping[str, tuple[str, tuple[Block, ...]]] = {
    "components": (
        "总分和构成",
        (
            Fields("总分", s.Scheme, (), ("title", "base", "share", "note")),
            Rows(
                "各部分", s.Component, ("components",), ("name", "counts", "source", "scale", "missing"), "部分",
                ordered=True,
            ),
            Fields("小数位数（四舍五入）", s.Places, ("places",), ("indicator", "component", "total")),
        ),
    ),
    "rules": (
        "指标怎样计分",
        (
            Fields("一般的指标", s.Assigned, ("assigned",), ("with_target", "with_ceiling", "without_target")),
            Rows("按类别另定", CategoryRow, ("assigned", "by_category"), ("category", "rule"), "类别"),
            Rows("按序号另定", NumberRow, ("assigned", "by_no"), ("no", "rule"), "指标"),
            Fields("缺少数据", s.Scheme, (), ("missing",)),
        ),
    ),
    "bonus": (
        "加分",
        (
            Fields(
                "加分的规矩", s.Bonus, ("bonus",), ("name", "cap", "may_exceed", "item_share", "unit_share")
            ),
            Rows(
                "加分类别", s.BonusClass, ("bonus", "classes"), ("name", "points", "cap", "lifts"), "类别", keyed=True
            ),
        ),
    ),
    "deductions": (
        "扣分",
        (
            Fields("扣分的规矩", s.Deductions, ("deductions",), ("name", "cap", "doubles", "before")),
            Rows("扣分类别", s.FaultClass, ("deductions", "classes"), ("name", "points"), "类别", keyed=True),
        ),
    ),
    "grades": (
        "排名和等次",
        (
            Fields("排名", s.Ranking, ("ranking",), ("ties",)),
            Rows("总分相同时依次比较", BreakRow, ("ranking", "tie_break"), ("component",), "部分", ordered=True),
            Rows(
                "等次（从高到低，最后一个收下其余单位）", s.Grade, ("grading", "grades"), ("name", "at_least", "share"),
                "等次", ordered=True,
            ),
            Fields("名额", s.Grading, ("grading",), ("counting",)),
            Rows("各组另定的比例", GroupRow, ("grading", "groups"), ("group", "grade", "share"), "比例"),
        ),
    ),
}  # fmt: skip


HELD = "_"  # the key of the rule that its own page edits, while it is there


def rule_blocks(kind: str) -> tuple[Block, ...]:
    """The page of one rule for indicators. Raises KeyError for a kind that is not there."""
    record, path = KINDS[kind], ("rules", HELD)
    if record is Bands:
        rows = Rows("各档（从高到低）", Band, (*path, "bands"), ("at_least", "share"), "档", ordered=True)
        return (Fields("", record, path, ("of_target",)), rows)
    return (Fields("", record, path, tuple(labels.LABELS[record])),)


def label_of(record: type, name: str) -> Label:
    return ROW_LABELS[record][name] if record in ROW_LABELS else labels.label_of(record, name)
