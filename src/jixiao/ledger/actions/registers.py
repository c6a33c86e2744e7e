"""Registers of one's own under an indicator (专项台账), and their rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jixiao.core.ledger.amounts import Unreadable
from jixiao.core.ledger.registers import ROW_LIMIT, Column, column_obstacle, columns_of, feeds, stored_columns, written
from jixiao.core.ledger.strike_off import Stage
from jixiao.journal.actions import Subject, record
from jixiao.ledger.actions.tasks import checked_name, locked_item, measure_of
from jixiao.ledger.models import Measure, Register, RegisterRow
from jixiao.ledger.task_policy import require_editor
from jixiao.people.policy import By, Refused

_UP = "item__plan__organisation__parent__parent"


class Conflict(Refused):
    """Somebody else changed the row meanwhile; `theirs` is how it stands now."""

    def __init__(self, theirs: RegisterRow) -> None:
        super().__init__("保存前这一行已被他人修改。下面列出现在的内容，请核对后再保存。")
        self.theirs = theirs


@transaction.atomic
def begin_register(by: By, item_id: int, name: str, columns: Sequence[Column], now: datetime) -> Register:
    """Begin a register with its columns. Raises Refused."""
    item = locked_item(item_id)
    made = Register(item=item, name=checked_name(name, "台账"), columns=stored_columns(columns))
    require_editor(by, made)
    if obstacle := column_obstacle(columns):
        raise Refused(obstacle)
    if Register.objects.filter(item=item, name=made.name).exists():
        raise Refused(f"已有名为“{made.name}”的台账，请换一个名称。")
    made.save()
    _note(by, made, "register.begin", {"columns": [each.title for each in columns]}, now)
    return made


@transaction.atomic
def set_feed(by: By, register_id: int, measure_id: int | None, column: str, struck: bool, now: datetime) -> Register:
    """Choose what the register gives: to which measure, the sum of which column, of struck-off rows only or of all.

    An empty column counts rows. Raises Refused where units differ.
    """
    there = locked_register(by, register_id)
    measure = measure_of(there.item, measure_id)
    _check_feed(there, measure, column)
    before = [there.feeds_id, there.feed_column, there.feed_struck]
    there.feeds, there.feed_column, there.feed_struck = measure, column if measure else "", struck
    if before != [there.feeds_id, there.feed_column, there.feed_struck]:
        there.version += 1
        there.save(update_fields=["feeds", "feed_column", "feed_struck", "version"])
        _note(by, there, "register.feed", {"feeds": there.feeds_id, "column": column, "struck": struck}, now)
    return there


@transaction.atomic
def add_rows(by: By, register_id: int, rows: Sequence[Mapping[str, str]], now: datetime) -> list[RegisterRow]:
    """Put rows behind those that the register has; one with the same cells as another is not doubled.

    A cell that cannot be read is kept as typed; a page flags it. Raises Refused.
    """
    there = locked_register(by, register_id)
    keys = [each.key for each in columns_of(there.columns)]
    known = there.rows.filter(removed=False).values_list("cells", flat=True)
    seen = {_content(keys, cells) for cells in known}
    fresh: list[dict[str, str]] = []
    for row in rows:
        cells = {key: row[key] for key in keys if row.get(key)}
        if cells and _content(keys, cells) not in seen:
            seen.add(_content(keys, cells))
            fresh.append(cells)
    if len(known) + len(fresh) > ROW_LIMIT:
        raise Refused(f"一份台账最多 {ROW_LIMIT} 行。")
    at = there.rows.aggregate(last=Max("position"))["last"] or 0
    made = [RegisterRow(register=there, position=at + number, cells=cells) for number, cells in enumerate(fresh, 1)]
    RegisterRow.objects.bulk_create(made)
    if made:
        _note(by, there, "register.add", {"count": len(made), "rows": fresh}, now)
    return made


@transaction.atomic
def change_row(by: By, row_id: int, cells: Mapping[str, str], seen: int, now: datetime) -> RegisterRow:
    """Change the cells of a row; `seen` is its version when the form was filled. Raises Refused, Conflict."""
    row = _locked_row(by, row_id)
    if row.stage == Stage.STRUCK_OFF:
        raise Refused("已经销号的行不能修改。")
    if row.stage == Stage.CLAIMED:  # what was looked at is what is struck off
        raise Refused("这一行正在等核实销号，不能修改。要修改，请核实人先退回。")
    new = _checked(columns_of(row.register.columns), cells, row.cells)
    if new == row.cells:
        return row
    if row.version != seen:
        raise Conflict(row)
    was, row.cells, row.version = row.cells, new, row.version + 1
    row.save(update_fields=["cells", "version"])
    _note(by, row.register, "row.change", {"line": row.pk, "position": row.position, "was": was, "cells": new}, now)
    return row


@transaction.atomic
def remove_row(by: By, row_id: int, now: datetime) -> RegisterRow:
    """Mark a row as removed: it stays, but counts for nothing. Raises Refused."""
    row = _locked_row(by, row_id)
    if row.stage in (Stage.STRUCK_OFF, Stage.CLAIMED):
        raise Refused("已经销号或者正在等核实的行不能删除。")
    row.removed, row.version = True, row.version + 1
    row.save(update_fields=["removed", "version"])
    _note(by, row.register, "row.remove", {"line": row.pk, "position": row.position, "cells": row.cells}, now)
    return row


def locked_register(by: By, register_id: int) -> Register:
    """The register, locked until the transaction ends. Raises Refused."""
    there = (
        Register.objects.select_for_update(of=("self",), no_key=True).select_related(_UP).filter(pk=register_id).first()
    )
    if there is None or there.item.withdrawn:
        raise Refused("没有这份台账，可能方案已经调整。")
    require_editor(by, there)
    return there


def _locked_row(by: By, row_id: int) -> RegisterRow:
    rows = RegisterRow.objects.select_for_update(of=("self",), no_key=True).select_related(f"register__{_UP}")
    row = rows.filter(pk=row_id).first()
    if row is None or row.removed:
        raise Refused("这一行已经删除，请刷新页面。")
    require_editor(by, row)
    return row


def _check_feed(register: Register, measure: Measure | None, column: str) -> None:
    if measure is None or not column:
        return
    chosen = next((each for each in columns_of(register.columns) if each.key == column), None)
    if chosen is None or not feeds(chosen, measure.base_unit):
        raise Refused(f"所选栏目的单位与目标“{measure.name}”的单位“{measure.unit}”不一致，请改选栏目。")


def _checked(columns: Sequence[Column], cells: Mapping[str, str], were: Mapping[str, str]) -> dict[str, str]:
    """The cells as the register keeps them; what stays as it was passes. Raises Refused."""
    found = {}
    for column in columns:
        typed = cells.get(column.key, "")
        try:
            text = typed if typed == were.get(column.key, "") else written(column, typed)
        except Unreadable as wrong:
            raise Refused(f"{column.name}：{wrong}") from wrong
        if text:
            found[column.key] = text
    if not found:
        raise Refused("请至少填写一个栏目。")
    return found


def _content(keys: Sequence[str], cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple("".join(cells.get(key, "").split()) for key in keys)


def _note(by: By, register: Register, action: str, facts: dict[str, object], now: datetime) -> None:
    item = register.item
    where = {"plan": item.plan_id, "row": item.uid, "no": item.no, "name": register.name}
    record(by.actor, action, Subject("register", register.pk), {**where, **facts}, now)
