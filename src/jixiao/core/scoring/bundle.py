"""A result bundle: rules, inputs and results in one JSON text, from which anybody recomputes the scores offline.

`{"format", "title", "year", "made", "plans", "scheme", "sheets", "results", "digest"}`; decimals are strings. The
digest (SHA-256) covers scheme and sheets, so that a frozen result names exactly what it was made from. `plans` names
the plan version of each organisation: {"organisation", "number", "digest"}.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jixiao.core.journal_chain import canonical, digest
from jixiao.core.scoring.checking import repeated, scheme_of, sheet_problems
from jixiao.core.scoring.composing import work_all
from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import Misfit, plain, read
from jixiao.core.scoring.steps import Step
from jixiao.core.scoring.table import Field

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle as read. `results` are those that it states, as plain data by organisation."""

    title: str
    year: int
    made: str  # date
    plans: tuple[Mapping[str, Any], ...]
    scheme: Scheme
    sheets: tuple[Sheet, ...]
    results: Mapping[str, Mapping[str, Any]]
    digest: str


def inputs_digest(scheme: Scheme, sheets: Sequence[Sheet]) -> str:
    """SHA-256 of what the scores are made from; the order of sheets does not matter."""
    ordered = sorted(sheets, key=lambda sheet: sheet.organisation)
    return digest(canonical([plain(scheme), [plain(sheet) for sheet in ordered]]))


def figures(result: Result) -> dict[str, Any]:
    """The figures of a result, as they stand in a bundle."""
    return {
        "total": result.total,
        "rank": result.rank,
        "of": result.of,
        "grade": result.grade,
        "body_grade": result.body_grade,
        "bonus": result.bonus,
        "deducted": result.deducted,
        "components": {
            key: None if part.got is None or part.is_left_out else part.points for key, part in result.parts.items()
        },
        "gaps": list(result.gaps),
    }


def pack(
    title: str, year: int, made: str, plans: Sequence[Mapping[str, Any]], scheme: Scheme, sheets: Sequence[Sheet],
    results: Sequence[Result],
) -> str:  # fmt: skip
    """The bundle's text, the same for the same content."""
    ordered = sorted(sheets, key=lambda sheet: sheet.organisation)
    return canonical(
        {
            "format": FORMAT,
            "title": title,
            "year": year,
            "made": made,
            "plans": sorted((dict(plan) for plan in plans), key=lambda plan: str(plan.get("organisation"))),
            "scheme": plain(scheme),
            "sheets": [plain(sheet) for sheet in ordered],
            "results": {result.organisation: figures(result) for result in results},
            "digest": inputs_digest(scheme, sheets),
        }
    )


def unpack(text: str) -> Bundle:
    """The bundle of a text. Raises Misfit with Chinese sentences when it is none, or cannot be scored."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Misfit(["这不是得分包：文件不是 JSON 格式。"]) from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Misfit([f"这不是得分包，或者版本不同：需要 format 为 {FORMAT}。"])
    if not isinstance(data.get("results"), dict) or not isinstance(data.get("sheets"), list):
        raise Misfit(["得分包不完整：缺少 sheets 或 results。"])
    problems = list(_frame_problems(data))
    if problems:
        raise Misfit(problems)
    scheme = scheme_of(data.get("scheme", {}))
    sheets = tuple(read(Sheet, sheet, f"sheets[{at}]") for at, sheet in enumerate(data["sheets"], 1))
    problems = [*_twice(sheets), *(problem for sheet in sheets for problem in sheet_problems(scheme, sheet))]
    if problems:
        raise Misfit(problems)
    return Bundle(
        str(data.get("title", "")), data.get("year", 0), str(data.get("made", "")),
        tuple(data.get("plans", ())), scheme, sheets, data["results"], str(data.get("digest", "")),
    )  # fmt: skip


def _frame_problems(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong around rules and sheets."""
    year, plans = data.get("year", 0), data.get("plans", [])
    if not isinstance(year, int) or isinstance(year, bool):
        yield f"year：应为整数，现为“{year}”。"
    if not isinstance(plans, list):
        yield "plans：应为一列值。"
        plans = []
    named = {f"plans[{at}]": plan for at, plan in enumerate(plans, 1)}
    named |= {f"results.{key}": figures for key, figures in data["results"].items()}
    yield from (f"{where}：应为一组设置。" for where, each in named.items() if not isinstance(each, dict))


def _twice(sheets: Sequence[Sheet]) -> Iterator[str]:
    yield from (f"“{name}”有两份考评表。" for name in repeated(sheet.organisation for sheet in sheets))


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that comes out otherwise than the bundle states."""

    organisation: str
    figure: str
    stated: str
    computed: str


@dataclass(frozen=True, slots=True)
class Recomputed:
    """All results from the inputs alone, and what differs from what is stated."""

    results: tuple[Result, ...]
    steps: Mapping[str, Step]
    differences: tuple[Difference, ...]
    is_untouched: bool  # the inputs have the digest that is stated


def recompute(bundle: Bundle) -> Recomputed:
    """Score the bundle's sheets by its rules and compare, digit by digit."""
    worked = work_all(bundle.scheme, bundle.sheets)
    field = Field(bundle.scheme, bundle.sheets)
    steps = {each.sheet.organisation: explain(bundle.scheme, each, field) for each in worked}
    results = tuple(each.result for each in worked)
    differences = [
        each for result in results for each in _differences(result, bundle.results.get(result.organisation, {}))
    ]
    known = {result.organisation for result in results}
    differences += [
        Difference(key, "sheet", _said(stated), "null") for key, stated in bundle.results.items() if key not in known
    ]
    own = inputs_digest(bundle.scheme, bundle.sheets)
    return Recomputed(results, steps, tuple(differences), own == bundle.digest)


def _differences(result: Result, stated: Mapping[str, Any]) -> list[Difference]:
    computed = json.loads(canonical(figures(result)))
    return [
        Difference(result.name or result.organisation, figure, _said(stated.get(figure)), _said(value))
        for figure, value in computed.items()
        if stated.get(figure) != value
    ]


def _said(stated: object) -> str:
    """What stands in a bundle, whatever it is: a stranger's may hold floats, which have no canonical form."""
    return json.dumps(stated, ensure_ascii=False, sort_keys=True)
