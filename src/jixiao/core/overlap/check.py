"""The overlap check itself: five kinds of signs, each with its points, added up."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.overlap.amounts import same_targets
from jixiao.core.overlap.cited import compare_citations
from jixiao.core.overlap.model import NEAR, Overlap, Reason, Work
from jixiao.core.overlap.names import same_documents, same_named
from jixiao.core.overlap.stretches import merged, shared
from jixiao.core.overlap.wording import Rarity, grams, grams_of, likeness

# Points. Wording leads: rows of one goal share their clauses, one project may ask for several works, and numbers meet
# by chance. A quarter alike is much already, since a goal put in new words keeps few of its characters.
WORDING = 230  # per 100 of likeness, at most WORDING_MOST
WORDING_MOST = 80
DOCUMENT = 15  # both name the same document in 《》, which they draw up or carry out
PROJECT = 5
TARGET = 20
MORE_TARGETS = 5  # for a second one
CLAUSE = 15
OTHER_CLAUSE = -30  # one document, cited at different clauses: it lists them as different works

_Sign = tuple[int, Reason]


def overlaps_with(new: Work, existing: Iterable[Work]) -> tuple[Overlap, ...]:
    """Compare a new goal with every goal of the plan: all of them, the highest score first, then as they came."""
    rows = list(existing)
    pieces = [grams_of(row) for row in rows]
    rarity, mine, hints = Rarity(pieces), grams_of(new), grams(new.trigger)
    alike = [likeness(mine, theirs, rarity, hints) for theirs in pieces]
    found = [_compared(new, row, per_cent) for row, per_cent in zip(rows, alike, strict=True)]
    return tuple(sorted(found, key=lambda overlap: -overlap.score))


def _compared(new: Work, row: Work, alike: int) -> Overlap:
    wording = min(WORDING_MOST, alike * WORDING // 100)
    if wording < NEAR:
        return Overlap(row.key, row.no, wording, (), (), ())
    pairs = shared(new.wording, row.wording)
    mine, theirs = merged(pair[0] for pair in pairs), merged(pair[1] for pair in pairs)
    signs = [
        _wording(wording, len(theirs)),
        *_named(new, row, [row.wording[start:end] for start, end in theirs]),
        *_targets(new, row),
        *_cited(new, row),
    ]
    score = max(0, min(100, sum(points for points, _ in signs)))
    reasons = tuple(reason for _, reason in sorted(signs, key=lambda sign: -sign[0]))
    return Overlap(row.key, row.no, score, reasons, mine, theirs)


def _wording(points: int, count: int) -> _Sign:
    return points, Reason("wording", f"文字有 {count} 处相同" if count else "用词相近")


def _named(new: Work, row: Work, stretches: list[str]) -> list[_Sign]:
    signs = []
    if documents := same_documents(new.wording, row.wording):
        signs.append((DOCUMENT, Reason("document", f"都提到{'、'.join(f'《{d}》' for d in documents)}")))
    if names := same_named(stretches, new.wording, row.wording):
        signs.append((PROJECT, Reason("project", f"都提到{'、'.join(f'“{n}”' for n in names)}")))
    return signs


def _targets(new: Work, row: Work) -> list[_Sign]:
    found = same_targets(new.wording, row.wording)
    points = TARGET + (MORE_TARGETS if len(found) > 1 else 0)
    return [(points, Reason("target", f"目标值相同：{'、'.join(found)}"))] if found else []


def _cited(new: Work, row: Work) -> list[_Sign]:
    cited = compare_citations(new, row)
    if cited.clauses:
        return [(CLAUSE, Reason("citation", f"两项都引用{'、'.join(cited.clauses)}"))]
    if cited.apart:
        return [(OTHER_CLAUSE, Reason("document", f"引用同一文件的不同条款：{'、'.join(cited.documents)}"))]
    if cited.documents:
        return [(0, Reason("document", f"依据同一文件：{'、'.join(cited.documents)}"))]
    return []
