"""Rules of bonus claims (正向激励) and innovation results: a fact counts once, another than the maker checks it."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jixiao.core.citations import document_numbers
from jixiao.core.evaluations.kinds import Kind
from jixiao.core.numbers import format_points
from jixiao.core.overlap import THRESHOLD, Work, overlaps_with

TITLE_LIMIT, BODY_LIMIT, NUMBER_LIMIT, TEXT_LIMIT = 200, 200, 100, 2000
MOST_POINTS = Decimal("9999.99")
_WRONG_NUMBER = "文号“{}”的写法不对，请写成“国发〔2026〕3号”这样的一个文号；没有文号的留空。"


class State(StrEnum):
    """The values of the table."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    REFUSED = "refused"


EDITABLE = frozenset({State.DRAFT, State.RETURNED})


class Unreadable(ValueError):
    """What was typed is no document number; `str()` is the Chinese sentence."""


def mended_number(typed: str) -> str:
    """The document number in the form of GB/T 9704 (国发〔2026〕3号); '' for nothing. Raises Unreadable."""
    text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", typed))
    if not text:
        return ""
    found = list(document_numbers(text))
    whole = len(found) == 1 and (found[0].start, found[0].end) == (0, len(text))
    if not whole or not found[0].code or not found[0].number:
        raise Unreadable(_WRONG_NUMBER.format(typed.strip()))
    return found[0].mended


def _plain(text: str) -> str:
    """Letters and digits alone: width, case, spaces, brackets and other marks make no difference."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def fact_of(body: str, number: str, title: str, dated: date) -> str:
    """64 hex digits that are the same for the same fact, however it is written.

    With a document number it is the issuing body and the number (as `mended_number` gives it), without one the body,
    the title and the date.
    """
    parts = ("number", _plain(body), _plain(number)) if number else ("title", _plain(body), _plain(title), str(dated))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """A claim as it is typed. `points` is what is asked for, None for all that the class gives."""

    year: int
    title: str
    body: str
    number: str
    dated: date | None
    points: Decimal | None
    needs_item: bool  # an innovation result belongs to an indicator
    has_item: bool


def claim_obstacle(said: Said, today: date) -> str:
    """What keeps the claim from being kept, be it as a draft."""
    for text, what, limit in ((said.title, "事项", TITLE_LIMIT), (said.body, "发文（表彰）单位", BODY_LIMIT)):
        if not _plain(text) or len(text.strip()) > limit:
            return f"请填写{what}，不超过 {limit} 个字。"
    if said.dated is None or said.dated.year != said.year:
        return f"日期要在 {said.year} 年度内，以文件或证书的落款日期为准。"
    if said.dated > today:
        return f"日期 {said.dated} 还没有到，请核对。"
    if said.points is not None and not 0 < said.points <= MOST_POINTS:
        return "申报分值请填大于 0 的数。"
    if said.needs_item and not said.has_item:
        return "改革创新成果要对应一项指标，请选择指标。"
    return ""


def points_obstacle(kind: Kind | None, points: Decimal | None) -> str:
    """What keeps a claim of bonus points from being handed in under the class."""
    if kind is None:
        return "请从考评规则的加分类别里选择一类。"
    if points is not None and points > kind.points:
        return f"“{kind.name}”每项最多 {format_points(kind.points)} 分，申报分值不能超过。"
    return ""


def check_obstacle(state: State, *, made_it: bool, is_keepers: bool) -> str:
    """What keeps a person from checking: the maker never does, and whoever keeps the scheme grants its points."""
    if state is not State.SUBMITTED:
        return "这项申报不在待审核状态，请刷新页面。"
    if made_it:
        return "这项申报是您填报的。审核要由另一个人办理。"
    return "" if is_keepers else "本年度的加分按上级的考评规则计算，请由上级绩效办审核认定。"


def granted_obstacle(granted: Decimal | None, asked: Decimal | None) -> str:
    """At most what was asked for is granted."""
    if granted is None or granted <= 0:
        return "请填写认定分值，要大于 0；不予认定的请用“不予认定”。"
    if asked is not None and granted > asked:
        return f"认定分值不能超过申报的 {format_points(asked)} 分。"
    return ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """Another claim of the same organisation and year, for what may be the same achievement."""

    key: str
    title: str
    number: str
    files: frozenset[str] = frozenset()  # sha256 of its evidence


def resemblances(title: str, number: str, files: frozenset[str], others: Iterable[Earlier]) -> list[tuple[str, str]]:
    """Key of each other claim that may be the same achievement, and why, in words. Nothing is refused for it."""
    rows = list(others)
    alike = {
        each.key
        for each in overlaps_with(_work("", title), [_work(row.key, row.title) for row in rows])
        if each.score >= THRESHOLD
    }
    found = []
    for row in rows:
        signs = ["用了同一份证明文件"] if files & row.files else []
        signs += ["文号相同"] if number and _plain(number) == _plain(row.number) else []
        signs += ["事项相近"] if row.key in alike or _plain(title) == _plain(row.title) else []
        found += [(row.key, "、".join(signs))] if signs else []
    return found


def _work(key: str, title: str) -> Work:
    return Work(key, "", title, title, "", "")
