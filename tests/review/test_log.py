"""The log only grows: Python refuses, the database refuses, and verify_log finds a single changed byte."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from hypothesis import given
from hypothesis import strategies as st

from perfgoals.review.log import last_return, sending
from perfgoals.review.models import SEALED, AppendOnly, LogEntry, PrintedCode
from perfgoals.review.sealing import seal
from perfgoals.review.verifying import verify
from perfgoals.tables.models import TargetTable
from tests.cast import Cast
from tests.dumping import dump
from tests.review.acting import bring

append_only = import_module("perfgoals.review.migrations.0002_append_only")


@pytest.fixture
def entries(cast: Cast, table: TargetTable) -> list[LogEntry]:
    bring(cast, table, "approved")
    return list(LogEntry.objects.all())


# Python


def test_an_entry_is_written_once(entries: list[LogEntry]) -> None:
    before = dump()
    entry = entries[2]
    entry.opinion = "改写"
    for attempt in (
        entry.save,
        entry.delete,
        lambda: LogEntry.objects.all().delete(),
        lambda: LogEntry.objects.filter(pk=1).update(opinion="改写"),
        lambda: LogEntry.objects.bulk_update([entry], ["opinion"]),
        lambda: LogEntry.objects.bulk_create([entry]),
    ):
        with pytest.raises(AppendOnly, match="审核日志只能追加"):
            attempt()
    assert dump() == before


def test_a_table_with_entries_stays(entries: list[LogEntry], table: TargetTable) -> None:
    with pytest.raises(models.ProtectedError):
        table.delete()


def test_an_entry_needs_somebody_who_did_it(entries: list[LogEntry]) -> None:
    values = {field.attname: getattr(entries[0], field.attname) for field in LogEntry._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry(**values | {"number": 99, "previous": "x", "version": 99, "actor_id": None}).save()


def test_an_unknown_act_is_not_logged(entries: list[LogEntry]) -> None:
    values = {field.attname: getattr(entries[0], field.attname) for field in LogEntry._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        LogEntry(**values | {"number": 99, "previous": "x", "version": 99, "act": "print"}).save()


# the database


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_logentry SET opinion = 'x' WHERE number = 2",
        "UPDATE review_logentry SET number = 99 WHERE number = 2",
        "DELETE FROM review_logentry WHERE number = 6",
        "DELETE FROM review_logentry",
    ],
)
def test_the_database_refuses(entries: list[LogEntry], statement: str) -> None:
    before = dump()
    with pytest.raises(DatabaseError, match="审核日志只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert dump() == before


def test_nothing_is_put_in_an_entrys_place(entries: list[LogEntry]) -> None:
    before = dump()
    columns = ", ".join(field.column if field.column != "to" else '"to"' for field in LogEntry._meta.concrete_fields)
    ways = {
        "sqlite": f"INSERT OR REPLACE INTO review_logentry ({columns}) SELECT {columns} FROM review_logentry WHERE number = 2",
        "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE review_logentry CASCADE",
    }
    with pytest.raises(DatabaseError, match="审核日志只能追加"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ways[connection.vendor])
    assert dump() == before


# verify_log


def said() -> tuple[int, str, str]:
    out, wrong = StringIO(), StringIO()
    try:
        call_command("verify_log", stdout=out, stderr=wrong)
    except SystemExit as ended:
        return int(ended.code or 0), out.getvalue(), wrong.getvalue()
    return 0, out.getvalue(), wrong.getvalue()


def without_triggers(statement: str, parameters: list[Any] | None = None) -> None:
    """What somebody with the whole database in hand could do, with what hangs on the log out of the way."""
    PrintedCode.objects.all().delete()
    for undo in append_only._GONE[connection.vendor]:
        with connection.cursor() as cursor:
            cursor.execute(undo)
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters or [])


def test_a_log_as_it_was_written_is_sound(entries: list[LogEntry]) -> None:
    assert said() == (0, "审核日志共 6 条，没有被改动。\n", "")


def test_an_empty_log_is_sound(db: None) -> None:
    assert said() == (0, "审核日志共 0 条，没有被改动。\n", "")


CHANGES: dict[str, Any] = {
    "number": 77,
    "table_id": "other",
    "actor_id": "other",
    "version": 77,
    "at": "later",
    "role": "author",
    "act": "reject",
    "source": "rejected",
    "to": "rejected",
    "grade": "良",
    "previous": "1" * 64,
    "hash": "1" * 64,
}


@pytest.mark.parametrize("column", [field.attname for field in LogEntry._meta.concrete_fields])
def test_one_changed_byte_in_any_column_is_found(cast: Cast, hebei_table: TargetTable, entries: list[LogEntry], column: str) -> None:
    entry = entries[3]
    value = getattr(entry, column)
    changed = CHANGES.get(column, f"{value} ")
    if changed == "later":
        changed = value + timedelta(microseconds=1)
    if changed == "other":
        changed = hebei_table.pk if column == "table_id" else cast.reader.pk
    assert changed != value
    without_triggers(f'UPDATE review_logentry SET "{column}" = %s WHERE number = %s', [changed, entry.number])
    status, _, wrong = said()
    assert status == 1
    assert "第 4 条" in wrong or "第 77 条" in wrong


def test_a_byte_in_the_middle_of_a_record_is_found(entries: list[LogEntry]) -> None:
    text = entries[1].snapshot
    half = len(text) // 2
    other = "y" if text[half] != "y" else "z"
    without_triggers("UPDATE review_logentry SET snapshot = %s WHERE number = 2", [text[:half] + other + text[half + 1 :]])
    status, _, wrong = said()
    assert (status, wrong) == (1, f"第 2 条（表 {entries[1].table_id}，王审，pass）被改动过\n")


def test_an_entry_taken_out_is_missed(entries: list[LogEntry]) -> None:
    without_triggers("DELETE FROM review_logentry WHERE number = 3")
    assert said()[2].startswith("第 3 条至第 3 条缺失")


@pytest.mark.parametrize("left", [0, 5])
def test_the_end_cut_off_is_missed_by_the_history(entries: list[LogEntry], table: TargetTable, left: int) -> None:
    without_triggers("DELETE FROM review_logentry WHERE number > %s", [left])
    status, _, wrong = said()
    assert status == 1
    assert f"表 {table.pk} 第 7 版的办理没有日志\n" in wrong
    assert ("与日志最后一条不一致" in wrong) == bool(left)


def test_a_state_changed_past_the_log_is_found(entries: list[LogEntry], table: TargetTable) -> None:
    TargetTable.objects.update(state="drafting")
    assert "与日志最后一条不一致" in said()[2]


def test_an_entry_sealed_anew_no_longer_fits_the_next(entries: list[LogEntry]) -> None:
    """Whoever knows how the hash is made still has to write every later entry anew."""
    entry = entries[1]
    entry.opinion = "改写"
    without_triggers("UPDATE review_logentry SET opinion = %s, hash = %s WHERE number = 2", [entry.opinion, entry.sealed()])
    assert said()[2].startswith("第 3 条与前一条不相连")


def test_it_takes_three_queries(entries: list[LogEntry], django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):
        assert verify() == (6, [])


@given(values=st.lists(st.text(max_size=5), min_size=2, max_size=4), previous=st.text(max_size=5))
def test_no_text_moves_from_one_column_to_the_next_unseen(values: list[str], previous: str) -> None:
    joined = [values[0] + values[1], "", *values[2:]]
    assert (seal(values, previous) == seal(joined, previous)) == (values == joined)


def test_every_column_but_the_hash_is_sealed() -> None:
    assert {field.attname for field in LogEntry._meta.concrete_fields} == {*SEALED, "previous", "hash"}


# what the log tells


def entry(act: str, source: str, to: str) -> LogEntry:
    return LogEntry(act=act, source=source, to=to)


def test_what_was_sent_may_be_taken_back_until_it_is_decided() -> None:
    submitted = entry("submit", "drafting", "unit_review")
    passed = entry("pass", "unit_review", "section_review")
    assert sending([submitted]) is submitted
    assert sending([submitted, passed]) is passed
    assert sending([submitted, passed, entry("withdraw", "section_review", "unit_review")]) is submitted
    assert sending([submitted, passed, entry("send_back", "section_review", "returned")]) is None
    assert sending([]) is None


def test_a_return_counts_until_the_table_begins_anew() -> None:
    returned = entry("send_back", "section_review", "returned")
    again = entry("submit", "returned", "section_review")
    assert last_return([returned, again]) is returned
    assert last_return([returned, again, entry("reject", "section_review", "rejected")]) is None
    assert last_return([again]) is None
