"""Projects and 控制数 out of a spreadsheet."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perfgoals.accounts.models import Department
from perfgoals.tables.models import BudgetFigures, Project, TargetTable
from tests.cast import Cast
from tests.exchange.register.books import imported, planned, said_errors, statuses

HEADS = ["项目代码", "项目名称", "预算单位编码", "单位名称", "是否重点", "政府采购", "不宜公开", "开始日期", "结束日期", "控制数（元）"]
CODE = "410900270001000000001"


def row(*cells: object) -> list[object]:
    return [*cells, *[None] * (len(HEADS) - len(cells))]


def control(code: str, year: int = 2027) -> Decimal | None:
    return BudgetFigures.objects.get(project__code=code, year=year).control


@pytest.fixture
def project(cast: Cast) -> Project:
    return Project.objects.create(department=cast.building, code=CODE, name="道路养护")


def test_yuan_of_the_big_system_become_wan_yuan(cast: Cast, project: Project) -> None:
    rows = [row(CODE, "道路养护", "101", "建设局", "重点项目", "否", None, "2027/1/1", "2027-12-31", 1200000.5)]
    plan = planned("projects", HEADS, *rows, money_unit="元")
    assert plan.amount == Decimal("120.00005")
    assert [(each.label, each.before, each.after) for each in plan.entries[0].changes] == [
        ("重点项目", "否", "是"),
        ("开始日期", "", "2027-01-01"),
        ("结束日期", "", "2027-12-31"),
        ("控制数", "", "120.00005 万元"),
    ]
    imported(cast.administrator, "projects", HEADS, *rows, money_unit="元")
    project.refresh_from_db()
    assert (project.is_key, project.is_procurement, str(project.ends_on)) == (True, False, "2027-12-31")
    assert control(CODE) == Decimal("120.00005")


def test_an_empty_amount_is_no_zero_and_zero_is_one(cast: Cast, project: Project) -> None:
    BudgetFigures.objects.create(project=project, year=2027, control=100, approved=90)
    assert statuses(planned("projects", HEADS, row(CODE, "道路养护"))) == ["same"]
    imported(cast.administrator, "projects", HEADS, row(CODE, *[None] * 8, 0))
    figures = BudgetFigures.objects.get()
    assert (figures.control, figures.approved) == (0, 90)


def test_another_years_figures_stay(cast: Cast, project: Project) -> None:
    BudgetFigures.objects.create(project=project, year=2026, control=7)
    imported(cast.administrator, "projects", HEADS, row(CODE, *[None] * 8, "300000"), money_unit="元")
    assert (control(CODE, 2026), control(CODE)) == (7, 30)


def test_a_code_in_small_letters_is_the_same_code_and_stays_as_it_is(cast: Cast) -> None:
    Project.objects.create(department=cast.building, code="p01a", name="绿化")
    imported(cast.administrator, "projects", HEADS, row("P01A", *[None] * 8, 300000), money_unit="元")
    assert control("p01a") == 30


def test_a_project_without_a_code_is_found_by_unit_and_name(cast: Cast) -> None:
    Project.objects.create(department=cast.building, name="绿化")
    Project.objects.create(department=cast.water, name="绿化")
    imported(cast.administrator, "projects", HEADS, row(CODE, "绿化", None, "建设局"))
    assert Project.objects.get(code=CODE).department == cast.building
    assert Project.objects.count() == 2


def test_a_new_name_goes_into_the_tables_that_are_with_their_author(cast: Cast, table: TargetTable) -> None:
    imported(cast.administrator, "projects", HEADS, row("410900001", "人口变动调查"))
    version = table.version
    table.refresh_from_db()
    assert (table.project_name, table.version) == ("人口变动调查", version + 1)
    TargetTable.objects.update(state="unit_review")
    imported(cast.administrator, "projects", HEADS, row("410900001", "又一个名称"))
    table.refresh_from_db()
    assert table.project_name == "人口变动调查"


def test_another_code_is_another_project(cast: Cast, project: Project) -> None:
    assert statuses(planned("projects", HEADS, row(CODE[:-1] + "2", "道路养护", "101"))) == ["new"]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        (row(CODE, *[None] * 8, "约50万"), "J2：控制数（元）“约50万”不是数字"),
        (row(CODE, *[None] * 8, "0.005"), "不四舍五入"),
        (row(CODE, None, "999", "建设局"), "C2：单位编码“999”没有这个单位"),
        (row(CODE, None, "201", "建设局"), "与单位编码不是一个单位：编码 201 是水利局"),
        (row("新码", "新项目"), "单位名称还没有填"),
        (row(None, "没有编码也没有单位"), "单位名称还没有填"),
        (row(CODE, *[None] * 5, None, "2027-12-31", "2027-01-01"), "结束日期早于开始日期"),
        (row(CODE, None, None, None, "也许"), "请写“是”或“否”"),
    ],
)
def test_an_error_has_its_cell(cast: Cast, project: Project, cells: list[object], sentence: str) -> None:
    errors = said_errors(planned("projects", HEADS, cells, money_unit="元"))
    assert len(errors) == 1
    assert sentence.replace("控制数（元）", "控制数") in errors[0]


def test_one_project_in_two_rows_is_refused(cast: Cast, project: Project) -> None:
    errors = said_errors(planned("projects", HEADS, row(CODE, *[None] * 8, 1), row(CODE, *[None] * 8, 2)))
    assert errors == [f"A3：项目编码“{CODE}”与第 2 行是同一个项目，一个项目写一行，金额请先合计"]


def test_two_projects_cannot_be_given_one_code(cast: Cast) -> None:
    for name in ("甲", "乙"):
        Project.objects.create(department=cast.building, name=name)
    assert len(said_errors(planned("projects", HEADS, row(CODE, "甲", "101"), row(CODE, "乙", "101")))) == 1


def test_a_name_of_several_projects_asks_for_the_code(cast: Cast) -> None:
    for _ in range(2):
        Project.objects.create(department=cast.building, name="绿化")
    assert "请写项目编码" in said_errors(planned("projects", HEADS, row(None, "绿化", "101")))[0]


def test_a_mark_that_an_amount_hangs_on_is_not_taken_off(cast: Cast, project: Project) -> None:
    Project.objects.filter(pk=project.pk).update(is_procurement=True, procurement_amount=5)
    assert "请先到项目中清空" in said_errors(planned("projects", HEADS, row(CODE, None, None, None, None, "否")))[0]


def test_a_unit_out_of_use_is_not_taken_for_its_successor(cast: Cast) -> None:
    Department.objects.filter(pk=cast.water.pk).update(valid_until="2020-01-01")
    successor = Department.objects.create(code="202", name="水利局")
    imported(cast.administrator, "projects", HEADS, row("C1", "水库", None, "水利局"))
    assert Project.objects.get(code="C1").department == successor
