"""/register/….xlsx: the register as it is, which can be imported again."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.tables.models import BudgetFigures, Project
from tests.cast import Cast, client_of


@pytest.mark.parametrize("kind", ["units", "people", "projects"])
def test_downloaded_and_uploaded_nothing_changes(cast: Cast, kind: str) -> None:
    project = Project.objects.create(department=cast.building, code="P1", name="道路", starts_on=date(2027, 3, 1))
    BudgetFigures.objects.create(project=project, year=2027, control="12.34")
    client = client_of(cast.administrator)
    file = client.get(f"/register/{kind}.xlsx", {"year": "2027"}).content
    page = client.post(f"/register/{kind}/", {"file": SimpleUploadedFile("登记.xlsx", file)}).content.decode()
    assert "新建 <strong>0</strong> 行，修改 <strong>0</strong> 行" in page
    assert 'class="table-danger"' not in page
    assert "与现有的登记没有不同，不用导入" in page


def test_the_file_is_named_after_what_it_is(cast: Cast) -> None:
    answer = client_of(cast.administrator).get("/register/projects.xlsx?year=2028")
    assert "2028" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("year", ["1900", "2200"])
def test_a_year_that_cannot_be_is_not_there(cast: Cast, year: str) -> None:
    assert client_of(cast.administrator).get(f"/register/projects.xlsx?year={year}").status_code == 404


def test_as_many_queries_whatever_the_number(cast: Cast) -> None:
    client, counted = client_of(cast.administrator), []
    for number in range(2):
        Project.objects.bulk_create(Project(department=cast.building, code=f"{number}-{n}", name="项目") for n in range(30))
        with CaptureQueriesContext(connection) as queries:
            client.get("/register/projects.xlsx")
        counted.append(len(queries))
    assert counted[0] == counted[1]
