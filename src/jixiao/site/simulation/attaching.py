"""Evidence of the simulated year: small real files, of which some are used in several places."""

from __future__ import annotations

from datetime import datetime
from random import Random

from jixiao.ledger.actions import evidence
from jixiao.ledger.evidence_places import Place, home_of
from jixiao.people.models import Account
from jixiao.site.simulation.files import note, pdf, png
from jixiao.site.simulation.world import World

AGAIN = 0.3  # how often a piece that is there already is used once more
_ENDINGS = (("pdf", pdf), ("png", png), ("txt", note))


def attach(world: World, by: Account, place: Place, about: str, draw: Random, now: datetime) -> None:
    """Use a piece of evidence in the place: one of `by`'s own, or a new one, which says what it is `about`."""
    kept = world.kept.setdefault(by.pk, [])
    if kept and draw.random() < AGAIN:
        evidence.use(by, draw.choice(kept), place, now)
        return
    title = world.words.pick("evidence", draw)
    ending, made = draw.choices(_ENDINGS, (6, 3, 1))[0]
    text = f"{about}{title}（{now:%Y-%m-%d} 第{len(kept) + 1}份，{by.shown_name}）"
    name = f"{title}{now:%Y%m%d}-{len(kept) + 1}.{ending}"
    added = evidence.add(by, home_of(by, place), name, made(text), f"{about}{title}", now)
    evidence.use(by, added.pk, place, now)
    kept.append(added.pk)
