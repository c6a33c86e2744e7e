"""Rights: each is listed, and what is not listed is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser

from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows
from jixiao.plans.models import Plan

MATRIX = {
    "operator": {Right.PLAN_READ, Right.PLAN_IMPORT, Right.PLAN_CONFIRM},
    "leader": {Right.PLAN_READ},
    "office_head": {Right.PLAN_READ},
    "reader": {Right.PLAN_READ},
}


@pytest.mark.parametrize("role", list(Account.Role))
@pytest.mark.parametrize("right", list(Right))
def test_a_role_has_its_rights_and_no_others(
    account: Callable[..., Account], agency: Organisation, role: str, right: Right
) -> None:
    assert allows(account("someone", role), right, agency) is (right in MATRIX[role])


def test_an_unknown_right_is_refused(clerk: Account, agency: Organisation) -> None:
    assert allows(clerk, "plan.burn", agency) is False


def test_nobody_has_rights_in_another_agency(stranger: Account, agency: Organisation, plan: Plan) -> None:
    assert not any(allows(stranger, right, agency) for right in Right)
    assert not any(allows(stranger, right, plan) for right in Right)


def test_an_account_of_an_office_has_its_rights_in_the_agency(head: Account, plan: Plan) -> None:
    assert allows(head, Right.PLAN_READ, plan)


def test_no_account_no_rights(agency: Organisation, clerk: Account) -> None:
    assert not allows(AnonymousUser(), Right.PLAN_READ, agency)
    clerk.is_active = False
    assert not allows(clerk, Right.PLAN_READ, agency)
    clerk.is_active, clerk.organisation = True, None
    assert not allows(clerk, Right.PLAN_READ, agency)
