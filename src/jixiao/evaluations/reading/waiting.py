"""What waits for an account in rounds, inspections and bonus claims: sentences for the first page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Count, Exists, IntegerField, Min, OuterRef, Q, Subquery
from django.urls import reverse

from jixiao.evaluations.models import Assignment, BonusClaim, Finding, Mark, RoundKind, SheetState
from jixiao.evaluations.models.choices import ClaimState, FindingState
from jixiao.evaluations.reading.bonus import made_by_others
from jixiao.ledger.policy import mine
from jixiao.people.models import Account
from jixiao.people.policy import ABOVE, Right, holds
from jixiao.people.queries import organiser_of
from jixiao.plans.models import Item
from jixiao.plans.procedure.course import mark
from jixiao.plans.procedure.waiting import Waiting

_TO_FILL = (SheetState.OPEN, SheetState.RETURNED)
_OFFICE = frozenset({Account.Role.OFFICE_HEAD, Account.Role.OFFICE_CLERK})
_PAGES = {  # kind of a round: the page of its sheet, what is to be done, the right
    RoundKind.SELF: ("self-sheet", "等您填写并提交", Right.SELF_SUBMIT),
    RoundKind.PEER_RATING: ("rating-sheet", "等您评分", Right.RATING_WRITE),
    RoundKind.ON_SITE: ("assess-sheet", "等您填写考评记录", Right.ASSESS_WRITE),
}


def waiting(account: Account, today: date) -> list[Waiting]:
    """Sheets to fill in or confirm, findings to answer or decide, claims to check. At most three statements."""
    if account.organisation is None or not account.is_active:
        return []
    found = [*_sheets(account, today), *_own_indicators(account, today), *_findings(account, today), *_claims(account)]
    return sorted(found, key=lambda each: each.due or date.max)


def _sheets(account: Account, today: date) -> Iterator[Waiting]:
    """A line a round: the sheet itself where it is one, otherwise how many there are; and what was handed in."""
    organiser = organiser_of(account)
    kinds = [kind for kind, (_, _, right) in _PAGES.items() if holds(account, right)]
    keeps = holds(account, Right.ROUND_KEEP)
    if not kinds and not keeps:
        return
    own = Q(rater=organiser, member=None) | Q(member=account)
    to_fill = own & Q(state__in=_TO_FILL, round__kind__in=kinds, round__closed_at=None, round__opens__lte=today)
    handed_in = Q(round__organiser=organiser, round__closed_at=None, state=SheetState.SUBMITTED)
    handed_in &= ~Q(round__kind=RoundKind.PEER_RATING)  # nobody confirms a peer's mark
    by_round = Assignment.objects.filter(to_fill | handed_in if keeps else to_fill).order_by()
    columns = by_round.values("round_id", "round__kind", "round__title", "round__due", "state")
    counted = columns.annotate(count=Count("pk"), first=Min("pk"))
    for each in counted.order_by("round__due", "round_id", "-state"):
        title, due, count = each["round__title"], each["round__due"], each["count"]
        if each["state"] == SheetState.SUBMITTED:
            address = reverse("round", args=[each["round_id"]])
            yield Waiting(f"{title}：{count} 份考评表等您确认", address, None, None)
            continue
        page, words, _ = _PAGES[RoundKind(each["round__kind"])]
        number = f"{count} 份" if count > 1 else ""
        yield Waiting(f"{title}：{number}{words}", reverse(page, args=[each["first"]]), due, mark(due, today))


def _own_indicators(account: Account, today: date) -> Iterator[Waiting]:
    """For an office: how many of its indicators have no points of their own on the agency's self-evaluation."""
    if Account.Role(account.role) not in _OFFICE:
        return
    marked = Mark.objects.filter(item=OuterRef("pk"), assignment=OuterRef(OuterRef("pk")), points__isnull=False)
    own = Item.objects.indicators().filter(mine(account), ~Exists(marked), plan=OuterRef("plan_id"))
    left = own.order_by().values("plan_id").annotate(count=Count("pk", distinct=True)).values("count")
    sheet = (
        Assignment.objects.filter(
            rater=account.agency, round__kind=RoundKind.SELF, state__in=_TO_FILL, round__closed_at=None,
            round__opens__lte=today,
        )
        .annotate(left=Subquery(left, output_field=IntegerField()))
        .select_related("round")
        .order_by("round__due")
        .first()
    )  # fmt: skip
    if sheet is not None and sheet.left:
        due = sheet.round.due
        text = f"{sheet.round.title}：{sheet.left} 项指标等您自评"
        yield Waiting(text, reverse("self-sheet", args=[sheet.pk]), due, mark(due, today))


def _findings(account: Account, today: date) -> Iterator[Waiting]:
    """Those about the own organisation that are not answered, and answers that the own side has to decide on."""
    own = account.organisation if account.role == Account.Role.ENTERPRISE else account.agency
    answers = account.role not in ABOVE and holds(account, Right.FINDING_ANSWER)
    decides = holds(account, Right.FINDING_DECIDE)
    if not answers and not decides:
        return
    to_answer = Q(object=own, state=FindingState.FOUND) if answers else Q(pk__in=[])
    answered = Q(inspection__organiser=organiser_of(account), state=FindingState.ANSWERED)
    found = Finding.objects.filter(to_answer | (answered if decides else Q(pk__in=[])))
    decided = 0
    for finding in found.select_related("inspection"):
        if finding.state == FindingState.ANSWERED:
            decided += 1
            continue
        due = finding.answer_due
        yield Waiting(f"{finding}问题等您答复", reverse("finding", args=[finding.pk]), due, mark(due, today))
    if decided:
        yield Waiting(f"{decided} 件核验问题已答复，等您认定", reverse("inspections"), None, None)


def _claims(account: Account) -> Iterator[Waiting]:
    """Bonus claims that another person made: of the own agency, or of the agencies of the city."""
    role, own = Account.Role(account.role), account.organisation
    if own is None or role not in (Account.Role.UPPER, Account.Role.GROUP_HEAD):
        return
    of = Q(organisation__parent=own.top) if role is Account.Role.UPPER else Q(organisation=own.agency)
    claims = BonusClaim.objects.filter(of, state=ClaimState.SUBMITTED).select_related("made_by")
    if count := len(made_by_others(account, claims)):
        yield Waiting(f"{count} 项正向激励申报等您审核", reverse("bonus-list"), None, None)
