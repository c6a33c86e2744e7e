"""`jixiao verify`: walk the journal's chain and say what was done to it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from jixiao.core.journal_chain import Checkpoint
from jixiao.site.start import start


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser("jixiao verify", description="核对留痕：哪一条被改动、删除、添加或换了顺序。")
    parser.add_argument(
        "--checkpoint",
        action="append",
        default=[],
        type=_checkpoint,
        metavar="序号:哈希",
        help="另存的校验点，可给多个",
    )
    options = parser.parse_args(arguments)
    start()
    from jixiao.journal import queries

    problems = queries.problems(options.checkpoint)
    if problems:
        print(f"留痕有 {len(problems)} 处问题：")
        for problem in problems:
            print(f"  {problem.message}")
        return 1
    head = queries.head() or Checkpoint(0, "")
    print(f"留痕完整，共 {head.seq} 条。")
    if head.seq:
        print(f"校验点：{head.seq}:{head.hash}")
    return 0


def _checkpoint(text: str) -> Checkpoint:
    number, _, value = text.partition(":")
    if not number.isdigit() or len(value) != 64:
        raise argparse.ArgumentTypeError("写作 序号:哈希，哈希为 64 位")
    return Checkpoint(int(number), value.lower())
