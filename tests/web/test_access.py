"""Role × route: every address of the site, everybody in the cast, every method. An address without its rows fails the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from perfgoals.accounts.models import User
from tests.cast import PEOPLE, client_of, make_cast
from tests.dumping import dump
from tests.web.access import AREAS, ROWS
from tests.web.access.vocabulary import SIGN_IN, Row
from tests.web.asking import ask, browser_of, make_world, status, taken_back, undone

CHANGES_NOTHING = {route for area in AREAS for route in getattr(area, "CHANGES_NOTHING", ())}
ANSWERS_IN_PLACE = {route for area in AREAS for route in getattr(area, "ANSWERS_IN_PLACE", ())}
CHANGES_ONLY_FOR: dict[str, set[str]] = {route: who for area in AREAS for route, who in getattr(area, "CHANGES_ONLY_FOR", {}).items()}


pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[SimpleNamespace]:
    """Made once for all: every test undoes what it does in it."""
    with django_db_blocker.unblock(), undone():
        yield make_world(make_cast())


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "GET"], ids=str)
def test_everybody_sees_what_the_table_says_and_seeing_changes_nothing(world: SimpleNamespace, row: Row) -> None:
    before = dump()
    assert {name: status(browser_of(name, world), row, world) for name in row.expected} == row.expected
    assert dump() == before


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST"], ids=str)
def test_everybody_may_do_what_the_table_says_and_a_refusal_changes_nothing(world: SimpleNamespace, row: Row) -> None:
    before = dump()
    got: dict[str, int | str] = {}
    changed_by = set()
    for name in row.expected:
        with taken_back():
            got[name] = status(browser_of(name, world), row, world)
            if dump() != before:
                changed_by.add(name)
    assert got == row.expected
    # The rows are no empty words: what is accepted changes something, beside one's own session.
    answers = (200, 302) if row.is_json or row.route in ANSWERS_IN_PLACE else (302,)
    accepted = {name for name, result in got.items() if result in answers}
    changing = set() if row.route in CHANGES_NOTHING else accepted & CHANGES_ONLY_FOR.get(row.route, accepted)
    assert changed_by == changing


@pytest.mark.parametrize("route", sorted({row.route for row in ROWS}))
def test_no_other_method_changes_anything(world: SimpleNamespace, route: str) -> None:
    row = next(row for row in ROWS if row.route == route)
    before = dump()
    for name in ("author", "administrator", "nobody"):
        client = browser_of(name, world)
        for method in ("PUT", "PATCH", "DELETE", "OPTIONS"):
            ask(client, replace(row, method=method), world)
    assert dump() == before


WITH_A_KEY = [
    next(row for row in ROWS if row.route == route and {200, 302} & set(row.expected.values()))
    for route in sorted({row.route for row in ROWS if row.args or "pk" in row.kwargs})
]


@pytest.mark.parametrize("row", WITH_A_KEY, ids=str)
def test_what_is_not_there_is_404_and_looks_like_what_one_may_not_see(world: SimpleNamespace, row: Row) -> None:
    for key in ("987654321", "0", "9" * 30):
        forged = SimpleNamespace(keys=dict.fromkeys(world.keys, key))
        for name in ("author", "reader", "nobody", "administrator"):
            assert status(browser_of(name, world), row, forged) == 404, (key, name)
        client = browser_of("nobody", world)
        assert shown(ask(client, row, forged)) == shown(ask(client, row, world))


def shown(response: Any) -> str:
    """The page without the token, which is another one each time."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode())


@pytest.mark.parametrize("row", [row for row in ROWS if row.method == "POST" and 405 not in row.expected.values()], ids=str)
def test_a_form_from_another_site_is_refused(world: SimpleNamespace, row: Row) -> None:
    before = dump()
    for name in ("author", "administrator"):
        client = Client(enforce_csrf_checks=True)
        client.force_login(world.cast.people[name])
        assert ask(client, row, world).status_code == 403
    assert dump() == before


@pytest.mark.parametrize("row", [row for row in ROWS if row.expected["anonymous"] == SIGN_IN], ids=str)
def test_whoever_has_left_is_sent_to_sign_in(world: SimpleNamespace, row: Row) -> None:
    client = client_of(world.cast.author)
    User.objects.filter(pk=world.cast.author.pk).update(is_active=False)
    before = dump()
    assert status(client, row, world) == SIGN_IN
    assert dump() == before


# The table is complete.


def addresses(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Pattern and name of everything the site answers."""
    for each in (resolver or get_resolver()).url_patterns:
        pattern = f"{prefix}{each.pattern}"
        if isinstance(each, URLPattern):
            yield pattern, each.name or ""
        else:
            yield from addresses(each, pattern)


def ours() -> dict[str, str]:
    return {pattern: name for pattern, name in addresses() if not pattern.startswith("admin/")}


def test_every_address_has_its_rows() -> None:
    named = {row.route for row in ROWS}
    assert {pattern: name for pattern, name in ours().items() if name not in named} == {}
    assert named <= set(ours().values())


def test_every_address_is_tried_by_get_and_by_post_or_said_why() -> None:
    tried = {(row.route, row.method) for row in ROWS}
    assert {name for name in ours().values() if (name, "GET") not in tried or (name, "POST") not in tried} == set()


def test_every_row_speaks_of_everybody() -> None:
    assert [str(row) for row in ROWS if row.expected.keys() != {"anonymous", *PEOPLE}] == []


def test_the_table_would_notice_a_new_address() -> None:
    assert ("tables/<int:pk>/", "view_table") in addresses()
    assert len(ours()) >= 26


# Django's admin: for the administrator only.


@pytest.mark.parametrize("name", ["anonymous", *PEOPLE])
def test_the_admin_is_for_the_administrator(world: SimpleNamespace, name: str) -> None:
    client = browser_of(name, world)
    before = dump()
    for path in admin_pages():
        got = client.get(path).status_code
        allowed = (200, 403) if path.endswith("/add/") else (200,)  # tables are not made in the admin, the log writes itself
        assert got in (allowed if name == "administrator" else (302, 403, 404)), path
    assert dump() == before


def admin_pages() -> list[str]:
    """The index, and the list and the form of everything that is registered."""
    names = [name for pattern, name in addresses() if pattern.startswith("admin/") and name.endswith(("_changelist", "_add"))]
    pages = [reverse("admin:index")]
    for name in names:
        try:
            pages.append(reverse(f"admin:{name}"))
        except NoReverseMatch:  # a form that needs a key
            continue
    assert len(pages) > 5
    return pages
