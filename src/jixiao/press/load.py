"""Who carries how much: a row for each office or person, a bar for each kind of work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from jixiao.press.svg import Svg, element, group, hint, picture, placed, text

NAMES, PANEL, BAR, ROW, HEAD = 132, 168, 112, 24, 30
HEAVY = 2  # times the median


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of work, with its unit. `weighs` kinds decide who is overloaded; `tone` is that of its bars."""

    key: str
    word: str
    unit: str
    weighs: bool = False
    tone: str = "good"


@dataclass(frozen=True, slots=True)
class Load:
    """What one office or person carries: an amount for each kind, in the order of the kinds."""

    name: str
    amounts: tuple[Decimal, ...]
    remark: str = ""


def remarked(loads: Sequence[Load], kinds: Sequence[Kind]) -> list[Load]:
    """The loads, each with a remark where it carries more than twice the median of a kind that weighs."""
    middles = [median(load.amounts[at] for load in loads) if loads else Decimal(0) for at in range(len(kinds))]
    return [Load(load.name, load.amounts, _remark(load, kinds, middles)) for load in loads]


def _remark(load: Load, kinds: Sequence[Kind], middles: Sequence[Decimal]) -> str:
    heavy = [
        kind.word
        for kind, amount, middle in zip(kinds, load.amounts, middles, strict=True)
        if kind.weighs and middle and amount > HEAVY * middle
    ]
    return f"{'、'.join(heavy)}超过中位数的两倍" if heavy else ""


def said(loads: Sequence[Load], kinds: Sequence[Kind], who: str) -> str:
    """8个科室。主办指标最多的是办公室，15项，中位数6项。负担偏重：办公室（…）。"""
    if not loads:
        return f"还没有{who}担任指标。"
    most = max(loads, key=lambda load: load.amounts[0])
    middle = median(load.amounts[0] for load in loads)
    first = f"{kinds[0].word}最多的是{most.name}，{amount(most.amounts[0])}{kinds[0].unit}，"
    heavy = "；".join(f"{load.name}（{load.remark}）" for load in loads if load.remark)
    count = f"{len(loads)}{'位' if who == '人' else '个'}{who}。".replace("位人", "人")
    tail = f"负担偏重：{heavy}。" if heavy else "没有超过中位数两倍的。"
    return f"{count}{first}中位数{amount(middle)}{kinds[0].unit}。{tail}"


def amount(value: Decimal) -> str:
    """12.50 as 12.5."""
    return f"{value.normalize():f}"


def drawn(loads: Sequence[Load], kinds: Sequence[Kind], title: str, who: str, prefix: str) -> Svg:
    """The bars; each kind has a scale of its own, because points and pieces do not compare."""
    tops = [max((load.amounts[at] for load in loads), default=Decimal(0)) for at in range(len(kinds))]
    rows = [_row(load, kinds, tops, HEAD + at * ROW) for at, load in enumerate(loads)]
    width, height = NAMES + PANEL * len(kinds), HEAD + ROW * len(loads) + 4
    return picture(
        prefix, width, height, title, said(loads, kinds, who), *_heads(kinds, who, height), *rows, css="load"
    )


def _heads(kinds: Sequence[Kind], who: str, height: int) -> Iterator[Svg]:
    yield text(4, HEAD - 12, "姓名" if who == "人" else who, class_="head")
    for at, kind in enumerate(kinds):
        x = NAMES + at * PANEL
        yield text(x, HEAD - 12, f"{kind.word}（{kind.unit}）", class_="head")
        yield element("path", class_="floor", d=f"M{x} {HEAD - 4}V{height - 4}")


def _row(load: Load, kinds: Sequence[Kind], tops: Sequence[Decimal], y: int) -> Svg:
    heavy = [hint(f"{load.name}：{load.remark}"), element("path", class_="heavy", d=f"M4 {y + 18}l6-11l6 11z")]
    name = text(20, y + 17, load.name, room=NAMES - 26, class_="name")
    bars = [_bar(kind, value, top, NAMES + at * PANEL, y) for at, (kind, value, top) in _each(kinds, load, tops)]
    return group(*(heavy if load.remark else []), name, *bars)


def _each(
    kinds: Sequence[Kind], load: Load, tops: Sequence[Decimal]
) -> Iterator[tuple[int, tuple[Kind, Decimal, Decimal]]]:
    return enumerate(zip(kinds, load.amounts, tops, strict=True))


def _bar(kind: Kind, value: Decimal, top: Decimal, x: int, y: int) -> Svg:
    if not value:
        return text(x + 4, y + 17, "0", class_="axis")
    long = max(placed(value, 0, top, BAR), 1)
    bar = element("rect", class_=f"span {kind.tone}", x=x, y=y + 5, width=long, height=14)
    return group(bar, text(x + long + 5, y + 17, amount(value), class_="amount"))
