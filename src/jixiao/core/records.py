"""Frozen records of a plan as it was read from its document.

What the document says and what was concluded from it are kept apart: a field holds the value, its
`*_source` says whether it was printed, inherited or inferred, and `places` says where it stands.
Points are decimals on the plan's own scale (100, 1000 or per cent).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jixiao.core.places import Place, Source
from jixiao.core.targets import Target


class RowKind(StrEnum):
    """Which account a row's points belong to; only BASE rows add up to the plan's total."""

    BASE = "base"
    BONUS = "bonus"
    PENALTY = "penalty"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class Row:
    """One assessed row (a leaf of the plan's tree), in the order of the document."""

    position: int  # from 1
    line: int
    path: tuple[str, ...] = ()  # titles from the category to the leaf
    kind: RowKind = RowKind.BASE
    no: str | None = None
    no_source: Source = Source.NONE
    category: str | None = None
    category_raw: str | None = None
    category_source: Source = Source.NONE
    subcategory: str | None = None
    policy_basis: str | None = None
    policy_basis_source: Source = Source.NONE
    l1_no: str | None = None
    l1: str | None = None
    l1_raw: str | None = None
    l1_source: Source = Source.NONE
    l1_citation: str | None = None
    l1_points: Decimal | None = None
    l2: str | None = None
    weight: Decimal | None = None
    weight_source: Source = Source.NONE  # DOWN: one printed weight is shared with the rows above
    deadline: date | None = None
    deadline_raw: str | None = None
    leaders: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()  # the first is the lead office
    co_offices: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    responsibility_source: Source = Source.NONE
    rule: str | None = None  # scoring standard
    extra: Mapping[str, str] = field(default_factory=dict)  # other columns, verbatim, by their printed name
    targets: tuple[Target, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)  # by field name
    uid: str = ""  # stays with the row through all versions of its plan
    goal_kind: str = ""  # 重点, 常规, 动态 where the plan sorts its goals so

    @property
    def text(self) -> str:
        """The leaf's own wording: the second-level text where there is one, otherwise the first-level one."""
        return self.l2 or self.l1 or ""

    def place(self, name: str) -> Place:
        """Where a field stands; the row's line when the field has no cell of its own."""
        return self.places.get(name) or Place(self.line)


@dataclass(frozen=True, slots=True)
class Declared:
    """Points that the document states for a category, a group or a goal; `path` leads to it."""

    path: tuple[str, ...]
    points: Decimal
    place: Place


@dataclass(frozen=True, slots=True)
class PrintedTotal:
    """A sum row. `path` is the branch that it closes; () is the whole plan."""

    label: str
    points: Decimal
    place: Place
    path: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One act of the yearly procedure. `start` and `due` are None where the text gives no date."""

    title: str
    text: str
    start: date | None
    due: date | None
    due_text: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of a table that could not be placed, verbatim."""

    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Meta:
    """What the prose says about the plan itself. Unknown is None or empty, never guessed."""

    title: str | None = None
    document_no: str | None = None
    issued: date | None = None
    year: int | None = None
    organisation: str | None = None
    issuer: str | None = None
    leading_group: Mapping[str, str] = field(default_factory=dict)  # head, deputy, members, office: as worded
    categories: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()  # superior documents that the plan rests on
    copied_to: str | None = None
    scale: Decimal | None = None  # the whole that the points add up to by the document's word: 100, 1000
    points_unit: str | None = None  # 分, %, ‰
    places: Mapping[str, Place] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanRecord:
    """A plan as read: rows, what the document declares about them, and what remained unread."""

    meta: Meta
    rows: tuple[Row, ...]
    declared: tuple[Declared, ...] = ()
    printed_totals: tuple[PrintedTotal, ...] = ()
    steps: tuple[Step, ...] = ()
    unread: tuple[Unread, ...] = ()
    columns: frozenset[str] = frozenset()  # row fields for which the table has a column
