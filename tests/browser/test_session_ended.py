"""The session ends while one writes, or somebody else signs in at the same machine: sign in again in place, and nothing is lost."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from perfgoals.tables.models import Revision, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import FAILED, GOAL, arrive, cell, every_save, opened, ready, says, shows, text_in, version, write
from tests.cast import PASSWORD, Cast


@pytest.fixture
def page(office: Office, cast: Cast, table: TargetTable, expected: set[int]) -> Page:
    """The author's, in the table, whose session is over."""
    page = opened(office.browser_of(cast.author), table)
    expected.add(401)
    Session.objects.all().delete()
    return page


def sign_in_with(page: Page, password: str) -> None:
    page.get_by_label("密码").fill(password)
    page.keyboard.press("Enter")


def test_one_signs_in_again_in_place(page: Page, table: TargetTable) -> None:
    write(page, GOAL, "登录过期后写的")
    expect(page.get_by_role("heading", name="登录已过期，请重新登录")).to_be_visible()
    says(page, FAILED)
    expect(page.get_by_label("密码")).to_be_focused()
    sign_in_with(page, PASSWORD)
    says(page, "已保存")
    expect(page.locator("#sign-in-again")).to_be_hidden()
    shows(page, GOAL, "登录过期后写的")
    assert text_in(table, GOAL) == "登录过期后写的"
    write(page, GOAL, "登录后接着写的")
    page.keyboard.press("ControlOrMeta+s")
    says(page, "已保存")
    expect(page.locator("#sign-in-again")).to_be_hidden()
    assert text_in(table, GOAL) == "登录后接着写的"


def test_a_wrong_password_is_told_and_asked_again(page: Page, table: TargetTable, expected: set[int]) -> None:
    expected.add(400)
    write(page, GOAL, "登录过期后写的")
    sign_in_with(page, "不是密码")
    said = page.locator("#sign-in-again").get_by_role("alert")
    expect(said).to_contain_text("用户名或密码不对")
    assert version(table) == 1
    page.keyboard.press("Escape")
    expect(page.get_by_label("密码")).to_be_focused()
    sign_in_with(page, PASSWORD)
    says(page, "已保存")
    assert text_in(table, GOAL) == "登录过期后写的"


def test_without_a_connection_one_is_told_so(page: Page, table: TargetTable) -> None:
    write(page, GOAL, "登录过期后写的")
    expect(page.get_by_label("密码")).to_be_focused()
    page.context.set_offline(True)
    sign_in_with(page, PASSWORD)
    expect(page.get_by_text("没有连上服务器，请稍后再试。您写的内容还在这一页上。")).to_be_visible()
    page.context.set_offline(False)
    sign_in_with(page, PASSWORD)
    says(page, "已保存")
    assert text_in(table, GOAL) == "登录过期后写的"


def test_signing_in_in_another_window_is_enough(page: Page, table: TargetTable, office: Office, cast: Cast) -> None:
    write(page, GOAL, "登录过期后写的")
    expect(page.locator("#sign-in-again")).to_be_visible()
    office.let_in(page.context, cast.author)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as one comes back to this window
    says(page, "已保存")
    expect(page.locator("#sign-in-again")).to_be_hidden()
    assert text_in(table, GOAL) == "登录过期后写的"


def test_a_page_loaded_again_after_signing_in_has_the_text(page: Page, table: TargetTable, office: Office, cast: Cast) -> None:
    write(page, GOAL, "登录过期后写的")
    expect(page.locator("#sign-in-again")).to_be_visible()
    page.goto("/")
    office.let_in(page.context, cast.author)
    arrive(page, table)
    shows(page, GOAL, "登录过期后写的")
    says(page, "已保存")
    assert text_in(table, GOAL) == "登录过期后写的"


def test_nothing_is_written_in_the_name_of_whoever_has_signed_in_since(page: Page, table: TargetTable, office: Office, cast: Cast) -> None:
    """Even of one who may write the table: it is not their text."""
    office.let_in(page.context, cast.colleague)
    write(page, GOAL, "张建写的")
    expect(page.locator("#sign-in-again")).to_contain_text("现在登录的是另一个人，请用原来的账号重新登录")
    expect(page.locator("#sign-in-again")).to_contain_text("也已暂存本机")
    says(page, FAILED)
    assert version(table) == 1
    sign_in_with(page, PASSWORD)
    says(page, "已保存")
    assert text_in(table, GOAL) == "张建写的"
    assert Revision.objects.get(table=table, version=2).saved_by == cast.author


def test_what_one_person_left_on_the_machine_is_neither_shown_nor_sent_to_another(
    page: Page, table: TargetTable, office: Office, cast: Cast
) -> None:
    context = page.context
    write(page, GOAL, "张建没有存上的")
    expect(page.locator("#sign-in-again")).to_be_visible()
    page.goto("/sign-in/")
    office.let_in(context, cast.colleague)
    arrive(page, table)
    with every_save(page, lambda route: route.fallback()) as asked:
        page.wait_for_timeout(1500)
        assert cell(page, GOAL).input_value() == text_in(table, GOAL)
        says(page, "已保存")
    assert (asked, version(table)) == ([], 1)
    office.let_in(context, cast.author)
    page.reload()
    ready(page)
    says(page, "已保存")
    shows(page, GOAL, "张建没有存上的")
    assert Revision.objects.get(table=table, version=2).saved_by == cast.author
