"""/tables/<pk>/carry-over/ makes next year's table from this one."""

from __future__ import annotations

from typing import Any

import pytest

from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored


def url(table: TargetTable) -> str:
    return f"/tables/{table.pk}/carry-over/"


def test_next_years_table_is_opened(cast: Cast, table: TargetTable) -> None:
    answer = client_of(cast.author).post(url(table))
    carried = TargetTable.objects.get(year=2022)
    assert answer.headers["Location"] == f"/tables/{carried.pk}/edit/"
    assert carried.project == table.project


def test_the_page_says_how_many_places_to_look_at(cast: Cast) -> None:
    made = stored(published("made-01"), cast.building)
    page = client_of(cast.author).post(url(made), follow=True).content.decode()
    assert "已从2027年度的表沿用为2028年度：指标和文字照旧，金额已清空" in page
    assert f"有 {len(TargetTable.objects.get(year=2028).source_problems)} 处写着以前的年份" in page


def test_an_approved_table_can_be_carried_over(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state="approved")
    client_of(cast.author).post(url(table))
    assert TargetTable.objects.filter(year=2022, state="drafting").exists()


def test_a_second_time_is_refused_with_a_link(cast: Cast, table: TargetTable) -> None:
    client_of(cast.author).post(url(table))
    carried = TargetTable.objects.get(year=2022)
    before = list(TargetTable.objects.values())
    page = client_of(cast.colleague).post(url(table), follow=True).content.decode()
    assert "没有沿用：“" in page
    assert f'<a class="alert-link" href="/tables/{carried.pk}/">打开它</a>' in page
    assert list(TargetTable.objects.values()) == before


def test_a_table_without_year_is_refused(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(year=0)
    page = client_of(cast.author).post(url(table), follow=True).content.decode()
    assert "请先补填年度再沿用" in page
    assert TargetTable.objects.count() == 1


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "supervisor_reviewer", "section_reviewer", "administrator"])
def test_whoever_may_only_see_it_is_refused(cast: Cast, table: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).post(url(table)).status_code == 403
    assert TargetTable.objects.count() == 1


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, table: TargetTable, who: str) -> None:
    assert client_of(cast.people[who]).post(url(table)).status_code == 404
    assert TargetTable.objects.count() == 1


def test_one_in_the_bin_is_not_found(cast: Cast, table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(deleted_at="2026-11-01T08:00:00Z")
    assert client_of(cast.author).post(url(table)).status_code == 404
    assert TargetTable.objects.count() == 1


def test_looking_carries_nothing_over(cast: Cast, table: TargetTable) -> None:
    assert client_of(cast.author).get(url(table)).status_code == 405
    assert TargetTable.objects.count() == 1


def test_an_anonymous_visitor_is_sent_to_sign_in(client: Any, table: TargetTable) -> None:
    assert client.post(url(table)).headers["Location"].startswith("/sign-in/")
    assert TargetTable.objects.count() == 1
