"""This room's tables, a noun a file."""

from jixiao.scores.models.given import GivenScore, GradeEvent
from jixiao.scores.models.result import Composition, Result
from jixiao.scores.models.rules import SchemeRules

__all__ = ["Composition", "GivenScore", "GradeEvent", "Result", "SchemeRules"]
