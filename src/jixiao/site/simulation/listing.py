"""Lists and registers of the simulated year: as many tasks as the target counts, each struck off by two persons."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from jixiao.core.ledger.measures import Reckoning
from jixiao.core.ledger.registers import Column, Kind
from jixiao.core.ledger.windows import beijing_day
from jixiao.ledger.actions import registers, tasks
from jixiao.ledger.actions.tasks import TaskText
from jixiao.ledger.models import Ledger, Measure
from jixiao.ledger.policy import lead_office
from jixiao.plans.models import Item
from jixiao.site.simulation import striking
from jixiao.site.simulation.agenda import working
from jixiao.site.simulation.cast import items_of
from jixiao.site.simulation.characters import is_whole
from jixiao.site.simulation.world import World

LISTS, FEWEST, MOST = 4, 4, 40  # lists that feed a target, and how many tasks one may have
COLUMNS = (Column("place", "点位", Kind.TEXT), Column("class", "类别", Kind.CHOICE, choices=("甲类", "乙类", "丙类")))


def begin(world: World, ledger: Ledger, now: datetime) -> None:
    """The offices set up their lists: for counted targets, for one without any, and a register."""
    items = items_of(ledger.plan)
    world.draw("lists", ledger).shuffle(items)
    measures = _measures(items)
    counted = [(item, own[0]) for item in items if len(own := measures.get(item.pk, [])) == 1 and _is_countable(own[0])]
    small = [(item, measure) for item, measure in counted if FEWEST <= measure.target <= MOST]
    for item, measure in small[:LISTS]:
        _list(world, ledger, item, measure, now)
    plain = [item for item in items if item.pk not in measures and lead_office(item.responsibilities.all())]
    for item in plain[:1]:
        _steps(world, ledger, item, now)
    for item, measure in [(item, measure) for item, measure in counted if measure.target > MOST][:1]:
        _register(world, ledger, item, measure, now)


def _measures(items: list[Item]) -> dict[int, list[Measure]]:
    found: dict[int, list[Measure]] = {}
    for measure in Measure.objects.filter(item__in=items, retired=False):
        found.setdefault(measure.item_id, []).append(measure)
    return found


def _is_countable(measure: Measure) -> bool:
    """Whether its target is a number of whole pieces over the year."""
    of_the_year = measure.reckoning in (Reckoning.CUMULATIVE, Reckoning.INCREMENT)
    return of_the_year and is_whole(measure.target, measure.unit) and measure.unit == measure.base_unit


def _list(world: World, ledger: Ledger, item: Item, measure: Measure, now: datetime) -> None:
    """As many tasks as the target counts, their days counted back from the indicator's own."""
    by = world.writer(ledger, item)
    made = tasks.begin_list(by, item.pk, f"{measure.name[:40]}清单", measure.pk, now)
    count = int(measure.target) + (measure.comparator == ">")
    draw = world.draw("list", ledger, item.uid)
    days = _days(item, ledger, beijing_day(now), count)
    line = world.words.line("task", draw)
    office = lead_office(item.responsibilities.all()) or 0
    texts = [
        TaskText(
            line.format(name=measure.name[:40], n=number, unit=measure.unit),
            office,
            due=day,
            standard=world.words.pick("standard", draw),
        )
        for number, day in enumerate(days, start=1)
    ]
    for task in tasks.add_tasks(by, made.pk, texts, now):
        striking.await_claim(world, task, by, task.due or days[-1], draw)


def _steps(world: World, ledger: Ledger, item: Item, now: datetime) -> None:
    """The steps of an indicator that counts nothing."""
    by = world.writer(ledger, item)
    made = tasks.begin_list(by, item.pk, "实施步骤清单", None, now)
    steps = [step for (step,) in world.words.pairs("steps")]
    days = _days(item, ledger, beijing_day(now), len(steps))
    office = lead_office(item.responsibilities.all()) or 0
    texts = [TaskText(step, office, due=day) for step, day in zip(steps, days, strict=True)]
    draw = world.draw("steps", ledger, item.uid)
    for task in tasks.add_tasks(by, made.pk, texts, now):
        striking.await_claim(world, task, by, task.due or days[-1], draw)


def _register(world: World, ledger: Ledger, item: Item, measure: Measure, now: datetime) -> None:
    """A register whose struck-off rows add up to the target."""
    by = world.writer(ledger, item)
    amount = Column("amount", "数量", Kind.NUMBER, measure.unit or "项")
    made = registers.begin_register(by, item.pk, f"{measure.name[:40]}台账", (*COLUMNS, amount), now)
    if measure.unit:
        registers.set_feed(by, made.pk, measure.pk, amount.key, True, now)
    places = world.words.pairs("register")
    shares = _split(int(measure.target), len(places))
    rows = [
        {"place": place, "class": kind, "amount": str(share)}
        for (place, kind), share in zip(places, shares, strict=True)
    ]
    days = _days(item, ledger, beijing_day(now), len(rows))
    draw = world.draw("register", ledger, item.uid)
    for row, day in zip(registers.add_rows(by, made.pk, rows, now), days, strict=True):
        striking.await_claim(world, row, by, day, draw)


def _split(total: int, parts: int) -> list[int]:
    """The total in whole parts that differ by one at most."""
    least, rest = divmod(total, parts)
    return [least + (at < rest) for at in range(parts)]


def _days(item: Item, ledger: Ledger, begins: date, count: int) -> list[date]:
    """As many due days, evenly spread up to ten days before the indicator's own time limit."""
    year_end = date(ledger.plan.year or begins.year, 12, 20)
    ends = max(min(item.due or year_end, year_end) - timedelta(10), begins + timedelta(20))
    first = begins + timedelta(15)
    return [working(first + (ends - first) * number / count) for number in range(1, count + 1)]
