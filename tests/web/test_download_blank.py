"""/layouts/<id>.<format> gives out an empty form."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from django.test import Client

from perfgoals.grid.formats.reading import read as read_office
from perfgoals.official.layout_file import GOALS_ID, layout_ids, load
from tests.cast import Cast, client_of
from tests.grid.formats.test_pdf import read


@pytest.mark.parametrize("file_format", ["pdf", "xlsx", "docx", "html"])
@pytest.mark.parametrize("layout_id", [*layout_ids(), GOALS_ID])
def test_every_form_in_every_format(cast: Cast, layout_id: str, file_format: str) -> None:
    answer = client_of(cast.nobody).get(f"/layouts/{layout_id}.{file_format}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].endswith(quote(f"（空白表）.{file_format}"))
    assert len(answer.content) > 1000


@pytest.mark.parametrize("file_format", ["xlsx", "docx"])
def test_it_has_the_forms_labels_and_its_second_level(cast: Cast, file_format: str) -> None:
    grids = read_office(client_of(cast.nobody).get(f"/layouts/henan.{file_format}").content)
    texts = {cell.text for grid in grids for cell in grid.cells}
    assert {"项目名称", "年度目标", "三级指标"} <= texts
    assert {two.name for one in load("henan").hierarchy.level1 for two in one.level2 if not two.local} <= texts


def test_it_is_of_the_year_that_is_asked_for(cast: Cast) -> None:
    answer = client_of(cast.nobody).get("/layouts/henan.pdf?year=2027")
    assert "（2027年度）" in "".join(read(answer.content))
    assert quote("（2027年度空白表）.pdf") in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    ["atlantis.pdf", "henan.json", "henan.exe", "henan.pdf?year=27", "henan.pdf?year=x", "../henan.pdf", "labels.pdf", "henan.toml.pdf"],
)
def test_anything_else_is_not_found(cast: Cast, address: str) -> None:
    assert client_of(cast.nobody).get(f"/layouts/{address}").status_code == 404


def test_visitors_sign_in_first(db: None) -> None:
    assert Client().get("/layouts/henan.pdf")["Location"].startswith("/sign-in/")
