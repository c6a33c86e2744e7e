"""The life that the demo's plan has had: review by a peer, one return, approval, publication, an amendment, contracts.

Everything is done by the same actions as on the pages, each by the person whose act it is, on the days of the plan's
own procedure.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from jixiao.people.models import Account, Organisation
    from jixiao.plans.models import Plan

PLACE = ZoneInfo("Asia/Shanghai")
Say = Callable[[str], None]


def at(month: int, day: int, hour: int = 10) -> datetime:
    """A working hour of the plan's year."""
    return datetime(2026, month, day, hour, tzinfo=PLACE)


@dataclass(slots=True)
class Cast:
    """Who takes part, by log-in."""

    city: Organisation
    agency: Organisation
    peer: Organisation
    accounts: dict[str, Account] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Account:
        return self.accounts[name]


def live(plan: Plan, cast: Cast, say: Say) -> None:
    """Lead the plan through its year."""
    _review(plan, cast)
    say("同组互审：1 条意见已采纳")
    _approve(plan, cast)
    say("退回一次，修改后获批复，定稿为第 1 版")
    _publish(plan, cast)
    _amend(plan, cast)
    say("已公布；调整一次，现为第 2 版")
    _hand_down(plan, cast)
    say("已分解：8 个科室、1 家企业的方案和 3 份责任书")
    _sources(plan, cast)
    _next_year(plan, cast)
    say("下一年度方案正在同组互审，有 1 条意见待答复")


def _review(plan: Plan, cast: Cast) -> None:
    """A peer comments on one row; the clerk works it in and settles it."""
    from jixiao.core.drafting import Set
    from jixiao.core.peer_review import Outcome
    from jixiao.plans.actions import drafting, reviews

    clerk, peer = cast["clerk"], cast["peer"]
    reviews.assign(clerk, plan.pk, [cast.peer.pk], at(2, 9))
    _act(clerk, plan, "send_to_review", at(2, 10))
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
    from jixiao.core.drafting import Set
    from jixiao.plans.actions import drafting

    clerk, chief, upper = cast["clerk"], cast["chief"], cast["upper"]
    for month, day, number, note in (
        (2, 16, "临城管〔2026〕41号", "一级指标“卫保洁条件条件”等处有错字，请改正后再报。"),
        (2, 26, "临城管〔2026〕52号", ""),
    ):
        _act(clerk, plan, "send_to_group", at(month, day))
        _act(chief, plan, "sign_off", at(month, day, 11))
        _act(clerk, plan, "record_leader_approval", at(month, day, 15), who="副市长裴知行", number="临政阅〔2026〕7号")
        _act(clerk, plan, "submit", at(month, day, 16), number=number)
        if note:
            _act(upper, plan, "return", at(2, 24), note=note)
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
            _act(clerk, plan, "send_to_review", at(2, 25, 15))
    _act(upper, plan, "approve", at(3, 4), number="临政绩办〔2026〕11号")


def _publish(plan: Plan, cast: Cast) -> None:
    _reviewed_for_publication(plan, cast, at(3, 6))
    _act(cast["clerk"], plan, "publish", at(3, 9), note="局门户网站、政务公开栏")


def _reviewed_for_publication(plan: Plan, cast: Cast, when: datetime) -> None:
    from jixiao.plans.actions import publication
    from jixiao.plans.publication import content as publishing

    made = publication.prepare(cast["clerk"], plan.pk, when)
    seen = publishing.content_digest(made, publishing.outs_of(made))
    publication.review(cast["chief"], made.pk, seen, "内容与批复一致，可以公开。", when, passed=True)


def _amend(plan: Plan, cast: Cast) -> None:
    """A project's yearly investment is lowered by a paper of the upper office."""
    from jixiao.core.drafting import Set
    from jixiao.plans.actions import amendments, drafting, publication

    clerk = cast["clerk"]
    given = amendments.Given(
        reason="市政府调整厨余垃圾处理厂二期年度投资计划。",
        basis="《关于调整2026年部分重点项目年度投资计划的通知》（临政办〔2026〕63号）",
        document_no="临政绩办〔2026〕37号",
        issued=date(2026, 8, 20),
    )
    made = amendments.propose(clerk, plan.pk, given, at(8, 21))
    row = next(row for row in made.draft.rows if "1.2亿元" in row["cells"].get("l2", ""))
    old = row["cells"]["l2"]
    change = Set(row["uid"], "l2", old, old.replace("1.2亿元", "9000万元"))
    edited = drafting.edit(clerk, made.draft.pk, [change], "调整年度投资额", at(8, 21, 11))
    amendments.approve(cast["upper"], made.pk, edited.draft.version, at(8, 24))
    _reviewed_for_publication(plan, cast, at(8, 26))
    publication.publish_again(clerk, plan.pk, date(2026, 8, 27), at(8, 27))


def _hand_down(plan: Plan, cast: Cast) -> None:
    """Plans of the offices, of an enterprise, and contracts of which two are signed and one is filed."""
    from jixiao.plans.actions import cascade, contracts, filings

    clerk = cast["clerk"]
    cascade.generate_offices(clerk, plan.pk, at(3, 20))
    rows = {row["cells"].get("no"): row["uid"] for row in plan.draft.rows}
    cascade.begin_enterprise(clerk, plan.pk, "临澜市环境卫生集团有限公司", [rows["1-3-1"], rows["1-4-1"]], at(3, 23))
    names = ["韩照临", "沈明溪", "陆以宁"]
    begun = contracts.begin_contracts(clerk, plan.pk, names, "2026年度经营业绩责任书", [rows["1-4-1"]], at(3, 24))
    for child in begun.plans[:2]:
        facts = contracts.Facts(
            plan.organisation.name,
            child.contract.party_b,
            date(2026, 1, 1),
            date(2026, 12, 31),
            date(2026, 3, 27),
            date(2026, 3, 27),
        )
        contracts.save_contract(clerk, child.pk, facts, None, at(3, 27))
    upper = cast["upper"].organisation
    sent = filings.send(clerk, begun.plans[0].pk, filings.Facts(upper, "", date(2026, 3, 30)), None, at(3, 30))
    filings.receive(cast["upper"], sent.pk, "临绩备〔2026〕3号", date(2026, 4, 2), at(4, 2))


def _sources(plan: Plan, cast: Cast) -> None:
    """The items of one source document, of which the plan leaves some unanswered."""
    from jixiao.core.basis_items import Item
    from jixiao.plans.actions import bases
    from jixiao.plans.models import Basis

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
        bases.set_items(cast["clerk"], basis.pk, items, at(3, 25))


def _next_year(plan: Plan, cast: Cast) -> None:
    """Next year's plan was begun with this year's rows and lies with the peer."""
    from jixiao.plans.actions import drafting, reviews

    clerk = cast["clerk"]
    following = drafting.begin_copy(clerk, plan, at(11, 16))
    reviews.assign(clerk, following.pk, [cast.peer.pk], at(11, 17))
    _act(clerk, following, "send_to_review", at(11, 18))
    row = next(row for row in following.draft.rows if "口袋公园" in row["cells"].get("l2", ""))
    text = "口袋公园的数量沿用上年，建议按新一年建设计划核定。"
    reviews.comment(cast["peer"], following.pk, row["uid"], text, at(11, 20))


def _act(by: Account, plan: Plan, name: str, now: datetime, *, who: str = "", number: str = "", note: str = "") -> None:
    from jixiao.core.stages import Paper
    from jixiao.plans.actions import stages

    stages.act(by, plan.pk, name, Paper(now.date(), who, number, "", note), None, now)
    plan.refresh_from_db()
