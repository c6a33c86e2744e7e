"""A frozen plan: the same text for the same plan, and nothing that a later reader could read otherwise."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest

from jixiao.core.draft_reading import read
from jixiao.core.drafting import Draft, DraftRow
from jixiao.core.freezing import freeze, frozen, thaw, thaw_draft, working_copy
from jixiao.core.records import PlanRecord

ROWS = (
    DraftRow("r1", {"l1": "建设公园", "l2": "全年建成12个以上。", "weight": "2.50", "deadline_raw": "11月底前"}),
    DraftRow("r4", {"l1": "依法行政", "weight": "３", "offices": "办公室;绿化科"}),
)


def plan(*rows: DraftRow, **heading: str) -> PlanRecord:
    return read(Draft({"title": "方案", "year": "2026", **heading}, rows or ROWS, 9)).plan


def test_the_text_is_canonical_and_in_plain_values() -> None:
    data = json.loads(freeze(plan()))
    assert data["rows"][0]["cells"]["weight"] == "2.5"
    assert data["rows"][1]["cells"] == {"l1": "依法行政", "offices": "办公室、绿化科", "weight": "3"}
    assert freeze(plan()) == freeze(plan(*(DraftRow(row.uid, dict(reversed(row.cells.items()))) for row in ROWS)))


def test_the_deadline_that_was_concluded_is_frozen_with_its_wording() -> None:
    cells = json.loads(freeze(plan()))["rows"][0]["cells"]
    assert (cells["deadline_raw"], cells["deadline"]) == ("11月底前", "2026-11-30")


def test_a_thawed_plan_is_the_frozen_one() -> None:
    text = freeze(plan())
    assert freeze(thaw(text)) == text
    assert thaw(text).rows[0].deadline == date(2026, 11, 30)


def test_the_order_of_rows_and_every_word_count() -> None:
    texts = {freeze(plan()), freeze(plan(*reversed(ROWS))), freeze(plan(title="另一方案")), freeze(plan(ROWS[0]))}
    assert len(texts) == 4


def test_a_rows_digest_changes_with_its_words_and_with_the_year_alone() -> None:
    before = frozen(plan()).row_digests()
    one = replace(ROWS[1], cells={**ROWS[1].cells, "weight": "4"})
    assert {uid for uid, text in frozen(plan(ROWS[0], one)).row_digests().items() if before[uid] != text} == {"r4"}
    assert frozen(plan(title="另一方案")).row_digests() == before
    assert frozen(plan(*reversed(ROWS))).row_digests() == before
    assert not set(frozen(plan(year="2027")).row_digests().values()) & set(before.values())


def test_a_working_copy_leaves_out_the_deadline_that_its_wording_gives() -> None:
    text = freeze(plan())
    assert thaw_draft(text).rows[0].cells["deadline"] == "2026-11-30"
    assert "deadline" not in working_copy(text).rows[0].cells


def test_a_working_copy_never_gives_out_a_uid_again() -> None:
    text = freeze(plan())
    assert (working_copy(text).last, working_copy(text, last=9).last) == (4, 9)


@pytest.mark.parametrize("text", ['{"format":2,"heading":{},"rows":[]}', '{"rows":[]}'])
def test_another_format_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="unknown format"):
        thaw(text)


def test_a_frozen_cell_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        thaw('{"format":1,"heading":{},"rows":[{"uid":"r1","cells":{"weight":"许多"}}]}')
