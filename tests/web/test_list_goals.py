"""/goals/ lists 部门整体绩效目标 of the units one may see."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.accounts.models import Department, Post
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of

URL = "/goals/"


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027)


def page(cast: Cast, who: str, **asked: str) -> str:
    answer = client_of(cast.people[who]).get(URL, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_author_finds_them_and_may_change_them(cast: Cast, goals: DepartmentGoals) -> None:
    shown = page(cast, "author")
    for text in ("2027年", "建设局", f'href="/goals/{goals.pk}/"', f'href="/goals/{goals.pk}/edit/"', 'href="/goals/new/"'):
        assert text in shown


@pytest.mark.parametrize("who", ["reader", "supervisor_reviewer", "section_reviewer", "performance_reviewer"])
def test_a_reader_finds_them_and_changes_nothing(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    shown = page(cast, who)
    assert f'href="/goals/{goals.pk}/"' in shown
    assert "/edit/" not in shown
    assert "/goals/new/" not in shown


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_does_not_see_them(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    assert f"/goals/{goals.pk}/" not in page(cast, who)


def test_they_are_found_by_unit(cast: Cast, goals: DepartmentGoals) -> None:
    assert f"/goals/{goals.pk}/" in page(cast, "author", text="建设")
    assert "没有找到“水利”的部门整体绩效目标" in page(cast, "author", text="水利")


def test_only_those_of_the_unit_one_works_for(cast: Cast, goals: DepartmentGoals) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    client = client_of(cast.author)
    client.post("/unit/", {"unit": cast.water.pk})
    assert f"/goals/{goals.pk}/" not in client.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    client = client_of(cast.performance_reviewer)
    with django_assert_num_queries(7):
        client.get(URL)
    for number in range(20):
        begin_goals(Department.objects.create(name=f"某局{number}"), 2027)
    with django_assert_num_queries(7):
        client.get(URL)


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.get(URL).headers["Location"] == "/sign-in/?next=/goals/"
