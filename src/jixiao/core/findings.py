"""What a reader or a check has to say about a plan, with a pointer to the cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from jixiao.core.places import Place


class Severity(StrEnum):
    ERROR = "error"  # must be mended before the plan can be confirmed as sound
    WARNING = "warning"  # a person should look
    INFO = "info"  # how an irregular place was read


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark. `row` is the position of the row (from 1) or None; `field` names the row's field."""

    code: str
    severity: Severity
    message: str
    message_en: str
    places: tuple[Place, ...] = ()
    row: int | None = None
    row_no: str | None = None
    field: str | None = None
    suggestion: str | None = None

    @property
    def line(self) -> int | None:
        """The first line that the finding points at, or None when it concerns the whole document."""
        return self.places[0].line if self.places else None


_RANK = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by severity, then by place, then by code, so that output never depends on rule order."""
    return tuple(sorted(findings, key=lambda f: (_RANK[f.severity], f.line or 0, f.row or 0, f.code)))
