"""The results of a city as a table of text, for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby

from jixiao.plans.models import Plan
from jixiao.scores.models import Composition, Result
from jixiao.scores.rules_text import scheme_in
from jixiao.site.simulation.summary import line

WIDTH = 44


def table(plan: Plan) -> Iterator[str]:
    """Every organisation of the plan's year with its score, by group and rank; nothing before results are frozen."""
    frozen = Composition.objects.filter(year=plan.year or 0, state=Composition.State.FROZEN).select_related("rules")
    found = frozen.order_by("-number").first()
    if found is None:
        return
    parts = scheme_in(found.rules.text).components
    yield f"《{found.rules.title}》{found.year}年度结果，第 {found.number} 次计算，输入摘要 {found.digest[:16]}"
    rows = found.results.select_related("organisation").order_by("group", "rank", "organisation__name")
    for group, results in groupby(rows, lambda result: result.group):
        yield line(group, *(part.name for part in parts), "加分", "扣分", "总分", "名次", "等次", width=WIDTH)
        for result in sorted(results, key=lambda each: (each.rank is None, each.rank or 0)):
            yield _row(result, [part.key for part in parts])


def _row(result: Result, parts: list[str]) -> str:
    known = [result.components.get(key) for key in parts]  # None: missing or left out
    points = ["" if text is None else f"{Decimal(text):.2f}" for text in known]
    extras = (f"{result.bonus:.2f}", f"{result.deducted:.2f}", "" if result.total is None else f"{result.total:.2f}")
    rank = "单列" if result.apart else result.rank or ""
    return line(f"  {result.organisation.name}", *points, *extras, rank, result.grade, width=WIDTH)
