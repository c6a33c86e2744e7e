"""The overlap check itself: signs for and against, each with its points, added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from jixiao.core.overlap.amounts import same_targets
from jixiao.core.overlap.cited import Common, compare_citations
from jixiao.core.overlap.likeness import WHOLE, Goal, Likeness, Rarity, goal, headed_alike, likeness
from jixiao.core.overlap.model import NEAR, Overlap, Reason, Work
from jixiao.core.overlap.names import same_documents, same_named
from jixiao.core.overlap.stretches import merged, shared

# Points, fitted on the measured pairs: python tests/overlap/fit.py prints them.
START = 14
COMMON = 98  # for all of what both mean
COVERED = 57  # for all the things of the goal that is covered less
CHARACTERS = 64  # for all characters of the shorter
MISSING = -6  # for every thing that the other goal does not know
TARGET = 13  # for an equal amount of the same thing, twice at most
CLAUSE = 26  # for the same clause under another title
OTHER_CLAUSE = -28  # one document, cited at different clauses: it lists them as different works
# Too rare among the pairs to be fitted.
DOCUMENT = 10  # both name the same document in 《》, which they draw up or carry out
_MOST_TARGETS = 2

_Sign = tuple[int, Reason]


@dataclass(frozen=True, slots=True)
class Signs:
    """What the points are given for."""

    alike: Likeness
    targets: tuple[str, ...]
    cited: Common
    headed_alike: bool

    @property
    def counted_targets(self) -> int:
        return min(_MOST_TARGETS, len(self.targets))

    @property
    def same_clause(self) -> bool:
        """The same clause under another title: rows of one title share their clause without being the same work."""
        return bool(self.cited.clauses) and not self.headed_alike


def overlaps_with(new: Work, existing: Iterable[Work]) -> tuple[Overlap, ...]:
    """Compare a new goal with every goal of the plan: all of them, the highest score first, then as they came."""
    rows = [goal(row) for row in existing]
    mine, rarity = goal(new), Rarity(rows)
    found = [_compared(mine, row, likeness(mine, row, rarity)) for row in rows]
    return tuple(sorted(found, key=lambda overlap: -overlap.score))


def signs(new: Goal, row: Goal, alike: Likeness) -> Signs:
    """Everything the points are given for."""
    targets = same_targets(new.work.wording, row.work.wording)
    cited = compare_citations(new.work, row.work)
    return Signs(alike, tuple(targets), cited, headed_alike(new, row))


def _compared(new: Goal, row: Goal, alike: Likeness) -> Overlap:
    wording = _wording_points(alike)
    if wording < NEAR:
        return Overlap(row.work.key, row.work.no, max(0, wording), (), (), ())
    pairs = shared(new.work.wording, row.work.wording)
    mine, theirs = merged(pair[0] for pair in pairs), merged(pair[1] for pair in pairs)
    found = signs(new, row, alike)
    points = [
        (wording, Reason("wording", f"文字有 {len(theirs)} 处相同" if theirs else "用词相近")),
        *_named(new.work, row.work, [row.work.wording[start:end] for start, end in theirs]),
        *_targets(found),
        *_cited(found),
    ]
    score = max(0, min(100, sum(given for given, _ in points)))
    reasons = tuple(reason for _, reason in sorted(points, key=lambda sign: -sign[0]))
    return Overlap(row.work.key, row.work.no, score, reasons, mine, theirs)


def _wording_points(alike: Likeness) -> int:
    given = COMMON * alike.common + COVERED * alike.covered + CHARACTERS * alike.characters
    return START + given // 100 + MISSING * alike.missing // WHOLE


def _named(new: Work, row: Work, stretches: list[str]) -> list[_Sign]:
    found = []
    if documents := same_documents(new.wording, row.wording):
        found.append((DOCUMENT, Reason("document", f"都提到{'、'.join(f'《{d}》' for d in documents)}")))
    if names := same_named(stretches, new.wording, row.wording):
        found.append((0, Reason("project", f"都提到{'、'.join(f'“{n}”' for n in names)}")))
    return found


def _targets(found: Signs) -> list[_Sign]:
    sentence = f"目标值相同：{'、'.join(found.targets)}"
    return [(TARGET * found.counted_targets, Reason("target", sentence))] if found.targets else []


def _cited(found: Signs) -> list[_Sign]:
    cited = found.cited
    if cited.clauses:
        points = CLAUSE if found.same_clause else 0
        return [(points, Reason("citation", f"两项都引用{'、'.join(cited.clauses)}"))]
    if cited.apart:
        return [(OTHER_CLAUSE, Reason("document", f"引用同一文件的不同条款：{'、'.join(cited.documents)}"))]
    if cited.documents:
        return [(0, Reason("document", f"依据同一文件：{'、'.join(cited.documents)}"))]
    return []
