"""Role × route: every address of the site, everybody in the cast, every method. An address without its rows fails the test."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from perfgoals.tables.models import Attachment, DepartmentGoals, GoalSection, TargetTable
from tests.cast import PEOPLE, Cast, client_of, published, stored
from tests.dumping import dump
from tests.web.access import AREAS, ROWS
from tests.web.access.vocabulary import SIGN_IN, Row

CHANGES_NOTHING = {route for area in AREAS for route in getattr(area, "CHANGES_NOTHING", ())}
CHANGES_ONLY_FOR: dict[str, set[str]] = {route: who for area in AREAS for route, who in getattr(area, "CHANGES_ONLY_FOR", {}).items()}


@pytest.fixture
def world(cast: Cast) -> SimpleNamespace:
    """One of everything that belongs to 建设局, and a table of 水利局."""
    table, under_review, binned = (stored(published(name), cast.building, by=cast.author) for name in ("made-01", "made-02", "henan-02"))
    of_water = stored(published("made-01"), cast.water)
    TargetTable.objects.filter(pk=under_review.pk).update(state="unit_review")
    TargetTable.objects.filter(pk=binned.pk).update(deleted_at="2027-01-01T00:00:00Z")
    goals = DepartmentGoals.objects.create(department=cast.building, year=2027, title="部门整体绩效目标")
    GoalSection.objects.create(goals=goals, order=0, heading="一、总体绩效目标")
    records = {
        "table": table,
        "under_review": under_review,
        "binned": binned,
        "of_water": of_water,
        "project": table.project,
        "goals": goals,
        "attachment": _attachment(table, cast),
        "attachment_of_binned": _attachment(binned, cast),
        "building": cast.building,
        "author": cast.author,
    }
    for area in AREAS:
        if begin := getattr(area, "world", None):
            records |= begin(cast, records)
    return SimpleNamespace(cast=cast, keys={name: str(record.pk) for name, record in records.items()})


def _attachment(table: TargetTable, cast: Cast) -> Attachment:
    made = Attachment(table=table, kind="plan", name="方案.pdf", size=9, sha256="0" * 64, uploaded_by=cast.author)
    made.content.save("方案.pdf", ContentFile(b"%PDF-1.7\n"))
    return made


def address(row: Row, world: SimpleNamespace) -> str:
    kwargs = {name: world.keys.get(value, value) for name, value in row.kwargs.items()}
    return reverse(row.route, args=[world.keys[name] for name in row.args], kwargs=kwargs or None)


def sent(row: Row, world: SimpleNamespace) -> dict[str, Any]:
    def filled(value: Any) -> Any:
        if isinstance(value, list):
            return [filled(each) for each in value]
        if value == "FILE":
            return SimpleUploadedFile("测算.pdf", b"%PDF-1.7 another")
        return world.keys.get(value, value)

    point = world.keys.get("returned_point", "")
    return {name.replace("RETURNED_POINT", point): filled(value) for name, value in row.data.items()}


def posted(client: Client, row: Row, world: SimpleNamespace, at: str) -> Any:
    if row.is_json:
        return client.post(at, row.data, content_type="application/json")
    return client.post(at, sent(row, world))


def ask(client: Client, row: Row, world: SimpleNamespace) -> Any:
    """The answer, read to its end."""
    ways = {"GET": client.get, "POST": lambda at: posted(client, row, world, at)}
    response = ways.get(row.method, lambda at: client.generic(row.method, at))(address(row, world))
    if response.streaming:
        for _ in response.streaming_content:  # at its end the client closes the file
            pass
    return response


def status(client: Client, row: Row, world: SimpleNamespace) -> int | str:
    response = ask(client, row, world)
    location = urlsplit(response.headers.get("Location", ""))
    if response.status_code == 302 and location.path == reverse("sign_in") and location.query.startswith("next="):
        return SIGN_IN
    return int(response.status_code)


def browser_of(name: str, world: SimpleNamespace) -> Client:
    return Client() if name == "anonymous" else client_of(world.cast.people[name])


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens within is undone, so that everybody meets the same world. No atomic block: uploading asks for the outermost."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


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
    answers = (200, 302) if row.is_json or row.route == "reset_password" else (302,)
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
    world.cast.author.is_active = False
    world.cast.author.save()
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
