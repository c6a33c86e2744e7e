"""One plan printed in many layouts is read as the same rows: layout carries no meaning of its own."""

from __future__ import annotations

import json
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from corpus_cases import compare_rows

from jixiao.core import plan_json
from jixiao.intake import read_document

TITLE = "临澜市城市管理局2026年度绩效目标表"
SAMPLE = Path(__file__).parents[1] / "corpus" / "00-bundled-sample" / "expected.json"
FIELDS = (
    "no",
    "category",
    "subcategory",
    "l1",
    "l1_points",
    "l2",
    "weight",
    "deadline",
    "leaders",
    "offices",
    "owners",
)
COLUMNS = "category|subcategory|no|policy_basis|l1|l2|weight|deadline_raw|leaders|offices|owners"
USUAL = tuple(COLUMNS.split("|"))
ORDERS = {
    "usual": USUAL,
    "weight second": ("no", "weight", *(f for f in USUAL if f not in ("no", "weight"))),
    "owner first": ("owners", "offices", "leaders", "deadline_raw", *USUAL[:3], *USUAL[4:7], "policy_basis"),
    "without basis and leaders": tuple(f for f in USUAL if f not in ("policy_basis", "leaders")),
}
HEADERS = tuple(
    dict(zip(USUAL, names.split("|"), strict=True))
    for names in (
        "项目|类别|序号|文件依据|一级指标|二级指标|权重分值|完成时限|分管领导|责任科室|科室责任人",
        "考核项目|类别|编 号|政策依据|一级 指标|二级 指标|分 值|完成时间|分管局领导|责任处室|责任人",
    )
)
RENAMED = {"主责主业目标": "为民服务事项", "年度攻坚任务": "挂图作战类", "日常履职任务": "例行办理类",
           "自身建设目标": "队伍建设事项", "政治建设": "思想淬炼", "依法行政": "照章办事", "服务效能": "便民提速",
           "文明创建成效": "新风培育事项", "平安创建成效": "和谐稳定事项"}  # fmt: skip


def truth(rename: bool) -> list[dict[str, Any]]:
    rows = json.loads(SAMPLE.read_text(encoding="utf-8"))["rows"]
    # The last goals have only one text; leave the plan two-levelled throughout, so that every layout is plain.
    rows = [r for r in rows if r["l2"]]
    if rename:
        for row in rows:
            row["category"], row["subcategory"] = RENAMED[row["category"]], RENAMED[row["subcategory"]]
    return rows


def shown(row: dict[str, Any], field: str) -> str:
    value = row.get(field)
    if field == "l1":
        return f"{value}（{row['l1_points']}分）"
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else f"{value}"


def grid(rows: list[dict[str, Any]], order: tuple[str, ...], merged: bool) -> list[list[str]]:
    """Cells as text; a merged layout leaves repeated labels empty, as a copied Word table does."""
    lines: list[list[str]] = []
    last = None
    for _, goal in groupby(rows, key=lambda r: r["l1"]):
        for place, row in enumerate(goal):
            hidden = {"l1", "policy_basis"} if merged and place else set()
            if merged and row["subcategory"] == last:
                hidden |= {"category", "subcategory"}
            last = row["subcategory"]
            lines.append(["" if f in hidden else shown(row, f) for f in order])
    return lines


def as_tsv(pages: list[list[list[str]]]) -> tuple[str, str]:
    return "plan.txt", "\n\n".join("\n".join("\t".join(line) for line in page) for page in pages)


def as_markdown(pages: list[list[list[str]]]) -> tuple[str, str]:
    out = []
    for head, *body in pages:
        rows = [head, ["---"] * len(head), *body]
        out.append("\n".join("| " + " | ".join(line) + " |" for line in rows))
    return "plan.md", "\n\n".join(out)


def as_html(pages: list[list[list[str]]]) -> tuple[str, str]:
    def row(line: list[str], tag: str) -> str:
        return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in line) + "</tr>"

    tables = ["<table>" + row(head, "th") + "".join(row(x, "td") for x in body) + "</table>" for head, *body in pages]
    return "plan.html", f"<html><body><h1>{TITLE}</h1>" + "<p>（续）</p>".join(tables) + "</body></html>"


@pytest.mark.parametrize("rename", [False, True], ids=["own words", "other words"])
@pytest.mark.parametrize("merged", [False, True], ids=["full", "merged"])
@pytest.mark.parametrize("per_page", [100, 7], ids=["one table", "pages"])
@pytest.mark.parametrize("write", [as_tsv, as_markdown, as_html])
@pytest.mark.parametrize("order", ORDERS.values(), ids=ORDERS.keys())
def test_the_same_rows(order: tuple[str, ...], write: Any, per_page: int, merged: bool, rename: bool) -> None:
    rows = truth(rename)
    lines = grid(rows, order, merged)
    pages = [
        [[HEADERS[(i // per_page) % 2][f] for f in order], *lines[i : i + per_page]]
        for i in range(0, len(lines), per_page)
    ]
    name, text = write(pages)
    reading = read_document((text if TITLE in text else f"{TITLE}\n\n{text}").encode(), name)
    got = json.loads(json.dumps(plan_json.dump(reading.plan, reading.findings), default=str))["rows"]
    printed = {*order, "l1_points", "deadline"}
    differences = compare_rows(got, [{f: r[f] for f in FIELDS if f in printed} for r in rows]).differences
    assert not differences, "\n" + "\n".join(differences)
