"""What the marks of a closed peer rating say of the raters: by circle of those who rate each other, for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from jixiao.core.fairness import LEAST, Agreement, Marks, Pair, Severity, agreement, circles, pairs, severities
from jixiao.core.rounding import round_half_up
from jixiao.evaluations.models import Mark, Round, RoundKind, SheetState
from jixiao.people.models import Organisation, PeerGroup
from jixiao.press.rater_severity import Spread, rater_severity
from jixiao.press.svg import Svg

CHANCE = 0.05
_WORDS = ((0.7, "看法高度一致"), (0.5, "看法比较一致"), (0.3, "看法有些一致"), (0.0, "看法很不一致"))
Frozen = tuple[tuple[str, tuple[tuple[str, float], ...]], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """All that is found in one circle; the oddest pairs first."""

    agreement: Agreement | None
    severities: tuple[Severity, ...]
    pairs: tuple[Pair, ...]


@dataclass(frozen=True, slots=True)
class OddPair:
    one: str
    other: str
    there: str
    back: str
    p: str


@dataclass(frozen=True, slots=True)
class SeverityRow:
    name: str
    by: str
    bounds: str
    word: str
    marks: int


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in words and figures. With fewer than LEAST raters only its name and number are there."""

    name: str
    raters: int
    agreement: Agreement | None = None
    w: str = ""
    p: str = ""
    word: str = ""
    rank_difference: str = ""
    rows: tuple[SeverityRow, ...] = ()
    picture: Svg | None = None
    compared: int = 0
    odd: tuple[OddPair, ...] = ()

    @property
    def is_enough(self) -> bool:
        return self.raters >= LEAST


def rated_rounds(organiser: Organisation) -> list[Round]:
    """The organiser's peer ratings that are closed, the latest first."""
    closed = Round.objects.filter(organiser=organiser, kind=RoundKind.PEER_RATING, closed_at__isnull=False)
    return list(closed.order_by("-year", "-closed_at", "-pk"))


def marks_of(held: Round) -> dict[str, dict[str, float]]:
    """Rater → rated → mark, by the numbers of the organisations; of sheets that were handed in."""
    handed_in = Mark.objects.filter(
        assignment__round=held, assignment__state__in=(SheetState.SUBMITTED, SheetState.ACCEPTED), item=None,
        points__isnull=False,
    )  # fmt: skip
    found: dict[str, dict[str, float]] = {}
    wanted = ("assignment__rater_id", "assignment__plan__organisation_id", "points")
    for rater, rated, points in handed_in.values_list(*wanted):
        found.setdefault(str(rater), {})[str(rated)] = float(points)
    return found


def circles_of(held: Round) -> list[Circle]:
    """What is found in each circle of the round. Four statements."""
    made = circles(marks_of(held))
    keys = {key for marks in made for rater, row in marks.items() for key in (rater, *row)}
    names = {str(pk): name for pk, name in Organisation.objects.filter(pk__in=keys).values_list("pk", "name")}
    groups = PeerGroup.objects.filter(year=held.year, members__in=keys).distinct().prefetch_related("members")
    titles = {str(member.pk): group.name for group in groups for member in group.members.all()}
    named = [(titles.get(min(marks), f"第{at}组"), marks) for at, marks in enumerate(made, 1)]
    return [_circle(f"severity-{at}", title, marks, names) for at, (title, marks) in enumerate(named, 1)]


def _circle(prefix: str, title: str, marks: Marks, names: Mapping[str, str]) -> Circle:
    if len(marks) < LEAST:
        return Circle(title, len(marks))
    found = found_in(tuple((rater, tuple(sorted(row.items()))) for rater, row in sorted(marks.items())))
    spreads = [_spread(each, names) for each in found.severities]
    about = f"{title}：各家打分比别家偏严或偏宽多少"
    summary = "；".join(f"{each.label}{_signed(each.by)}分" for each in spreads)
    agreed = found.agreement
    return Circle(
        title, len(marks), agreed,
        w=_fixed(agreed.w, 2) if agreed else "",
        p=chance(agreed.p) if agreed else "",
        word=_word(agreed) if agreed else "",
        rank_difference=_fixed(agreed.mean_rank_difference, 1) if agreed else "",
        rows=tuple(_row(each, spread) for each, spread in zip(found.severities, spreads, strict=True)),
        picture=rater_severity(prefix, about, summary, spreads) if spreads else None,
        compared=len(found.pairs),
        odd=tuple(_odd(pair, names) for pair in found.pairs if pair.is_odd),
    )  # fmt: skip


@lru_cache(maxsize=64)
def found_in(marks: Frozen) -> Found:
    """The marks of a closed round do not change: what was found once is kept."""
    rows = {rater: dict(row) for rater, row in marks}
    return Found(agreement(rows), tuple(severities(rows)), tuple(pairs(rows)))


def _word(found: Agreement) -> str:
    if found.p >= CHANCE:
        return "看不出一致"
    return next(word for least, word in _WORDS if found.w >= least)


def _spread(found: Severity, names: Mapping[str, str]) -> Spread:
    by, low, high = (Decimal(repr(each)) for each in (found.by, found.low, found.high))
    return Spread(names[found.rater], by, low, high, found.stands_out)


def _row(found: Severity, spread: Spread) -> SeverityRow:
    word = ("偏严" if found.by < 0 else "偏宽") if found.stands_out else "看不出偏严偏宽"
    bounds = f"{_signed(spread.low)} 至 {_signed(spread.high)}"
    return SeverityRow(spread.label, _signed(spread.by), bounds, word, found.marks)


def _odd(pair: Pair, names: Mapping[str, str]) -> OddPair:
    return OddPair(names[pair.one], names[pair.other], _fixed(pair.there, 1), _fixed(pair.back, 1), chance(pair.p))


def _fixed(value: float, places: int) -> str:
    return f"{round_half_up(Decimal(repr(value)), places):f}"


def _signed(value: Decimal) -> str:
    rounded = round_half_up(value, 1)
    sign = "+" if rounded > 0 else "−" if rounded < 0 else ""
    return f"{sign}{abs(rounded):f}"


def chance(p: float) -> str:
    """A probability in percent, as exactly as it is known."""
    return "不到0.1%" if p < 0.001 else f"{_fixed(p * 100, 1)}%"
