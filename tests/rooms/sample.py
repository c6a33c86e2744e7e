"""A small plan of a fictional agency, as records: four indicators in three categories, with two findings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, Row
from jixiao.core.targets import Target

DUE = date(2026, 12, 31)
TEXT = "\n".join(
    [
        "青澜市园林局2026年度绩效工作方案",
        "项目\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人",
        "重点工作\t1-1\t《公园条例》\t建设口袋公园（4分）\t全年建成口袋公园12个以上。\t2\t12月底前\t苏望舒\t绿化科\t陆 行舟",
        "\t1-2\t\t\t每季度巡查全部公园。\t2\t12月底前\t苏望舒\t绿化科 办公室\t陆行舟 何知远",
        "行政能力\t2-1\t\t推进依法行政\t\t3\t6月底前\t何知远\t办公室\t何知远",
        "平安建设\t3-1\t\t落实安全生产责任\t\t3\t\t何知远\t\t",
    ]
)


def row(position: int, **fields: object) -> Row:
    line = position + 2
    values: dict[str, object] = {
        "position": position,
        "line": line,
        "deadline": DUE,
        "deadline_raw": "12月底前",
        "leaders": ("苏望舒",),
        "offices": ("绿化科",),
        "owners": ("陆行舟",),
        "places": {"l2": Place(line, 5, 0, 5), "weight": Place(line, 6, 0, 1)},
        "weight_source": Source.CELL,
        **fields,
    }
    return Row(**values)  # type: ignore[arg-type]


def target() -> Target:
    return Target(
        "l2", "口袋公园12个以上", 4, 13, ">=", Decimal(12), "个", Decimal(12), "个", "year", "count", "口袋公园"
    )


def sample_plan() -> PlanRecord:
    key, goal = "重点工作", "建设口袋公园"
    shared = {
        "category": key,
        "l1": goal,
        "l1_no": "1",
        "l1_points": Decimal(4),
        "weight": Decimal(2),
        "policy_basis": "《公园条例》",
    }
    first = "全年建成口袋公园12个以上。"
    second = "每季度巡查全部公园。"
    rows = (
        row(1, no="1-1", l2=first, path=(key, goal, first), targets=(target(),), **shared),
        row(
            2,
            no="1-2",
            l2=second,
            path=(key, goal, second),
            policy_basis_source=Source.DOWN,
            **shared | {"offices": ("绿化科", "办公室"), "owners": ("陆行舟", "何知远")},
        ),
        row(
            3,
            no="2-1",
            category="行政能力",
            l1="推进依法行政",
            path=("行政能力", "推进依法行政"),
            weight=Decimal(3),
            deadline=date(2026, 6, 30),
            deadline_raw="6月底前",
            leaders=("何知远",),
            offices=("办公室",),
            owners=("何 知远",),
        ),
        row(
            4,
            no="3-1",
            category="平安建设",
            l1="落实安全生产责任",
            path=("平安建设", "落实安全生产责任"),
            weight=Decimal(3),
            deadline=None,
            deadline_raw=None,
            leaders=("何知远",),
            offices=(),
            owners=(),
        ),
    )
    return PlanRecord(
        meta=Meta(title="青澜市园林局2026年度绩效工作方案", document_no="青园〔2026〕3号", year=2026),
        rows=rows,
        declared=(
            Declared((key,), Decimal(4), Place(3)),
            Declared(("行政能力",), Decimal(3), Place(5)),
            Declared(("平安建设",), Decimal(3), Place(6)),
        ),
        columns=frozenset({"no", "policy_basis", "l1", "l2", "weight", "deadline", "leaders", "offices", "owners"}),
    )


def sample_findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "reader.shifted",
            Severity.WARNING,
            "第 3 行的二级指标为空，按一级指标读出。",
            "Row 3 has no second level.",
            (Place(5, 4),),
            3,
            "2-1",
            "l1",
        ),
        Finding(
            "row.no_office",
            Severity.ERROR,
            "第 4 行没有责任科室。",
            "Row 4 has no office.",
            (Place(6, 9),),
            4,
            "3-1",
            "offices",
        ),
    )
