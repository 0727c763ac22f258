"""/tables/<pk>/history/<version>/ shows the form as it was, with what is different now marked."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest

from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Revision, TargetTable
from tests.cast import Cast, client_of


def url(table: TargetTable, version: int) -> str:
    return f"/tables/{table.pk}/history/{version}/"


def write(cast: Cast, table: TargetTable, *changes: dict[str, Any]) -> None:
    version = TargetTable.objects.get(pk=table.pk).version
    save(cast.author, table.pk, version=version, changes=list(changes), save_id=str(uuid4()))


def page(cast: Cast, table: TargetTable, version: int, who: str = "author") -> str:
    answer = client_of(cast.people[who]).get(url(table, version))
    assert answer.status_code == 200
    return answer.content.decode()


def cell(path: str) -> str:
    return f'data-problem="1" id="cell-{path}"'


def test_cells_that_differ_are_marked_and_told(cast: Cast, table: TargetTable) -> None:
    rows = list(table.indicator_rows.filter(side="annual"))
    row = str(rows[1].key)
    write(
        cast,
        table,
        {"do": "set", "path": "funding.annual.total", "text": "35"},
        {"do": "set", "row": row, "field": "value", "text": "≥77%"},
    )
    shown = page(cast, table, 1)
    assert cell("funding.annual.total") in shown
    assert cell("indicators.annual[1].value") in shown
    assert shown.count("data-problem") == 2
    assert "与现在不同 2 处" in shown
    assert 'href="#cell-indicators.annual[1].value"' in shown
    assert '现在 <ins class="history-after">≥77%</ins>' in shown


def test_a_row_that_went_is_marked_and_one_that_came_is_told(cast: Cast, table: TargetTable) -> None:
    first = str(table.indicator_rows.filter(side="annual").first().key)  # type: ignore[union-attr]
    added = {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "质量指标", "after": None, "texts": {"level3": "新来的"}}
    write(cast, table, {"do": "remove", "row": first}, added)
    shown = page(cast, table, 1)
    assert cell("indicators.annual[0].level3") in shown
    assert "删除一行" in shown
    assert "增加一行" in shown
    assert "新来的" in shown
    assert "新来的" not in shown.partition("<aside")[0]


def test_the_present_version_has_nothing_to_restore(cast: Cast, table: TargetTable) -> None:
    shown = page(cast, table, 1)
    assert "这是现在的一版" in shown
    assert "恢复到这一版" not in shown


def test_its_author_is_offered_to_restore_it(cast: Cast, table: TargetTable) -> None:
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "新"})
    shown = page(cast, table, 1)
    assert f'action="{url(table, 1)}restore/"' in shown
    assert '<input type="hidden" name="version" value="2">' in shown
    assert "恢复到这一版" not in page(cast, table, 1, "reader")


def test_under_review_nobody_is(cast: Cast, table: TargetTable) -> None:
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "新"})
    TargetTable.objects.filter(pk=table.pk).update(state="unit_review")
    assert "恢复到这一版" not in page(cast, table, 1)


def test_where_nothing_differs_there_is_nothing_to_press(cast: Cast, table: TargetTable) -> None:
    was = table.annual_goal
    for text in ("新", was):
        write(cast, table, {"do": "set", "path": "goals.annual", "text": text})
    shown = page(cast, table, 1)
    assert "内容与现在相同" in shown
    assert "disabled>恢复到这一版" in shown


def test_text_is_text(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(annual_goal="<script>1</script>")
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "新"})
    assert "<script>1" not in page(cast, table, 1)


@pytest.mark.parametrize("version", [0, 2, 10**40])
def test_a_version_that_never_was_leads_back_to_the_history(cast: Cast, table: TargetTable, version: int) -> None:
    answer = client_of(cast.author).get(url(table, version), follow=True)
    assert answer.redirect_chain == [(f"/tables/{table.pk}/history/", 302)]
    assert f"没有第 {version} 版" in answer.content.decode()


def test_what_is_older_than_the_history_is_told(cast: Cast, table: TargetTable) -> None:
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "新"})
    Revision.objects.all().delete()
    assert "没有保留第 1 版" in client_of(cast.author).get(url(table, 1), follow=True).content.decode()


def test_a_form_that_is_no_more_is_told_and_can_be_restored(cast: Cast, table: TargetTable) -> None:
    write(cast, table, {"do": "set", "path": "goals.annual", "text": "新"})
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    shown = page(cast, table, 1)
    assert "版式已不在本系统" in shown
    assert "恢复到这一版" in shown


def test_a_stranger_gets_none(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.other_author).get(url(table, 1)).status_code == 404


@pytest.mark.parametrize("saves", [1, 5])
def test_the_number_of_queries_does_not_grow(cast: Cast, table: TargetTable, saves: int, django_assert_num_queries: Any) -> None:
    for number in range(saves):
        write(cast, table, {"do": "set", "path": "goals.annual", "text": f"第{number}"})
    client = client_of(cast.author)
    with django_assert_num_queries(
        12
    ):  # session, person, posts, what waits, the table, its contents in four, the later revisions, this one
        client.get(url(table, 1))
