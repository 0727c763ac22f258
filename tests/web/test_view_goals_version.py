"""/goals/<pk>/history/<version>/ shows 部门整体绩效目标 as they were."""

from __future__ import annotations

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of
from tests.web.goals_requests import save, write


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    goals = begin_goals(cast.building, 2027, cast.author)
    save(client_of(cast.author), goals, write(goals, 0, "一、<b>目标"))
    return goals


def page(cast: Cast, goals: DepartmentGoals, version: int, who: str = "author") -> str:
    answer = client_of(cast.people[who]).get(f"/goals/{goals.pk}/history/{version}/", follow=True)
    return str(answer.content.decode())


def test_it_is_printed_as_it_was_with_what_is_different_now(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals, 1)
    assert "一、总体绩效目标</td>" in text
    assert "与现在不同 1 处" in text
    assert "一、&lt;b&gt;目标" in text
    assert "恢复到这一版" in text


def test_the_present_version_is_nothing_to_go_back_to(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals, 2)
    assert "这是现在的一版" in text
    assert "恢复到这一版" not in text


def test_a_reader_sees_it_and_cannot_go_back(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals, 1, "reader")
    assert "一、总体绩效目标</td>" in text
    assert "恢复到这一版" not in text


@pytest.mark.parametrize("version", [0, 9, 10**40])
def test_a_version_that_never_was_is_said_on_the_history(cast: Cast, goals: DepartmentGoals, version: int) -> None:
    assert f"没有第 {version} 版" in page(cast, goals, version)


def test_strangers_find_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert client_of(cast.other_author).get(f"/goals/{goals.pk}/history/1/").status_code == 404
    assert Client().get(f"/goals/{goals.pk}/history/1/").headers["Location"].startswith("/sign-in/")
