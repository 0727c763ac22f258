"""/goals/<pk>/presence/: an open page of 部门整体绩效目标 tells of itself and learns who else is there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals, Presence, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.goals_requests import add, save

TABS = [str(UUID(int=number)) for number in (1, 2, 3)]


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


def tell(client: Client, goals: DepartmentGoals, tab: Any, **more: Any) -> Any:
    return client.post(f"/goals/{goals.pk}/presence/", {"tab": tab, **more}, content_type="application/json")


def test_two_people_learn_of_each_other_and_of_the_version(cast: Cast, goals: DepartmentGoals) -> None:
    author, colleague = client_of(cast.author), client_of(cast.colleague)
    assert tell(author, goals, TABS[0]).json()["others"] == []
    save(colleague, goals, add("", "前言"))
    tell(colleague, goals, TABS[1])
    answer = tell(author, goals, TABS[0]).json()
    assert answer["others"] == [{"name": "李建", "tabs": 1}]
    assert (answer["version"], answer["changed_by"], answer["may_write"]) == (2, "李建", True)


def test_a_page_that_leaves_is_gone(cast: Cast, goals: DepartmentGoals) -> None:
    client = client_of(cast.author)
    tell(client, goals, TABS[0])
    assert tell(client, goals, TABS[0], leaving=True).status_code == 204
    assert not Presence.objects.exists()


def test_who_is_in_a_table_is_not_in_the_goals(cast: Cast, goals: DepartmentGoals, table: TargetTable) -> None:
    client_of(cast.colleague).post(f"/tables/{table.pk}/presence/", {"tab": TABS[1]}, content_type="application/json")
    assert tell(client_of(cast.author), goals, TABS[0]).json()["others"] == []


def test_a_reader_may_be_there_and_not_write(cast: Cast, goals: DepartmentGoals) -> None:
    assert tell(client_of(cast.reader), goals, TABS[0]).json()["may_write"] is False


@pytest.mark.parametrize("tab", ["", "x", None, 1, []])
def test_what_no_page_sends_is_refused(cast: Cast, goals: DepartmentGoals, tab: Any) -> None:
    client = client_of(cast.author)
    before = dump()
    assert tell(client, goals, tab).status_code == 400
    assert dump() == before


def test_strangers_find_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert tell(client_of(cast.other_author), goals, TABS[0]).status_code == 404
    assert tell(Client(), goals, TABS[0]).status_code == 401
    assert not Presence.objects.exists()
