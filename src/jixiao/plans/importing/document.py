"""The document as the review shows it: numbered lines, table cells apart, the findings' places marked. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from jixiao.core.findings import Finding, Severity
from jixiao.core.places import Place

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a cell; `tone` is the severity of the finding that points at it, or ''."""

    text: str
    tone: str = ""


@dataclass(slots=True)
class DocumentLine:
    """One line. A line of a tab-separated table has several cells; any other line has one."""

    number: int
    cells: list[list[Part]]
    tone: str = ""
    row: int | None = None  # position of the row that was read from this line
    findings: list[int] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        return not any(part.text.strip() for cell in self.cells for part in cell)


@dataclass(frozen=True, slots=True)
class _Spot:
    cell: int
    start: int
    end: int
    severity: Severity


def document_lines(text: str, findings: Iterable[Finding], rows: dict[int, int]) -> list[DocumentLine]:
    """All lines of the text. `rows` maps a line to the position of the row read from it."""
    source = text.split("\n")
    spots: dict[int, list[_Spot]] = {}
    tones: dict[int, Severity] = {}
    numbers: dict[int, list[int]] = {}
    for number, finding in enumerate(findings, start=1):
        for place in finding.places:
            spots.setdefault(place.line, []).append(_spot(place, finding.severity))
            numbers.setdefault(place.line, []).append(number)
            worst = tones.get(place.line)
            if worst is None or _WEIGHT[finding.severity] < _WEIGHT[worst]:
                tones[place.line] = finding.severity
    return [
        DocumentLine(
            number=number,
            cells=_cells(line, spots.get(number, [])),
            tone=tones[number].value if number in tones else "",
            row=rows.get(number),
            findings=numbers.get(number, []),
        )
        for number, line in enumerate(source, start=1)
    ]


def _spot(place: Place, severity: Severity) -> _Spot:
    return _Spot((place.column or 1) - 1, place.start, place.end, severity)


def _cells(line: str, spots: list[_Spot]) -> list[list[Part]]:
    texts = line.rstrip("\r").split("\t")
    if not spots:
        return [[Part(text)] for text in texts]
    return [_parts(text, [spot for spot in spots if spot.cell == at]) for at, text in enumerate(texts)]


def _parts(text: str, spots: list[_Spot]) -> list[Part]:
    """Cut the text at the spots; where they overlap, the graver one wins."""
    tones = [""] * len(text)
    for spot in sorted(spots, key=lambda spot: -_WEIGHT[spot.severity]):
        for at in range(max(spot.start, 0), min(spot.end, len(text))):
            tones[at] = spot.severity.value
    parts: list[Part] = []
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or tones[at] != tones[start]:
            parts.append(Part(text[start:at], tones[start]))
            start = at
    return parts
