"""A city with an agency, its peers and the upper office, and a sound plan to lead through the procedure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sample import NOW

from jixiao.core.drafting import Draft, DraftRow
from jixiao.core.stages import BY_NAME, Paper, Stage
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation, PeerGroup
from jixiao.plans.actions import drafting
from jixiao.plans.actions import stages as actions
from jixiao.plans.models import Plan, StageAct
from jixiao.plans.papers import PaperFile

YEAR = 2026
TODAY = date(2026, 7, 15)
Make = Callable[..., Account]


@dataclass
class City:
    """青澜市 with its agencies; accounts are made when they are first asked for."""

    make: Make
    accounts: dict[str, Account] = field(default_factory=dict)

    def __post_init__(self) -> None:
        kinds = Organisation.Kind
        self.city = find_or_create_organisation("青澜市", kinds.CITY)
        names = ("园林局", "档案局", "气象局", "体育局", "绩效办")
        own, *others = (find_or_create_organisation(f"青澜市{name}", kinds.AGENCY, self.city) for name in names)
        self.own, self.peer, self.second_peer, self.outsider, self.upper = own, *others
        group = PeerGroup.objects.create(year=YEAR, name="第一组")
        group.members.set([self.own, self.peer, self.second_peer])

    def account(self, role: str, where: Organisation | None = None) -> Account:
        """The account of that role in the agency, or elsewhere."""
        where = where or (self.upper if role in ("upper", "inspector") else self.own)
        name = f"{role}-{where.pk}"
        if name not in self.accounts:
            self.accounts[name] = self.make(name, role, where)
        return self.accounts[name]

    @property
    def clerk(self) -> Account:
        return self.account("operator")

    @property
    def reviewer(self) -> Account:
        return self.account("operator", self.peer)

    def plan(self, rows: int = 4, *, scale: str = "") -> Plan:
        """A plan of `rows` rows of one point each, in which every check finds nothing wrong."""
        heading = {"title": "青澜市园林局2026年度绩效工作方案", "year": str(YEAR), "scale": scale or str(rows)}
        heading |= {"organisation": "青澜市园林局", "points_unit": "分"}
        draft = Draft(heading, tuple(DraftRow(f"r{at}", cells(at)) for at in range(1, rows + 1)), rows)
        return drafting.begin(self.clerk, Plan(organisation=self.own, origin=Plan.Origin.BLANK), draft, NOW)


def cells(at: int) -> dict[str, str]:
    """A sound row: its own goal, basis, deadline and people."""
    return {
        "category": "重点工作",
        "no": f"1-{at}",
        "policy_basis": f"《第{at}号办法》（青政〔2025〕{at}号）",
        "l1": f"全年完成第{at}类项目{at + 2}个",
        "weight": "1",
        "deadline_raw": "12月底前",
        "leaders": "苏望舒",
        "offices": "绿化科",
        "owners": "陆行舟",
    }


def paper(name: str, **more: object) -> Paper:
    """A paper that wants nothing: today, with a name, a number and a note."""
    given: dict[str, object] = {"on": TODAY, "who": "", "document_no": "", "note": ""}
    if "document_no" in BY_NAME[name].needs:
        given["document_no"] = "青绩〔2026〕7号"
    if "note" in BY_NAME[name].needs:
        given["note"] = "第三项目标偏低，请调整。"
    return Paper(**{**given, **more})  # type: ignore[arg-type]


OUTSIDE = {"who": "青澜市副市长", "document_no": "青政〔2026〕8号"}


def do(
    by: Account, plan: Plan, name: str, *, at: datetime = NOW, file: PaperFile | None = None, **more: object
) -> StageAct:
    """Do an act with a paper that wants nothing."""
    done = actions.act(by, plan.pk, name, paper(name, **more), file, at)
    plan.refresh_from_db()
    return done


def put(plan: Plan, stage: Stage) -> None:
    """Put the plan in a stage without ceremony."""
    plan.stage = stage.value
    plan.save(update_fields=["stage"])


def later(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)
