"""The rules of a scheme (考评规则): data, checked before use. How a part is worth, capped, rounded, ranked, graded.

Nothing here is a formula: every way to score is one of the named kinds, so that a stranger can recompute it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from jixiao.core.scoring.exact import HUNDRED, ZERO
from jixiao.core.scoring.rules import Direction, Done, Proportional, Rule


class Source(StrEnum):
    """Where a component's score comes from."""

    TABLE = "table"  # the plan's own indicators (目标考核)
    CLAIMED = "claimed"  # the points that the organisation claimed for itself (自评)
    RATED = "rated"  # the mean of the peers' marks (同组互评)
    GIVEN = "given"  # a score from elsewhere: a ballot, another office


class Missing(StrEnum):
    """What happens where data are missing."""

    REFUSE = "refuse"  # no score until they are there
    ZERO = "zero"
    AVERAGE = "average"  # the group's mean rate; where nobody has any, as EXCLUDE
    EXCLUDE = "exclude"  # left out, the rest counts for the whole


class Share(StrEnum):
    """How components make the base: by weight (parts of the base, in proportion) or by maximum (points each)."""

    WEIGHT = "weight"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Component:
    """A part of the score. `counts` is its weight or its maximum; `scale` the full mark of what comes in."""

    key: str
    name: str
    counts: Decimal
    source: Source = Source.GIVEN
    scale: Decimal | None = None  # None: for a table its points; given: the maximum, or 100 where weights are used
    missing: Missing = Missing.REFUSE


@dataclass(frozen=True, slots=True)
class BonusClass:
    """A class of bonus. `level` orders classes of one fact where points are equal; `lifts` names a grade."""

    name: str
    points: Decimal  # at most, for one claim
    cap: Decimal | None = None  # for all claims of the class
    lifts: str = ""


@dataclass(frozen=True, slots=True)
class Bonus:
    """The bonus (正向激励). Of several claims of one fact only the highest counts."""

    name: str = "正向激励"
    cap: Decimal | None = None
    may_exceed: bool = True  # may lift the total above the base; otherwise the total is cut there
    item_share: Decimal | None = None  # a claim that belongs to an indicator: at most this share of its points
    unit_share: Decimal | None = None  # at most this share of a group's units get any, those with most
    classes: Mapping[str, BonusClass] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FaultClass:
    name: str
    points: Decimal  # for one finding


@dataclass(frozen=True, slots=True)
class Deductions:
    """Deductions (扣分). `before` names the component from whose score they are taken before it is weighted."""

    name: str = "察访核验"
    cap: Decimal | None = None
    doubles: bool = False  # a finding that was not rectified takes twice the points
    before: str = ""  # '': taken from the total
    classes: Mapping[str, FaultClass] = field(default_factory=dict)


class TotalTies(StrEnum):
    SAME = "same"  # the same rank, the next ranks left out: 1, 2, 2, 4
    BREAK = "break"  # by the components of `tie_break`, in order; then the same rank


@dataclass(frozen=True, slots=True)
class Ranking:
    ties: TotalTies = TotalTies.SAME
    tie_break: tuple[str, ...] = ()  # component keys


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade, best first: by threshold (`at_least`), by part of the group (`share`), or both must hold."""

    name: str
    at_least: Decimal | None = None
    share: Decimal | None = None


class Counting(StrEnum):
    """How a share of a group becomes a number of units."""

    HALF_UP = "half_up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True)
class Grading:
    """Grades from the best to the last; the last takes whoever is left. `groups` overrides shares: group → grade →
    share."""

    grades: tuple[Grade, ...] = ()
    counting: Counting = Counting.HALF_UP
    groups: Mapping[str, Mapping[str, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Places:
    """Decimals at each level, rounded half up."""

    indicator: int = 4
    component: int = 4
    total: int = 2


class Aim(StrEnum):
    """What an indicator measures itself by."""

    NONE = "none"
    TARGET = "target"
    CEILING = "ceiling"  # less is better


@dataclass(frozen=True, slots=True)
class Assigned:
    """Which rule an indicator gets: by its printed number, by its category, by whether it has a target or a ceiling."""

    with_target: str = "proportional"
    with_ceiling: str = "within"  # 不超过, 零发生
    without_target: str = "done"
    by_no: Mapping[str, str] = field(default_factory=dict)
    by_category: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scheme:
    """All rules of a scheme. Without components the base itself is what deductions are taken from (扣分制)."""

    title: str
    base: Decimal = HUNDRED
    share: Share = Share.WEIGHT
    note: str = ""
    components: tuple[Component, ...] = ()
    missing: Missing = Missing.REFUSE  # of an indicator
    bonus: Bonus = Bonus()
    deductions: Deductions = Deductions()
    ranking: Ranking = Ranking()
    grading: Grading = Grading()
    places: Places = Places()
    assigned: Assigned = Assigned()
    rules: Mapping[str, Rule] = field(
        default_factory=lambda: {
            "done": Done(),
            "proportional": Proportional(),
            "within": Done(direction=Direction.LOWER),
        }
    )

    def rule_for(self, no: str, category: str, aim: Aim) -> str:
        """The key of the rule of an indicator; its number goes before its category, and both before its aim."""
        known = self.assigned.by_no.get(no) or self.assigned.by_category.get(category)
        by_aim = {
            Aim.TARGET: self.assigned.with_target,
            Aim.CEILING: self.assigned.with_ceiling,
            Aim.NONE: self.assigned.without_target,
        }
        return known or by_aim[aim]

    def worths(self) -> dict[str, Decimal]:
        """What each component is worth of the base, before rounding."""
        if self.share is Share.MAXIMUM:
            return {each.key: each.counts for each in self.components}
        weights = sum((each.counts for each in self.components), ZERO)
        return {each.key: self.base * each.counts / weights for each in self.components}

    def full_of(self, component: Component) -> Decimal:
        """The full mark of what comes in for a component whose score is given or rated."""
        return component.scale or (component.counts if self.share is Share.MAXIMUM else HUNDRED)
