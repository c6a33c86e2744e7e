"""Tabs at the head of a room's pages: those that the account's role may open at all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jixiao.people.models import Account
from jixiao.people.policy import Right, holds


@dataclass(frozen=True, slots=True)
class Tab:
    label: str
    address: str
    current: bool


def tabs_for(account: Account, named: Iterable[tuple[str, str, Right]], current: str) -> list[Tab]:
    """`named` holds name of the address, label and the right that opens the page in the own organisation."""
    return [Tab(label, reverse(name), name == current) for name, label, right in named if holds(account, right)]
