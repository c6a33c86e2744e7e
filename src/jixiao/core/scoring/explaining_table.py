"""The steps of a plan's table inside its component: category → goal → indicator, as the plan is laid out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from jixiao.core.scoring.entries import Decision, Entry, Join
from jixiao.core.scoring.exact import ZERO, apportioned, settled
from jixiao.core.scoring.extras import places_of
from jixiao.core.scoring.results import Part, Worked
from jixiao.core.scoring.rules import Said
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.scheme import Missing, Scheme
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.table import Field

_LEVELS = (StepKind.CATEGORY, StepKind.GOAL)


def table_steps(scheme: Scheme, part: Part, worked: Worked, field: Field, change: Decimal) -> tuple[Step, ...]:
    """The table's branches, after them what was taken from it, and what is left where components are rounded more
    coarsely than the total: together they make the component's `change`."""
    entries, got = worked.sheet.entries, worked.table.got
    unit, places = part.worth / part.full, places_of(scheme)
    rest = part.points - settled((part.got or ZERO) * unit, places)
    exact = [
        (entry.key, ZERO if entry.key in worked.table.left_out else (points - entry.points) * unit)
        for entry, points in zip(entries, got, strict=True)
    ]
    *changes, taken = apportioned([*exact, ("", -part.taken * unit)], change - rest, places)
    leaves = [
        (entry.path, _leaf(scheme, part.key, worked, entry, points, moved, field))
        for entry, points, moved in zip(entries, got, changes, strict=True)
    ]
    branches = _branches(part.key, leaves, 0)
    branches += [taken_step(scheme, part, taken)] if part.taken else []
    return (*branches, *([_rest_step(scheme, part, rest)] if rest else []))


def _rest_step(scheme: Scheme, part: Part, change: Decimal) -> Step:
    places = scheme.places.component
    said = Said(f"本部分得分保留{places}位小数", f"the part is rounded to {places} decimals")
    return Step(f"rounding/component/{part.key}", StepKind.ROUNDING, "四舍五入", change, said)


def taken_step(scheme: Scheme, part: Part, change: Decimal) -> Step:
    """Deductions that were taken from the component before it was weighted."""
    name, points = scheme.deductions.name, scored(part.taken)
    said = Said(f"{name}在折算前从本部分扣{points}分", f"{points} taken before weighting")
    return Step(f"{part.key}/deductions", StepKind.DEDUCTION, name, change, said)


def _branches(key: str, leaves: Sequence[tuple[tuple[str, ...], Step]], depth: int) -> list[Step]:
    """Leaves under the titles of their path, in the order in which the titles first appear."""
    titles: dict[str, list[tuple[tuple[str, ...], Step]]] = {}
    made: list[Step | str] = []
    for path, leaf in leaves:
        if len(path) <= depth:
            made.append(leaf)
            continue
        if path[depth] not in titles:
            made.append(path[depth])
        titles.setdefault(path[depth], []).append((path, leaf))
    return [each if isinstance(each, Step) else _branch(key, each, titles[each], depth) for each in made]


def _branch(key: str, title: str, leaves: Sequence[tuple[tuple[str, ...], Step]], depth: int) -> Step:
    own = f"{key}/{title}"
    children = tuple(_branches(own, leaves, depth + 1))
    got = sum((leaf.got or ZERO for _, leaf in leaves), ZERO)
    full = sum((leaf.full or ZERO for _, leaf in leaves), ZERO)
    said = Said(f"得{scored(got)}分，满分{scored(full)}分", f"{scored(got)} of {scored(full)}")
    return parent(own, _LEVELS[min(depth, 1)], title, said, children, got=got, full=full)


def _leaf(
    scheme: Scheme, component: str, worked: Worked, entry: Entry, got: Decimal, change: Decimal, field: Field
) -> Step:
    is_gap = entry.key in worked.table.gaps
    said = _gap(scheme, worked, entry, got) if is_gap else _reason(scheme, worked, entry, got, field)
    return Step(
        f"{component}/{entry.key}", StepKind.INDICATOR, entry.title or entry.key, change, said, got=got,
        full=entry.points, no=entry.no, rule=entry.rule, is_missing=is_gap, evidence=entry.evidence,
        decisions=entry.decisions,
    )  # fmt: skip


def _reason(scheme: Scheme, worked: Worked, entry: Entry, got: Decimal, field: Field) -> Said:
    """What the rule found, what a person decided, and the points."""
    rule, peers = scheme.rules[entry.rule], field.peers(worked.sheet.group, entry.key)
    value = rule.known(entry)
    found = rule.reason(entry, value, peers) if value is not None else Said("", "")
    if entry.join is Join.EACH and value is not None and rule.BY_PERIOD:
        found = _each_period(entry, found)
    decided = _decided(entry.decisions[-1]) if entry.decisions else Said("", "")
    zh = "；".join(filter(None, (found.zh, decided.zh, _points(entry, got).zh)))
    return Said(zh, "; ".join(filter(None, (found.en, decided.en, _points(entry, got).en))))


def _each_period(entry: Entry, last: Said) -> Said:
    count, known = len(entry.values), sum(1 for value in entry.values if value is not None)
    zh = f"{count}期分别计分后平均（有数据{known}期），最近一期{last.zh}"
    return Said(zh, f"mean of {count} periods ({known} known), the latest: {last.en}")


def _points(entry: Entry, got: Decimal) -> Said:
    lost = entry.points - got
    full, points = scored(entry.points), scored(got)
    if lost > 0:
        return Said(f"得{points}分（满分{full}），失{scored(lost)}分", f"{points} of {full}, {scored(lost)} lost")
    if lost < 0:
        return Said(f"得{points}分（满分{full}），多得{scored(-lost)}分", f"{points} of {full}, {scored(-lost)} more")
    return Said(f"得满分{full}分", f"all {full} points")


def _decided(decision: Decision) -> Said:
    old = f"由{scored(decision.old)}分改为" if decision.old is not None else "定为"
    who = f"（{decision.by}{'，' + decision.on if decision.on else ''}）" if decision.by else ""
    reason = decision.reason.rstrip("。")  # the sentence goes on
    why = f"，理由：{reason}" if reason else ""
    old_en = f"{scored(decision.old)} → " if decision.old is not None else ""
    en = " ".join(filter(None, (f"{decision.stage}: {old_en}{scored(decision.points)}", who, reason)))
    return Said(f"{decision.stage}{old}{scored(decision.points)}分{who}{why}", en)


def _gap(scheme: Scheme, worked: Worked, entry: Entry, got: Decimal) -> Said:
    """By which rule a gap was filled; a table that is still open has no steps."""
    full = scored(entry.points)
    if entry.key in worked.table.left_out:
        return Said("没有数据，按规则不计入，其余指标按比例放大", "no data: left out")
    if scheme.missing is Missing.AVERAGE:
        return Said(
            f"没有数据，按组内平均得分率计{scored(got)}分（满分{full}）",
            f"no data: the group's mean, {scored(got)} of {full}",
        )
    return Said(f"没有数据，按零分计（满分{full}）", f"no data: nothing of {full}")
