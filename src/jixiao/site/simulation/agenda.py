"""What is to be done when. Acts are done in the order of their moments, those of a day in one transaction."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from jixiao.core.ledger.windows import BEIJING
from jixiao.core.workdays import add_workdays, is_workday

Act = Callable[[datetime], object]


def at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """A working hour of the day."""
    return datetime.combine(day, time(hour, minute), BEIJING)


def working(day: date) -> date:
    """The day itself, or the next on which offices work."""
    while not is_workday(day):
        day += timedelta(1)
    return day


def after(day: date, workdays: int) -> date:
    """The day that many working days later, or earlier when `workdays` is negative."""
    if workdays >= 0:
        return add_workdays(day, workdays).date
    while workdays:
        day -= timedelta(1)
        workdays += is_workday(day)
    return day


def chance(*key: object) -> Random:
    """Chance that is the same for the same key, whatever else is drawn."""
    return Random("/".join(str(each) for each in key))


class Agenda:
    """Acts by their moment. `now` is the moment of the last act done; one that is put before it is done next."""

    def __init__(self, begins: datetime) -> None:
        self.now = begins
        self.refusals: list[str] = []
        self._acts: list[tuple[datetime, int, Act]] = []
        self._order = count()

    def put(self, when: datetime, act: Act) -> None:
        heapq.heappush(self._acts, (max(when, self.now), next(self._order), act))

    def run(self, until: date, refused: type[Exception]) -> None:
        """Do what is due up to and with `until`. What the rules refuse is noted, and the year goes on."""
        from django.db import transaction

        while self._acts and self._acts[0][0].date() <= until:
            day = self._acts[0][0].date()
            with transaction.atomic():  # one saving to the disk a day
                while self._acts and self._acts[0][0].date() == day:
                    self.now, _, act = heapq.heappop(self._acts)
                    self._do(act, refused)

    def _do(self, act: Act, refused: type[Exception]) -> None:
        from django.db import transaction

        try:
            with transaction.atomic():
                act(self.now)
        except refused as refusal:
            self.refusals.append(f"{self.now:%Y-%m-%d} {refusal}")
