"""`jixiao demo`: a fresh database in which the sample plan, or another, has had its simulated year; then the site."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from jixiao.intake import MAX_BYTES, Unreadable
from jixiao.site.server import is_free, serve
from jixiao.site.start import start

if TYPE_CHECKING:
    from jixiao.site.simulation.cast import Cast

SAMPLE = Path(__file__).parent / "demo" / "plan.txt"
PASSWORD = "jixiao-demo"
STOPS = (11, 20)  # month and day of the plan's year on which the simulated year stops


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao demo", description="用示例方案启动演示，数据全新，停止后可以丢弃。")
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLE, metavar="文件", help="另一份方案；默认用示例方案")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="模拟一年工作的随机数种子，默认 1")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--home", type=Path, help="数据目录，须为空；默认用临时目录")
    options = parser.parse_args(arguments)
    wrong = _wrong(options)
    if wrong:
        print(wrong, file=sys.stderr)
        return 1
    if options.home is not None:
        return _run(options.home, options)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # ends like Ctrl+C, and takes its directory away
    with tempfile.TemporaryDirectory(prefix="jixiao-demo-") as passing:
        return _run(Path(passing), options)


def _wrong(options: argparse.Namespace) -> str:
    """What keeps the demo from starting; '' lets it."""
    if not is_free(options.host, options.port):
        return f"端口 {options.port} 已被占用，请用 --port 换一个。"
    if options.home is not None and options.home.exists() and any(options.home.iterdir()):
        return f"{options.home} 不是空目录，演示只在全新的目录里进行。"
    if not options.file.is_file():
        return f"打不开文件 {options.file}。"
    return f"文件超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。" if options.file.stat().st_size > MAX_BYTES else ""


def _run(place: Path, options: argparse.Namespace) -> int:
    began = time.monotonic()
    host, port = options.host, options.port

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} 秒] {text}", flush=True)

    os.environ["JIXIAO_DEMO"] = "1"
    os.environ.pop("JIXIAO_DATABASE_URL", None)  # never somebody's real database
    start(place, migrated=True)
    say(f"数据库已建立：{place}")
    from jixiao.people.policy import Refused

    try:
        build(options.file, options.seed, say)
    except (Unreadable, Refused) as error:
        print(error, file=sys.stderr)
        return 1
    say(f"网站正在启动：http://{host}:{port}/（按 Ctrl+C 停止）")
    print("演示账号：clerk（经办人）、peer（同组单位）、chief（组长）、upper（上级绩效办），其余见登录页", flush=True)
    print(f"密码都是：{PASSWORD}", flush=True)
    serve(host, port)
    return 0


def build(file: Path, seed: int, say: Callable[[str], None]) -> None:
    """Let the plan live through its year: the sample by its own story, another by the plain procedure."""
    if file == SAMPLE:
        _build_sample(seed, say)
        return
    from jixiao.intake import read_document
    from jixiao.site.simulation import whole

    data = file.read_bytes()
    meta = read_document(data, file.name).plan.meta
    year = meta.year or (meta.issued.year if meta.issued else None)
    world, _ = whole.simulate(data, file.name, seed, None, date(year, *STOPS) if year else None, say, desks=True)
    _onlookers(world.cast, world.agenda.now)


def _build_sample(seed: int, say: Callable[[str], None]) -> None:
    """A city with the plan's agency, a peer of it and the upper office; their year until late November."""
    from jixiao.people.actions.organisations import find_or_create_organisation
    from jixiao.people.models import Account, Organisation, PeerGroup
    from jixiao.site import demo_life
    from jixiao.site.simulation import procedure
    from jixiao.site.simulation.cast import founded, staff

    begins = demo_life.at(2, 6)
    cast = founded("临澜市", "临澜市城市管理局", "临澜市政府绩效管理办公室", begins)
    peer = find_or_create_organisation("临澜市水务局", Organisation.Kind.AGENCY, cast.city)
    for year in (2026, 2027):
        PeerGroup.objects.create(year=year, name="城建组").members.set([cast.agency, peer])
    cast.add("peer", Account.Role.OPERATOR, peer, begins, name="程思源")
    _onlookers(cast, begins)
    plan = procedure.imported(cast, SAMPLE.read_bytes(), SAMPLE.name, begins, say)
    staff(cast, plan, demo_life.at(2, 6, 12))
    demo_life.live(plan, cast, seed, date(2026, *STOPS), say)


def _onlookers(cast: Cast, now: datetime) -> None:
    """Those who look on, and the three administrators."""
    from jixiao.people.models import Account

    role = Account.Role
    cast.add("reader", role.READER, cast.agency, now, name="罗清源")
    cast.add("discipline", role.DISCIPLINE, cast.agency, now, name="严守正")
    cast.add("system", role.SYSTEM_ADMIN, cast.agency, now, name="系统管理员")
    cast.add("security", role.SECURITY_ADMIN, cast.agency, now, name="安全管理员")
    cast.add("auditor", role.AUDITOR, cast.agency, now, name="审计管理员")
