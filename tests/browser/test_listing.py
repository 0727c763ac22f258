"""The list in a real browser: filtering while one types, sorting, choosing and printing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from perfgoals.tables.models import TargetTable
from tests.browser.conftest import SignIn
from tests.cast import Cast, published, stored


@pytest.fixture
def listed(sign_in: SignIn, cast: Cast, table: TargetTable) -> Page:
    """henan-10 (2021), hebei-01 (2026) and made-01 (2027) of 建设局, before its author."""
    for name in ("hebei-01", "made-01"):
        stored(published(name), cast.building)
    page = sign_in(cast.author)
    expect(projects(page)).to_have_count(3)
    return page


def projects(page: Page) -> Locator:
    return page.locator("#tables a.project-name")


def test_the_list_narrows_while_one_types_and_the_address_keeps_it(listed: Page) -> None:
    listed.get_by_label("查找").press_sequentially("抽样")
    expect(projects(listed)).to_have_text(["人口变动抽样调查"])
    expect(listed).to_have_url(re.compile(r"text=%E6%8A%BD%E6%A0%B7"))
    listed.reload()
    expect(projects(listed)).to_have_text(["人口变动抽样调查"])
    listed.get_by_label("查找").fill("没有这个项目")
    expect(listed.get_by_text("没有符合这些条件的绩效目标表")).to_be_visible()
    listed.get_by_role("link", name="查看全部").click()
    expect(projects(listed)).to_have_count(3)


def test_each_filter_narrows(listed: Page) -> None:
    for label, choice, name in (("年度", "2021年", "人口变动抽样调查"), ("年度", "2027年", published("made-01").project.name)):
        listed.get_by_label(label).select_option(label=choice)
        expect(projects(listed)).to_have_text([name])
    listed.get_by_role("link", name="清除").click()
    expect(projects(listed)).to_have_count(3)
    TargetTable.objects.filter(year=2026).update(state="approved", round="second")
    for label, choice in (("状态", "已批复"), ("轮次", "二上")):
        listed.get_by_label(label).select_option(label=choice)
        expect(projects(listed)).to_have_text([published("hebei-01").project.name])
        listed.get_by_label(label).select_option(label="全部")
        expect(projects(listed)).to_have_count(3)


def test_the_back_button_goes_back_to_what_was_shown(listed: Page) -> None:
    listed.get_by_label("年度").select_option(label="2021年")
    expect(projects(listed)).to_have_count(1)
    listed.go_back()
    expect(projects(listed)).to_have_count(3)


def test_a_column_sorts_and_again_the_other_way_round(listed: Page) -> None:
    years = listed.locator("#tables tbody tr td:nth-child(2)")
    listed.get_by_role("link", name=re.compile("^年度( [▲▼])?$")).click()
    expect(years).to_have_text(["2021", "2026", "2027"])
    listed.get_by_role("link", name=re.compile("^年度( [▲▼])?$")).click()
    expect(years).to_have_text(["2027", "2026", "2021"])


def test_chosen_tables_are_printed_as_one_pdf(listed: Page, tmp_path: Path) -> None:
    draft = listed.get_by_role("button", name="打印送审稿")
    expect(draft).to_be_disabled()
    listed.get_by_label("选中“人口变动抽样调查”").check()
    listed.get_by_label(f"选中“{published('made-01').project.name}”").check()
    expect(listed.get_by_text("所选 2 张")).to_be_visible()
    with (
        listed.context.expect_page() as opened,
        listed.context.expect_event("response", lambda answer: "/print/" in answer.url) as answered,
    ):
        draft.click()
    assert answered.value.status == 200
    assert answered.value.headers["content-type"] == "application/pdf"
    opened.value.close()


def test_the_printed_pdf_holds_the_chosen_tables_and_no_other(listed: Page, tmp_path: Path) -> None:
    """The same form sent without the window that would show it, to look into the file."""
    listed.get_by_label("选中本页全部").check()
    keys = listed.locator("#tables tbody input[name=id]")
    expect(keys).to_have_count(3)
    wanted = [each.get_attribute("value") for each in keys.all()][:2]
    token = listed.locator("#print input[name=csrfmiddlewaretoken]").get_attribute("value")
    form = f"csrfmiddlewaretoken={token}&variant=draft" + "".join(f"&id={key}" for key in wanted)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Referer": listed.url}
    answer = listed.request.post("/print/", data=form, headers=headers)
    assert answer.status == 200
    path = tmp_path / "打印.pdf"
    path.write_bytes(answer.body())
    text = "".join(subprocess.run(["pdftotext", path, "-"], capture_output=True, text=True, check=True).stdout.split())
    printed = {str(table.pk): table.project_name for table in TargetTable.objects.all()}
    for key, name in printed.items():
        assert (name[:8] in text) == (key in wanted), name
