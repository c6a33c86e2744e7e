"""The overlap check itself: five kinds of signs, each with its points, added up."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.overlap.amounts import same_targets
from jixiao.core.overlap.cited import same_clauses, same_sources
from jixiao.core.overlap.model import Overlap, Reason, Work
from jixiao.core.overlap.names import same_documents, same_named
from jixiao.core.overlap.stretches import merged, shared
from jixiao.core.overlap.wording import Rarity, grams, likeness

# Points. Wording leads, since rows of one goal share their clauses, and one project may ask for several works.
WORDING = 80  # where the wordings are wholly alike; in proportion below
DOCUMENT = 20  # both draw up, or carry out by name, the same document
PROJECT = 15
TARGET = 15
CITATION = 15
BASIS = 5  # the same document, not the same clause
NEAR = 8  # per cent of likeness; rows less alike are not looked at further


def overlaps_with(new: Work, existing: Iterable[Work]) -> tuple[Overlap, ...]:
    """Compare a new goal with every goal of the plan: all of them, the highest score first, then as they came."""
    rows = list(existing)
    pieces = [grams(row.wording) for row in rows]
    rarity, mine = Rarity(pieces), grams(new.wording)
    found = [_compared(new, row, likeness(mine, theirs, rarity)) for row, theirs in zip(rows, pieces, strict=True)]
    return tuple(sorted(found, key=lambda overlap: -overlap.score))


def _compared(new: Work, row: Work, alike: int) -> Overlap:
    if alike < NEAR:
        return Overlap(row.key, row.no, alike * WORDING // 100, (), (), ())
    pairs = shared(new.wording, row.wording)
    signs = [
        *_wording(alike, len(pairs)),
        *_named(new, row, [row.wording[start:end] for _, (start, end) in pairs]),
        *_targets(new, row),
        *_cited(new, row),
    ]
    signs.sort(key=lambda sign: -sign[0])
    score = min(100, sum(points for points, _ in signs))
    reasons = tuple(reason for _, reason in signs)
    return Overlap(row.key, row.no, score, reasons, merged(m for m, _ in pairs), merged(t for _, t in pairs))


def _wording(alike: int, count: int) -> list[tuple[int, Reason]]:
    words = f"文字有 {count} 处相同" if count else "用词相近"
    return [(alike * WORDING // 100, Reason("wording", words))]


def _named(new: Work, row: Work, stretches: list[str]) -> list[tuple[int, Reason]]:
    signs = []
    if documents := same_documents(new.wording, row.wording):
        signs.append((DOCUMENT, Reason("document", f"都提到{'、'.join(f'《{d}》' for d in documents)}")))
    if names := same_named(stretches, new.wording, row.wording):
        signs.append((PROJECT, Reason("project", f"都提到{'、'.join(f'“{n}”' for n in names)}")))
    return signs


def _targets(new: Work, row: Work) -> list[tuple[int, Reason]]:
    found = same_targets(new.wording, row.wording)
    return [(TARGET, Reason("target", f"目标值相同：{'、'.join(found)}"))] if found else []


def _cited(new: Work, row: Work) -> list[tuple[int, Reason]]:
    if clauses := same_clauses(new, row):
        return [(CITATION, Reason("citation", f"两项都引用{'、'.join(clauses)}"))]
    if sources := same_sources(new, row):
        return [(BASIS, Reason("document", f"依据同一文件：{'、'.join(sources)}"))]
    return []
