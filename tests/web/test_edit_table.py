"""/tables/<pk>/edit/ shows the official form with inputs in its cells."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from perfgoals.official.layout import layout
from perfgoals.official.layout_file import load
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from tests.cast import Cast, client_of, published, stored
from tests.dumping import dump


def page(cast: Cast, table: TargetTable, who: str = "author") -> str:
    answer = client_of(cast.people[who]).get(f"/tables/{table.pk}/edit/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def data_of(html: str) -> Any:
    found = re.search(r'<script id="editor-data" type="application/json">(.*?)</script>', html, re.DOTALL)
    assert found
    return json.loads(found[1])


def inputs(html: str) -> dict[str, str]:
    """Path and text of every input of the form."""
    areas = re.findall(r'<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', html, re.DOTALL)
    lines = re.findall(r'<input name="([^"]+)" value="([^"]*)"', html)
    return {unescape(name): unescape(text) for name, text in [*areas, *lines]}


@pytest.mark.parametrize("name", ["henan-10", "henan-01", "hebei-01", "made-01", "made-02"])
def test_every_value_that_is_filled_in_stands_in_an_input_named_by_its_path(cast: Cast, name: str) -> None:
    table = stored(published(name), cast.building, by=cast.author)
    snapshot = to_snapshot(TargetTable.objects.with_contents().get(pk=table.pk))
    found = inputs(page(cast, table))
    printed = {cell.path: cell.text for cell in layout(snapshot, load(snapshot.layout)).cells if cell.path.endswith(("level3", "].value"))}
    assert len(printed) > 5
    assert {path: found[path] for path in printed} == printed
    assert found["goals.annual"] == snapshot.goals.annual


def test_what_the_register_and_the_framework_say_is_no_input(cast: Cast, table: TargetTable) -> None:
    closed = {"year", "project.name", "department.name", "indicators.annual[0].level1", "indicators.annual[0].level2"}
    assert not closed & inputs(page(cast, table)).keys()


def test_an_empty_table_has_an_empty_row_for_every_name_of_its_framework(cast: Cast, table: TargetTable) -> None:
    client = client_of(cast.author)
    client.post(f"/projects/{table.project.pk}/tables/new/", {"layout": "hebei", "year": "2030", "round": "first"})
    found = inputs(page(cast, TargetTable.objects.get(year=2030)))
    assert found["indicators.annual[8].level3"] == ""
    assert "indicators.annual[9].level3" not in found


def test_texts_are_text(cast: Cast, table: TargetTable) -> None:
    said = '</textarea><script>alert(1)</script>"&amp;'
    table.indicator_rows.filter(side="annual", order=0).update(level3=said, value=said)
    TargetTable.objects.filter(pk=table.pk).update(project_name=said, annual_goal=said, head_name=said)
    html = page(cast, table)
    assert "<script>alert" not in html
    assert inputs(html)["indicators.annual[0].level3"] == said
    assert data_of(html)["record"]["texts"]["goals.annual"] == said


def test_what_a_file_calls_a_stage_is_text_too(cast: Cast, hebei_table: TargetTable) -> None:
    hebei_table.disbursement_stages.update(by='"><b id="x">')
    html = page(cast, hebei_table)
    assert '<b id="x">' not in html
    assert 'aria-label="支出计划 &quot;&gt;&lt;b id=&quot;x&quot;&gt;"' in html


def test_a_text_that_begins_with_an_empty_line_keeps_it(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(annual_goal="\n第二行")
    assert inputs(page(cast, table))["goals.annual"] == "\n第二行"


def test_the_scripts_are_told_the_record_and_where_to_send_it(cast: Cast, table: TargetTable) -> None:
    data = data_of(page(cast, table))
    assert data["record"]["version"] == 1
    assert data["urls"]["save"] == f"/tables/{table.pk}/save/"
    keys = list(table.indicator_rows.filter(side="annual").order_by("order").values_list("key", flat=True))
    assert [row["key"] for row in data["record"]["rows"]["annual"]] == [str(key) for key in keys]


def test_looking_changes_nothing_and_is_kept_nowhere(cast: Cast, table: TargetTable) -> None:
    before = dump()
    answer = client_of(cast.author).get(f"/tables/{table.pk}/edit/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert dump() == before


def test_a_form_that_is_no_more_is_said(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    answer = client_of(cast.author).get(f"/tables/{table.pk}/edit/", follow=True)
    assert "版式“atlantis”已不在本系统，不能修改" in answer.content.decode()


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(11):  # what waits for the person is one of them
        client.get(f"/tables/{table.pk}/edit/")
    small = stored(published("made-02"), cast.building, by=cast.author)
    with django_assert_num_queries(11):
        client.get(f"/tables/{small.pk}/edit/")
