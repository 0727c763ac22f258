"""The list page at 10,000 tables, against the same page with fifty constant rows: what looking tables up costs beside showing them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import override_settings
from django.urls import include, path

from perfgoals.accounts.models import Department, Post, User
from perfgoals.tables.models import FundingSplit, Project, TargetTable
from perfgoals.tables.views.listing import context_of

TABLES, OTHER_UNITS, PAGES = 10_000, 59, 10
"""PAGES a run: one alone is too short to be timed."""

Context = dict[str, Any]

urlpatterns: list[Any] = [path("", include("perfgoals.urls"))]  # and the constant page: see _serve_constant_page


def pair(scratch: Path, role: str) -> tuple[Callable[[], object], Callable[[], object]]:
    """Pages for a person whose only post is this one, in the unit that has all the tables."""
    return pages(site(scratch / f"listing-{role}.sqlite3", role), "/", "tables/list.html", context_of)


def pages(user: User, address: str, template: str, context: Callable[[Any], Context]) -> tuple[Callable[[], object], Callable[[], object]]:
    """A list's page at its address, and the same template with what it showed the first time.

    Either side goes through the same middleware, session and template; the constant one asks the database for no table.
    """
    client = Client(headers={"host": "localhost"})
    client.force_login(user)
    _serve_constant_page(template, context)

    def ours() -> None:
        _fetch(client, address)

    def constant() -> None:
        _fetch(client, "/constant/")

    return ours, constant


def _fetch(client: Client, address: str) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        for _ in range(PAGES):
            page = client.get(address).content
            if (rows := page.count(b'name="id"')) != 50:
                raise RuntimeError(f"{address}: {rows} rows instead of 50")


def site(file: Path, role: str) -> User:
    """A database of its own with all the tables, and who looks at them."""
    _use_own_database(file)
    return _fill(role)


def _use_own_database(file: Path) -> None:
    if connection.vendor != "sqlite":
        raise RuntimeError("the list page is timed on SQLite, whose work counts as the server's own: unset DATABASE_URL")
    connection.close()
    connection.settings_dict["NAME"] = str(file)
    call_command("migrate", verbosity=0)


def _fill(role: str) -> User:
    section = Department.objects.create(code="00101", name="业务一股", kind="section")
    units = (Department(code=f"{number}", name=f"单位{number}", section=section) for number in range(101, 101 + OTHER_UNITS))
    Department.objects.bulk_create(units)
    unit = Department.objects.create(code="100", name="教育局", section=section)
    names = [f"第{number}小学教学楼维修改造工程项目" for number in range(TABLES)]
    projects = Project.objects.bulk_create(Project(department=unit, code=f"41090026{n:013}", name=name) for n, name in enumerate(names))
    tables = TargetTable.objects.bulk_create(
        TargetTable(
            project=project,
            year=2021 + number % 6,
            layout=("henan", "hebei", "national-2015")[number % 3],
            state=TargetTable.State.values[number % 10],
            project_name=project.name,
            project_code=project.code,
            department_name=unit.name,
        )
        for number, project in enumerate(projects)
    )
    FundingSplit.objects.bulk_create(
        FundingSplit(table=table, side=side, total=Decimal(number), total_text=f"{number}")
        for number, table in enumerate(tables)
        for side in ("period", "annual")
    )
    user = User.objects.create(username=role, name="赵阅")
    Post.objects.create(user=user, department=unit, role=role)
    return user


def _serve_constant_page(template: str, context: Callable[[Any], Context]) -> None:
    shown: Context = {}

    @login_required
    def constant(request: Any) -> HttpResponse:
        if not shown:
            shown.update(context(request))
        return render(request, template, shown)

    urlpatterns[1:] = [path("constant/", constant)]
