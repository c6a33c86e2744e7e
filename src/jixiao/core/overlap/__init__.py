"""Does a new goal cover the work of a goal that the plan has already? 动态目标不得与重点、常规目标交叉重叠."""

from jixiao.core.overlap.check import overlaps_with
from jixiao.core.overlap.model import THRESHOLD, Overlap, Reason, Work

__all__ = ["THRESHOLD", "Overlap", "Reason", "Work", "overlaps_with"]
