"""/tables/<pk>/save/ saves the changes of a page, once, on the version they are based on."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgoals.tables.models import IndicatorRow, Revision, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump

SET_GOAL = {"do": "set", "path": "goals.annual", "text": "新的目标"}


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.author)


def send(client: Client, table: TargetTable, *changes: Any, version: Any = 1, save: str = "", **more: Any) -> Any:
    data = {"save": save or str(uuid4()), "version": version, "changes": list(changes), **more}
    return client.post(f"/tables/{table.pk}/save/", data, content_type="application/json")


def first_row(table: TargetTable) -> IndicatorRow:
    return table.indicator_rows.filter(side="annual").order_by("order")[0]


def in_row(table: TargetTable, text: str, field: str = "value") -> dict[str, str]:
    return {"do": "set", "row": str(first_row(table).key), "field": field, "text": text}


def test_a_cell_is_saved_and_the_new_version_told(client: Client, table: TargetTable, cast: Cast) -> None:
    answer = send(client, table, SET_GOAL)
    table.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["version"] == table.version == 2
    assert answer.json()["cells"] == [{"path": "goals.annual", "text": "新的目标"}]
    assert (table.annual_goal, table.changed_by) == ("新的目标", cast.author)
    revision = table.revisions.get(version=2)
    assert revision.changes[0]["after"] == "新的目标"
    assert revision.saved_by == cast.author


def test_a_value_is_kept_as_typed_and_its_parts_are_told(client: Client, table: TargetTable) -> None:
    cell = send(client, table, in_row(table, "≥90百分数")).json()["cells"][0]
    assert cell["text"] == first_row(table).value == "≥90百分数"
    assert cell["parts"] == {"kind": "number", "comparator": "≥", "number": "90", "unit": "百分数", "standard": "%"}
    assert (first_row(table).comparator, first_row(table).number, first_row(table).unit) == ("≥", "90", "百分数")


def test_a_stale_version_gets_the_other_text_and_changes_nothing(client: Client, table: TargetTable, cast: Cast) -> None:
    send(client_of(cast.colleague), table, {"do": "set", "path": "goals.annual", "text": "李建写的"})
    before = dump()
    answer = send(client, table, SET_GOAL)
    assert answer.status_code == 409
    assert answer.json()["record"]["texts"]["goals.annual"] == "李建写的"
    assert (answer.json()["record"]["version"], answer.json()["record"]["by"]) == (2, cast.colleague.name)
    assert dump() == before


@pytest.mark.parametrize("version", [1, 2])
def test_a_form_that_is_no_more_is_said_whatever_the_version(client: Client, table: TargetTable, version: int) -> None:
    TargetTable.objects.update(layout="atlantis")
    before = dump()
    answer = send(client, table, SET_GOAL, version=version)
    assert answer.status_code == 422
    assert answer.json()["error"] == "这张表用的版式“atlantis”已不在本系统，不能修改，请联系系统管理员"
    assert dump() == before


def test_a_save_sent_again_is_not_done_again(client: Client, table: TargetTable) -> None:
    key = str(uuid4())
    first, again = (send(client, table, SET_GOAL, save=key).json() for _ in range(2))
    assert first["version"] == again["version"] == 2
    assert Revision.objects.filter(table=table, version__gt=1).count() == 1


def test_what_cannot_be_is_told_with_its_place_and_nothing_is_saved(client: Client, table: TargetTable) -> None:
    before = dump()
    answer = send(client, table, SET_GOAL, {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "亩均税收", "texts": {}})
    assert answer.status_code == 422
    assert answer.json() == {"error": "“亩均税收”不是本表指标框架中的二级指标，请从列出的二级指标中选择", "change": 1}
    assert dump() == before


def test_one_cell_that_cannot_be_kept_leaves_the_rest(client: Client, table: TargetTable) -> None:
    answer = send(client, table, in_row(table, "长" * 1001, "level3"), SET_GOAL).json()
    table.refresh_from_db()
    assert table.annual_goal == "新的目标"
    assert "有 1001 个字，最多能存 1000 个字，这一格没有保存" in answer["cells"][0]["refused"]
    assert first_row(table).level3 != "长" * 1001


FORGED = [
    b"",
    b"[]",
    b"null",
    b"{",
    b"\xff",
    b'{"save": 1, "version": 1, "changes": []}',
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": "1", "changes": []}',
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": 1}',
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": 1, "changes": [1]}',
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": 1, "changes": [{"do": "set", "path": [], "text": ""}]}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", FORGED, ids=range(len(FORGED)))
def test_a_forged_request_is_a_sentence_and_changes_nothing(client: Client, table: TargetTable, body: bytes) -> None:
    before = dump()
    answer = client.post(f"/tables/{table.pk}/save/", body, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"].startswith("请求有误，没有保存")
    assert dump() == before


@pytest.mark.parametrize("path", ["year", "layout", "project.name", "department.code", "disbursement[0].by", "state", "version", "x", ""])
def test_closed_cells_are_refused(client: Client, table: TargetTable, path: str) -> None:
    before = dump()
    assert send(client, table, {"do": "set", "path": path, "text": "2030"}).status_code == 422
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("section_reviewer", 403), ("other_author", 404), ("nobody", 404)])
def test_whoever_may_not_is_told_in_json(cast: Cast, table: TargetTable, who: str, status: int) -> None:
    before = dump()
    answer = send(client_of(cast.people[who]), table, SET_GOAL)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert dump() == before


def test_whoever_is_not_signed_in_gets_401_not_a_page(table: TargetTable) -> None:
    answer = send(Client(), table, SET_GOAL)
    assert (answer.status_code, answer.json()) == (401, {"error": "登录已过期，请重新登录"})


def test_a_table_under_review_is_not_written(client: Client, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state="unit_review")
    before = dump()
    assert send(client, table, SET_GOAL).status_code == 403
    assert dump() == before


# What a save costs. The brackets of the transaction are no questions to the database.


def questions(captured: CaptureQueriesContext) -> list[str]:
    return [each["sql"] for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]


@pytest.mark.parametrize(
    "change",
    [
        {"do": "set", "path": "goals.annual", "text": "新的目标"},
        {"do": "set", "path": "funding.annual.total", "text": "350,000元"},
        {"do": "set", "path": "contacts.author", "text": "张三"},
        "row",
    ],
)
def test_saving_one_cell_asks_the_database_eight_times_at_most(client: Client, table: TargetTable, change: Any) -> None:
    change = in_row(table, "≥99%") if change == "row" else change
    with CaptureQueriesContext(connection) as captured:
        assert send(client, table, change).status_code == 200
    assert len(questions(captured)) <= 8


def test_while_both_sides_are_kept_equal_a_cell_costs_no_more(client: Client, table: TargetTable) -> None:
    send(client, table, {"do": "set", "path": "mirrored", "text": "1"})
    change = in_row(table, "≥99%")
    with CaptureQueriesContext(connection) as captured:
        assert send(client, table, change, version=2).status_code == 200
    assert len(questions(captured)) <= 8
    assert set(table.indicator_rows.filter(order=0).values_list("value", flat=True)) == {"≥99%"}
