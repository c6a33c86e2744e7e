"""How a check points at the cells of a plan and names their rows. No rule in itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypedDict

from jixiao.core.places import Place, Source
from jixiao.core.records import PlanRecord, Row, RowKind
from jixiao.core.wording import head


class Where(TypedDict):
    """The part of a finding that says where."""

    places: tuple[Place, ...]
    row: int | None
    row_no: str | None
    field: str | None


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the plan, once for each time that it is printed. `row` is None for the text outside the table."""

    text: str
    field: str
    row: Row | None
    place: Place

    def at(self, start: int, end: int) -> Where:
        """Point at characters of the text."""
        row = self.row
        field = self.field
        if row and field == "l1_raw":
            field = _part_of_goal(row, start)
        return Where(
            places=(narrowed(self.place, start, end),),
            row=row.position if row else None,
            row_no=row.no if row else None,
            field=field,
        )

    @property
    def name(self) -> str:
        """What a sentence calls the place: 1-2-1行“文件依据”."""
        return f"{name_of(self.row)}“{FIELD_NAMES[self.field]}”" if self.row else FIELD_NAMES[self.field]


FIELD_NAMES = {
    "policy_basis": "文件依据",
    "l1_raw": "一级指标",
    "l1": "一级指标",
    "l1_citation": "一级指标",
    "l2": "二级指标",
    "rule": "评分标准",
    "document_no": "正文",
    "basis": "正文",
}


def at(row: Row, field: str, *others: Place) -> Where:
    """Point at a whole cell of a row, and at other places that belong to the matter."""
    return Where(places=(row.place(field), *others), row=row.position, row_no=row.no, field=field)


def narrowed(place: Place, start: int, end: int) -> Place:
    """The stretch of a value inside its cell. `start` and `end` are offsets in the value."""
    return Place(place.line, place.column, place.start + start, place.start + end)


def name_of(row: Row) -> str:
    """How a sentence calls a row: by its printed number, otherwise by the beginning of its text."""
    if row.no:
        return f"序号{row.no}"
    return f"第{row.position}行（{head(row.text)}）" if row.text else f"第{row.position}行"


def name_of_en(row: Row) -> str:
    """The same in English."""
    return f"row {row.no}" if row.no else f"row no. {row.position} of the table"


def base_rows(plan: PlanRecord) -> tuple[Row, ...]:
    """The rows that make up the plan's points: no bonus, penalty or veto rows."""
    return tuple(row for row in plan.rows if row.kind is RowKind.BASE)


def printed_basis(plan: PlanRecord) -> Iterator[Text]:
    """Each printed basis cell once: what a row inherits is the same cell."""
    for row in plan.rows:
        if row.policy_basis and row.policy_basis_source not in (Source.DOWN, Source.UP):
            yield Text(row.policy_basis, "policy_basis", row, row.place("policy_basis"))


def basis_texts(plan: PlanRecord) -> Iterator[Text]:
    """Texts in which documents are named: the basis cells, the plan's own number, the basis in the prose."""
    meta = plan.meta
    if meta.document_no:
        yield Text(meta.document_no, "document_no", None, meta.places.get("document_no", Place(1)))
    for text in meta.basis:
        yield Text(text, "basis", None, meta.places.get("basis", Place(1)))
    yield from printed_basis(plan)


def goal_texts(plan: PlanRecord) -> Iterator[Text]:
    """Each printed first-level cell once, with its citation and points where they stand in it."""
    before: Row | None = None
    for row in plan.rows:
        if not _same_goal_cell(before, row):
            yield from _goal_cell(row)
        before = row


def _same_goal_cell(before: Row | None, row: Row) -> bool:
    return before is not None and row.l2 is not None and _raw_goal(row) == _raw_goal(before)


def _raw_goal(row: Row) -> tuple[str | None, str | None]:
    return row.l1_raw or row.l1, row.l1_citation


def _goal_cell(row: Row) -> Iterator[Text]:
    text = row.l1_raw or row.l1
    if text:
        yield Text(text, "l1_raw", row, row.places.get("l1_raw") or row.place("l1"))
    if row.l1_citation and row.l1_citation not in (text or ""):
        yield Text(row.l1_citation, "l1_citation", row, row.place("l1_citation"))


def citation_texts(plan: PlanRecord) -> Iterator[Text]:
    """Each printed citation (属…第N条) once, placed in the cell that holds it."""
    before: Row | None = None
    for row in plan.rows:
        if row.l1_citation and not _same_goal_cell(before, row):
            offset = max((row.l1_raw or "").find(row.l1_citation), 0)
            whole = row.places.get("l1_raw") or row.place("l1")
            place = row.places.get("l1_citation") or narrowed(whole, offset, offset + len(row.l1_citation))
            yield Text(row.l1_citation, "l1_citation", row, place)
        before = row


def leaf_texts(plan: PlanRecord) -> Iterator[Text]:
    """Second-level texts and scoring standards. A text that a merged cell gives to several rows comes once."""
    last: dict[str, str] = {}
    for row in plan.rows:
        for field, text in (("l2", row.l2), ("rule", row.rule)):
            if text and last.get(field) != text:
                yield Text(text, field, row, row.place(field))
            last[field] = text or ""


def all_texts(plan: PlanRecord) -> Iterator[Text]:
    """Every printed text of the table's rows, once."""
    yield from printed_basis(plan)
    yield from goal_texts(plan)
    yield from leaf_texts(plan)


def _part_of_goal(row: Row, start: int) -> str:
    """Does an offset in the first-level cell fall into its citation?"""
    if not row.l1_citation or not row.l1_raw:
        return "l1"
    begin = row.l1_raw.find(row.l1_citation)
    return "l1_citation" if 0 <= begin <= start < begin + len(row.l1_citation) else "l1"
