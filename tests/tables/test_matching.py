"""Which unit and which project of the register an imported record belongs to."""

from __future__ import annotations

from datetime import date

import pytest

from perfgoals.accounts.models import Department
from perfgoals.official.snapshot import Department as Unit
from perfgoals.official.snapshot import Project as Printed
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.fitting import DoesNotFit
from perfgoals.tables.matching import NotInRegister, department_of, project_of
from perfgoals.tables.models import Project
from tests.cast import Cast


def of(code: str = "", name: str = "", supervisor: str = "") -> Snapshot:
    return Snapshot(department=Unit(code, name, supervisor), project=Printed(name="修路"))


def project(code: str = "", name: str = "") -> Snapshot:
    return Snapshot(project=Printed(code, name))


# Units.


def test_by_code_whatever_the_name(cast: Cast) -> None:
    assert department_of(of("101", "旧名建设局"), create=False) == cast.building


def test_else_by_name_without_the_blanks_a_narrow_cell_breaks_it_with(cast: Cast) -> None:
    assert department_of(of("", "建 设\n局"), create=False) == cast.building
    assert department_of(of("999", "建设局"), create=True) == cast.building


def test_else_it_is_refused_by_name_and_what_to_do(cast: Cast) -> None:
    before = Department.objects.count()
    with pytest.raises(NotInRegister, match=r"“777交通局”不在单位名册中.*--create"):
        department_of(of("777", "交通局"), create=False)
    assert Department.objects.count() == before


def test_or_made_with_its_supervisor_if_that_is_wished(cast: Cast) -> None:
    made = department_of(of("777", "交通 局", "住建局"), create=True)
    assert (made.code, made.name, made.supervisor) == ("777", "交通局", cast.authority)
    again = department_of(of("777", "交通局", "住建局"), create=True)
    assert again == made


def test_a_supervisor_that_is_not_there_is_made_too_unless_it_is_the_unit_itself(cast: Cast) -> None:
    made = department_of(of("", "公路站", "交通局"), create=True)
    assert made.supervisor is not None
    assert (made.supervisor.name, made.supervisor.code) == ("交通局", "")
    assert department_of(of("", "气象局", "气 象局"), create=True).supervisor is None


def test_a_unit_out_of_use_is_not_found(cast: Cast) -> None:
    Department.objects.filter(pk=cast.building.pk).update(valid_until=date(2020, 12, 31))
    with pytest.raises(NotInRegister, match="不在单位名册中"):
        department_of(of("101", "建设局"), create=False)


def test_a_name_that_several_units_have_is_not_guessed(cast: Cast) -> None:
    Department.objects.create(code="301", name="水利局")
    with pytest.raises(NotInRegister, match=r"几个单位都叫“水利局”.*单位编码"):
        department_of(of("", "水利局"), create=True)
    assert department_of(of("201", "水利局"), create=False) == cast.water


def test_a_record_without_a_unit_is_refused(cast: Cast) -> None:
    with pytest.raises(NotInRegister, match="“修路”一表没有单位名称"):
        department_of(of(), create=True)


def test_a_code_that_no_register_holds_is_refused(cast: Cast) -> None:
    with pytest.raises(DoesNotFit, match="“单位编码”有 21 个字，最多 20 个字"):
        department_of(of("1" * 21, "长码局"), create=True)
    assert not Department.objects.filter(name="长码局").exists()


# Projects.


def test_a_project_by_code_whatever_the_name(cast: Cast) -> None:
    known = Project.objects.create(department=cast.building, code="P1", name="修路")
    assert project_of(project("P1", "修路一期"), cast.building, create=False) == known


def test_a_code_of_another_unit_is_refused_and_says_whose(cast: Cast) -> None:
    Project.objects.create(department=cast.water, code="P1", name="修坝")
    with pytest.raises(NotInRegister, match="项目编码 P1 已属于“水利局”的“修坝”"):
        project_of(project("P1", "修路"), cast.building, create=True)


def test_a_project_without_a_code_takes_the_one_it_was_given_later(cast: Cast) -> None:
    known = Project.objects.create(department=cast.building, name="修路")
    assert project_of(project("13091626P00016110003L", "修路"), cast.building, create=False) == known
    known.refresh_from_db()
    assert known.code == "13091626P00016110003L"


def test_a_project_by_name_in_its_own_unit_only(cast: Cast) -> None:
    known = Project.objects.create(department=cast.building, name="修路")
    Project.objects.create(department=cast.water, name="修桥")
    assert project_of(project("", "修路"), cast.building, create=False) == known
    assert project_of(project("P9", "修路"), cast.building, create=False) == known  # its code came later
    with pytest.raises(NotInRegister, match=r"“建设局”没有项目“修桥”.*--create"):
        project_of(project("", "修桥"), cast.building, create=False)


def test_the_same_name_with_another_code_is_another_project(cast: Cast) -> None:
    known = Project.objects.create(department=cast.building, code="P1", name="修路")
    made = project_of(project("P2", "修路"), cast.building, create=True)
    assert (made.code, made.pk != known.pk) == ("P2", True)
    with pytest.raises(NotInRegister, match="没有项目"):
        project_of(project("P3", "修路"), cast.building, create=False)


def test_a_name_that_several_projects_have_is_not_guessed(cast: Cast) -> None:
    for code in ("P1", "P2"):
        Project.objects.create(department=cast.building, code=code, name="修路")
    with pytest.raises(NotInRegister, match=r"几个项目都叫“修路”.*项目编码"):
        project_of(project("", "修路"), cast.building, create=True)
    assert project_of(project("P2", "修路"), cast.building, create=False).code == "P2"


def test_a_table_without_a_project_is_refused(cast: Cast) -> None:
    with pytest.raises(NotInRegister, match="没有项目名称"):
        project_of(project(), cast.building, create=True)


def test_a_project_name_that_no_register_holds_is_refused(cast: Cast) -> None:
    with pytest.raises(DoesNotFit, match="“项目名称”有 1001 个字"):
        project_of(project("", "长" * 1001), cast.building, create=True)
    assert not Project.objects.exists()
