"""That an act writes nothing: neither rows of a room nor entries of the journal."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import transaction
from django.db.models import Model

from jixiao.journal.models import Entry
from jixiao.people.policy import Refused


class Room:
    """The kinds of rows that are watched."""

    def __init__(self, *kinds: type[Model]) -> None:
        self.kinds = (*kinds, Entry)

    def _rows(self) -> list[list[dict[str, object]]]:
        return [list(kind._default_manager.order_by("pk").values()) for kind in self.kinds]

    @contextmanager
    def nothing_written(self) -> Iterator[None]:
        before = self._rows()
        yield
        assert self._rows() == before

    def refused(self, act: Callable[[], object], match: str = "") -> None:
        with self.nothing_written(), pytest.raises(Refused, match=match or None), transaction.atomic():
            act()
