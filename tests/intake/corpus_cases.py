"""The corpus: read a case, compare it with what a careful clerk wrote down, say the difference in words.

`python tests/intake/corpus_cases.py [part of a name …]` prints the accuracy of each case and every difference.
The conventions are in tests/corpus/README.md.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from jixiao.core import plan_json
from jixiao.intake import read_document

CORPUS = Path(__file__).parents[1] / "corpus"
ROW_FIELDS = (
    "no", "category", "subcategory", "policy_basis", "l1", "l1_citation", "l1_points", "l2", "text", "weight",
    "deadline", "leaders", "offices", "co_offices", "owners", "path", "rule", "kind",
)  # fmt: skip
NUMBERED = re.compile(r"^(第?[一二三四五六七八九十]+[、.章]|[(][一二三四五六七八九十\d]+[)]、?|\d+[.、](?!\d))")
TITLES = {"category", "subcategory", "l1", "l2", "path", "text"}


class Case(NamedTuple):
    """A document and what must be read from it."""

    name: str
    document: Path
    expected: Mapping[str, Any]


def cases() -> list[Case]:
    return [_case(folder) for folder in sorted(CORPUS.iterdir()) if (folder / "expected.json").exists()]


def _case(folder: Path) -> Case:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    elsewhere = expected.get("document")
    document = (folder / elsewhere).resolve() if elsewhere else next(folder.glob("document.*"))
    return Case(folder.name, document, expected)


@cache
def read(document: Path) -> dict[str, Any]:
    """What the product's JSON says about a document."""
    reading = read_document(document.read_bytes(), document.name)
    dumped = plan_json.dump(reading.plan, reading.findings)
    return dict(json.loads(json.dumps(dumped, default=str)))


def norm(field: str, value: Any) -> Any:
    """Spaces, width of characters, and the numbering before a title do not count; nothing is the same as empty."""
    if value is None or value in ([], ""):
        return None
    if isinstance(value, list):
        return [norm(field, item) for item in value]
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(value)))
    if field in {"weight", "l1_points"}:
        try:
            return Decimal(text)
        except InvalidOperation:
            return text
    if field in TITLES:
        text = NUMBERED.sub("", text)
    return text.strip("()、.") if field == "no" else text


def leaf(row: Mapping[str, Any]) -> str:
    return str(norm("text", row.get("l2")) or norm("text", row.get("l1")) or norm("text", row.get("text")) or "")


def pairs(got: list[Any], want: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Rows side by side in order; None where one side has no such row."""
    a, b = [leaf(r) for r in got], [leaf(r) for r in want]
    for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal" or i2 - i1 == j2 - j1:
            yield from zip(got[i1:i2], want[j1:j2], strict=True)
            continue
        rest = list(range(i1, i2))
        for j in range(j1, j2):
            best = max(rest, key=lambda i: difflib.SequenceMatcher(None, a[i], b[j]).ratio(), default=None)
            near = best is not None and difflib.SequenceMatcher(None, a[best], b[j]).ratio() > 0.5
            yield (got[best] if near else None), want[j]
            if near:
                rest.remove(best)
        yield from ((got[i], None) for i in rest)


def same(field: str, mine: Any, want: Any, row: Mapping[str, Any]) -> bool:
    a, b = norm(field, mine), norm(field, want)
    if a == b:
        return True
    if field == "no":
        return a is None and row.get("no_source") == "inferred"
    if field == "category":  # the table's and the text's name for one category
        return isinstance(a, str) and isinstance(b, str) and len(a) >= 4 and (a.startswith(b) or b.startswith(a))
    if field == "path" and isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return a[1:] == b[1:] and same("category", a[0], b[0], row)
    return False


class Score(NamedTuple):
    right: int
    cells: int
    differences: list[str]


def compare_rows(got: list[Any], want: list[Any]) -> Score:
    """Field by field; a missing row loses all its cells, an extra row is a difference."""
    right = cells = 0
    said: list[str] = []
    for mine, row in pairs(got, want):
        if row is None:
            said.append(f"多读一行：{leaf(mine)[:40]}")
            continue
        fields = [f for f in ROW_FIELDS if f in row]
        cells += len(fields)
        if mine is None:
            said.append(f"漏读一行：{leaf(row)[:40]}")
            continue
        cell = {"text": mine.get("l2") or mine.get("l1"), **mine}
        wrong = [f for f in fields if not same(f, cell.get(f), row[f], row)]
        right += len(fields) - len(wrong)
        said += [f"{leaf(row)[:16]}… {f}：应为 {row[f]!r}，读作 {cell.get(f)!r}" for f in wrong]
    return Score(right, cells, said)


def total_of(rows: list[Any], category: str | None = None) -> Decimal:
    """Points of the base rows, a shared weight once."""
    chosen = [r for r in rows if r.get("kind") == "base" and r.get("weight_source") != "inherited_down"]
    if category:
        chosen = [r for r in chosen if same("category", r.get("category"), category, r)]
    return sum((Decimal(str(r["weight"])) for r in chosen if r.get("weight") is not None), Decimal(0))


def compare_totals(got: list[Any], want: Mapping[str, Any]) -> list[str]:
    said = []
    if "grand_total" in want and total_of(got) != Decimal(str(want["grand_total"])):
        said.append(f"总分：应为 {want['grand_total']}，读作 {total_of(got)}")
    for name, points in want.get("categories", {}).items():
        if total_of(got, name) != Decimal(str(points)):
            said.append(f"{name}：应为 {points}，读作 {total_of(got, name)}")
    return said


def compare_meta(got: Mapping[str, Any], want: Mapping[str, Any]) -> list[str]:
    return [
        f"{name}：应为 {value!r}，读作 {got.get(name)!r}"
        for name, value in want.items()
        if norm(name, got.get(name)) != norm(name, value)
    ]


def lines_of(finding: Mapping[str, Any]) -> set[int]:
    lines = {p.get("line") for p in finding.get("places") or ()} | {finding.get("line")}
    return {int(line) for line in lines if line}


def missing_findings(got: list[Any], want: list[Any]) -> list[str]:
    said = []
    for one in want:
        hits = [f for f in got if f["code"] == one["code"]]
        if not hits:
            said.append(f"未报告 {one['code']}（第 {one.get('line', '？')} 行）")
        elif "line" in one and not any(one["line"] in lines_of(f) for f in hits):
            told = sorted({n for f in hits for n in lines_of(f)})
            said.append(f"{one['code']} 应指第 {one['line']} 行，实指 {told}")
    return said


def noise(got: list[Any], silent: bool | list[str]) -> list[str]:
    """Findings where there is nothing to find: all errors and warnings, or the listed codes."""
    if isinstance(silent, bool):
        loud = [f for f in got if silent and f["severity"] != "info"]
    else:
        loud = [f for f in got if f["code"] in silent]
    return [f"误报 {f['code']}（第 {f.get('line')} 行）：{f['message']}" for f in loud]


def compare_targets(got: list[Any], case: Mapping[str, Any]) -> list[str]:
    """Each listed amount is found with comparator, value and unit; no listed trap is taken for one."""
    said = []
    found = {r.get("no"): list(r.get("targets", ())) for r in got}
    for want in case.get("targets", ()):
        near = [t for t in found.get(want["no"], ()) if t["start"] < want["end"] and want["start"] < t["end"]]
        named = [f for f in ("comparator", "value", "unit", "period") if f in want]
        if not any(all(norm("weight", t[f]) == norm("weight", want[f]) for f in named) for t in near):
            told = [tuple(t[f] for f in named) for t in near]
            said.append(f"{want['no']} 指标值“{want['span']}”：应为 {tuple(want[f] for f in named)}，读作 {told}")
    for trap in case.get("not_targets", ()):
        said += [
            f"{trap['no']} 误作指标值：“{t['span']}”" for t in found.get(trap["no"], ()) if trap["span"] in t["span"]
        ]
    return said


def judge(case: Case) -> Score:
    """All differences of one case; the score counts cells of rows."""
    got, want = read(case.document), case.expected
    score = compare_rows(got["rows"], want["rows"])
    more = compare_meta(got["meta"], want.get("meta", {})) + compare_totals(got["rows"], want.get("totals", {}))
    more += compare_targets(got["rows"], case.expected)
    more += missing_findings(got["findings"], want.get("findings", [])) + noise(got["findings"], want.get("silent", []))
    return Score(score.right, score.cells, score.differences + more)


def main(parts: list[str]) -> int:
    right = cells = clean = 0
    chosen = [c for c in cases() if not parts or any(p in c.name for p in parts)]
    for case in chosen:
        try:
            score = judge(case)
        except Exception as error:
            score = Score(0, 1, [f"{type(error).__name__}: {error}"])
        right, cells, clean = right + score.right, cells + score.cells, clean + (not score.differences)
        share = 100 * score.right / score.cells if score.cells else 100
        print(f"{case.name:42} {share:6.1f} %  {score.right}/{score.cells}  {len(score.differences)} differences")
        for line in score.differences:
            print("    " + line)
    print(f"cells right {right}/{cells}, cases without any difference {clean}/{len(chosen)}")
    return 0 if clean == len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
