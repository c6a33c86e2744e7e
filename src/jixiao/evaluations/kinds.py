"""The classes of bonus and deduction in force, from the room that keeps the schemes: it stands above this one."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol

from django.conf import settings

from jixiao.core.evaluations.kinds import Kinds
from jixiao.people.models import Organisation


class _Source(Protocol):
    def of_keeper(self, keeper: Organisation, year: int) -> Kinds: ...

    def for_assessed(self, organisation: Organisation, year: int) -> Kinds: ...


def kinds_of_keeper(keeper: Organisation, year: int) -> Kinds:
    """What the organisation's own adopted scheme of the year offers; no kinds without one. One statement."""
    return _source().of_keeper(keeper, year)


def kinds_for(organisation: Organisation, year: int) -> Kinds:
    """What the scheme by which the organisation is assessed in the year offers. One statement."""
    return _source().for_assessed(organisation, year)


def _source() -> _Source:
    source: _Source = import_module(settings.JIXIAO_SCHEME_KINDS)
    return source
