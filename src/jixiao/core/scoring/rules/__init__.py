"""The kinds of indicator rules, one a file."""

from jixiao.core.scoring.rules.bands import Band, Bands
from jixiao.core.scoring.rules.base import NOBODY, Direction, Peers, Rule, Said
from jixiao.core.scoring.rules.done import Done
from jixiao.core.scoring.rules.given import External
from jixiao.core.scoring.rules.history import History
from jixiao.core.scoring.rules.panel import Panel
from jixiao.core.scoring.rules.proportional import Proportional
from jixiao.core.scoring.rules.rank import Rank
from jixiao.core.scoring.rules.ratio_to_best import RatioToBest
from jixiao.core.scoring.rules.steps import Steps
from jixiao.core.scoring.rules.veto import Veto

KINDS: dict[str, type[Rule]] = {
    rule.KIND: rule for rule in (Done, Proportional, Steps, Bands, Rank, RatioToBest, History, Panel, External, Veto)
}

__all__ = [
    "KINDS",
    "NOBODY",
    "Band",
    "Bands",
    "Direction",
    "Done",
    "External",
    "History",
    "Panel",
    "Peers",
    "Proportional",
    "Rank",
    "RatioToBest",
    "Rule",
    "Said",
    "Steps",
    "Veto",
]
