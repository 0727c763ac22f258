"""What a return is about stands out in the editor, and its list leads there."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from perfgoals.review.points import mark_point
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.cast import Cast
from tests.review.acting import act, bring


def test_marked_cells_stand_out_and_are_led_to(office: Office, cast: Cast, table: TargetTable) -> None:
    under_review = bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, under_review.pk, path="indicators.annual[1].value", kind="must", text="请量化")
    act(cast.section_reviewer, under_review, "send_back")
    page = office.browser_of(cast.author).new_page()
    page.goto(f"/tables/{table.pk}/edit/")
    marked = page.locator("table.editor-form .has-point")
    expect(marked).to_have_count(1)
    expect(marked).to_have_attribute("data-path", "indicators.annual[1].value")
    page.get_by_role("button", name=re.compile("年度绩效指标第 2 行")).click()
    expect(marked.locator("textarea")).to_be_focused()
