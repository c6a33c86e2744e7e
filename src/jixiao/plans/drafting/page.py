"""The working copy as the drafting page shows it: rows, marks on cells, sums of branches, findings. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile

from jixiao.core.draft_reading import SEPARATOR, UNREADABLE, Reading
from jixiao.core.drafting import DECLARED, Draft, DraftRow
from jixiao.core.fields import FIELDS
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.totals import own_points
from jixiao.plans.importing.rows import NumberedFinding

ORDER = tuple(
    "category subcategory no policy_basis l1_no l1 l1_citation l1_points l2 rule weight kind goal_kind deadline_raw "
    "deadline leaders offices co_offices owners".split()
)
STANDARD = frozenset(
    "category subcategory no policy_basis l1 l2 weight deadline_raw leaders offices owners".split()
)  # what a blank plan shows
MERGED = ("category", "subcategory", "policy_basis", "l1_no", "l1", "l1_citation", "l1_points")
_GRAVE = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


@dataclass(frozen=True, slots=True)
class Mark:
    """What a cell has to say: the gravest severity, the sentences, and whether its text could not be read at all."""

    tone: str
    sentence: str
    unreadable: bool = False


Marks = Mapping[tuple[str, str], Mark]  # by uid and field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `same`: it repeats the cell above, and everything that stands over both is the same too."""

    field: str
    text: str
    mark: Mark | None
    same: bool


@dataclass(frozen=True, slots=True)
class PageRow:
    uid: str
    position: int
    no: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A category, group or goal: what its rows add up to and what is declared; `agrees` is None without the latter."""

    label: str
    depth: int
    points: str
    declared: str
    agrees: bool | None
    is_goal: bool


@dataclass(frozen=True, slots=True)
class PageFinding(NumberedFinding):
    """A finding with the place that it leads to; `address` is '' when it concerns the whole plan."""

    place: str
    address: str


def columns_of(draft: Draft, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """The fields that have a column: those chosen, or the standard ones and those that any row fills."""
    wanted = frozenset(chosen) & frozenset(ORDER)
    if not wanted:
        wanted = STANDARD.union(name for row in draft.rows for name in row.cells)
    return tuple(name for name in ORDER if name in wanted)


def marks_of(reading: Reading, findings: Iterable[Finding]) -> dict[tuple[str, str], Mark]:
    """The marks of cells. A cell that cannot be read says what to type; otherwise the findings speak in their order."""
    uids = {row.position: row.uid for row in reading.plan.rows}
    marks = {(flag.uid, flag.field): Mark(Severity.ERROR.value, flag.sentence, True) for flag in reading.flags}
    for finding in findings:
        if finding.row is None or not finding.field or finding.code == UNREADABLE:
            continue
        key = uids[finding.row], column_of(finding.field)
        before = marks.get(key)
        if before is None:
            marks[key] = Mark(finding.severity.value, finding.message)
        elif not before.unreadable:
            marks[key] = Mark(before.tone, f"{before.sentence}\n{finding.message}")  # findings come gravest first
    return marks


def column_of(field: str) -> str:
    """The field whose cell shows a finding on `field`: a deadline is read from its wording."""
    return "deadline_raw" if field == "deadline" else field


def page_rows(draft: Draft, columns: Sequence[str], marks: Marks) -> list[PageRow]:
    """The rows in order, each with all its columns."""
    made: list[PageRow] = []
    above: DraftRow | None = None
    for position, row in enumerate(draft.rows, start=1):
        cells = _cells(row, above, columns, marks)
        made.append(PageRow(row.uid, position, row.cells.get("no", ""), cells))
        above = row
    return made


def _cells(row: DraftRow, above: DraftRow | None, columns: Sequence[str], marks: Marks) -> tuple[Cell, ...]:
    found = []
    goes_on = above is not None
    for name in columns:
        text, same = row.cells.get(name, ""), False
        if name in MERGED and above is not None:
            same = goes_on and bool(text) and text == above.cells.get(name, "")
            goes_on = goes_on and text == above.cells.get(name, "")
        found.append(Cell(name, text, marks.get((row.uid, name)), same))
    return tuple(found)


def inherited(draft: Draft, after: str) -> dict[str, str]:
    """What a new row behind `after` has from the start: the merged cells into which it is put."""
    at = draft.at(after)
    if at is None or at + 1 >= len(draft.rows):
        return {}
    above, below = draft.rows[at].cells, draft.rows[at + 1].cells
    shared = takewhile(lambda name: above.get(name, "") == below.get(name, ""), MERGED)
    return {name: above[name] for name in shared if name in above}


def branches_of(plan: PlanRecord) -> list[Branch]:
    """Every category and group, and every goal that declares points, in the order of the table."""
    declared = {entry.path: entry.points for entry in plan.declared}
    sums, goals = _sums(plan)
    shown = [path for path in _tree_order(sums) if path not in goals or path in declared]
    return [_branch(path, sums[path], declared.get(path), path in goals) for path in shown]


def _sums(plan: PlanRecord) -> tuple[dict[tuple[str, ...], Decimal], set[tuple[str, ...]]]:
    """The points under each path of titles, and which of the paths are goals."""
    sums: dict[tuple[str, ...], Decimal] = {}
    goals: set[tuple[str, ...]] = set()
    for row in plan.rows:
        if row.kind is not RowKind.BASE:
            continue
        for depth in range(1, len(row.path)):
            path = row.path[:depth]
            sums[path] = sums.get(path, Decimal(0)) + own_points(row)
            if _is_goal(row, path):
                goals.add(path)
    return sums, goals


def _is_goal(row: Row, path: tuple[str, ...]) -> bool:
    return row.l2 is not None and len(path) == len(row.path) - 1 and path[-1] == row.l1


def _tree_order(paths: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Each branch behind the one that it stands under, however far apart their rows are."""
    first = {path: at for at, path in enumerate(paths)}
    return sorted(first, key=lambda path: [first[path[: depth + 1]] for depth in range(len(path))])


def _branch(path: tuple[str, ...], points: Decimal, declared: Decimal | None, is_goal: bool) -> Branch:
    agrees = None if declared is None else declared == points
    text = "" if declared is None else format_points(declared)
    return Branch(path[-1], len(path), format_points(points), text, agrees, is_goal)


def declared_fields(plan: PlanRecord, heading: Mapping[str, str]) -> dict[str, str]:
    """Heading fields of declared points and their labels: of every category and group, and of what has one already."""
    found: dict[str, str] = {}
    for row in plan.rows:
        above = row.path[:-2] if row.l2 and len(row.path) > 1 and row.path[-2] == row.l1 else row.path[:-1]
        for depth in range(1, len(above) + 1):
            found.setdefault(DECLARED + SEPARATOR.join(above[:depth]), SEPARATOR.join(above[:depth]))
    for name in heading:
        if name.startswith(DECLARED):
            found.setdefault(name, name.removeprefix(DECLARED))
    return found


def sums_by_title(plan: PlanRecord) -> dict[str, str]:
    """What the rows of each branch add up to, by its titles as `declared_fields` labels them."""
    return {SEPARATOR.join(path): format_points(points) for path, points in _sums(plan)[0].items()}


def whole_of(plan: PlanRecord) -> Branch:
    """The plan's total and its scale."""
    points = sum((own_points(row) for row in plan.rows), Decimal(0))
    return _branch(("合计",), points, plan.meta.scale, False)


def page_findings(
    reading: Reading, findings: Iterable[Finding], columns: Sequence[str], base: str
) -> list[PageFinding]:
    """The findings numbered, each with the cell that it leads to: in the grid, or on the row's own form."""
    uids = {row.position: row.uid for row in reading.plan.rows}
    made = []
    for number, finding in enumerate(findings, start=1):
        name = column_of(finding.field or "")
        label = FIELDS[name].label if name in FIELDS else ""
        place, address = "", ""
        if finding.row is not None:
            uid = uids[finding.row]
            place = f"第{finding.row}行" + (f" · {label}" if label else "")
            in_grid = f"#c-{uid}-{name}" if name in columns else f"#{uid}"
            address = in_grid if name in columns or not label else f"{base}rows/{uid}/#f-{name}"
        elif finding.field:
            place, address = "方案信息", f"{base}heading/"
        made.append(PageFinding(number, finding, label, place, address))
    return made
