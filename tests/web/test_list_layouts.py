"""/layouts/ lists the official forms with their sources and empty prints."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from perfgoals.official.layout_file import all_layouts, load_goals
from tests.cast import PEOPLE, Cast, client_of


@pytest.mark.parametrize("somebody", PEOPLE)
def test_everybody_who_is_signed_in_finds_every_form(cast: Cast, somebody: str) -> None:
    page = client_of(cast.people[somebody]).get("/layouts/").content.decode()
    for layout in (*all_layouts(), load_goals()):
        for said in (layout.id, layout.name, layout.source):
            assert said in page


def test_every_empty_form_that_is_offered_is_there(cast: Cast) -> None:
    client = client_of(cast.nobody)
    links = re.findall(r'href="(/layouts/[^"]+\.[a-z]+)"', client.get("/layouts/").content.decode())
    assert len(links) == (len(all_layouts()) + 1) * 3
    assert {client.get(link).status_code for link in links} == {200}


def test_a_year_goes_into_the_links(cast: Cast) -> None:
    page = client_of(cast.nobody).get("/layouts/?year=2027").content.decode()
    assert 'href="/layouts/henan.docx?year=2027"' in page
    assert 'value="2027"' in page


@pytest.mark.parametrize("year", ["27", "20277", "二〇二七", "0999", "2027.", "<b>"])
def test_a_year_that_is_none_is_told_and_left_out(cast: Cast, year: str) -> None:
    page = client_of(cast.nobody).get("/layouts/", {"year": year}).content.decode()
    assert "请填写四位数的年度，如 2027" in page
    assert 'href="/layouts/henan.docx"' in page
    assert "<b>" not in page


def test_visitors_sign_in_first(db: None) -> None:
    assert Client().get("/layouts/")["Location"] == "/sign-in/?next=/layouts/"


def test_the_page_loads_nothing_from_elsewhere(cast: Cast) -> None:
    page = client_of(cast.nobody).get("/layouts/").content.decode()
    assert re.findall(r'(?:src|href|action)="(?:https?:)?//[^"]*"', page) == []
