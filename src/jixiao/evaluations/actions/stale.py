"""Nobody overwrites what somebody else wrote in the meantime."""

from __future__ import annotations

from jixiao.people.policy import Refused


class Stale(Refused):
    """The thing was changed since the form was filled from it; `str()` says what changed and what to do."""


def require_seen(now_at: int, seen: int, changed: str) -> None:
    """Raises Stale unless the form was filled from the version that stands; `changed` says how it stands now."""
    if now_at != seen:
        raise Stale(f"{changed}。请核对后再办理，您填写的内容没有丢失。")
