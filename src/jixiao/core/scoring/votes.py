"""Votes to points: grades of a ballot by a table, voter classes blended, the limits within which a ballot counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scoring.exact import HUNDRED, ZERO
from jixiao.core.scoring.rules.panel import kept, mean_of


def mean_vote(counts: Mapping[str, int], worth: Mapping[str, Decimal]) -> Decimal | None:
    """The mean worth of the votes: counts by answer, worth by answer. Answers without worth (不了解) do not count."""
    counted = {answer: count for answer, count in counts.items() if answer in worth}
    voters = sum(counted.values())
    return sum((worth[answer] * count for answer, count in counted.items()), ZERO) / voters if voters else None


def blended(means: Mapping[str, Decimal | None], weights: Mapping[str, Decimal]) -> Decimal | None:
    """The means of voter classes by their weights; a class in which nobody voted hands its weight on."""
    known = {key: mean for key, mean in means.items() if mean is not None and weights.get(key, ZERO) > 0}
    whole = sum((weights[key] for key in known), ZERO)
    return sum((mean * weights[key] for key, mean in known.items()), ZERO) / whole if whole else None


@dataclass(frozen=True, slots=True)
class Limits:
    """When a sheet of marks counts: at most so many high ones, at least so many low ones, not all alike."""

    high: Decimal = HUNDRED
    at_most_high: int | None = None
    low: Decimal = ZERO
    at_least_low: int = 0
    alike_is_void: bool = False
    full: Decimal = HUNDRED


def void_because(marks: Sequence[Decimal], limits: Limits) -> str:
    """Why the marks of one rater do not count, in Chinese; '' when they do."""
    if limits.alike_is_void and len(marks) > 1 and len(set(marks)) == 1:
        return "各对象得分全部相同" if marks[0] != limits.full else "全部打了满分"
    if limits.at_most_high is not None and sum(mark >= limits.high for mark in marks) > limits.at_most_high:
        return f"{limits.high}分及以上的超过{limits.at_most_high}个"
    if sum(mark < limits.low for mark in marks) < limits.at_least_low:
        return f"低于{limits.low}分的不足{limits.at_least_low}个"
    return ""


def trimmed_mean(marks: Sequence[Decimal], trim: int = 1, above: int = 5) -> Decimal | None:
    """The mean without the `trim` highest and lowest, where there are more than `above`."""
    return mean_of(kept(marks, trim, above)) if marks else None
