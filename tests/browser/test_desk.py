"""The desk by keyboard: three tables reviewed in a row, and no shortcut while somebody writes."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from perfgoals.tables.models import TargetTable
from tests.browser.conftest import SignIn
from tests.cast import Cast, published, stored
from tests.review.acting import bring, now

pytestmark = pytest.mark.usefixtures("emptied_log")


@pytest.fixture
def three(cast: Cast) -> list[TargetTable]:
    names = ("henan-10", "henan-04", "henan-05")
    return [bring(cast, stored(published(name), cast.building, by=cast.author), "section_review") for name in names]


def ready(page: Page, text: str) -> None:
    """The table's page is there, and its script listens."""
    expect(page.locator(".desk-bar [role=status]")).to_have_text(text)
    expect(page.get_by_role("button", name="快捷键")).to_be_visible()


def test_three_in_a_row_without_the_mouse(sign_in: SignIn, cast: Cast, three: list[TargetTable]) -> None:
    page = sign_in(cast.section_reviewer)
    page.get_by_role("link", name="待我办理").click()
    expect(page.get_by_role("button", name="快捷键")).to_be_visible()
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    ready(page, "第 1 张，共 3 张")
    page.keyboard.press("j")
    ready(page, "第 2 张，共 3 张")
    page.keyboard.press("k")
    ready(page, "第 1 张，共 3 张")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    ready(page, "第 1 张，共 2 张")
    expect(page.get_by_role("status").filter(has_text="已办理“审核通过”")).to_contain_text(three[0].project_name)
    page.keyboard.press("m")
    page.keyboard.type("jark?")
    page.get_by_role("button", name="标出", exact=True).click()
    ready(page, "第 1 张，共 2 张")
    page.keyboard.press("r")
    page.keyboard.press("Enter")
    ready(page, "第 1 张，共 1 张")
    page.keyboard.press("a")
    page.keyboard.press("Enter")
    expect(page.get_by_text("没有等您办理的表")).to_be_visible()
    assert [now(table).state for table in three] == ["performance_review", "returned", "performance_review"]
    assert three[1].return_points.get().text == "jark?"


def test_no_key_while_somebody_writes_and_the_keys_are_told(sign_in: SignIn, cast: Cast, three: list[TargetTable]) -> None:
    page = sign_in(cast.section_reviewer)
    page.goto(f"/desk/{three[0].pk}/")
    ready(page, "第 1 张，共 3 张")
    for held in ("Control", "Alt"):
        page.keyboard.press(f"{held}+m")
    composing = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true}))"
    page.evaluate(composing)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="快捷键")
    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    ready(page, "第 1 张，共 3 张")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    expect(page.locator(".road-act summary").first).to_be_in_viewport()
    expect(page.locator("table.form").first).to_be_in_viewport()


def test_chosen_tables_are_passed_at_once(sign_in: SignIn, cast: Cast, three: list[TargetTable]) -> None:
    page = sign_in(cast.section_reviewer)
    page.goto("/desk/")
    choose = page.get_by_label("选中本页全部")
    expect(choose).to_be_visible()
    choose.check()
    page.get_by_role("button", name="成批审核通过").click()
    page.get_by_role("button", name="确认审核通过 3 张").click()
    expect(page.get_by_role("heading", name="审核通过：办成 3 张")).to_be_visible()
    assert {now(table).state for table in three} == {"performance_review"}
