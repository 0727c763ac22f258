"""/library/units/ answers a 二级指标 and a 三级指标 with the units to offer, as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.tables.library.filling import fill
from tests.cast import Cast, client_of

URL = "/library/units/"


def units(client: Client, **asked: object) -> list[str]:
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    offered: list[str] = answer.json()
    return offered


@pytest.fixture
def client(cast: Cast) -> Client:
    return client_of(cast.author)


@pytest.mark.parametrize(
    ("level2", "level3", "first"),
    [("数量指标", "改造公厕数量", "座"), ("满意度指标", "市民满意度", "%"), ("成本指标", "", "万元"), ("时效", "", "%")],
)
def test_the_likeliest_stands_first(client: Client, level2: str, level3: str, first: str) -> None:
    assert units(client, level2=level2, level3=level3)[0] == first


def test_what_others_count_it_in_stands_before_all(client: Client) -> None:
    before = units(client, level2="数量指标", level3="开展应急管理综合检查次数")
    fill()
    assert before[0] == "次"
    assert units(client, level2="数量指标", level3="开展应急管理综合检查次数")[:2] == ["家次", "次"]


@pytest.mark.parametrize("text", ["", "甲" * 5000, "<b>", "%"])
def test_any_text_is_answered(client: Client, text: str) -> None:
    assert units(client, level2=text, level3=text) == []


def test_the_number_of_queries(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # session, person, the entry of that name
        client.get(URL, {"level2": "数量指标", "level3": "改造公厕数量"})


def test_an_anonymous_visitor_is_not_answered(db: None) -> None:
    assert Client().get(URL).status_code == 401
