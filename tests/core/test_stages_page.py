"""The page of stages is the acts' own."""

from __future__ import annotations

from pathlib import Path

from jixiao.core.stages_page import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "stages.md"


def test_the_reference_of_stages_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), (
        "python -m jixiao.core.stages_page > docs/reference/stages.md"
    )
