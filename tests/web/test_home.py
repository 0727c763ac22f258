"""/ lists the official layouts."""

from __future__ import annotations

from django.test import Client

from perfgoals.official.layout_file import all_layouts


def test_the_page_names_every_layout(client: Client) -> None:
    page = client.get("/", headers={"host": "localhost"}).content.decode()
    for layout in all_layouts():
        assert layout.id in page
        assert layout.name in page


def test_its_stylesheet_is_served_by_the_site_itself(client: Client) -> None:
    answer = client.get("/static/site.css", headers={"host": "localhost"})
    assert answer.status_code == 200
    assert b"".join(answer).startswith(b":root")


def test_the_page_loads_nothing_from_elsewhere(client: Client) -> None:
    page = client.get("/", headers={"host": "localhost"}).content.decode()
    assert "//" not in page.replace("<!doctype html>", "")
