"""/tables/<pk>/ shows a table in its official form, with what is doubtful in it and what may be done."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from perfgoals.official.check_code import check_code
from perfgoals.official.snapshot import Indicator, IndicatorSides
from perfgoals.tables.models import TargetTable
from perfgoals.tables.record import to_snapshot
from perfgoals.tables.storing import store
from tests.cast import Cast, client_of, published, stored

READERS = ("unit_reviewer", "expert", "reader", "supervisor_reviewer", "section_reviewer", "performance_reviewer", "administrator")
STRANGERS = ("other_author", "other_section_reviewer", "nobody")
State = TargetTable.State


def page_of(cast: Cast, somebody: str, table: TargetTable) -> str:
    answer = client_of(cast.people[somebody]).get(f"/tables/{table.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("name", ["henan-10", "henan-01", "hebei-01"])
def test_every_layout_shows_all_that_is_printed(cast: Cast, name: str) -> None:
    snapshot = published(name)
    page = page_of(cast, "author", stored(snapshot, cast.building))
    assert '<table class="form' in page
    for row in snapshot.indicators.annual:
        assert row.level3 in page
        assert row.value in page


def test_its_facts_are_beside_it(cast: Cast, table: TargetTable) -> None:
    page = page_of(cast, "reader", table)
    for said in ("填报中", "2021年 一上", "河南项目支出绩效目标申报表", "第 1 版", "410900001", "published.json", "张建"):
        assert said in page
    assert check_code(to_snapshot(table), table.pk) in page


def test_source_problems_are_told_in_words_and_marked(cast: Cast, table: TargetTable) -> None:
    table.source_problems = [
        {"path": "indicators.annual[2].level3", "message": "已去除网页标记", "text": "<p>指标</p>"},
        {"path": "", "message": "有一栏未读入", "text": ""},
    ]
    table.save()
    page = page_of(cast, "reader", table)
    assert '<a href="#cell-indicators.annual%5B2%5D.level3">年度绩效指标第 3 行 三级指标</a>：已去除网页标记' in page
    assert "原文：&lt;p&gt;指标&lt;/p&gt;" in page
    assert "<b>全表</b>：有一栏未读入" in page
    assert 'data-path="indicators.annual[2].level3" data-problem="1" id="cell-indicators.annual[2].level3"' in page


def test_a_sound_table_has_no_list_of_problems(cast: Cast, hebei_table: TargetTable) -> None:
    assert "来源问题" not in page_of(cast, "reader", hebei_table)


@pytest.mark.parametrize("variant", ["draft", "filed"])
@pytest.mark.parametrize("file_format", ["pdf", "xlsx", "docx", "json"])
def test_every_download_is_offered(cast: Cast, table: TargetTable, variant: str, file_format: str) -> None:
    assert f'href="/tables/{table.pk}/{variant}.{file_format}"' in page_of(cast, "reader", table)


def test_the_author_may_carry_over_and_delete(cast: Cast, table: TargetTable) -> None:
    page = page_of(cast, "author", table)
    assert f'action="/tables/{table.pk}/carry-over/"' in page
    assert f'action="/tables/{table.pk}/delete/"' in page
    assert f'action="/tables/{table.pk}/attachments/"' in page
    assert '<input type="hidden" name="version" value="1">' in page


def test_what_has_left_its_author_may_only_be_carried_over(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(state=State.APPROVED)
    page = page_of(cast, "author", table)
    assert f'action="/tables/{table.pk}/carry-over/"' in page
    assert f'action="/tables/{table.pk}/delete/"' not in page
    assert f'action="/tables/{table.pk}/attachments/"' not in page


@pytest.mark.parametrize("somebody", READERS)
def test_readers_are_offered_nothing_that_writes(cast: Cast, table: TargetTable, somebody: str) -> None:
    content = page_of(cast, somebody, table).partition("<main")[2].partition("</main>")[0]
    assert 'method="post"' not in content


@pytest.mark.parametrize("somebody", STRANGERS)
def test_strangers_find_nothing(cast: Cast, table: TargetTable, somebody: str) -> None:
    answer = client_of(cast.people[somebody]).get(f"/tables/{table.pk}/")
    assert answer.status_code == 404
    assert table.project_name not in answer.content.decode()


def test_a_table_in_the_bin_is_not_found(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(deleted_at=timezone.now())
    assert client_of(cast.author).get(f"/tables/{table.pk}/").status_code == 404


def test_visitors_sign_in_first(table: TargetTable) -> None:
    assert Client().get(f"/tables/{table.pk}/")["Location"] == f"/sign-in/?next=/tables/{table.pk}/"


def test_it_only_answers_to_reading(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).post(f"/tables/{table.pk}/").status_code == 405


def test_a_form_that_is_gone_is_told(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(layout="atlantis")
    page = page_of(cast, "author", table)
    assert "这张表用的版式“atlantis”已不在本系统" in page
    assert f'href="/tables/{table.pk}/draft.json"' in page


def test_its_queries_do_not_grow_with_the_rows(cast: Cast, table: TargetTable) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as met:
            client.get(f"/tables/{table.pk}/")
        return len(met)

    client = client_of(cast.reader)
    before = queries()
    rows = tuple(Indicator("产出指标", "数量指标", f"指标{number}", value="1") for number in range(80))
    store(table, replace(to_snapshot(table), indicators=IndicatorSides(rows, rows)), by=cast.author, based_on=1)
    assert queries() == before <= 15  # three for the road: its log and its unit's steps; one for the bell, one for a table to compare with


def test_nothing_of_a_table_is_markup(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.update(project_name="<script>x</script>", annual_goal="<img src=x>", source="<i>")
    page = page_of(cast, "reader", table)
    assert not re.search("<script>x|<img src=x|<i>", page)
