"""/offline/<unit>/<year>.xlsx gives out all tables of a unit's year that are still to be filled in."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from perfgoals.exchange import offline_views
from perfgoals.exchange.offline.reading import read_offline
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, published, stored


@pytest.fixture
def drafts(cast: Cast) -> list[TargetTable]:
    """Three of 2021, of which the last is under review; one of another year; one of another unit."""
    made = [stored(published(name), cast.building) for name in ("henan-10", "henan-01", "henan-02", "hebei-01")]
    stored(published("henan-10"), cast.water)
    TargetTable.objects.filter(pk=made[2].pk).update(state="unit_review")
    return made


def fetch(cast: Cast, who: str = "author", year: int = 2021, unit: int = 0) -> Any:
    return client_of(cast.people[who]).get(f"/offline/{unit or cast.building.pk}/{year}.xlsx")


def test_a_sheet_for_every_table_that_may_be_filled_in(cast: Cast, drafts: list[TargetTable]) -> None:
    files = read_offline(fetch(cast).content)
    assert [file.mark and file.mark.table for file in files] == [drafts[0].pk, drafts[1].pk]


def test_where_there_is_none_the_page_says_so(cast: Cast, drafts: list[TargetTable]) -> None:
    answer = client_of(cast.author).get(f"/offline/{cast.building.pk}/1999.xlsx", follow=True)
    assert answer.redirect_chain == [("/offline/", 302)]
    assert "“建设局”1999年度没有填报中或已退回的绩效目标表" in answer.content.decode()


def test_more_than_one_file_holds_is_told(cast: Cast, drafts: list[TargetTable], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(offline_views, "MOST_TABLES", 1)
    answer = client_of(cast.author).get(f"/offline/{cast.building.pk}/2021.xlsx", follow=True)
    assert "超过 1 张，一个文件放不下" in answer.content.decode()


@pytest.mark.parametrize("who", ["reader", "unit_reviewer", "expert", "section_reviewer", "administrator"])
def test_whoever_may_only_see_them_has_nothing_to_fill_in(cast: Cast, drafts: list[TargetTable], who: str) -> None:
    assert fetch(cast, who).status_code == 403


@pytest.mark.parametrize("who", ["other_author", "other_section_reviewer", "nobody"])
def test_a_stranger_finds_nothing(cast: Cast, drafts: list[TargetTable], who: str) -> None:
    assert fetch(cast, who).status_code == 404


@pytest.mark.parametrize("unit", [987654321, 10**30])
def test_a_unit_that_is_not_there(cast: Cast, drafts: list[TargetTable], unit: int) -> None:
    assert fetch(cast, unit=unit).status_code == 404


def test_a_year_beyond_all_years(cast: Cast, drafts: list[TargetTable]) -> None:
    assert fetch(cast, year=10**30).status_code == 302


def test_a_visitor_signs_in_first(cast: Cast) -> None:
    assert Client().get(f"/offline/{cast.building.pk}/2021.xlsx")["Location"].startswith("/sign-in/")


@pytest.mark.parametrize("more", [0, 3])
def test_its_queries_do_not_grow_with_the_tables(cast: Cast, drafts: list[TargetTable], more: int, django_assert_num_queries: Any) -> None:
    for _ in range(more):
        stored(published("henan-10"), cast.building)
    client = client_of(cast.author)
    with django_assert_num_queries(9):  # session, person, posts, the unit, the tables, amounts and their parts, stages, rows
        client.get(f"/offline/{cast.building.pk}/2021.xlsx")
