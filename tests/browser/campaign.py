"""What people do in a campaign, each at the screen of an office: short acts of the year's test."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from perfgoals.accounts.models import Department
from perfgoals.tables.models import TargetTable

YEAR = 2021


def go(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_load_state()


def set_round(page: Page, kind: str, *, in_packages: bool = True) -> None:
    """绩效审核岗 opens a round that nobody has to hurry in."""
    go(page, f"/rounds/new/?year={YEAR}&kind={kind}")
    if in_packages:
        page.get_by_label("整包上报").check()
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_text("已设置")).to_be_visible()


def package(page: Page, unit: Department, kind: str = "first") -> None:
    go(page, f"/packages/{unit.pk}/{YEAR}/{kind}/")


def hand_in(page: Page, unit: Department, label: str, tables: int, kind: str = "first") -> None:
    """All tables of the unit in one act: 提交 inside it, 上报 out of it."""
    package(page, unit, kind)
    box = page.locator(".package-act").filter(has_text=label)
    expect(box.get_by_role("heading")).to_contain_text(f"{tables} 张")
    box.get_by_role("button").click()
    expect(page.get_by_text(f"{tables} 张").first).to_be_visible()


def pass_all(page: Page, tables: int) -> None:
    """Everything on the desk in one go, what is doubtful included once it was seen."""
    go(page, "/desk/")
    page.get_by_label("选中本页全部").check()
    page.get_by_role("button", name="成批审核通过").click()
    page.wait_for_load_state()
    page.get_by_label("全部选中").check()
    page.get_by_role("button", name=re.compile("确认审核通过")).click()
    expect(page.get_by_role("heading", name=f"审核通过：办成 {tables} 张", exact=True)).to_be_visible()


def open_act(page: Page, label: str) -> None:
    """The part of an act where its words are filled in."""
    page.locator("details.road-act > summary").get_by_text(label, exact=True).click()


def do(page: Page, table: TargetTable, label: str, *, grade: str = "", opinion: str = "") -> None:
    """One act on one table, from its page."""
    go(page, f"/tables/{table.pk}/")
    open_act(page, label)
    form = page.locator("details.road-act[open]")
    if grade:
        form.get_by_label(grade, exact=True).check()
    if opinion:
        form.get_by_role("textbox").last.fill(opinion)
    form.get_by_role("button", name=f"确认{label}").click()
    expect(page.get_by_text(f"已办理“{label}”")).to_be_visible()


def mark(page: Page, table: TargetTable, path: str, text: str, *, correction: str = "") -> None:
    """A cell is clicked, and what is to be changed there said, or what it is to say written."""
    go(page, f"/tables/{table.pk}/")
    page.locator(f'table.form [data-path="{path}"]').click()
    form = page.locator("form[data-marking]")
    if correction:
        form.get_by_label("财政代改").check()
        form.get_by_label("改为").fill(correction)
    form.get_by_label("意见", exact=True).fill(text)
    form.get_by_role("button", name="标出").click()
    expect(page.locator("#marked .road-points li")).not_to_have_count(0)


def controls_file(folder: Path, controls: dict[str, int]) -> Path:
    """As the 一体化 system gives them out: in 元, below a title and a line with the unit."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["预算控制数下达表"], ["单位：元"], ["项目编码", "项目名称", "控制数"]):
        sheet.append(row)
    for code, yuan in controls.items():
        sheet.append([code, TargetTable.objects.filter(project__code=code)[0].project.name, yuan])
    path = folder / "控制数.xlsx"
    book.save(path)
    return path


def import_controls(page: Page, path: Path, projects: int) -> None:
    go(page, "/register/")
    page.get_by_label("项目与控制数的文件").set_input_files(path)
    page.get_by_role("button", name="上传并核对").first.click()
    page.wait_for_load_state()
    if page.locator("#year").input_value() != str(YEAR):
        if not page.locator("#year").is_visible():
            page.locator("details.register-columns > summary").click()
        page.locator("#year").fill(str(YEAR))
        page.get_by_role("button", name="按此核对").click()
        page.wait_for_load_state()
    expect(page.get_by_role("status").first).to_contain_text(f"修改 {projects} 行")
    page.get_by_role("button", name="导入", exact=True).click()
    page.wait_for_load_state()


def decide(page: Page, button: str, tables: list[TargetTable], *, number: str = "", day: str = "") -> None:
    """批复 or 未安排预算 of these tables, looked at once more before it is done."""
    go(page, "/approvals/")
    if number:
        page.get_by_label("批复文号").fill(number)
        page.get_by_label("批复日期").fill(day)
    for table in tables:
        page.locator(f'input[name="id"][value="{table.pk}"]').check()
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    page.get_by_role("button", name=re.compile("^确认")).click()
    expect(page.get_by_role("heading", name=re.compile(f"办成 {len(tables)} 张$"))).to_be_visible()
