"""/projects/ lists the projects of the units one may see, each with its tables."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.accounts.models import Post
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of

URL = "/projects/"


def page(cast: Cast, who: str, **asked: str) -> str:
    answer = client_of(cast.people[who]).get(URL, asked)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def project(cast: Cast) -> Project:
    return Project.objects.create(department=cast.building, code="41090026T000000000001", name="农村公路养护", is_key=True)


def test_a_project_is_shown_with_its_tables(cast: Cast, table: TargetTable) -> None:
    shown = page(cast, "author")
    assert table.project.name in shown
    assert f'href="/tables/{table.pk}/"' in shown
    assert "2021年一上" in shown


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "section_reviewer", "performance_reviewer"])
def test_whoever_may_see_the_unit_sees_it_but_begins_nothing(cast: Cast, project: Project, who: str) -> None:
    shown = page(cast, who)
    assert "农村公路养护" in shown
    assert "新建" not in shown.partition("<main")[2]


def test_an_author_is_offered_a_new_project_and_a_new_table(cast: Cast, project: Project) -> None:
    shown = page(cast, "author")
    assert 'href="/projects/new/"' in shown
    assert f'href="/projects/{project.pk}/tables/new/"' in shown


@pytest.mark.parametrize(("kept", "shown"), [("776.98853", "776.98853 万元"), ("350", "政府采购 350 万元"), ("0.5", " 0.5 万元")])
def test_an_amount_is_shown_as_it_was_written(cast: Cast, kept: str, shown: str) -> None:
    Project.objects.create(department=cast.building, name="公路", is_procurement=True, procurement_amount=kept)
    assert shown in page(cast, "author")


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_does_not_see_it(cast: Cast, project: Project, who: str) -> None:
    assert "农村公路养护" not in page(cast, who)


def test_deleted_tables_are_not_shown(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(deleted_at="2026-11-01T08:00:00Z")
    assert f"/tables/{table.pk}/" not in page(cast, "author")


@pytest.mark.parametrize("text", ["公路", "41090026T", "建设局", "公路 养护"])
def test_it_is_found_by_name_code_and_unit(cast: Cast, project: Project, text: str) -> None:
    assert "农村公路养护" in page(cast, "author", text=text)


def test_what_is_not_there_is_said_not_to_be_there(cast: Cast, project: Project) -> None:
    shown = page(cast, "author", text="<水库>")
    assert "没有找到含“&lt;水库&gt;”的项目" in shown
    assert "农村公路养护" not in shown


def test_only_those_of_the_unit_one_works_for(cast: Cast, project: Project) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    client = client_of(cast.author)
    client.post("/unit/", {"unit": cast.water.pk})
    assert "农村公路养护" not in client.get(URL).content.decode()


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999"])
def test_a_page_that_there_is_not_is_the_nearest_one(cast: Cast, project: Project, number: str) -> None:
    assert "农村公路养护" in page(cast, "author", page=number)


def test_search_goes_along_to_the_next_page(cast: Cast) -> None:
    Project.objects.bulk_create(Project(department=cast.building, name=f"道路{number:03}") for number in range(60))
    shown = page(cast, "author", text="道路")
    assert "共 60 个项目，第 1 / 2 页" in shown
    assert "?text=%E9%81%93%E8%B7%AF&amp;page=2" in shown


def test_the_number_of_queries_does_not_grow(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.reader)
    counted = []
    for more in (0, 30):
        Project.objects.bulk_create(Project(department=cast.building, name=f"道路{number}") for number in range(more))
        with django_assert_num_queries(7) as queries:
            client.get(URL)
        counted.append(len(queries))
    assert counted == [7, 7]


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.get(URL).headers["Location"] == "/sign-in/?next=/projects/"
