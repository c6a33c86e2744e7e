"""Reading bonus claims and innovation results: who sees which, and which may be the same achievement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from jixiao.core.evaluations.bonus import Earlier, State, resemblances
from jixiao.core.evaluations.kinds import Kinds
from jixiao.core.ledger.states import Light
from jixiao.evaluations.models import BonusClaim, Proof
from jixiao.evaluations.reading.findings import within
from jixiao.journal.models import Entry
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import ABOVE, By, Right, allows, is_same_person
from jixiao.people.queries import accounts_of
from jixiao.plans.models import Item

LIGHTS = {
    State.SUBMITTED: Light("▲", "审", "待审核", "soon"),
    State.RETURNED: Light("■", "退", "退回补充", "late"),
    State.DRAFT: Light("○", "拟", "拟申报", "calm"),
    State.ACCEPTED: Light("✓", "认", "已认定", "good"),
    State.REFUSED: Light("○", "否", "不予认定", "calm"),
}


def shown_to(account: Account) -> QuerySet[BonusClaim]:
    """Claims that lists show: an enterprise's own, an agency's with its offices and enterprises, to those above all
    agencies of their city but not what is still being drawn up. One statement.
    """
    own, agency = account.organisation, account.agency
    if own is None or agency is None:
        return BonusClaim.objects.none()
    rows = BonusClaim.objects.select_related("organisation", "item").order_by("-year", "organisation__name", "-pk")
    if account.role in ABOVE:
        below = Q(organisation__parent=own.top, organisation__kind=Organisation.Kind.AGENCY)
        return rows.filter(below | Q(organisation=own)).exclude(state=State.DRAFT)
    if account.role == Account.Role.ENTERPRISE:
        return rows.filter(organisation=own)
    return rows.filter(within(agency, "organisation"))


def counted(claims: Iterable[BonusClaim]) -> list[tuple[State, Light, int]]:
    """How many are in each state that occurs."""
    numbers = Counter(State(claim.state) for claim in claims)
    return [(state, light, numbers[state]) for state, light in LIGHTS.items() if numbers[state]]


def is_makers(by: By, claim: BonusClaim) -> bool:
    """Whether `by` wrote any of the claim, be it before another handed it in. Two statements."""
    return not made_by_others(by, [claim])


def made_by_others(by: By, claims: Iterable[BonusClaim]) -> list[BonusClaim]:
    """The claims of which `by` wrote nothing: the journal knows who did. At most two statements."""
    others = [claim for claim in claims if not is_same_person(by, claim.made_by)]
    if not others:
        return []
    keys = [str(claim.pk) for claim in others]
    written = Entry.objects.filter(object_kind="bonus", object_id__in=keys, action__in=("bonus.begin", "bonus.change"))
    touched = set(written.filter(account_id__in=accounts_of(by)).values_list("object_id", flat=True))
    return [claim for claim in others if str(claim.pk) not in touched]


def claimants_for(account: Account) -> list[Organisation]:
    """For whom the account can claim: its own organisation and its agency."""
    own = account.organisation
    if own is None:
        return []
    both = {each.pk: each for each in (own.agency, own)}.values()
    return [each for each in both if allows(account, Right.BONUS_CLAIM, each)]


def items_for(organisations: Sequence[Organisation]) -> list[tuple[int, str]]:
    """The indicators that a claim of theirs can belong to, the newest year first. One statement."""
    items = Item.objects.indicators().filter(plan__organisation__in=organisations, plan__person=None)
    named = items.order_by("-plan__year", "plan_id", "position").values_list("pk", "plan__year", "no", "title")
    return [(pk, f"{year} {no} {title[:40]}") for pk, year, no, title in named]


@dataclass(frozen=True, slots=True)
class Alike:
    """Another claim that may be the same achievement, and why, in words."""

    claim: BonusClaim
    why: str


def alike(claim: BonusClaim) -> list[Alike]:
    """Other claims of the organisation and year that resemble it; refused ones count too. Two statements."""
    others = {
        str(each.pk): each
        for each in BonusClaim.objects.filter(organisation=claim.organisation_id, year=claim.year).exclude(pk=claim.pk)
    }
    files: dict[int | None, frozenset[str]] = {}
    for of, sha256 in Proof.objects.filter(claim__in=[claim, *others.values()]).values_list(
        "claim_id", "evidence__sha256"
    ):
        files[of] = files.get(of, frozenset()) | {sha256}
    earlier = [
        Earlier(key, each.title, each.document_no, files.get(each.pk, frozenset())) for key, each in others.items()
    ]
    found = resemblances(claim.title, claim.document_no, files.get(claim.pk, frozenset()), earlier)
    return [Alike(others[key], why) for key, why in found]


def is_keepers(account: Account, claim: BonusClaim, kinds: Kinds) -> bool:
    """Whether the account's side keeps the scheme by which the claim is scored; without a scheme every side does."""
    if account.role in ABOVE or kinds.keeper is None:
        return True
    keeper = Organisation.objects.select_related("parent__parent").get(pk=kinds.keeper)
    return keeper.agency == account.agency
