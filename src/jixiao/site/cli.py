"""The `jixiao` command. Each subcommand is imported only when it is asked for: `read` never starts Django."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module

# name: module, what it does, an example
COMMANDS = {
    "demo": ("jixiao.site.demo", "用示例方案启动演示", "jixiao demo --port 8000"),
    "read": ("jixiao.site.cli_read", "读一份方案，列出各行和检查发现", "jixiao read 方案.txt --json"),
    "import": ("jixiao.site.cli_import", "把一份方案导入数据库，待校对", "jixiao import 方案.txt --confirm"),
    "serve": ("jixiao.site.cli_serve", "启动网站", "jixiao serve --port 8000"),
    "worker": ("jixiao.site.cli_worker", "运行后台任务（serve 和 demo 自带）", "jixiao worker"),
    "user": (
        "jixiao.site.cli_user",
        "添加账号，重置密码",
        "jixiao user add wang --role operator --organisation 市某某局",
    ),
    "verify": ("jixiao.site.cli_verify", "核对留痕是否被改动", "jixiao verify --checkpoint 12:9f86d0…"),
    "score": ("jixiao.site.cli_score", "由得分包重新计算全部得分，逐位核对", "jixiao score 得分包-2026-第1次.json"),
    "explain": (
        "jixiao.site.cli_explain",
        "说明得分包里的分数是怎么来的",
        "jixiao explain 得分包-2026-第1次.json 1-2 --organisation 某某局",
    ),
    "simulate": (
        "jixiao.site.cli_simulate",
        "模拟一年的填报、督办和调度",
        "jixiao simulate 方案.txt --home 空目录 --seed 7",
    ),
    "bench": ("jixiao.site.bench", "测量读文件和出页面的用时", "jixiao bench"),
    "manage": ("jixiao.site.cli_manage", "Django 的管理命令", "jixiao manage migrate"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the subcommand. Returns the exit status; 2 for a subcommand that does not exist, 130 after Ctrl+C."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0
    if words[0] in ("-V", "--version"):
        from importlib.metadata import version

        print(f"jixiao {version('jixiao')}")
        return 0
    if words[0] not in COMMANDS:
        print(f"没有“{words[0]}”这个命令。\n\n{_help()}", file=sys.stderr)
        return 2
    module = import_module(COMMANDS[words[0]][0])
    try:
        status = int(module.main(words[1:]) or 0)
        sys.stdout.flush()
        return status
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads has seen enough: jixiao … | head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _help() -> str:
    lines = ["用法：jixiao 命令 [参数]", "", "机关绩效管理：正式方案进，经得起核对的得分出。", "", "命令："]
    lines += [f"  {name:<8}{text}\n          例：{example}" for name, (_, text, example) in COMMANDS.items()]
    lines += ["", "数据目录由环境变量 JIXIAO_HOME 指定，默认为当前目录下的 var。", "各命令的参数：jixiao 命令 --help"]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
