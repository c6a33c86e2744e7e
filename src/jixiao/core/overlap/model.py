"""What is compared, and what a comparison says."""

from __future__ import annotations

from dataclasses import dataclass

THRESHOLD = 50  # of 0 to 100: from here on a goal overlaps
NEAR = 15  # below this the wordings have so little in common that nothing else is compared

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Work:
    """A goal as its row words it. `key` is the row's uid, '' for a new one; `trigger` names what called for it."""

    key: str
    no: str
    title: str
    text: str
    basis: str
    citation: str
    trigger: str = ""  # title and number of the document that a dynamic goal answers to

    @property
    def wording(self) -> str:
        """The string that stretches index: the text, or the title where there is no text."""
        return self.text or self.title


@dataclass(frozen=True, slots=True)
class Reason:
    """Why two goals are alike. kind: citation, project, document, target, wording; `sentence` is for the clerk."""

    kind: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far a new goal covers an existing one: score 0 to 100 with its reasons, the weightiest first.

    `mine` and `theirs` are the stretches (start, end) that both share, in `Work.wording` of the new and of the
    existing goal, to be marked side by side. A row below `NEAR` has neither reasons nor stretches.
    """

    key: str
    no: str
    score: int
    reasons: tuple[Reason, ...]
    mine: tuple[Span, ...]
    theirs: tuple[Span, ...]

    @property
    def overlaps(self) -> bool:
        """Must a person look at it before the goal may stand?"""
        return self.score >= THRESHOLD
