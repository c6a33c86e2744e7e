"""The sample of evidence that an on-site assessment drew. One statement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jixiao.core.evaluations.marks import shown_digest
from jixiao.evaluations.models import Assignment, Sample
from jixiao.plans.models import Item

_ITEMS = ("cell__item", "task__list__item", "row__register__item", "addressee__directive__cell__item")


@dataclass(frozen=True, slots=True)
class SampleLine:
    """A piece of the sample; `verdict` and `note` are what its fields show, `was` the digest of what is kept."""

    sample: Sample
    item: Item | None
    verdict: str
    note: str
    was: str


def samples_of(sheet: Assignment, typed: Mapping[int, tuple[str, str]]) -> list[SampleLine]:
    """The sample in the order in which it was drawn; `typed` goes before what is kept."""
    rows = sheet.samples.select_related("by__person", "use__evidence", *(f"use__{path}" for path in _ITEMS))
    found = []
    for sample in rows:
        verdict, note = typed.get(sample.pk, (sample.verdict, sample.note))
        found.append(SampleLine(sample, _item_of(sample), verdict, note, shown_digest((sample.verdict, sample.note))))
    return found


def _item_of(sample: Sample) -> Item | None:
    use = sample.use
    if use.cell is not None:
        return use.cell.item
    if use.task is not None:
        return use.task.list.item if use.task.list else None
    if use.row is not None:
        return use.row.register.item
    cell = use.addressee.directive.cell if use.addressee else None
    return cell.item if cell else None
