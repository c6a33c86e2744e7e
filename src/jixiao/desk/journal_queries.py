"""What an agency's auditors see of the journal: which entries, by which words, on which page."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from jixiao.evaluations import acts as evaluations
from jixiao.journal.models import Entry
from jixiao.ledger import acts as ledger
from jixiao.ledger.models import Directive, Meeting
from jixiao.people import acts as people
from jixiao.people.models import Organisation, Person, Post
from jixiao.people.queries import accounts_in, places
from jixiao.plans import acts as plans
from jixiao.plans.models import Amendment, Filing, ImportedDocument, Plan, Publication
from jixiao.scores import acts as scores

KINDS = {
    "plan": "方案",
    "document": "导入的文件",
    "amendment": "调整",
    "publication": "公开",
    "filing": "报备",
    "contract": "责任书",
    "basis": "依据文件",
    "common": "通用指标",
    **people.KINDS,
    **ledger.KINDS,
    **evaluations.KINDS,
    **scores.KINDS,
}
# acts whose facts need no sentence of their own
WORDS = {
    "basis.add": "登记依据文件",
    "basis.change": "更改依据文件",
    "basis.items": "填写依据文件的条目",
    "library.save": "保存通用指标",
    "library.remove": "移除通用指标",
    "filing.send": "报备",
    "filing.receive": "备案",
    "contract.save": "填写责任书",
}
PAGE = 50


@dataclass(frozen=True, slots=True)
class Wanted:
    """The filter of the page; what is no date or number is taken as not given."""

    kind: str = ""
    object_id: str = ""
    actor: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1

    @classmethod
    def of(cls, query: QueryDict) -> Wanted:
        page = query.get("page", "1")
        return cls(
            query.get("kind", ""),
            query.get("object", "").strip()[:64],
            query.get("actor", "").strip()[:150],
            _date(query.get("since", "")),
            _date(query.get("until", "")),
            int(page) if page.isdecimal() and 0 < len(page) < 7 and int(page) else 1,
        )

    def query(self, page: int) -> str:
        """The address's query that asks for another page of the same."""
        given = QueryDict(mutable=True)
        asked = {"kind": self.kind, "object": self.object_id, "actor": self.actor, "page": str(page)}
        days = {"since": self.since.isoformat() if self.since else "", "until": str(self.until or "")}
        for name, value in (asked | days).items():
            if value:
                given[name] = value
        return given.urlencode()


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as people read it."""

    entry: Entry
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One page of entries, the newest first. Page numbers are 0 where there is no such page."""

    lines: tuple[Line, ...]
    count: int
    page: int
    pages: int

    @property
    def newer(self) -> int:
        return self.page - 1

    @property
    def older(self) -> int:
        return self.page + 1 if self.page < self.pages else 0


def shown(agency: Organisation, wanted: Wanted) -> Shown:
    """The page of entries that the filter asks for."""
    entries = _filtered(entries_of(agency), wanted).order_by("-seq")
    count = entries.count()
    pages = max(1, -(-count // PAGE))
    page = min(wanted.page, pages)
    lines = tuple(line(entry) for entry in entries[(page - 1) * PAGE : page * PAGE])
    return Shown(lines, count, page, pages)


def line(entry: Entry) -> Line:
    facts = json.loads(entry.facts)
    text = (
        people.act_text(entry.action, facts)
        or ledger.act_text(entry.action, facts)
        or evaluations.act_text(entry.action, facts)
        or scores.act_text(entry.action, facts)
        or plans.act_text(entry.action, facts)
    )
    text = WORDS.get(text, text)  # a code that the rooms have no sentence for
    return Line(entry, KINDS.get(entry.object_kind, entry.object_kind), text)


def entries_of(agency: Organisation) -> QuerySet[Entry]:
    """The entries that concern the agency: what its accounts did, and what anybody did to what is the agency's.

    In an installation of one agency that is the whole journal.
    """
    roots = Organisation.objects.filter(Q(kind=Organisation.Kind.AGENCY) | Q(parent__isnull=True))
    if not roots.exclude(pk=agency.pk).exists():
        return Entry.objects.all()
    organisations = [place.organisation.pk for place in places(agency)]
    accounts = list(accounts_in(agency).values_list("pk", flat=True))
    of_plans = {"plan__organisation__in": organisations}
    of_ledgers = {"ledger__plan__organisation__in": organisations}
    return Entry.objects.filter(
        Q(account_id__in=accounts)
        | _about("account", accounts)
        | _about("organisation", organisations)
        | _about("plan", Plan.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
        | _about("amendment", Amendment.objects.filter(**of_plans).values_list("pk", flat=True))
        | _about("publication", Publication.objects.filter(**of_plans).values_list("pk", flat=True))
        | _about("directive", Directive.objects.filter(**of_ledgers).values_list("pk", flat=True))
        | _about("meeting", Meeting.objects.filter(**of_ledgers).values_list("pk", flat=True))
        | _about("filing", Filing.objects.filter(**of_plans).values_list("pk", flat=True))
        | _about("document", ImportedDocument.objects.filter(organisation=agency).values_list("pk", flat=True))
        | _about("post", Post.objects.filter(organisation__in=organisations).values_list("pk", flat=True))
        | _about("person", Person.objects.filter(agency=agency).values_list("pk", flat=True))
    )


def _about(kind: str, numbers: Iterable[int]) -> Q:
    return Q(object_kind=kind, object_id__in=[str(number) for number in numbers])


def _filtered(entries: QuerySet[Entry], wanted: Wanted) -> QuerySet[Entry]:
    if wanted.kind:
        entries = entries.filter(object_kind=wanted.kind)
    if wanted.object_id:
        entries = entries.filter(object_id=wanted.object_id)
    if wanted.actor:
        entries = entries.filter(actor__icontains=wanted.actor)
    if wanted.since:
        entries = entries.filter(at__gte=_midnight(wanted.since))
    if wanted.until:
        entries = entries.filter(at__lt=_midnight(wanted.until + timedelta(days=1)))
    return entries


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _date(text: str) -> date | None:
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        return None
    return found if date(1990, 1, 1) <= found <= date(2200, 1, 1) else None
