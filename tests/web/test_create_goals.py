"""/goals/new/ begins 部门整体绩效目标 for a unit and a year."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals, GoalSection
from tests.cast import Cast, client_of

URL = "/goals/new/"


def sent(cast: Cast, who: str = "author", **fields: Any) -> Any:
    return client_of(cast.people[who]).post(URL, {"department": cast.building.pk, "year": "2027"} | fields)


def refused(cast: Cast, field: str, sentence: str, **fields: Any) -> str:
    before = DepartmentGoals.objects.count(), GoalSection.objects.count()
    answer = sent(cast, **fields)
    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["form"].errors[field]), answer.context["form"].errors
    assert (DepartmentGoals.objects.count(), GoalSection.objects.count()) == before
    return str(answer.content.decode())


def test_the_official_headings_are_opened_to_be_filled(cast: Cast) -> None:
    answer = sent(cast)
    goals = DepartmentGoals.objects.get()
    assert answer.headers["Location"] == f"/goals/{goals.pk}/edit/"
    assert (goals.department, goals.year, goals.sections.count()) == (cast.building, 2027, 3)


def test_the_only_unit_is_chosen_already(cast: Cast) -> None:
    assert f'<option value="{cast.building.pk}" selected>' in client_of(cast.author).get(URL).content.decode()


def test_a_second_one_is_refused_with_a_link_to_the_first(cast: Cast) -> None:
    goals = begin_goals(cast.building, 2027)
    assert f'href="/goals/{goals.pk}/">打开它' in refused(cast, "year", "“建设局”2027年度已有部门整体绩效目标")


@pytest.mark.parametrize("key", [999_999, "x", "water"])
def test_a_forged_unit_is_refused(cast: Cast, key: Any) -> None:
    refused(cast, "department", "请选择单位", department=cast.water.pk if key == "water" else key)


@pytest.mark.parametrize("year", ["27", "20277", "明年"])
def test_a_year_that_is_none_is_refused(cast: Cast, year: str) -> None:
    refused(cast, "year", "四位数的预算年度", year=year)


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "administrator", "nobody"])
def test_nobody_but_an_author_begins_any(cast: Cast, who: str) -> None:
    assert client_of(cast.people[who]).get(URL).status_code == 403
    assert sent(cast, who).status_code == 403
    assert not DepartmentGoals.objects.exists()


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.post(URL, {}).headers["Location"] == "/sign-in/?next=/goals/new/"
