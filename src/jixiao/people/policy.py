"""Who may do what. Every right is listed here with the relation and the roles that hold it; the rest is refused.

An account holds a right on an object by its relation to the organisation that the object belongs to:
OWN (its organisation is the object's, or stands above it in the same agency), INSIDE (another place of the same
agency), PEER (an agency of the same peer group), UPPER (the upper performance office of the same city), STRANGER.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from jixiao.journal.actions import Actor
from jixiao.people.models import Account, Organisation, PeerGroup

Role = Account.Role


class Relation(StrEnum):
    OWN = "own"
    INSIDE = "inside"
    PEER = "peer"
    UPPER = "upper"
    STRANGER = "stranger"


class Right(StrEnum):
    DESK_READ = "desk.read"
    PLAN_READ = "plan.read"
    PLAN_IMPORT = "plan.import"  # upload a document, correct it, discard it, read it before it is confirmed
    PLAN_CONFIRM = "plan.confirm"
    PLAN_DRAFT = "plan.draft"  # begin a plan, edit its draft
    PLAN_ADVANCE = "plan.advance"  # lead the plan from stage to stage: to review, to the group, submit, close
    PLAN_RECORD = "plan.record"  # record an act of somebody outside the system with its paper
    PLAN_SIGN_OFF = "plan.sign-off"  # the leading group's head
    PLAN_APPROVE = "plan.approve"  # the upper performance office: approve, return
    REVIEW_ASSIGN = "review.assign"
    REVIEW_READ = "review.read"  # a peer's plan under review, and the comments
    REVIEW_COMMENT = "review.comment"
    REVIEW_ANSWER = "review.answer"
    AMENDMENT_PROPOSE = "amendment.propose"
    AMENDMENT_APPROVE = "amendment.approve"
    OVERLAP_CONFIRM = "overlap.confirm"  # the second person where a dynamic goal overlaps
    PUBLICATION_PREPARE = "publication.prepare"
    PUBLICATION_REVIEW = "publication.review"
    BASIS_READ = "basis.read"
    BASIS_EDIT = "basis.edit"
    LIBRARY_READ = "library.read"
    LIBRARY_EDIT = "library.edit"
    CASCADE_READ = "cascade.read"
    CASCADE_EDIT = "cascade.edit"
    FILING_RECEIVE = "filing.receive"
    LEDGER_READ = "ledger.read"
    LEDGER_KEEP = "ledger.keep"  # open it, set its periods, reopen what was accepted
    REPORT_WRITE = "report.write"  # within it, who answers for the indicator: `ledger.policy`
    REPORT_ACCEPT = "report.accept"
    EVIDENCE_READ = "evidence.read"
    EVIDENCE_ADD = "evidence.add"
    TASK_EDIT = "task.edit"  # lists, their tasks, registers and their rows
    STRIKE_CLAIM = "strike-off.claim"
    STRIKE_CONFIRM = "strike-off.confirm"  # never one's own
    DIRECTIVE_READ = "directive.read"
    DIRECTIVE_ISSUE = "directive.issue"
    DIRECTIVE_ANSWER = "directive.answer"
    DISPATCH_READ = "dispatch.read"  # meetings and quarterly analyses
    DISPATCH_KEEP = "dispatch.keep"
    WARNING_READ = "warning.read"
    WARNING_EDIT = "warning.edit"
    READING_WRITE = "reading.write"
    REMINDER_EDIT = "reminder.edit"  # the agency's chat robots
    ROUND_READ = "round.read"
    ROUND_KEEP = "round.keep"  # hold a round: open, assign, confirm or return sheets, close
    SELF_WRITE = "self.write"  # the own plan's self-evaluation, each its own indicators
    SELF_SUBMIT = "self.submit"
    RATING_WRITE = "rating.write"  # peers' plans, as assigned
    ASSESS_WRITE = "assess.write"  # on-site assessment
    CORRECT_WRITE = "correct.write"  # same-category review
    INSPECTION_READ = "inspection.read"
    INSPECTION_KEEP = "inspection.keep"  # plan, close, decide on answers
    FINDING_WRITE = "finding.write"
    FINDING_READ = "finding.read"
    FINDING_ANSWER = "finding.answer"
    FINDING_DECIDE = "finding.decide"  # uphold or drop, confirm the rectification
    BONUS_READ = "bonus.read"
    BONUS_CLAIM = "bonus.claim"
    BONUS_CHECK = "bonus.check"  # never one's own
    SCHEME_READ = "scheme.read"
    SCHEME_EDIT = "scheme.edit"
    SCHEME_ADOPT = "scheme.adopt"
    GIVEN_ENTER = "given.enter"  # scores from elsewhere, facts that change a grade
    GIVEN_CHECK = "given.check"  # the second person
    SCORE_READ = "score.read"  # an organisation's own result
    SCORE_COMPOSE = "score.compose"  # compute, freeze
    SCORE_COMPARE = "score.compare"  # all results by name, hints about raters
    PEOPLE_READ = "people.read"
    PEOPLE_EDIT = "people.edit"
    PEER_GROUP_EDIT = "peer-group.edit"
    ACCOUNT_READ = "account.read"
    ACCOUNT_EDIT = "account.edit"  # make and lock accounts
    ROLE_GRANT = "role.grant"
    RIGHTS_READ = "rights.read"
    JOURNAL_READ = "journal.read"


class Owned(Protocol):
    """Anything that belongs to an organisation."""

    @property
    def organisation(self) -> Organisation: ...


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR})
_EVERYONE = frozenset(Role) - {Role.NONE}
_AGENCY = frozenset(
    {Role.OPERATOR, Role.GROUP_HEAD, Role.LEADER, Role.OFFICE_HEAD, Role.OFFICE_CLERK, Role.DISCIPLINE, Role.READER}
)
ABOVE = frozenset({Role.UPPER, Role.INSPECTOR})
_OPERATOR = frozenset({Role.OPERATOR})
_OFFICE = frozenset({Role.OFFICE_HEAD, Role.OFFICE_CLERK})
Holders = Mapping[Relation, frozenset[Role]]


def _here(*roles: Role | frozenset[Role]) -> dict[Relation, frozenset[Role]]:
    """Held anywhere in the account's own agency."""
    flat = frozenset(role for each in roles for role in (each if isinstance(each, frozenset) else {each}))
    return {Relation.OWN: flat, Relation.INSIDE: flat}


def _readers() -> dict[Relation, frozenset[Role]]:
    """The agency's people everywhere in it, an enterprise its own only, the upper office."""
    return {
        Relation.OWN: _AGENCY | ABOVE | {Role.ENTERPRISE},
        Relation.INSIDE: _AGENCY,
        Relation.UPPER: ABOVE,
    }


def _workers() -> dict[Relation, frozenset[Role]]:
    """Who does the work: the offices and the performance office everywhere in the agency, an enterprise its own."""
    return {Relation.OWN: _OFFICE | _OPERATOR | {Role.ENTERPRISE}, Relation.INSIDE: _OFFICE | _OPERATOR}


HOLDERS: Mapping[str, Holders] = {
    Right.DESK_READ: {Relation.OWN: _EVERYONE},
    Right.PLAN_READ: _readers(),
    Right.PLAN_IMPORT: _here(_OPERATOR),
    Right.PLAN_CONFIRM: _here(_OPERATOR),
    Right.PLAN_DRAFT: _here(_OPERATOR),
    Right.PLAN_ADVANCE: _here(_OPERATOR),
    Right.PLAN_RECORD: _here(_OPERATOR),
    Right.PLAN_SIGN_OFF: _here(Role.GROUP_HEAD),
    Right.PLAN_APPROVE: {Relation.UPPER: frozenset({Role.UPPER})},
    Right.REVIEW_ASSIGN: _here(_OPERATOR) | {Relation.UPPER: frozenset({Role.UPPER})},
    Right.REVIEW_READ: _readers() | {Relation.PEER: _OPERATOR},
    Right.REVIEW_COMMENT: {Relation.PEER: _OPERATOR},
    Right.REVIEW_ANSWER: _here(_OPERATOR),
    Right.AMENDMENT_PROPOSE: _here(_OPERATOR),
    Right.AMENDMENT_APPROVE: _here(Role.GROUP_HEAD) | {Relation.UPPER: frozenset({Role.UPPER})},
    Right.OVERLAP_CONFIRM: _here(Role.GROUP_HEAD, Role.LEADER),
    Right.PUBLICATION_PREPARE: _here(_OPERATOR),
    Right.PUBLICATION_REVIEW: _here(Role.GROUP_HEAD, Role.LEADER),
    Right.BASIS_READ: _here(_AGENCY),
    Right.BASIS_EDIT: _here(_OPERATOR),
    Right.LIBRARY_READ: _here(_AGENCY),
    Right.LIBRARY_EDIT: _here(_OPERATOR),
    Right.CASCADE_READ: _readers(),
    Right.CASCADE_EDIT: _here(_OPERATOR),
    Right.FILING_RECEIVE: {Relation.UPPER: frozenset({Role.UPPER})},
    Right.LEDGER_READ: _readers(),
    Right.LEDGER_KEEP: _here(_OPERATOR),
    Right.REPORT_WRITE: _workers(),
    Right.REPORT_ACCEPT: _here(_OPERATOR, Role.LEADER, Role.GROUP_HEAD),
    Right.EVIDENCE_READ: _readers(),
    Right.EVIDENCE_ADD: _workers(),
    Right.TASK_EDIT: _workers(),
    Right.STRIKE_CLAIM: _workers(),
    Right.STRIKE_CONFIRM: _here(_OPERATOR, Role.LEADER, Role.GROUP_HEAD),
    Right.DIRECTIVE_READ: _readers(),
    Right.DIRECTIVE_ISSUE: _here(_OPERATOR, Role.LEADER, Role.GROUP_HEAD),
    Right.DIRECTIVE_ANSWER: {Relation.OWN: _OFFICE | _OPERATOR | {Role.ENTERPRISE}, Relation.INSIDE: _OPERATOR},
    Right.DISPATCH_READ: _here(_AGENCY),
    Right.DISPATCH_KEEP: _here(_OPERATOR),
    Right.WARNING_READ: _readers(),
    Right.WARNING_EDIT: _here(_OPERATOR),
    Right.READING_WRITE: {Relation.OWN: _OPERATOR | {Role.ENTERPRISE}, Relation.INSIDE: _OPERATOR},
    Right.REMINDER_EDIT: _here(_OPERATOR),
    Right.ROUND_READ: {Relation.OWN: _AGENCY | ABOVE | {Role.ENTERPRISE}, Relation.INSIDE: _AGENCY | ABOVE},
    Right.ROUND_KEEP: _here(_OPERATOR, Role.UPPER),
    Right.SELF_WRITE: _workers(),
    Right.SELF_SUBMIT: {Relation.OWN: _OPERATOR | {Role.ENTERPRISE}, Relation.INSIDE: _OPERATOR},
    Right.RATING_WRITE: _here(_OPERATOR),
    Right.ASSESS_WRITE: _here(_OPERATOR, Role.GROUP_HEAD, ABOVE),
    Right.CORRECT_WRITE: _here(_OPERATOR, Role.UPPER),
    Right.INSPECTION_READ: _here(_AGENCY, ABOVE),
    Right.INSPECTION_KEEP: _here(_OPERATOR, Role.UPPER),
    Right.FINDING_WRITE: _here(_OPERATOR, Role.GROUP_HEAD, ABOVE),
    Right.FINDING_READ: _readers(),
    Right.FINDING_ANSWER: _workers(),
    Right.FINDING_DECIDE: _here(_OPERATOR, Role.GROUP_HEAD, Role.UPPER),
    Right.BONUS_READ: _readers(),
    Right.BONUS_CLAIM: _workers(),
    Right.BONUS_CHECK: _here(Role.GROUP_HEAD) | {Relation.UPPER: frozenset({Role.UPPER})},
    Right.SCHEME_READ: _here(_AGENCY, ABOVE),
    Right.SCHEME_EDIT: _here(_OPERATOR, Role.UPPER),
    Right.SCHEME_ADOPT: _here(_OPERATOR, Role.GROUP_HEAD, Role.UPPER),
    Right.GIVEN_ENTER: _here(_OPERATOR, Role.UPPER),
    Right.GIVEN_CHECK: _here(_OPERATOR, Role.GROUP_HEAD, Role.UPPER),
    Right.SCORE_READ: _readers(),
    Right.SCORE_COMPOSE: _here(_OPERATOR, Role.UPPER),
    Right.SCORE_COMPARE: _here(_OPERATOR, Role.GROUP_HEAD, Role.UPPER),
    Right.PEOPLE_READ: _here(_AGENCY, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN),
    Right.PEOPLE_EDIT: _here(Role.SYSTEM_ADMIN),
    Right.PEER_GROUP_EDIT: _here(Role.SYSTEM_ADMIN, Role.UPPER) | {Relation.UPPER: frozenset({Role.UPPER})},
    Right.ACCOUNT_READ: _here(ADMINISTRATORS),
    Right.ACCOUNT_EDIT: _here(Role.SYSTEM_ADMIN),
    Right.ROLE_GRANT: _here(Role.SECURITY_ADMIN),
    Right.RIGHTS_READ: _here(Role.SECURITY_ADMIN, Role.AUDITOR),
    Right.JOURNAL_READ: _here(Role.AUDITOR, Role.DISCIPLINE),
}


def relation_of(account: Account, obj: Organisation | Owned) -> Relation:
    """How the account's organisation stands to the one that the object belongs to."""
    organisation = obj if isinstance(obj, Organisation) else obj.organisation
    own = account.organisation
    if own is None:
        return Relation.STRANGER
    if organisation.agency == own.agency:
        return Relation.OWN if organisation.is_within(own) else Relation.INSIDE
    if account.role in ABOVE:
        top = own.top
        is_city = top.kind == Organisation.Kind.CITY and organisation.top == top
        return Relation.UPPER if is_city else Relation.STRANGER
    return Relation.PEER if _are_peers(own.agency, obj) else Relation.STRANGER


def _are_peers(own: Organisation, obj: Organisation | Owned) -> bool:
    """Only whole agencies are peers; over a plan, only in the year for which they were grouped."""
    if isinstance(obj, Organisation):
        return obj.kind == Organisation.Kind.AGENCY and _groups(own, obj).exists()
    other = obj.organisation
    year = getattr(obj, "year", None)
    if year is None or other.kind != Organisation.Kind.AGENCY:
        return False
    return _groups(own, other).filter(year=year).exists()


def _groups(own: Organisation, other: Organisation) -> QuerySet[PeerGroup]:
    return PeerGroup.objects.filter(members=own).filter(members=other)


def allows(account: Account | AnonymousUser, right: Right | str, obj: Organisation | Owned) -> bool:
    """Whether the account may use the right on the object.

    An unknown right, an inactive account, an account without an organisation: refused.
    """
    if not isinstance(account, Account) or not account.is_active or account.organisation is None:
        return False
    return may_hold(account, right) and account.role in HOLDERS[right].get(relation_of(account, obj), frozenset())


def may_hold(account: Account, right: Right | str) -> bool:
    """Whether there is any object at all on which the account's role holds the right."""
    return any(account.role in roles for roles in HOLDERS.get(right, {}).values())


def holds(account: Account | AnonymousUser, right: Right | str) -> bool:
    """Whether the account has the right in its own organisation at all."""
    return (
        isinstance(account, Account)
        and account.organisation is not None
        and allows(account, right, account.organisation)
    )


def rights_of(account: Account | AnonymousUser, obj: Organisation | Owned) -> frozenset[str]:
    """All rights that the account holds on the object; its relation is found once."""
    if not isinstance(account, Account) or not account.is_active or account.organisation is None:
        return frozenset()
    relation = relation_of(account, obj)
    return frozenset(right for right, holders in HOLDERS.items() if account.role in holders.get(relation, frozenset()))


@dataclass(frozen=True, slots=True)
class Console:
    """The command line on the machine that holds the data: whoever runs it owns the data already."""

    @property
    def actor(self) -> Actor:
        return Actor("命令行")


By = Account | Console


def account_behind(by: By) -> Account | None:
    """The account that acts; None for the command line."""
    return by if isinstance(by, Account) else None


class Refused(Exception):
    """The action was not done; `str()` is the sentence for the person who asked."""


class Forbidden(Refused):
    """The account has no right to it. Pages answer this as if there were nothing."""


def is_same_person(by: By, other: Account | None) -> bool:
    """Whether it is the same one, be it under another account: nobody is the second person to himself."""
    if not isinstance(by, Account):
        return other is None
    return other is not None and (by.pk == other.pk or (by.person_id is not None and by.person_id == other.person_id))


def require(by: By, right: Right, obj: Organisation | Owned) -> None:
    """Raises Forbidden unless `by` has the right there."""
    if not isinstance(by, Console) and not allows(by, right, obj):
        raise Forbidden("您没有这项权限。")
