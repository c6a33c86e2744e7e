"""What a ledger costs: its pages, its pictures, and the saving of a report; the whole request, in process."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Protocol, TypeVar

from jixiao.site.bench_ledgers import Book, city_of, opened, report_of, shared_by
from jixiao.site.bench_pages import HOST, account_for_measuring

if TYPE_CHECKING:
    from django.test import Client

    from jixiao.people.models import Account

Done = TypeVar("Done")
STATEMENTS = 12  # of a page, whatever it shows
PAGE, SAVING, LARGE = 60, 20, 500  # milliseconds of CPU
SAVED_ON = {"cell": "the cell", "mine": "my due cells"}
HEADINGS = ("what", "rows", "SQL statements", "bar", "CPU ms", "bar", "× calibration", "KiB")


class Answer(Protocol):
    """What a page answered."""

    @property
    def status_code(self) -> int: ...

    @property
    def content(self) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Cost:
    """`seconds` is CPU time, the median; `bar` in milliseconds, None where growth is shown; `size` in bytes."""

    title: str
    rows: int
    statements: int
    seconds: float
    size: int
    bar: int | None = PAGE

    def line(self, calibration: float) -> str:
        """A line of the table of figures; a CPU time too as how often the calibration's, which other machines have."""
        bars = ("", "") if self.bar is None else (STATEMENTS if self.bar != SAVING else "", self.bar)
        times = f"{self.seconds / calibration:.2f}"
        cells = (self.title, self.rows, self.statements, bars[0], f"{self.seconds * 1000:.1f}", bars[1], times)
        return "| " + " | ".join(map(str, (*cells, f"{self.size / 1024:.0f}"))) + " |"


def calibrated(runs: int) -> float:
    """Median CPU seconds of work that never changes, so that figures of one machine can be held against another's."""
    return median(_timed(_fixed_work)[0] for _ in range(runs))


def _fixed_work() -> int:
    words: dict[str, int] = {}
    for number in range(50_000):
        word = f"{number * 7919 % 1009:x}"
        words[word] = words.get(word, 0) + number
    return sum(sorted(words.values())[::2])


def measure_ledger(sizes: Sequence[int], agencies: int, indicators: int, runs: int) -> Iterator[Cost]:
    """Pages of ledgers of these sizes, the first in full; then maps of `agencies` (or offices) × `indicators`."""
    clerk = account_for_measuring("operator")
    for rows in sizes:
        book = opened(clerk, rows)
        is_first = rows == sizes[0]
        yield _page(f"ledger, {rows} × 4", clerk, book.address("ledger"), book, runs, PAGE if is_first else None)
        if is_first:
            yield from _pages_of_one(clerk, book, runs)
    yield from _maps(clerk, agencies, indicators, runs)


def _pages_of_one(clerk: Account, book: Book, runs: int) -> Iterator[Cost]:
    yield _page("heat map", clerk, book.address("ledger-heat"), book, runs)
    yield _page("timeline", clerk, book.address("ledger-timeline"), book, runs)
    yield _page("load", clerk, book.address("ledger-load"), book, runs)
    yield _page("desk of an office's head", book.head, "/", book, runs)
    yield _page("my due cells", book.head, "/ledger/mine/", book, runs)
    for place in ("cell", "mine"):
        yield _saving(book, place, runs)


def _maps(clerk: Account, agencies: int, indicators: int, runs: int) -> Iterator[Cost]:
    book = opened(clerk, indicators, "map")
    shared_by(book, agencies)
    title = f"heat map, {agencies} offices × {indicators}"
    yield _page(title, clerk, f"{book.address('ledger-heat')}?co=1", book, runs, LARGE)
    upper = city_of(book, agencies)
    for quarter in ("", "?quarter=2"):
        title = f"heat map, {agencies} agencies × {indicators}{', a quarter' if quarter else ''}"
        yield _page(title, upper, f"/ledger/heat/{quarter}", book, runs, LARGE)


def _page(title: str, account: Account, address: str, book: Book, runs: int, bar: int | None = PAGE) -> Cost:
    client = _client(account)
    return _cost(title, book, runs, bar, lambda: client.get(address))


def _saving(book: Book, place: str, runs: int) -> Cost:
    """Reports of the office's head on cells of its own, each handed in once: from the page of its `cell`, or `mine`."""
    from django.urls import reverse

    client, reports = _client(book.head), iter(report_of(cell, place) for cell in book.open_cells(runs + 1))

    def submit() -> Answer:
        cell, data = next(reports)
        return client.post(reverse("cell-submit", args=[cell]), data, headers={"HX-Request": "true"})

    return _cost(f"handing in a report, page of {SAVED_ON[place]}", book, runs, SAVING, submit)


def _client(account: Account) -> Client:
    from django.test import Client

    client = Client(SERVER_NAME=HOST)
    client.force_login(account)
    return client


def _cost(title: str, book: Book, runs: int, bar: int | None, ask: Callable[[], Answer]) -> Cost:
    """Ask once to count the statements and warm what is read once, then `runs` times by the clock."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        size = len(_answered(title, ask()))
    statements = len(captured)  # before the next request empties the record
    timed = [_timed(ask) for _ in range(runs)]
    for _, answer in timed:
        _answered(title, answer)
    return Cost(title, book.rows, statements, median(seconds for seconds, _ in timed), size, bar)


def _answered(title: str, answer: Answer) -> bytes:
    """The answer's bytes. Raises RuntimeError for anything but success: what was refused costs nothing."""
    if answer.status_code != 200:
        raise RuntimeError(f"{title} answered {answer.status_code}")
    return answer.content


def _timed(work: Callable[[], Done]) -> tuple[float, Done]:
    began = time.process_time()
    done = work()
    return time.process_time() - began, done
