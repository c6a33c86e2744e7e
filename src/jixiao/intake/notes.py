"""What the reader has to say about how it read: one code, one sentence, always with the place."""

from __future__ import annotations

from collections.abc import Mapping

from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place

_I, _W, _E = Severity.INFO, Severity.WARNING, Severity.ERROR

# code -> severity, Chinese, English. Braces are filled by `note`.
CATALOGUE: dict[str, tuple[Severity, str, str]] = {
    "no-table": (_E, "没有找到考评表：文件中没有带“分值”“责任单位”等列名的表格，也没有写明分值的条目；请确认文件含有考评表。",
                 "No plan table was found: neither a table with known column names nor numbered items with points."),
    "rows-from-prose": (_W, "文件中没有考评表，{count}项指标取自正文中写明分值的编号条目，请核对。",
                        "No table; {count} rows were read from numbered items that state their points."),
    "header-repeated": (_I, "表头重复出现{count}次（换页所致），已接续为一张表。",
                        "The table's header is printed {count} times (page breaks); read as one table."),
    "header-varies": (_I, "这一列的名称前后不一：此处为“{here}”，别处为“{there}”，已按同一列读取。",
                      "This column is called {here} here and {there} elsewhere; read as one column."),
    "header-spaced": (_I, "列名中间有空格或换行：{names}，已按去掉空格的名称识别。",
                      "Column names with spaces inside: {names}."),
    "header-changed": (_I, "本页表头缺少{lost}，与前页不同，已按本页表头读取。",
                       "This header lacks {lost} that the page before has; its rows were read by this header."),
    "column-count": (_I, "这几行有{cells}个单元格，表头只有{names}个列名，多出的空格已略去。",
                     "These rows have {cells} cells under {names} column names; surplus empty cells were dropped."),
    "shifted-left": (_W, "本行单元格整体左移{by}格（疑缺“{lost}”），已按内容归位，请核对。",
                     "This row's cells stand {by} to the left (probably {lost} is lost); placed by their content."),
    "shifted-right": (_W, "本行单元格整体右移{by}格，已按内容归位，请核对。",
                      "This row's cells stand {by} to the right; placed by their content."),
    "text-in-basis-column": (_W, "指标文字印在“{column}”一列，已作为一级指标读取，请核对。",
                             "The indicator's text stands in the column {column}; read as the first-level indicator."),
    "level-empty": (_I, "“{column}”一列为空，本行只有一级指标。", "The column {column} is empty: a one-level row."),
    "number-inferred": (_I, "本行没有印序号，按前后行推定为“{no}”，请核对。",
                        "No number is printed; {no} was inferred from the neighbours."),
    "number-column-extra": (_I, "本行比表头多出序号一格“{no}”，已识别为序号。",
                            "The row has a number cell ({no}) that the header does not have."),
    "group-in-number-column": (_I, "“{label}”印在序号一列，已作为分组名称读取。",
                               "{label} stands in the number column; read as the group's name."),
    "label-row": (_I, "“{label}”单独占一行，是类别名称，不是指标。", "{label} stands alone in its row: a label, not an indicator."),
    "labels-joined": (_I, "一格中印有两级名称：{labels}，已分列为类别和分组。", "One cell holds two labels: {labels}."),
    "label-broken": (_I, "类别名称被空格或换行断开，已读作“{label}”。", "The label is broken by spaces; read as {label}."),
    "category-incomplete": (_W, "“{label}”后的（{points}分）是上级类别“{category}”的分值，类别名称在此缺失，已沿用。",
                            "The {points} points after {label} belong to its parent {category}, whose name is lost here."),
    "category-alias": (_I, "表中写作“{here}”，正文写作“{there}”，已按同一类别处理。", "{here} here, {there} in the text: one category."),
    "tags-stripped": (_I, "单元格中的网页标记已去除。", "Mark-up in the cell was taken off."),
    "goal-cell-split": (_I, "一级指标一格内含出处和分值（{count}处），已分列为指标、出处、分值。",
                        "First-level cells carry citation and points ({count}); split into title, citation and points."),
    "total-misplaced": (_I, "合计行“{label}”的位置与列名不对应，已按其中唯一的数字{points}读取。",
                        "The sum row {label} does not stand under its column; its only number, {points}, was taken."),
    "total-named": (_I, "合计行写作“{label}”，已按全表合计读取。", "The sum row is called {label}; read as the whole's sum."),
    "responsibility-inherited": (_I, "责任单位和责任人为空，沿用上一行（合并单元格）。",
                                 "Responsibilities are empty; taken from the row above (a merged cell)."),
    "basis-inherited-up": (_I, "文件依据印在本项目标的后一行，已归入本项目标各行。",
                           "The basis stands on a later row of this goal; applied to all of its rows."),
    "name-spaced": (_I, "姓名中间有空格“{here}”，已按“{name}”识别。", "A name with a space inside: {here} read as {name}."),
    "weight-shared": (_I, "本行与上一行共用分值{points}分（合并单元格），合计时只计一次。",
                      "This row shares {points} points with the row above; counted once."),
    "weight-unread": (_W, "分值“{text}”不是数字，未计入合计。", "The points {text} are no number and were not counted."),
    "weight-columns": (_I, "有{count}列分值或权重，按合计取“{column}”为指标分值。",
                       "There are {count} columns of weights; {column} was taken as the points."),
    "table-skipped": (_I, "此表不是考评表（{names}），未读入指标，原文保留。", "Not the plan's table ({names}); kept verbatim."),
    "cell-unread": (_W, "“{text}”不知应归入哪一列，原文保留，请核对。", "{text} could not be placed; kept verbatim."),
    "row-unread": (_W, "这一行没有指标文字，未能读成指标，原文保留。", "A row without an indicator's text; kept verbatim."),
    "row-joined": (_I, "本行是上一行的续行，已并入上一行。", "This row continues the one above and was joined to it."),
    "paragraph-broken": (_I, "句子在此处被换页断开，下接第{line}行。", "The sentence is broken here and goes on at line {line}."),
    "title-repeated": (_I, "标题在第{line}行重复出现。", "The title is printed again at line {line}."),
    "heading-levels": (_I, "同级标题的标记不一致。", "Headings of one level are marked differently."),
    "characters-dropped": (_I, "文件中有{count}个不可见字符，已略去。", "{count} invisible characters were dropped."),
    "script-dropped": (_I, "网页中的脚本未读入。", "Scripts in the page were left out."),
}  # fmt: skip


def note(
    code: str,
    *places: Place,
    words: Mapping[str, object] | None = None,
    row: int | None = None,
    field: str | None = None,
    suggestion: str | None = None,
) -> Finding:
    """A finding of the reader, its sentence filled with `words`."""
    severity, zh, en = CATALOGUE[code]
    fill = words or {}
    return Finding(code, severity, zh.format(**fill), en.format(**fill), places, row, None, field, suggestion)
