"""What is supposed of a result: the fields of the form, what was typed into them, and what it comes to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from jixiao.core.ledger.amounts import Unreadable, read_amount
from jixiao.core.scoring.entries import Entry, Sheet, year_value
from jixiao.core.scoring.exact import ZERO
from jixiao.core.scoring.rules import Done, Panel
from jixiao.core.scoring.rules.base import amount, scored, shown
from jixiao.core.scoring.scheme import Component, Scheme, Source
from jixiao.core.scoring.waterfall import places_shown
from jixiao.core.scoring.what_if import Change
from jixiao.press.waterfall import signed
from jixiao.scores.reading.results import Opened

MOST = 12  # fields at once
FIRST = 8  # to begin with
VALUE, GIVEN = "v.", "g."  # beginnings of the names of fields
_OUTSIDE = (Source.GIVEN, Source.RATED)


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form. `is_done`: a choice between 完成 and 未完成; `now` is what holds at present."""

    name: str
    label: str
    now: str
    typed: str
    unit: str = ""
    note: str = ""
    error: str = ""
    is_done: bool = False
    value: Decimal | None = None
    is_changed: bool = False


def field_of(scheme: Scheme, sheet: Sheet, step: str) -> str:
    """The name of the field in which the step's input is supposed; '' where it has none."""
    part, _, key = step.partition("/")
    if any(each.key == part and each.source in _OUTSIDE for each in scheme.components) and key in ("", "score"):
        return f"{GIVEN}{part}"
    found = any(entry.key == key and _is_open(scheme, entry) for entry in sheet.entries)
    return f"{VALUE}{key}" if found else ""


def _is_open(scheme: Scheme, entry: Entry) -> bool:
    """Marks of a panel are no single value that could be supposed."""
    return not isinstance(scheme.rules[entry.rule], Panel)


def fields_of(opened: Opened, typed: Mapping[str, str], add: str) -> list[Field]:
    """The fields that were typed into, in the order of the plan, and the one to add with what holds at present."""
    wanted = {name: text for name, text in typed.items() if name.startswith((VALUE, GIVEN))}
    if add:
        wanted.setdefault(add, "")
    found = []
    for entry in opened.sheet.entries:
        name = f"{VALUE}{entry.key}"
        if name in wanted and _is_open(opened.scheme, entry):
            found.append(_of_entry(opened.scheme, entry, typed.get(name)))
    for component in opened.scheme.components:
        name = f"{GIVEN}{component.key}"
        if name in wanted and component.source in _OUTSIDE:
            found.append(_of_component(opened, component, typed.get(name)))
    return found


def choices_of(opened: Opened, taken: list[Field]) -> list[tuple[str, str]]:
    """What may still be added: name of the field, label."""
    names = {field.name for field in taken}
    entries = [(f"{VALUE}{each.key}", _label(each)) for each in opened.sheet.entries if _is_open(opened.scheme, each)]
    parts = [(f"{GIVEN}{each.key}", each.name) for each in opened.scheme.components if each.source in _OUTSIDE]
    return [choice for choice in [*parts, *entries] if choice[0] not in names]


def most_lost_of(opened: Opened) -> list[tuple[str, str, str]]:
    """Where to begin: the fields of the steps that lost most, with what each takes off; '': open, no data."""
    labels = dict(choices_of(opened, []))
    steps = [step for step in opened.total.leaves() if step.change < 0 or step.is_missing]
    steps.sort(key=lambda step: step.change)
    found = [(field_of(opened.scheme, opened.sheet, step.key), step) for step in steps]
    places = places_shown([step.change for step in steps])
    told = [(name, labels[name], signed(step.change, places) if step.change else "") for name, step in found if name]
    return told[:FIRST]


def change_of(organisation: str, fields: list[Field]) -> Change:
    """What differs from the present."""
    changed = [field for field in fields if field.is_changed]
    values = {each.name.removeprefix(VALUE): each.value for each in changed if each.name.startswith(VALUE)}
    given = {each.name.removeprefix(GIVEN): each.value for each in changed if each.name.startswith(GIVEN)}
    return Change(organisation, values, given)


def _label(entry: Entry) -> str:
    return f"{entry.no}　{entry.title}" if entry.no else entry.title


def _of_entry(scheme: Scheme, entry: Entry, typed: str | None) -> Field:
    now, is_done = year_value(entry), entry.target is None and isinstance(scheme.rules[entry.rule], Done)
    words = "没有数据" if now is None else ("完成" if now >= 1 else "未完成") if is_done else amount(entry, now)
    text = typed if typed is not None else "" if now is None else shown(now)
    notes = [f"目标{amount(entry, entry.target)}" if entry.target is not None else "", _decided(entry)]
    field = Field(
        f"{VALUE}{entry.key}", _label(entry), words, text, entry.unit, "；".join(filter(None, notes)), is_done=is_done
    )
    return _read(field, entry.unit, now)


def _decided(entry: Entry) -> str:
    if not entry.decisions:
        return ""
    last = entry.decisions[-1]
    return f"现在的得分由{last.stage}定为{scored(last.points)}分，改动数据后不再按它计"


def _of_component(opened: Opened, component: Component, typed: str | None) -> Field:
    given, full = opened.sheet.given.get(component.key), opened.scored.parts[component.key].full
    now = given.score if given else None
    text = typed if typed is not None else "" if now is None else shown(now)
    field = Field(
        f"{GIVEN}{component.key}", component.name, "没有得分" if now is None else f"{scored(now)}分", text, "分",
        f"满分{shown(full)}分",
    )  # fmt: skip
    read = _read(field, "分", now)
    if read.value is not None and not ZERO <= read.value <= full:
        return _with_error(read, f"“{component.name}”应在0和{shown(full)}分之间，请改正。")
    return read


def _read(field: Field, unit: str, now: Decimal | None) -> Field:
    try:
        value = read_amount(field.typed, unit)
    except Unreadable as problem:
        return _with_error(field, str(problem))
    is_same = value == now or (now is not None and value is not None and shown(value) == shown(now))
    return replace(field, value=value, is_changed=not is_same)


def _with_error(field: Field, sentence: str) -> Field:
    return replace(field, error=sentence, is_changed=False)


def errors_in(fields: list[Field]) -> Iterator[str]:
    """Sentences for what cannot be supposed."""
    if len(fields) > MOST:
        yield f"一次最多假设{MOST}项，现在有{len(fields)}项，请去掉几项。"
    yield from (f"{field.label}：{field.error}" for field in fields if field.error)
