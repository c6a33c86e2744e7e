"""The objects that addresses name, for the walk over all addresses in test_rights_matrix.

A new address with a new argument: give the argument an example in EXAMPLES, its object in `World` first. `plan_id` is
a plan under review; the addresses in OF_APPROVED need an approved one. A page that a rule finer than the table of
rights may refuse stands in FINER with its reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from uuid import UUID

import approved
import opened
import sample
from sample import NOW

from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.stages import Stage
from jixiao.evaluations.models import Assignment, BonusClaim, Finding, Inspection, Round
from jixiao.ledger.actions import reminders
from jixiao.ledger.models import (
    Addressee,
    AgendaPoint,
    Cell,
    Directive,
    Evidence,
    EvidenceUse,
    Ledger,
    Meeting,
    Register,
    RegisterRow,
    Report,
    Task,
    TaskList,
    WarningLine,
)
from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup, Person, Post
from jixiao.people.policy import Console
from jixiao.plans.actions import imports
from jixiao.plans.models import (
    Amendment,
    Basis,
    CommonIndicator,
    Filing,
    ImportedDocument,
    Item,
    Plan,
    Publication,
    ReviewAssignment,
    ReviewComment,
)
from jixiao.scores.models import Composition, Result, SchemeRules
from jixiao.scores.rules_text import written

Kind = Organisation.Kind
PAPER = "a" * 64


@dataclass
class World:
    """A city with two peers, an upper office and a city of strangers; an account of each role in each place."""

    city: Organisation
    agency: Organisation
    places: dict[str, Organisation]
    accounts: dict[tuple[str, str], Account] = field(default_factory=dict)

    def account(self, place: str, role: str) -> Account:
        return self.accounts[place, role]

    @cached_property
    def clerk(self) -> Account:
        return self.account("own", "operator")

    @cached_property
    def plan(self) -> Plan:
        document = imports.upload_document(self.clerk, self.agency, sample.TEXT.encode(), "方案.txt", NOW).document
        plan = imports.confirm_import(self.clerk, document.pk, document.version, NOW, errors_accepted=True)
        plan.reviewers.create(organisation=self.places["peer"], assigned_at=NOW)
        approved.at(plan, Stage.PEER_REVIEW)
        return plan

    @cached_property
    def approved(self) -> Plan:
        plan = approved.approved_plan(self.clerk, self.agency, sample.TEXT + "\n附：第二份")
        approved.at(plan, Stage.PUBLISHED)
        first = plan.versions.get()
        plan.acts.filter(act="approve").update(file_sha256=PAPER)
        plan.versions.create(number=2, content=first.content, digest=first.digest, at=NOW)
        return plan

    @cached_property
    def ledger(self) -> Ledger:
        """Of a plan of its own, so that the other pages see plans without one too."""
        return opened.opened_ledger(self.clerk, self.agency, sample.TEXT + "\n附：第四份")

    @cached_property
    def cell(self) -> Cell:
        return opened.cell(self.ledger, "1-1")

    @cached_property
    def report(self) -> Report:
        return opened.submitted(self.account("inside", "office_head"), self.cell, "3")

    @cached_property
    def task_list(self) -> TaskList:
        return TaskList.objects.create(item=self.cell.item, name="建设清单")

    @cached_property
    def task(self) -> Task:
        return Task.objects.create(ledger=self.ledger, list=self.task_list, position=1, text="完成选址。")

    @cached_property
    def register(self) -> Register:
        columns = [{"key": "c1", "name": "名称", "kind": "text"}]
        return Register.objects.create(item=self.cell.item, name="公园台账", columns=columns)

    @cached_property
    def row(self) -> RegisterRow:
        return RegisterRow.objects.create(register=self.register, position=1, cells={"c1": "东湖公园"})

    @cached_property
    def directive(self) -> Directive:
        return Directive.objects.create(
            ledger=self.ledger,
            number=1,
            cell=self.cell,
            title="加快建设",
            text="请加快。",
            issued_at=NOW,
            due=approved.ISSUED,
        )

    @cached_property
    def addressee(self) -> Addressee:
        return Addressee.objects.create(directive=self.directive, office=self.places["inside"], is_lead=True)

    @cached_property
    def meeting(self) -> Meeting:
        return Meeting.objects.create(ledger=self.ledger, number=1, title="调度会", on=approved.ISSUED, prepared_at=NOW)

    @cached_property
    def point(self) -> AgendaPoint:
        return AgendaPoint.objects.create(meeting=self.meeting, position=1, kind="other", text="其他事项")

    @cached_property
    def evidence(self) -> Evidence:
        return opened.evidence(self.clerk, self.agency, cell=self.cell)

    @cached_property
    def evidence_use(self) -> EvidenceUse:
        return EvidenceUse.objects.get(evidence=self.evidence)

    @cached_property
    def feed(self) -> str:
        return reminders.renew_feed(self.clerk, NOW)

    @cached_property
    def line(self) -> WarningLine:
        return WarningLine.objects.create(organisation=self.agency, name="资产负债率", unit="%")

    @cached_property
    def round(self) -> Round:
        return Round.objects.create(
            organiser=self.agency, year=2026, kind="self", title="年度自评", opens=approved.ISSUED,
            due=approved.ISSUED, made_by=self.clerk, made_at=NOW,
        )  # fmt: skip

    @cached_property
    def sheet(self) -> Assignment:
        return Assignment.objects.create(round=self.round, plan=self.ledger.plan, rater=self.agency)

    @cached_property
    def inspection(self) -> Inspection:
        made = Inspection.objects.create(
            organiser=self.agency, year=2026, title="窗口服务核验", method="open", scope="窗口服务",
            starts=approved.ISSUED, ends=approved.ISSUED, made_by=self.clerk, made_at=NOW,
        )  # fmt: skip
        made.objects_of.add(self.places["inside"])
        return made

    @cached_property
    def finding(self) -> Finding:
        return Finding.objects.create(
            inspection=self.inspection, object=self.agency, client_id=UUID(int=1), number=1, found_at=NOW,
            place="服务大厅", facts="窗口无人值守。", made_at=NOW, answer_due=approved.ISSUED,
        )  # fmt: skip

    @cached_property
    def claim(self) -> BonusClaim:
        return BonusClaim.objects.create(
            organisation=self.agency, year=2026, title="先进集体", issuing_body="省政府", dated=approved.ISSUED,
            fact="f", made_by=self.clerk, made_at=NOW,
        )  # fmt: skip

    @cached_property
    def rules(self) -> SchemeRules:
        scheme = Scheme("年度考评", components=(Component("table", "目标考核", Decimal(1), Source.TABLE),))
        return SchemeRules.objects.create(
            organisation=self.agency, year=2026, scope="agencies", number=1, title="年度考评", text=written(scheme),
            digest="0" * 64, made_by=self.clerk, made_at=NOW,
        )  # fmt: skip

    @cached_property
    def composition(self) -> Composition:
        return Composition.objects.create(
            rules=self.rules, organisation=self.agency, year=2026, number=1, bundle="{}", digest="0" * 64,
            bundle_digest="0" * 64, made_by=self.clerk, made_at=NOW,
        )  # fmt: skip

    @cached_property
    def result(self) -> Result:
        return Result.objects.create(
            composition=self.composition, organisation=self.agency, plan=self.ledger.plan, components={}, bonus=0,
            deducted=0,
        )  # fmt: skip

    @cached_property
    def document(self) -> ImportedDocument:
        text = sample.TEXT + "\n附：第三份"
        return imports.upload_document(self.clerk, self.agency, text.encode(), "另一份.txt", NOW).document

    @cached_property
    def assignment(self) -> ReviewAssignment:
        return self.plan.reviewers.get()

    @cached_property
    def comment(self) -> ReviewComment:
        return self.assignment.comments.create(text="请写明数量。", by=self.account("peer", "operator"), at=NOW)

    @cached_property
    def item(self) -> Item:
        return Item.objects.filter(plan=self.plan, level=Item.Level.INDICATOR)[0]

    @cached_property
    def post(self) -> Post:
        return Post.objects.filter(organisation__parent=self.agency)[0]

    @cached_property
    def person(self) -> Person:
        return Person.objects.filter(agency=self.agency)[0]

    @cached_property
    def group(self) -> PeerGroup:
        return PeerGroup.objects.get(members=self.agency)

    @cached_property
    def basis(self) -> Basis:
        return Basis.objects.create(organisation=self.agency, title="公园条例", key="公园条例")

    @cached_property
    def indicator(self) -> CommonIndicator:
        return CommonIndicator.objects.create(organisation=self.agency, name="依法行政")

    @cached_property
    def amendment(self) -> Amendment:
        return approved.amendment(self.clerk, self.approved)

    @cached_property
    def publication(self) -> Publication:
        days = {"formed_on": approved.ISSUED, "due": approved.ISSUED, "published_on": approved.ISSUED}
        version = self.approved.versions.get(number=1)
        state = Publication.State.PUBLISHED
        return self.approved.publications.create(
            version=version, state=state, prepared_at=NOW, names_shown=True, **days
        )

    @cached_property
    def filing(self) -> Filing:
        return self.approved.filings.create(
            to=self.city, to_name=self.city.name, sent_on=approved.ISSUED, received_on=approved.ISSUED
        )


# argument of an address → its example
EXAMPLES: dict[str, Callable[[World], object]] = {
    "plan_id": lambda world: world.plan.pk,
    "item_id": lambda world: world.item.pk,
    "document_id": lambda world: world.document.pk,
    "position": lambda world: 1,
    "field": lambda world: "l2",
    "uid": lambda world: world.item.uid,
    "organisation_id": lambda world: world.places["inside"].pk,
    "post_id": lambda world: world.post.pk,
    "person_id": lambda world: world.person.pk,
    "account_id": lambda world: world.clerk.pk,
    "group_id": lambda world: world.group.pk,
    "indicator_id": lambda world: world.indicator.pk,
    "act": lambda world: "approve",
    "assignment_id": lambda world: world.assignment.pk,
    "comment_id": lambda world: world.comment.pk,
    "amendment_id": lambda world: world.amendment.pk,
    "publication_id": lambda world: world.publication.pk,
    "basis_id": lambda world: world.basis.pk,
    "filing_id": lambda world: world.filing.pk,
    "cell_id": lambda world: world.cell.pk,
    "report_id": lambda world: world.report.pk,
    "list_id": lambda world: world.task_list.pk,
    "task_id": lambda world: world.task.pk,
    "register_id": lambda world: world.register.pk,
    "row_id": lambda world: world.row.pk,
    "directive_id": lambda world: world.directive.pk,
    "addressee_id": lambda world: world.addressee.pk,
    "meeting_id": lambda world: world.meeting.pk,
    "point_id": lambda world: world.point.pk,
    "evidence_id": lambda world: world.evidence.pk,
    "use_id": lambda world: world.evidence_use.pk,
    "line_id": lambda world: world.line.pk,
    "round_id": lambda world: world.round.pk,
    "sheet_id": lambda world: world.sheet.pk,
    "inspection_id": lambda world: world.inspection.pk,
    "object_id": lambda world: world.places["inside"].pk,
    "finding_id": lambda world: world.finding.pk,
    "claim_id": lambda world: world.claim.pk,
    "rules_id": lambda world: world.rules.pk,
    "composition_id": lambda world: world.composition.pk,
    "result_id": lambda world: world.result.pk,
    "section": lambda world: "components",
    "sha256": lambda world: PAPER,
    "token": lambda world: world.feed,
    "number": lambda world: 1,
    "old": lambda world: 1,
    "new": lambda world: 2,
}

# arguments whose example belongs to the place inside the agency, not to the agency itself
OF_INSIDE = {"organisation_id", "addressee_id"}

# addresses under this path name a plan that has a ledger, and its items
OF_LEDGER = "/ledger/"

# names of addresses whose plan must be approved
OF_APPROVED = {"version-json", "compare", "amendment-new", "dynamic-new", "dynamic-points"}

_OTHER_KIND = "the sheet is one of a self-evaluation: each kind of round has a page of its own"
_WORKERS = "only the offices that work on the indicator, and the operator, change its lists and registers"

_DRAFT = "a claim is its organisation's own affair until it is handed in"
_TRIAL = "a trial is its organiser's own affair until it is frozen"

# name of an address → why an account that holds the right may still find nothing
FINER = {
    "city-heat": "only those who stand above the agencies of a city see them side by side",
    "cell-draft": "of those who may write reports, only who answers for the indicator writes this one",
    "cell-submit": "of those who may write reports, only who answers for the indicator writes this one",
    "paper": "the bytes lie in a folder of each test's own",
    "evidence-file": "the bytes lie in a folder of each test's own",
    "finding-proof": "the bytes lie in a folder of each test's own",
    "bonus": _DRAFT,
    "bonus-check": _DRAFT,
    "result": _TRIAL,
    "what-if": _TRIAL,
    "filing-receive": "only the office that it was sent to gives the receipt",
    "filing-receipt": "only the receipt of an office outside the system is recorded by the operator",
    "rating-sheet": _OTHER_KIND,
    "assess-sheet": _OTHER_KIND,
    "round-review": "the round is one of self-evaluations: only a same-category review is corrected side by side",
    "list-change": _WORKERS,
    "list-paste": _WORKERS,
    "register-new": _WORKERS,
    "register-feed": _WORKERS,
    "register-paste": _WORKERS,
    "register-row-edit": _WORKERS,
    "register-row-remove": _WORKERS,
    "task-edit": _WORKERS,
    "task-remove": _WORKERS,
}


def build_world() -> World:
    """The world with all of its objects: what a test changes is undone, what stands here stays."""
    city = find_or_create_organisation("青澜市", Kind.CITY)
    agency = find_or_create_organisation("青澜市园林局", Kind.AGENCY, city)
    elsewhere = find_or_create_organisation("栖川市", Kind.CITY)
    places = {
        "own": agency,
        "inside": find_or_create_organisation("绿化科", Kind.OFFICE, agency),
        "peer": find_or_create_organisation("青澜市水务局", Kind.AGENCY, city),
        "upper": find_or_create_organisation("市绩效办", Kind.OFFICE, city),
        "stranger": find_or_create_organisation("栖川市档案局", Kind.AGENCY, elsewhere),
    }
    PeerGroup.objects.create(year=2026, name="城建组").members.set([agency, places["peer"]])
    world = World(city, agency, places)
    for place, organisation in places.items():
        for role in Account.Role:
            new = NewAccount(f"{place}-{role}", role, organisation, sample.PASSWORD)
            world.accounts[place, role] = create_account(Console(), new, NOW)
    for example in EXAMPLES.values():
        example(world)
    return world
