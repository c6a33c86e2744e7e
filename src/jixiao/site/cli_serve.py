"""`jixiao serve`: the site on one's own data."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from jixiao.site.server import is_free, serve
from jixiao.site.start import start


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao serve", description="启动网站。")
    parser.add_argument("--host", default="127.0.0.1", help="监听地址，默认 127.0.0.1")
    parser.add_argument("--port", type=int, default=8000, help="端口，默认 8000")
    parser.add_argument("--workers", type=int, default=1, help="进程数，默认 1")
    parser.add_argument("--no-worker", action="store_true", help="不带后台任务，另外用 jixiao worker 运行")
    options = parser.parse_args(arguments)
    if not is_free(options.host, options.port):
        print(f"端口 {options.port} 已被占用，请用 --port 换一个。", file=sys.stderr)
        return 1
    place = start(migrated=True)
    print(f"数据目录：{place}\n网站：http://{options.host}:{options.port}/（按 Ctrl+C 停止）", flush=True)
    serve(options.host, options.port, options.workers, with_worker=not options.no_worker)
    return 0
