"""Opinions kept as they are typed, and 常用意见 put where the cursor stands."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from perfgoals.review.models import OpinionDraft, Phrase
from perfgoals.review.notes.phrases import create_phrase
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.cast import Cast
from tests.review.acting import bring

pytestmark = pytest.mark.usefixtures("emptied_log")


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    create_phrase(cast.administrator, "请补充满意度指标。", is_shared=True)
    return bring(cast, table, "section_review")


def open_return(page: Page, table: TargetTable) -> None:
    page.goto(f"/tables/{table.pk}/")
    page.locator("summary", has_text="退回").click()


def test_an_opinion_is_there_again_after_the_page_was_closed(office: Office, cast: Cast, under_review: TargetTable) -> None:
    browser = office.browser_of(cast.section_reviewer)
    page = browser.new_page()
    open_return(page, under_review)
    page.get_by_label("退回意见").press_sequentially("请量化")
    expect(page.get_by_text("有未保存的修改")).to_be_visible()
    expect(page.locator(".road-act[open] .opinion-saved")).to_contain_text("已保存")
    page.close()
    page = browser.new_page()
    open_return(page, under_review)
    expect(page.get_by_label("退回意见")).to_have_value("请量化")
    page.locator("summary", has_text="审核不通过").click()
    expect(page.get_by_label("理由")).to_have_value("请量化")
    page.get_by_label("理由").press("Control+End")
    page.get_by_label("理由").press_sequentially("：全部")
    expect(page.get_by_label("退回意见")).to_have_value("请量化：全部")


def test_what_cannot_be_kept_is_said_and_what_follows_is_kept(office: Office, cast: Cast, under_review: TargetTable) -> None:
    browser = office.browser_of(cast.section_reviewer)
    page = browser.new_page()
    open_return(page, under_review)
    browser.set_offline(True)
    page.get_by_label("退回意见").press_sequentially("请量化")
    expect(page.get_by_text("保存失败，离开前请先复制您写的意见")).to_be_visible()
    browser.set_offline(False)
    page.get_by_label("退回意见").press_sequentially("。")
    expect(page.locator(".road-act[open] .opinion-saved")).to_contain_text("已保存")
    assert OpinionDraft.objects.get().text == "请量化。"
    told = office.watches[0].wrong  # htmx tells the console of what it could not send
    assert told
    assert all("htmx:" in each for each in told)
    told.clear()


def test_a_phrase_comes_where_the_cursor_stands_by_keyboard_alone(office: Office, cast: Cast, under_review: TargetTable) -> None:
    page = office.browser_of(cast.section_reviewer).new_page()
    open_return(page, under_review)
    field = page.get_by_label("退回意见")
    field.fill("一。二。")
    field.press("Home")
    field.press("ArrowRight")
    field.press("ArrowRight")
    field.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".road-act[open] [data-phrase]").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(field).to_have_value("一。请补充满意度指标。二。")
    expect(field).to_be_focused()
    expect(page.locator(".road-act[open] .opinion-saved")).to_contain_text("已保存")


def test_a_typed_opinion_is_kept_as_a_phrase_and_used_in_a_point(office: Office, cast: Cast, under_review: TargetTable) -> None:
    page = office.browser_of(cast.section_reviewer).new_page()
    open_return(page, under_review)
    page.get_by_label("退回意见").fill("请写明对象")
    page.locator(".road-act[open]").get_by_text("常用意见").click()
    page.get_by_role("button", name="存为常用").click()
    expect(page.get_by_text("已存为常用")).to_be_visible()
    assert Phrase.objects.get(owner=cast.section_reviewer).text == "请写明对象"
    page.locator("summary", has_text="标出意见，或代改").click()
    marking = page.locator("form[data-marking]")
    marking.get_by_text("常用意见").click()
    marking.get_by_role("button", name="请写明对象").click()
    expect(marking.get_by_label("意见")).to_have_value("请写明对象")
