"""Loading, back, forward, again: nothing is saved by it, no old text is shown as the present one, and what was not sent comes back."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, Route, expect

from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office, hurry
from tests.browser.editing import (
    GOAL,
    SAVE,
    ahead,
    alike,
    arrive,
    becomes,
    cell,
    colleague_does,
    every_save,
    kept_here,
    later,
    opened,
    put,
    ready,
    says,
    shows,
    text_in,
    version,
    write,
)
from tests.cast import Cast, published, stored


@pytest.fixture
def page(office: Office, cast: Cast, table: TargetTable) -> Page:
    """The author's, in the table."""
    return opened(office.browser_of(cast.author), table)


@pytest.mark.parametrize("name", ["henan-10", "hebei-01", "made-01", "henan-02"])
def test_nothing_is_saved_by_opening_a_table(office: Office, cast: Cast, name: str) -> None:
    """Though what was published holds much that the editor would have written in another way."""
    table = stored(published(name), cast.building, by=cast.author)
    context = office.browser_of(cast.author)
    page = ahead(context)
    with every_save(page, lambda route: route.fallback()) as asked:
        arrive(page, table)
        for label in ("年度目标", "年度第1行 指标值"):
            page.get_by_label(label, exact=True).focus()
            page.keyboard.press("Tab")
        page.get_by_role("tab", name="预览").click()
        later(page, 2000)
        opened(context, table)
        page.reload()
        ready(page)
        later(page, 2000)
    says(page, "已保存")
    assert (asked, version(table)) == ([], 1)


def test_back_shows_the_table_as_it_is_now(page: Page, table: TargetTable, cast: Cast) -> None:
    write(page, GOAL, "离开前写的")
    says(page, "已保存")
    page.goto("/")
    colleague_does(cast, table, put(GOAL, "离开后别人写的"))
    page.go_back()
    ready(page)
    shows(page, GOAL, "离开后别人写的")
    says(page, "已保存")
    page.go_forward()
    page.go_back()
    ready(page)
    shows(page, GOAL, "离开后别人写的")
    alike(page, table)
    assert version(table) == 3


def test_what_was_typed_last_is_sent_while_one_leaves(page: Page, table: TargetTable) -> None:
    write(page, GOAL, "last words")
    page.goto("/")
    expect(page.get_by_role("heading", name="绩效目标表", exact=True)).to_be_visible()
    page.go_back()
    ready(page)
    shows(page, GOAL, "last words")
    says(page, "已保存")
    assert [text_in(table, GOAL), version(table)] == ["last words", 2]
    page.wait_for_timeout(500)
    assert kept_here(page) == []
    assert version(table) == 2


def test_a_text_that_the_server_spells_otherwise_is_no_conflict_after_leaving_at_once(page: Page, table: TargetTable) -> None:
    cell(page, "funding.annual.total").focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text("35万元 ")
    page.reload()
    ready(page)
    shows(page, "funding.annual.total", "35")
    says(page, "已保存")
    expect(page.locator("#conflicts")).to_be_hidden()
    assert version(table) == 2


def test_what_could_not_be_sent_while_leaving_comes_back_on_top_of_what_others_wrote(
    page: Page, table: TargetTable, cast: Cast, expected: set[int]
) -> None:
    expected.add(409)
    page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")
    write(page, GOAL, "离开时没有发出的")
    page.goto("/")
    colleague_does(cast, table, put("goals.period", "别人写的"))
    page.go_back()
    ready(page)
    expect(page.get_by_text("已找回上次没有保存的内容")).to_be_visible()
    shows(page, GOAL, "离开时没有发出的")
    shows(page, "goals.period", "别人写的")
    says(page, "已保存")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["离开时没有发出的", "别人写的"]


PUT_ASIDE = "window.dispatchEvent(new PageTransitionEvent('pagehide', { persisted: true }))"
BACK = "window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
"""As browsers do that keep a page whole while one is elsewhere."""


def test_a_page_that_was_put_aside_and_comes_back_catches_up(page: Page, table: TargetTable, cast: Cast) -> None:
    """Its last save has been done when the colleague writes, though nobody was there for the answer."""
    with page.expect_response(SAVE):
        write(page, "goals.period", "放在一边时发出的")
        page.evaluate(PUT_ASIDE)
    becomes(page, lambda: text_in(table, "goals.period"), "放在一边时发出的")
    colleague_does(cast, table, put(GOAL, "别人写的"))
    page.evaluate(BACK)
    shows(page, GOAL, "别人写的")
    says(page, "已保存")
    assert [text_in(table, "goals.period"), version(table)] == ["放在一边时发出的", 3]
    alike(page, table)


def test_a_page_whose_last_save_went_astray_sends_it_when_it_comes_back(
    page: Page, table: TargetTable, cast: Cast, expected: set[int]
) -> None:
    expected.add(409)
    with every_save(page, lambda route: route.abort()):
        with page.expect_event("requestfailed", lambda request: request.url.endswith("/save/")):
            write(page, "goals.period", "放在一边时没有发出的")
            page.evaluate(PUT_ASIDE)
        colleague_does(cast, table, put(GOAL, "别人写的"))
    page.evaluate(BACK)
    shows(page, GOAL, "别人写的")
    says(page, "已保存")
    assert [text_in(table, "goals.period"), version(table)] == ["放在一边时没有发出的", 3]
    alike(page, table)


def test_what_is_typed_before_the_scripts_are_there_is_not_lost(office: Office, cast: Cast, table: TargetTable) -> None:
    context = office.browser_of(cast.author)
    hurry(context)
    page = context.new_page()
    waiting: list[Route] = []
    page.route("**/editor/editor.js", lambda route: waiting.append(route))
    with page.expect_request("**/editor/editor.js"):
        page.goto(f"/tables/{table.pk}/edit/", wait_until="commit")
    write(page, GOAL, "脚本还没有来")
    becomes(page, lambda: len(waiting), 1)
    for route in waiting:
        route.continue_()
    ready(page)
    says(page, "已保存")
    shows(page, GOAL, "脚本还没有来")
    assert text_in(table, GOAL) == "脚本还没有来"
