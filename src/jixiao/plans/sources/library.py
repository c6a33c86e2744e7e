"""The common indicators that an agency chooses from: its own, and those that the software brings along."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core import common_indicators
from jixiao.core.numbers import format_points
from jixiao.people.models import Organisation
from jixiao.plans.models import CommonIndicator


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator to choose. `own` is its number when the agency keeps it, None when the software brings it."""

    indicator: common_indicators.CommonIndicator
    own: int | None = None
    points: Decimal | None = None

    @property
    def key(self) -> str:
        """What a form hands back: the name is unique among the entries."""
        return self.indicator.name

    @property
    def cells(self) -> Mapping[str, str]:
        """The row that it becomes in a plan."""
        return {
            "l1": self.indicator.text or self.indicator.name,
            "rule": self.indicator.standard,
            "weight": "" if self.points is None else format_points(self.points),
        }


def entries(agency: Organisation) -> list[Entry]:
    """The agency's own, then what the software brings along under other names."""
    kept = [_own(row) for row in CommonIndicator.objects.filter(organisation=agency)]
    names = {entry.key for entry in kept}
    return [*kept, *(Entry(each) for each in common_indicators.COMMON if each.name not in names)]


def _own(row: CommonIndicator) -> Entry:
    return Entry(
        common_indicators.CommonIndicator(row.group, row.name, row.text, row.rule, row.data_source, row.scorer),
        row.pk,
        row.points,
    )


def chosen(agency: Organisation, keys: Collection[str]) -> list[Entry]:
    """The entries of the keys, in the order of the library."""
    return [entry for entry in entries(agency) if entry.key in keys]


def by_group(found: Collection[Entry]) -> list[tuple[str, list[Entry]]]:
    """The entries under their groups, in their order."""
    groups: dict[str, list[Entry]] = {}
    for entry in found:
        groups.setdefault(entry.indicator.group, []).append(entry)
    return list(groups.items())
