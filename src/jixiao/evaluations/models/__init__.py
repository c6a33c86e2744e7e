"""This room's tables, a noun a file."""

from jixiao.evaluations.models.bonus import BonusClaim
from jixiao.evaluations.models.choices import ClaimState, FindingState, Method, Purpose, RoundKind, SheetState
from jixiao.evaluations.models.inspection import Finding, Inspection
from jixiao.evaluations.models.proof import Proof
from jixiao.evaluations.models.round import Assignment, Mark, Round, Sample, Visit

__all__ = [
    "Assignment",
    "BonusClaim",
    "ClaimState",
    "Finding",
    "FindingState",
    "Inspection",
    "Mark",
    "Method",
    "Proof",
    "Purpose",
    "Round",
    "RoundKind",
    "Sample",
    "SheetState",
    "Visit",
]
