"""/bin/<pk>/restore/ takes a table out of the bin."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.tables.binning import delete_table
from perfgoals.tables.carrying import create_table
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of


@pytest.fixture
def deleted(cast: Cast, table: TargetTable) -> TargetTable:
    delete_table(table, by=cast.author, based_on=1)
    return table


def url(table: TargetTable) -> str:
    return f"/bin/{table.pk}/restore/"


def is_in_the_bin(table: TargetTable) -> bool:
    return TargetTable.objects.filter(pk=table.pk, deleted_at=table.deleted_at, version=table.version).exists()


def test_the_table_is_back(cast: Cast, deleted: TargetTable) -> None:
    client = client_of(cast.colleague)
    assert client.post(url(deleted)).headers["Location"] == f"/tables/{deleted.pk}/"
    assert client.get(f"/tables/{deleted.pk}/").status_code == 200
    deleted.refresh_from_db()
    assert (deleted.deleted_at, deleted.changed_by) == (None, cast.colleague)


def test_where_another_took_its_place_it_stays_and_the_other_is_named(cast: Cast, deleted: TargetTable) -> None:
    there = create_table(deleted.project, layout="henan", year=deleted.year, round="first", by=cast.author)
    page = client_of(cast.author).post(url(deleted), follow=True).content.decode()
    assert "没有恢复：“" in page
    assert f'<a class="alert-link" href="/tables/{there.pk}/">打开它</a>' in page
    assert is_in_the_bin(deleted)


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "administrator", "other_author", "nobody"])
def test_for_others_there_is_no_such_table(cast: Cast, deleted: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).post(url(deleted)).status_code == 404
    assert is_in_the_bin(deleted)


def test_a_table_that_is_not_in_the_bin_is_not_found(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).post(url(table)).status_code == 404


def test_looking_restores_nothing(cast: Cast, deleted: TargetTable) -> None:
    assert client_of(cast.author).get(url(deleted)).status_code == 405
    assert is_in_the_bin(deleted)


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, deleted: TargetTable) -> None:
    assert client.post(url(deleted)).headers["Location"].startswith("/sign-in/")
    assert is_in_the_bin(deleted)
