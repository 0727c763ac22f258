"""/goals/<pk>/history/<version>/restore/ makes an earlier version of 部门整体绩效目标 the next one."""

from __future__ import annotations

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import to_record
from perfgoals.tables.models import DepartmentGoals, Revision
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.goals_requests import save, write


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    """With another heading in version 2."""
    goals = begin_goals(cast.building, 2027, cast.author)
    save(client_of(cast.author), goals, write(goals, 0, "一、目标"))
    return goals


def url(goals: DepartmentGoals, version: int = 1) -> str:
    return f"/goals/{goals.pk}/history/{version}/restore/"


def refused(cast: Cast, address: str, sentence: str, version: str = "2") -> None:
    client = client_of(cast.author)
    before = dump()
    assert sentence in client.post(address, {"version": version}, follow=True).content.decode()
    assert dump() == before


def test_the_document_is_as_it_was(cast: Cast, goals: DepartmentGoals) -> None:
    answer = client_of(cast.colleague).post(url(goals), {"version": "2"}, follow=True)
    assert answer.redirect_chain == [(f"/goals/{goals.pk}/", 302)]
    assert "已恢复为第 1 版的内容，现在是第 3 版" in answer.content.decode()
    goals.refresh_from_db()
    assert (to_record(goals).sections[0].heading, goals.version) == ("一、总体绩效目标", 3)
    revision = Revision.objects.get(goals=goals, version=3)
    assert (revision.act, revision.saved_by) == (Revision.Act.RESTORE, cast.colleague)


@pytest.mark.parametrize("version", ["1", "", "x", "２", "9" * 30])
def test_a_page_that_is_stale_or_forged_restores_nothing(cast: Cast, goals: DepartmentGoals, version: str) -> None:
    refused(cast, url(goals), "没有恢复：他人已修改，请核对：现在是第 2 版", version)


@pytest.mark.parametrize("version", [0, 9, 10**40])
def test_a_version_that_never_was_restores_nothing(cast: Cast, goals: DepartmentGoals, version: int) -> None:
    refused(cast, url(goals, version), f"没有恢复：没有第 {version} 版")


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("administrator", 403), ("other_author", 404)])
def test_nobody_else_restores(cast: Cast, goals: DepartmentGoals, who: str, status: int) -> None:
    client = client_of(cast.people[who])
    before = dump()
    assert client.post(url(goals), {"version": "2"}).status_code == status
    assert dump() == before


def test_looking_restores_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert client_of(cast.author).get(url(goals)).status_code == 405
    assert Client().post(url(goals)).headers["Location"].startswith("/sign-in/")
