"""The rules of a scheme in full Chinese sentences, as an official reads them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scheme_words.labels import word_of
from jixiao.core.scheme_words.telling_rules import rule_name, rule_told
from jixiao.core.scoring.exact import settled
from jixiao.core.scoring.rules.base import percent, shown
from jixiao.core.scoring.scheme import Component, Grade, Missing, Scheme, Share, Source, TotalTies


@dataclass(frozen=True, slots=True)
class Chapter:
    """`key` names the part of the rules that it tells."""

    key: str
    title: str
    sentences: tuple[str, ...]


def told(scheme: Scheme) -> list[Chapter]:
    """All the rules, chapter by chapter. A chapter without anything says so."""
    chapters = (
        ("components", "总分和构成", _components(scheme)),
        ("rules", "指标怎样计分", _rules(scheme)),
        ("bonus", "加分", _bonus(scheme)),
        ("deductions", "扣分", _deductions(scheme)),
        ("grades", "排名和等次", (*_ranking(scheme), *_grades(scheme))),
    )
    return [Chapter(key, title, tuple(sentences)) for key, title, sentences in chapters]


def _components(scheme: Scheme) -> Iterator[str]:
    base = shown(scheme.base)
    if not scheme.components:
        yield f"扣分制：每个单位从{base}分起，按规定扣分和加分。"
        return
    worths = scheme.worths()
    yield f"总分{base}分，由{len(scheme.components)}部分组成，{word_of(scheme.share)}计入。"
    for each in scheme.components:
        yield _component(scheme, each, worths[each.key])
    strict = [each.name for each in scheme.components if each.missing is Missing.REFUSE]
    if len(strict) == len(scheme.components):
        yield "任何一部分没有得分的，暂不出总分。"
    elif strict:
        yield f"{'、'.join(strict)}没有得分的，暂不出总分。"
    places = scheme.places
    yield f"各部分得分保留{places.component}位小数，总分保留{places.total}位，四舍五入；总分最低为0分。"


def _component(scheme: Scheme, each: Component, worth: Decimal) -> str:
    if scheme.share is Share.MAXIMUM:
        part = f"{each.name}满分{shown(each.counts)}分"
    else:
        part = f"{each.name}占{percent(settled(worth / scheme.base, 6))}"
    source = word_of(each.source)
    if each.source in (Source.GIVEN, Source.RATED) and scheme.full_of(each) != _shown_full(scheme, each):
        source += f"，满分{shown(scheme.full_of(each))}分"
    gap = "" if each.missing is Missing.REFUSE else f"；没有得分的{_gap(each.missing)}"
    return f"{part}：{source}{gap}。"


def _shown_full(scheme: Scheme, each: Component) -> Decimal | None:
    """The full mark that the sentence has told already."""
    return each.counts if scheme.share is Share.MAXIMUM else None


def _gap(missing: Missing) -> str:
    word = word_of(missing)
    return f"，{word}" if missing is Missing.EXCLUDE else word


def _rules(scheme: Scheme) -> Iterator[str]:
    if all(each.source is not Source.TABLE for each in scheme.components):
        yield "得分里没有目标考核这一部分，不对单项指标计分。"
        return
    assigned = scheme.assigned
    yield from (
        f"{which}，{_rule(scheme, key)}。"
        for which, key in (
            ("有目标值的指标", assigned.with_target),
            ("目标是“不超过”的指标", assigned.with_ceiling),
            ("没有目标值的指标", assigned.without_target),
        )
    )
    yield from (f"“{name}”类的指标，{_rule(scheme, key)}。" for name, key in assigned.by_category.items())
    yield from (f"第{no}项指标，{_rule(scheme, key)}。" for no, key in assigned.by_no.items())
    missing = word_of(scheme.missing)
    yield f"单项指标缺少数据的，{missing}；单项得分保留{scheme.places.indicator}位小数，四舍五入。"


def _rule(scheme: Scheme, key: str) -> str:
    rule = scheme.rules[key]
    return f"{rule_name(key, rule)}：{rule_told(rule)}"


def _bonus(scheme: Scheme) -> Iterator[str]:
    bonus = scheme.bonus
    if not bonus.classes:
        yield "不设加分。"
        return
    for each in bonus.classes.values():
        cap = f"，本类合计不超过{shown(each.cap)}分" if each.cap is not None else ""
        lifts = f"，直接评定为“{each.lifts}”" if each.lifts else ""
        points = f"每项最多加{shown(each.points)}分{cap}" if each.points else "不加分"
        yield f"{bonus.name}“{each.name}”：{points}{lifts}。"
    yield "同一事项只按最高的一项加分，不重复计算。"
    if bonus.item_share is not None:
        yield f"属于某项指标的加分，不超过该指标分值的{percent(bonus.item_share)}。"
    if bonus.unit_share is not None:
        yield f"每组只有加分最多的{percent(bonus.unit_share)}的单位计加分，名额不足一家的舍去。"
    cap = f"加分合计不超过{shown(bonus.cap)}分；" if bonus.cap is not None else "加分合计不设上限；"
    yield cap + ("加分后总分可以超过满分。" if bonus.may_exceed else "加分后总分到满分为止。")


def _deductions(scheme: Scheme) -> Iterator[str]:
    rules = scheme.deductions
    yield from (f"{rules.name}发现“{each.name}”：每件扣{shown(each.points)}分。" for each in rules.classes.values())
    if not rules.classes:
        yield "没有设扣分类别；查实的问题写明扣多少分的，按写明的扣。"
    if rules.doubles:
        yield "逾期没有整改的，加倍扣分。"
    cap = f"扣分合计不超过{shown(rules.cap)}分" if rules.cap is not None else "扣分合计不设上限"
    name = next((each.name for each in scheme.components if each.key == rules.before), "")
    yield f"{cap}，从{name + '的得分里扣，再折算' if name else '总分扣'}。"


def _ranking(scheme: Scheme) -> Iterator[str]:
    yield "各组分别排名；单列的单位和总分未定的单位不参加排名。"
    if scheme.ranking.ties is TotalTies.BREAK and scheme.ranking.tie_break:
        names = {each.key: each.name for each in scheme.components}
        order = "、".join(names[key] for key in scheme.ranking.tie_break)
        yield f"总分相同的，依次比较{order}；仍相同的并列。"
    else:
        yield "总分相同的并列，占去后面的名次（如 1、2、2、4）。"


def _grades(scheme: Scheme) -> Iterator[str]:
    grading = scheme.grading
    if not grading.grades:
        yield "不评等次。"
        return
    yield f"等次分{'、'.join(grade.name for grade in grading.grades)}。"
    for grade in grading.grades[:-1]:
        yield _grade(grade)
    yield f"{grading.grades[-1].name}：其余单位。"
    for group, shares in grading.groups.items():
        own = "、".join(f"{name}不超过{percent(share)}" for name, share in shares.items())
        yield f"{group}另定：{own}。"
    if _has_share(grading.grades) or grading.groups:
        how = word_of(grading.counting)
        yield f"名额按参加排名的单位数计算，{how}；排在名额边上的几家总分相同、名额不够的，都评下一等次。"
    yield "单位和领导班子分别评定等次；一票否优、直接评定和降等按登记的等次事项执行。"


def _grade(grade: Grade) -> str:
    low = f"总分不低于{shown(grade.at_least)}分" if grade.at_least is not None else ""
    most = f"不超过本组的{percent(grade.share)}" if grade.share is not None else ""
    return f"{grade.name}：{'，且'.join(filter(None, (low, most))) or '不设条件'}。"


def _has_share(grades: Sequence[Grade]) -> bool:
    return any(grade.share is not None for grade in grades)
