"""What a unit has in a round, read in as many queries for five tables as for fifty."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from perfgoals.review.packages.gathering import gather
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from tests.cast import Cast, published, stored
from tests.review.acting import answer_all, bring, lead
from tests.review.packages.packing import YEAR, drafts, issue_controls, unit_of


def names(projects: tuple[Project, ...]) -> list[str]:
    return [project.name for project in projects]


def test_the_tables_stand_by_the_codes_of_their_projects(cast: Cast) -> None:
    made = drafts(cast)
    stored(published("hebei-01"), cast.building)  # another year
    stored(published("henan-11"), cast.water)  # another unit
    unit = unit_of(cast.building)
    assert [each.table for each in unit.tables] == made
    assert [each.amount for each in unit.tables] == [Decimal(60), Decimal("1179.21"), Decimal(10)]
    assert unit.name == "2021年度一上"


def test_what_is_in_the_bin_is_not_there(cast: Cast) -> None:
    first, *others = drafts(cast)
    TargetTable.objects.filter(pk=first.pk).update(deleted_at="2027-01-01T00:00:00Z")
    unit = unit_of(cast.building)
    assert [each.table for each in unit.tables] == others
    assert names(unit.missing) == [first.project.name]


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "is_of_the_year"),
    [
        (None, None, True),
        (date(2021, 12, 31), None, True),
        (date(2022, 1, 1), None, False),
        (None, date(2021, 1, 1), True),
        (date(2019, 1, 1), date(2020, 12, 31), False),
    ],
)
def test_a_project_is_of_the_year_by_its_dates(cast: Cast, starts_on: date | None, ends_on: date | None, is_of_the_year: bool) -> None:
    Project.objects.create(department=cast.building, name="甲", starts_on=starts_on, ends_on=ends_on)
    assert names(unit_of(cast.building).missing) == (["甲"] if is_of_the_year else [])
    assert unit_of(cast.building, "addition").missing == ()


def test_a_project_parted_among_units_is_asked_for_in_its_parts(cast: Cast) -> None:
    whole = Project.objects.create(department=cast.building, name="全")
    Project.objects.create(department=cast.building, name="分", parent=whole)
    assert names(unit_of(cast.building).missing) == ["分"]


def test_before_the_controls_are_issued_nobody_knows_them(cast: Cast) -> None:
    made = drafts(cast)
    BudgetFigures.objects.create(project=made[0].project, year=YEAR, control=50)
    unit = unit_of(cast.building, "second")
    assert (unit.to_begin, unit.left_out, unit.are_controls_issued) == ((), (), False)
    assert len(unit.missing) == 3


def test_second_round_after_the_controls(cast: Cast) -> None:
    made = drafts(cast)
    new = Project.objects.create(department=cast.building, name="新增", code="新增")
    Project.objects.create(department=cast.building, name="从未申报")
    issue_controls(cast.performance_reviewer, henan_02=50, henan_04=0)
    BudgetFigures.objects.create(project=new, year=YEAR, control=5)
    unit = unit_of(cast.building, "second")
    assert unit.to_begin == (made[0].pk,)
    assert names(unit.left_out) == [made[1].project.name, made[2].project.name]
    assert names(unit.missing) == [made[0].project.name, "新增"]


def test_a_return_is_known_with_what_was_done_since(cast: Cast) -> None:
    made = drafts(cast)
    for table in made:
        bring(cast, table, "returned")
    answer_all(cast, made[0])
    TargetTable.objects.filter(pk=made[1].pk).update(annual_goal="另一个目标")
    told = [each.returned for each in unit_of(cast.building).tables]
    assert [(each.source, each.points, each.unanswered, each.is_untouched) for each in told if each] == [
        ("section_review", 1, 0, False),
        ("section_review", 1, 1, False),
        ("section_review", 1, 1, True),
    ]


def test_what_has_gone_up_again_is_no_concern_of_the_unit(cast: Cast) -> None:
    table = drafts(cast)[0]
    bring(cast, table, "returned")
    answer_all(cast, table)
    lead(cast, table, "submit")
    assert unit_of(cast.building).tables[0].returned is None


@pytest.mark.parametrize("kind", ["first", "second"])
def test_fifty_tables_take_no_more_queries_than_five(cast: Cast, kind: str) -> None:
    def tables(count: int) -> None:
        for number in range(count):
            table = stored(published("made-02"), cast.building, code=f"{TargetTable.objects.count()}")
            TargetTable.objects.filter(pk=table.pk).update(year=YEAR, round=kind)
            bring(cast, table, "returned") if number < 2 else None

    def counted() -> Any:
        with CaptureQueriesContext(connection) as met:
            gather(cast.building, YEAR, kind)
        return len(met)

    issue_controls(cast.performance_reviewer)
    tables(5)
    few = counted()
    tables(45)
    assert counted() == few <= 18
