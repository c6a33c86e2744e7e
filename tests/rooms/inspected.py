"""A city with its upper office and an agency: an inspection, what was found in it, claims, a scheme with classes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import sample

from jixiao.core.scoring.scheme import Bonus, BonusClass, Component, Deductions, FaultClass, Scheme, Source
from jixiao.evaluations.actions import bonus, findings, inspections
from jixiao.evaluations.actions.bonus import Said
from jixiao.evaluations.actions.findings import Seen
from jixiao.evaluations.actions.inspections import Plan
from jixiao.evaluations.models import BonusClaim, Finding, Inspection, Purpose
from jixiao.ledger.models import Evidence
from jixiao.people.actions.accounts import NewAccount, create_account
from jixiao.people.actions.organisations import find_or_create_organisation
from jixiao.people.models import Account, Organisation
from jixiao.people.policy import Console
from jixiao.scores.models import SchemeRules
from jixiao.scores.rules_text import written

NOW = datetime(2026, 7, 15, 2, 0, tzinfo=UTC)
DAY = date(2026, 7, 15)
LATER = NOW + timedelta(days=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 64
SCHEME = Scheme(
    "年度考评",
    components=(Component("table", "目标考核", Decimal(1), Source.TABLE),),
    bonus=Bonus(classes={"province": BonusClass("省级表彰", Decimal(2)), "city": BonusClass("市级表彰", Decimal(1))}),
    deductions=Deductions(doubles=True, classes={"absent": FaultClass("窗口无人值守", Decimal("0.5"))}),
)


@dataclass
class City:
    """Who is there. The inspector finds, the upper office decides, the agency's clerk and head answer and claim."""

    city: Organisation
    office: Organisation
    agency: Organisation
    inspector: Account
    upper: Account
    clerk: Account
    second: Account
    chief: Account


def build_city() -> City:
    kind = Organisation.Kind
    city = find_or_create_organisation("青澜市", kind.CITY)
    office = find_or_create_organisation("市绩效办", kind.OFFICE, city)
    agency = find_or_create_organisation("青澜市园林局", kind.AGENCY, city)
    roles = (
        ("inspector", Account.Role.INSPECTOR, office),
        ("upper", Account.Role.UPPER, office),
        ("clerk", Account.Role.OPERATOR, agency),
        ("second", Account.Role.OPERATOR, agency),
        ("chief", Account.Role.GROUP_HEAD, agency),
    )
    made = [create_account(Console(), NewAccount(name, role, of, sample.PASSWORD), NOW) for name, role, of in roles]
    return City(city, office, agency, *made)


def adopted(owner: Organisation, scope: str = "agencies", scheme: Scheme = SCHEME) -> SchemeRules:
    """Rules in force for 2026."""
    return SchemeRules.objects.create(
        organisation=owner, year=2026, scope=scope, number=1, title=scheme.title, text=written(scheme),
        digest="0" * 64, state="adopted", made_at=NOW,
    )  # fmt: skip


def planned(city: City, **changed: object) -> Inspection:
    """An inspection of today and the nine days after it."""
    given: dict[str, object] = {
        "year": 2026,
        "title": "窗口服务核验",
        "method": "secret",
        "scope": "窗口值守、一次办结",
        "starts": DAY,
        "ends": DAY + timedelta(days=9),
        "answer_days": 5,
        "objects": (city.agency.pk,),
        "inspectors": (city.inspector.pk,),
    }
    return inspections.plan(city.upper, city.office, Plan(**(given | changed)), NOW)  # type: ignore[arg-type]


def seen(city: City, number: int = 1, **changed: object) -> Seen:
    given: dict[str, object] = {
        "client_id": UUID(int=number),
        "object": city.agency.pk,
        "item": None,
        "found_at": NOW,
        "place": "服务大厅",
        "facts": f"{number}号窗口无人值守。",
    }
    return Seen(**(given | changed))  # type: ignore[arg-type]


def found(city: City, inspection: Inspection, number: int = 1, **changed: object) -> Finding:
    made, _ = findings.find(city.inspector, inspection.pk, seen(city, number, **changed), [], NOW)
    return made


def evidence(owner: Organisation, number: int = 1) -> Evidence:
    return Evidence.objects.create(
        organisation=owner, sha256=f"{number:064x}", name=f"通报{number}.pdf", kind="pdf", size=9, uploaded_at=NOW
    )


def said(**changed: object) -> Said:
    given: dict[str, object] = {
        "year": 2026,
        "title": "绿化经验获省政府通报表扬",
        "body": "某省人民政府",
        "number": "某政〔2026〕3号",
        "dated": date(2026, 6, 1),
        "kind": "province",
    }
    return Said(**(given | changed))  # type: ignore[arg-type]


def claimed(city: City, by: Account | None = None, **changed: object) -> BonusClaim:
    """A bonus claim of the agency, handed in with a file of its own."""
    files = [evidence(city.agency, Evidence.objects.count() + 1)]
    return bonus.begin(by or city.clerk, city.agency, Purpose.BONUS, said(**changed), files, NOW, hand_in=True)
