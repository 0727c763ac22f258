"""Published tables entered from scratch in a real browser, by keyboard and by pasting, and what comes out again."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from perfgoals.grid.model import Grid
from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Snapshot, to_json
from perfgoals.tables.models import TargetTable
from tests.browser.clipboard import paste
from tests.browser.conftest import Office
from tests.browser.editing import FAILED, opened, says
from tests.browser.sheets import saved_at_once
from tests.browser.typing import Typist, begun, mended, saved
from tests.tables.editing.clipboards import as_text, in_excel, in_word
from tests.tables.editing.test_pasted_whole import block_of

pytestmark = pytest.mark.django_db(transaction=True)

TABLES = ["made-01", "hebei-02", "henan-10"]
"""One of each layout; made-01 has different rows on its two sides."""


def started(office: Office, record: Snapshot) -> tuple[Page, TargetTable]:
    """The empty form before the clerk."""
    clerk, table = begun(record)
    return opened(office.browser_of(clerk), table), table


def exported(page: Page, table: TargetTable) -> dict[str, object]:
    """The record as the site gives it out."""
    answer = page.request.get(f"/tables/{table.pk}/draft.json")
    assert answer.ok
    found: dict[str, object] = json.loads(answer.text())
    return found


@pytest.mark.parametrize("name", ["made-01", "hebei-02"])
def test_by_keyboard(office: Office, name: str) -> None:
    record = mended(name)
    page, table = started(office, record)
    typist = Typist(page, record)
    typist.enter_fixed_part()
    for side in load(record.layout).sides:
        typist.enter_side(side)
    saved_at_once(page)
    assert exported(page, table) == to_json(record)


def test_henan_10_by_keyboard_with_the_connection_cut_in_the_middle(office: Office) -> None:
    record = mended("henan-10")
    page, table = started(office, record)
    typist = Typist(page, record)
    typist.enter_fixed_part()
    saved(page)
    typist.enter_side("period")
    page.context.set_offline(True)
    typist.enter_side("annual")
    says(page, FAILED)
    page.context.set_offline(False)
    saved(page)
    assert exported(page, table) == to_json(record)


def test_a_project_of_one_year_takes_one_side(office: Office) -> None:
    record = mended("henan-07")
    assert record.indicators.period == record.indicators.annual
    page, table = started(office, record)
    page.get_by_label("一年期项目同年度").check()
    typist = Typist(page, record)
    typist.enter_fixed_part(["annual"])
    typist.enter_side("annual")
    saved_at_once(page)
    assert exported(page, table) == to_json(record)
    first = page.get_by_label("实施期第1行 三级指标")
    expect(first).to_have_value(record.indicators.annual[0].level3)
    page.get_by_label("一年期项目同年度").uncheck()
    page.get_by_label("年度第1行 三级指标").fill("只有年度改了")
    saved_at_once(page)
    expect(first).to_have_value(record.indicators.annual[0].level3)


def as_copied_text(block: Grid) -> str:
    """What stands on the clipboard as plain text: merged cells say their text once."""
    starts = {(cell.row, cell.column): cell.text for cell in block.cells}
    rows = [[starts.get((row, column), "") for column in range(block.columns)] for row in range(block.rows)]
    return as_text(rows, lambda text: "\n" in text or '"' in text)


PROGRAMS: dict[str, Callable[[Grid], tuple[str, str]]] = {
    "excel": lambda block: (as_copied_text(block), in_excel(block)),
    "word": lambda block: (as_copied_text(block), in_word(block)),
    "text": lambda block: (as_copied_text(block), ""),
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize("program", PROGRAMS)
def test_by_pasting(office: Office, name: str, program: str) -> None:
    record = mended(name)
    form = load(record.layout)
    page, table = started(office, record)
    Typist(page, record).enter_fixed_part()
    page.locator(f'[name="indicators.{form.sides[0]}[0].level3"]').focus()
    paste(page, *PROGRAMS[program](block_of(record, form, head=True, label=True)))
    if any(not (row.level3 and row.value) for row in record.indicators.annual):  # that is to be looked at first
        expect(page.locator("#paste-preview li").first).to_have_text("第 13 行：没有三级指标名称")
        expect(page.get_by_role("button", name="照此粘贴")).to_be_focused()
        page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("已粘贴")
    expect(page.locator("#paste-preview")).to_be_hidden()
    page.get_by_role("button", name="删去空行").click()
    saved_at_once(page)
    assert exported(page, table) == to_json(record)


def test_what_is_not_wanted_is_not_pasted(office: Office) -> None:
    record = mended("henan-10")
    page, table = started(office, record)
    before = exported(page, table)
    page.locator('[name="indicators.period[0].level3"]').focus()
    paste(page, *PROGRAMS["excel"](block_of(record, load(record.layout), head=True, label=True)))
    page.get_by_role("button", name="不粘贴").click()
    expect(page.locator('[name="indicators.period[0].level3"]')).to_be_focused()
    saved_at_once(page)
    assert exported(page, table) == before


def test_a_pasted_block_is_undone_in_one(office: Office) -> None:
    record = mended("made-01")
    page, table = started(office, record)
    before = exported(page, table)
    page.locator('[name="indicators.period[0].level3"]').focus()
    paste(page, *PROGRAMS["excel"](block_of(record, load(record.layout), head=True, label=True)))
    expect(page.locator("#toast")).to_contain_text("新加")
    saved_at_once(page)
    assert exported(page, table) != before
    page.locator("#toast").get_by_role("button", name="撤销").click()
    saved_at_once(page)
    assert exported(page, table) == before


def test_one_cell_goes_into_the_text_one_is_writing(office: Office) -> None:
    """Without the line break that Excel puts behind it; its HTML goes nowhere."""
    page, table = started(office, mended("made-01"))
    page.locator('[name="goals.annual"]').focus()
    page.keyboard.insert_text("甲丙")
    page.keyboard.press("ArrowLeft")
    paste(page, "乙\r\n", "<table><tr><td><b>乙</b></td></tr></table>")
    expect(page.locator('[name="goals.annual"]')).to_have_value("甲乙丙")
    page.keyboard.press("Control+z")
    expect(page.locator('[name="goals.annual"]')).to_have_value("甲丙")
    page.keyboard.press("Control+a")
    paste(page, '"第一段\n说“好”"\r\n', "<table><tr><td>第一段<br>说“好”</td></tr></table>")
    saved_at_once(page)
    assert exported(page, table)["goals"]["annual"] == "第一段\n说“好”"  # type: ignore[index]
