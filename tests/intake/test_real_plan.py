"""The plan of a real agency as character recognition left it; its text is not in this repository."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from jixiao.core.plan_json import dump, load
from jixiao.intake import read_document

SHARED = Path(__file__).parents[2].parent / "shared"
PLAN = SHARED / "data" / "quanzhou-sasac-2024.txt"
pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the real plan (../shared) is not on this machine")

# What is irregular in the table's layout, by the lines on which a remark must stand.
STRUCTURE = {
    "header-repeated": {87, 94, 102, 109, 115, 121, 127, 135, 142, 158, 168},
    "header-varies": {87, 94, 102, 109, 115, 121, 127, 135, 142, 158, 168},
    "header-spaced": {142, 168},
    "column-count": set(range(135, 141)) | set(range(142, 157)),
    "header-changed": {142},
    "group-in-number-column": {143, 150},
    "number-inferred": {89, 91, 104, 106} | set(range(143, 150)),
    "number-column-extra": set(range(150, 157)),
    "responsibility-inherited": set(range(151, 155)),
    "shifted-right": {155, 156},
    "shifted-left": {105, 106},
    "label-row": {88, 92, 103, 107},
    "tags-stripped": {107},
    "labels-joined": {95, 110, 116, 128, 136, 159},
    "category-incomplete": {122},
    "level-empty": {159, 160, 161, 162, 163, 169, 170},
    "text-in-basis-column": {169, 170},
    "label-broken": {169, 170},
    "total-misplaced": {140, 164},
    "total-named": {171},
    "basis-inherited-up": {130, 131},
    "category-alias": {169},
    "goal-cell-split": {88},
    "name-spaced": {95, 96, 97, 98},
    "paragraph-broken": {41, 43, 77, 79},
    "title-repeated": {83, 85},
}
# What a rule can see in the text: line, code.
WORDING = {
    (88, "document-two-names"), (90, "brackets"), (90, "document-two-names"), (90, "locator-order"),
    (103, "brackets"), (105, "basis-missing"), (110, "brackets"), (112, "document-no-missing"),
    (116, "brackets"), (116, "document-two-numbers"), (116, "locator-ambiguous"),
    (122, "document-no-brackets"), (122, "document-no-code-missing"), (124, "document-no-code-missing"),
    (128, "document-no-code-missing"), (130, "locator-mixed-numerals"), (132, "doubled-characters"),
    (136, "staffing-rules-name"), (138, "staffing-rules-name"), (152, "doubled-characters"),
}  # fmt: skip


@cache
def reading() -> dict[str, Any]:
    result = read_document(PLAN.read_bytes(), PLAN.name)
    return dump(result.plan, result.findings)


def compared(tool: str, tmp_path: Path, *names: str) -> str:
    ours = tmp_path / "read.json"
    ours.write_text(json.dumps(reading(), ensure_ascii=False), encoding="utf-8")
    command = [sys.executable, str(SHARED / "tools" / tool), str(ours), *(str(SHARED / "data" / n) for n in names)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_certain_cell_is_read(tmp_path: Path) -> None:
    assert "55 wanted, 55 read, 0 missing, 0 extra" in compared("compare_rows.py", tmp_path, "oracle.json")


def test_every_target_is_found_and_no_trap_is(tmp_path: Path) -> None:
    told = compared("compare_targets.py", tmp_path, "targets.json", "targets_negative.json")
    assert "30/30 found, 30 with the right period, 0 extra" in told


def test_points_add_up_by_category_and_group() -> None:
    wanted = json.loads((SHARED / "data" / "oracle_meta.json").read_text(encoding="utf-8"))
    totals = reading()["totals"]
    assert totals["categories"] == wanted["totals"]
    assert totals["subtotals"] == wanted["subtotals"]
    assert totals["grand_total"] == wanted["grand_total"]


@pytest.mark.parametrize("code", STRUCTURE)
def test_each_irregularity_of_the_layout_is_remarked_on_its_line(code: str) -> None:
    lines = {line for f in reading()["findings"] if f["code"] == code for line in f["lines"]}
    assert lines >= STRUCTURE[code]


def test_each_anomaly_of_the_wording_is_remarked_on_its_line() -> None:
    found = {(f["line"], f["code"]) for f in reading()["findings"]}
    assert found >= WORDING


def test_no_remark_on_the_wording_of_a_sound_cell() -> None:
    """A sound cell is one that the hand-read truth does not call uncertain."""
    oracle = json.loads((SHARED / "data" / "oracle.json").read_text(encoding="utf-8"))
    goal_fields = {"l1", "l1_raw", "l1_citation", "l1_points"}
    doubtful: dict[int, set[str]] = {}
    for row in oracle:
        fields = {u["field"] for u in row["uncertain"]}
        doubtful[row["source_line"]] = fields | (goal_fields if fields & goal_fields else set())
        if row["policy_basis_source"] == "missing":
            doubtful[row["source_line"]].add("policy_basis")
    # Entries without a number, as printed; names set with a space inside are certain in the oracle and remarked.
    allowed = {"document-no-missing", "name-spaced", "staffing-rules-name", "locator-mixed-numerals"}
    wrong = [
        f
        for f in reading()["findings"]
        if f["field"] and f["code"] not in allowed and f["field"] not in doubtful.get(f["line"], set())
    ]
    assert not wrong, "\n".join(f"{f['line']} {f['code']} {f['field']} {f['message']}" for f in wrong)


def test_the_procedure_and_the_particulars_are_read() -> None:
    meta, steps = reading()["meta"], reading()["steps"]
    assert meta["year"] == 2024
    assert meta["issued"] == "2024-08-02"
    assert len(meta["categories"]) == 4
    assert set(meta["leading_group"]) == {"head", "deputy", "members", "office"}
    assert [s["due"] for s in steps if s["due"]] == [
        "2024-07-10", "2024-07-19", "2024-07-26", "2024-08-15", "2024-12-31", "2024-12-31", "2025-02-28",
    ]  # fmt: skip


def test_every_place_points_at_its_text() -> None:
    lines = PLAN.read_text(encoding="utf-8").split("\n")
    for row in reading()["rows"]:
        for name in ("l2", "weight", "policy_basis"):
            place = row["places"].get(name)
            if place and row[name] is not None:
                cell = lines[place["line"] - 1].split("\t")[place["column"] - 1]
                assert cell.strip()[place["start"] : place["end"]] == str(row[name])


def test_json_gives_the_same_records_back() -> None:
    result = read_document(PLAN.read_bytes(), PLAN.name)
    assert load(json.loads(json.dumps(dump(result.plan, result.findings)))) == (result.plan, result.findings)
