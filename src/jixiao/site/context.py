"""What every page knows."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from jixiao.people.models import Account
from jixiao.people.policy import Right, allows, rights_of

# right, name of the address, word in the navigation, section of the page
ENTRIES = (
    (Right.PLAN_READ, "plan-list", "方案", "plans"),
    (Right.PLAN_IMPORT, "import-list", "导入", "imports"),
    (Right.PEOPLE_READ, "people", "机构", "people"),
    (Right.ACCOUNT_READ, "account-list", "账号", "accounts"),
    (Right.RIGHTS_READ, "rights", "权限", "rights"),
    (Right.JOURNAL_READ, "journal", "留痕", "journal"),
)


def everywhere(request: HttpRequest) -> dict[str, object]:
    own = request.user.organisation if isinstance(request.user, Account) else None
    rights = rights_of(request.user, own) if own else frozenset()
    return {
        "demo": settings.JIXIAO_DEMO,
        "may_import": Right.PLAN_IMPORT in rights,
        "nav_entries": [(name, label, section) for right, name, label, section in ENTRIES if right in rights],
        "may_group": own is not None and allows(request.user, Right.PEER_GROUP_EDIT, own.top),
    }
