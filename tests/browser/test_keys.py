"""The keyboard, as people know it from Excel: from cell to cell, into a text and out of it again, and back to what it was."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, Page, expect

from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import cell, keys, opened, text_in, version
from tests.browser.sheets import saved_at_once
from tests.cast import Cast

GOAL = "goals.annual"


@pytest.fixture
def page(office: Office, cast: Cast, table: TargetTable) -> Page:
    """henan-10 before its author."""
    return opened(office.browser_of(cast.author), table)


def at(page: Page) -> str:
    """The name of the cell one is in."""
    name: str = page.evaluate("document.activeElement.name ?? document.activeElement.tagName")
    return name


def press(page: Page, *names: str) -> list[str]:
    """Where each key leads."""
    found = []
    for name in names:
        page.keyboard.press(name)
        found.append(at(page))
    return found


def chosen(page: Page) -> str:
    text: str = page.locator(":focus").evaluate("(input) => input.value.slice(input.selectionStart, input.selectionEnd)")
    return text


def go(page: Page, name: str) -> None:
    cell(page, name).focus()
    page.keyboard.press("F2")


def row(side: str, index: int, field: str) -> str:
    return f"indicators.{side}[{index}].{field}"


def test_tab_goes_through_a_line_and_on_to_the_next(page: Page) -> None:
    cell(page, row("period", 0, "level3")).focus()
    line = [row("period", 0, "value"), row("annual", 0, "level3"), row("annual", 0, "value")]
    assert press(page, *["Tab"] * 5) == [*line, row("period", 1, "level3"), row("period", 1, "value")]
    assert chosen(page) == cell(page, row("period", 1, "value")).input_value() != ""
    assert press(page, *["Shift+Tab"] * 5) == [row("period", 1, "level3"), *reversed(line), row("period", 0, "level3")]


def test_tab_comes_to_every_cell_and_to_nothing_else_of_the_form(page: Page) -> None:
    names = page.locator("table.editor-form .cell > [name]").evaluate_all("(all) => all.map((input) => input.name)")
    cell(page, names[0]).focus()
    assert press(page, *["Tab"] * (len(names) - 1)) == names[1:]


def test_a_quick_hand_writes_before_it_lets_go_of_tab(page: Page) -> None:
    cell(page, row("annual", 0, "level3")).focus()
    page.keyboard.down("Tab")
    page.keyboard.press("3")
    page.keyboard.up("Tab")
    page.keyboard.press("5")
    expect(cell(page, row("annual", 0, "value"))).to_have_value("35")


def test_arrows_go_from_cell_to_cell_while_nothing_is_written(page: Page) -> None:
    cell(page, row("annual", 1, "level3")).focus()
    page.keyboard.press("Control+a")
    led = press(page, "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowLeft", "ArrowLeft")
    side = [("annual", 1, "value"), ("annual", 2, "value"), ("annual", 2, "level3"), ("annual", 1, "level3"), ("period", 1, "value")]
    assert led == [row(*each) for each in [*side, ("period", 1, "level3")]]
    assert chosen(page) == cell(page, row("period", 1, "level3")).input_value()


def test_arrows_stay_in_a_text_until_its_edge(page: Page) -> None:
    go(page, row("annual", 1, "value"))  # ≥3次, with the caret behind it
    assert press(page, *["ArrowLeft"] * 3) == [row("annual", 1, "value")] * 3
    assert press(page, "ArrowLeft") == [row("annual", 1, "level3")]
    go(page, row("period", 1, "value"))
    assert press(page, "ArrowRight") == [row("annual", 1, "level3")]


def test_up_and_down_move_inside_a_wrapped_text_first(page: Page) -> None:
    go(page, GOAL)
    lines = cell(page, GOAL).evaluate("(input) => Math.round((input.clientHeight - 2) / parseFloat(getComputedStyle(input).lineHeight))")
    assert lines > 4
    up = press(page, *["ArrowUp"] * lines)
    assert up == [GOAL] * (lines - 1) + ["funding.annual.other"]
    cell(page, GOAL).focus()
    page.keyboard.press("Control+Home")
    down = press(page, *["ArrowDown"] * lines)
    assert down[:-1] == [GOAL] * (lines - 1)
    assert down[-1] == row("annual", 0, "level3")


def test_enter_goes_down_and_shift_enter_up(page: Page) -> None:
    cell(page, row("annual", 0, "value")).focus()
    assert press(page, "Enter", "Enter", "Shift+Enter") == [row("annual", 1, "value"), row("annual", 2, "value"), row("annual", 1, "value")]
    assert press(page, "Alt+Enter") == [row("annual", 1, "value")]
    assert "\n" not in cell(page, row("annual", 1, "value")).input_value()


@pytest.mark.parametrize("key", ["Alt+Enter", "Shift+Enter"])
def test_a_goal_has_paragraphs(page: Page, table: TargetTable, key: str) -> None:
    cell(page, GOAL).focus()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("第一段")
    page.keyboard.press(key)
    page.keyboard.insert_text("第二段")
    saved_at_once(page)
    assert text_in(table, GOAL) == "第一段\n第二段"


def test_escape_gives_back_what_the_cell_said(page: Page, table: TargetTable) -> None:
    name = row("annual", 1, "value")
    cell(page, name).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("≥9")
    page.keyboard.press("Escape")
    expect(cell(page, name)).to_have_value("≥3次")
    assert chosen(page) == "≥3次"
    saved_at_once(page)
    assert text_in(table, (keys(table)[1], "value")) == "≥3次"
    assert press(page, "ArrowRight", "ArrowLeft") == [name, row("annual", 1, "level3")]  # the end of the line, and back


def test_f2_goes_behind_the_text(page: Page) -> None:
    go(page, row("annual", 1, "value"))
    page.keyboard.type("/年")
    expect(cell(page, row("annual", 1, "value"))).to_have_value("≥3次/年")


def test_undo_in_a_text_then_beyond_it(page: Page, table: TargetTable) -> None:
    first, second = row("annual", 0, "level3"), row("annual", 1, "value")
    before = cell(page, first).input_value()
    cell(page, first).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("甲乙")
    press(page, "Tab")
    go(page, second)
    page.keyboard.type("a")
    page.keyboard.press("Control+z")  # the browser's own, inside the text
    expect(cell(page, second)).to_have_value("≥3次")
    page.keyboard.press("Control+y")
    expect(cell(page, second)).to_have_value("≥3次a")
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")  # nothing is left to undo in this text: the cell before
    expect(cell(page, first)).to_have_value(before)
    assert at(page) == first
    page.keyboard.press("Control+Shift+Z")
    expect(cell(page, first)).to_have_value("甲乙")
    saved_at_once(page)
    assert text_in(table, (keys(table)[0], "level3")) == "甲乙"


def test_undo_after_leaving_takes_back_all_that_was_written_there(page: Page) -> None:
    name = row("annual", 1, "value")
    go(page, name)
    page.keyboard.type("每")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("或")
    press(page, "Tab")
    page.keyboard.press("Control+z")
    expect(cell(page, name)).to_have_value("≥3次")


def test_undo_goes_over_saves_rows_and_what_was_taken_from_the_library(page: Page, table: TargetTable) -> None:
    fill()
    last = row("annual", 15, "level3")
    before = cell(page, last).input_value()
    cell(page, last).focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("qzmyd")
    page.locator("#offers .offer").first.click()
    expect(cell(page, last)).not_to_have_value("qzmyd")
    page.keyboard.press("Control+Enter")
    saved_at_once(page)
    page.keyboard.press("Control+z")
    expect(cell(page, row("annual", 16, "level3"))).to_have_count(0)
    assert at(page) == last  # the keys are not lost with the row
    page.keyboard.press("Control+z")
    expect(cell(page, last)).to_have_value("qzmyd")
    page.keyboard.press("Control+z")
    expect(cell(page, last)).to_have_value(before)
    saved_at_once(page)
    assert text_in(table, (keys(table)[15], "level3")) == before


def test_undo_without_a_cell_to_be_in(page: Page, table: TargetTable) -> None:
    """After a click on a button, or beside everything."""
    count = len(keys(table, "period"))
    page.locator("button.plus").first.click()
    page.get_by_role("heading", level=1).click()
    saved_at_once(page)
    assert len(keys(table, "period")) == count + 1
    page.keyboard.press("Control+z")
    saved_at_once(page)
    assert len(keys(table, "period")) == count


# Chinese input: what is being composed is nobody's business but the input method's.


@pytest.fixture
def method(page: Page) -> CDPSession:
    return page.context.new_cdp_session(page)


def compose(method: CDPSession, text: str) -> None:
    method.send("Input.imeSetComposition", {"text": text, "selectionStart": len(text), "selectionEnd": len(text)})


def test_what_is_composed_is_taken_when_it_is_there(page: Page, table: TargetTable, method: CDPSession) -> None:
    fill()
    name = row("annual", 15, "level3")
    cell(page, name).focus()
    page.keyboard.press("Control+a")
    for letters in ("q", "qun", "qun'zhong"):
        compose(method, letters)
    page.wait_for_timeout(1100)  # longer than the pause after which it saves
    assert version(table) == 1
    expect(page.locator("#offers")).to_be_hidden()
    method.send("Input.insertText", {"text": "群众"})
    expect(cell(page, name)).to_have_value("群众")
    expect(page.locator("#offers .offer").first).to_be_visible()
    saved_at_once(page)
    assert text_in(table, (keys(table)[15], "level3")) == "群众"


def test_what_happens_meanwhile_leaves_the_composition_alone(page: Page, table: TargetTable, method: CDPSession) -> None:
    name = row("annual", 1, "level3")
    cell(page, name).focus()
    page.keyboard.press("Control+a")
    compose(method, "xuan")
    page.get_by_label("年度加一行指标").evaluate("(select) => { select.value = '数量指标'; select.dispatchEvent(new Event('change')); }")
    method.send("Input.insertText", {"text": "宣传"})
    saved_at_once(page)
    assert "宣传" in [text_in(table, (key, "level3")) for key in keys(table)]
