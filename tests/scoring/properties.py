"""What holds for every scheme and every score sheet, as functions that raise AssertionError; and the campaign.

python tests/scoring/properties.py 10000
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent))

from drawn import drawn

from jixiao.core.scoring import bundle
from jixiao.core.scoring.checking import scheme_of
from jixiao.core.scoring.composing import score_all, work_all
from jixiao.core.scoring.entries import Entry, Join, Sheet
from jixiao.core.scoring.explaining import explain
from jixiao.core.scoring.extras import places_of
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.rules import Panel
from jixiao.core.scoring.scheme import Missing, Scheme, Share
from jixiao.core.scoring.shape import read
from jixiao.core.scoring.table import Field

Property = Callable[[int, Scheme, Sequence[Sheet]], None]


def records(seed: int) -> tuple[Scheme, list[Sheet]]:
    """The drawn data as records."""
    rules, sheets = drawn(seed)
    return scheme_of(rules), [read(Sheet, each) for each in sheets]


def by_organisation(results: Sequence[Result]) -> dict[str, Result]:
    return {result.organisation: result for result in results}


def the_steps_sum_to_the_score(seed: int, scheme: Scheme, sheets: Sequence[Sheet]) -> None:
    field = Field(scheme, sheets)
    for worked in work_all(scheme, sheets):
        tree = explain(scheme, worked, field)
        leaves = list(tree.leaves())
        keys = [leaf.key for leaf in leaves]
        assert len(set(keys)) == len(keys), "a step stands twice"
        assert all(leaf.change == leaf.change.quantize(Decimal(1).scaleb(-places_of(scheme))) for leaf in leaves)
        if worked.result.total is not None:
            assert scheme.base + sum(leaf.change for leaf in leaves) == worked.result.total


def a_better_input_never_lowers_the_score(seed: int, scheme: Scheme, sheets: Sequence[Sheet]) -> None:
    """Where the rule is monotone and no person has decided.

    Not where the own table is open and stands by the group's mean: what is better in a comparison lowers the others,
    and so the mean.
    """
    dice = Random(seed)
    at = dice.randrange(len(sheets))
    sheet = sheets[at]
    if not sheet.entries:
        return
    which = dice.randrange(len(sheet.entries))
    better = _better(scheme, sheet.entries[which], dice)
    if better is None:
        return
    entries = (*sheet.entries[:which], better, *sheet.entries[which + 1 :])
    after = [replace(each, entries=entries) if each is sheet else each for each in sheets]
    before = score_all(scheme, sheets)[at]
    if any(part.gap is Missing.AVERAGE for part in before.parts.values()):
        return
    old, new = before.total, score_all(scheme, after)[at].total
    assert old is None or new is None or new >= old, f"{old} → {new}"


def _better(scheme: Scheme, entry: Entry, dice: Random) -> Entry | None:
    rule = scheme.rules[entry.rule]
    by = Decimal(dice.choice(["0.1", "1", "5"]))
    if not rule.is_monotone or entry.decisions:
        return None
    if isinstance(rule, Panel):
        return replace(entry, marks=tuple(min(mark + by, rule.scale) for mark in entry.marks)) if entry.marks else None
    if entry.join is Join.MEAN and None in entry.values:
        return None  # the mean is taken over what is known
    known = [value for value in entry.values if value is not None]
    values = tuple(None if value is None else rule.better(value, by, entry) for value in entry.values)
    return replace(entry, values=values) if known else None


def order_never_matters(seed: int, scheme: Scheme, sheets: Sequence[Sheet]) -> None:
    dice = Random(seed)
    mixed = [
        replace(
            each,
            entries=tuple(dice.sample(each.entries, len(each.entries))),
            claims=tuple(dice.sample(each.claims, len(each.claims))),
            faults=tuple(dice.sample(each.faults, len(each.faults))),
            events=tuple(dice.sample(each.events, len(each.events))),
        )
        for each in dice.sample(sheets, len(sheets))
    ]
    before, after = by_organisation(score_all(scheme, sheets)), by_organisation(score_all(scheme, mixed))
    for key, result in before.items():
        assert bundle.figures(result) | {"gaps": sorted(result.gaps)} == bundle.figures(after[key]) | {
            "gaps": sorted(after[key].gaps)
        }


def scaling_all_weights_changes_nothing(seed: int, scheme: Scheme, sheets: Sequence[Sheet]) -> None:
    if scheme.share is not Share.WEIGHT:
        return
    by = Decimal(Random(seed).choice(["2", "10", "0.5", "3", "7"]))
    scaled = replace(scheme, components=tuple(replace(each, counts=each.counts * by) for each in scheme.components))
    assert [bundle.figures(each) for each in score_all(scheme, sheets)] == [
        bundle.figures(each) for each in score_all(scaled, sheets)
    ]


def an_exported_bundle_gives_the_same_digits(seed: int, scheme: Scheme, sheets: Sequence[Sheet]) -> None:
    results = score_all(scheme, sheets)
    text = bundle.pack("随机", 2026, "2027-01-20", [], scheme, sheets, results)
    again = bundle.recompute(bundle.unpack(json.dumps(json.loads(text))))
    assert not again.differences
    assert again.is_untouched
    assert {each.organisation: str(each.total) for each in again.results} == {
        each.organisation: str(each.total) for each in results
    }


PROPERTIES: tuple[Property, ...] = (
    the_steps_sum_to_the_score,
    a_better_input_never_lowers_the_score,
    order_never_matters,
    scaling_all_weights_changes_nothing,
    an_exported_bundle_gives_the_same_digits,
)


def check(seed: int) -> None:
    """All properties of one seed."""
    scheme, sheets = records(seed)
    for holds in PROPERTIES:
        holds(seed, scheme, sheets)


def main(count: int) -> int:
    began, failed = time.monotonic(), 0
    for seed in range(count):
        try:
            check(seed)
        except Exception as error:  # a crash is a failure like any other
            failed += 1
            print(f"{seed}: {type(error).__name__} {error}"[:300], flush=True)
    print(f"{count} schemes, {failed} failed, {time.monotonic() - began:.0f} s")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main(int(sys.argv[1])) else 0)
