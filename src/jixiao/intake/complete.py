"""From rows in the making to records: merged cells inherited, missing numbers inferred, all of it marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from jixiao.core.dates import parse_deadline
from jixiao.core.findings import Finding
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Row, RowKind
from jixiao.core.targets import Target, find_targets
from jixiao.intake.blocks import Cell
from jixiao.intake.columns import PEOPLE, squeeze
from jixiao.intake.notes import note
from jixiao.intake.raw import Raw
from jixiao.intake.shapes import joined_names, parts_of, prefix_of

_NOTHING = {"", "/", "—", "-", "无", "——", "\\"}
_TELEPHONE = re.compile(r"[（(]?[:：]?\s*(?:电话)?[:：]?\s*[0-9０-９]{3,4}[-－\d０-９]{4,}\s*[）)]?")
_POST = re.compile(r"[（(][^（()）]{1,16}[）)]$")
_LAST = re.compile(r"(.*?)(\d+)$")


def complete(
    raws: Sequence[Raw], declared: Sequence[Declared], year: int | None
) -> tuple[tuple[Row, ...], list[Finding]]:
    """Turn the gathered rows into records, in order."""
    findings: list[Finding] = []
    _weights(raws)
    _shared_weights(raws, declared, findings)
    _numbers(raws, findings)
    people = _people(raws, findings)
    basis = _basis(raws, findings)
    has_number = any("no" in r.run.fields.values() for r in raws)
    rows = []
    for at, raw in enumerate(raws):
        row = _row(at, raw, year, people[at], basis[at], has_number)
        rows.append(row)
        findings += _name_notes(raw, row)
    return tuple(rows), findings


def _goals(raws: Sequence[Raw]) -> list[list[Raw]]:
    """Rows grouped by the goal that they share."""
    return [list(group) for _, group in groupby(raws, key=lambda r: id(r.goal) if r.goal else id(r))]


def _weights(raws: Sequence[Raw]) -> None:
    """A column of points left of the leaf's text merges with the titles on its left: one figure for several rows."""
    for before, raw in pairwise(raws):
        slots = {f: raw.run.slots[k].index for k, f in raw.run.fields.items()}
        leaf = max(slots.get("l1", 0), slots.get("l2", 0))
        left = [f for f in ("category", "subcategory", "l1") if f in slots and slots[f] < slots.get("weight", 0)]
        merged = left and not any(f in raw.cells for f in left) and before.run is raw.run
        if raw.weight is None and "weight" in slots and slots["weight"] < leaf and merged and before.weight is not None:
            raw.weight, raw.weight_source = before.weight, Source.DOWN


def _shared_weights(raws: Sequence[Raw], declared: Sequence[Declared], findings: list[Finding]) -> None:
    """A row without points whose category adds up without it shares the points of the row above."""
    stated = {d.path[0]: d.points for d in declared if len(d.path) == 1}
    sums: dict[str | None, Decimal] = {}
    for raw in raws:
        if raw.weight is not None and raw.weight_source is Source.CELL:
            sums[raw.category] = sums.get(raw.category, Decimal(0)) + raw.weight
    for before, raw in pairwise(raws):
        bare = raw.weight is None and "weight" not in raw.cells and raw.category == before.category
        if bare and before.weight is not None and stated.get(raw.category or "") == sums.get(raw.category, Decimal(0)):
            raw.weight, raw.weight_source = before.weight, Source.DOWN
            findings.append(note("weight-shared", Place(raw.line), field="weight", words={"points": before.weight}))


# --- numbers


def _numbers(raws: Sequence[Raw], findings: list[Finding]) -> None:
    """Fill numbers that are not printed: the next in the goal, a merged number again, or by the groups around."""
    for goal in _goals(raws):
        for before, raw in pairwise(goal):
            if raw.no is None and before.no is not None:
                found = _LAST.match(before.no)
                if found and found.group(1):
                    _infer(raw, f"{found.group(1)}{int(found.group(2)) + 1}", findings)
                else:
                    raw.no, raw.no_source = before.no, Source.DOWN
    _numbers_of_groups(raws, findings)


def _infer(raw: Raw, no: str, findings: list[Finding]) -> None:
    raw.no, raw.no_source = no, Source.INFERRED
    place = Place(raw.line, (raw.row.filled()[0].column if raw.row.filled() else None))
    findings.append(note("number-inferred", place, words={"no": no}, suggestion=no))


def _numbers_of_groups(raws: Sequence[Raw], findings: list[Finding]) -> None:
    """A whole group without numbers stands between numbered ones: k-1, k-2, … before the group that begins k+1."""
    groups = [list(g) for _, g in groupby(raws, key=lambda r: (r.category, r.group))]
    for at, group in enumerate(groups[:-1]):
        if any(r.no for r in group) or not any("no" in r.run.fields.values() for r in group):
            continue
        following = _first_number(groups[at + 1])
        preceding = _first_number(groups[at - 1]) if at else 0
        if following and following - 1 > (preceding or 0):
            for k, raw in enumerate(group, 1):
                _infer(raw, f"{following - 1}-{k}", findings)


def _first_number(group: Sequence[Raw]) -> int | None:
    found = re.match(r"(\d+)[-－]\d", group[0].no or "")
    return int(found.group(1)) if found else None


# --- responsibilities and basis


def _people(raws: Sequence[Raw], findings: list[Finding]) -> list[tuple[dict[str, Cell], Source]]:
    """Who is responsible for each row. Three empty cells under a filled triple are one merged cell."""
    result: list[tuple[dict[str, Cell], Source]] = []
    above: dict[str, Cell] = {}
    leaders: dict[tuple[str | None, str | None], Cell] = {}
    spread = _leaders_are_merged(raws)
    run: object = None
    group: object = None
    for raw in raws:
        own = {f: raw.cells[f] for f in PEOPLE if f in raw.cells}
        has = any(f in raw.run.fields.values() for f in PEOPLE)
        if own:
            above, run, group = own, raw.run, (raw.category, raw.group)
            source = Source.DOWN if all(f in raw.inherited for f in own) else Source.CELL
            if spread and "leaders" not in own and (leader := leaders.get((raw.category, raw.group))):
                own = {**own, "leaders": leader}
                findings.append(note("responsibility-inherited", Place(raw.line), field="leaders"))
            leaders[raw.category, raw.group] = own.get("leaders", Cell("", raw.line, 1))
            result.append((own, source))
        elif above and run is raw.run and group == (raw.category, raw.group):
            result.append((above, Source.DOWN))
            findings.append(note("responsibility-inherited", Place(raw.line)))
        else:
            result.append(({}, Source.MISSING if has else Source.NONE))
    return result


def _leaders_are_merged(raws: Sequence[Raw]) -> bool:
    """Is a leader printed once for all rows of a branch: every branch opens with one, and many rows have none?"""
    opened: dict[tuple[str | None, str | None], bool] = {}
    for raw in raws:
        opened.setdefault((raw.category, raw.group), "leaders" in raw.cells)
    bare = sum("leaders" not in r.cells and "offices" in r.cells for r in raws)
    return all(opened.values()) and bare * 3 > len(raws)


def _basis(raws: Sequence[Raw], findings: list[Finding]) -> list[tuple[Cell | None, Source]]:
    """The document that each row rests on: printed once for a goal, on its first row or on a later one."""
    found: dict[int, tuple[Cell | None, Source]] = {}
    for goal in _goals(raws):
        printed = [(i, r.cells["policy_basis"]) for i, r in enumerate(goal) if _is_something(r, "policy_basis")]
        for i, raw in enumerate(goal):
            own = next((c for k, c in printed if k == i), None)
            down = next((c for k, c in reversed(printed) if k < i), None)
            up = next((c for k, c in printed if k > i), None)
            merged = "policy_basis" in raw.inherited
            if own:
                found[id(raw)] = (own, Source.DOWN if merged else Source.CELL)
            elif down or up:
                found[id(raw)] = (down or up, Source.DOWN if down else Source.UP)
                if not down and up:
                    findings.append(note("basis-inherited-up", up.place(), Place(raw.line)))
            else:
                has = "policy_basis" in raw.run.fields.values()
                found[id(raw)] = (None, Source.MISSING if has else Source.NONE)
    _basis_of_groups(raws, found)
    return [found[id(r)] for r in raws]


def _basis_of_groups(raws: Sequence[Raw], found: dict[int, tuple[Cell | None, Source]]) -> None:
    """A group in which no row has a basis needs none."""
    by_group: dict[tuple[str | None, str | None], list[Raw]] = {}
    for raw in raws:
        by_group.setdefault((raw.category, raw.group), []).append(raw)
    for group in by_group.values():
        bare = [r for r in group if found[id(r)][0] is None]
        for raw in bare:
            if len(bare) == len(group):
                found[id(raw)] = (None, Source.NONE)


def _is_something(raw: Raw, name: str) -> bool:
    return name in raw.cells and squeeze(raw.cells[name].text) not in _NOTHING


# --- records


def names_in(cell: Cell | None) -> tuple[str, ...]:
    """The names in a list cell; names set with a space inside are one."""
    if cell is None or squeeze(cell.text) in _NOTHING:
        return ()
    return tuple(dict.fromkeys(joined_names(parts_of(_TELEPHONE.sub(" ", cell.text)))))


def persons_in(cell: Cell | None) -> tuple[str, ...]:
    """The names in a list of persons, without the posts in brackets behind them."""
    return tuple(dict.fromkeys(_POST.sub("", name) for name in names_in(cell)))


def _row(
    at: int,
    raw: Raw,
    year: int | None,
    people: tuple[dict[str, Cell], Source],
    basis: tuple[Cell | None, Source],
    numbered: bool,
) -> Row:
    goal, leaf = raw.goal, raw.leaf
    responsible, source = people
    l1 = goal.text if goal else None
    l2 = _joined(leaf.text) if leaf else None
    deadline = raw.cells.get("deadline")
    due = parse_deadline(squeeze(deadline.text), year) if deadline else None
    titles = (raw.category, raw.group, l1, l2)
    kind = raw.kind
    return Row(
        position=at + 1,
        line=raw.line,
        path=tuple(t for t in titles if t),
        kind=kind,
        no=raw.no,
        no_source=raw.no_source if raw.no or (numbered and "no" in raw.run.fields.values()) else Source.NONE,
        category=raw.category,
        category_raw=raw.category_raw,
        category_source=raw.category_source,
        subcategory=raw.group,
        policy_basis=_joined(basis[0].text) if basis[0] else None,
        policy_basis_source=basis[1],
        l1_no=_goal_number(raw),
        l1=l1,
        l1_raw=goal.raw if goal else None,
        l1_source=Source.CELL if raw.own_goal else Source.DOWN if goal else Source.NONE,
        l1_citation=goal.citation if goal else None,
        l1_points=goal.points if goal else None,
        l2=l2,
        weight=abs(raw.weight) if raw.weight is not None and kind is RowKind.BASE else raw.weight,
        weight_source=Source.NONE if raw.weight is None and kind is RowKind.VETO else raw.weight_source,
        deadline=due.due if due else None,
        deadline_raw=_joined(deadline.text) if deadline else None,
        leaders=persons_in(responsible.get("leaders")),
        offices=names_in(responsible.get("offices")),
        co_offices=names_in(raw.cells.get("co_offices")),
        owners=persons_in(responsible.get("owners")),
        responsibility_source=source,
        rule=_joined(raw.cells["rule"].text) if "rule" in raw.cells else None,
        extra=raw.extra,
        targets=_targets(l1, l2, year),
        places=_places(raw, responsible, basis[0]),
    )


def _joined(text: str) -> str:
    return text.replace("\n", "")


def _goal_number(raw: Raw) -> str | None:
    if raw.no is None or raw.leaf is None:
        return raw.no
    return prefix_of(raw.no) or raw.no


def _targets(l1: str | None, l2: str | None, year: int | None) -> tuple[Target, ...]:
    found = find_targets(l2, year=year, field="l2") if l2 else ()
    return found or (find_targets(l1, year=year, field="l1") if l1 and not l2 else ())


def _places(raw: Raw, responsible: dict[str, Cell], basis: Cell | None) -> dict[str, Place]:
    places = {name: cell.place() for name, cell in raw.cells.items()}
    places |= {name: cell.place() for name, cell in (raw.labels | responsible).items()}
    if basis:
        places["policy_basis"] = basis.place()
    goal = raw.goal
    if goal:
        places["l1_raw"] = goal.cell.place()
        places["l1"] = goal.cell.place(0, len(goal.text))
        if goal.points_place:
            places["l1_points"] = goal.points_place
        if goal.citation:
            places["l1_citation"] = goal.cell.place(goal.start, goal.start + len(goal.citation))
    return places


def _name_notes(raw: Raw, row: Row) -> list[Finding]:
    """Say where a name was set with a space inside."""
    notes = []
    for name in ("leaders", "owners"):
        cell = raw.cells.get(name)
        if cell is None or name in raw.inherited:
            continue
        parts = parts_of(cell.text)
        for a, b in pairwise(parts):
            if len(a) == 1 and len(b) == 1 and a + b in getattr(row, name):
                words = {"here": f"{a} {b}", "name": a + b}
                notes.append(
                    note("name-spaced", cell.place(), row=row.position, field=name, suggestion=a + b, words=words)
                )
    return notes
