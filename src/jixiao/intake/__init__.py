"""Documents in: bytes of an official plan to a record with a place for every value, and findings."""

from __future__ import annotations

from jixiao.intake.limits import MAX_BYTES, Unreadable
from jixiao.intake.reading import Reading, read_document

__all__ = ["MAX_BYTES", "Reading", "Unreadable", "read_document"]
