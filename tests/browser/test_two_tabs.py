"""One person with the table in two tabs: they are one person, and do not fight themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from perfgoals.tables.models import Revision, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import (
    CONFLICT,
    FAILED,
    GOAL,
    SAVE,
    again,
    ahead,
    alike,
    arrive,
    becomes,
    cell,
    close,
    every_save,
    kept_here,
    keys,
    keys_on,
    later,
    opened,
    ready,
    says,
    shows,
    text_in,
    version,
    write,
)
from tests.cast import Cast


@pytest.fixture
def browser_of_author(office: Office, cast: Cast) -> BrowserContext:
    return office.browser_of(cast.author)


@pytest.fixture
def left(browser_of_author: BrowserContext, table: TargetTable) -> Page:
    page = ahead(browser_of_author)
    arrive(page, table)
    return page


@pytest.fixture
def right(left: Page, table: TargetTable, expected: set[int]) -> Page:
    expected.add(409)  # to whoever was slower
    return opened(left.context, table)


def test_what_is_written_in_one_appears_in_the_other(left: Page, right: Page, table: TargetTable) -> None:
    first, second, *_ = keys(table)
    write(left, GOAL, "左边写的目标")
    shows(right, GOAL, "左边写的目标")
    cell(right, (first, "level3")).focus()
    right.keyboard.press("ControlOrMeta+Enter")
    right.keyboard.insert_text("右边加的行")
    expect(left.locator("table.editor-form")).to_contain_text("数量指标")
    expect(left.get_by_label("年度第2行 三级指标")).to_have_value("右边加的行")
    cell(left, (second, "level3")).focus()
    left.keyboard.press("ControlOrMeta+Delete")
    expect(cell(right, (second, "level3"))).to_have_count(0)
    assert keys_on(left) == keys_on(right) == keys(table)
    for page in (left, right):
        says(page, "已保存")
        alike(page, table)


def test_different_cells_written_at_the_same_time_are_both_saved(left: Page, right: Page, table: TargetTable) -> None:
    with every_save(left, lambda route: route.abort()):
        write(left, GOAL, "左边写的")
        says(left, FAILED)
        write(right, "goals.period", "右边写的")
        says(right, "已保存")
    again(left)
    says(left, "已保存")
    shows(left, "goals.period", "右边写的")
    shows(right, GOAL, "左边写的")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["左边写的", "右边写的"]


def test_the_same_cell_written_in_both_is_ones_own_to_choose(left: Page, right: Page, table: TargetTable) -> None:
    with every_save(left, lambda route: route.abort()):
        write(left, GOAL, "左边写的")
        says(left, FAILED)
        write(right, GOAL, "右边写的")
        says(right, "已保存")
    again(left)
    says(left, CONFLICT)
    expect(left.locator("#conflicts")).to_contain_text("您在另一窗口")
    shows(left, GOAL, "左边写的")
    assert text_in(table, GOAL) == "右边写的"
    left.get_by_role("button", name="用我的", exact=True).click()
    says(left, "已保存")
    shows(right, GOAL, "左边写的")
    assert text_in(table, GOAL) == "左边写的"


def test_typing_goes_on_while_the_other_tab_saves(left: Page, right: Page, table: TargetTable) -> None:
    cell(left, GOAL).focus()
    left.keyboard.press("ControlOrMeta+a")
    left.keyboard.type("abc")
    write(right, "goals.period", "另一窗口写的")
    shows(left, "goals.period", "另一窗口写的")
    left.keyboard.type("def")
    expect(cell(left, GOAL)).to_be_focused()
    shows(left, GOAL, "abcdef")
    says(left, "已保存")
    shows(right, GOAL, "abcdef")
    assert text_in(table, GOAL) == "abcdef"


def test_what_a_closed_tab_could_not_save_comes_to_the_other(left: Page, right: Page, table: TargetTable) -> None:
    with every_save(right, lambda route: route.abort()):
        write(right, GOAL, "关掉的窗口里写的")
        says(right, FAILED)
        right.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
        close(right)
    later(left, 5000)
    expect(left.get_by_text("已找回另一窗口没有保存的内容")).to_be_visible()
    shows(left, GOAL, "关掉的窗口里写的")
    says(left, "已保存")
    assert text_in(table, GOAL) == "关掉的窗口里写的"
    assert version(table) == 2


def test_what_a_closed_tab_left_waits_until_ones_own_is_saved(left: Page, right: Page, table: TargetTable) -> None:
    left.context.route(SAVE, lambda route: route.abort())
    write(left, "goals.period", "自己还没存上的")
    write(right, GOAL, "关掉的窗口里写的")
    says(right, FAILED)
    right.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    close(right)
    later(left, 5500)
    shows(left, "goals.period", "自己还没存上的")
    left.context.unroute(SAVE)
    again(left)
    becomes(left, lambda: text_in(table, "goals.period"), "自己还没存上的")
    later(left, 5000)
    shows(left, GOAL, "关掉的窗口里写的")
    says(left, "已保存")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["关掉的窗口里写的", "自己还没存上的"]


def test_a_duplicated_tab_is_a_tab_of_its_own(left: Page, table: TargetTable, expected: set[int]) -> None:
    """Browsers copy what a tab has kept for itself; what one of the two could not save is still its own."""
    expected.add(409)
    left.context.route(SAVE, lambda route: route.abort())
    write(left, GOAL, "原来的窗口写的")
    says(left, FAILED)
    with left.context.expect_page() as event:
        left.evaluate("(address) => { window.open(address); }", left.url)  # with a copy of sessionStorage, as by 复制标签页
    copy = event.value
    ready(copy)
    assert cell(copy, GOAL).input_value() == text_in(table, GOAL)
    write(copy, "goals.period", "复制的窗口写的")
    says(copy, FAILED)
    assert len(kept_here(left)) == 2
    left.context.unroute(SAVE)
    again(left)
    for page in (left, copy):
        says(page, "已保存")
    shows(copy, GOAL, "原来的窗口写的")
    shows(left, "goals.period", "复制的窗口写的")
    assert kept_here(left) == []


def test_two_tabs_at_rest_save_nothing(left: Page, right: Page, table: TargetTable) -> None:
    write(left, GOAL, "写了一次")
    says(left, "已保存")
    shows(right, GOAL, "写了一次")
    for page in (left, right):
        page.reload()
        ready(page)
    later(left, 1500)
    assert Revision.objects.filter(table=table).count() == 2


def test_a_page_of_another_table_is_left_alone(left: Page, table: TargetTable, hebei_table: TargetTable, office: Office) -> None:
    left.context.route(SAVE, lambda route: route.abort())
    write(left, GOAL, "写给这张表的")
    says(left, FAILED)
    left.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    arrive(left, hebei_table)
    left.wait_for_timeout(500)
    assert cell(left, GOAL).input_value() == text_in(hebei_table, GOAL)
    left.context.unroute(SAVE)
    arrive(left, table)
    says(left, "已保存")
    shows(left, GOAL, "写给这张表的")
    assert [text_in(table, GOAL), version(hebei_table)] == ["写给这张表的", 1]
