"""/tables/<pk>/library/ offers the 指标库 beside the form that is being filled in."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest

from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import LibraryEntry, TargetTable
from tests.cast import Cast, client_of


@pytest.fixture(autouse=True)
def _filled(table: TargetTable) -> None:
    for level2, level3, value in (
        ("质量指标", "验收合格率", "≥95%"),
        ("服务对象满意度指标", "群众满意度", "≥90%"),
        ("经济成本指标", "人均成本", ""),
    ):
        LibraryEntry.objects.create(level1="", level2=level2, level3=level3, value=value, folded=level3, initials="x", uses=1)


def offered(cast: Cast, table: TargetTable, who: str = "author", **asked: str) -> list[Any]:
    page = client_of(cast.people[who]).get(f"/tables/{table.pk}/library/", asked).content.decode()
    return [json.loads(unescape(found)) for found in re.findall(r'data-adopt="([^"]*)"', page)]


def test_entries_of_the_forms_framework_are_offered(cast: Cast, table: TargetTable) -> None:
    assert {each["texts"]["level3"] for each in offered(cast, table)} == {"验收合格率", "群众满意度"}


def test_an_entry_says_what_a_row_takes_over(cast: Cast, table: TargetTable) -> None:
    assert offered(cast, table, text="验收") == [
        {"side": "annual", "level2": "质量指标", "texts": {"level3": "验收合格率", "value": "≥95%"}}
    ]


def test_one_二级指标_at_a_time(cast: Cast, table: TargetTable) -> None:
    assert [each["texts"]["level3"] for each in offered(cast, table, level2="服务对象满意度指标")] == ["群众满意度"]


def test_whoever_only_reads_is_offered_nothing_to_take(cast: Cast, table: TargetTable) -> None:
    assert offered(cast, table, "reader") == []


def test_nothing_found_is_said(cast: Cast, table: TargetTable) -> None:
    page = client_of(cast.author).get(f"/tables/{table.pk}/library/", {"text": "没有这个"}).content.decode()
    assert "没有符合的指标" in page


def test_the_number_of_queries_is_fixed(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    client.get(f"/tables/{table.pk}/library/")
    with django_assert_num_queries(5):
        client.get(f"/tables/{table.pk}/library/")
    fill()
    with django_assert_num_queries(5):
        client.get(f"/tables/{table.pk}/library/")
