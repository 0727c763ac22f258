"""The editor of a table of 120 rows, against the least that a page for one who is signed in can cost: saving a cell, and opening it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from perfgoals.accounts.models import Department, Post, User
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Funding, FundingSides, Goals, Indicator, IndicatorSides, Snapshot
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.storing import store

ROWS, TIMES = 60, 20
"""ROWS of each side; TIMES a run: one save alone is too short to be timed."""


@login_required
def _nothing(request: Any) -> HttpResponse:
    return HttpResponse("")


urlpatterns: list[Any] = [path("", include("perfgoals.urls")), path("nothing/", _nothing)]

Work = Callable[[], object]


def works(scratch: Path) -> tuple[Work, Work, Work, Work]:
    """Saving a 指标值, saving an amount, opening the editing page, and the peer of all three: an empty answer to one who is signed in.

    Each through the same middleware and session, TIMES over.
    """
    client = _site(scratch / "editing.sqlite3")
    table = TargetTable.objects.get()
    row = str(table.indicator_rows.filter(side="annual")[ROWS // 2].key)
    return (
        _saves(client, table, {"do": "set", "row": row, "field": "value"}),
        _saves(client, table, {"do": "set", "path": "funding.annual.total"}),
        lambda: _fetch(client, f"/tables/{table.pk}/edit/", 'name="goals.annual"'),
        lambda: _fetch(client, "/nothing/", ""),
    )


def _saves(client: Client, table: TargetTable, change: dict[str, str]) -> Work:
    version = TargetTable.objects.values_list("version", flat=True)

    def work() -> None:
        with override_settings(ROOT_URLCONF=__name__):
            based_on = version.get()
            for number in range(based_on, based_on + TIMES):
                data = {"save": str(uuid4()), "version": number, "changes": [change | {"text": f"{number}"}]}
                answer = client.post(f"/tables/{table.pk}/save/", data, content_type="application/json")
                if answer.status_code != 200 or answer.json()["version"] != number + 1:
                    raise RuntimeError(f"not saved: {answer.status_code} {answer.content!r}")

    return work


def _fetch(client: Client, address: str, sign: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        for _ in range(TIMES):
            answer = client.get(address)
            if answer.status_code != 200 or sign not in answer.content.decode():
                raise RuntimeError(f"{address}: {answer.status_code}")


def _site(file: Path) -> Client:
    if connection.vendor != "sqlite":
        raise RuntimeError("the editor is timed on SQLite, whose work counts as the server's own: unset DATABASE_URL")
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    call_command("migrate", verbosity=0)
    unit = Department.objects.create(code="100", name="教育局")
    user = User.objects.create(username="author", name="张建")
    Post.objects.create(user=user, department=unit, role=Post.Role.AUTHOR)
    store(TargetTable(project=Project.objects.create(department=unit, name="维修改造")), _record(), by=user)
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    return client


def _record() -> Snapshot:
    places = [(one.name, two.name) for one in load("henan").hierarchy.level1 for two in one.level2]
    rows = tuple(Indicator(*places[number * len(places) // ROWS], f"第{number}项三级指标", value="≥95%") for number in range(ROWS))
    record = Snapshot("henan", 2027, goals=Goals("实施期目标", "目标。" * 100, "目标。" * 100), indicators=IndicatorSides(rows, rows))
    return replace(record, funding=FundingSides(Funding(), Funding()))
