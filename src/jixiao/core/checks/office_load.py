"""One office carries far more points than the others.

Each office of a row is credited with the row's full points, as internal assessment does by default. The office with
the most is pointed at when it has more than twice the median of all offices: less is how work is usually spread.
Fewer than five offices are no basis for comparison. A remark: the load may be right.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from jixiao.core.checks._pointing import at
from jixiao.core.findings import Finding, Severity
from jixiao.core.numbers import format_points
from jixiao.core.records import PlanRecord, Row
from jixiao.core.totals import own_points

CODE = "office-load"
SEVERITY = Severity.INFO
TITLE = "科室承担分值过于集中"
TITLE_EN = "One office carries far more points than the others"

OVER_MEDIAN = 2
FEWEST_OFFICES = 5


def check(plan: PlanRecord) -> Iterator[Finding]:
    """At most one finding."""
    points: dict[str, Decimal] = {}
    first: dict[str, Row] = {}
    for row in plan.rows:
        for office in dict.fromkeys(row.offices):
            points[office] = points.get(office, Decimal(0)) + own_points(row)
            first.setdefault(office, row)
    if len(points) < FEWEST_OFFICES:
        return
    office, most = max(points.items(), key=lambda item: item[1])
    middle = _median(list(points.values()))
    if most > middle * OVER_MEDIAN:
        yield Finding(
            CODE,
            SEVERITY,
            f"“{office}”承担{format_points(most)}分，超过各科室中位数（{format_points(middle)}分）的两倍；"
            f"请确认分工是否合适。",
            f"The office {office} carries {format_points(most)} points; the median is {format_points(middle)}.",
            **at(first[office], "offices"),
        )


def _median(values: list[Decimal]) -> Decimal:
    """The middle value. The statistics module takes longer to load than this plan to read."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
