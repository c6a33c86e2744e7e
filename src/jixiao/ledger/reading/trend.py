"""The trend of an indicator's measures: by the calendar, as reported, as foretold. Four statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.core.ledger import forecast_words
from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.forecast import CHANCES, Chance, Forecast, forecast
from jixiao.core.ledger.measures import WORDS, Reckoning, achieved
from jixiao.core.numbers import split_unit
from jixiao.ledger.actions.standings import Values, cells_of, values_of
from jixiao.ledger.models import Cell, Measure, ReportValue
from jixiao.press.svg import Svg
from jixiao.press.trend import Foretold, Point, TrendPicture, trend

_TONES = {Chance.SURE: "good", Chance.LIKELY: "good", Chance.HARD: "soon", Chance.OUT_OF_REACH: "late"}
_SUMS = (Reckoning.CUMULATIVE, Reckoning.INCREMENT)


@dataclass(frozen=True, slots=True)
class TrendRow:
    """A period in the table beside the picture; amounts as shown, '' where there is none."""

    label: str
    expected: str
    actual: str
    reported: date | None


@dataclass(frozen=True, slots=True)
class Trend:
    """A measure over the year. `sentence` and `chance` are '' while nothing is reported."""

    measure: int
    name: str
    unit: str
    target: str
    reckoning: str
    sentence: str
    chance: str
    tone: str
    forecast: Forecast | None
    picture: Svg
    rows: tuple[TrendRow, ...]


def trend_of(item_id: int, today: date) -> list[Trend]:
    """The trends of the measures in use. Four statements; no picture is drawn of periods that have no cell."""
    measures = list(Measure.objects.filter(item=item_id, retired=False).select_related("item__plan"))
    cells = cells_of(item_id) if measures else []
    if not cells:
        return []
    values, last_year = values_of(item_id), _last_year(measures)
    return [_trend(measure, cells, values, last_year.get(measure.name, ()), today) for measure in measures]


def _last_year(measures: Sequence[Measure]) -> dict[str, tuple[Decimal, ...]]:
    """The course of the year before, by name of the measure: its sum's share after each period. One statement."""
    plan = measures[0].item.plan
    rows = ReportValue.objects.filter(
        report__counts=True,
        value__isnull=False,
        measure__reckoning=Reckoning.CUMULATIVE.value,
        measure__name__in=[measure.name for measure in measures],
        measure__item__title=measures[0].item.title,
        report__cell__ledger__plan__organisation=plan.organisation_id,
        report__cell__ledger__plan__year=(plan.year or 0) - 1,
    )
    found: dict[str, list[Decimal]] = {}
    for name, value in rows.order_by("report__cell__starts").values_list("measure__name", "value"):
        found.setdefault(name, []).append(value or Decimal(0))
    return {name: _shares(values) for name, values in found.items()}


def _shares(values: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Only a whole year that came to something tells a course."""
    if len(values) not in (4, 12) or values[-1] <= 0:
        return ()
    return tuple(value / values[-1] for value in values)


def _trend(measure: Measure, cells: Sequence[Cell], values: Values, history: tuple[Decimal, ...], today: date) -> Trend:
    own = values.get(measure.pk, {})
    said = [own.get(cell.pk) for cell in cells]
    last = max((at for at, value in enumerate(said, start=1) if value is not None), default=0)
    found = forecast(measure.measured, said[:last], len(cells), history)
    end = cells[-1]
    is_last = bool(found) and last == len(cells)
    early = is_last and end.reported_on is not None and end.reported_on < end.ends  # no result yet
    over = is_last and not early
    sentence = _so_far(measure, found, end) if found and early else _sentence(measure, found, over=over)
    points = _points(measure, cells, said)
    return Trend(
        measure=measure.pk,
        name=measure.name,
        unit=measure.unit,
        target=shown_amount(measure.target, measure.unit),
        reckoning=WORDS[Reckoning(measure.reckoning)],
        sentence=sentence,
        chance="进行中" if found and early and not found.reached else _word(found, over=over),
        tone=_TONES[found.chance] if found else "calm",
        forecast=found,
        picture=_picture(measure, points, found, cells[last - 1] if last else None, sentence),
        rows=_rows(measure, cells, points, today),
    )


def _sentence(measure: Measure, found: Forecast | None, *, over: bool) -> str:
    if found is None:
        return ""
    if over:
        return forecast_words.result(measure.measured, found.estimate, measure.unit)
    return forecast_words.sentence(found, measure.measured, measure.unit)


def _so_far(measure: Measure, found: Forecast, end: Cell) -> str:
    """Where a measure stands whose last report came before its period had ended."""
    value, target = (f"{shown_amount(each, measure.unit)}{measure.unit}" for each in (found.estimate, measure.target))
    return f"{end.reported_on:%m月%d日}报送时为{value}，目标{target}，考核期还没有结束。"


def _word(found: Forecast | None, *, over: bool) -> str:
    """The chance; of a year that is over, and of a sum that is reached, how it came out."""
    if found is None:
        return ""
    if over:
        return "已完成" if found.chance is Chance.SURE else "未完成"
    return "已达到" if found.reached else CHANCES[found.chance]


def _points(measure: Measure, cells: Sequence[Cell], said: Sequence[Decimal | None]) -> tuple[Point, ...]:
    """In the measure's unit."""
    factor, reckoning = split_unit(measure.unit)[1], Reckoning(measure.reckoning)
    found = []
    for number, cell in enumerate(cells, start=1):
        value = achieved(reckoning, said[:number]) if said[number - 1] is not None else None
        paced = reckoning in _SUMS and not measure.measured.is_ceiling
        expected = measure.target * number / len(cells) / factor if paced else None
        found.append(Point(_short(cell), None if value is None else value / factor, expected))
    return tuple(found)


def _short(cell: Cell) -> str:
    """一季度: as short as a picture needs."""
    return cell.period.label.removeprefix("第")


def _picture(
    measure: Measure, points: tuple[Point, ...], found: Forecast | None, last: Cell | None, sentence: str
) -> Svg:
    factor = split_unit(measure.unit)[1]
    drawn = TrendPicture(
        title=f"{measure.name}：进度与预测",
        summary=sentence or "还没有填报。",
        unit=measure.unit,
        points=points,
        target=measure.target / factor,
        target_word="上限" if measure.measured.is_ceiling else "目标",
        shown=lambda value: shown_amount(value * factor, measure.unit),
        rounded=lambda value: forecast_words.shown(value * factor, measure.unit),
        from_zero=Reckoning(measure.reckoning) in _SUMS,
        foretold=_foretold(found, factor) if last is not None and not last.is_last else None,
        cutoff=f"{last.reported_on:%m-%d}报送" if last is not None and last.reported_on else "",
    )
    return trend(f"trend-{measure.pk}", drawn)


def _foretold(found: Forecast | None, factor: Decimal) -> Foretold | None:
    return Foretold(found.estimate / factor, found.low / factor, found.high / factor) if found else None


def _rows(measure: Measure, cells: Sequence[Cell], points: Sequence[Point], today: date) -> tuple[TrendRow, ...]:
    factor = split_unit(measure.unit)[1]

    def shown(value: Decimal | None) -> str:
        return "" if value is None else forecast_words.shown(value * factor, measure.unit)

    return tuple(
        TrendRow(
            label=cell.period.label,
            expected=shown(point.expected),
            actual=_actual(measure, cell, point, today),
            reported=cell.reported_on,
        )
        for cell, point in zip(cells, points, strict=True)
    )


def _actual(measure: Measure, cell: Cell, point: Point, today: date) -> str:
    """Exactly as reported; what should be there and is not says so."""
    if point.actual is not None:
        return shown_amount(point.actual * split_unit(measure.unit)[1], measure.unit)
    return "未报" if today > cell.due and not cell.struck_off else ""
