"""/tables/<pk>/offline.xlsx gives out a table to be filled in without a connection."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from perfgoals.exchange.offline.reading import read_offline
from perfgoals.tables.editing.keyed import keyed_of
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of
from tests.dumping import dump


def fetch(cast: Cast, table: TargetTable, somebody: str = "author") -> Any:
    return client_of(cast.people[somebody]).get(f"/tables/{table.pk}/offline.xlsx")


def test_the_workbook_holds_the_table_its_mark_and_its_keys(cast: Cast, table: TargetTable) -> None:
    before = dump()
    answer = fetch(cast, table)
    assert answer["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer["Content-Disposition"] == f"attachment; filename*=utf-8''{quote('人口变动抽样调查（离线填写）.xlsx')}"
    assert answer["Cache-Control"] == "private, no-store"
    [file] = read_offline(answer.content)
    now = keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))
    assert file.mark
    assert (file.mark.table, file.mark.version) == (table.pk, 1)
    assert (file.snapshot.indicators, file.keys) == (now.snapshot.indicators, now.keys)
    assert dump() == before


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_it_has_nothing_to_fill_in(cast: Cast, table: TargetTable, who: str) -> None:
    assert fetch(cast, table, who).status_code == 403


def test_nor_has_the_author_once_it_has_left_them(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(state="section_review")
    assert fetch(cast, table).status_code == 403


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert fetch(cast, table, who).status_code == 404


def test_a_visitor_signs_in_first(table: TargetTable) -> None:
    assert Client().get(f"/tables/{table.pk}/offline.xlsx")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize(("change", "said"), [({"layout": "atlantis"}, "没有版式“atlantis”"), ({"annual_goal": "长" * 40_000}, "请缩短")])
def test_what_cannot_be_written_is_told_on_the_tables_page(cast: Cast, table: TargetTable, change: dict[str, str], said: str) -> None:
    TargetTable.objects.update(**change)
    answer = client_of(cast.author).get(f"/tables/{table.pk}/offline.xlsx", follow=True)
    assert answer.redirect_chain == [(f"/tables/{table.pk}/", 302)]
    assert "不能下载离线表：" in answer.content.decode()
    assert said in answer.content.decode()


def test_its_queries_are_few(cast: Cast, table: TargetTable, django_assert_num_queries: Any) -> None:
    client = client_of(cast.author)
    with django_assert_num_queries(9):  # session, person, posts, the table twice, its amounts and their parts, stages, rows
        client.get(f"/tables/{table.pk}/offline.xlsx")
