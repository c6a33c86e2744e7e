"""The whole of it: from a plan's file to the end of its simulated year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from jixiao.intake import read_document
from jixiao.ledger.actions import reminders
from jixiao.ledger.models import Ledger
from jixiao.people.policy import Refused
from jixiao.plans.models import Plan
from jixiao.site.simulation import city_results, city_year, enterprises, in_hand, procedure, summary, year
from jixiao.site.simulation.agenda import after, at, working
from jixiao.site.simulation.cast import founded, staff
from jixiao.site.simulation.procedure import Say
from jixiao.site.simulation.world import World

CITY, UPPER = "本市", "市政府绩效管理办公室"


REMINDED = 10  # days


def simulate(
    data: bytes, name: str, seed: int, opened: date | None, until: date | None, say: Say, *, desks: bool = False
) -> tuple[World, Plan]:
    """Import, approve and publish the plan, and live through its year. Raises Unreadable, Refused.

    With `desks` something is left lying on everybody's desk on the last day.
    """
    meta = read_document(data, name).plan.meta
    opened, why = opening_day(meta.issued, meta.year, opened)
    begins = at(opened - timedelta(14))
    cast = founded(CITY, meta.organisation or "示例机关", UPPER, begins)
    plan = procedure.imported(cast, data, name, begins, say)
    staff(cast, plan, begins + timedelta(hours=2))
    procedure.approved(plan, cast, opened, meta.year or opened.year, say)
    ledger = Ledger.objects.select_related("plan__organisation").get(plan=plan)
    say(f"方案已公布，台账于 {opened} 开启{why}：{ledger.cells.count()} 格，{len(cast.heads)} 个科室")
    world = year.begun(seed, cast, at(opened, 10))
    year.follow(world, ledger)
    world.agenda.put(at(after(opened, 6), 10), partial(enterprises.found, world, plan))
    ends = until or date((plan.year or opened.year) + 1, 1, 15)
    if desks:
        in_hand.leave(world, ledger, ends)
    through(world, opened, ends, say)
    return world, plan


def evaluate(world: World, plan: Plan, agencies: int, say: Say) -> None:
    """After the plan's year: a city of so many agencies, of which the plan's is one, is evaluated and scored."""
    after_it = (plan.year or world.agenda.now.year) + 1
    entered = at(working(date(after_it, 1, 18)), 11)
    world.agenda.put(entered, partial(city_year.begin, world.seed, world.cast, world.agenda, after_it - 1, agencies))
    year.live(world, date(after_it, 4, 15))
    say(f"{after_it - 1}年度全市 {agencies} 个单位的考评已结束")


def opening_day(issued: date | None, year_: int | None, given: date | None) -> tuple[date, str]:
    """The day of publication, and why it is not the day of issue. Four quarters' ends must follow it.

    Raises Refused for a plan that says neither its year nor its day.
    """
    if given is not None:
        return given, "（按 --year-opened）"
    plan_year = year_ or (issued.year if issued else None)
    if plan_year is None:
        raise Refused("方案没有写明年度和印发日期，请用 --year-opened 给出台账开启的日期。")
    if issued is not None and issued.year == plan_year and issued.month <= 3:
        return working(issued), ""
    why = f"（方案印发于 {issued}，为使四个季度都有填报，按年初公布模拟）" if issued else "（方案没有印发日期）"
    return working(date(plan_year, 1, 15)), why


def through(world: World, opened: date, ends: date, say: Say) -> None:
    """Live through the year, saying at each quarter's end how far it is. Reminders are made in its last days only."""
    for back in range(REMINDED):
        day = ends - timedelta(back)
        if day > opened:
            world.agenda.put(at(day, 9), reminders.scan)
    day = opened
    while day < ends:
        day = min(_quarter_end(day + timedelta(1)), ends)
        year.live(world, day)
        say(f"模拟到 {day}：{summary.so_far()}")


def _quarter_end(day: date) -> date:
    month = (day.month + 2) // 3 * 3
    return (date(day.year, month, 28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def tell(world: World, plan: Plan, seconds: float, line: Callable[[str], object]) -> None:
    """Print what happened, by quarter."""
    for text in summary.table(plan):
        line(text)
    for text in city_results.table(plan):
        line(text)
    for refusal in world.agenda.refusals[:10]:
        line(f"  未办成：{refusal}")
    line(f"未办成 {len(world.agenda.refusals)} 件；事实摘要 {summary.facts_digest()}；用时 {seconds:.1f} 秒")
