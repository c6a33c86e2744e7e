"""The life that the demo's plan has had: review by a peer, one return, approval, publication, an amendment, contracts.

Everything is done by the same actions as on the pages, each by the person whose act it is, on the days of the plan's
own procedure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

from jixiao.core.basis_items import Item
from jixiao.core.drafting import Set
from jixiao.core.peer_review import Outcome
from jixiao.ledger.models import Ledger
from jixiao.plans.actions import amendments, bases, cascade, contracts, drafting, filings, publication, reviews
from jixiao.plans.models import Basis, Plan
from jixiao.site.simulation import agenda, city_running, city_year, enterprises, in_hand, warning, whole, year
from jixiao.site.simulation.cast import Cast
from jixiao.site.simulation.procedure import Say, act, reviewed_for_publication
from jixiao.site.simulation.world import World

Step = Callable[[World, Plan, datetime], None]
AGENCIES = 80  # of the city, with the plan's own: their year before this one is scored in spring
ENTERPRISE = "临澜市环境卫生集团有限公司"


def at(month: int, day: int, hour: int = 10) -> datetime:
    """A working hour of the plan's year."""
    return agenda.at(date(2026, month, day), hour)


def live(plan: Plan, cast: Cast, seed: int, last: date, say: Say) -> None:
    """Lead the plan through its procedure, and then, day by day, through its year."""
    _review(plan, cast)
    say("同组互审：1 条意见已采纳")
    _approve(plan, cast)
    _publish(plan, cast)
    say("退回一次，修改后获批复；定稿为第 1 版并公布，台账开启")
    world = year.begun(seed, cast, at(3, 9, 11))
    world.agenda.put(at(3, 9, 15), partial(_city, world, plan))
    for when, step in _STEPS:
        world.agenda.put(when, partial(step, world, plan))
    ledger = _ledger(plan)
    year.follow(world, ledger)
    in_hand.leave(world, ledger, last)
    whole.through(world, ledger.opened, last, say)
    for refusal in world.agenda.refusals:
        say(f"未办成：{refusal}")


def _city(world: World, plan: Plan, now: datetime) -> None:
    """The year before this one of the whole city is entered, to be scored in spring; and how this year goes on."""
    last = city_year.begin(world.seed, world.cast, world.agenda, 2025, AGENCIES, now)
    own = [member for member in last.members if member.organisation == plan.organisation]
    peers = [member for member in last.members if member.organisation == world.cast["peer"].organisation]
    city_running.live(replace(last, year=2026), [*own, *peers])


def _ledger(plan: Plan) -> Ledger:
    return Ledger.objects.select_related("plan__organisation").get(plan=plan)


def _review(plan: Plan, cast: Cast) -> None:
    """A peer comments on one row; the clerk works it in and settles it."""
    clerk, peer = cast["clerk"], cast["peer"]
    reviews.assign(clerk, plan.pk, [cast["peer"].organisation_id or 0], at(2, 9))
    act(clerk, plan, "send_to_review", at(2, 10))
    row = next(row for row in plan.draft.rows if "逐株挂牌" in row["cells"].get("l2", ""))
    text = "制度名称的书名号不完整，请核对；建议写明巡查频次。"
    comment = reviews.comment(peer, plan.pk, row["uid"], text, at(2, 12))
    old = row["cells"]["l2"]
    new = old.replace("日常巡查规定，", "日常巡查规定》，每季度巡查一次，")
    drafting.edit(clerk, plan.draft.pk, [Set(row["uid"], "l2", old, new)], "按互审意见修改", at(2, 13))
    reviews.settle(clerk, plan.pk, comment.pk, Outcome.ACCEPTED, "已补全书名号，写明每季度巡查一次。", at(2, 13, 11))
    reviews.finish(peer, plan.pk, at(2, 14))


def _approve(plan: Plan, cast: Cast) -> None:
    """The group's head signs, a vice-mayor's approval is recorded, the upper office sends it back once."""
    clerk, chief, upper = cast["clerk"], cast["chief"], cast["upper"]
    for month, day, number, note in (
        (2, 16, "临城管〔2026〕41号", "一级指标“卫保洁条件条件”等处有错字，请改正后再报。"),
        (2, 26, "临城管〔2026〕52号", ""),
    ):
        act(clerk, plan, "send_to_group", at(month, day))
        act(chief, plan, "sign_off", at(month, day, 11))
        act(clerk, plan, "record_leader_approval", at(month, day, 15), who="副市长裴知行", number="临政阅〔2026〕7号")
        act(clerk, plan, "submit", at(month, day, 16), number=number)
        if note:
            act(upper, plan, "return", at(2, 24), note=note)
            plan.draft.refresh_from_db()
            slips = [
                Set(
                    row["uid"],
                    "l1",
                    row["cells"]["l1"],
                    row["cells"]["l1"].replace("条件条件", "条件").replace("评评。", "评。"),
                )
                for row in plan.draft.rows
            ]
            drafting.edit(clerk, plan.draft.pk, slips, "改正错字", at(2, 25))
            act(clerk, plan, "send_to_review", at(2, 25, 15))
    act(upper, plan, "approve", at(3, 4), number="临政绩办〔2026〕11号")


def _publish(plan: Plan, cast: Cast) -> None:
    reviewed_for_publication(plan, cast, at(3, 6))
    act(cast["clerk"], plan, "publish", at(3, 9), note="局门户网站、政务公开栏")


def _amend(world: World, plan: Plan, now: datetime) -> None:
    """A project's yearly investment is lowered by a paper of the upper office."""
    clerk = world.cast["clerk"]
    given = amendments.Given(
        reason="市政府调整厨余垃圾处理厂二期年度投资计划。",
        basis="《关于调整2026年部分重点项目年度投资计划的通知》（临政办〔2026〕63号）",
        document_no="临政绩办〔2026〕37号",
        issued=date(2026, 8, 20),
    )
    made = amendments.propose(clerk, plan.pk, given, now)
    row = next(row for row in made.draft.rows if "1.2亿元" in row["cells"].get("l2", ""))
    old = row["cells"]["l2"]
    change = Set(row["uid"], "l2", old, old.replace("1.2亿元", "9000万元"))
    drafting.edit(clerk, made.draft.pk, [change], "调整年度投资额", now + timedelta(hours=1))


def _amended(world: World, plan: Plan, now: datetime) -> None:

    made = plan.amendments.select_related("draft").get()
    amendments.approve(world.cast["upper"], made.pk, made.draft.version, now)


def _published_again(world: World, plan: Plan, now: datetime) -> None:

    reviewed_for_publication(plan, world.cast, now)
    publication.publish_again(world.cast["clerk"], plan.pk, now.date(), now + timedelta(hours=1))


def _rows(plan: Plan) -> dict[str, str]:
    return {row["cells"].get("no"): row["uid"] for row in plan.draft.rows}


def _hand_down(world: World, plan: Plan, now: datetime) -> None:
    """The plans of the offices."""
    cascade.generate_offices(world.cast["clerk"], plan.pk, now)


def _enterprise(world: World, plan: Plan, now: datetime) -> None:
    """The plan of an enterprise, who reports on it, and the lines at which its debts are warned of."""
    rows = _rows(plan)
    enterprises.begin(
        world, plan, enterprises.Party(ENTERPRISE, "reporter", "白若川"), [rows["1-3-1"], rows["1-4-1"]], now
    )
    warning.begin(world, plan, now)


def _contracts(world: World, plan: Plan, now: datetime) -> None:
    """Three contracts are begun; two are signed three days later."""
    clerk, signed = world.cast["clerk"], date(2026, 3, 27)
    names = ["韩照临", "沈明溪", "陆以宁"]
    begun = contracts.begin_contracts(clerk, plan.pk, names, "2026年度经营业绩责任书", [_rows(plan)["1-4-1"]], now)
    for child in begun.plans[:2]:
        facts = contracts.Facts(
            plan.organisation.name, child.contract.party_b, date(2026, 1, 1), date(2026, 12, 31), signed, signed
        )
        world.agenda.put(at(3, 27, 15), partial(_sign, world, child.pk, facts))
    world.agenda.put(at(3, 30), partial(_file, world, begun.plans[0].pk))


def _sign(world: World, child: int, facts: contracts.Facts, now: datetime) -> None:

    contracts.save_contract(world.cast["clerk"], child, facts, None, now)


def _file(world: World, child: int, now: datetime) -> None:
    """One of the contracts is filed with the upper office."""
    upper = world.cast["upper"]
    facts = filings.Facts(upper.organisation, "", now.date())
    sent = filings.send(world.cast["clerk"], child, facts, None, now)
    world.agenda.put(at(4, 2), partial(_received, world, sent.pk))


def _received(world: World, filing: int, now: datetime) -> None:

    filings.receive(world.cast["upper"], filing, "临绩备〔2026〕3号", now.date(), now)


def _sources(world: World, plan: Plan, now: datetime) -> None:
    """The items of one source document, of which the plan leaves some unanswered."""
    texts = {
        "第4项": "整治背街小巷和店外经营。",
        "第6项": "规范户外广告和店招店牌。",
        "第15项": "推进厨余垃圾处理厂二期建设。",
        "第17项": "建设城市运行管理服务平台。",
        "第21项": "完善公共厕所布局。",
    }
    basis = Basis.objects.filter(organisation=plan.organisation, title__contains="亮城提质").first()
    if basis is not None:
        items = [Item(locator, text) for locator, text in texts.items()]
        bases.set_items(world.cast["clerk"], basis.pk, items, now)


def _next_year(world: World, plan: Plan, now: datetime) -> None:
    """Next year's plan was begun with this year's rows and lies with the peer."""
    clerk, peer = world.cast["clerk"], world.cast["peer"]
    following = drafting.begin_copy(clerk, plan, now)
    reviews.assign(clerk, following.pk, [peer.organisation_id or 0], now + timedelta(hours=1))
    act(clerk, following, "send_to_review", now + timedelta(hours=2))
    row = next(row for row in following.draft.rows if "口袋公园" in row["cells"].get("l2", ""))
    text = "口袋公园的数量沿用上年，建议按新一年建设计划核定。"
    reviews.comment(peer, following.pk, row["uid"], text, now + timedelta(hours=4))


_STEPS: tuple[tuple[datetime, Step], ...] = (
    (at(3, 20), _hand_down),
    (at(3, 23), _enterprise),
    (at(3, 24), _contracts),
    (at(3, 25), _sources),
    (at(8, 21), _amend),
    (at(8, 24), _amended),
    (at(8, 26), _published_again),
    (at(11, 18), _next_year),
)
