"""`jixiao simulate`: a year of work with a plan, played by rule and chance on an empty data directory."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from jixiao.intake import MAX_BYTES, Unreadable
from jixiao.site.demo import SAMPLE
from jixiao.site.start import start

CITY = range(8, 81)
_AGENCIES = f"全市多少个单位参加年终考评，{CITY[0]} 至 {CITY[-1]}；默认 1，只模拟本单位"


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao simulate", description="按一份方案模拟一年的填报、督办和调度，数据全新。")
    parser.add_argument("file", type=Path, nargs="?", default=SAMPLE, metavar="文件", help="方案文件；默认用示例方案")
    parser.add_argument("--seed", type=int, default=1, metavar="数", help="随机数种子，相同的种子得到相同的一年")
    parser.add_argument("--until", type=date.fromisoformat, metavar="日期", help="模拟到哪一天，默认次年1月15日")
    parser.add_argument("--home", type=Path, help="数据目录，须为空；默认用 JIXIAO_HOME")
    parser.add_argument("--year-opened", type=date.fromisoformat, metavar="日期", help="台账开启（方案公布）的日期")
    parser.add_argument("--agencies", type=int, default=1, metavar="数", help=_AGENCIES)
    options = parser.parse_args(arguments)
    if options.agencies > 1 and options.until:
        return _refuse("全市考评要等全年结束，--agencies 不能和 --until 同时使用。")
    if options.agencies != 1 and options.agencies not in CITY:
        return _refuse(f"单位数请填 1，或 {CITY[0]} 到 {CITY[-1]}。")
    try:
        if options.file.stat().st_size > MAX_BYTES:
            return _refuse(f"文件超过 {MAX_BYTES // 1024 // 1024} MB，没有读取。")
        data = options.file.read_bytes()
    except OSError as error:
        return _refuse(f"打不开文件 {options.file}：{error.strerror}")
    place = start(options.home, migrated=True)
    return _simulate(data, options, place)


def _simulate(data: bytes, options: argparse.Namespace, place: Path) -> int:
    from jixiao.people.models import Account
    from jixiao.people.policy import Refused
    from jixiao.site.simulation import whole

    if Account.objects.exists():
        return _refuse(f"{place} 里已有账号和数据。模拟只在全新的目录里进行，请用 --home 另给一个。")
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"[{time.monotonic() - began:5.1f} 秒] {text}", flush=True)

    try:
        world, plan = whole.simulate(data, options.file.name, options.seed, options.year_opened, options.until, say)
        if options.agencies > 1:
            whole.evaluate(world, plan, options.agencies, say)
    except (Unreadable, Refused) as error:
        return _refuse(str(error))
    whole.tell(world, plan, time.monotonic() - began, print)
    return 0


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1
