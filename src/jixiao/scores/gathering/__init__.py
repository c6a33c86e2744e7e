"""From the rooms to the sheets that a scheme scores: who is scored, by which plan, and what is known of each."""

from jixiao.scores.gathering.members import Member, members_of
from jixiao.scores.gathering.sheets import Gathered, sheets_of

__all__ = ["Gathered", "Member", "members_of", "sheets_of"]
