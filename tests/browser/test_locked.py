"""A returned table in a round that locks what was not marked: grey cells take nothing, the marked one is saved."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from perfgoals.review.models import ReportingRound
from perfgoals.review.points import mark_point
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import arrive, cell, says, text_in, write
from tests.cast import Cast
from tests.review.acting import act, bring


def test_only_what_was_marked_can_be_written(office: Office, cast: Cast, table: TargetTable) -> None:
    ReportingRound.objects.create(year=table.year, kind="first", locks_others=True)
    bring(cast, table, "section_review")
    mark_point(cast.section_reviewer, table.pk, path="goals.annual", kind="must", text="请量化")
    act(cast.section_reviewer, table, "send_back", opinion="")
    before = text_in(table, "goals.period")
    page: Page = office.browser_of(cast.author).new_page()
    arrive(page, table)
    expect(page.get_by_text("本轮退回后只能改标出的格")).to_be_visible()
    cell(page, "goals.period").focus()
    page.keyboard.type("不该写进去")
    expect(cell(page, "goals.period")).to_have_value(before)
    page.keyboard.press("Control+Enter")  # nor does a row come
    write(page, "goals.annual", "新建公厕 3 座")
    says(page, "已保存")
    assert (text_in(table, "goals.annual"), text_in(table, "goals.period")) == ("新建公厕 3 座", before)
