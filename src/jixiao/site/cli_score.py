"""`jixiao score BUNDLE [--json]`: all scores computed anew from a bundle, compared digit by digit. No Django."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import groupby

from jixiao.core.journal_chain import canonical
from jixiao.core.scoring.bundle import Bundle, Difference, Recomputed, figures, recompute
from jixiao.core.scoring.openings import gap_names, named
from jixiao.core.scoring.results import Part, Result
from jixiao.core.widths import display_width
from jixiao.site.cli_bundles import left, opened, right

_FIGURES = {
    "total": "总分",
    "rank": "名次",
    "of": "参加排名的单位数",
    "grade": "等次",
    "body_grade": "领导班子等次",
    "bonus": "加分",
    "deducted": "扣分",
    "components": "各部分得分",
    "gaps": "缺数据",
    "sheet": "没有数据的单位",
}
_GAP = "  "


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 everything comes out as stated, 1 something differs, 2 no bundle."""
    parser = argparse.ArgumentParser(prog="jixiao score", description="由得分包重新计算全部得分，逐位核对。")
    parser.add_argument("file", help="得分包（.json）；“-”为标准输入")
    parser.add_argument("--json", action="store_true", help="输出 JSON，供其他程序使用")
    options = parser.parse_args(arguments)
    bundle = opened(options.file)
    if bundle is None:
        return 2
    again = recompute(bundle)
    print(_json(bundle, again) if options.json else "\n".join(_lines(bundle, again)))
    return 0 if again.is_untouched and not again.differences else 1


def _json(bundle: Bundle, again: Recomputed) -> str:
    return canonical(
        {
            "title": bundle.title,
            "year": bundle.year,
            "digest": bundle.digest,
            "digest_holds": again.is_untouched,
            "identical": not again.differences,
            "differences": [
                {"organisation": d.organisation, "figure": d.figure, "stated": d.stated, "computed": d.computed}
                for d in again.differences
            ],
            "results": {
                each.organisation: {"name": each.name, "group": each.group, **figures(each)} for each in again.results
            },
        }
    )


def _lines(bundle: Bundle, again: Recomputed) -> Iterator[str]:
    yield f"{bundle.title}　{bundle.year}年度　{bundle.made} 计算"
    for group, members in groupby(sorted(again.results, key=_place), key=lambda result: result.group):
        results = list(members)
        yield ""
        yield f"{group or '未分组'}（{len(results)}家）"
        yield from _table(bundle, results)
    yield ""
    yield from _gap_lines(bundle, again.results)
    yield from _verdict(bundle, again)


def _place(result: Result) -> tuple[str, int, str]:
    return result.group, result.rank or 1_000_000, result.name


def _table(bundle: Bundle, results: Sequence[Result]) -> Iterator[str]:
    """Columns as wide as their content, numbers to the right, each as it stands in the bundle."""
    components = bundle.scheme.components
    heads = ["名次", "单位", "等次", "总分", *(each.name for each in components), "加分", "扣分"]
    apart = {sheet.organisation for sheet in bundle.sheets if sheet.apart}
    rows = [_row(each, [part.key for part in components], is_apart=each.organisation in apart) for each in results]
    widths = [max(map(display_width, column)) for column in zip(heads, *rows, strict=True)]
    for row in (heads, *rows):
        cells = [
            left(text, width) if at in (1, 2) else right(text, width)
            for at, (text, width) in enumerate(zip(row, widths, strict=True))
        ]
        yield "  " + _GAP.join(cells).rstrip()


def _row(result: Result, keys: Sequence[str], *, is_apart: bool) -> list[str]:
    rank = "单列" if is_apart else "—" if result.rank is None else str(result.rank)
    grade = result.grade or "—"
    if result.body_grade != result.grade:
        grade += f"（班子{result.body_grade}）"
    total = "—" if result.total is None else str(result.total)
    parts = [_points(result.parts[key]) for key in keys]
    taken = f"−{result.deducted}" if result.deducted else "0"
    return [rank, result.name or result.organisation, grade, total, *parts, str(result.bonus), taken]


def _points(part: Part) -> str:
    return "—" if part.got is None or part.is_left_out else str(part.points)


def _gap_lines(bundle: Bundle, results: Sequence[Result]) -> Iterator[str]:
    sheets = {sheet.organisation: sheet for sheet in bundle.sheets}
    for result in results:
        if result.gaps:
            names = gap_names(bundle.scheme, sheets[result.organisation], result.gaps)
            closing = "，没有总分" if result.total is None else "，已按规则处理"
            yield f"○ {result.name or result.organisation}缺数据：{named(names)}{closing}。"


def _verdict(bundle: Bundle, again: Recomputed) -> Iterator[str]:
    if again.is_untouched:
        yield f"✓ 规则和数据与输入摘要相符：{bundle.digest}"
    else:
        yield f"■ 规则或数据与输入摘要不符：得分包写的是 {bundle.digest or '（空）'}。内容在计算之后被改动过。"
    if not again.differences:
        yield f"✓ {len(again.results)}家单位的每个数字都与得分包一致，逐位相同。"
        return
    yield f"■ {len(again.differences)}处与得分包不一致："
    yield from (f"  {_told(each)}" for each in again.differences)


def _told(each: Difference) -> str:
    figure = _FIGURES.get(each.figure, each.figure)
    return f"{each.organisation}　{figure}：得分包写 {each.stated}，重新计算得 {each.computed}"
