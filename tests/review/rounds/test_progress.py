"""Numbers and money by unit, exact; which projects a round waits for; who is reminded."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from perfgoals.accounts.models import Department, Post, User
from perfgoals.review.rounds.calendar import Calendar
from perfgoals.review.rounds.progress import Progress, RoundProgress
from perfgoals.review.rounds.task import Task
from perfgoals.review.transitions import State
from perfgoals.tables.models import Project, TargetTable
from perfgoals.tables.states import GROUPS
from tests.cast import Cast, person
from tests.review.campaign import CLOSES, DAY, extended, make_round, project, tabled


def progress(user: User, kind: str = "first", year: int = 2027, **kwargs: Any) -> RoundProgress:
    return RoundProgress(Task(user, year, Calendar()), kind, **kwargs)


def row_of(unit: Department, user: User, kind: str = "first", year: int = 2027) -> Progress:
    return next(row for row in progress(user, kind, year).rows if row.unit == unit)


def test_every_state_is_counted_once() -> None:
    counted = [state for group in GROUPS for state in group.states]
    assert sorted(counted) == sorted(State.values)


def test_a_unit_is_told_by_numbers_and_money(cast: Cast) -> None:
    for number, state in enumerate(State.values):
        tabled(project(cast.building, f"项目{number}", control="10.000001"), "0.1", state=state)
    project(cast.building, "还没有表", control="2.5", approved="1.5")
    found = make_round()
    extended(found, cast, CLOSES + DAY, cast.building)
    row = row_of(cast.building, cast.performance_reviewer)
    assert {group.label: number for group, number in row.cells} == {
        "填报中": 1,
        "待单位审核": 1,
        "已上报": 4,
        "已退回": 1,
        "审核通过": 1,
        "已批复": 1,
        "不通过或未安排": 2,
    }
    assert (row.projects, row.unbegun, row.missing, row.returned) == (12, 1, 3, 1)
    assert (row.asked, row.control, row.approved) == (Decimal("1.1"), Decimal("112.500011"), Decimal("1.5"))
    assert row.closes_at == CLOSES + DAY
    assert row_of(cast.water, cast.performance_reviewer).closes_at == CLOSES


def test_what_is_no_number_is_counted_and_not_added(cast: Cast) -> None:
    for number, asked in enumerate(("约50万", "7.000001", "", " ")):
        tabled(project(cast.building, f"项目{number}"), asked)
    tabled(project(cast.water, "打井"), "约50万")
    rows = progress(cast.administrator)
    building, water = (row_of(unit, cast.administrator) for unit in (cast.building, cast.water))
    assert (building.asked, building.no_numbers, building.control) == (Decimal("7.000001"), 1, None)
    assert (water.asked, water.no_numbers) == (None, 1)
    assert (rows.total.asked, rows.total.no_numbers, rows.total.control, rows.total.projects) == (Decimal("7.000001"), 2, None, 5)


def test_other_rounds_and_years_and_the_bin_are_not_counted(cast: Cast) -> None:
    of = project(cast.building, "修路")
    tabled(of, "1", kind="second")
    tabled(of, "1", year=2026)
    binned = tabled(of, "1")
    TargetTable.objects.filter(pk=binned.pk).update(deleted_at=timezone.now())
    row = row_of(cast.building, cast.administrator)
    assert (row.projects, row.unbegun, row.asked) == (1, 1, None)


EXPECTED: list[tuple[str, dict[str, Any], bool]] = [
    ("new, of no year", {}, True),
    ("begins then", {"starts_on": date(2027, 12, 31)}, True),
    ("begins later", {"starts_on": date(2028, 1, 1)}, False),
    ("ended", {"ends_on": date(2026, 12, 31)}, False),
    ("goes on", {"starts_on": date(2025, 1, 1), "ends_on": date(2027, 1, 1)}, True),
]


@pytest.mark.parametrize(("fields", "is_expected"), [case[1:] for case in EXPECTED], ids=[case[0] for case in EXPECTED])
def test_the_first_round_waits_for_projects_of_its_year(cast: Cast, fields: dict[str, Any], is_expected: bool) -> None:
    made = Project.objects.create(department=cast.building, name="修路", **fields)
    task = Task(cast.administrator, 2027, Calendar())
    assert (made.pk in task.expected("first")) is is_expected


@pytest.mark.parametrize(("year", "is_expected"), [(2025, False), (2026, True), (2027, True), (2028, False)])
def test_a_project_without_dates_goes_on_for_a_year(cast: Cast, year: int, is_expected: bool) -> None:
    made = project(cast.building, "年年有")
    tabled(made, "1", year=2026, state="approved")
    assert (made.pk in Task(cast.administrator, year, Calendar()).expected("first")) is is_expected


def test_a_project_parted_among_units_is_waited_for_in_its_parts(cast: Cast) -> None:
    whole = project(cast.authority, "农村改厕")
    part = Project.objects.create(department=cast.building, name="农村改厕（建设局）", parent=whole)
    assert Task(cast.administrator, 2027, Calendar()).expected("first").keys() == {part.pk}


def test_a_project_of_another_year_is_waited_for_once_it_has_figures_of_this(cast: Cast) -> None:
    old = project(cast.building, "老项目")
    tabled(old, "1", year=2021)
    assert Task(cast.administrator, 2027, Calendar()).expected("first").keys() == set()
    listed = project(cast.building, "今年的", control="1")
    assert Task(cast.administrator, 2027, Calendar()).expected("first").keys() == {listed.pk}
    assert Task(cast.administrator, 2021, Calendar()).expected("first").keys() == {old.pk}


def test_the_second_round_waits_for_whatever_got_money_once_that_is_given_out(cast: Cast) -> None:
    given, nothing, open_still, rejected = (project(cast.building, name, control=control) for name, control in GIVEN)
    for each in (given, nothing, open_still):
        tabled(each, "10")
    tabled(rejected, "10", state="rejected")
    found = make_round("second")
    assert Task(cast.administrator, 2027, Calendar()).expected("second").keys() == {given.pk, nothing.pk, open_still.pk, rejected.pk}
    found.controls_issued_at, found.controls_issued_by = CLOSES, cast.performance_reviewer
    found.save()
    assert Task(cast.administrator, 2027, Calendar()).expected("second").keys() == {given.pk}


GIVEN = (("给了", "5"), ("没给", "0"), ("未定", None), ("不通过", None))


@pytest.mark.parametrize("kind", ["adjustment", "addition"])
def test_nothing_is_waited_for_through_the_year(cast: Cast, kind: str) -> None:
    tabled(project(cast.building, "修路", control="1"), "3", kind=kind)
    project(cast.building, "架桥")
    row = row_of(cast.building, cast.administrator, kind)
    assert (row.projects, row.unbegun, row.counts["drafting"]) == (1, 0, 1)


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("performance_reviewer", ["财政局", "住建局", "建设局", "水利局"]),
        ("administrator", ["财政局", "住建局", "建设局", "水利局"]),
        ("section_reviewer", ["住建局", "建设局"]),
        ("supervisor_reviewer", ["住建局", "建设局"]),
        ("other_section_reviewer", ["水利局"]),
    ],
)
def test_everybody_has_the_rows_of_the_units_they_see(cast: Cast, who: str, units: list[str]) -> None:
    for unit in (cast.building, cast.water):
        tabled(project(unit, unit.name), "1")
    rows = progress(cast.people[who]).rows
    assert [row.unit.name for row in rows if row.unit] == units
    assert progress(cast.people[who]).total.asked == (2 if len(units) == 4 else 1)


def test_a_table_passed_on_is_no_progress_of_the_unit_it_comes_from(cast: Cast) -> None:
    tabled(project(cast.building, "修路"), "1")
    TargetTable.objects.update(section=cast.other_section)
    assert [row.unit for row in progress(cast.other_section_reviewer).rows] == [cast.water]


@pytest.mark.parametrize("who", ["supervisor_reviewer", "section_reviewer"])
def test_a_unit_and_its_authority_know_no_control_before_it_is_given_out(cast: Cast, who: str) -> None:
    tabled(project(cast.building, "修路", control="5", approved="4"), "10")
    found = make_round("second")
    row = row_of(cast.building, cast.people[who])
    assert (row.control, row.approved) == ((None, None) if who == "supervisor_reviewer" else (5, 4))
    found.controls_issued_at = CLOSES
    found.save()
    assert row_of(cast.building, cast.people[who]).control == 5
    TargetTable.objects.update(state="approved")
    assert row_of(cast.building, cast.people[who]).approved == 4


def test_a_unit_of_the_past_stays_where_it_has_tables(cast: Cast) -> None:
    Department.objects.filter(pk=cast.water.pk).update(valid_until=date(2020, 1, 1))
    assert cast.water not in [row.unit for row in progress(cast.administrator).rows]
    tabled(project(cast.water, "打井"), "1")
    assert cast.water in [row.unit for row in progress(cast.administrator).rows]


def test_those_that_miss_most_come_first_where_asked(cast: Cast) -> None:
    for unit, missing in ((cast.building, 1), (cast.water, 3)):
        for number in range(missing):
            tabled(project(unit, f"{unit}{number}"), "1")
    assert [row.missing for row in progress(cast.administrator, sort="missing").rows] == [3, 1, 0, 0]
    assert [row.missing for row in progress(cast.administrator).rows] == [0, 0, 1, 3]


def reminded(cast: Cast, kind: str = "first") -> list[tuple[str, str, str, str]]:
    rows = progress(cast.administrator, kind).reminders
    return [(each.unit.name, f"{each.person or ''}", each.person.telephone if each.person else "", each.wanting) for each in rows]


def test_the_people_to_be_called_and_what_for(cast: Cast) -> None:
    User.objects.filter(pk=cast.other_author.pk).update(telephone="0311-0000001")
    tabled(project(cast.building, "修路"), "1", state="unit_review")
    tabled(project(cast.building, "架桥"), "1", state="returned")
    project(cast.building, "种树")
    tabled(project(cast.water, "打井"), "1")
    tabled(project(cast.authority, "建房"), "1", state="section_review")
    wanting = "1 个未建表，1 张未上报，1 张退回待改"
    assert reminded(cast) == [
        ("财政局", "", "", "没有录入项目"),
        ("建设局", "张建", "0311-1234567", wanting),
        ("建设局", "李建", "0311-1234567", wanting),
        ("水利局", "郑水", "0311-0000001", "1 张未上报"),
    ]


def test_without_an_author_whoever_reviews_in_the_unit_is_called(cast: Cast) -> None:
    project(cast.building, "修路")
    Post.objects.filter(user=cast.author).delete()
    User.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    assert [person for unit, person, _, _ in reminded(cast) if unit == "建设局"] == ["王审"]
    Post.objects.filter(user=cast.unit_reviewer).delete()
    assert [person for unit, person, _, _ in reminded(cast) if unit == "建设局"] == [""]


def test_nobody_is_reminded_in_a_later_round_that_waits_for_nothing(cast: Cast) -> None:
    assert reminded(cast, "second") == []
    assert progress(cast.administrator, "second").reminded == 0


def test_the_text_for_a_chat(cast: Cast) -> None:
    make_round()
    Post.objects.filter(department=cast.water).delete()
    project(cast.building, "修路")
    tabled(project(cast.water, "打井"), "1")
    tabled(project(cast.authority, "建房"), "1", state="passed")
    tabled(project(cast.finance, "培训"), "1", state="passed")
    assert progress(cast.administrator).reminder_text == (
        "2027年度一上，下列单位请抓紧上报：\n"
        "1. 建设局（张建 0311-1234567、李建 0311-1234567）：1 个未建表，2026-10-20 18:00 截止\n"
        "2. 水利局（没有经办人）：1 张未上报，2026-10-20 18:00 截止"
    )


def test_its_queries_do_not_grow(cast: Cast, django_assert_num_queries: Any) -> None:
    make_round()
    fill(range(2), 2)

    def ask() -> None:
        found = progress(User.objects.get(pk=cast.administrator.pk))
        assert found.rows
        assert found.total
        assert found.reminders

    with django_assert_num_queries(8):  # person, calendar, posts, units, tables, figures, projects, people
        ask()
    fill(range(2, 62), 33)
    with django_assert_num_queries(8):
        ask()


def fill(units: range, projects: int) -> None:
    """A unit a number, with so many projects, a table each but for one, and an author."""
    made = Department.objects.bulk_create(Department(code=f"9{n:03}", name=f"单位{n}") for n in units)
    for unit in made:
        person(unit.code, f"经办{unit.code}", (unit, Post.Role.AUTHOR))
        project(unit, "未建表的")
    of = Project.objects.bulk_create(Project(department=unit, name=f"项目{n}") for unit in made for n in range(projects))
    TargetTable.objects.bulk_create(TargetTable(project=each, project_name=each.name, layout="hebei", year=2027) for each in of)
