"""The page of all evidence: what is searched for, and where each piece is used."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from jixiao.ledger.evidence_places import Place, address_of, parts_of, place_of_use, plan_of
from jixiao.ledger.models import Evidence, EvidenceUse, Ledger
from jixiao.ledger.reading.evidence import library_of
from jixiao.people.models import Account, Organisation

KINDS = {  # what a person calls it → kinds
    "pdf": ("PDF、OFD", ("pdf", "ofd")),
    "text": ("文档", ("doc", "docx", "wps", "txt")),
    "sheet": ("表格", ("xls", "xlsx", "et")),
    "slides": ("演示文稿", ("pptx",)),
    "picture": ("图片", ("jpg", "png", "tif", "webp")),
}
_YEARS = ("cell__ledger", "task__ledger", "row__register__item", "addressee__directive__ledger")
_ITEMS = ("cell__item", "task__list__item", "row__register__item", "addressee__directive__cell__item")
_JOINED = (
    *("cell__item", "cell__ledger__plan", "task__list__item", "task__ledger__plan", "row__register__item__plan"),
    *("addressee__directive__ledger__plan", "addressee__directive__cell__item", "addressee__office", "by__person"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for, as it stood in the address. A year is that of a plan in which evidence is used."""

    text: str = ""
    kind: str = ""
    office: str = ""
    year: str = ""
    unused: bool = False

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Wanted:
        text = given.get("q", "").replace("\0", "").strip()[:100]
        kind = given.get("kind", "")
        office, year = _digits(given.get("office", "")), _digits(given.get("year", ""))
        return cls(text, kind if kind in KINDS else "", office, year, given.get("unused") == "1")

    def __bool__(self) -> bool:
        return self != Wanted()


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 10 else ""


@dataclass(frozen=True, slots=True)
class Used:
    """A place where a piece of evidence is used, ready to show. `spot` tells it from others of the same `head`."""

    year: int | None
    head: str
    spot: str
    address: str
    place: Place
    use: EvidenceUse

    @property
    def label(self) -> str:
        return f"{self.head}　{self.spot}"


@dataclass(frozen=True, slots=True)
class Group:
    """The periods of one indicator, or a task: what stands in one line."""

    year: int | None
    head: str
    spots: tuple[Used, ...]


def found(account: Account, wanted: Wanted) -> QuerySet[Evidence]:
    """The evidence that is searched for, newest first, with where it is used in `standing`. Two statements."""
    evidence = library_of(account)
    standing = EvidenceUse.objects.filter(evidence=OuterRef("pk"), taken_back=None)
    if wanted.text:
        said = Q(title__icontains=wanted.text) | Q(name__icontains=wanted.text)
        under = _any((f"{item}__title__icontains" for item in _ITEMS), wanted.text)
        under |= _any((f"{item}__no" for item in _ITEMS), wanted.text)
        evidence = evidence.filter(said | Exists(standing.filter(under)))
    if wanted.kind:
        evidence = evidence.filter(kind__in=KINDS[wanted.kind][1])
    if wanted.office:
        evidence = evidence.filter(uploaded_for=int(wanted.office))
    if wanted.year:
        evidence = evidence.filter(Exists(standing.filter(_any((f"{way}__plan__year" for way in _YEARS), wanted.year))))
    if wanted.unused:
        evidence = evidence.exclude(Exists(standing))
    uses = Prefetch("uses", standing_uses(), to_attr="standing")
    return evidence.select_related("uploaded_by__person", "uploaded_for").prefetch_related(uses)


def _any(ways: Iterable[str], value: str) -> Q:
    """One of the ways leads to the value."""
    every = Q(pk__in=[])
    for way in ways:
        every |= Q(**{way: value})
    return every


def standing_uses() -> QuerySet[EvidenceUse]:
    """Uses that were not taken back, with all that their labels name."""
    return EvidenceUse.objects.filter(taken_back=None).select_related(*_JOINED).order_by("at", "pk")


def used(uses: Iterable[EvidenceUse]) -> list[Group]:
    """Where the uses are, those of one indicator together, in the order in which they came."""
    found: dict[tuple[int | None, str], list[Used]] = {}
    for use in uses:
        place = place_of_use(use)
        year, (head, spot) = plan_of(place).year, parts_of(place)
        found.setdefault((year, head), []).append(Used(year, head, spot or "查看", address_of(place), place, use))
    return [Group(year, head, tuple(spots)) for (year, head), spots in found.items()]


def offices_of(account: Account) -> list[Organisation]:
    """The offices for which evidence was uploaded."""
    numbers = library_of(account).order_by().values("uploaded_for").distinct()
    return list(Organisation.objects.filter(pk__in=numbers).order_by("pk"))


def ledgers_for(account: Account) -> QuerySet[Ledger]:
    """The ledgers in which an account's evidence is used: its agency's with its enterprises', or its enterprise's."""
    own = account.organisation
    if own is None:
        return Ledger.objects.none()
    ledgers = Ledger.objects.select_related("plan__organisation").order_by("-plan__year", "plan_id")
    if own.kind == Organisation.Kind.ENTERPRISE:
        return ledgers.filter(plan__organisation=own)
    enterprise = Q(plan__organisation__kind=Organisation.Kind.ENTERPRISE)
    below = Q(plan__organisation__parent=own.agency) | Q(plan__organisation__parent__parent=own.agency)
    return ledgers.filter(Q(plan__organisation=own.agency) | enterprise & below)
