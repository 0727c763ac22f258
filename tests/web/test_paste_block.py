"""/tables/<pk>/paste/ says what a pasted block would change, and changes nothing."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from perfgoals.tables.editing.clipboard import MOST_CHARACTERS
from perfgoals.tables.models import IndicatorRow, TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump

BLOCK = "<table><tr><td>质量指标</td><td>合格率</td><td>≥95%</td></tr><tr><td></td><td>完好率</td><td>≥90%</td></tr></table>"


def paste(client: Client, table: TargetTable, data: Any) -> Any:
    body = data if isinstance(data, str | bytes) else json.dumps(data)
    return client.post(f"/tables/{table.pk}/paste/", body, content_type="application/json")


def at(table: TargetTable, **more: Any) -> dict[str, Any]:
    """The first annual row, as the page names it."""
    row = table.indicator_rows.filter(side="annual").earliest("order")
    return {"html": BLOCK, "text": "", "side": "annual", "row": str(row.key), "field": "level3", **more}


def test_the_answer_says_what_to_change(cast: Cast, table: TargetTable) -> None:
    last = IndicatorRow.objects.filter(table=table, side="annual", level2="质量指标").latest("order")
    before = dump()
    answer = paste(client_of(cast.author), table, at(table))
    assert answer.status_code == 200
    first, second = answer.json()["changes"]
    texts = {"level3": "合格率", "value": "≥95%"}
    assert first == {"do": "add", "row": first["row"], "side": "annual", "level2": "质量指标", "after": str(last.key), "texts": texts}
    assert second["after"] == first["row"]
    assert answer.json()["unclear"] == []
    assert dump() == before


def test_what_is_unclear_comes_with_a_preview(cast: Cast, table: TargetTable) -> None:
    answer = paste(client_of(cast.author), table, at(table, html="", text="会议\t\r\n培训\t5次\t多余")).json()
    assert answer["unclear"] == [
        {"line": 0, "message": "第 3 列在表样中没有相应的栏，没有粘贴：多余"},
        {"line": 1, "message": "没有指标值"},
    ]
    assert answer["preview"] == {
        "head": ["二级指标", "三级指标", "指标值", "说明"],
        "rows": [
            {"level2": "数量指标", "texts": {"level3": "会议", "value": ""}, "note": "没有指标值"},
            {"level2": "数量指标", "texts": {"level3": "培训", "value": "5次"}, "note": ""},
        ],
    }


def test_a_cell_of_the_fixed_part_is_named_by_its_path(cast: Cast, table: TargetTable) -> None:
    answer = paste(client_of(cast.author), table, {"html": "", "text": "100\t\n80\t", "path": "funding.annual.total"}).json()
    assert [(each["path"], each["text"]) for each in answer["changes"]] == [
        ("funding.annual.total", "100"),
        ("funding.annual.fiscal", "80"),
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"html": "", "text": ""}, "没有可以粘贴的文字"),
        ({"text": "x" * (MOST_CHARACTERS + 1)}, "超过 1 MB"),
        ({"row": str(uuid4())}, "光标所在的行还没有保存或已被删除"),
        ({"field": "basis"}, "不能粘贴"),
        ({"path": "project.name"}, "不能粘贴"),
    ],
)
def test_what_cannot_be_pasted_is_answered_with_a_sentence(cast: Cast, table: TargetTable, data: dict[str, Any], said: str) -> None:
    before = dump()
    answer = paste(client_of(cast.author), table, at(table, **data))
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert dump() == before


@pytest.mark.parametrize(
    "data",
    [
        *("", "[", "[]", "null", "1", '"x"', b"\xff\xfe", "[" * 100_000),
        *(
            {"side": "both"},
            {"side": ["annual"]},
            {"row": "1"},
            {"row": None},
            {"field": 1},
            {"html": None},
            {"text": ["甲"]},
            {"path": {}},
        ),
    ],
)
def test_what_no_page_sends_is_refused(cast: Cast, table: TargetTable, data: Any) -> None:
    before = dump()
    answer = paste(client_of(cast.author), table, at(table, **data) if isinstance(data, dict) else data)
    assert answer.status_code == 400
    assert "没有粘贴" in answer.json()["error"]
    assert dump() == before


def test_more_than_a_request_may_hold_is_refused(cast: Cast, table: TargetTable) -> None:
    assert paste(client_of(cast.author), table, at(table, html="甲" * 3_000_000)).status_code == 413


def test_half_characters_do_no_harm(cast: Cast, table: TargetTable) -> None:
    body = json.dumps(at(table, html="", text="甲\ud800\t乙\udfff\t丙\ud800"))
    answer = paste(client_of(cast.author), table, body)
    assert answer.status_code == 200
    assert "\\ud" not in answer.content.decode()


def test_scripts_stay_text(cast: Cast, table: TargetTable) -> None:
    answer = paste(client_of(cast.author), table, at(table, html="", text="<script>alert(1)</script>\t5次"))
    assert answer["Content-Type"] == "application/json"
    assert answer.json()["changes"][0]["texts"]["level3"] == "<script>alert(1)</script>"


def test_a_form_that_is_gone_is_said(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(layout="atlantis")
    assert "版式“atlantis”已不在本系统" in paste(client_of(cast.author), table, at(table)).json()["error"]


def test_the_queries_do_not_grow_with_the_block(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client, place = client_of(cast.author), at(table)
    long = f"<table>{'<tr><td>质量指标</td><td>合格率</td><td>≥95%</td></tr>' * 200}</table>"
    with django_assert_num_queries(8):
        paste(client, table, place)
    with django_assert_num_queries(8):
        paste(client, table, place | {"html": long})


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_it_is_refused(cast: Cast, table: TargetTable, who: str) -> None:
    before = dump()
    assert paste(client_of(cast.people[who]), table, at(table)).status_code == 403
    assert dump() == before


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert paste(client_of(cast.people[who]), table, at(table)).status_code == 404


def test_a_table_that_has_left_its_author_is_refused(cast: Cast, table: TargetTable) -> None:
    place = at(table)
    TargetTable.objects.filter(pk=table.pk).update(state="unit_review")
    assert paste(client_of(cast.author), table, place).status_code == 403


def test_an_anonymous_visitor_is_told_to_sign_in(client: Client, table: TargetTable) -> None:
    answer = paste(client, table, at(table))
    assert answer.status_code == 401
    assert "登录" in answer.json()["error"]


def test_looking_is_no_pasting(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).get(f"/tables/{table.pk}/paste/").status_code == 405
