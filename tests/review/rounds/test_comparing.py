"""一上 and 二上 side by side, exact, and no figure where there is none."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from perfgoals.accounts.models import User
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.rounds.comparing import compared, totals_of
from perfgoals.review.rounds.task import Task
from tests.cast import Cast
from tests.review.campaign import CLOSES, make_round, project, tabled


def rows(user: User, **kwargs: Any) -> list[Any]:
    return compared(Task(user, 2027, Calendar(), **kwargs))


@pytest.fixture
def _four(cast: Cast) -> None:
    road = project(cast.building, "修路", control="50.5", approved="50")
    tabled(road, "60.1", state="passed")
    tabled(road, "50.500001", kind="second")
    bridge = project(cast.building, "架桥", control="0")
    tabled(bridge, "约50万", state="rejected")
    well = project(cast.water, "打井", control="7")
    tabled(well, "7.000001")
    tabled(well, "7", kind="second", state="approved")
    project(cast.water, "清淤", control="3")
    tabled(project(cast.water, "追加的"), "9", kind="addition")
    project(cast.water, "没有表的")


@pytest.mark.usefixtures("_four")
def test_each_project_has_its_row(cast: Cast) -> None:
    told = [
        (
            row.unit.name,
            row.project.name,
            row.first and row.first.asked,
            row.figures.control,
            row.second and row.second.asked,
            row.difference,
            row.figures.approved,
            row.is_above,
        )
        for row in rows(cast.performance_reviewer)
    ]
    assert told == [
        ("建设局", "修路", Decimal("60.1"), Decimal("50.5"), Decimal("50.500001"), Decimal("-9.599999"), 50, True),
        ("建设局", "架桥", None, 0, None, None, None, False),
        ("水利局", "打井", Decimal("7.000001"), 7, 7, Decimal("-0.000001"), None, False),
        ("水利局", "清淤", None, 3, None, None, None, False),
    ]


@pytest.mark.usefixtures("_four")
def test_the_sums_are_of_numbers(cast: Cast) -> None:
    totals = totals_of(rows(cast.performance_reviewer))
    assert (totals.projects, totals.first, totals.control) == (4, Decimal("67.100001"), Decimal("60.5"))
    assert (totals.second, totals.difference, totals.approved) == (Decimal("57.500001"), Decimal("-9.600000"), 50)
    nothing = totals_of([])
    assert (nothing.projects, nothing.first, nothing.difference) == (0, None, None)


@pytest.mark.usefixtures("_four")
def test_one_unit_alone(cast: Cast) -> None:
    assert [row.project.name for row in rows(cast.administrator, unit=cast.water.pk)] == ["打井", "清淤"]
    assert rows(cast.author, unit=cast.water.pk) == []


@pytest.mark.usefixtures("_four")
def test_a_unit_learns_its_control_when_it_is_given_out(cast: Cast) -> None:
    found = make_round("second")
    assert [(row.project.name, row.figures.control, row.figures.approved) for row in rows(cast.author)] == [
        ("修路", None, None),
        ("架桥", None, None),
    ]
    found.controls_issued_at = CLOSES
    found.save()
    assert [(row.project.name, row.figures.control, row.figures.approved) for row in rows(cast.author)] == [
        ("修路", Decimal("50.5"), None),
        ("架桥", 0, None),
    ]


@pytest.mark.usefixtures("_four")
def test_nobody_compares_what_they_may_not_see(cast: Cast) -> None:
    assert rows(cast.nobody) == []
    assert {row.unit for row in rows(cast.other_section_reviewer)} == {cast.water}


def test_its_queries_do_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    def ask() -> None:
        totals_of(rows(User.objects.get(pk=cast.administrator.pk)))

    for number in range(3):
        tabled(project(cast.building, f"甲{number}", control="1"), "1")
    with django_assert_num_queries(7):  # person, calendar, posts, units, tables, figures, projects
        ask()
    for number in range(60):
        tabled(project(cast.water, f"乙{number}", control="1"), "1", kind="second")
    with django_assert_num_queries(7):
        ask()
