"""Reading what cites a document: the goals of a plan, or of all plans, by what their indicators cite."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jixiao.core.coverage import Citing, Coverage, Entry, Goal, cover, wanting
from jixiao.plans.models import Basis, BasisItem, Citation, Item, Plan


@dataclass(frozen=True, slots=True)
class GoalLink:
    """A goal as a page names it; it leads to its first indicator."""

    plan: int
    item: int
    no: str
    title: str
    plan_title: str = ""


@dataclass(frozen=True, slots=True)
class SourceCover:
    """A document with what a plan's goals answer of it."""

    basis: Basis
    items: Sequence[BasisItem]
    cover: Coverage

    @property
    def is_cited(self) -> bool:
        return bool(self.cover.whole or self.cover.elsewhere or self.cover.answered)


def of_basis(basis: Basis, items: Sequence[BasisItem]) -> tuple[dict[int, GoalLink], Coverage]:
    """What cites the document in the agency's own plans: the goals, and what they answer. One statement."""
    citations = Citation.objects.filter(basis=basis, item__withdrawn=False, item__plan__parent=None)
    goals: dict[int, GoalLink] = {}
    citings = _citings(citations.select_related("item__plan", "item__parent"), goals, {})
    return goals, cover(_entries(items), (citing for _, citing in citings))


def _entries(items: Iterable[BasisItem]) -> list[Entry]:
    return [Entry(item.pk, item.locator) for item in items]


def _citings(
    citations: Iterable[Citation], goals: dict[int, GoalLink], firsts: dict[tuple[int, int], int]
) -> list[tuple[int, Citing]]:
    """Citations by document; a goal's indicators count as the goal. Fills in the goals by their first indicator."""
    found = []
    for citation in sorted(citations, key=lambda each: (-each.item.plan_id, each.item.position, each.position)):
        item = citation.item
        goal = _goal(item)
        first = firsts.setdefault((item.plan_id, goal.pk), item.pk)
        goals.setdefault(first, _link(item, goal, first))
        found.append((citation.basis_id, Citing(first, citation.locator)))
    return found


def _goal(item: Item) -> Item:
    """The first-level indicator that the indicator belongs to; itself in a plan of one level."""
    return item.parent if item.parent is not None and item.parent.level == Item.Level.GOAL else item


def _link(item: Item, goal: Item, first: int) -> GoalLink:
    return GoalLink(item.plan_id, first, goal.no or item.no, goal.title, item.plan.title)


@dataclass(frozen=True, slots=True)
class Wanting:
    """A goal without the basis that it needs."""

    goal: GoalLink
    category: str
    word: str


@dataclass(frozen=True, slots=True)
class PlanCover:
    """What a plan answers of its sources, and which of its goals rest on none."""

    goals: dict[int, GoalLink]
    sources: list[SourceCover]
    wanting: list[Wanting]
    customary: list[tuple[str, int]]  # categories of which no goal cites anything, with their goals' number


def of_plan(plan: Plan) -> PlanCover:
    """Everything for the page of coverage. Four statements."""
    items = list(Item.objects.indicators().filter(plan=plan).select_related("parent__parent__parent", "plan"))
    citations = list(Citation.objects.filter(item__in=items).select_related("basis"))
    by_pk = {item.pk: item for item in items}
    for citation in citations:
        citation.item = by_pk[citation.item_id]
    goals, firsts = _goals(items)
    citings = _citings(citations, {}, firsts)
    bases = Basis.objects.filter(organisation=plan.organisation.agency).prefetch_related("items")
    sources = [_source(basis, citings) for basis in bases]
    staffing = {basis.pk for basis in bases if basis.kind == Basis.Kind.STAFFING}
    wanted, customary = _wanting(items, citations, goals, firsts, staffing)
    shown = [source for source in sources if source.is_cited or _is_due(source, plan)]
    shown.sort(key=lambda source: (not source.is_cited, -len(source.items), source.basis.title))
    return PlanCover(goals, shown, wanted, customary)


def _goals(items: Iterable[Item]) -> tuple[dict[int, GoalLink], dict[tuple[int, int], int]]:
    """The plan's goals by their first indicator, and which indicator that is."""
    goals: dict[int, GoalLink] = {}
    firsts: dict[tuple[int, int], int] = {}
    for item in items:
        goal = _goal(item)
        first = firsts.setdefault((item.plan_id, goal.pk), item.pk)
        if first == item.pk:
            goals[first] = _link(item, goal, first)
    return goals, firsts


def _source(basis: Basis, citings: Iterable[tuple[int, Citing]]) -> SourceCover:
    items = list(basis.items.all())
    return SourceCover(basis, items, cover(_entries(items), (each for pk, each in citings if pk == basis.pk)))


def _is_due(source: SourceCover, plan: Plan) -> bool:
    """Whether a document that no goal cites should have been answered: it has items and is of the plan's year."""
    of_year = source.basis.issued is not None and source.basis.issued.year == plan.year
    return bool(source.items) and (of_year or f"〔{plan.year}〕" in source.basis.document_no)


def _wanting(
    items: Sequence[Item],
    citations: Iterable[Citation],
    goals: dict[int, GoalLink],
    firsts: dict[tuple[int, int], int],
    staffing: set[int],
) -> tuple[list[Wanting], list[tuple[str, int]]]:
    """Goals that lack a basis; those of a category in which none has one are only counted."""
    cited: dict[int, set[int]] = {}
    for citation in citations:
        cited.setdefault(_first(citation.item, firsts), set()).add(citation.basis_id)
    facts: dict[int, Goal] = {}
    category: dict[int, str] = {}
    for item in items:
        first = _first(item, firsts)
        if first == item.pk:
            bases = cited.get(first, set())
            facts[first] = Goal(first, item.goal_kind, bool(bases), bool(bases & staffing))
            category[first] = _category(item)
    based = {category[pk] for pk in cited if pk in category}
    lacking = wanting(facts.values())
    named = [Wanting(goals[pk], category[pk], word) for pk, word in lacking if category[pk] in based or facts[pk].kind]
    outside = [category[pk] for pk, _ in lacking if category[pk] not in based and not facts[pk].kind]
    return named, [(name, outside.count(name)) for name in dict.fromkeys(outside)]


def _first(item: Item, firsts: dict[tuple[int, int], int]) -> int:
    return firsts[(item.plan_id, _goal(item).pk)]


def _category(item: Item) -> str:
    node = item
    while node.parent is not None:
        node = node.parent
    return node.title if node is not item else ""
