"""/projects/<pk>/tables/new/ begins an empty table in a chosen form, year and round."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from perfgoals.official.layout_file import layout_ids
from perfgoals.tables.forms import default_year
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of


@pytest.fixture
def project(cast: Cast) -> Project:
    return Project.objects.create(department=cast.building, code="41090026T000000000001", name="农村公路养护")


def url(project: Project) -> str:
    return f"/projects/{project.pk}/tables/new/"


def sent(cast: Cast, project: Project, who: str = "author", **fields: Any) -> Any:
    return client_of(cast.people[who]).post(url(project), {"layout": "henan", "year": "2027", "round": "first"} | fields)


def refused(cast: Cast, project: Project, field: str, sentence: str, **fields: Any) -> str:
    before = list(TargetTable.objects.values())
    answer = sent(cast, project, **fields)
    assert answer.status_code == 200
    assert any(sentence in error for error in answer.context["form"].errors.get(field, ())), answer.context["form"].errors
    assert list(TargetTable.objects.values()) == before
    return str(answer.content.decode())


@pytest.mark.parametrize("layout", layout_ids())
def test_an_empty_table_is_made_and_opened(cast: Cast, project: Project, layout: str) -> None:
    answer = sent(cast, project, layout=layout, round="second")
    table = TargetTable.objects.get()
    assert answer.headers["Location"] == f"/tables/{table.pk}/"
    assert (table.project, table.layout, table.year, table.round) == (project, layout, 2027, "second")
    assert table.indicator_rows.exists()


def test_every_form_is_offered(cast: Cast, project: Project) -> None:
    page = client_of(cast.author).get(url(project)).content.decode()
    for layout in layout_ids():
        assert f'value="{layout}"' in page


def test_the_form_the_unit_used_last_is_chosen_already(cast: Cast, project: Project, hebei_table: TargetTable) -> None:
    form = client_of(cast.author).get(url(project)).context["form"]
    assert form["layout"].value() == "hebei"


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 1, 1), 2026), (date(2026, 9, 30), 2026), (date(2026, 10, 1), 2027), (date(2026, 12, 31), 2027)],
)
def test_the_year_offered_is_the_budget_year(today: date, year: int) -> None:
    assert default_year(today) == year


def test_a_second_one_for_the_round_is_refused_with_a_link_to_the_first(cast: Cast, project: Project) -> None:
    sent(cast, project)
    first = TargetTable.objects.get()
    page = refused(cast, project, "year", "2027年度（一上）已有绩效目标表", layout="hebei")
    assert f'<a class="alert-link" href="/tables/{first.pk}/">打开它</a>' in page


@pytest.mark.parametrize("year", ["206", "20277", "1999", "明年", "", "-2027", "2027.5"])
def test_a_year_that_is_none_is_refused(cast: Cast, project: Project, year: str) -> None:
    refused(cast, project, "year", "四位数的预算年度" if year else "必填", year=year)


@pytest.mark.parametrize("field", ["layout", "round"])
def test_a_forged_choice_is_refused(cast: Cast, project: Project, field: str) -> None:
    refused(cast, project, field, "没有这一项", **{field: "atlantis"})


def test_last_years_table_can_be_carried_over_instead(cast: Cast, table: TargetTable) -> None:
    page = client_of(cast.author).get(url(table.project)).content.decode()
    assert f'action="/tables/{table.pk}/carry-over/"' in page
    assert "沿用到2022年度" in page


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_the_project_is_refused(cast: Cast, project: Project, who: str) -> None:
    assert client_of(cast.people[who]).get(url(project)).status_code == 403
    assert sent(cast, project, who).status_code == 403
    assert not TargetTable.objects.exists()


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, project: Project, who: str) -> None:
    assert client_of(cast.people[who]).get(url(project)).status_code == 404
    assert sent(cast, project, who).status_code == 404
    assert not TargetTable.objects.exists()


def test_a_project_that_there_is_not_is_not_found(cast: Cast, project: Project) -> None:
    assert client_of(cast.author).get("/projects/999999/tables/new/").status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, cast: Cast, project: Project) -> None:
    assert client.post(url(project), {}).headers["Location"].startswith("/sign-in/")
    assert not TargetTable.objects.exists()
