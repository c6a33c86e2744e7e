"""A mark on an indicator as it is typed: whether it changes what stands, and whether somebody else was quicker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

LONGEST = 2000  # characters of a completion or a reason


def shown_digest(texts: Iterable[str]) -> str:
    """Of what some fields showed, sent along with them, so that only what was changed is written."""
    return sha256("\0".join(texts).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Marked:
    """What a mark says. Points None and empty texts: nothing was said."""

    points: Decimal | None = None
    completion: str = ""
    reason: str = ""

    @property
    def digest(self) -> str:
        """What a form carries to say which mark it was filled from; '' for none. 2.5000 is 2.5."""
        if self == Marked():
            return ""
        points = "" if self.points is None else format(self.points.normalize(), "f")
        return shown_digest((points, self.completion, self.reason))


@dataclass(frozen=True, slots=True)
class Typed:
    """A mark from a form; `was` is the digest of the mark that stood when the form was shown."""

    marked: Marked
    was: str = ""


def changes(standing: Mapping[int, Marked], typed: Mapping[int, Typed]) -> dict[int, Marked]:
    """What is to be written, by indicator."""
    return {item: each.marked for item, each in typed.items() if each.marked != standing.get(item, Marked())}


def overtaken(standing: Mapping[int, Marked], typed: Mapping[int, Typed]) -> list[int]:
    """The indicators that somebody else changed since, and that this form would change again."""
    changed = changes(standing, typed)
    return [item for item in changed if standing.get(item, Marked()).digest != typed[item].was]


def cannot_keep(marked: Mapping[int, Marked]) -> str:
    for each in marked.values():
        if max(len(each.completion), len(each.reason)) > LONGEST:
            return f"完成情况和理由各不超过 {LONGEST} 个字，请精简后保存。"
    return ""


def lacking_reason(changed: Mapping[int, Marked], standing: Mapping[int, Decimal | None]) -> list[int]:
    """Indicators whose points depart from those that stand (or are proposed) without a word why."""
    return [
        item
        for item, each in changed.items()
        if each.points is not None
        and not each.reason.strip()
        and (before := standing.get(item)) is not None
        and before != each.points
    ]
