"""The connection goes, the server fails, the browser crashes: nothing that was typed is lost, and nothing is done twice."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from perfgoals.tables.models import Revision, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import (
    FAILED,
    GOAL,
    again,
    ahead,
    alike,
    answered_in_vain,
    arrive,
    cell,
    crash,
    every_save,
    kept_here,
    keys,
    keys_on,
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
def page(office: Office, cast: Cast, table: TargetTable) -> Page:
    """The author's, in the table."""
    return opened(office.browser_of(cast.author), table)


def test_what_is_done_without_a_connection_is_sent_when_it_is_back(page: Page, table: TargetTable) -> None:
    first, second, third, *_ = before = keys(table)
    page.context.set_offline(True)
    write(page, GOAL, "断网时写的目标")
    write(page, (first, "level3"), "断网时改的指标")
    page.keyboard.press("ControlOrMeta+Enter")
    page.keyboard.insert_text("断网时加的行")
    cell(page, (second, "level3")).focus()
    page.keyboard.press("ControlOrMeta+Delete")
    cell(page, (third, "level3")).focus()
    page.keyboard.press("Alt+ArrowDown")
    says(page, FAILED)
    assert version(table) == 1
    page.context.set_offline(False)
    says(page, "已保存")
    alike(page, table)
    assert (text_in(table, GOAL), text_in(table, (first, "level3"))) == ("断网时写的目标", "断网时改的指标")
    assert second not in keys(table)
    (new,) = set(keys(table)) - set(before)
    assert text_in(table, (new, "level3")) == "断网时加的行"


def test_a_page_loaded_again_brings_back_what_was_not_sent(page: Page, table: TargetTable) -> None:
    first = keys(table)[0]
    with every_save(page, lambda route: route.abort()):
        write(page, GOAL, "没有发出的目标")
        write(page, (first, "value"), "≥5次")
        page.keyboard.press("ControlOrMeta+Enter")
        page.keyboard.insert_text("没有发出的行")
        says(page, FAILED)
        page.evaluate("() => { window.fetch = () => Promise.reject(new TypeError()); }")  # nor with the last breath
        page.reload()
        ready(page)
        shows(page, GOAL, "没有发出的目标")
        shows(page, (first, "value"), "≥5次")
        expect(page.get_by_text("已找回上次没有保存的内容")).to_be_visible()
        says(page, FAILED)
        assert version(table) == 1
    again(page)
    says(page, "已保存")
    alike(page, table)
    assert len(keys(table)) == 17


def test_a_crash_loses_nothing(page: Page, table: TargetTable) -> None:
    context = page.context
    context.route("**/save/", lambda route: route.abort())
    write(page, GOAL, "崩溃前写的目标")
    says(page, FAILED)
    context.unroute("**/save/")
    crash(page)
    page = ahead(context, 10)
    arrive(page, table)
    shows(page, GOAL, "崩溃前写的目标")
    says(page, "已保存")
    assert text_in(table, GOAL) == "崩溃前写的目标"
    assert kept_here(page) == []


def test_a_save_whose_answer_is_lost_is_not_done_twice(page: Page, table: TargetTable) -> None:
    with every_save(page, answered_in_vain) as asked:
        cell(page, (keys(table)[0], "level3")).focus()
        page.keyboard.press("ControlOrMeta+Enter")
        page.keyboard.insert_text("只加一次")
        says(page, FAILED)
        write(page, GOAL, "后来写的")
        page.wait_for_timeout(900)
    again(page)
    says(page, "已保存")
    alike(page, table)
    assert len({each["save"] for each in asked}) == 1
    assert [len(keys(table)), version(table), Revision.objects.filter(table=table).count()] == [17, 3, 3]
    assert text_in(table, GOAL) == "后来写的"


def test_what_the_server_made_of_a_text_is_learned_though_its_answer_was_lost(page: Page, table: TargetTable) -> None:
    with every_save(page, answered_in_vain):
        write(page, "funding.annual.total", "35万元")
        says(page, FAILED)
    again(page)
    says(page, "已保存")
    page.locator("#editor h1").click()
    shows(page, "funding.annual.total", "35")
    alike(page, table)


@pytest.mark.parametrize("status", [500, 502, 200, 403])
def test_an_answer_that_is_not_ours_is_no_answer(page: Page, table: TargetTable, expected: set[int], status: int) -> None:
    """A broken server, a gateway, a page to sign in to the network with, a page of Django's own."""
    expected.add(status)
    with every_save(page, lambda route: route.fulfill(status=status, content_type="text/html", body="<h1>?</h1>")):
        write(page, GOAL, "写给坏了的服务器")
        says(page, FAILED)
        expect(page.get_by_role("button", name="立即重试")).to_be_visible()
    page.get_by_role("button", name="立即重试").click()
    says(page, "已保存")
    assert text_in(table, GOAL) == "写给坏了的服务器"


def test_an_answer_cut_in_the_middle_is_no_answer(page: Page, table: TargetTable) -> None:
    with every_save(page, lambda route: route.fulfill(status=200, content_type="application/json", body='{"version": 2, "ce')):
        write(page, GOAL, "半个答复")
        says(page, FAILED)
    again(page)
    says(page, "已保存")
    assert (text_in(table, GOAL), version(table)) == ("半个答复", 2)


def test_a_server_that_hangs_is_given_up_and_asked_again(office: Office, cast: Cast, table: TargetTable) -> None:
    page = ahead(office.browser_of(cast.author))
    arrive(page, table)
    page.route("**/presence/", lambda route: None)  # it answers nothing at all
    with every_save(page, lambda route: None) as asked:
        write(page, GOAL, "等不到答复")
        says(page, "保存中")
        write(page, "goals.period", "等的时候接着写")
        page.wait_for_timeout(100)
        page.clock.fast_forward(31_000)
        says(page, FAILED)
    page.clock.fast_forward(3_000)
    says(page, "已保存")
    assert [len(asked), text_in(table, GOAL), text_in(table, "goals.period")] == [1, "等不到答复", "等的时候接着写"]


def changes_in(route: Route) -> list[dict[str, Any]]:
    asked = route.request.post_data_json
    assert asked
    found: list[dict[str, Any]] = asked["changes"]
    return found


def test_a_request_that_is_too_large_goes_in_parts(page: Page, table: TargetTable, expected: set[int]) -> None:
    expected.add(413)
    first, second, *_ = keys(table)

    def answer(route: Route) -> None:
        many = len(changes_in(route)) > 1
        route.fulfill(status=413, body="too large") if many else route.fallback()

    with every_save(page, answer):
        page.context.set_offline(True)
        write(page, GOAL, "一")
        write(page, (first, "level3"), "二")
        write(page, (second, "level3"), "三")
        says(page, FAILED)
        page.context.set_offline(False)
        says(page, "已保存")
    alike(page, table)
    assert [text_in(table, GOAL), text_in(table, (first, "level3")), text_in(table, (second, "level3"))] == ["一", "二", "三"]


def test_a_change_that_cannot_be_is_shown_and_the_rest_is_saved(page: Page, table: TargetTable, expected: set[int]) -> None:
    expected.add(422)
    first = keys(table)[0]
    refused = {"error": "这一格不能填写", "change": 0}

    def answer(route: Route) -> None:
        is_goal = changes_in(route)[0].get("path") == GOAL
        route.fulfill(status=422, json=refused) if is_goal else route.fallback()

    with every_save(page, answer):
        write(page, GOAL, "不许写的目标")
        write(page, (first, "level3"), "可以写的")
        says(page, "已保存")
    expect(page.locator("#left-over")).to_contain_text("这一格不能填写")
    expect(page.get_by_label("没有保存的内容")).to_have_value("年度目标：不许写的目标")
    assert text_in(table, (first, "level3")) == "可以写的"
    alike(page, table)


def test_a_request_that_the_server_cannot_read_ends_the_page_and_shows_the_text(page: Page, table: TargetTable, expected: set[int]) -> None:
    expected.add(400)
    with every_save(page, lambda route: route.fulfill(status=400, json={"error": "请求有误，没有保存，请刷新页面后再试"})) as asked:
        write(page, GOAL, "没有存上的目标")
        expect(page.get_by_label("没有保存的内容")).to_have_value("年度目标：没有存上的目标")
        says(page, FAILED)
        page.wait_for_timeout(1000)
    assert len(asked) == 1
    assert version(table) == 1


def test_rows_of_a_page_without_connection_stand_in_the_same_order_afterwards(page: Page, table: TargetTable) -> None:
    page.context.set_offline(True)
    for key in keys(table)[:3]:
        cell(page, (key, "value")).focus()
        page.keyboard.press("ControlOrMeta+d")
        page.keyboard.press("Alt+ArrowUp")
        page.keyboard.press("Alt+ArrowUp")
    shown = keys_on(page)
    page.context.set_offline(False)
    says(page, "已保存")
    assert keys(table) == shown
