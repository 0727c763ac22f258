"""/tables/<pk>/delete/ puts a table into the bin."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of


def url(table: TargetTable) -> str:
    return f"/tables/{table.pk}/delete/"


def is_kept(table: TargetTable) -> bool:
    return TargetTable.objects.filter(pk=table.pk, deleted_at__isnull=True, version=table.version).exists()


def test_the_table_goes_into_the_bin(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).post(url(table), {"version": "1"})
    assert answer.headers["Location"] == "/bin/"
    table.refresh_from_db()
    assert table.deleted_at is not None
    assert table.changed_by == cast.author


def test_it_is_gone_from_everywhere_else(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    client.post(url(table), {"version": "1"})
    assert client.get(f"/tables/{table.pk}/").status_code == 404
    assert client.post(url(table), {"version": "2"}).status_code == 404


def test_a_returned_table_can_be_deleted(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state="returned")
    client_of(cast.colleague).post(url(table), {"version": "1"})
    assert not is_kept(table)


@pytest.mark.parametrize("version", ["2", "0", "", "x", "-1", "9" * 30, "9" * 5000])
def test_another_version_than_the_one_seen_is_refused(cast: Cast, table: TargetTable, version: str) -> None:
    page = client_of(cast.author).post(url(table), {"version": version}, follow=True).content.decode()
    assert "没有删除：他人已修改，请核对" in page
    assert is_kept(table)


@pytest.mark.parametrize("state", ["unit_review", "section_review", "passed", "approved", "rejected", "unfunded"])
def test_a_table_that_has_left_its_author_is_refused(cast: Cast, table: TargetTable, state: str) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=state)
    assert client_of(cast.author).post(url(table), {"version": "1"}).status_code == 403
    assert is_kept(table)


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_it_is_refused(cast: Cast, table: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).post(url(table), {"version": "1"}).status_code == 403
    assert is_kept(table)


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).post(url(table), {"version": "1"}).status_code == 404
    assert is_kept(table)


def test_looking_deletes_nothing(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).get(url(table)).status_code == 405
    assert is_kept(table)


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, table: TargetTable) -> None:
    assert client.post(url(table), {"version": "1"}).headers["Location"].startswith("/sign-in/")
    assert is_kept(table)
