"""A small plan of a fictional agency as text: four indicators in three categories, and longer ones made of it."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)  # the middle of the plan's year, ten in the morning in Beijing
PASSWORD = "correct horse battery"

HEAD = "项目\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人"
TITLE = "青澜市园林局2026年度绩效工作方案"
ROWS = [
    "重点工作（4分）\t1-1\t《公园条例》（青政〔2025〕8号）\t建设口袋公园（4分）\t全年建成口袋公园12个以上。"
    "\t2\t12月底前\t苏望舒\t绿化科\t陆行舟",
    "\t1-2\t\t\t每季度巡查全部公园。\t2\t12月底前\t苏望舒\t绿化科 办公室\t陆行舟 何知远",
    "行政能力（3分）\t2-1\t《机关规则》（青政〔2025〕9号）\t推进依法行政\t\t3\t6月底前\t何知远\t办公室\t何知远",
    "平安建设（3分）\t3-1\t《安全规则》（青政〔2025〕7号）\t落实安全生产责任\t\t3\t12月底前\t何知远\t\t",
]
TEXT = "\n".join([TITLE, HEAD, *ROWS])


def long_text(count: int) -> str:
    """A plan of `count` indicators, two to a goal."""
    rows = []
    for at in range(count):
        goal = f"第{at // 2 + 1}项目标" if at % 2 == 0 else ""
        basis = f"《第{at // 2 + 1}号文件》" if at % 2 == 0 else ""
        text = f"全年完成第{at + 1}类项目{at % 9 + 2}个以上。"
        rows.append(
            f"{'重点工作' if at == 0 else ''}\t{at // 2 + 1}-{at % 2 + 1}\t{basis}\t{goal}\t{text}"
            f"\t1\t12月底前\t苏望舒\t{'绿化科' if at % 3 else '办公室'}\t{'陆行舟' if at % 3 else '何知远'}"
        )
    return "\n".join([TITLE, HEAD, *rows])
