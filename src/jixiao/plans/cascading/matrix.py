"""The matrix of offices and indicators with their credit, ready to show. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.draft_reading import SHARED as JOINED
from jixiao.core.numbers import format_points
from jixiao.people.models import Organisation
from jixiao.plans.cascading.reading import Carrying, Child
from jixiao.plans.models import Item


@dataclass(frozen=True, slots=True)
class MatrixCell:
    """One office on one row; `sign` says in what part."""

    sign: str = ""
    word: str = ""
    points: str = ""


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One indicator with a cell for every office."""

    item: Item
    points: str
    cells: list[MatrixCell]
    is_shared: bool
    is_open: bool  # its weights are wanting


@dataclass(frozen=True, slots=True)
class OfficeRow:
    """One office: what it carries and is credited, and its plan."""

    office: Organisation
    leads: int
    joins: int
    points: str
    child: Child | None


def matrix(found: Carrying) -> list[MatrixRow]:
    """Every indicator with a cell for every office, in the orders of the plan."""
    open_rows = frozenset(found.credited.open)
    first = {row.id: unit[0].id for unit in found.units() for row in unit}
    shared = {unit[0].id for unit in found.units() if len({pk for row in unit for pk in row.offices}) > 1}
    return [
        MatrixRow(
            item,
            JOINED if item.shares_points else "" if item.points is None else format_points(item.points),
            [_cell(found, uid, pk) for pk in found.offices],
            first[uid] == uid and uid in shared,
            first[uid] in open_rows,
        )
        for uid, item in found.items.items()
    ]


def _cell(found: Carrying, uid: str, office: int) -> MatrixCell:
    if office not in found.offices_by_row[uid]:
        return MatrixCell()
    sign, word = ("●", "牵头") if (uid, office) in found.leading else ("○", "配合")
    share = found.credited.shares.get((uid, office))
    if share is None:
        return MatrixCell(sign, word, "待定")
    return MatrixCell(
        sign, word, JOINED if share.joined else "" if share.points is None else format_points(share.points)
    )


def office_rows(found: Carrying, children: list[Child]) -> list[OfficeRow]:
    """Every office with what it carries; sums are of base points."""
    plans = {child.plan.organisation_id: child for child in children if child.kind == "office"}
    rows = []
    for pk, office in found.offices.items():
        carried = [row.id for row in found.carried if pk in row.offices]
        leads = sum((uid, pk) in found.leading for uid in carried)
        total = sum((_base(found, uid, pk) for uid in carried), Decimal(0))
        rows.append(OfficeRow(office, leads, len(carried) - leads, format_points(total), plans.get(pk)))
    return rows


def _base(found: Carrying, uid: str, office: int) -> Decimal:
    share = found.credited.shares.get((uid, office))
    is_base = found.items[uid].kind == Item.Kind.BASE
    return share.points if is_base and share is not None and share.points is not None else Decimal(0)
