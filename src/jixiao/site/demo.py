"""`jixiao demo`: a fresh database with the sample plan and four accounts, then the site."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.site.server import is_free, serve
from jixiao.site.start import start

if TYPE_CHECKING:
    from jixiao.people.models import Account, Organisation, Person
    from jixiao.plans.models import Plan
    from jixiao.site.demo_life import Cast

SAMPLE = Path(__file__).parent / "demo" / "plan.txt"
PASSWORD = "jixiao-demo"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao demo", description="用示例方案启动演示，数据全新，停止后可以丢弃。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--home", type=Path, help="数据目录，须为空；默认用临时目录")
    options = parser.parse_args(arguments)
    if not is_free(options.host, options.port):
        print(f"端口 {options.port} 已被占用，请用 --port 换一个。", file=sys.stderr)
        return 1
    if options.home is not None:
        if options.home.exists() and any(options.home.iterdir()):
            print(f"{options.home} 不是空目录，演示只在全新的目录里进行。", file=sys.stderr)
            return 1
        return _run(options.home, options.host, options.port)
    with tempfile.TemporaryDirectory(prefix="jixiao-demo-") as passing:
        return _run(Path(passing), options.host, options.port)


def _run(place: Path, host: str, port: int) -> int:
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} 秒] {text}", flush=True)

    os.environ["JIXIAO_DEMO"] = "1"
    os.environ.pop("JIXIAO_DATABASE_URL", None)  # never somebody's real database
    start(place, migrated=True)
    say(f"数据库已建立：{place}")
    build(SAMPLE, say)
    say(f"网站正在启动：http://{host}:{port}/（按 Ctrl+C 停止）")
    print("演示账号：clerk（经办人）、peer（同组单位）、chief（组长）、upper（上级绩效办），其余见登录页", flush=True)
    print(f"密码都是：{PASSWORD}", flush=True)
    serve(host, port)
    return 0


def build(sample: Path, say: Callable[[str], None]) -> None:
    """Import the sample through the same way as any other document, confirm it, and let it live through its year."""
    from jixiao.plans.actions import imports
    from jixiao.site import demo_life

    data = sample.read_bytes()
    cast = _cast(data, sample.name)
    clerk = cast["clerk"]
    document = imports.upload_document(clerk, cast.agency, data, sample.name, demo_life.at(2, 6)).document
    say(f"示例方案已读取：{document.rows} 行，{document.errors} 处错误，{document.warnings} 处提醒")
    plan = imports.confirm_import(clerk, document.pk, document.version, demo_life.at(2, 6, 11), errors_accepted=True)
    say(f"方案已确认：{plan.title}，{plan.indicators} 项指标")
    _accounts_of(plan)
    demo_life.live(plan, cast, say)
    _reporter(cast)


def _cast(data: bytes, name: str) -> Cast:
    """A city with the plan's agency, a peer of it and the upper office, and who works there."""
    from jixiao.intake import read_document
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation, PeerGroup
    from jixiao.site.demo_life import Cast

    kind, role = Organisation.Kind, Account.Role
    organisation = read_document(data, name).plan.meta.organisation or "示例机关"
    city = find_or_create_organisation("临澜市", kind.CITY)
    agency, peer = (find_or_create_organisation(title, kind.AGENCY, city) for title in (organisation, "临澜市水务局"))
    office = find_or_create_organisation("临澜市政府绩效管理办公室", kind.BODY, city)
    PeerGroup.objects.create(year=2026, name="城建组").members.set([agency, peer])
    PeerGroup.objects.create(year=2027, name="城建组").members.set([agency, peer])
    cast = Cast(city, agency, peer)
    for username, held, where, person in (
        ("clerk", role.OPERATOR, agency, "江知微"),
        ("chief", role.GROUP_HEAD, agency, "顾承岳"),
        ("reader", role.READER, agency, "罗清源"),
        ("discipline", role.DISCIPLINE, agency, "严守正"),
        ("peer", role.OPERATOR, peer, "程思源"),
        ("upper", role.UPPER, office, "唐明远"),
        ("inspector", role.INSPECTOR, office, "贺见微"),
        ("system", role.SYSTEM_ADMIN, agency, "系统管理员"),
        ("security", role.SECURITY_ADMIN, agency, "安全管理员"),
        ("auditor", role.AUDITOR, agency, "审计管理员"),
    ):
        cast.accounts[username] = _account(username, held, where, name=person)
    return cast


def _reporter(cast: Cast) -> None:
    """Whoever reports for the enterprise that was given a plan."""
    from jixiao.people.models import Account, Organisation

    enterprise = Organisation.objects.filter(kind=Organisation.Kind.ENTERPRISE, parent=cast.agency).first()
    if enterprise is not None:
        _account("reporter", Account.Role.ENTERPRISE, enterprise, name="白若川")


def _accounts_of(plan: Plan) -> None:
    """A leader and an office head: those with the most indicators, so that their pages are full."""
    from jixiao.people.models import Account, Organisation, Person
    from jixiao.plans.models import Responsibility

    agency = plan.organisation
    duties = list(
        Responsibility.objects.filter(item__plan=plan).values_list("role", "item_id", "person_id", "organisation_id")
    )
    leader = _most(person for role, _, person, _ in duties if role == "leader")
    if leader is not None:
        _account("leader", Account.Role.LEADER, agency, person=Person.objects.get(pk=leader))
    owner = _most(person for role, _, person, _ in duties if role == "owner")
    if owner is not None:
        person = Person.objects.get(pk=owner)
        office = Organisation.objects.filter(posts__terms__person=person, parent=agency).first()
        _account("head", Account.Role.OFFICE_HEAD, office or agency, person=person)


def _most(keys: Iterable[int | None]) -> int | None:
    counted = Counter(key for key in keys if key is not None).most_common(1)
    return counted[0][0] if counted else None


def _account(
    username: str,
    role: Account.Role,
    organisation: Organisation,
    *,
    person: Person | None = None,
    name: str = "",
) -> Account:
    from django.utils import timezone

    from jixiao.people.actions.accounts import NewAccount, create_account
    from jixiao.people.policy import Console

    new = NewAccount(username, role, organisation, PASSWORD, person, name)
    return create_account(Console(), new, timezone.now())
