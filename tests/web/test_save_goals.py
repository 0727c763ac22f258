"""/goals/<pk>/save/ saves the changes of a page, once, on the version they are based on."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgoals.official.department_goals import Section
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import to_record
from perfgoals.tables.models import DepartmentGoals, Revision
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.goals_requests import add, keys, save, write

SET_TITLE = {"do": "set", "path": "title", "text": "整体绩效目标"}


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.author)


def test_lines_are_saved_and_the_new_version_told(client: Client, goals: DepartmentGoals, cast: Cast) -> None:
    line = add(keys(goals)[0], "<p>保障运转</p>")
    answer = save(client, goals, line, SET_TITLE)
    goals.refresh_from_db()
    assert answer.status_code == 200
    assert answer.json()["version"] == goals.version == 2
    assert answer.json()["orders"] == {"lines": keys(goals)}
    assert answer.json()["cells"] == [
        {"row": line["row"], "field": "text", "text": "保障运转", "mended": "已去除网页标记"},
        {"path": "title", "text": "整体绩效目标"},
    ]
    assert to_record(goals).sections[0] == Section("一、总体绩效目标", ("保障运转",))
    assert Revision.objects.get(goals=goals, version=2).saved_by == cast.author


def test_a_stale_version_gets_the_other_text_and_changes_nothing(client: Client, goals: DepartmentGoals, cast: Cast) -> None:
    save(client_of(cast.colleague), goals, write(goals, 0, "一、李建写的"))
    before = dump()
    answer = save(client, goals, write(goals, 0, "一、我写的"))
    assert answer.status_code == 409
    record = answer.json()["record"]
    assert (record["version"], record["by"]) == (2, "李建")
    assert record["rows"]["lines"][0]["texts"] == {"text": "一、李建写的"}
    assert dump() == before


def test_a_save_sent_again_is_not_done_again(client: Client, goals: DepartmentGoals) -> None:
    save_id, line = str(uuid4()), add("", "前言")
    first = save(client, goals, line, save_id=save_id)
    before = dump()
    again = save(client, goals, line, save_id=save_id)
    assert (first.json()["version"], again.json()["version"]) == (2, 2)
    assert dump() == before


def test_what_cannot_be_is_told_with_its_place_and_nothing_is_saved(client: Client, goals: DepartmentGoals) -> None:
    before = dump()
    answer = save(client, goals, SET_TITLE, add("", "甲", kind="数量指标"))
    assert answer.status_code == 422
    assert answer.json() == {"error": "“数量指标”既不是标题也不是段落", "change": 1}
    assert dump() == before


def test_one_line_that_cannot_be_kept_leaves_the_rest(client: Client, goals: DepartmentGoals) -> None:
    answer = save(client, goals, write(goals, 0, "一" * 301), SET_TITLE).json()
    goals.refresh_from_db()
    assert goals.title == "整体绩效目标"
    assert "有 301 个字，最多能存 300 个字，这一格没有保存" in answer["cells"][0]["refused"]
    assert to_record(goals).sections[0].heading == "一、总体绩效目标"


FORGED = [
    b"",
    b"[]",
    b"{",
    b"\xff",
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": true, "changes": []}',
    b'{"save": "1b671a64-40d5-491e-99b0-da01ff1f3341", "version": 1, "changes": {}}',
    b'{"save": "x", "version": 1, "changes": []}',
    b"[" * 100_000,
]


@pytest.mark.parametrize("body", FORGED, ids=range(len(FORGED)))
def test_a_forged_request_is_a_sentence_and_changes_nothing(client: Client, goals: DepartmentGoals, body: bytes) -> None:
    before = dump()
    answer = client.post(f"/goals/{goals.pk}/save/", body, content_type="application/json")
    assert answer.status_code == 400
    assert json.loads(answer.content)["error"].startswith("请求有误，没有保存")
    assert dump() == before


@pytest.mark.parametrize("path", ["year", "department", "version", "part.x", "sections[0].heading", ""])
def test_what_is_not_filled_in_here_is_refused(client: Client, goals: DepartmentGoals, path: str) -> None:
    before = dump()
    assert save(client, goals, {"do": "set", "path": path, "text": "2030"}).status_code == 422
    assert dump() == before


@pytest.mark.parametrize(("who", "status"), [("reader", 403), ("administrator", 403), ("other_author", 404), ("nobody", 404)])
def test_whoever_may_not_is_told_in_json(cast: Cast, goals: DepartmentGoals, who: str, status: int) -> None:
    client = client_of(cast.people[who])
    before = dump()
    answer = save(client, goals, SET_TITLE)
    assert (answer.status_code, bool(answer.json()["error"])) == (status, True)
    assert dump() == before


def test_whoever_is_not_signed_in_gets_401_not_a_page(goals: DepartmentGoals) -> None:
    answer = save(Client(), goals, SET_TITLE)
    assert answer.status_code == 401
    assert answer.json()["error"].startswith("登录已过期")


@pytest.mark.parametrize("index", [0, 1, None])
def test_saving_one_line_asks_the_database_eight_times_at_most(client: Client, goals: DepartmentGoals, index: int | None) -> None:
    save(client, goals, add(keys(goals)[0], "甲"))
    change: Any = SET_TITLE if index is None else write(goals, index, "新")
    with CaptureQueriesContext(connection) as captured:
        assert save(client, goals, change, version=2).status_code == 200
    asked = [each["sql"] for each in captured if not each["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    assert len(asked) <= 8, asked
