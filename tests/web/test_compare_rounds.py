"""/progress/comparison/ shows 一上 and 二上 of each project, of the units one sees."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from perfgoals.review.transitions import Role
from perfgoals.tables.models import TargetTable
from tests.cast import Cast, client_of, person
from tests.review.campaign import CLOSES, make_round, project, tabled


@pytest.fixture
def client(cast: Cast) -> Client:
    road = project(cast.building, "修路", control="50")
    tabled(road, "60.1", state="passed")
    tabled(road, "50.5", kind="second")
    tabled(project(cast.building, "<b>架桥</b>"), "约50万")
    tabled(project(cast.water, "打井", control="7"), "7")
    return client_of(cast.performance_reviewer)


def page_of(client: Client, query: str = "year=2027") -> str:
    return client.get(f"/progress/comparison/?{query}").content.decode()


def cells(page: str, project: str) -> list[str]:
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page, re.DOTALL) if project in row and "<td" in row)
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def test_a_row_a_project(client: Client) -> None:
    page = page_of(client)
    row = cells(page, "修路")
    assert row[:7] == ["", "修路", "60.1", "50", "50.5", "-9.6", ""]
    assert "审核通过，待批复" in row[7]
    assert "填报中" in row[8]
    assert 'title="超过控制数"' in page
    assert cells(page, "架桥")[0] == "建设局"  # once for all of its projects
    assert cells(page, "架桥")[2:6] == ["约50万", "", "", ""]
    assert cells(page, "架桥")[8] == "没有"
    assert cells(page, ">合计")[1:] == ["3 个项目", "67.1", "57", "50.5", "-9.6", "", ""]
    assert "<b>架桥" not in page


def test_it_leads_to_every_table(client: Client) -> None:
    page = page_of(client)
    for table in TargetTable.objects.all():
        assert f'href="/tables/{table.pk}/"' in page


def test_both_tables_are_laid_side_by_side(client: Client) -> None:
    first, second = (TargetTable.objects.get(project__name="修路", round=kind) for kind in ("first", "second"))
    page = page_of(client)
    assert page.count(">对照</a>") == 1
    address = f"/tables/{second.pk}/compare/?with={first.pk}"
    assert f'href="{address}"' in page
    assert client.get(address).status_code == 200


def test_one_unit(cast: Cast, client: Client) -> None:
    page = page_of(client, f"year=2027&unit={cast.water.pk}")
    assert "打井" in page
    assert "修路" not in page
    assert f"comparison.xlsx?year=2027&amp;unit={cast.water.pk}" in page


def test_a_unit_one_may_not_see_is_no_choice(cast: Cast, client: Client) -> None:
    page = page_of(client_of(cast.other_author), f"year=2027&unit={cast.building.pk}")
    assert "修路" not in page
    assert "建设局" not in page
    assert "打井" in page


def test_a_section_knows_the_controls_of_its_own_units_only(cast: Cast, client: Client) -> None:
    """And not those of a unit in which one of its people fills in."""
    both = person("both", "兼岗", (cast.section, Role.SECTION_REVIEWER), (cast.water, Role.AUTHOR))
    page = page_of(client_of(both))
    assert cells(page, "修路")[3] == "50"
    assert cells(page, "打井")[3] == ""
    assert "控制数在下达以后显示" in page


def test_a_unit_sees_its_control_once_it_is_given_out(cast: Cast, client: Client) -> None:
    author = client_of(cast.author)
    assert cells(page_of(author), "修路")[3] == ""
    assert "控制数在下达以后显示" in page_of(author)
    make_round("second", controls_issued_at=CLOSES)
    assert cells(page_of(author), "修路")[3] == "50"
    assert "控制数在下达以后显示" not in page_of(author)


@pytest.mark.parametrize("query", ["", "year=x&unit=y", "year=2099&unit=99999999999999999999"])
def test_what_is_no_choice_is_left_out(client: Client, query: str) -> None:
    assert client.get(f"/progress/comparison/?{query}").status_code == 200


def test_a_hundred_a_page_and_the_sums_of_all(cast: Cast, client: Client) -> None:
    for number in range(105):
        tabled(project(cast.water, f"井{number:03}"), "1")
    first, second = (page_of(client, f"year=2027&page={page}") for page in (1, 2))
    assert "第 1 / 2 页" in first
    assert (cells(first, ">合计")[1], cells(second, ">合计")[1]) == ("108 个项目", "108 个项目")
    assert 'href="?year=2027&amp;page=2"' in first
    assert "井104" in second


def test_its_queries_do_not_grow(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(11):  # session, person, posts, calendar, years, units, tables, figures, projects, the bell, waiting
        page_of(client)
    for number in range(40):
        tabled(project(cast.building, f"又{number}", control="1"), "1", kind="second")
    with django_assert_num_queries(11):
        page_of(client)
