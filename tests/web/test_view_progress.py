"""/progress/ shows how far the units are, and links to what it counts."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.cast import PEOPLE, Cast, client_of
from tests.review.campaign import CLOSES, make_round, project, tabled

OVERSEERS = ("supervisor_reviewer", "section_reviewer", "performance_reviewer", "administrator")


@pytest.fixture
def client(cast: Cast) -> Client:
    """With a round of 2027, and tables of 建设局 in five states."""
    make_round()
    for number, state in enumerate(("drafting", "returned", "section_review", "unit_confirmation", "unfunded")):
        tabled(project(cast.building, f"项目{number}"), "10.5", state=state)
    tabled(project(cast.water, "打井"), "约50万")
    project(cast.water, "<b>清淤</b>")
    return client_of(cast.performance_reviewer)


def page_of(client: Client, query: str = "year=2027&round=first") -> str:
    return client.get(f"/progress/?{query}").content.decode()


def cells(page: str, unit: str) -> list[str]:
    """What stands in the unit's row, without its tags."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page.partition("progress-units")[2], re.DOTALL) if f">{unit}" in row)
    return [re.sub(r"<[^>]+>", " ", cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]


def test_the_numbers_and_the_money(client: Client) -> None:
    page = page_of(client)
    assert cells(page, "建设局") == ["建设局", "5", "0", "1", "0", "2", "1", "0", "0", "1", "52.5", "", "", "10-20 18:00"]
    assert cells(page, "水利局")[:4] == ["水利局", "2", "1", "1"]
    assert cells(page, "水利局")[10] == "1 张不是数字"
    assert cells(page, "合计")[:5] == ["合计（4 个单位）", "7", "1", "2", "0"]
    assert cells(page, "合计")[10] == "52.5"
    assert "有 1 张表的年度资金总额不是数字，没有计入" in page


def test_a_number_leads_to_as_many_tables(client: Client) -> None:
    links = re.findall(r'href="(/\?[^"]*state=[^"]*)">(\d+)</a>', page_of(client))
    assert len(links) > 8
    for address, number in links:
        listed = client.get(unescape(address)).content.decode()
        assert f"共 {number} 张" in listed, address


@pytest.mark.parametrize("query", ["", "year=1999&round=third&sort=x", "year=x", "year=&round="])
def test_what_is_no_choice_is_the_likely_round(client: Client, monkeypatch: Any, query: str) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: CLOSES)
    assert "2027年度一上进度" in page_of(client, query)


def test_another_round(client: Client) -> None:
    assert cells(page_of(client, "year=2027&round=addition"), "建设局")[1:3] == ["0", "0"]


def test_the_reminders_are_there_to_be_copied(client: Client) -> None:
    page = page_of(client)
    assert "催报名单" in page
    text = page.partition('id="reminders"')[2].partition("</textarea>")[0]
    assert "建设局（张建 0311-1234567、李建 0311-1234567）：1 张未上报，1 张退回待改，2026-10-20 18:00 截止" in text
    assert 'data-copy="reminders" hidden' in page  # shown by the script only


def test_names_are_text(cast: Cast, client: Client) -> None:
    cast.water.name = "<script>x</script>"
    cast.water.save()
    assert "<script>x" not in page_of(client)


@pytest.mark.parametrize("who", PEOPLE)
def test_it_is_for_whoever_sees_more_than_their_own_unit(cast: Cast, client: Client, who: str) -> None:
    somebody = client_of(cast.people[who])
    is_overseer = who in (*OVERSEERS, "other_section_reviewer")
    assert somebody.get("/progress/").status_code == (200 if is_overseer else 403)
    assert ('href="/progress/"' in somebody.get("/").content.decode()) is is_overseer


def test_the_unit_one_works_for_limits_it(cast: Cast, client: Client) -> None:
    reviewer = client_of(cast.supervisor_reviewer)
    assert "建设局" in page_of(reviewer)
    assert "水利局" not in page_of(reviewer)


def test_its_queries_do_not_grow(cast: Cast, client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(12):  # session, person, posts, calendar, years, units, tables, projects, figures, people, bell, waiting
        page_of(client)
    for number in range(60):
        tabled(project(cast.building, f"又{number}", control="1"), "1")
        project(cast.water, f"未{number}")
    with django_assert_num_queries(12):
        page_of(client)
