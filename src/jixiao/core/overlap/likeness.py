"""How alike two goals are worded: what both are about, and what each has that the other lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import dataclass
from itertools import chain

from jixiao.core.overlap.model import Work
from jixiao.core.overlap.wording import Reading, read

# All weights are of pieces of wording; a piece that stands in no other row weighs WHOLE.
WHOLE = 100
_SMOOTH = 20  # as if the plan had so many rows more, lest every word of a short plan be common
_COMMON = 60  # the higher, the faster a piece loses its weight that stands in other rows too
_SLACK = 75  # added to what is divided by: one shared word of one word is not yet everything
_SLACK_CHARACTERS = 400  # short texts share characters by chance
_MOST_MISSING = 6 * WHOLE


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal with its readings. Where the text is boilerplate alone, the title tells what it is about."""

    work: Work
    wording: Reading
    title: Reading
    trigger: Reading

    @property
    def pieces(self) -> frozenset[int | str]:
        """Whatever the row says, for counting how many rows say it."""
        both = self.title | self.wording
        return both.all | both.characters


def goal(work: Work) -> Goal:
    """Read a goal."""
    title, wording = read(work.title), read(work.wording)
    return Goal(work, wording if wording.things else wording | title, title, read(work.trigger))


class Rarity:
    """How much a piece of wording tells within one plan: WHOLE where one row has it, a half where one in sixty others
    has it, and so on."""

    def __init__(self, rows: Iterable[Goal]) -> None:
        kept = [row.pieces for row in rows]
        self._rows = len(kept) + _SMOOTH
        self._weights = {piece: self._weight(count - 1) for piece, count in Counter(chain(*kept)).items()}

    def _weight(self, others: int) -> int:
        return WHOLE * self._rows // (self._rows + _COMMON * others)

    def weight(self, pieces: Set[int] | Set[str]) -> int:
        """The weight of all pieces together."""
        return sum(self._weights.get(piece, WHOLE) for piece in pieces)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a comparison of wordings measures. common, covered and characters are 0 to 100; missing is in hundredths
    of a thing.

    common: of all that either means, what the other means too.
    covered: of the things that a goal is about, how many the other knows; of that goal which is covered less.
    missing: things that a goal is about and the other does not know; of that goal which has fewer of them.
    characters: how many of the characters of a goal stand in the other; of that goal which has more of them there.
    """

    common: int
    covered: int
    missing: int
    characters: int


def headed_alike(new: Goal, row: Goal) -> bool:
    """Do both stand under one title? It says that they are of one subject, not that they are the same work."""
    return bool(new.work.title.strip()) and new.work.title.strip() == row.work.title.strip()


def likeness(new: Goal, row: Goal, rarity: Rarity) -> Likeness:
    """Compare the wordings of a new goal and a row. Titles and the trigger may explain what the other's text means;
    equal titles are the heading of both and explain nothing."""
    mine, theirs, alike = new.wording, row.wording, headed_alike(new, row)
    told = new.trigger if alike else new.title | new.trigger
    i_know, they_know = mine.all | told.all, theirs.all | (frozenset() if alike else row.title.all)
    weight = rarity.weight
    both = ((mine.said | told.said) & they_know) | (theirs.said & i_know)
    my_missing, their_missing = weight(mine.things - they_know), weight(theirs.things - i_know)
    my_things, their_things = weight(mine.things) + _SLACK, weight(theirs.things) + _SLACK
    return Likeness(
        common=min(100, 100 * weight(both) // (weight(mine.said | theirs.said) + _SLACK)),
        covered=min(
            100 * (my_things - _SLACK - my_missing) // my_things,
            100 * (their_things - _SLACK - their_missing) // their_things,
        ),
        missing=min(_MOST_MISSING, my_missing, their_missing),
        characters=_characters(new, row, rarity),
    )


def _characters(new: Goal, row: Goal, rarity: Rarity) -> int:
    mine, theirs = new.wording.characters, row.wording.characters
    i_have = mine | new.title.characters | new.trigger.characters
    they_have = theirs | row.title.characters
    return max(
        100 * rarity.weight(part & whole) // (rarity.weight(part) + _SLACK_CHARACTERS)
        for part, whole in ((mine, they_have), (theirs, i_have))
    )
