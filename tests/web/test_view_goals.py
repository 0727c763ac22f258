"""/goals/<pk>/ shows 部门整体绩效目标 as they are printed."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import replace_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    made = begin_goals(cast.building, 2027)
    text = Record(part="第一部分", title="部门整体绩效目标", sections=(Section("一、总体绩效目标", ("甲<b>", "乙")),))
    replace_goals(made, text, based_on=1)
    return made


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/"


def test_the_lines_stand_as_in_print(cast: Cast, goals: DepartmentGoals) -> None:
    page = client_of(cast.author).get(url(goals)).content.decode()
    lines = ("第一部分</td>", "部门整体绩效目标</td>", "一、总体绩效目标</td>", "　　甲&lt;b&gt;</td>", "　　乙</td>")
    places = [page.index(line) for line in lines]
    assert places == sorted(places)


def test_every_format_is_offered(cast: Cast, goals: DepartmentGoals) -> None:
    page = client_of(cast.reader).get(url(goals)).content.decode()
    for file_format in ("pdf", "docx", "xlsx", "json"):
        assert f'href="/goals/{goals.pk}.{file_format}"' in page


@pytest.mark.parametrize(("who", "writes"), [("author", True), ("colleague", True), ("reader", False), ("section_reviewer", False)])
def test_only_an_author_is_offered_to_change_them(cast: Cast, goals: DepartmentGoals, who: str, writes: bool) -> None:
    page = client_of(cast.people[who]).get(url(goals)).content.decode()
    assert (f'href="/goals/{goals.pk}/edit/"' in page) is writes


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    assert client_of(cast.people[who]).get(url(goals)).status_code == 404


def test_the_number_of_queries_does_not_grow(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(7):
        client.get(url(goals))
    replace_goals(goals, Record(sections=tuple(Section(f"{each}、", ("甲",) * 9) for each in "一二三四五六")), based_on=2)
    with django_assert_num_queries(7):
        client.get(url(goals))


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, goals: DepartmentGoals) -> None:
    assert client.get(url(goals)).headers["Location"].startswith("/sign-in/")
