"""/bin/ shows the deleted tables of the units in which one is 经办岗."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from perfgoals.accounts.models import Post
from perfgoals.tables.binning import delete_table
from perfgoals.tables.models import Project, TargetTable
from tests.cast import Cast, client_of

URL = "/bin/"


@pytest.fixture
def deleted(cast: Cast, table: TargetTable) -> TargetTable:
    delete_table(table, by=cast.colleague, based_on=1)
    return table


def page(cast: Cast, who: str) -> str:
    answer = client_of(cast.people[who]).get(URL)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_which_table_who_and_when(cast: Cast, deleted: TargetTable) -> None:
    shown = page(cast, "author")
    assert deleted.deleted_at is not None
    for text in (deleted.project_name, "2021年", "建设局", "李建", f"{timezone.localtime(deleted.deleted_at):%Y-%m-%d %H:%M}"):
        assert text in shown
    assert f'action="/bin/{deleted.pk}/restore/"' in shown


def test_what_is_not_deleted_is_not_there(cast: Cast, deleted: TargetTable, hebei_table: TargetTable) -> None:
    assert f'action="/bin/{hebei_table.pk}/restore/"' not in page(cast, "author")


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "performance_reviewer", "other_author", "nobody"])
def test_others_see_an_empty_bin(cast: Cast, deleted: TargetTable, who: str) -> None:
    shown = page(cast, who)
    assert "回收站是空的" in shown
    assert deleted.project_name not in shown


def test_only_those_of_the_unit_one_works_for(cast: Cast, deleted: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role=Post.Role.AUTHOR)
    client = client_of(cast.author)
    client.post("/unit/", {"unit": cast.water.pk})
    assert "回收站是空的" in client.get(URL).content.decode()


def test_the_number_of_queries_does_not_grow(cast: Cast, deleted: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(7):
        client.get(URL)
    for number in range(20):
        project = Project.objects.create(department=cast.building, name=f"道路{number}")
        TargetTable.objects.create(project=project, year=2027, layout="henan", deleted_at=timezone.now(), changed_by=cast.author)
    with django_assert_num_queries(7):
        client.get(URL)


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, db: None) -> None:
    assert client.get(URL).headers["Location"] == "/sign-in/?next=/bin/"
