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


def sentence(found: Forecast, measure: Measured, unit: str, *, over: bool = False) -> str:
    """按目前进度，年底约52亿元（45—58亿元），可能达不到60亿元，差约8亿元。 `over`: the year is over."""
    value, low, high = (shown(each, unit) for each in (found.estimate, found.low, found.high))
    if over:
        return f"全年{value}{unit}，{_judged(found, measure, unit)}。"
    span = f"（{low}—{high}{unit}）" if low != high else ""
    if measure.reckoning is Reckoning.EACH:
        return f"下一期约{value}{unit}{span}，{_each(found, measure, unit)}。"
    return f"按目前进度，年底约{value}{unit}{span}，{_judged(found, measure, unit)}。"


def _each(found: Forecast, measure: Measured, unit: str) -> str:
    asked = f"每期{_asked(measure, unit)}"
    if found.chance is Chance.OUT_OF_REACH:
        return f"已经有一期没有做到{asked}"
    return {Chance.SURE: "有把握做到", Chance.LIKELY: "有可能做到", Chance.HARD: "做到有困难："}[found.chance] + asked


def _asked(measure: Measured, unit: str) -> str:
    target = shown_amount(measure.target, unit)
    if measure.target_max is not None:
        return f"{target}—{shown_amount(measure.target_max, unit)}{unit}"
    return f"不超过{target}{unit}" if measure.is_ceiling else f"{target}{unit}"


def _judged(found: Forecast, measure: Measured, unit: str) -> str:
    target = _asked(measure, unit)
    if found.low == found.high:
        if is_met(measure, found.estimate):
            return f"符合{target}的要求" if measure.is_ceiling else f"达到{target}"
        return (
            f"没有做到{target}{_gap(found, measure, unit)}"
            if measure.is_ceiling
            else f"没有达到{target}{_gap(found, measure, unit)}"
        )
    if measure.is_ceiling:
        words = {
            Chance.SURE: "有把握做到",
            Chance.LIKELY: "有可能做到",
            Chance.HARD: "可能做不到",
            Chance.OUT_OF_REACH: "难以做到",
        }
    else:
        words = {
            Chance.SURE: "有把握达到",
            Chance.LIKELY: "有可能达到",
            Chance.HARD: "可能达不到",
            Chance.OUT_OF_REACH: "难以达到",
        }
    return f"{words[found.chance]}{target}{_gap(found, measure, unit)}"


def _gap(found: Forecast, measure: Measured, unit: str) -> str:
    """差约8亿元, 超出约3亿元; '' where the estimate meets the target."""
    if is_met(measure, found.estimate):
        return ""
    most = measure.target_max if measure.target_max is not None else measure.target
    if (measure.is_ceiling or measure.target_max is not None) and found.estimate > most:
        return f"，超出约{_apart(most, found, unit)}{unit}"
    return f"，差约{_apart(measure.target, found, unit)}{unit}"


def _apart(asked: Decimal, found: Forecast, unit: str) -> str:
    """How far the estimate, as it is shown, lies from what is asked: the sentence adds up."""
    return shown_amount(abs(asked - rounded(found.estimate, unit)), unit)
