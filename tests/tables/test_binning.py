"""The bin: in by the author, out again unless the place is taken."""

from __future__ import annotations

import pytest
from django.utils import timezone

from perfgoals.tables.binning import NotDeleted, delete_table, restore_table
from perfgoals.tables.carrying import AlreadyThere, create_table
from perfgoals.tables.models import TargetTable
from perfgoals.tables.storing import StaleVersion
from tests.cast import Cast

State = TargetTable.State


def kept(table: TargetTable) -> dict[str, object]:
    return TargetTable.objects.filter(pk=table.pk).values().get()


def test_who_deleted_it_and_when_is_kept(table: TargetTable, cast: Cast) -> None:
    before = timezone.now()
    delete_table(table, by=cast.colleague, based_on=1)
    table.refresh_from_db()
    assert table.deleted_at is not None
    assert before <= table.deleted_at <= timezone.now()
    assert (table.changed_by, table.version) == (cast.colleague, 2)


def test_only_what_it_says_is_written(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(purpose="别处刚写的")
    rows = table.indicator_rows.count()
    delete_table(table, by=cast.author, based_on=1)
    assert kept(table)["purpose"] == "别处刚写的"
    assert table.indicator_rows.count() == rows


@pytest.mark.parametrize("state", sorted(set(State) - {State.DRAFTING, State.RETURNED}))
def test_what_has_left_its_author_stays(table: TargetTable, cast: Cast, state: State) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=state)
    before = kept(table)
    with pytest.raises(NotDeleted, match=State(state).label):
        delete_table(table, by=cast.author, based_on=1)
    assert kept(table) == before


def test_what_was_changed_meanwhile_stays(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(version=2)
    before = kept(table)
    with pytest.raises(StaleVersion, match="他人已修改"):
        delete_table(table, by=cast.author, based_on=1)
    assert kept(table) == before


def test_it_is_deleted_once(table: TargetTable, cast: Cast) -> None:
    delete_table(table, by=cast.author, based_on=1)
    before = kept(table)
    with pytest.raises(NotDeleted):
        delete_table(table, by=cast.colleague, based_on=2)
    assert kept(table) == before


def test_a_returned_table_comes_back_as_it_was(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=State.RETURNED)
    delete_table(table, by=cast.author, based_on=1)
    restore_table(table, by=cast.colleague)
    table.refresh_from_db()
    assert (table.deleted_at, table.state, table.changed_by, table.version) == (None, State.RETURNED, cast.colleague, 3)


def test_it_does_not_come_back_where_another_has_taken_its_place(table: TargetTable, cast: Cast) -> None:
    delete_table(table, by=cast.author, based_on=1)
    there = create_table(table.project, layout="hebei", year=table.year, round="first", by=cast.author)
    before = kept(table)
    with pytest.raises(AlreadyThere) as refusal:
        restore_table(table, by=cast.author)
    assert refusal.value.table == there
    assert kept(table) == before


def test_an_adjustment_comes_back_beside_another(table: TargetTable, cast: Cast) -> None:
    TargetTable.objects.filter(pk=table.pk).update(round="adjustment")
    table.refresh_from_db()
    delete_table(table, by=cast.author, based_on=1)
    create_table(table.project, layout="henan", year=table.year, round="adjustment", by=cast.author)
    restore_table(table, by=cast.author)
    assert kept(table)["deleted_at"] is None


def test_restoring_twice_does_nothing_twice(table: TargetTable, cast: Cast) -> None:
    delete_table(table, by=cast.author, based_on=1)
    restore_table(table, by=cast.author)
    before = kept(table)
    restore_table(table, by=cast.colleague)
    assert kept(table) == before
