"""/tables/<pk>/history/<version>/restore/ makes an earlier version the next one."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump


@pytest.fixture
def changed(cast: Cast, table: TargetTable) -> TargetTable:
    """The table with another goal, in version 2."""
    save(cast.author, table.pk, version=1, changes=[{"do": "set", "path": "goals.annual", "text": "新"}], save_id=str(uuid4()))
    return table


def url(table: TargetTable, version: int = 1) -> str:
    return f"/tables/{table.pk}/history/{version}/restore/"


def refused(cast: Cast, address: str, sentence: str, version: str = "2") -> None:
    client = client_of(cast.author)
    before = dump()
    assert sentence in client.post(address, {"version": version}, follow=True).content.decode()
    assert dump() == before


def test_the_table_is_as_it_was(cast: Cast, changed: TargetTable) -> None:
    was = changed.annual_goal
    answer = client_of(cast.colleague).post(url(changed), {"version": "2"}, follow=True)
    assert answer.redirect_chain == [(f"/tables/{changed.pk}/", 302)]
    assert "已恢复为第 1 版的内容，现在是第 3 版" in answer.content.decode()
    changed.refresh_from_db()
    assert (changed.annual_goal, changed.version, changed.changed_by) == (was, 3, cast.colleague)
    assert Revision.objects.get(table=changed, version=3).get_act_display() == "恢复旧版"


@pytest.mark.parametrize("version", ["1", "", "x", "２", "9" * 30])
def test_a_page_that_is_stale_or_forged_restores_nothing(cast: Cast, changed: TargetTable, version: str) -> None:
    refused(cast, url(changed), "没有恢复：他人已修改，请核对：现在是第 2 版", version)


@pytest.mark.parametrize("version", [0, 9, 10**40])
def test_a_version_that_never_was_restores_nothing(cast: Cast, changed: TargetTable, version: int) -> None:
    refused(cast, url(changed, version), f"没有恢复：没有第 {version} 版")


def test_what_is_older_than_the_history_restores_nothing(cast: Cast, changed: TargetTable) -> None:
    Revision.objects.filter(table=changed, version=2).delete()
    refused(cast, url(changed), "没有恢复：没有保留第 1 版")


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("unit_reviewer", 403), ("administrator", 403), ("other_author", 404)])
def test_nobody_else_restores(cast: Cast, changed: TargetTable, who: str, status: int) -> None:
    client = client_of(cast.people[who])
    before = dump()
    assert client.post(url(changed), {"version": "2"}).status_code == status
    assert dump() == before


@pytest.mark.parametrize(("column", "value", "status"), [("state", "unit_review", 403), ("deleted_at", "2027-01-01T00:00:00Z", 404)])
def test_only_while_the_table_is_with_its_author(cast: Cast, changed: TargetTable, column: str, value: str, status: int) -> None:
    TargetTable.objects.filter(pk=changed.pk).update(**{column: value})
    client = client_of(cast.author)
    before = dump()
    assert client.post(url(changed), {"version": "2"}).status_code == status
    assert dump() == before


def test_looking_restores_nothing(cast: Cast, changed: TargetTable) -> None:
    assert client_of(cast.author).get(url(changed)).status_code == 405


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, changed: TargetTable) -> None:
    before = dump()
    answer: Any = client.post(url(changed), {"version": "2"})
    assert answer.headers["Location"].startswith("/sign-in/")
    assert dump() == before
