"""What a cell's text looks like, whatever column it stands in: number, points, date, people, offices, document."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from jixiao.core.dates import parse_deadline
from jixiao.core.numbers import parse_points

_NO = re.compile(
    r"^(?:[A-Za-z]{1,2}[-.]?)?[0-9０-９]{1,3}(?:[-－–—.．、][0-9０-９]{1,3}){0,4}[.．、]?$"
    r"|^[一二三四五六七八九十]{1,3}[、.．]?$|^[（(][一二三四五六七八九十0-9]{1,3}[）)][、.]?$|^[①-⑳]$|^[A-Z]$"
)
_HAN_NAME = re.compile(r"^[\u4e00-\u9fff·]{2,5}$")
_OFFICE_END = re.compile(
    r"(?:科|处|室|办|局|部|委|院|所|站|中心|支部|支队|大队|队|组|会|厅|司|股|团|行|社|公司|集团|党委|工会|学校|街道|镇|乡|县|区|各单位|各部门)"
    r"(?:[（(][^）)]*[）)])?$"
)
_DOCUMENT = re.compile(r"[〔\[（(【]?(?:19|20)\d\d[〕\]）)】]\s*第?\d+号|^《[^》]+》|(?:方案|意见|规定|办法|通知|要点|报告|纲要|规划|条例|清单|职责|决定|三定”?)(?:[；;）)、]|$)")  # fmt: skip
_BRACKETED = re.compile(r"[（(]\s*(.{1,8}?)\s*[）)]")
_ENDS_IN_POINTS = re.compile(r"[（(]\s*[\d.]+\s*分\s*[）)]\s*$")
_PARTS = re.compile(r"[\s、,，;；/]+")


def parts_of(text: str) -> list[str]:
    """The parts of a list cell: separated by spaces, line breaks, 、 or commas."""
    return [p for p in _PARTS.split(text) if p]


def plain_number(text: str) -> str:
    """A row's number without spaces, in half-width letters and digits."""
    return (
        unicodedata.normalize("NFKC", text).replace(" ", "")
        if not text.isascii() and len(text) > 1
        else text.replace(" ", "")
    )


def family(no: str) -> int | None:
    """The rank of an enumerator by its form: 一 0, （一） 1, 1 2, （1） 3, ① 4; None for codes such as 1-2 or A1."""
    forms = (
        r"[一二三四五六七八九十]{1,3}[、.．]?",
        r"[（(][一二三四五六七八九十]{1,3}[）)][、.]?",
        r"\d{1,3}[、.．]?",
        r"[（(]\d{1,3}[）)]",
        "[①-⑳]",
    )
    return next((rank for rank, form in enumerate(forms) if re.fullmatch(form, no.strip())), None)


def prefix_of(no: str) -> str:
    """The number without its last part: 1-2 of 1-2-3; nothing for a single number."""
    for mark in "-－–—.．":
        if mark in no:
            return no.rsplit(mark, 1)[0]
    return ""


@lru_cache(maxsize=8192)
def is_no(text: str) -> bool:
    """A row's number: 1-2-1, 3, 一、, （二）, A1, B2-1."""
    return len(text) <= 16 and bool(_NO.match(plain_number(text)))


@lru_cache(maxsize=8192)
def is_points(text: str) -> bool:
    """Points of a row, with or without 分 or a per cent sign."""
    return len(text) <= 12 and points_of(text) is not None


def points_of(text: str) -> Decimal | None:
    """The points of a cell, in brackets or not: 2, 2分, （2分）."""
    found = _BRACKETED.fullmatch(text.strip())
    return parse_points(found.group(1) if found else text)


@lru_cache(maxsize=8192)
def is_deadline(text: str) -> bool:
    """A deadline by its wording. The year does not matter for the shape."""
    return len(text) <= 40 and not is_points(text) and parse_deadline(text, 2000) is not None


@lru_cache(maxsize=8192)
def office_like(text: str) -> bool:
    """A list of offices or units."""
    parts = parts_of(text)
    return bool(parts) and len(text) <= 200 and sum(bool(_OFFICE_END.search(p)) for p in parts) * 2 > len(parts)


@lru_cache(maxsize=8192)
def person_like(text: str) -> bool:
    """A list of persons' names."""
    parts = parts_of(text)
    if not parts or len(text) > 120 or office_like(text):
        return False
    return all(_HAN_NAME.match(p) for p in joined_names(parts))


def joined_names(parts: list[str]) -> list[str]:
    """Names set with a space inside (李 昀) become one again: two single characters in a row are one name."""
    names: list[str] = []
    single = False
    for part in parts:
        if len(part) == 1 and single:
            names[-1] += part
            single = False
        else:
            names.append(part)
            single = len(part) == 1
    return names


def document_like(text: str) -> bool:
    """The name or the number of a document."""
    return bool(_DOCUMENT.search(text))


def ends_in_points(text: str) -> bool:
    """A title that states its own points at its end: …（4分）."""
    return bool(_ENDS_IN_POINTS.search(text))


def label_like(text: str) -> bool:
    """A short title, not a sentence."""
    bare = text.replace(" ", "")
    return 1 < len(bare) <= 30 and not any(c in bare for c in "。；，") and not is_no(bare) and not is_deadline(bare)
