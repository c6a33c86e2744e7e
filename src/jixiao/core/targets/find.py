"""Find the targets of a text: amounts with their comparators, frequencies, zeros, coverage and dates."""

from __future__ import annotations

from jixiao.core.targets.amounts import amounts
from jixiao.core.targets.model import Target
from jixiao.core.targets.sentence import Sentence, narrowed
from jixiao.core.targets.special import coverages, date_targets, frequencies, zeros

_SIGNS = frozenset("0123456789零一二两三四五六七八九十百每按逐亿万") | {"全"}


def find_targets(text: str, *, year: int | None, field: str = "l2") -> tuple[Target, ...]:
    """Find the targets in `text`, in order of their place; never an exception, whatever the text.

    `year` is the plan's year, for dates that name none. Offsets point into `text` as given.
    """
    if _SIGNS.isdisjoint(compact := narrowed(text)):
        return ()
    sentence = Sentence(text, compact, year, field)
    found = amounts(sentence)
    found += zeros(sentence) + date_targets(sentence)
    found += coverages(sentence, found)
    found += frequencies(sentence, found)
    return tuple(sorted(found, key=lambda t: (t.start, t.end)))
