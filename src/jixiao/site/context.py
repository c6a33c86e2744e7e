"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from jixiao.people.models import Account
from jixiao.people.policy import ABOVE, Right, allows, rights_of

# right, name of the address, word in the navigation, section of the page. What is not daily work is linked from the
# pages that it belongs to: importing, reviewing, filing and basis documents from the plans, evidence from the ledger.
ENTRIES = (
    (Right.PLAN_READ, "plan-list", "方案", "plans"),
    (Right.LEDGER_READ, "ledger-home", "台账", "ledger"),
    (Right.FILING_RECEIVE, "filings", "报备", "filings"),
    (Right.ROUND_READ, "evaluations-home", "考评", "evaluations"),
    (Right.SCORE_READ, "scores-home", "得分", "scores"),
    (Right.PEOPLE_READ, "people", "机构", "people"),
    (Right.ACCOUNT_READ, "account-list", "账号", "accounts"),
    (Right.RIGHTS_READ, "rights", "权限", "rights"),
    (Right.JOURNAL_READ, "journal", "留痕", "journal"),
)


def everywhere(request: HttpRequest) -> dict[str, object]:
    account = request.user if isinstance(request.user, Account) else None
    own = account.organisation if account else None
    rights = rights_of(account, own) if account and own else frozenset()
    return {
        "demo": settings.JIXIAO_DEMO,
        "may_import": Right.PLAN_IMPORT in rights,
        "nav_entries": _entries(account, rights) if account else [],
        "may_group": account is not None and own is not None and allows(account, Right.PEER_GROUP_EDIT, own.top),
    }


def _entries(account: Account, rights: frozenset[str]) -> list[tuple[str, str, str]]:
    """The upper office receives filings by a right on others."""
    held = rights | {Right.FILING_RECEIVE} if account.role in ABOVE else rights
    return [(name, label, section) for right, name, label, section in ENTRIES if right in held]
