"""The reference of the reader's remarks."""

from __future__ import annotations

from pathlib import Path

from jixiao.intake.__main__ import reference

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "remarks.md"


def test_the_page_is_the_generated_one() -> None:
    assert PAGE.read_text(encoding="utf-8") == reference(), "python -m jixiao.intake > docs/reference/remarks.md"
