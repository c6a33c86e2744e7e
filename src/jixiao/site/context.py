"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from jixiao.people.models import Account
from jixiao.people.policy import ABOVE, Right, allows, rights_of

# right, name of the address, word in the navigation, section of the page. What is not daily work is linked from the
# pages that it belongs to: importing and filing from the plans, the common indicators from the basis documents.
ENTRIES = (
    (Right.PLAN_READ, "plan-list", "方案", "plans"),
    (Right.LEDGER_READ, "ledger-home", "台账", "ledger"),
    (Right.EVIDENCE_ADD, "evidence-list", "材料", "evidence"),
    (Right.REVIEW_ANSWER, "review-list", "互审", "reviews"),
    (Right.FILING_RECEIVE, "filings", "报备", "filings"),
    (Right.BASIS_READ, "bases", "依据库", "bases"),
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
    """The upper office receives filings by a right on others; only an agency of a city has peers to review."""
    held = rights | {Right.FILING_RECEIVE} if account.role in ABOVE else rights
    entries = [(name, label, section) for right, name, label, section in ENTRIES if right in held]
    if Right.REVIEW_ANSWER in rights and account.organisation and account.organisation.agency.parent_id is None:
        entries = [entry for entry in entries if entry[0] != "review-list"]
    return entries
