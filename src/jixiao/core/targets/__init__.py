"""Targets in the wording of an indicator: comparator, value, unit, period, subject, span."""

from jixiao.core.targets.find import find_targets
from jixiao.core.targets.model import Qualifier, Target

__all__ = ["Qualifier", "Target", "find_targets"]
