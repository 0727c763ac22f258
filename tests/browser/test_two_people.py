"""Two people of one unit in the same table: what does not touch is joined in silence, where both wrote a person chooses."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from perfgoals.tables.models import Presence, Revision, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import (
    FAILED,
    GOAL,
    a_save,
    again,
    alike,
    becomes,
    cell,
    close,
    colleague_does,
    every_save,
    keys,
    opened,
    put,
    says,
    shows,
    text_in,
    version,
    write,
)
from tests.cast import Cast


@pytest.fixture
def mine(office: Office, cast: Cast, table: TargetTable, expected: set[int]) -> Page:
    """张建's."""
    expected.add(409)
    return opened(office.browser_of(cast.author), table)


@pytest.fixture
def theirs(office: Office, cast: Cast, table: TargetTable) -> Page:
    """李建's, in another browser."""
    return opened(office.browser_of(cast.colleague), table)


def test_different_cells_are_joined_in_silence(mine: Page, theirs: Page, table: TargetTable) -> None:
    first, second, *_ = keys(table)
    write(mine, GOAL, "张建写的目标")
    write(theirs, (first, "value"), "≥9次")
    cell(mine, (second, "level3")).focus()
    mine.keyboard.press("ControlOrMeta+Enter")
    mine.keyboard.insert_text("张建加的行")
    cell(theirs, (second, "level3")).focus()
    theirs.keyboard.press("Alt+ArrowUp")
    says(mine, "已保存")
    says(theirs, "已保存")
    for page in (mine, theirs):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # asked sooner than every 15 seconds
        expect(page.locator("#conflicts")).to_be_hidden()
        expect(page.get_by_label("年度第3行 三级指标")).to_have_value("张建加的行")
        shows(page, GOAL, "张建写的目标")
        shows(page, (first, "value"), "≥9次")
        alike(page, table)
    assert keys(table)[:2] == (second, first)


def test_the_same_text_is_no_conflict(mine: Page, table: TargetTable, cast: Cast) -> None:
    colleague_does(cast, table, put(GOAL, "一样的"))
    write(mine, GOAL, "一样的")
    says(mine, "已保存")
    expect(mine.locator("#conflicts")).to_be_hidden()
    assert version(table) == 2


def test_one_writes_in_a_row_that_the_other_has_moved(mine: Page, table: TargetTable, cast: Cast) -> None:
    first = keys(table)[0]
    colleague_does(cast, table, {"do": "move", "row": first, "level2": "质量指标", "after": None})
    cell(mine, (first, "level3")).focus()
    mine.keyboard.press("ControlOrMeta+a")
    mine.keyboard.type("moved")
    says(mine, "已保存")
    with a_save(mine):
        mine.keyboard.type(" and on")
    expect(cell(mine, (first, "level3"))).to_be_focused()
    assert text_in(table, (first, "level3")) == "moved and on"
    assert keys(table)[5] == first
    alike(mine, table)


def test_a_lost_answer_and_another_save_behind_it(mine: Page, table: TargetTable, cast: Cast) -> None:
    """The page's save was done though it does not know; what the other wrote on top of it stays."""

    def answer(route: Route) -> None:
        if version(table) == 1:
            route.fetch()
            colleague_does(cast, table, put(GOAL, "李建改了张建的"))
        route.abort()

    with every_save(mine, answer):
        write(mine, GOAL, "张建写的")
        write(mine, "goals.period", "张建写的")
        says(mine, FAILED)
    again(mine)
    says(mine, "已保存")
    shows(mine, GOAL, "李建改了张建的")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["李建改了张建的", "张建写的"]


def test_going_back_does_not_go_over_the_others_text(mine: Page, table: TargetTable, cast: Cast) -> None:
    write(mine, "goals.period", "先写的")
    write(mine, GOAL, "张建写的")
    mine.keyboard.press("ControlOrMeta+s")
    says(mine, "已保存")
    colleague_does(cast, table, put(GOAL, "李建改的"))
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shows(mine, GOAL, "李建改的")
    expect(mine.get_by_text("李建刚刚修改了这张表，已更新到最新")).to_be_visible()
    with a_save(mine):
        mine.get_by_role("button", name="撤销").first.click()
    assert text_in(table, GOAL) == "李建改的"
    assert text_in(table, "goals.period") != "先写的"


def test_who_else_is_there_is_told(mine: Page, theirs: Page, cast: Cast, table: TargetTable) -> None:
    expect(theirs.locator("#others")).to_have_text("张建 也在填这张表")
    expect(mine.locator("#others")).to_be_hidden()
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("#others")).to_have_text("李建 也在填这张表")
    close(theirs)
    becomes(mine, lambda: Presence.objects.filter(user=cast.colleague).exists(), False)
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("#others")).to_be_hidden()


def test_both_type_in_different_cells_for_a_while(mine: Page, theirs: Page, table: TargetTable, cast: Cast) -> None:
    first = keys(table)[0]
    cell(mine, GOAL).focus()
    mine.keyboard.press("ControlOrMeta+a")
    cell(theirs, (first, "level3")).focus()
    theirs.keyboard.press("ControlOrMeta+a")
    for part in ("alpha ", "beta ", "gamma ", "delta "):
        mine.keyboard.type(part)
        theirs.keyboard.type(part)
        mine.wait_for_timeout(500)
    says(mine, "已保存")
    says(theirs, "已保存")
    assert [text_in(table, GOAL), text_in(table, (first, "level3"))] == ["alpha beta gamma delta"] * 2
    assert Revision.objects.filter(table=table).count() == version(table)
