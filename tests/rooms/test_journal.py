"""The journal's tables: append only, one chain, and what the walk says of a tampered database."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.db import DatabaseError, connection, transaction
from sample import NOW

from jixiao.core.journal_chain import Kind
from jixiao.journal import queries
from jixiao.journal.actions import Actor, Subject, record
from jixiao.journal.models import AppendOnly, Entry, Head
from jixiao.site import cli

pytestmark = pytest.mark.django_db


@pytest.fixture
def entries() -> list[Entry]:
    return [
        record(Actor("甲", 1), "plan.confirm", Subject("plan", at), {"title": f"第{at}份"}, NOW) for at in range(1, 5)
    ]


@pytest.fixture
def tamper() -> Callable[..., None]:
    """What somebody with the database's password could do."""

    def run(statement: str, *values: object) -> None:
        on = " ON journal_entry" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS journal_entry_no_update{on}")
            cursor.execute(f"DROP TRIGGER IF EXISTS journal_entry_no_delete{on}")
            cursor.execute(statement, values)

    return run


def found() -> list[tuple[int, Kind]]:
    return [(problem.seq, problem.kind) for problem in queries.problems()]


def test_entries_follow_each_other_and_the_head_follows_them(entries: list[Entry]) -> None:
    assert [entry.seq for entry in entries] == [1, 2, 3, 4]
    assert [entry.previous for entry in entries[1:]] == [entry.hash for entry in entries[:-1]]
    assert Head.objects.get().hash == entries[-1].hash
    assert found() == []


def test_facts_are_kept_as_canonical_json() -> None:
    entry = record(Actor("甲"), "a", Subject("plan", 1), {"b": 1, "a": "二"}, NOW)
    assert Entry.objects.get(pk=entry.pk).facts == '{"a":"二","b":1}'


def test_an_entry_is_refused_outside_a_transaction(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transaction.get_connection(), "in_atomic_block", False)
    with pytest.raises(RuntimeError, match="transaction"):
        record(Actor("甲"), "a", Subject("plan", 1), {}, NOW)


def test_an_entry_goes_with_its_transaction(entries: list[Entry]) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        record(Actor("甲"), "a", Subject("plan", 9), {}, NOW)
        raise ZeroDivisionError
    assert Entry.objects.count() == 4
    assert found() == []


def test_the_model_refuses_to_change_or_delete(entries: list[Entry]) -> None:
    entries[0].actor = "乙"
    for forbidden in (
        entries[0].save,
        entries[0].delete,
        Entry.objects.all().delete,
        lambda: Entry.objects.filter(seq=1).update(actor="乙"),
        lambda: Entry.objects.bulk_update(entries, ["actor"]),
    ):
        with pytest.raises(AppendOnly):
            forbidden()


@pytest.mark.parametrize(
    "statement", ["UPDATE journal_entry SET actor = '乙' WHERE seq = 2", "DELETE FROM journal_entry"]
)
def test_the_database_refuses_to_change_or_delete(entries: list[Entry], statement: str) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_changed_entry_is_named(entries: list[Entry], tamper: Callable[..., None]) -> None:
    tamper("UPDATE journal_entry SET facts = %s WHERE seq = 2", json.dumps({"title": "别的"}))
    assert found() == [(2, Kind.CHANGED)]


def test_a_removed_entry_is_named(entries: list[Entry], tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM journal_entry WHERE seq = 3")
    assert found() == [(3, Kind.REMOVED)]


def test_a_removed_tail_is_named_by_the_head(entries: list[Entry], tamper: Callable[..., None]) -> None:
    tamper("DELETE FROM journal_entry WHERE seq > 2")
    assert found() == [(3, Kind.REMOVED), (4, Kind.REMOVED)]


def test_an_added_entry_is_named(entries: list[Entry], tamper: Callable[..., None]) -> None:
    tamper(
        "INSERT INTO journal_entry (seq, at, actor, account_id, action, object_kind, object_id, before, after,"
        " facts, previous, hash) SELECT 5, at, '乙', account_id, action, object_kind, object_id, before, after,"
        " facts, hash, 'x' FROM journal_entry WHERE seq = 4"
    )
    assert found() == [(5, Kind.ADDED)]


def test_a_journal_whose_head_is_gone_takes_no_more_entries(entries: list[Entry]) -> None:
    Head.objects.all().delete()
    with pytest.raises(RuntimeError, match="head"):
        record(Actor("甲"), "a", Subject("plan", 9), {}, NOW)


def test_verify_says_it_in_chinese_and_by_its_exit_status(
    entries: list[Entry], tamper: Callable[..., None], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["verify"]) == 0
    assert f"4:{entries[3].hash}" in capsys.readouterr().out
    assert cli.main(["verify", "--checkpoint", f"2:{entries[1].hash}"]) == 0
    assert cli.main(["verify", "--checkpoint", f"2:{entries[2].hash}"]) == 1
    capsys.readouterr()
    tamper("UPDATE journal_entry SET actor = '乙' WHERE seq = 3")
    assert cli.main(["verify"]) == 1
    assert "第 3 条已被改动。" in capsys.readouterr().out
