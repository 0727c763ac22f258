"""/goals/<pk>/record/ tells a page what stands in the document now."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of
from tests.web.goals_requests import add, keys, save


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/record/"


def test_it_is_what_was_saved_last_and_by_whom(cast: Cast, goals: DepartmentGoals) -> None:
    save(client_of(cast.colleague), goals, add(keys(goals)[0], "甲"))
    record = client_of(cast.author).get(url(goals)).json()
    assert (record["version"], record["by"], record["by_id"]) == (2, "李建", cast.colleague.pk)
    assert record["texts"] == {"part": "第一部分", "title": "部门整体绩效目标"}
    assert [row["key"] for row in record["rows"]["lines"]] == keys(goals)
    assert record["rows"]["lines"][1] == {"key": keys(goals)[1], "level1": "", "level2": "item", "texts": {"text": "甲"}}


def test_goals_of_which_nobody_knows_who_wrote_them_say_so(cast: Cast) -> None:
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027)
    record = client_of(cast.author).get(url(goals)).json()
    assert (record["by"], record["by_id"], record["rows"]) == ("", None, {"lines": []})


def test_readers_may_read_and_strangers_find_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert client_of(cast.reader).get(url(goals)).status_code == 200
    answer = client_of(cast.other_author).get(url(goals))
    assert answer.status_code == 404
    assert answer.headers["Content-Type"] == "application/json"
    assert Client().get(url(goals)).status_code == 401


def test_it_is_kept_nowhere_and_takes_few_queries(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    client = client_of(cast.reader)
    with django_assert_num_queries(6):
        answer = client.get(url(goals))
    assert "no-store" in answer.headers["Cache-Control"]
