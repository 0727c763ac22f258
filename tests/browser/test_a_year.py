"""A whole year, played by nine people in three units on published tables: 一上 to 归档."""

from __future__ import annotations

import zipfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from perfgoals.accounts.models import Post, User
from perfgoals.review.models import LogEntry, Package
from perfgoals.tables.models import BudgetFigures, TargetTable
from tests.browser import campaign as at
from tests.browser.conftest import Office
from tests.browser.editing import arrive, says, write
from tests.cast import Cast, person, published, stored

FIRST, SECOND = "first", "second"
BUILDING, WATER, AUTHORITY = ("henan-02", "henan-04", "henan-10"), ("henan-02", "henan-04"), ("henan-10",)


class Staff(NamedTuple):
    """Nine people, each before a browser of their own."""

    author: Page  # 建设局
    unit_reviewer: Page
    supervisor_reviewer: Page  # 住建局
    authority_author: Page
    section_reviewer: Page  # 业务一股
    other_section_reviewer: Page  # 业务二股
    other_author: Page  # 水利局
    performance_reviewer: Page  # 财政局
    administrator: Page


@pytest.fixture
def tables(cast: Cast) -> dict[str, TargetTable]:
    """Six drafts of 一上, by unit and name."""
    writer = person("authority_author", "何建", (cast.authority, Post.Role.AUTHOR))
    cast.people["authority_author"] = writer
    units = ((cast.building, cast.author, BUILDING), (cast.water, cast.other_author, WATER), (cast.authority, writer, AUTHORITY))
    return {
        f"{unit.name} {name}": stored(published(name), unit, by=by, code=f"{unit.code}{name}".replace("-", "").upper())
        for unit, by, names in units
        for name in names
    }


@pytest.fixture
def staff(office: Office, cast: Cast, tables: dict[str, TargetTable]) -> Staff:
    def page_of(user: User) -> Page:
        return office.browser_of(user).new_page()

    return Staff(*(page_of(cast.people[name]) for name in Staff._fields))


def state(table: TargetTable) -> str:
    return TargetTable.objects.get(pk=table.pk).state


def states(kind: str) -> Counter[str]:
    return Counter(TargetTable.objects.filter(round=kind).values_list("state", flat=True))


def test_a_year_from_the_first_report_to_the_archive(staff: Staff, cast: Cast, tables: dict[str, TargetTable], tmp_path: Path) -> None:
    disputed, corrected, fair = (tables[f"建设局 {name}"] for name in BUILDING)
    poor, kept = (tables[f"水利局 {name}"] for name in WATER)

    # 一上: the unit submits, its reviewer returns three cells, one is argued, the package goes up
    at.set_round(staff.performance_reviewer, FIRST)
    at.hand_in(staff.author, cast.building, "提交", 3)
    for path, text in (("goals.annual", "请量化"), ("goals.period", "请写明实施期"), ("funding.annual.total", "请核对金额")):
        at.mark(staff.unit_reviewer, disputed, path, text)
    at.do(staff.unit_reviewer, disputed, "退回")
    answer_three(staff.author, disputed)
    at.hand_in(staff.author, cast.building, "提交", 1)
    at.hand_in(staff.unit_reviewer, cast.building, "上报", 3)
    at.pass_all(staff.supervisor_reviewer, 3)
    at.hand_in(staff.other_author, cast.water, "上报", 2)
    at.hand_in(staff.authority_author, cast.authority, "上报", 1)
    assert Package.objects.count() == 3
    assert states(FIRST) == {"section_review": 6}

    # 良 with what finance corrected and the unit confirms, 中 back and better, 差 refused, 优 for the rest at once
    at.mark(staff.section_reviewer, corrected, "goals.annual", "更明确", correction="完成全部建设任务并通过验收")
    at.do(staff.section_reviewer, corrected, "审核通过", grade="良")
    at.go(staff.author, f"/tables/{corrected.pk}/")
    staff.author.get_by_role("button", name="单位确认").click()
    expect(staff.author.get_by_text("已办理“单位确认”")).to_be_visible()
    at.do(staff.section_reviewer, fair, "退回", opinion="请补充效益指标的依据")
    arrive(staff.author, fair)
    write(staff.author, "goals.annual", "按时完成全部调查，数据合格率达到98%")
    says(staff.author, "已保存")
    at.go(staff.author, f"/tables/{fair.pk}/")
    staff.author.get_by_role("button", name="上报", exact=True).click()
    expect(staff.author.get_by_text("已办理“上报”")).to_be_visible()
    at.do(staff.other_section_reviewer, poor, "审核不通过", opinion="立项依据不足")
    at.pass_all(staff.section_reviewer, 3)
    at.pass_all(staff.other_section_reviewer, 1)
    at.pass_all(staff.performance_reviewer, 5)
    assert states(FIRST) == {"passed": 5, "rejected": 1}
    assert {"优", "良", "中", "差"} == set(LogEntry.objects.exclude(grade="").values_list("grade", flat=True))
    assert TargetTable.objects.get(pk=corrected.pk).annual_goal == "完成全部建设任务并通过验收"

    # 一下: the 控制数 come from a spreadsheet in 元; one project gets nothing
    at.set_round(staff.performance_reviewer, SECOND)
    codes = {table.project.code: 0 if table == kept else 200_000 for table in tables.values() if table != poor}
    at.import_controls(staff.performance_reviewer, at.controls_file(tmp_path, codes), len(codes))
    assert sorted(BudgetFigures.objects.values_list("control", flat=True)) == [0, 20, 20, 20, 20]
    at.decide(staff.performance_reviewer, "所选未安排预算", [kept])
    at.go(staff.performance_reviewer, "/rounds/")
    staff.performance_reviewer.get_by_role("link", name="下达控制数").click()
    staff.performance_reviewer.get_by_role("button", name="下达控制数").click()
    expect(staff.performance_reviewer.get_by_text("控制数已于").first).to_be_visible()

    # 二上: begun from 一上, within the 控制数
    for page, unit, count in ((staff.author, cast.building, 3), (staff.authority_author, cast.authority, 1)):
        at.package(page, unit, SECOND)
        page.get_by_role("button", name="由一上开始二上").click()
        page.wait_for_load_state()
        assert TargetTable.objects.filter(round=SECOND, project__department=unit).count() == count
    for table in TargetTable.objects.filter(round=SECOND):
        page = staff.author if table.project.department == cast.building else staff.authority_author
        arrive(page, table)
        for side in ("period", "annual"):
            write(page, f"funding.{side}.total", "10")
            write(page, f"funding.{side}.fiscal", "10")
            write(page, f"funding.{side}.other", "")
        says(page, "已保存")
    at.hand_in(staff.author, cast.building, "提交", 3, SECOND)
    at.hand_in(staff.unit_reviewer, cast.building, "上报", 3, SECOND)
    at.pass_all(staff.supervisor_reviewer, 3)
    at.hand_in(staff.authority_author, cast.authority, "上报", 1, SECOND)
    at.pass_all(staff.section_reviewer, 4)
    at.pass_all(staff.performance_reviewer, 4)

    # 批复, and an 调整 beside what is valid
    assert states(SECOND) == {"passed": 4}
    seconds = list(TargetTable.objects.filter(round=SECOND))
    at.decide(staff.performance_reviewer, "批复所选", seconds, number="财预〔2021〕15号", day="2021-03-01")
    approved = TargetTable.objects.filter(round=SECOND, project__department=cast.building).order_by("pk")[0]
    at.do(staff.author, approved, "申请调整", opinion="建设内容变化")
    adjusted = TargetTable.objects.get(adjusts=approved)
    arrive(staff.author, adjusted)
    write(staff.author, "goals.annual", "调整后的目标：完成全部任务")
    says(staff.author, "已保存")
    at.go(staff.author, f"/tables/{adjusted.pk}/")
    staff.author.get_by_role("button", name="提交", exact=True).click()
    expect(staff.author.get_by_text("已办理“提交”")).to_be_visible()
    for page in (staff.unit_reviewer, staff.supervisor_reviewer, staff.section_reviewer, staff.performance_reviewer):
        at.pass_all(page, 1)
    at.decide(staff.performance_reviewer, "批复所选", [adjusted], number="财预〔2021〕33号", day="2021-09-01")
    assert (state(adjusted), TargetTable.objects.get(pk=approved.pk).is_superseded) == ("approved", True)

    # 归档, and a log that nobody has touched
    archived(staff.administrator, tmp_path)
    call_command("verify_log")


def answer_three(page: Page, table: TargetTable) -> None:
    """Two cells are changed, the third is argued."""
    arrive(page, table)
    write(page, "goals.annual", "年内完成全部任务，合格率达到98%")
    write(page, "goals.period", "三年内完成全部任务，合格率达到98%")
    says(page, "已保存")
    at.go(page, f"/tables/{table.pk}/")
    points = page.locator("#points .road-points li")
    expect(points).to_have_count(3)
    for number, answer in enumerate(("已修改", "已修改", "不修改")):
        points.nth(number).get_by_label(answer).check()
    points.nth(2).get_by_role("textbox").fill("金额与预算批复一致")
    page.get_by_role("button", name="保存答复").click()
    expect(page.get_by_text("答复已保存")).to_be_visible()


def archived(page: Page, folder: Path) -> None:
    at.go(page, "/archive/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载").first.click()
    path = folder / "归档.zip"
    download.value.save_as(path)
    call_command("archive_year", "--verify", str(path))
    with zipfile.ZipFile(path) as archive:
        assert sum(name.endswith(".pdf") for name in archive.namelist()) >= TargetTable.objects.count()
