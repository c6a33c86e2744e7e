"""Names of columns that agencies use, and the fields of a row that they mean: for pasting by name."""

from __future__ import annotations

from jixiao.core.pasting import plain_name
from jixiao.intake.columns import NAMES

_FIELD_OF_ROLE = {
    "category": "category",
    "no": "no",
    "basis": "policy_basis",
    "l1": "l1",
    "l2": "l2",
    "text": "l2",
    "rule": "rule",
    "weight": "weight",
    "deadline": "deadline_raw",
    "leaders": "leaders",
    "offices": "offices",
    "co_offices": "co_offices",
    "owners": "owners",
}
SYNONYMS = {plain_name(name): field for role, field in _FIELD_OF_ROLE.items() for name in NAMES[role]}
