"""/library/search/ answers what is typed in a cell of 三级指标 with entries of the 指标库, as JSON."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import TargetTable
from tests.cast import PEOPLE, Cast, client_of

URL = "/library/search/"


@pytest.fixture
def filled(db: None) -> None:
    fill()


@pytest.fixture
def client(cast: Cast, filled: None) -> Client:
    return client_of(cast.author)


def found(client: Client, **asked: object) -> list[dict[str, Any]]:
    answer = client.get(URL, asked)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json"
    entries: list[dict[str, Any]] = answer.json()
    return entries


def names(client: Client, **asked: object) -> list[str]:
    return [entry["level3"] for entry in found(client, **asked)]


def test_an_entry_has_what_a_row_needs(client: Client) -> None:
    entry = found(client, text="qzmyd")[0]
    assert entry.pop("units")[0] == "%"
    assert entry == {
        "level1": "满意度指标",
        "level2": "服务对象满意度指标",
        "level3": "群众满意度",
        "value": "≥90%",
        "comparator": "≥",
        "unit": "%",
        "basis": "按照实际产生费用进行结算",
        "description": "群众满意度",
        "sector": "通用",
        "uses": 4,
    }


def test_the_number_is_the_projects_own_but_its_unit_is_offered(client: Client) -> None:
    entry = found(client, text="改造公厕数量")[0]
    assert (entry["value"], entry["unit"], entry["units"][0]) == ("", "座", "座")


@pytest.mark.parametrize(
    ("asked", "name"),
    [
        ({"text": "满意"}, "满意率"),
        ({"text": "myd"}, "群众满意度"),
        ({"level2": "时效指标"}, "按期完工率"),
        ({"text": "wgl", "level2": "时效"}, "按期完工率"),
    ],
)
def test_by_words_initials_and_level2(client: Client, asked: dict[str, str], name: str) -> None:
    assert name in names(client, **asked)


def test_at_most_twenty(client: Client) -> None:
    assert len(found(client)) == 20


def test_of_equals_those_of_the_tables_sector_come_first(client: Client, table: TargetTable) -> None:
    asked = {"text": "培训", "level2": "质量指标"}
    assert names(client, **asked, table=table.pk)[0] == "培训合格率"  # 统计 is 一般公共服务, like the table


def test_only_the_level2_that_the_tables_form_has(client: Client, table: TargetTable) -> None:
    assert names(client, level2="经济成本指标", table=table.pk) == []
    assert {entry["level2"] for entry in found(client, level2="成本", table=table.pk)} == {"成本指标"}


@pytest.mark.parametrize("who", ["other_author", "nobody"])
def test_a_table_that_one_may_not_see_is_not_found(cast: Cast, table: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).get(URL, {"table": table.pk}).status_code == 404


@pytest.mark.parametrize("forged", ["0", "-1", "x", "1" * 30, "１", "1.0"])
def test_what_is_no_table_is_not_found(client: Client, forged: str) -> None:
    assert client.get(URL, {"table": forged}).status_code == 404


@pytest.mark.parametrize("text", ["？", "%", "'; DROP TABLE --", "<script>", "甲" * 5000, "\ud800".encode("utf-8", "surrogatepass")])
def test_any_text_is_answered(client: Client, text: str | bytes) -> None:
    assert names(client, text=text) == []
    assert names(client, level2=text) == []


@pytest.mark.parametrize("who", PEOPLE)
def test_it_tells_everybody_the_same(cast: Cast, client: Client, who: str) -> None:
    assert found(client_of(cast.people[who]), text="myd") == found(client, text="myd") != []


def test_the_number_of_queries(client: Client, table: TargetTable, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(3):  # session, person, entries
        client.get(URL, {"text": "myd"})
    with django_assert_num_queries(5):  # posts and table
        client.get(URL, {"text": "myd", "table": table.pk})


def test_an_anonymous_visitor_learns_nothing(filled: None) -> None:
    answer = Client().get(URL, {"text": "myd"})
    assert answer.status_code == 401
    assert "满意" not in answer.content.decode()
