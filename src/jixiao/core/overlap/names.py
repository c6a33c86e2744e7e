"""What two goals both call by name: documents in 《》, things in “”, projects, places and works."""

from __future__ import annotations

import re
from collections.abc import Iterable

from jixiao.core.citations import plain_name
from jixiao.core.numbers import narrow
from jixiao.core.overlap.vocabulary import vocabulary
from jixiao.core.overlap.wording import read
from jixiao.core.wording import CJK

_DOCUMENT = re.compile(r"《([^《》]{3,60})》")
_QUOTED = re.compile(r"[“‘「]([^“”‘’「」]{2,30})[”’」]")
_TAILS = (
    "项目|工程|专项行动|平台|园区|公路|大道|大桥|隧道|水库|水厂|处理厂|发电厂|电站|港区|码头|机场|车站|枢纽|医院|学校|中学|小学|"
    "幼儿园|大学|学院|馆|体育场|公园|广场|片区|基地|中心(?!城)|市场|花园|古城|景区|厂|院|站|集团|公司|系统|路|桥"
)
_NAMED = re.compile(rf"[{CJK}A-Za-z0-9]{{2,24}}(?:{_TAILS})")
_OWN = 2  # characters of a name that no general word explains


def same_documents(mine: str, theirs: str) -> list[str]:
    """Documents that both wordings name in 《》, as mine prints them."""
    keys = {plain_name(d) for d in _DOCUMENT.findall(theirs)}
    return _once(d for d in _DOCUMENT.findall(mine) if plain_name(d) in keys)


def same_named(shared: Iterable[str], mine: str, theirs: str) -> list[str]:
    """What both put in quotation marks, then projects, places and works named in the stretches that they share.

    A name that is made of general words only (老旧小区改造项目) is none.
    """
    quoted = set(_QUOTED.findall(theirs))
    names = [q for q in _QUOTED.findall(mine) if q in quoted]
    found = (_bare(m[0]) for text in shared for m in _NAMED.finditer(narrow(text)))
    names += [name for name in found if len(read(name).rest) >= _OWN]
    return _once(names)


def _bare(name: str) -> str:
    """Without the verbs that lead to the name: 推动改造河东水厂 is 河东水厂."""
    known = vocabulary()
    while (word := known.word_at(name, 0) if name else "") and not known.meanings.get(word, known.deeds) - known.deeds:
        name = name[len(word) :]
    return name


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
