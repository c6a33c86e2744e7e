"""Documents of many agencies, each in its own layout, are read as a careful clerk reads them."""

from __future__ import annotations

import pytest
from corpus_cases import (
    Case,
    cases,
    compare_meta,
    compare_rows,
    compare_targets,
    compare_totals,
    missing_findings,
    noise,
    read,
)

ALL = cases()
every_case = pytest.mark.parametrize("case", ALL, ids=[c.name for c in ALL])


def told(differences: list[str]) -> str:
    return "\n" + "\n".join(differences)


def test_the_corpus_is_there() -> None:
    assert len(ALL) >= 22
    assert sum(len(c.expected["rows"]) for c in ALL) > 300


@every_case
def test_rows_are_read_field_by_field(case: Case) -> None:
    differences = compare_rows(read(case.document)["rows"], case.expected["rows"]).differences
    assert not differences, told(differences)


@every_case
def test_points_add_up_as_on_paper(case: Case) -> None:
    differences = compare_totals(read(case.document)["rows"], case.expected.get("totals", {}))
    assert not differences, told(differences)


@every_case
def test_the_prose_gives_the_particulars(case: Case) -> None:
    differences = compare_meta(read(case.document)["meta"], case.expected.get("meta", {}))
    assert not differences, told(differences)


@every_case
def test_irregular_places_are_reported_where_they_stand(case: Case) -> None:
    differences = missing_findings(read(case.document)["findings"], case.expected.get("findings", []))
    assert not differences, told(differences)


@every_case
def test_nothing_is_reported_where_nothing_is_wrong(case: Case) -> None:
    differences = noise(read(case.document)["findings"], case.expected.get("silent", []))
    assert not differences, told(differences)


@pytest.mark.parametrize("case", [c for c in ALL if "targets" in c.expected], ids=lambda c: c.name)
def test_amounts_in_the_texts_are_found(case: Case) -> None:
    differences = compare_targets(read(case.document)["rows"], case.expected)
    assert not differences, told(differences)
