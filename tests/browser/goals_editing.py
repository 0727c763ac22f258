"""部门整体绩效目标 in the editing page as their author meets them, and as the database has them."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from perfgoals.tables.editing.goals_keyed import keyed_goals
from perfgoals.tables.models import DepartmentGoals
from tests.browser.editing import ready

PASTE = """(input, text) => {
    const data = new DataTransfer();
    data.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
SHOWN = """(table) => [...table.querySelectorAll("tbody.lines td")].map((cell) => {
    const input = cell.querySelector("textarea");
    const kind = cell.className === "heading" ? "heading" : "item";
    return [cell.dataset.row, kind, input.value, cell.dataset.path, input.name, input.getAttribute("aria-label")];
})"""


def opened(context: BrowserContext, goals: DepartmentGoals) -> Page:
    """A new page of this browser with the document in it."""
    page = context.new_page()
    arrive(page, goals)
    return page


def arrive(page: Page, goals: DepartmentGoals) -> None:
    page.goto(f"/goals/{goals.pk}/edit/")
    ready(page)


def line(page: Page, index: int) -> Locator:
    return page.locator(f'[name="lines[{index}].text"]')


def at_end_of(page: Page, index: int) -> None:
    """The caret behind the text of this line."""
    page.evaluate("(input) => { input.focus(); input.setSelectionRange(1e9, 1e9); }", line(page, index).element_handle())


def at_start_of(page: Page, index: int) -> None:
    page.evaluate("(input) => { input.focus(); input.setSelectionRange(0, 0); }", line(page, index).element_handle())


def rewrite(page: Page, index: int, text: str) -> None:
    """In place of what the line says."""
    line(page, index).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def paste(page: Page, text: str) -> None:
    """Into the input one is in, as the browser gives it out after Ctrl+V."""
    focused = page.evaluate_handle("document.activeElement").as_element()
    assert focused
    focused.evaluate(PASTE, text)


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def shown(page: Page) -> list[str]:
    """The lines from top to bottom; a heading with # before it."""
    found: list[list[str]] = page.locator("table.editor-form").evaluate(SHOWN)
    return [f"#{text}" if kind == "heading" else text for _, kind, text, *_ in found]


def kept(goals: DepartmentGoals) -> list[str]:
    """The same from the database."""
    lines = keyed_goals(DepartmentGoals.objects.get(pk=goals.pk)).lines
    return [f"#{each.text}" if each.kind == "heading" else each.text for each in lines]


def alike(page: Page, goals: DepartmentGoals) -> None:
    """The page shows what the database holds, every line in its place and under its name."""
    expect(page.locator("#save-state")).to_contain_text("已保存")
    stored = keyed_goals(DepartmentGoals.objects.get(pk=goals.pk))
    names = {"heading": "分节标题", "item": "段落"}
    expected: list[list[Any]] = [
        [each.key, each.kind, each.text, f"lines[{index}].text", f"lines[{index}].text", f"第{index + 1}行 {names[each.kind]}"]
        for index, each in enumerate(stored.lines)
    ]
    assert page.locator("table.editor-form").evaluate(SHOWN) == expected
    assert {path: page.locator(f'[name="{path}"]').input_value() for path in stored.texts} == stored.texts
