"""财政代改 and 审核表 in a real browser: a cell corrected, confirmed by the unit; eight points saved by themselves."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from perfgoals.review.models import ReviewSheet
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.cast import Cast
from tests.review.acting import bring, now
from tests.review.sheeting import make_key, marks

GOAL = 'table.form [data-path="goals.annual"]'


@pytest.fixture
def under_review(cast: Cast, table: TargetTable) -> TargetTable:
    return bring(cast, table, "section_review")


def opened(office: Office, cast: Cast, who: str, table: TargetTable, page: str = "") -> Page:
    """In a browser of their own."""
    shown = office.browser_of(cast.people[who]).new_page()
    shown.goto(f"/tables/{table.pk}/{page}")
    return shown


def test_a_cell_is_corrected_and_confirmed(office: Office, cast: Cast, under_review: TargetTable) -> None:
    page = opened(office, cast, "section_reviewer", under_review)
    page.get_by_text("标出意见，或代改").click()
    field = page.get_by_label("改为")
    expect(field).to_be_hidden()
    page.get_by_role("radio", name="财政代改").check()
    page.locator(GOAL).click()
    expect(field).to_have_value(under_review.annual_goal)
    assert page.locator('option[value="indicators.annual[0]"]').is_disabled()  # a whole row
    field.fill("新建公厕 3 座")
    page.get_by_role("button", name="标出", exact=True).click()
    expect(page.locator("#marked ins")).to_have_text("新建公厕 3 座")
    page.locator("summary", has_text="审核通过").click()
    page.get_by_role("radio", name="良").check()
    page.get_by_role("button", name="确认审核通过").click()
    expect(page.get_by_text("待单位确认").first).to_be_visible()

    page = opened(office, cast, "author", under_review)
    expect(page.locator(GOAL).last).to_have_class(re.compile("has-point"))
    expect(page.locator(f".form-corrected {GOAL}")).to_be_hidden()
    page.get_by_text("代改后的样子").click()
    expect(page.locator(f".form-corrected {GOAL}")).to_have_text("新建公厕 3 座")
    expect(page.locator(f".form-now {GOAL}")).to_be_hidden()
    page.get_by_role("button", name="单位确认").click()
    expect(page.get_by_text("已办理“单位确认”")).to_be_visible()
    assert now(under_review).annual_goal == "新建公厕 3 座"


def test_the_sheet_saves_itself_and_nothing_typed_last_is_missing_when_one_decides(
    office: Office, cast: Cast, under_review: TargetTable
) -> None:
    make_key(under_review)
    page = opened(office, cast, "section_reviewer", under_review, "sheet/")
    for code, mark in marks("优").items():
        page.locator(f"[name=grade-{code}][value=优]").check()
        page.locator(f"[name=score-{code}]").fill(mark.score)
    expect(page.locator("#sheet-state")).to_contain_text(re.compile("总分.*综合评定等级 优"))
    expect(page.locator("#sheet-state")).to_contain_text("已保存")
    page.locator("[name=score-form]").fill("9.1")
    page.locator("summary", has_text="审核通过").click()
    page.get_by_role("button", name="确认审核通过").click()
    expect(page.get_by_text("已办理“审核通过”")).to_be_visible()
    kept = ReviewSheet.objects.get()
    assert kept.entry is not None
    assert kept.points["form"] == {"grade": "优", "score": "9.1"}
