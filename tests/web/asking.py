"""The world the matrix is asked in, and how its addresses are asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from perfgoals.tables.models import Attachment, DepartmentGoals, GoalSection, TargetTable
from tests.cast import Cast, client_of, published, stored
from tests.web.access import AREAS
from tests.web.access.vocabulary import SIGN_IN, Row


def make_world(cast: Cast) -> SimpleNamespace:
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

    named = {f"{{{name}}}": key for name, key in world.keys.items()}
    return {re.sub(r"\{\w+\}", lambda found: named[found[0]], name): filled(value) for name, value in row.data.items()}


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


@contextmanager
def undone() -> Iterator[None]:
    """A transaction around those of many tests, undone behind the last."""
    atomic = transaction.atomic()
    atomic._from_testcase = True  # type: ignore[attr-defined]  # so that what asks for the outermost transaction gets it, as in any test
    with atomic:
        yield
        transaction.set_rollback(True)
