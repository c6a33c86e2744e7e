"""Reading the journal."""

from __future__ import annotations

from collections.abc import Iterable

from jixiao.core.journal_chain import Checkpoint, Problem, verify
from jixiao.journal.models import Entry, Head


def head() -> Checkpoint | None:
    """Where the chain ends by the kept head; None when that row is missing."""
    row = Head.objects.filter(pk=1).first()
    return Checkpoint(row.seq, row.hash) if row else None


def problems(checkpoints: Iterable[Checkpoint] = ()) -> tuple[Problem, ...]:
    """Walk the whole chain; nothing when it is sound."""
    links = [entry.link() for entry in Entry.objects.order_by("seq").iterator(chunk_size=2000)]
    return verify(links, head(), checkpoints)
