"""In and out again, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from perfgoals.accounts.models import Post
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import SignIn
from tests.cast import PASSWORD, Cast, published, stored


def test_a_wrong_password_is_told_and_the_right_one_opens_the_list(page: Page, table: TargetTable) -> None:
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/sign-in/\?next=/$"))
    page.get_by_label("用户名").fill("author")
    page.get_by_label("密码").fill("不对")
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("alert").or_(page.locator(".alert-danger")).first).to_be_visible()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")
    expect(page.get_by_role("link", name="人口变动抽样调查")).to_be_visible()


def test_signed_out_is_out(sign_in: SignIn, cast: Cast, table: TargetTable) -> None:
    page = sign_in(cast.author)
    page.get_by_role("button", name=re.compile("张建")).click()
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    page.goto(f"/tables/{table.pk}/")
    expect(page.get_by_role("heading", name="登录")).to_be_visible()


def test_a_page_asked_for_before_signing_in_opens_after_it(page: Page, table: TargetTable) -> None:
    page.goto(f"/tables/{table.pk}/")
    page.get_by_label("用户名").fill("reader")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="人口变动抽样调查")).to_be_visible()


def test_whoever_works_for_two_units_switches_between_them(sign_in: SignIn, cast: Cast, table: TargetTable) -> None:
    Post.objects.create(user=cast.author, department=cast.water, role="author")
    stored(published("made-02"), cast.water)
    page = sign_in(cast.author)
    links = page.locator("#tables a.project-name")
    expect(links).to_have_count(2)
    for unit, count in (("水利局", 1), ("建设局", 1), ("全部单位", 2)):
        page.get_by_role("button", name="当前单位").click()
        page.locator(".dropdown-menu").get_by_role("button", name=unit).click()
        expect(page.get_by_role("button", name="当前单位")).to_contain_text(unit)
        expect(links).to_have_count(count)


def test_a_stranger_is_told_that_there_is_no_such_page(sign_in: SignIn, cast: Cast, table: TargetTable, expected: set[int]) -> None:
    expected.add(404)
    page = sign_in(cast.other_author)
    expect(page.get_by_text("人口变动抽样调查")).to_have_count(0)
    answer = page.goto(f"/tables/{table.pk}/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("人口变动抽样调查")).to_have_count(0)


@pytest.mark.parametrize("path", ["/", "/projects/", "/goals/", "/bin/", "/layouts/", "/password/"])
def test_every_page_fits_the_screen_of_an_office(sign_in: SignIn, cast: Cast, table: TargetTable, path: str) -> None:
    page = sign_in(cast.author)
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "the page scrolls sideways"
    expect(page.locator("h1")).to_have_count(1)


def test_the_administrator_finds_the_register(sign_in: SignIn, cast: Cast) -> None:
    page = sign_in(cast.administrator)
    page.goto("/admin/")
    page.get_by_role("link", name="单位", exact=True).first.click()
    expect(page.get_by_text("建设局").first).to_be_visible()
