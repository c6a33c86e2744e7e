"""What keeps a score open: which data are missing, in words; and whether a computation may be frozen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from jixiao.core.scoring.entries import Sheet
from jixiao.core.scoring.scheme import Scheme
from jixiao.core.scoring.shape import plain

MOST = 10  # named in one sentence


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a computation was made from, with the digest of both."""

    scheme: Scheme
    sheets: Sequence[Sheet]
    digest: str


def gap_names(scheme: Scheme, sheet: Sheet, gaps: Sequence[str]) -> list[str]:
    """The names of what is missing: a component by its name, an indicator by its printed number or its title."""
    names = {entry.key: entry.no or entry.title or entry.key for entry in sheet.entries}
    names |= {each.key: each.name for each in scheme.components}
    return [names.get(key, key) for key in gaps]


def named(names: Sequence[str], most: int = MOST) -> str:
    """The names in a sentence; of many the first ones and how many there are."""
    return "、".join(names[:most]) + (f"等{len(names)}项" if len(names) > most else "")


def open_sheets(
    scheme: Scheme, sheets: Sequence[Sheet], totals: Mapping[str, object], gaps: Mapping[str, Sequence[str]]
) -> list[str]:
    """What is missing for each organisation without a total, a phrase each."""
    return [
        f"{sheet.name}缺{named(gap_names(scheme, sheet, gaps[sheet.organisation])) or '全部数据'}"
        for sheet in sheets
        if totals[sheet.organisation] is None
    ]


def changed_names(before: Sequence[Sheet], now: Sequence[Sheet]) -> list[str]:
    """The organisations whose sheets are no longer the same, came or went."""
    old, new = ({sheet.organisation: sheet for sheet in sheets} for sheets in (before, now))
    names = {key: sheet.name for key, sheet in (*old.items(), *new.items())}
    return [name for key, name in names.items() if _says(old.get(key)) != _says(new.get(key))]


def _says(sheet: Sheet | None) -> object:
    return None if sheet is None else plain(sheet)


def obstacle(made: Inputs, now: Inputs, seen: str, waiting: Sequence[str], *, is_adopted: bool) -> str:
    """Why the computation `made` may not be frozen, in a sentence that says how to mend it; '' when it may.

    `seen` is the digest that the person saw, `waiting` what `open_sheets` says of it.
    """
    if not is_adopted:
        return "这版规则没有启用，或者已经停用。请先启用规则，再按启用的规则计算并冻结。"
    if waiting:
        many = f"等{len(waiting)}家单位" if len(waiting) > MOST else ""
        return f"数据不全，不能冻结：{'；'.join(waiting[:MOST])}{many}。请补齐后重新计算，再冻结。"
    if seen == made.digest == now.digest:
        return ""
    if made.scheme != now.scheme:
        return "规则已经变化，不能冻结这次计算。请重新计算，核对结果后再冻结。"
    names = named(changed_names(made.sheets, now.sheets))
    return f"数据已经变化{f'（{names}）' if names else ''}，不能冻结这次计算。请重新计算，核对结果后再冻结。"
