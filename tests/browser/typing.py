"""A clerk who knows Excel: fills in a form by keyboard alone, from what a published table says."""

from __future__ import annotations

import json
from collections.abc import Sequence

from playwright.sync_api import Locator, Page, expect

from perfgoals.accounts.models import Department, Post, User
from perfgoals.official.layout_file import load
from perfgoals.official.mending import mend
from perfgoals.official.money import plain
from perfgoals.official.snapshot import SIDES, Funding, Indicator, Side, Snapshot
from perfgoals.tables.carrying import create_table
from perfgoals.tables.editing.cells import open_fields
from perfgoals.tables.models import Project, TargetTable
from tests.cast import PUBLISHED, person

SIDE_NAMES = {"period": "实施期", "annual": "年度"}
FIELD_NAMES = {"level3": "三级指标", "value": "指标值", "description": "绩效指标描述", "basis": "指标值确定依据"}


def mended(name: str) -> Snapshot:
    """A published table with what was broken in it put right: 一级指标 that are blank or say a 二级指标 cannot be entered here."""
    snapshot, _ = mend(json.loads((PUBLISHED / f"{name}.json").read_text(encoding="utf-8")))
    return snapshot


def begun(snapshot: Snapshot) -> tuple[User, TargetTable]:
    """Unit, clerk and project as the published table names them, and the empty table."""
    supervisor, name = snapshot.department.supervisor, snapshot.department.name
    above = Department.objects.create(name=supervisor) if supervisor and supervisor != name else None
    unit = Department.objects.create(code=snapshot.department.code, name=name, supervisor=above)
    clerk = person("clerk", "经办人", (unit, Post.Role.AUTHOR))
    project = Project.objects.create(department=unit, code=snapshot.project.code, name=snapshot.project.name)
    return clerk, create_table(project, layout=snapshot.layout, year=snapshot.year, round="first", by=clerk)


class Typist:
    """Types a record into the open editing page."""

    def __init__(self, page: Page, record: Snapshot) -> None:
        self.page, self.record, self.form = page, record, load(record.layout)

    def cell(self, label: str) -> Locator:
        return self.page.get_by_label(label, exact=True)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def write(self, text: str) -> None:
        """Into the chosen cell, in place of what it says; a paragraph break is Alt+Enter, as in Excel."""
        for number, paragraph in enumerate(text.split("\n")):
            if number:
                self.press("Alt+Enter")
            self.page.keyboard.insert_text(paragraph)

    def fill(self, path: str, text: str) -> None:
        self.page.locator(f'[name="{path}"]').focus()
        self.press("ControlOrMeta+a")
        if text:
            self.write(text)
        else:
            self.press("Delete")

    def enter_fixed_part(self, sides: Sequence[Side] = SIDES) -> None:
        record = self.record
        if "department.supervisor" in self.form.bound:
            self.fill("department.supervisor", record.department.supervisor)
        for name in ("attribute", "period"):
            if f"project.{name}" in self.form.bound:
                self.fill(f"project.{name}", getattr(record.project, name))
        for side in sides:
            self.enter_amounts(side)
        if "purpose" in self.form.bound:
            self.fill("purpose", record.purpose)
        for index, stage in enumerate(record.disbursement):
            self.fill(f"disbursement[{index}].value", stage.value)
        if "goals.period_label" in self.form.bound:
            self.fill("goals.period_label", record.goals.period_label)
        for side in sides:
            if f"goals.{side}" in self.form.bound:
                self.fill(f"goals.{side}", getattr(record.goals, side))
        if record.number:
            self.fill("number", record.number)

    def enter_amounts(self, side: Side) -> None:
        funding: Funding | None = getattr(self.record.funding, side)
        for name in ("total", "fiscal", "other") if funding else ():
            amount = getattr(funding, name)
            self.fill(f"funding.{side}.{name}", amount if isinstance(amount, str) else plain(amount))

    def enter_side(self, side: Side) -> None:
        """From the first row on by keyboard: Tab to the right, Ctrl+Enter for another row, Ctrl+Delete for one not needed."""
        framework = [two.name for one in self.form.hierarchy.level1 for two in one.level2 if not two.local]
        rows: Sequence[Indicator] = getattr(self.record.indicators, side)
        self.cell(f"{SIDE_NAMES[side]}第1行 三级指标").click()
        fields = open_fields(self.form, side)
        for place, level2 in enumerate(framework):
            own = [row for row in rows if self.form.hierarchy.place_of(row.level2) == place]
            if not own:
                self.press("ControlOrMeta+Delete")
                continue
            for number, row in enumerate(own):
                if number:
                    self.press("ControlOrMeta+Enter")
                self.enter_row(row, fields)
            if level2 != framework[-1]:
                self.press("ArrowDown", *["Shift+Tab"] * (len(fields) - 1))

    def enter_row(self, row: Indicator, fields: Sequence[str]) -> None:
        for number, field in enumerate(fields):
            if number:
                self.press("Tab")
            self.press("ControlOrMeta+a")
            self.write(getattr(row, field))


def saved(page: Page) -> None:
    """Waits until the page says so."""
    expect(page.locator("#save-state")).to_contain_text("已保存", timeout=20_000)
