"""Hints about raters (同组互评): how far they agree, how severe each is, which pairs lift each other.

They are hints for a person, each with its uncertainty; no score is ever changed by them. They are estimates, not
scores, and computed in floating point. docs/explanation/fairness.md says how good they are.
"""

from jixiao.core.fairness.agreement import Agreement, agreement
from jixiao.core.fairness.marks import LEAST, Marks, circles
from jixiao.core.fairness.pairs import ODD, Pair, pairs
from jixiao.core.fairness.severity import Severity, severities

__all__ = ["LEAST", "ODD", "Agreement", "Marks", "Pair", "Severity", "agreement", "circles", "pairs", "severities"]
