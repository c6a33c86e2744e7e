"""Whether the rules of a scheme fit together. A scheme with a problem scores nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import pairwise

from jixiao.core.scoring.entries import Effect, Entry, Sheet
from jixiao.core.scoring.exact import ONE, ZERO
from jixiao.core.scoring.rules import Panel, Rule, Veto
from jixiao.core.scoring.scheme import Deductions, Scheme, Share, Source
from jixiao.core.scoring.shape import Misfit, read
from jixiao.core.scoring.table import most_of

MOST_PLACES = 6
KEYS_OF_STEPS = frozenset({"total", "bonus", "deduction", "bounds", "rounding"})  # explaining: beside the components


def scheme_of(data: Mapping[str, object]) -> Scheme:
    """The scheme that the data describe, checked. Raises Misfit with a Chinese sentence for each thing wrong."""
    scheme = read(Scheme, data)
    problems = list(problems_of(scheme))
    if problems:
        raise Misfit(problems)
    return scheme


def repeated(keys: Iterable[str]) -> list[str]:
    """Those that stand more than once, in order."""
    return sorted(key for key, count in Counter(keys).items() if count > 1)


def problems_of(scheme: Scheme) -> Iterator[str]:
    """What is wrong with the rules, a Chinese sentence each."""
    if scheme.base <= 0:
        yield f"base：总分应大于 0，现为 {scheme.base}。"
    yield from _components(scheme)
    yield from _bonus(scheme)
    yield from _deductions(scheme)
    yield from _grades(scheme)
    yield from _places(scheme)
    yield from _rules(scheme)


def _components(scheme: Scheme) -> Iterator[str]:
    keys = [each.key for each in scheme.components]
    for key in repeated(keys):
        yield f"components：“{key}”出现了多次，每个部分的 key 应各不相同。"
    for key in keys:
        if key in KEYS_OF_STEPS or "/" in key:
            yield f"components：key 不能用“{key}”：系统用它或“/”标记计分步骤，请换一个。"
    for each in scheme.components:
        if each.counts <= 0:
            yield f"components：“{each.name}”的 counts 应大于 0，现为 {each.counts}。"
        if each.scale is not None and each.source in (Source.TABLE, Source.CLAIMED):
            yield f"components：“{each.name}”的满分就是各指标分值之和，不要填 scale。"
        elif each.scale is not None and each.scale <= 0:
            yield f"components：“{each.name}”的 scale 应大于 0，现为 {each.scale}。"
    whole = sum((each.counts for each in scheme.components), ZERO)
    if scheme.components and scheme.share is Share.MAXIMUM and whole != scheme.base:
        yield f"components：各部分满分合计 {whole}，与总分 {scheme.base} 不符。"
    for key in scheme.ranking.tie_break:
        if key not in keys:
            yield f"ranking.tie_break：没有“{key}”这个部分。"


def _bonus(scheme: Scheme) -> Iterator[str]:
    bonus = scheme.bonus
    yield from _positive("bonus.cap：", bonus.cap)
    for name, share in (("item_share", bonus.item_share), ("unit_share", bonus.unit_share)):
        if share is not None and not ZERO <= share <= ONE:
            yield f"bonus.{name}：应在 0 和 1 之间，现为 {share}。"
    grades = {grade.name for grade in scheme.grading.grades}
    for key, each in bonus.classes.items():
        yield from _positive(f"bonus.classes.{key}.points：", each.points)
        yield from _positive(f"bonus.classes.{key}.cap：", each.cap)
        if each.lifts and each.lifts not in grades:
            yield f"bonus.classes.{key}.lifts：没有“{each.lifts}”这个等次。"


def _deductions(scheme: Scheme) -> Iterator[str]:
    rules: Deductions = scheme.deductions
    yield from _positive("deductions.cap：", rules.cap)
    for key, each in rules.classes.items():
        yield from _positive(f"deductions.classes.{key}.points：", each.points)
    if rules.before and rules.before not in {each.key for each in scheme.components}:
        yield f"deductions.before：没有“{rules.before}”这个部分。"


def _positive(where: str, value: Decimal | None) -> Iterator[str]:
    if value is not None and value < 0:
        yield f"{where}不应小于 0，现为 {value}。"


def _grades(scheme: Scheme) -> Iterator[str]:
    grades = scheme.grading.grades
    names = [grade.name for grade in grades]
    if len(set(names)) < len(names):
        yield "grading.grades：有两个等次同名。"
    lows = [grade.at_least for grade in grades if grade.at_least is not None]
    for upper, lower in pairwise(lows):
        if upper <= lower:
            yield f"grading.grades：分数线应从高到低，{upper} 之后不应是 {lower}。"
    if grades and (grades[-1].at_least is not None or grades[-1].share is not None):
        yield f"grading.grades：最后一个等次“{names[-1]}”收下其余单位，不应再设分数线或比例。"
    usual = {grade.name: grade.share for grade in grades if grade.share is not None}
    yield from _shares("", usual, {})
    for group, shares in scheme.grading.groups.items():
        yield from _shares(f"（{group}）", shares, usual)
        for name in shares:
            if name not in names:
                yield f"grading.groups：没有“{name}”这个等次。"
            elif name == names[-1]:
                yield f"grading.groups：最后一个等次“{name}”收下其余单位，不应设比例。"


def _shares(group: str, shares: Mapping[str, Decimal], usual: Mapping[str, Decimal]) -> Iterator[str]:
    """Shares set here are checked one by one, and their sum with the `usual` ones of grades that are left as usual."""
    for name, share in shares.items():
        if not ZERO <= share <= ONE:
            yield f"grading{group}：“{name}”的比例应在 0 和 1 之间，现为 {share}。"
    left = {name: share for name, share in usual.items() if name not in shares}
    if shares and sum((*shares.values(), *left.values())) > ONE:
        also = "、".join(f"“{name}”按 {share} 计" for name, share in left.items())
        yield f"grading{group}：各等次比例合计超过 1{f'（没有另定的{also}）' if also else ''}。"


def _places(scheme: Scheme) -> Iterator[str]:
    for name in ("indicator", "component", "total"):
        places = getattr(scheme.places, name)
        if not 0 <= places <= MOST_PLACES:
            yield f"places.{name}：小数位数应在 0 和 {MOST_PLACES} 之间，现为 {places}。"


def _rules(scheme: Scheme) -> Iterator[str]:
    grades = {grade.name for grade in scheme.grading.grades}
    for key, rule in scheme.rules.items():
        for problem in rule.problems():
            yield f"rules.{key}：{problem}"
        if isinstance(rule, Veto) and rule.at_most and rule.at_most not in grades:
            yield f"rules.{key}.at_most：没有“{rule.at_most}”这个等次。"
    if any(each.source is Source.TABLE for each in scheme.components):
        yield from _assigned(scheme, scheme.rules)


def _assigned(scheme: Scheme, rules: Mapping[str, Rule]) -> Iterator[str]:
    assigned = scheme.assigned
    named = {
        "with_target": assigned.with_target,
        "with_ceiling": assigned.with_ceiling,
        "without_target": assigned.without_target,
    }
    named |= {f"by_no.{no}": rule for no, rule in assigned.by_no.items()}
    named |= {f"by_category.{name}": rule for name, rule in assigned.by_category.items()}
    for where, rule in named.items():
        if rule not in rules:
            yield f"assigned.{where}：没有“{rule}”这条规则。"


def sheet_problems(scheme: Scheme, sheet: Sheet) -> Iterator[str]:
    """What on the sheet the scheme cannot judge, a Chinese sentence each."""
    name = sheet.name or sheet.organisation
    for key in repeated(entry.key for entry in sheet.entries):
        yield f"{name}：指标“{key}”出现了多次。"
    for entry in sheet.entries:
        yield from (f"{name}　{entry.no or entry.key}：{problem}" for problem in _entry_problems(scheme, entry))
    for problems in (_given_problems, _extra_problems, _event_problems):
        yield from (f"{name}：{problem}" for problem in problems(scheme, sheet))


def _given_problems(scheme: Scheme, sheet: Sheet) -> Iterator[str]:
    components = {each.key: each for each in scheme.components}
    for key, given in sheet.given.items():
        if key not in components:
            yield f"给了“{key}”的得分，但规则里没有这个部分。"
            continue
        full = scheme.full_of(components[key])
        if not ZERO <= given.score <= full:
            yield f"“{components[key].name}”的得分应在 0 和 {full} 之间，现为 {given.score}。"


def _extra_problems(scheme: Scheme, sheet: Sheet) -> Iterator[str]:
    for claim in sheet.claims:
        said = f"加分“{claim.title or claim.key}”的"
        if claim.kind not in scheme.bonus.classes:
            yield f"{said}类别“{claim.kind}”不在规则里。"
        yield from _positive(f"{said}分数", claim.points)
    for fault in sheet.faults:
        said = f"扣分“{fault.title or fault.key}”的"
        if fault.kind not in scheme.deductions.classes and fault.points is None:
            yield f"{said}类别“{fault.kind}”不在规则里，也没有写明分数。"
        yield from _positive(f"{said}分数", fault.points)


def _event_problems(scheme: Scheme, sheet: Sheet) -> Iterator[str]:
    grades = {grade.name for grade in scheme.grading.grades}
    for event in sheet.events:
        if event.effect is not Effect.LOWER and event.grade not in grades:
            yield f"“{event.title or event.key}”涉及的等次“{event.grade}”不在规则里。"
        if event.effect is Effect.LOWER and event.steps <= 0:
            yield f"“{event.title or event.key}”降低的档数应大于 0，现为 {event.steps}。"


def _entry_problems(scheme: Scheme, entry: Entry) -> Iterator[str]:
    rule = scheme.rules.get(entry.rule)
    if rule is None:
        yield f"没有“{entry.rule}”这条规则。"
        return
    if entry.points < 0:
        yield f"分值不应小于 0，现为 {entry.points}。"
    most = most_of(entry, rule)
    for decision in entry.decisions:
        if not ZERO <= decision.points <= most:
            yield f"{decision.stage}给了 {decision.points} 分，超出 0 到 {most} 的范围。"
    if entry.claimed is not None and not ZERO <= entry.claimed <= most:
        yield f"自评 {entry.claimed} 分，超出 0 到 {most} 的范围。"
    if isinstance(rule, Panel):
        wrong = (mark for mark in entry.marks if not ZERO <= mark <= rule.scale)
        yield from (f"打分 {mark} 超出 0 到 {rule.scale} 的范围。" for mark in wrong)
