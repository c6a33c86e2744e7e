"""A draft as the review shows it: rows with merged cells, findings, sums. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from dataclasses import field as dataclass_field
from decimal import Decimal

from jixiao.core.fields import FIELDS
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.totals import totals_of

SOURCES = {Source.DOWN: "承上", Source.UP: "承下", Source.INFERRED: "推断", Source.MISSING: "缺"}
STACKED = {"l1": ("l1_points", "l1_citation")}  # shown under the cell that they belong to
ALWAYS = ("no", "l1", "weight", "deadline_raw", "leaders", "offices", "owners")
ORDER = (
    "category",
    "subcategory",
    "no",
    "policy_basis",
    "l1",
    "l2",
    "rule",
    "weight",
    "kind",
    "deadline_raw",
    "leaders",
    "offices",
    "co_offices",
    "owners",
)
MERGED = {"category", "subcategory", "policy_basis", "l1"}
_WORST = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(slots=True)
class DraftCell:
    """One cell of a row. `span` counts the rows that it covers."""

    field: str
    text: str
    source: str = ""
    tone: str = ""
    span: int = 1
    stacked: list[DraftCell] = dataclass_field(default_factory=list)

    @property
    def key(self) -> tuple[str, ...]:
        """Two neighbours with the same key are one merged cell."""
        return (self.text, *(cell.text for cell in self.stacked))


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One row; a cell is None where the cell above covers it."""

    position: int
    line: int
    cells: list[DraftCell | None]


@dataclass(frozen=True, slots=True)
class Sum:
    """Points of one category: as the rows add up and as the document declares, and whether they agree."""

    label: str
    points: str
    declared: str
    agrees: bool | None  # None when nothing is declared


@dataclass(frozen=True, slots=True)
class NumberedFinding:
    """A finding with the number that pages use to point at it."""

    number: int
    finding: Finding
    label: str  # of the field


def columns_of(plan: PlanRecord) -> list[str]:
    """The fields worth a column: the usual ones, and those that any row fills."""
    return [name for name in ORDER if name in ALWAYS or any(_is_worth(row, name) for row in plan.rows)]


def _is_worth(row: Row, name: str) -> bool:
    value = getattr(row, name)
    return value != RowKind.BASE if name == "kind" else bool(value)


def draft_rows(plan: PlanRecord, findings: tuple[Finding, ...], columns: list[str]) -> list[DraftRow]:
    """The rows; neighbours that hold the same value of a merged column share the cell."""
    marks = _marks(findings)
    above: dict[str, DraftCell] = {}
    made = []
    for row in plan.rows:
        cells: list[DraftCell | None] = []
        fresh = False  # a cell to the left changed, so nothing to the right continues
        for name in columns:
            cell = _cell(row, name, marks)
            before = above.get(name)
            joined = before is not None and name in MERGED and not fresh and cell.text and cell.key == before.key
            if joined and before is not None and not cell.tone:
                before.span += 1
                cells.append(None)
                continue
            if name in ("category", "subcategory", "l1") and cell.text:
                fresh = True
            above[name] = cell
            cells.append(cell)
        made.append(DraftRow(row.position, row.line, cells))
    return made


def _cell(row: Row, name: str, marks: dict[tuple[int, str], str]) -> DraftCell:
    field = FIELDS[name]
    source = SOURCES.get(getattr(row, field.source), "") if field.source else ""
    text = field.write(getattr(row, name))
    if source == SOURCES[Source.MISSING] and text:
        source = ""
    stacked = [_cell(row, each, marks) for each in STACKED.get(name, ()) if getattr(row, each)]
    return DraftCell(name, text, source, marks.get((row.position, name), ""), stacked=stacked)


def _marks(findings: tuple[Finding, ...]) -> dict[tuple[int, str], str]:
    """(row, field) → the tone of the gravest finding on the cell."""
    marks: dict[tuple[int, str], str] = {}
    for finding in sorted(findings, key=lambda finding: -_WORST[finding.severity]):
        if finding.row is not None and finding.field:
            name = "deadline_raw" if finding.field == "deadline" else finding.field
            marks[finding.row, name] = finding.severity.value
    return marks


def sums(plan: PlanRecord) -> tuple[list[Sum], Sum]:
    """The categories' points and the whole."""
    totals = totals_of(plan)
    declared = {entry.path[0]: entry.points for entry in plan.declared if len(entry.path) == 1}
    parts = [_sum(label, points, declared.get(label)) for label, points in totals.categories.items()]
    printed = next((total.points for total in reversed(plan.printed_totals) if not total.path), None)
    return parts, _sum("合计", totals.grand_total, plan.meta.scale if plan.meta.scale is not None else printed)


def _sum(label: str, points: Decimal, declared: Decimal | None) -> Sum:
    agrees = None if declared is None else declared == points
    return Sum(label, format_points(points), "" if declared is None else format_points(declared), agrees)


def numbered(findings: tuple[Finding, ...]) -> list[NumberedFinding]:
    """Number the findings in their order."""
    return [
        NumberedFinding(number, finding, FIELDS[finding.field].label if finding.field in FIELDS else "")
        for number, finding in enumerate(findings, start=1)
    ]
