"""What is given out and put in again changes nothing; what is written into a register comes back as it was."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfgoals.accounts.models import Department, Post, User
from perfgoals.exchange.register.confirming import plan_register
from perfgoals.exchange.register.fields import KINDS
from perfgoals.exchange.register.giving import register_file
from perfgoals.exchange.register.reading import register_in
from perfgoals.tables.models import BudgetFigures, Project
from tests.cast import Cast
from tests.exchange.register.books import YEAR, options_of, put_in

NAMES = st.text(st.characters(categories=("L", "N"), max_codepoint=0xFFFF), min_size=1, max_size=12).map(lambda text: f"局{text}")
AMOUNTS = st.none() | st.decimals(0, 999_999, places=6)
DAYS = st.none() | st.dates(date(2000, 1, 1), date(2099, 1, 1))


def given_and_put_in(kind: str) -> dict[str, int]:
    register = register_in(register_file(KINDS[kind], YEAR), KINDS[kind])
    return plan_register(register, KINDS[kind], options_of(kind, register)).counts


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_given_out_and_put_in_again_changes_nothing(cast: Cast, kind: str) -> None:
    Department.objects.create(
        code="101", name="原建设局", valid_from=date(2000, 1, 1), valid_until=date(2019, 12, 31), merged_into=cast.building
    )
    project = Project.objects.create(department=cast.building, code="001", name="<b>道路</b>", starts_on=date(2027, 1, 1), is_key=True)
    BudgetFigures.objects.create(project=project, year=YEAR, control=Decimal("120.00005"))
    Project.objects.create(department=cast.water, name="没有编码")
    counts = given_and_put_in(kind)
    assert (counts["new"], counts["changed"], counts["error"]) == (0, 0, 0)
    assert counts["same"] >= 2


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=15)
@given(
    units=st.lists(st.tuples(NAMES, DAYS), unique_by=lambda each: each[0], max_size=6),
    projects=st.lists(st.tuples(NAMES, AMOUNTS, st.booleans(), DAYS), min_size=1, max_size=6),
)
def test_any_register_comes_back(
    cast: Cast, units: list[tuple[str, date | None]], projects: list[tuple[str, Decimal | None, bool, date | None]]
) -> None:
    """Given out, wiped away, put in: the same register."""
    point = transaction.savepoint()
    made = [
        Department.objects.create(code=f"9{n:05}", name=name, valid_from=day, parent=cast.finance) for n, (name, day) in enumerate(units)
    ]
    for number, (name, amount, mark, day) in enumerate(projects):
        unit = made[number % len(made)] if made else cast.building
        project = Project.objects.create(department=unit, code=f"P{number}", name=name, is_withheld=mark, ends_on=day)
        BudgetFigures.objects.create(project=project, year=YEAR, control=amount)
    before = [list(_rows(kind)) for kind in KINDS]
    files = {kind: register_file(KINDS[kind], YEAR) for kind in ("units", "projects")}
    BudgetFigures.objects.all().delete()
    Project.objects.all().delete()
    Department.objects.filter(code__startswith="9").delete()
    for kind, file in files.items():
        register = register_in(file, KINDS[kind])
        if plan_register(register, KINDS[kind], options_of(kind, register)).counts["new"]:
            put_in(cast.administrator, kind, register)
    assert [list(_rows(kind)) for kind in KINDS] == before
    transaction.savepoint_rollback(point)


def _rows(kind: str) -> list[tuple[object, ...]]:
    match kind:
        case "units":
            return [*Department.objects.order_by("code").values_list("code", "name", "parent__code", "section__code", "valid_from")]
        case "people":
            return [*Post.objects.order_by("pk").values_list("user__username", "department__code", "role")]
    figures = {each.project.code: each.control for each in BudgetFigures.objects.select_related("project")}
    rows = Project.objects.order_by("code").values_list("code", "name", "department__code", "is_withheld", "ends_on")
    return [(*row, figures.get(row[0])) for row in rows]


def test_people_come_back_with_their_posts(cast: Cast) -> None:
    file = register_file(KINDS["people"], YEAR)
    held = _rows("people")
    Post.objects.exclude(user=cast.administrator).delete()
    User.objects.exclude(pk=cast.administrator.pk).delete()
    register = register_in(file, KINDS["people"])
    done = put_in(cast.administrator, "people", register)
    assert sorted(_rows("people")) == sorted(held)
    assert len(done.accounts) == 11
