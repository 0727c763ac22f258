"""/goals/<pk>/history/: who wrote 部门整体绩效目标 on which day, and what."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of
from tests.web.goals_requests import add, save, write


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    """Begun by ``author``, with a paragraph of ``colleague`` in version 2."""
    goals = begin_goals(cast.building, 2027, cast.author)
    save(client_of(cast.colleague), goals, add("", "<b>前言</b>"), write(goals, 0, "一、目标"))
    return goals


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/history/"


def test_the_sittings_are_told_newest_first(cast: Cast, goals: DepartmentGoals) -> None:
    page = client_of(cast.reader).get(url(goals)).content.decode()
    assert page.index("李建　填写") < page.index("张建　新建")
    for text in ("&lt;b&gt;前言&lt;/b&gt;", "一、总体绩效目标", "一、目标", f"/goals/{goals.pk}/history/1/"):
        assert text in page


def test_beside_the_document_it_is_a_part_of_a_page(cast: Cast, goals: DepartmentGoals) -> None:
    part = client_of(cast.author).get(url(goals), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "李建　填写" in part
    assert f'href="/goals/{goals.pk}/history/1/" target="_blank"' in part


def test_goals_without_a_history_say_so(cast: Cast) -> None:
    goals = DepartmentGoals.objects.create(department=cast.building, year=2026)
    assert "还没有修改记录" in client_of(cast.reader).get(url(goals)).content.decode()


def test_the_document_leads_here(cast: Cast, goals: DepartmentGoals) -> None:
    assert f'href="{url(goals)}"' in client_of(cast.reader).get(f"/goals/{goals.pk}/").content.decode()


def test_many_versions_take_no_more_queries(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    client = client_of(cast.reader)
    with django_assert_num_queries(9):
        client.get(url(goals))
    for version in range(2, 6):
        save(client_of(cast.author), goals, add("", f"{version}"), version=version)
    with django_assert_num_queries(9):
        client.get(url(goals))


def test_strangers_find_nothing(cast: Cast, goals: DepartmentGoals) -> None:
    assert client_of(cast.other_author).get(url(goals)).status_code == 404
    assert Client().get(url(goals)).headers["Location"].startswith("/sign-in/")
