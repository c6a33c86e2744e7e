"""Points of the rows of a category (职能工作目标（68分）, or its sum row) must add up to what is stated.

Bonus, penalty and veto rows stand outside the sum. Source: the arithmetic of the table.
"""

from __future__ import annotations

from collections.abc import Iterator

from jixiao.core.checks._stated import wrong_sums
from jixiao.core.findings import Finding, Severity
from jixiao.core.records import PlanRecord

CODE = "points-category"
SEVERITY = Severity.ERROR
TITLE = "类别所属各行分值之和与标明分值不符"
TITLE_EN = "The rows of a category do not add up to its stated points"


def check(plan: PlanRecord) -> Iterator[Finding]:
    """One finding for each stated sum that is not met."""
    for wrong in wrong_sums(plan):
        if len(wrong.path) == 1:
            yield Finding(CODE, SEVERITY, wrong.sentence("类别"), wrong.sentence_en("category"), wrong.places)
