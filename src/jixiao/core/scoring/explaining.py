"""The explanation of a score: its steps, one sentence each, made on demand from what the engine worked out.

Nothing is computed here that decides a score; the changes of the steps are what the engine's own figures leave.
"""

from __future__ import annotations

from decimal import Decimal, localcontext

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.exact import CONTEXT, ZERO, settled
from jixiao.core.scoring.explaining_table import table_steps, taken_step
from jixiao.core.scoring.extras import Line, places_of
from jixiao.core.scoring.results import Part, Worked
from jixiao.core.scoring.rules import Said
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.scheme import Component, Missing, Scheme, Source
from jixiao.core.scoring.steps import Step, StepKind, parent
from jixiao.core.scoring.table import Field

WHY = {
    "fact": Said("同一事项已按最高档计，不重复加分", "the same fact counts once, at its highest"),
    "item": Said("超过所属指标分值的上限，按上限计", "limited to a share of its indicator's points"),
    "class": Said("超过本类加分上限的部分不计", "beyond the cap of its class"),
    "doubled": Said("未按期整改，加倍扣分", "doubled because it was not rectified"),
}


def explain(scheme: Scheme, worked: Worked, field: Field) -> Step:
    """The tree of one organisation. While the total is open, what is missing stands in it without a change."""
    with localcontext(CONTEXT):
        children = [_component(scheme, each, worked, field) for each in scheme.components]
        children += _worth_rounding(scheme, worked)
        children += _bonus(scheme, worked)
        children += _deductions(scheme, worked)
        children += _bounds(scheme, worked)
    result = worked.result
    if result.total is None:
        said = Said("数据不全，暂不能得出总分", "data are missing: no total yet")
    else:
        said = Said(f"满分{scored(scheme.base)}分，最后得{result.total}分", f"{result.total} of {scored(scheme.base)}")
    return parent("total", StepKind.TOTAL, "总分", said, tuple(children))


def _component(scheme: Scheme, component: Component, worked: Worked, field: Field) -> Step:
    part = worked.result.parts[component.key]
    places = places_of(scheme)
    full = settled(part.worth, places)
    if part.got is None or part.is_left_out:
        return _open(component, part)
    change = round_half_up(part.points, places) - full
    got = part.points
    if component.source is Source.TABLE and part.gap is None:
        children = table_steps(scheme, part, worked, field, change)
        return parent(component.key, StepKind.COMPONENT, component.name, _sum_sentence(part), children, got, full)
    said = _sentence(scheme, component, part, worked)
    if part.taken == 0:
        return Step(component.key, StepKind.COMPONENT, component.name, change, said, got, full)
    taken = taken_step(scheme, part, -settled(part.taken * part.worth / part.full, places))
    score = Step(f"{component.key}/score", StepKind.SCORE, component.name, change - taken.change, said)
    return parent(component.key, StepKind.COMPONENT, component.name, _sum_sentence(part), (score, taken), got, full)


def _open(component: Component, part: Part) -> Step:
    if part.is_left_out:
        said = Said("没有数据，按规则不计入，其余部分按比例放大", "no data: left out, the rest counts for the whole")
    else:
        said = Said("数据不全，暂不能计分", "data are missing")
    return Step(component.key, StepKind.COMPONENT, component.name, ZERO, said, is_missing=True)


def _sentence(scheme: Scheme, component: Component, part: Part, worked: Worked) -> Said:
    """What came in, before deductions were taken from it."""
    reached = (part.got or ZERO) + part.taken
    got, full, worth = scored(reached), scored(part.full), scored(part.worth)
    points = scored(settled(reached * part.worth / part.full, scheme.places.component))
    if part.gap is Missing.AVERAGE:
        return Said(f"没有数据，按组内平均得分率计{points}分", f"no data: the group's mean counts, {points}")
    given = worked.sheet.given.get(component.key)
    source = f"（{given.source}）" if given is not None and given.source else ""
    if part.gap is Missing.ZERO:
        return Said("没有数据，按零分计", "no data: counts nothing")
    if part.full == part.worth:
        return Said(f"得{got}分，满分{full}分{source}", f"{got} of {full}{source}")
    return Said(
        f"得{got}分（满分{full}），占{worth}分，折合{points}分{source}",
        f"{got} of {full}, worth {worth}: {points}{source}",
    )


def _sum_sentence(part: Part) -> Said:
    got, full, worth, points = scored(part.got or ZERO), scored(part.full), scored(part.worth), scored(part.points)
    if part.full == part.worth:
        return Said(f"各项合计{got}分，满分{full}分", f"{got} of {full} altogether")
    return Said(
        f"各项合计{got}分（满分{full}），占{worth}分，折合{points}分", f"{got} of {full}, worth {worth}: {points}"
    )


def _worth_rounding(scheme: Scheme, worked: Worked) -> list[Step]:
    """Worths that do not come out even (a third each) leave a rest when they are rounded."""
    parts = list(worked.result.parts.values())
    if not parts or worked.result.total is None:
        return []
    rest = sum((settled(part.worth, places_of(scheme)) for part in parts), ZERO) - scheme.base
    said = Said("各部分满分取整后的差额", "what rounding the parts' full marks leaves")
    return [_rounding("worths", rest, said)] if rest else []


def _rounding(key: str, change: Decimal, said: Said) -> Step:
    return Step(f"rounding/{key}", StepKind.ROUNDING, "四舍五入", change, said)


def _bonus(scheme: Scheme, worked: Worked) -> list[Step]:
    name, extras = scheme.bonus.name, worked.bonus
    if not extras.lines:
        return []
    children = [_line(line, scheme, 1) for line in extras.lines]
    if extras.over:
        said = Said(f"{name}合计超过上限{scored(scheme.bonus.cap or ZERO)}分的部分不计", "beyond the cap of the bonus")
        children.append(Step("bonus/cap", StepKind.CAP, "超出上限", -extras.over, said))
    if worked.has_lost_bonus:
        said = Said("只有一定比例的单位可以加分，本单位未列入", "only a share of the units may get a bonus")
        children.append(Step("bonus/units", StepKind.CAP, "加分面限制", -extras.points, said))
    said = Said(f"{len(extras.lines)}项，加{scored(worked.result.bonus)}分", f"{len(extras.lines)} claims")
    return [parent("bonus", StepKind.BONUS, name, said, tuple(children))]


def _deductions(scheme: Scheme, worked: Worked) -> list[Step]:
    extras, rules = worked.deductions, scheme.deductions
    if not extras.lines or rules.before:
        return []
    children = [_line(line, scheme, -1) for line in extras.lines]
    if extras.over:
        said = Said(f"扣分合计超过上限{scored(rules.cap or ZERO)}分的部分不扣", "beyond the cap of deductions")
        children.append(Step("deduction/cap", StepKind.CAP, "超出上限", extras.over, said))
    said = Said(f"{len(extras.lines)}项，扣{scored(extras.points)}分", f"{len(extras.lines)} findings")
    return [parent("deduction", StepKind.DEDUCTION, rules.name, said, tuple(children))]


def _line(line: Line, scheme: Scheme, sign: int) -> Step:
    of, is_bonus = line.of, sign > 0
    classes = scheme.bonus.classes if is_bonus else scheme.deductions.classes
    kind = classes[of.kind].name if of.kind in classes else of.kind
    word, word_en = ("加", "plus") if is_bonus else ("扣", "minus")
    source = f"（{of.source}）" if of.source else ""
    why = WHY.get(line.why, Said("", ""))
    zh = f"{kind}{source}，{word}{scored(line.points)}分" + (f"：{why.zh}" if why.zh else "")
    en = f"{kind}{source}, {word_en} {scored(line.points)}" + (f": {why.en}" if why.en else "")
    name = "bonus" if is_bonus else "deduction"
    return Step(
        f"{name}/{of.key}", StepKind.CLAIM if is_bonus else StepKind.FAULT, of.title or kind, line.points * sign,
        Said(zh, en), got=line.points, full=line.face, rule=of.kind, evidence=of.evidence,
    )  # fmt: skip


def _bounds(scheme: Scheme, worked: Worked) -> list[Step]:
    """What the bounds (not below zero, not above the base) and the last rounding change."""
    total, plain, steps = worked.result.total, worked.plain, []
    if total is None:
        return []
    cut = min(plain, scheme.base) if not scheme.bonus.may_exceed else plain
    if cut != plain:
        said = Said(f"总分不超过{scored(scheme.base)}分，超出部分不计", f"the total is at most {scored(scheme.base)}")
        steps.append(Step("bounds/base", StepKind.CAP, "总分封顶", cut - plain, said))
    if cut < 0:
        said = Said("总分不低于0分", "the total is not below zero")
        steps.append(Step("bounds/zero", StepKind.CAP, "总分保底", -cut, said))
    rest = total - max(cut, ZERO)
    if rest:
        said = Said(f"总分保留{scheme.places.total}位小数", f"rounded to {scheme.places.total} decimals")
        steps.append(_rounding("total", rest, said))
    return steps
