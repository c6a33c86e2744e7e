"""A plan and its findings as JSON, and back. Numbers are written as they are; dates as YYYY-MM-DD."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place, Source
from jixiao.core.records import Declared, Meta, PlanRecord, PrintedTotal, Row, RowKind, Step, Unread
from jixiao.core.targets import Qualifier, Target
from jixiao.core.totals import totals_of

Json = dict[str, Any]


def plain(value: Any) -> Any:
    """Any record as JSON values. A whole decimal becomes an integer, another a JSON number."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(str(value))
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {k: plain(v) for k, v in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(v) for v in value]
    if isinstance(value, frozenset):
        return sorted(plain(v) for v in value)
    return value


def dump(plan: PlanRecord, findings: Iterable[Finding]) -> Json:
    """The whole reading: meta, rows, findings, totals, steps, unread, and what `load` needs besides."""
    return {
        "meta": plain(plan.meta),
        "rows": [_row_json(row) for row in plan.rows],
        "findings": [plain(f) | {"line": f.line, "lines": sorted({p.line for p in f.places})} for f in findings],
        "totals": plain(totals_of(plan)),
        "steps": plain(plan.steps),
        "unread": plain(plan.unread),
        "declared": plain(plan.declared),
        "printed_totals": plain(plan.printed_totals),
        "columns": plain(plan.columns),
    }


def _row_json(row: Row) -> Json:
    return {**plain(row), "source_line": row.line}


def load(data: Json) -> tuple[PlanRecord, tuple[Finding, ...]]:
    """The records that `dump` wrote. Raises KeyError or ValueError when `data` is something else."""
    plan = PlanRecord(
        meta=_meta(data["meta"]),
        rows=tuple(_row(r) for r in data["rows"]),
        declared=tuple(
            Declared(tuple(d["path"]), _decimal(d["points"]), Place(**d["place"])) for d in data["declared"]
        ),
        printed_totals=tuple(_printed(t) for t in data["printed_totals"]),
        steps=tuple(_step(s) for s in data["steps"]),
        unread=tuple(Unread(u["text"], Place(**u["place"])) for u in data["unread"]),
        columns=frozenset(data["columns"]),
    )
    return plan, tuple(_finding(f) for f in data["findings"])


def _decimal(value: Any) -> Decimal:
    return Decimal(str(value))


def _maybe_decimal(value: Any) -> Decimal | None:
    return None if value is None else _decimal(value)


def _maybe_date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _places(data: Mapping[str, Json]) -> dict[str, Place]:
    return {name: Place(**place) for name, place in data.items()}


def _meta(data: Json) -> Meta:
    return Meta(**{
        **data,
        "issued": _maybe_date(data["issued"]),
        "categories": tuple(data["categories"]),
        "basis": tuple(data["basis"]),
        "scale": _maybe_decimal(data["scale"]),
        "places": _places(data["places"]),
    })  # fmt: skip


def _printed(data: Json) -> PrintedTotal:
    return PrintedTotal(data["label"], _decimal(data["points"]), Place(**data["place"]), tuple(data["path"]))


def _step(data: Json) -> Step:
    return Step(
        **{
            **data,
            "start": _maybe_date(data["start"]),
            "due": _maybe_date(data["due"]),
            "place": Place(**data["place"]),
        }
    )


def _row(data: Json) -> Row:
    values = {k: v for k, v in data.items() if k != "source_line"}
    for name in ("path", "leaders", "offices", "co_offices", "owners"):
        values[name] = tuple(values[name])
    for name in (
        "no_source",
        "category_source",
        "l1_source",
        "policy_basis_source",
        "weight_source",
        "responsibility_source",
    ):
        values[name] = Source(values[name])
    values |= {
        "kind": RowKind(values["kind"]),
        "l1_points": _maybe_decimal(values["l1_points"]),
        "weight": _maybe_decimal(values["weight"]),
        "deadline": _maybe_date(values["deadline"]),
        "targets": tuple(_target(t) for t in values["targets"]),
        "places": _places(values["places"]),
    }
    return Row(**values)


def _value(data: Any, kind: str) -> Decimal | date:
    return date.fromisoformat(data) if kind == "date" else _decimal(data)


def _target(data: Json) -> Target:
    qualifier = data["qualifier"]
    return Target(**{
        **data,
        "value": _value(data["value"], data["kind"]),
        "value_base": _value(data["value_base"], data["kind"]),
        "value_max": _maybe_decimal(data["value_max"]),
        "qualifier": Qualifier(**{**qualifier, "value": _decimal(qualifier["value"])}) if qualifier else None,
    })  # fmt: skip


def _finding(data: Json) -> Finding:
    values = {k: v for k, v in data.items() if k not in {"line", "lines"}}
    return Finding(
        **{**values, "severity": Severity(data["severity"]), "places": tuple(Place(**p) for p in data["places"])}
    )
