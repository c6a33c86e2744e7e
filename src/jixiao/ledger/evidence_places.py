"""Where evidence can be used: a cell, a task, a row of a register, an addressee of a directive."""

from __future__ import annotations

from django.urls import reverse

from jixiao.core.ledger.states import Reporting
from jixiao.core.ledger.strike_off import Stage
from jixiao.ledger.models import Addressee, Cell, EvidenceUse, RegisterRow, Task
from jixiao.ledger.policy import works_on
from jixiao.ledger.task_policy import may_claim
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Right, allows
from jixiao.plans.models import Item, Plan

SHORT = 30  # characters of an indicator or a task in a label
Place = Cell | Task | RegisterRow | Addressee
NOUNS: dict[type[Place], str] = {Cell: "cell", Task: "task", RegisterRow: "row", Addressee: "addressee"}
_UP = "organisation__parent__parent"
JOINED: dict[type[Place], tuple[str, ...]] = {  # what rights and labels ask about the place
    Cell: ("item__parent", f"ledger__plan__{_UP}", "item__plan"),
    Task: ("list__item__plan", "office", "meeting", f"ledger__plan__{_UP}"),
    RegisterRow: (f"register__item__plan__{_UP}",),
    Addressee: ("directive__cell__item", "directive__ledger__plan", "office__parent__parent"),
}


def place_of(key: str, *, lock: bool = False) -> Place | None:
    """The place named by a key like cell-12; None when there is none, or when it was dropped or removed."""
    noun, _, number = key.partition("-")
    table = next((table for table, name in NOUNS.items() if name == noun), None)
    if table is None or not (number.isascii() and number.isdigit() and len(number) < 19):
        return None
    rows = table._default_manager.select_related(*JOINED[table])
    if lock:
        rows = rows.select_for_update(of=("self",), no_key=True)
    place: Place | None = rows.filter(pk=int(number)).first()
    return None if place is None or _is_gone(place) else place


def _is_gone(place: Place) -> bool:
    if isinstance(place, Cell):
        return place.dropped or place.item.withdrawn
    return isinstance(place, RegisterRow) and place.removed


def key_of(place: Place) -> str:
    return f"{NOUNS[type(place)]}-{place.pk}"


def place_of_use(use: EvidenceUse) -> Place:
    """The one place of a use. Raises ValueError for a use without any, which the database refuses."""
    place = use.cell or use.task or use.row or use.addressee
    if place is None:
        raise ValueError("a use without a place")
    return place


def may_attach(account: Account, place: Place) -> bool:
    """Whether the account may add evidence there, and take back what was added."""
    if isinstance(place, Cell):
        return allows(account, Right.EVIDENCE_ADD, place) and works_on(account, place.item)
    return may_claim(account, place)


def kept_because(place: Place) -> str:
    """Why evidence that is used there stays; '' when it can still be taken back."""
    if isinstance(place, Cell):
        reporting = Reporting(place.reporting)
        if reporting is Reporting.ACCEPTED or place.struck_off:
            return "填报已经审核通过，佐证材料不能撤回。"
        return "填报已经报送，退回后才能撤回佐证材料。" if reporting is Reporting.SUBMITTED else ""
    if place.stage == Stage.STRUCK_OFF:
        return "已经销号，佐证材料不能撤回。"
    return "已经申请销号，退回后才能撤回佐证材料。" if place.stage == Stage.CLAIMED else ""


def item_of(place: Place) -> Item | None:
    """The indicator under which the place lies, if any."""
    if isinstance(place, Cell):
        return place.item
    if isinstance(place, Task):
        return place.list.item if place.list else None
    if isinstance(place, RegisterRow):
        return place.register.item
    return place.directive.cell.item if place.directive.cell else None


def plan_of(place: Place) -> Plan:
    if isinstance(place, RegisterRow):
        return place.register.item.plan
    return place.directive.ledger.plan if isinstance(place, Addressee) else place.ledger.plan


def label_of(place: Place) -> str:
    """The place in words, without its year: 1-1 建成口袋公园12个以上 第一季度."""
    return "　".join(filter(None, parts_of(place)))


def parts_of(place: Place) -> tuple[str, str]:
    """The label in two: what several places have in common, and which of them it is."""
    if isinstance(place, Cell):
        return f"{_tag(place.item)} {_short(place.item.title)}", place.period.label
    if isinstance(place, Task):
        return f"任务：{_short(place.text)}", ""
    if isinstance(place, RegisterRow):
        return f"台账：{place.register}", f"第 {place.position} 行"
    return f"督办：{_short(place.directive.title)}", place.office.name


def _short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1]}…"


def _tag(item: Item) -> str:
    return item.no or f"第{item.position}行"


def address_of(place: Place) -> str:
    """The page on which the place is worked on."""
    if isinstance(place, RegisterRow):
        return reverse("register", args=[place.register_id])
    return reverse(NOUNS[type(place)], args=[place.pk])


def home_of(account: Account | None, place: Place) -> Organisation:
    """Whose evidence a file becomes that is added there: an enterprise's own, otherwise the agency's."""
    own = account.organisation if account is not None else None
    if own is not None and own.kind == Organisation.Kind.ENTERPRISE:
        return own
    return (own or place.organisation).agency
