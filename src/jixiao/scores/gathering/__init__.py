"""From the rooms to the sheets that a scheme scores: who is scored, by which plan, and what is known of each."""

from jixiao.scores.gathering.sheets import Gathered, sheets_of

__all__ = ["Gathered", "sheets_of"]
