"""The tables of the room, a noun a file."""

from jixiao.plans.models.basis import Basis, BasisItem, Citation, CommonIndicator
from jixiao.plans.models.cascade import Contract, CreditShare, Filing, Link
from jixiao.plans.models.document import ImportedDocument
from jixiao.plans.models.draft import Draft, Edit
from jixiao.plans.models.plan import DIGITS, PLACES, Item, Plan, PlanFinding, Responsibility, Target
from jixiao.plans.models.publication import Publication, Withheld
from jixiao.plans.models.review import ReviewAssignment, ReviewComment, ReviewReply
from jixiao.plans.models.stage import CalendarStep, StageAct
from jixiao.plans.models.version import Amendment, PlanVersion

__all__ = [
    "DIGITS",
    "PLACES",
    "Amendment",
    "Basis",
    "BasisItem",
    "CalendarStep",
    "Citation",
    "CommonIndicator",
    "Contract",
    "CreditShare",
    "Draft",
    "Edit",
    "Filing",
    "ImportedDocument",
    "Item",
    "Link",
    "Plan",
    "PlanFinding",
    "PlanVersion",
    "Publication",
    "Responsibility",
    "ReviewAssignment",
    "ReviewComment",
    "ReviewReply",
    "StageAct",
    "Target",
    "Withheld",
]
