"""A forecast said in one sentence that the head of an office understands."""

from __future__ import annotations

from decimal import Decimal

from jixiao.core.ledger.amounts import shown_amount
from jixiao.core.ledger.forecast import Chance, Forecast
from jixiao.core.ledger.measures import Measured, Reckoning, is_met
from jixiao.core.numbers import split_unit
from jixiao.core.rounding import round_half_up

DIGITS = 3  # a forecast has no more
_WHOLE = "元百分点%"  # units that may be parted; people, projects and meetings come whole


def shown(value: Decimal, unit: str) -> str:
    """A forecast value in `unit`, without it."""
    return shown_amount(rounded(value, unit), unit)


def rounded(value: Decimal, unit: str) -> Decimal:
    """The value rounded to what a forecast can know: 523456 万元 is 523000."""
    factor = split_unit(unit)[1]
    scaled = value / factor
    places = DIGITS - 1 - scaled.adjusted() if scaled else 0
    most = 2 if not unit or unit[-1] in _WHOLE else 0
    return round_half_up(scaled, min(places, most)) * factor


def sentence(found: Forecast, measure: Measured, unit: str) -> str:
    """按目前进度，年底约52亿元（45—58亿元），可能达不到60亿元，差约8亿元。"""
    value, low, high = (shown(each, unit) for each in (found.estimate, found.low, found.high))
    span = f"（{low}—{high}{unit}）" if low != high else ""
    if measure.reckoning is Reckoning.EACH:
        return f"下一期约{value}{unit}{span}，{_each(found, measure, unit)}。"
    return f"按目前进度，年底约{value}{unit}{span}，{_judged(found, measure, unit)}。"


def result(measure: Measured, value: Decimal, unit: str) -> str:
    """全年34条，没有达到36条，差2条。 Of a year that is over, to the digit."""
    verdict = f"达到{_asked(measure, unit)}" if not measure.is_ceiling else f"做到{_asked(measure, unit)}"
    met = is_met(measure, value)
    gap = "" if met else _gap(measure, value, unit)
    return f"全年{shown_amount(value, unit)}{unit}，{'' if met else '没有'}{verdict}{gap}。"


def _each(found: Forecast, measure: Measured, unit: str) -> str:
    asked = f"每期{_asked(measure, unit)}"
    if found.chance is Chance.OUT_OF_REACH:
        return f"已经有一期没有做到{asked}"
    return {Chance.SURE: "有把握做到", Chance.LIKELY: "有可能做到", Chance.HARD: "可能做不到"}[found.chance] + asked


def _asked(measure: Measured, unit: str) -> str:
    target = shown_amount(measure.target, unit)
    if measure.target_max is not None:
        return f"{target}—{shown_amount(measure.target_max, unit)}{unit}"
    return f"不超过{target}{unit}" if measure.is_ceiling else f"{target}{unit}"


_WORDS = {
    Chance.SURE: "有把握{}到",
    Chance.LIKELY: "有可能{}到",
    Chance.HARD: "可能{}不到",
    Chance.OUT_OF_REACH: "难以{}到",
}


def _judged(found: Forecast, measure: Measured, unit: str) -> str:
    asked = _asked(measure, unit)
    if found.reached:
        return f"已经达到{asked}"
    gap = "" if is_met(measure, found.estimate) else _gap(measure, rounded(found.estimate, unit), unit, "约")
    return f"{_WORDS[found.chance].format('做' if measure.is_ceiling else '达')}{asked}{gap}"


def _gap(measure: Measured, value: Decimal, unit: str, about: str = "") -> str:
    """，差8亿元 or ，超出3亿元. `value` is the one that the sentence shows, so that it adds up."""
    most = measure.target_max if measure.target_max is not None else measure.target
    over = value > most and (measure.is_ceiling or measure.target_max is not None)
    apart = value - most if over else measure.target - value
    return f"，{'超出' if over else '差'}{about}{shown_amount(apart, unit)}{unit}" if apart else ""
