"""What the public sees of a plan: a version with everything taken out that is withheld. Reading only.

Taking out happens on the record, before any page is made, so that a page cannot show what it was never given.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from jixiao.core.fields import FIELDS
from jixiao.core.journal_chain import canonical, digest
from jixiao.core.places import Source
from jixiao.core.records import PlanRecord, Row
from jixiao.plans.models import Publication, Withheld

HIDDEN = "（不公开）"
WHOLE = "本项依法不公开"
PERSONS = ("leaders", "owners")  # names of persons: withheld unless the publication says otherwise
_WITH = {"l1": ("l1_no",), "weight": ("l1_points",), "deadline_raw": ("deadline",), "no": ()}
_MERGED = ("category", "subcategory", "policy_basis", "l1", "l1_citation")  # printed once for several rows
SHOWN = (
    "no",
    "category",
    "subcategory",
    "policy_basis",
    "l1",
    "l1_citation",
    "l2",
    "rule",
    "weight",
    "deadline_raw",
    "leaders",
    "offices",
    "co_offices",
    "owners",
)
_CHOICES = {ground.value: str(ground.label) for ground in Withheld.Ground}


@dataclass(frozen=True, slots=True)
class Out:
    """One thing that is withheld: a field (or the whole row when '') of a row (or of all rows when uid is '')."""

    uid: str
    field: str
    ground: str


@dataclass(frozen=True, slots=True)
class Leak:
    """Something withheld that still stands in another cell."""

    position: int
    label: str
    value: str


def outs_of(publication: Publication) -> tuple[Out, ...]:
    """All that the publication withholds, the persons' names first."""
    names = () if publication.names_shown else PERSONS
    rows = publication.withheld.all()
    return (
        *(Out("", name, Withheld.Ground.PRIVACY.value) for name in names),
        *(Out(each.uid, each.field, each.ground) for each in rows if not (each.uid == "" and each.field in names)),
    )


def content_digest(publication: Publication, outs: Sequence[Out]) -> str:
    """What the review is about: the version and all that is taken out of it."""
    said = [[out.uid, out.field, out.ground] for out in outs]
    return digest(canonical([publication.version.digest, publication.names_shown, said]))


def redacted(plan: PlanRecord, outs: Sequence[Out]) -> PlanRecord:
    """The plan without what is withheld."""
    columns = {out.field for out in outs if out.uid == ""}
    whole = {out.uid for out in outs if out.uid and not out.field}
    cells = _cells(plan, outs)
    rows = tuple(_row(row, columns, cells.get(row.uid, set()), whole=row.uid in whole) for row in plan.rows)
    hidden = [row for row in plan.rows if row.uid in whole or "weight" in cells.get(row.uid, set())]
    without_points = [row.path for row in hidden]
    goals = {row.path[:-1] for row in hidden if row.l2}  # whose points would tell those of the row
    rows = tuple(
        replace(row, l1_points=None) if was.path[:-1] in goals else row
        for row, was in zip(rows, plan.rows, strict=True)
    )
    declared = tuple(each for each in plan.declared if not _tells(each.path, without_points, columns))
    return replace(plan, rows=rows, declared=declared, printed_totals=(), steps=(), unread=())


def _tells(path: tuple[str, ...], without_points: Iterable[tuple[str, ...]], columns: set[str]) -> bool:
    """Whether the branch's points would tell those of a row below that are withheld."""
    return "weight" in columns or any(below[: len(path)] == path for below in without_points)


def _cells(plan: PlanRecord, outs: Sequence[Out]) -> dict[str, set[str]]:
    """Fields to hide by uid. A cell that is printed once for several rows is hidden for all of them."""
    rows = {row.uid: row for row in plan.rows}
    hidden: dict[str, set[str]] = {}
    for out in outs:
        if not out.uid or out.uid not in rows:
            continue
        if out.field in ("weight", ""):
            for row in _sharing(plan.rows, rows[out.uid]):
                hidden.setdefault(row.uid, set()).add("weight")
        if not out.field:
            continue
        value = getattr(rows[out.uid], out.field)
        same = [row for row in plan.rows if out.field in _MERGED and getattr(row, out.field) == value]
        for row in [rows[out.uid], *same]:
            hidden.setdefault(row.uid, set()).add(out.field)
    return hidden


def _sharing(rows: Sequence[Row], row: Row) -> Sequence[Row]:
    """The rows that share one printed weight with the row, itself among them."""
    first = row.position - 1
    while first and rows[first].weight_source is Source.DOWN:
        first -= 1
    last = row.position
    while last < len(rows) and rows[last].weight_source is Source.DOWN:
        last += 1
    return rows[first:last]


def _row(row: Row, columns: set[str], cells: set[str], *, whole: bool) -> Row:
    if whole:
        category = None if "category" in columns else (HIDDEN if "category" in cells else row.category)
        above = (category,) if category else ()
        return Row(row.position, row.line, (*above, WHOLE), uid=row.uid, category=category, l1=WHOLE)
    values: dict[str, Any] = {}
    for name in {*columns, *cells}:
        is_names = isinstance(getattr(row, name), tuple)
        empty: object = () if is_names else None
        mark: object = (HIDDEN,) if is_names else HIDDEN
        hides = name in cells and name not in columns and getattr(row, name) not in ((), None)
        values[name] = mark if hides and name != "weight" else empty
        values |= dict.fromkeys(_WITH.get(name, ()), None)
    seen = replace(row, **values, extra={}, targets=(), places={}, category_raw=None, l1_raw=None)
    return replace(seen, path=(*(title for title in (seen.category, seen.subcategory) if title), seen.text))


def leaks(plan: PlanRecord, shown: PlanRecord) -> tuple[Leak, ...]:
    """Withheld texts and names that still stand inside another cell of what is shown."""
    left = {pair for row in shown.rows for pair in _texts(row)}
    taken = sorted({text for row in plan.rows for name, text in _texts(row) if (name, text) not in left})
    return tuple(
        Leak(row.position, FIELDS[name].label, value)
        for row in shown.rows
        for name, text in _texts(row)
        for value in taken
        if len(value) > 1 and value in text
    )


def _texts(row: Row) -> Iterator[tuple[str, str]]:
    for name in SHOWN:
        value = getattr(row, name)
        if isinstance(value, tuple):
            yield from ((name, "".join(each.split())) for each in value)
        elif isinstance(value, str):
            yield name, value


@dataclass(frozen=True, slots=True)
class Notice:
    """One line of the list of what is withheld."""

    what: str
    ground: str


def notices(plan: PlanRecord, outs: Sequence[Out]) -> list[Notice]:
    """What is withheld, without saying it. A row is named by its number, unless that is withheld too."""
    rows = {row.uid: row for row in plan.rows}
    unnumbered = {out.uid for out in outs if out.field in ("no", "")}
    found = []
    for out in outs:
        row = rows.get(out.uid)
        if out.uid and row is None:
            continue
        where = "各项"
        if row is not None:
            hidden = out.uid in unnumbered or not row.no
            where = f"第 {row.position} 行" if hidden else f"“{row.no}”"
        label = f"的{FIELDS[out.field].label}" if out.field else "整项"
        found.append(Notice(f"{where}{label}", _CHOICES.get(out.ground, "")))
    return found
