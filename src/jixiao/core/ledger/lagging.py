"""What deserves attention (例外事项): an indicator that is late or at risk, and how it is put into a sentence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from jixiao.core.ledger.states import LIGHTS, State

EXCEPTIONS = frozenset({State.LATE, State.AT_RISK})
_SHOWN = 40  # characters of an indicator's wording in a title


@dataclass(frozen=True, slots=True)
class Lag:
    """An indicator that is late or at risk, by its cell. `days` are working days since the report was due, negative
    before that. `missing` are other periods, by label, for which a report is owed as well; the first office leads."""

    cell: int
    tag: str
    text: str
    offices: tuple[str, ...]
    period: str
    state: State
    is_reported: bool
    due: date
    days: int
    summary: str = ""
    note: str = ""
    missing: tuple[str, ...] = ()

    @property
    def office(self) -> str:
        return self.offices[0] if self.offices else "未明确责任科室"


def day_text(day: date) -> str:
    """2026年4月8日."""
    return f"{day.year}年{day.month}月{day.day}日"


def days_text(days: int) -> str:
    """滞后 5 个工作日, 今天到期, 还有 2 个工作日到期; `days` counts from the due date."""
    if days > 0:
        return f"滞后 {days} 个工作日"
    return f"还有 {-days} 个工作日到期" if days else "今天到期"


def short(text: str, most: int = _SHOWN) -> str:
    """The wording without its full stop, cut to fit a title."""
    bare = " ".join(text.split()).rstrip("。；，")
    return bare if len(bare) <= most else f"{bare[: most - 1]}…"


def title_of(lag: Lag) -> str:
    """1-1“全年建成口袋公园12个以上”."""
    return f"{lag.tag}“{short(lag.text)}”"


def situation(lag: Lag) -> str:
    """How the indicator stands, in one or several sentences."""
    parts = [_reported(lag) if lag.is_reported else _owed(lag)]
    if lag.missing:
        parts.append(f"另有{'、'.join(lag.missing)}没有报送。")
    if lag.note:
        parts.append(f"填报说明：{_ended(lag.note)}")
    return "".join(parts)


def _reported(lag: Lag) -> str:
    """What is achieved of what is asked, or the reporter's sentence where nothing is counted."""
    is_late = lag.state is State.LATE
    word = "没有达到进度要求" if is_late else "落后于进度"
    count = f"（{days_text(lag.days)}）" if is_late and lag.days > 0 else ""
    said = short(lag.summary, 120)
    if "／" in said[:24] and said[:1].isdecimal():
        return f"{lag.period}完成 {said}，{word}{count}。"
    return f"{lag.period}{word}{count}。" + (f"进展：{said}。" if said else "")


def _owed(lag: Lag) -> str:
    owed = f"{lag.period}应于 {day_text(lag.due)}前报送"
    if lag.state is State.LATE:
        return f"{owed}，至今没有报送，{days_text(lag.days)}。"
    if lag.days > 0:
        return f"{owed}，已过期限 {lag.days} 个工作日，尚在宽限期内。"
    return f"{owed}，还没有报送，{days_text(lag.days)}。"


def _ended(text: str) -> str:
    bare = " ".join(text.split())
    return bare if bare.endswith(("。", "！", "？")) else f"{bare}。"


def by_office(lags: Iterable[Lag]) -> dict[str, list[Lag]]:
    """The lags by leading office, in the order in which they come."""
    found: dict[str, list[Lag]] = {}
    for lag in lags:
        found.setdefault(lag.office, []).append(lag)
    return found


def word_of(lag: Lag) -> str:
    return LIGHTS[lag.state].word
