"""The bundle of a composition, read and worked out once for each digest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jixiao.core.journal_chain import digest
from jixiao.core.scoring.bundle import Bundle, Difference, recompute, unpack
from jixiao.core.scoring.results import Result
from jixiao.core.scoring.shape import Misfit
from jixiao.core.scoring.steps import Step
from jixiao.scores.models import Composition

KEPT = 4  # bundles in memory: the frozen one, last year's, a trial or two


@dataclass(frozen=True, slots=True)
class Work:
    """Results and steps by organisation key, computed anew from the bundle, and where they differ from its words."""

    results: Mapping[str, Result]
    steps: Mapping[str, Step]
    differences: tuple[Difference, ...]
    is_untouched: bool


def opened(composition: Composition) -> Bundle:
    """The composition's bundle. Raises Misfit when it cannot be read, or is not the text that was kept."""
    return _opened(composition.pk, composition.bundle_digest)


def worked(composition: Composition) -> Work:
    """The scores as the engine computes them from the bundle. Raises Misfit."""
    return _worked(composition.pk, composition.bundle_digest)


@lru_cache(maxsize=KEPT)
def _opened(number: int, bundle_digest: str) -> Bundle:
    text = Composition.objects.values_list("bundle", flat=True).get(pk=number)
    if digest(text) != bundle_digest:
        raise Misfit(["得分包的内容与登记的摘要不符，可能被改动过。请报告系统管理员，并用备份核对。"])
    return unpack(text)


@lru_cache(maxsize=KEPT)
def _worked(number: int, bundle_digest: str) -> Work:
    again = recompute(_opened(number, bundle_digest))
    results = {result.organisation: result for result in again.results}
    return Work(results, again.steps, again.differences, again.is_untouched)
