"""The ledger's tables, a noun a file."""

from jixiao.ledger.models.book import Cell, Ledger, Measure, Rhythm
from jixiao.ledger.models.directive import Addressee, Directive
from jixiao.ledger.models.evidence import Evidence, EvidenceLook, EvidenceUse
from jixiao.ledger.models.meeting import AgendaPoint, Analysis, Meeting
from jixiao.ledger.models.reminder import Channel, ChatRobot, Digest
from jixiao.ledger.models.report import Report, ReportValue
from jixiao.ledger.models.task import Register, RegisterRow, StruckOff, Task, TaskList
from jixiao.ledger.models.warning import Reading, WarningLine

__all__ = [
    "Addressee",
    "AgendaPoint",
    "Analysis",
    "Cell",
    "Channel",
    "ChatRobot",
    "Digest",
    "Directive",
    "Evidence",
    "EvidenceLook",
    "EvidenceUse",
    "Ledger",
    "Measure",
    "Meeting",
    "Reading",
    "Register",
    "RegisterRow",
    "Report",
    "ReportValue",
    "Rhythm",
    "StruckOff",
    "Task",
    "TaskList",
    "WarningLine",
]
