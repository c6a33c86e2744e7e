"""A text made ready for the search: without spaces, narrowed, names blanked, with its way back to the original."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jixiao.core.dates import Deadline, find_dates
from jixiao.core.targets.mask import BLANK, masked
from jixiao.core.targets.model import Target
from jixiao.core.targets.words import PERIOD_WORDS, RECURRING, YEAR_WORD

# One character for one. Unlike numbers.narrow this keeps ，, which ends a clause in prose.
_WIDTH = str.maketrans("０１２３４５６７８９．％＋－–—―～〜（）＜＞×＊〇○", "0123456789.%+----~~()<>×*零零")
_BREAKS = frozenset("，。；！？;!?：")
_STOPS = frozenset("。；！？;!?")
_WINDOW = 120  # no clause that states an amount is longer, and the search stays linear


def narrowed(text: str) -> str:
    """`text` without spaces, digits and signs at half width."""
    return "".join(text.split()).translate(_WIDTH)


@dataclass(slots=True)
class Sentence:
    """`compact` is what is searched, `clean` the same with names and dates blanked."""

    text: str
    compact: str
    year: int | None
    field: str
    clean: str = ""
    dates: list[tuple[int, int, Deadline]] = dataclasses.field(default_factory=list)
    _offsets: list[int] | None = None

    def __post_init__(self) -> None:
        named = masked(self.compact)
        if re.search("[年月季]", self.compact):
            self.dates = [d for d in find_dates(self.compact, self.year) if named[d[0]] != BLANK or "年" in d[2].text]
        for start, end, _ in self.dates:
            named = named[:start] + BLANK * (end - start) + named[end:]
        self.clean = named
        if len(self.compact) != len(self.text):
            self._offsets = [i for i, c in enumerate(self.text) if not c.isspace()]

    def clause_start(self, position: int) -> int:
        """Where the clause around `position` begins."""
        return self._back(position, _BREAKS)

    def sentence_start(self, position: int) -> int:
        """Where the stretch up to the last full stop or semicolon begins."""
        return self._back(position, _STOPS)

    def _back(self, position: int, marks: frozenset[str]) -> int:
        for i in range(position - 1, max(-1, position - _WINDOW), -1):
            if self.compact[i] in marks:
                return i + 1
        return max(0, position - _WINDOW)

    def clause_end(self, position: int) -> int:
        """Where the clause around `position` ends."""
        for i in range(position, min(len(self.compact), position + _WINDOW)):
            if self.compact[i] in _BREAKS:
                return i
        return min(len(self.compact), position + _WINDOW)

    def period(self, position: int) -> tuple[str | None, int | None]:
        """(period, where its word begins) that governs the amount at `position`; (None, None) when none does."""
        start = self.clause_start(position)
        if self.compact.startswith("其中", start) and start > 0:
            return self.period(start - 1)[0], None
        if recurring := RECURRING.search(self.compact, start, position):
            return PERIOD_WORDS[recurring["unit"]], recurring.start()
        if yearly := YEAR_WORD.search(self.compact, start, position):
            return "year", yearly.start()
        whole = self.compact.rfind("全年", self.sentence_start(position), start)
        return ("year", None) if whole >= 0 else (None, None)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the original text."""
        if self._offsets is None:
            return start, end
        return self._offsets[start], self._offsets[end - 1] + 1

    def target(self, start: int, end: int, comparator: str, value: Decimal | date, unit: str) -> Target:
        """A count, due once, over compact[start:end]; callers replace what differs."""
        begin, finish = self.span(start, end)
        span = self.text[begin:finish]
        return Target(self.field, span, begin, finish, comparator, value, unit, value, unit, "once", "count")
