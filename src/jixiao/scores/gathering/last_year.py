"""Last year's values, for the rule that compares with one's own history: from last year's frozen results."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from jixiao.core.scoring.entries import Join, year_value
from jixiao.core.scoring.rules import History
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import Misfit
from jixiao.scores.models import Composition, SchemeRules
from jixiao.scores.reading.bundles import opened

Values = Mapping[str, Mapping[str, Decimal]]  # organisation key → entry key → value


def last_years(rules: SchemeRules, scheme: Scheme) -> tuple[Values, list[str]]:
    """The values of the same indicators, and why there are none. No statement for a scheme that does not compare."""
    if not any(isinstance(rule, History) for rule in scheme.rules.values()):
        return {}, []
    year = rules.year - 1
    frozen = Composition.objects.filter(
        organisation=rules.organisation_id, year=year, state=Composition.State.FROZEN
    ).defer("bundle")
    found = frozen.order_by("number").last()
    if found is None:
        return {}, [f"没有{year}年度冻结的结果，与上年比较的指标没有上年数。"]
    try:
        sheets = opened(found).sheets
    except Misfit as misfit:
        return {}, [f"{year}年度的结果无法读取，与上年比较的指标没有上年数：{''.join(misfit.problems)}"]
    return {
        sheet.organisation: {
            entry.key: value
            for entry in sheet.entries
            if entry.join is not Join.EACH and (value := year_value(entry)) is not None
        }
        for sheet in sheets
    }, []
