"""Numbers that only name or cite something: titles, document numbers, locators, years, routes, ordinals."""

from __future__ import annotations

import re
from collections.abc import Iterator

BLANK = "\0"  # stands for a masked character, so that offsets do not move

_CN = "零一二两三四五六七八九十百千"
_NAMES = re.compile(
    "|".join(
        (
            r"《[^《》]*》|《[^《》，。；]*",
            r"“[^“”，。；]{1,30}”|\"[^\"，。；]{1,30}\"|‘[^‘’，。；]{1,30}’",
            r"[〔\[【(][0-9]{4}[〕\]】)](?:[0-9]{1,5}号?)?",
            # 第51、52条；第（二）4项；第3-4页，and what a list of locators goes on with: 、22页
            rf"第[({_CN}0-9][{_CN}0-9()、,和及至~-]{{0,20}}[条项页款章节点部次届期批个名位号轮类版]?"
            rf"(?:[、,，](?:第)?[0-9{_CN}]{{1,4}}[条项页款章])*",
            rf"(?:附件|附表|附录|专栏|序号|编号|表|图)第?[0-9{_CN}][0-9{_CN}、,-]{{0,20}}[项页条]?",
            r"(?:19|20)[0-9]{2}(?:[-~至](?:19|20)[0-9]{2}(?:学?年度?)?|学?年度?|届)",
            r"(?<![A-Za-z])[A-Za-z]{1,20}[0-9]+(?:[.+][0-9]+)?[A-Za-z]*(?:路|线|次)?|(?<![0-9])[0-9]{1,15}(?!km|TEU)[A-Za-z]+[级类]?",
            rf"(?<![0-9])[0-9]{{1,15}}(?:\.[0-9]{{1,15}})?(?:[+×x*:：·/](?!10万)[0-9A-Za-z{_CN}]+)+|[{_CN}](?:[+×][0-9A-Za-z{_CN}]+)+",
            rf"(?:(?<![0-9])[0-9]{{1,15}}|(?<![{_CN}])[{_CN}]{{1,15}})(?:周年|周岁|岁|届|级|号|楼|层|世纪|强|后|版|五(?=[”规时期末初]))",
            r"[数几][十百千万]{1,4}|[0-9一二两三四五六七八九十]{1,3}分之[0-9一二两三四五六七八九十]{1,3}",
            r"(?:近|过去|未来|今后|连续|为期|前|满)[0-9一二两三四五六七八九十]{1,3}(?:个?年|个月|天|日|周)",
            r"[0-9一二两三四五六七八九十]{1,3}年(?:行动|规划|计划|期|滚动|任期)",
        )
    )
)
_LOCATOR = re.compile(rf"第[(]?[{_CN}0-9]|^属|^[0-9.]+[分%‰]?$")
_RULES = re.compile(r"以上|以下|以内|不少于|不低于|不超过|至少")


def masked(text: str) -> str:
    """`text` (narrowed, without spaces) with names and citations blanked, of the same length."""
    pieces = list(text)
    for start, end in _spans(text):
        pieces[start:end] = BLANK * (end - start)
    return "".join(pieces)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    yield from _citations(text)
    for found in _NAMES.finditer(text):
        # A quotation that states a requirement is no name.
        if text[found.start()] in '“"‘' and _RULES.search(found[0]):
            continue
        yield found.span()


def _citations(text: str) -> Iterator[tuple[int, int]]:
    """Outermost brackets with a locator or bare points: （属…第52条）（4分）. An unclosed one ends with the text."""
    depth = start = 0
    for i, c in enumerate(text):
        if c == "(":
            start = i if depth == 0 else start
            depth += 1
        elif c == ")" and depth:
            depth -= 1
            if depth == 0 and _LOCATOR.search(text[start + 1 : i]):
                yield start, i + 1
    if depth and text.startswith("属", start + 1):
        yield start, len(text)
