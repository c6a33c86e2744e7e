"""What is scored: the sheet of an organisation with its indicators, given scores, bonus claims, deductions and events.

Amounts are in the indicator's base unit (元, 项, %), points on the scale of the plan's own table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Join(StrEnum):
    """How the values of the periods come to the year's."""

    LAST = "last"  # 期末数, 累计数: the last that is known
    SUM = "sum"
    MEAN = "mean"
    EACH = "each"  # every period is scored by itself; the year is their mean, a period without a value counts nothing


@dataclass(frozen=True, slots=True)
class Decision:
    """A person's word on the points of an indicator: it replaces what stood before (同类复核, 实地考评)."""

    stage: str  # in words: 实地考评
    points: Decimal
    reason: str = ""
    by: str = ""
    on: str = ""  # YYYY-MM-DD
    old: Decimal | None = None  # the points that it replaced


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator. `values` has one entry a period; what a value means, the rule says: an amount, a rank, points."""

    key: str  # unique on the sheet; the same indicator has the same key on every sheet of a group
    points: Decimal
    rule: str  # key of a rule of the scheme
    values: tuple[Decimal | None, ...] = ()
    join: Join = Join.LAST
    target: Decimal | None = None
    previous: Decimal | None = None  # last year's value
    marks: tuple[Decimal, ...] = ()  # of a panel
    claimed: Decimal | None = None  # points by self-evaluation
    no: str = ""  # as printed
    title: str = ""
    unit: str = ""
    path: tuple[str, ...] = ()  # titles above it: category, goal
    evidence: tuple[str, ...] = ()  # names of files
    decisions: tuple[Decision, ...] = ()  # in the order in which they were made


@dataclass(frozen=True, slots=True)
class Given:
    """A component's score from elsewhere, on the component's scale."""

    score: Decimal
    source: str = ""  # issuing body and document
    by: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """A bonus claim (正向激励) that was accepted. Claims of one fact count once."""

    key: str
    kind: str  # key of a bonus class
    fact: str  # the same for claims of the same fact
    points: Decimal | None = None  # None: those of the class
    title: str = ""
    source: str = ""
    item: str = ""  # key of the entry that it belongs to, if any
    by: str = ""
    on: str = ""
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fault:
    """A deduction: a finding of an inspection, a breach. `points` is what the class takes when it is None."""

    key: str
    kind: str  # key of a deduction class
    points: Decimal | None = None
    rectified: bool = True
    title: str = ""
    source: str = ""
    by: str = ""
    on: str = ""
    evidence: tuple[str, ...] = ()


class Effect(StrEnum):
    """What an event does to a grade."""

    PROMOTE = "promote"  # to `grade`, outside the share of it
    CAP = "cap"  # not better than `grade` (一票否优)
    LOWER = "lower"  # by `steps`


class Subject(StrEnum):
    """Whose grade."""

    BOTH = "both"
    UNIT = "unit"
    BODY = "body"  # the leading body (领导班子)


@dataclass(frozen=True, slots=True)
class Event:
    """A fact that changes the grade, not the points."""

    key: str
    effect: Effect
    grade: str = ""
    steps: int = 1
    subject: Subject = Subject.BOTH
    title: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is known of one organisation in a year. Units kept `apart` (单列) get no rank and no grade."""

    organisation: str  # key: unique among the sheets
    name: str = ""
    group: str = ""
    apart: bool = False
    entries: tuple[Entry, ...] = ()
    given: Mapping[str, Given] = field(default_factory=dict)  # by component key
    claims: tuple[Claim, ...] = ()
    faults: tuple[Fault, ...] = ()
    events: tuple[Event, ...] = ()


def year_value(entry: Entry) -> Decimal | None:
    """The year's value; None where nothing is known. An EACH entry has none of its own: its last known period's."""
    known = [value for value in entry.values if value is not None]
    if not known:
        return None
    if entry.join is Join.SUM:
        return sum(known, Decimal(0))
    if entry.join is Join.MEAN:
        return sum(known, Decimal(0)) / len(known)
    return known[-1]
