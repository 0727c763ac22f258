"""/goals/<pk>/edit/ shows 部门整体绩效目标 as they are printed, every line an input."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import replace_goals
from perfgoals.tables.models import DepartmentGoals
from tests.cast import Cast, client_of
from tests.dumping import dump
from tests.web.goals_requests import keys

MARKUP = '</textarea><script>alert("1")</script>&amp;'
WRITTEN = Record(part="第一部分", title="整体绩效目标", sections=(Section("一、总体绩效目标", ("甲", MARKUP)), Section("二、", ())))


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    goals = begin_goals(cast.building, 2027, cast.author)
    replace_goals(goals, WRITTEN, based_on=1, by=cast.colleague)
    return goals


def url(goals: DepartmentGoals) -> str:
    return f"/goals/{goals.pk}/edit/"


def page(cast: Cast, goals: DepartmentGoals) -> str:
    answer = client_of(cast.author).get(url(goals))
    assert answer.status_code == 200
    return str(answer.content.decode())


def data_in(text: str) -> dict[str, Any]:
    found = re.search(r'<script id="editor-data" type="application/json">(.*?)</script>', text)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def test_every_line_is_an_input_in_its_place(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals).partition("<template")[0]
    inputs = re.findall(r'<td class="(\w+)" data-path="([^"]+)"[^>]*>.*?<textarea name="([^"]+)"[^>]*>\n(.*?)</textarea>', text, re.DOTALL)
    assert [(role, path, unescape(said)) for role, path, name, said in inputs if path == name] == [
        ("title", "part", "第一部分"),
        ("title", "title", "整体绩效目标"),
        ("heading", "lines[0].text", "一、总体绩效目标"),
        ("paragraph", "lines[1].text", "甲"),
        ("paragraph", "lines[2].text", MARKUP),
        ("heading", "lines[3].text", "二、"),
    ]
    assert re.findall(r'data-row="([^"]+)"', text) == keys(goals)


def test_every_input_has_its_name_in_words(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals)
    for label in ("部分", "标题", "第1行 分节标题", "第2行 段落", "第4行 分节标题"):
        assert f'aria-label="{label}"' in text


def test_the_scripts_get_the_record_and_no_text_is_markup(cast: Cast, goals: DepartmentGoals) -> None:
    text = page(cast, goals)
    data = data_in(text)
    assert "<script>alert" not in text
    assert data["record"]["texts"] == {"part": "第一部分", "title": "整体绩效目标"}
    assert [row["texts"]["text"] for row in data["record"]["rows"]["lines"]] == ["一、总体绩效目标", "甲", MARKUP, "二、"]
    assert (data["record"]["version"], data["record"]["by"], data["user"]) == (2, "李建", cast.author.pk)
    assert data["urls"]["save"] == f"/goals/{goals.pk}/save/"


def test_empty_goals_have_a_page_too(cast: Cast) -> None:
    goals = DepartmentGoals.objects.create(department=cast.building, year=0)
    text = page(cast, goals)
    assert "年度不明" in text
    assert data_in(text)["record"]["rows"] == {"lines": []}


def test_opening_changes_nothing_and_is_kept_nowhere(cast: Cast, goals: DepartmentGoals) -> None:
    client = client_of(cast.author)
    before = dump()
    assert "no-store" in client.get(url(goals)).headers["Cache-Control"]
    assert client.post(url(goals)).status_code == 405
    assert dump() == before


def test_a_long_document_takes_no_more_queries(cast: Cast, goals: DepartmentGoals, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(8):
        client.get(url(goals))
    replace_goals(goals, Record(sections=tuple(Section(f"{each}、", ("甲",) * 20) for each in "一二三四五六")), based_on=2)
    with django_assert_num_queries(8):
        client.get(url(goals))


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_them_is_refused(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    assert client_of(cast.people[who]).get(url(goals)).status_code == 403


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, goals: DepartmentGoals, who: str) -> None:
    assert client_of(cast.people[who]).get(url(goals)).status_code == 404


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Client, goals: DepartmentGoals) -> None:
    assert client.get(url(goals)).headers["Location"].startswith("/sign-in/")
