"""The pictures of a result: from full marks to the score, and the place in the group."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

from jixiao.core.rounding import round_half_up
from jixiao.core.scoring.exact import settled
from jixiao.core.scoring.results import Result as Scored
from jixiao.core.scoring.rules.base import scored
from jixiao.core.scoring.scheme import Component
from jixiao.core.scoring.steps import Step, StepKind
from jixiao.core.scoring.waterfall import Bar, bars, places_shown
from jixiao.press.group_range import Ranged, RangePicture, middle_of
from jixiao.press.waterfall import Part, Stride, WaterfallPicture, signed
from jixiao.scores.reading.results import Opened

FEWEST = 5  # organisations ranked in a group below which its range would tell of single ones
_PLAIN = (StepKind.ROUNDING, StepKind.CAP)


def step_address(key: str) -> str:
    """Where a step is opened on the page of its result."""
    return f"?{urlencode({'step': key})}#step"


def waterfall_of(shown: Opened, current: str = "") -> WaterfallPicture | None:
    """None while there is no total. `current` is the key of the step that is open."""
    total = shown.scored.total
    if total is None:
        return None
    base, found = shown.scheme.base, bars(shown.total)
    places = places_shown([base, total, *(bar.change for bar in found)], shown.scheme.places.total)
    return WaterfallPicture(
        f"{shown.sheet.name}：从满分到得分",
        summary_of(shown),
        base,
        total,
        tuple(_part(part, [bar for bar in found if bar.part is part], places, current) for part in _parts(found)),
        places=places,
        ends=places_shown([base, total], shown.scheme.places.total),
    )


def _parts(found: list[Bar]) -> list[Step]:
    return list({bar.part.key: bar.part for bar in found}.values())


def _part(part: Step, own: list[Bar], places: int, current: str) -> Part:
    return Part(part.title, tuple(_stride(part, bar, places, current, len(own)) for bar in own))


def _stride(part: Step, bar: Bar, places: int, current: str, of: int) -> Stride:
    tone = "other" if bar.steps[0].kind in _PLAIN else "gain" if bar.change > 0 else "loss"
    figure = signed(bar.change, places)
    if bar.is_rest:
        label = f"其余{len(bar.steps)}项"
        return Stride(label, bar.change, "?only=lost#table", f"{part.title}{label}，{figure}分：看明细表", tone)
    step = bar.steps[0]
    name = part.title if of == 1 and step.kind is StepKind.SCORE else step.title
    label = f"{step.no}　{name}" if step.no else name
    if of == 1 and step.key != part.key and step.kind not in (*_PLAIN, StepKind.SCORE):
        label = f"{part.title}：{label}"
    hint = f"{label}，{figure}分：看规则、依据和认定"
    return Stride(label, bar.change, step_address(step.key), hint, tone, step.key == current)


def summary_of(shown: Opened) -> str:
    """The score in two sentences that a citizen understands."""
    total, base = shown.scored.total, scored(shown.scheme.base)
    if total is None:
        return f"还缺{len(shown.scored.gaps)}项数据，暂不能得出总分。"
    leaves = list(shown.total.leaves())
    lost = -sum((step.change for step in leaves if step.change < 0), Decimal(0))
    gained = sum((step.change for step in leaves if step.change > 0), Decimal(0))
    if not lost and not gained:
        return f"满分{base}分，没有失分。"
    moved = [f"共失{scored(lost)}分"] * bool(lost) + [f"加{scored(gained)}分"] * bool(gained)
    worst = min(leaves, key=lambda step: step.change)
    most = f"失分最多的是“{worst.title}”，失{scored(-worst.change)}分。" if worst.change < 0 else ""
    return f"满分{base}分，{'、'.join(moved)}，最后得{scored(total)}分。{most}"


def range_of(shown: Opened) -> RangePicture | None:
    """None below FEWEST ranked organisations in the group, and for who is not ranked."""
    group = shown.group
    if len(group) < FEWEST or shown.scored.rank is None:
        return None
    rows = [_ranged("总分", [each.total for each in group], shown.scored.total, shown.scheme.base)]
    rows += [_component(each, group, shown) for each in shown.scheme.components]
    known = tuple(row for row in rows if row is not None)
    title = f"{shown.scored.group}{len(group)}家中的位置"
    summary = f"总分组内最低{scored(known[0].low)}分，中位{scored(known[0].middle)}分，最高{scored(known[0].high)}分；"
    return RangePicture(title, f"{summary}本单位{scored(shown.scored.total or Decimal(0))}分。", known)


def _component(component: Component, group: list[Scored], shown: Opened) -> Ranged | None:
    places = shown.scheme.places.component
    full = settled(shown.scheme.worths()[component.key], places)
    values = [_points(each, component.key, full) for each in group]
    return _ranged(component.name, values, _points(shown.scored, component.key, full), full)


def _points(result: Scored, key: str, full: Decimal) -> Decimal | None:
    """On the component's usual worth, also where other parts were left out and it counted for more."""
    part = result.parts[key]
    return None if part.got is None or not part.worth else part.points * full / part.worth


def _ranged(label: str, values: list[Decimal | None], own: Decimal | None, full: Decimal) -> Ranged | None:
    known = [value for value in values if value is not None]
    if len(known) < FEWEST or full <= 0:
        return None
    low, middle, high = (round_half_up(each, 4) for each in (min(known), middle_of(known), max(known)))
    return Ranged(label, low, middle, high, own, full)
