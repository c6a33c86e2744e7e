"""`jixiao explain BUNDLE [NO] [--organisation NAME] [--english]`: where each hundredth of a score went. No Django."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from jixiao.core.scoring.bundle import Bundle, Recomputed, recompute
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.extras import places_of
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.steps import Step
from jixiao.core.widths import display_width, fitted
from jixiao.site.cli_bundles import left, opened, right

_WIDEST = 46  # columns of a title in the tree
_INDENT = 2
_NAMED = 10  # organisations named in a refusal
_CHINESE = {"rule": "规则：", "points": "得分：", "change": "总分变动：", "decision": "认定：", "evidence": "佐证："}
_ENGLISH = {
    "rule": "rule: ",
    "points": "points: ",
    "change": "change of the total: ",
    "decision": "decision: ",
    "evidence": "evidence: ",
}


def main(arguments: Sequence[str]) -> int:
    """Exit status: 0 explained, 1 explained but the bundle states other figures, 2 no bundle or no such thing in it."""
    parser = argparse.ArgumentParser(prog="jixiao explain", description="说明得分包里的分数是怎么来的。")
    parser.add_argument("file", help="得分包（.json）；“-”为标准输入")
    parser.add_argument("no", nargs="?", metavar="编号", help="指标的编号或键：列出每个有这项指标的单位")
    parser.add_argument("--organisation", metavar="单位", help="单位的名称或其中几个字；不给编号时列出它的全部步骤")
    parser.add_argument("--english", action="store_true", help="用英文说明理由")
    options = parser.parse_args(arguments)
    bundle = opened(options.file)
    if bundle is None:
        return 2
    sheets, refusal = _chosen(bundle, options.organisation, is_one=options.no is None)
    if refusal:
        print(refusal, file=sys.stderr)
        return 2
    again = recompute(bundle)
    lines = list(_explained(bundle, again, sheets, options.no, is_english=options.english))
    if not lines:
        print(f"得分包里没有编号或键为“{options.no}”的指标。请按方案上印的编号填写，如 1-2。", file=sys.stderr)
        return 2
    print("\n".join(lines))
    return _status(again)


def _chosen(bundle: Bundle, name: str | None, *, is_one: bool) -> tuple[Sequence[Sheet], str]:
    """The sheets that are asked for, or why there are none."""
    if name is None:
        if is_one and len(bundle.sheets) != 1:
            return (), f"得分包里有{len(bundle.sheets)}家单位，请用 --organisation 指定一家：{_names(bundle.sheets)}。"
        return bundle.sheets, ""
    exact = [sheet for sheet in bundle.sheets if name in (sheet.organisation, sheet.name)]
    found = exact or [sheet for sheet in bundle.sheets if name in sheet.name]
    if len(found) == 1:
        return found, ""
    if found:
        return (), f"名称里有“{name}”的单位不止一家：{_names(found)}。请写全称。"
    return (), f"得分包里没有“{name}”。其中的单位有：{_names(bundle.sheets)}。"


def _names(sheets: Sequence[Sheet]) -> str:
    names = [sheet.name or sheet.organisation for sheet in sheets]
    return "、".join(names[:_NAMED]) + (f"等{len(names)}家" if len(names) > _NAMED else "")


def _explained(
    bundle: Bundle, again: Recomputed, sheets: Sequence[Sheet], no: str | None, *, is_english: bool
) -> Iterator[str]:
    """The tree of a sheet, or one indicator on all of them."""
    places = places_of(bundle.scheme)
    for sheet in sheets:
        name, step = sheet.name or sheet.organisation, again.steps[sheet.organisation]
        if no is None:
            yield f"{name}　{bundle.title}　{bundle.year}年度"
            yield from _tree(step, places, is_english=is_english)
        else:
            found = [leaf for leaf in step.leaves() if no in (leaf.no, leaf.key.rpartition("/")[2], leaf.key)]
            for leaf in found:
                yield from _indicator(name, bundle, leaf, places, is_english=is_english)


def _tree(total: Step, places: int, *, is_english: bool) -> Iterator[str]:
    """A line a step: title, change, sentence."""
    steps = list(_walk(total, 0))
    room = min(max(depth * _INDENT + display_width(_title(step)) for depth, step in steps), _WIDEST)
    changes = [_change(step, places) for _, step in steps]
    width = max(map(display_width, changes))
    for (depth, step), change in zip(steps, changes, strict=True):
        indent = " " * (depth * _INDENT)
        title = left(indent + fitted(_title(step), room - len(indent)).rstrip(), room)
        yield f"{title}  {right(change, width)}  {_said(step, is_english=is_english)}"


def _walk(step: Step, depth: int) -> Iterator[tuple[int, Step]]:
    yield depth, step
    for child in step.children:
        yield from _walk(child, depth + 1)


def _title(step: Step) -> str:
    return f"{step.no}　{step.title}" if step.no else step.title


def _change(step: Step, places: int) -> str:
    """With its sign; 0 for nothing lost or gained."""
    if not step.change:
        return "0"
    sign = "+" if step.change > 0 else "−"
    return f"{sign}{abs(step.change):.{places}f}"


def _said(step: Step, *, is_english: bool) -> str:
    return step.said.en if is_english else step.said.zh


def _indicator(name: str, bundle: Bundle, leaf: Step, places: int, *, is_english: bool) -> Iterator[str]:
    """Everything that is known of one step of one organisation."""
    yield f"{name}　{_title(leaf)}"
    yield f"  {_said(leaf, is_english=is_english)}"
    words = _ENGLISH if is_english else _CHINESE
    rule = bundle.scheme.rules.get(leaf.rule)
    if rule is not None:
        yield f"  {words['rule']}{rule.NAME.en if is_english else rule.NAME.zh}（{leaf.rule}）"
    if leaf.got is not None and leaf.full is not None:
        yield f"  {words['points']}{scored(leaf.got)}／{scored(leaf.full)}"
    yield f"  {words['change']}{_change(leaf, places)}"
    for decision in leaf.decisions:
        who = "　".join(filter(None, (decision.by, decision.on)))
        yield f"  {words['decision']}{decision.stage} {scored(decision.points)}{f'　{who}' if who else ''}"
    if leaf.evidence:
        yield f"  {words['evidence']}{'、'.join(leaf.evidence)}"


def _status(again: Recomputed) -> int:
    if again.is_untouched and not again.differences:
        return 0
    print("注意：得分包里的内容与重新计算的不一致，以上按重新计算的说明。请先运行 jixiao score 核对。", file=sys.stderr)
    return 1
