"""Where the noun before a number begins."""

from __future__ import annotations

from jixiao.core.targets import words

_NOUN_TAILS = "率度性额量数值面化"  # 签约率, 保障性: a verb before these is part of a noun


def noun_start(segment: str) -> int:
    """Where the last noun of the segment begins: behind its last verb, mark or name."""
    cut = max(segment.rfind(mark) for mark in "\0)、") + 1
    cut += len("其中") if segment.startswith("其中", cut) else 0
    for verb in words.VERB.finditer(segment, cut):
        within = verb[0] in words.DEEDS and verb.start() > cut
        if not within and verb.end() < len(segment) and segment[verb.end()] not in _NOUN_TAILS:
            cut = verb.end()
    return cut
