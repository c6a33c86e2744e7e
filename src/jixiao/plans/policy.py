"""Who may do what with documents and plans; refuses when unsure."""

from __future__ import annotations

from dataclasses import dataclass

from jixiao.journal.actions import Actor
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows


@dataclass(frozen=True, slots=True)
class Console:
    """The command line on the machine that holds the data: whoever runs it owns the data already."""

    @property
    def actor(self) -> Actor:
        return Actor("命令行")


By = Account | Console


class Refused(Exception):
    """The action was not done; `str()` is the sentence for the person who asked."""


class Forbidden(Refused):
    """The account has no right to it. Pages answer this as if there were nothing."""


def require(by: By, right: Right, organisation: Organisation) -> None:
    """Raises Forbidden unless `by` has the right there."""
    if not isinstance(by, Console) and not allows(by, right, organisation):
        raise Forbidden("您没有这项权限。")
