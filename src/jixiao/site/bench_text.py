"""Plans of any length for measuring: own wording, the layout of a printed annex, a header on every page."""

from __future__ import annotations

HEADER = "项目\t序号\t文件依据\t一级指标\t二级指标\t权重分值\t完成时限\t分管领导\t责任科室\t科室责任人"
ROWS_A_GOAL, ROWS_A_PAGE, POINTS_A_ROW = 5, 10, 2
BASES = ("市年度重点任务分工方案（溪府办〔2026〕6号）", "“清水绿岸”三年行动方案（溪府〔2025〕31号）")
TASKS = (
    "新建雨水管网{n}公里以上，改造积水点{m}处，汛期前完成验收。",
    "组织专题培训不少于{m}场，覆盖基层人员{n}人以上，合格率达到95%以上。",
    "完成年度投资额{n}万元以上，引进合作项目{m}个，按月报送进度。",
    "群众诉求按时办结率不低于98%，全年平均办理时长控制在{m}个工作日以内。",
    "编制水源地保护规划，每季度开展一次联合巡查，问题整改率达到100%。",
)
DEADLINES = ("12月底前", "6月30日前", "三季度末", "11月底前", "年底前")
DUTIES = ("程远\t规划科\t顾一鸣", "程远\t河湖科\t纪书言", "苏禾\t建管科\t罗青川", "苏禾\t综合科\t白露")


def plan_of(rows: int) -> str:
    """The text of a plan with that many rows: two levels, ten columns, two points a row."""
    total = rows * POINTS_A_ROW
    lines = [
        "# 2026年度临溪市水务局绩效工作方案",
        "",
        f"## 一、考评内容\n\n绩效目标考评内容为职能工作目标（{total}分）。",
        "",
        "## 2026年度临溪市水务局绩效目标考评表",
    ]
    for position in range(rows):
        if position % ROWS_A_PAGE == 0:
            lines += ["", HEADER]
        lines.append(_row(position, total))
    return "\n".join([*lines, f"合计\t\t\t\t\t{total}\t\t\t\t", ""])


def _row(position: int, total: int) -> str:
    goal, leaf = divmod(position, ROWS_A_GOAL)
    category = f"职能工作目标（{total}分）" if position % ROWS_A_PAGE == 0 else ""
    points = ROWS_A_GOAL * POINTS_A_ROW
    title = (
        f"推进第{goal + 1}片区水务工作提质增效。（属市年度重点任务第{goal + 1}项）（{points}分）" if leaf == 0 else ""
    )
    basis = BASES[goal % len(BASES)] if leaf == 0 else ""
    task = TASKS[leaf].format(n=20 + position % 80, m=2 + position % 9)
    cells = [category, f"1-{goal + 1}-{leaf + 1}", basis, title, task, str(POINTS_A_ROW), DEADLINES[leaf]]
    return "\t".join([*cells, DUTIES[position % len(DUTIES)]])
