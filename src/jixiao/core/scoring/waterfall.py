"""The tree of steps regrouped for a picture: from the base to the total by few bars, each hundredth in exactly one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.steps import Step

MOST = 6  # bars of one part: more than a glance takes in are put together


@dataclass(frozen=True, slots=True)
class Bar:
    """One step, or the many small ones of a part that are drawn together."""

    part: Step  # the component, the bonus, the deductions …, right below the total
    steps: tuple[Step, ...]

    @property
    def change(self) -> Decimal:
        return sum((step.change for step in self.steps), ZERO)

    @property
    def is_rest(self) -> bool:
        return len(self.steps) > 1


def bars(total: Step, most: int = MOST) -> list[Bar]:
    """The bars in the order of the tree: base + Σ changes = total, exactly. What changes nothing has no bar.

    Of a part with more than `most` changing steps the largest keep a bar of their own; the rest share the last one.
    """
    return [bar for part in total.children for bar in _of_part(part, most)]


def _of_part(part: Step, most: int) -> Iterator[Bar]:
    changing = [step for step in part.leaves() if step.change != 0]
    if len(changing) <= most:
        yield from (Bar(part, (step,)) for step in changing)
        return
    by_size = sorted(range(len(changing)), key=lambda at: (-abs(changing[at].change), at))
    own = set(by_size[: most - 1])
    yield from (Bar(part, (changing[at],)) for at in by_size[: most - 1])
    yield Bar(part, tuple(step for at, step in enumerate(changing) if at not in own))


def places_shown(changes: Sequence[Decimal], least: int = 2) -> int:
    """As many decimals as the finest of the figures needs, so that what is printed sums exactly."""
    return max([least, *(_places(each) for each in changes)])


def _places(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
