"""When each stage of a plan's life is due, by the plan's own prose on its procedure.

One step may hold several dates: “2月10日前形成初稿；2月20日前完成互审；2月27日前报领导审定，并送绩效办核准”.
It is taken clause by clause; a date governs its clause and those behind it up to the next date or full stop.
A dated clause whose words name no stage is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby, pairwise

from jixiao.core.dates import Deadline, find_dates
from jixiao.core.numbers import chinese_to_int, narrow
from jixiao.core.procedure_words import event_stage, stages_of
from jixiao.core.records import Step
from jixiao.core.stages import Stage


@dataclass(frozen=True, slots=True)
class Due:
    """One stage and its last day.

    `stage` is a value of core.stages.Stage or core.procedure_words.Kind. `due` is None where the year is unknown or
    the text counts from another stage (核准后7个工作日内: `after` approved, `workdays` 7). `days` are calendar days.
    `start` is the first day where the text names a stretch (10月至12月).
    """

    stage: str
    title: str
    due: date | None
    due_text: str
    text: str
    start: date | None = None
    after: str = ""
    workdays: int | None = None
    days: int | None = None


@dataclass(slots=True)
class _Clause:
    """A stretch of prose between commas; `bare` is its text compact and without its dates."""

    text: str
    bare: str
    dates: list[Deadline]


@dataclass(slots=True)
class _Group:
    """Clauses under one date or one relative wording."""

    clauses: list[_Clause]
    dates: list[Deadline] = field(default_factory=list)


_SENTENCE = re.compile(r"[^。；;！!]+[。；;！!]?")
_COMMA = re.compile(r"[^，,]+[，,]?")
_LISTED = re.compile(r"[、和及,，\s]*\Z")
_TERM = re.compile(r"([0-9]{1,3}|[一二两三四五六七八九十]{1,3})个?(工作日|自然日|日|天|月)(?:之内|以内|内)")
_AFTER = re.compile(
    r"(?P<word>核准|批复|批准|审批|审核|备案|下达|印发|公布|公开|公示|发布|下发|通报|反馈|审定|审签|审议|研究|互审|初稿|自评|评议"
    r"|评价|考[评核]|同意|报批|上报)(?:意见|通过|完成|结束|同意|文件|结果|期满)*"
    rf"(?:(?:之日起|之?后(?![续期进勤])|以后)(?:{_TERM.pattern})?|{_TERM.pattern})"
)
_WAITS = re.compile(r"(?:后|之日起|基础上)[，,]?\Z")
_GOES_ON = re.compile(r"\s*(?:并|同时)")
_ACTS = {Stage.SIGN_OFF, Stage.LEADER_APPROVAL}  # 经领导小组审议后，3月1日前报批: both by that day


def calendar_of(steps: Iterable[Step], year: int | None) -> tuple[Due, ...]:
    """The dated and relative duties of the steps, in the order of the text. `year` is the plan's year."""
    found: list[Due] = []
    for title, run in groupby(steps, lambda step: step.title):
        found += _of_title(title, list(run), year)
    return tuple(found)


def _of_title(title: str, steps: Sequence[Step], year: int | None) -> list[Due]:
    """The duties under one heading, which speaks where the words of all its clauses name no stage."""
    heading = "" if _quotes(title, steps[0].text) else _compact(title)
    groups = list(_groups(steps, year, [found for _, _, found in find_dates(title, year)] if heading else []))
    found: dict[tuple[str, str], Due] = {}
    for due in (due for group in groups for due in _dues(group, title, None)):
        found.setdefault((due.stage, due.due_text), due)
    dated = [group for group in groups if group.dates]
    if found or not dated:
        return list(found.values())
    return list(_dues(dated[-1], title, stages_of([heading])))


def _quotes(title: str, text: str) -> bool:
    """Whether the title is only the first words of the text."""
    title, text = _compact(title), _compact(text)
    return text.startswith(title) or title.startswith(text)


def _compact(text: str) -> str:
    return narrow("".join(text.split()))


def _groups(steps: Sequence[Step], year: int | None, of_title: list[Deadline]) -> Iterator[_Group]:
    last: _Group | None = None
    for step in steps:
        dates = _dates(step, year)
        for sentence in _SENTENCE.finditer(step.text):
            groups, rest = _grouped(list(_clauses(step.text, sentence.span(), dates)))
            if not groups and last and _GOES_ON.match(sentence.group()):
                last.clauses += rest
            elif not groups and of_title:
                groups = [_Group(rest, of_title)]
            if groups:
                yield from ([last] if last else [])
                yield from groups[:-1]
                last = groups[-1]
    yield from ([last] if last else [])


def _dates(step: Step, year: int | None) -> list[tuple[int, int, Deadline]]:
    """The dates of the step's text. Its own due day was read with the year carried from the text before it."""
    found = find_dates(step.text, year)
    if not found or step.due is None or found[0][2].due == step.due:
        return found
    carried = find_dates(step.text, step.due.year)
    if carried and carried[0][2].due == step.due:
        return carried
    start, end, first = found[0]
    return [(start, end, replace(first, due=step.due, start=step.start)), *found[1:]]


def _clauses(text: str, span: tuple[int, int], dates: Sequence[tuple[int, int, Deadline]]) -> Iterator[_Clause]:
    """The sentence cut at its commas, and before each further date that is no member of a list (3月1日、6月1日前)."""
    for part in _COMMA.finditer(text, *span):
        mine = [each for each in dates if part.start() <= each[0] < part.end()]
        cuts = [b[0] for a, b in pairwise(mine) if not _LISTED.match(text[a[1] : b[0]])]
        for start, end in pairwise([part.start(), *cuts, part.end()]):
            inside = [each for each in mine if start <= each[0] < end]
            yield _Clause(text[start:end], _bare(text, start, end, inside), [found for _, _, found in inside])


def _bare(text: str, start: int, end: int, dates: Sequence[tuple[int, int, Deadline]]) -> str:
    kept = []
    for first, last, _ in dates:
        kept.append(text[start:first])
        start = last
    return _compact("".join([*kept, text[start:end]]))


def _grouped(clauses: Sequence[_Clause]) -> tuple[list[_Group], list[_Clause]]:
    """(groups of one sentence, its clauses if none is dated). What stands before the first date belongs to it."""
    groups: list[_Group] = []
    waiting: list[_Clause] = []
    for at, clause in enumerate(clauses):
        if clause.dates:
            groups.append(_Group([*waiting, clause], clause.dates))
            waiting = []
        elif _WAITS.search(clause.bare) and any(later.dates for later in clauses[at + 1 :]):
            waiting.append(clause)
        elif (found := _AFTER.search(clause.bare)) and not (groups and _waits_for(groups[-1], found)):
            groups.append(_Group([*waiting, clause]))
            waiting = []
        else:
            (groups[-1].clauses if groups and not waiting else waiting).append(clause)
    if groups:
        groups[-1].clauses += waiting
    return groups, waiting


def _waits_for(group: _Group, found: re.Match[str]) -> bool:
    """Whether a relative wording falls under the group's date: 4月10日前，经审议后报批; 4月10日前，批复后公布."""
    opened = any(len(clause.bare.strip("，,")) > 1 for clause in group.clauses)
    return bool(group.dates) and (not opened or _event(found) in _ACTS)


def _dues(group: _Group, title: str, stages: Sequence[str] | None) -> Iterator[Due]:
    """A group's duties; `stages` where the heading names them."""
    text = "".join(clause.text for clause in group.clauses).strip()
    bare, after, wording, term = _relative(group)
    workdays, days = _length(term)
    for when in group.dates or [Deadline(wording)]:
        for stage in stages_of(bare) if stages is None else stages:
            yield Due(stage, title, when.due, when.text, text, when.start, after, workdays, days)


def _relative(group: _Group) -> tuple[list[str], str, str, re.Match[str] | None]:
    """(clauses without the event that they wait for, its stage, its wording, the term counted from it)."""
    bare = [clause.bare for clause in group.clauses]
    for at, clause in enumerate(bare):
        if not (found := _AFTER.search(clause)):
            continue
        after = _event(found)
        if after in _ACTS and group.dates:
            continue
        rest = [clause[found.end() :], *bare[at + 1 :]]
        term = _TERM.search(found.group()) or next(filter(None, map(_TERM.search, rest)), None)
        inside = term is None or term.string == found.group()
        return [*bare[:at], *rest], after, found.group() + ("" if inside or term is None else term.group()), term
    return bare, "", "", None


def _event(found: re.Match[str]) -> str:
    """The stage that a relative wording waits for."""
    return event_stage(found.string[: found.end("word")], found["word"])


def _length(term: re.Match[str] | None) -> tuple[int | None, int | None]:
    """(working days, calendar days) of a term; months have no fixed length."""
    if term is None:
        return None, None
    count = int(term[1]) if term[1].isascii() else chinese_to_int(term[1])
    return (count if term[2] == "工作日" else None, count if term[2] in ("自然日", "日", "天") else None)
