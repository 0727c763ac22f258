"""What cannot be right: answered at its cell and in 提示 with the remedy; the rest is saved, nothing is carried out, nothing is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from perfgoals.tables.models import TargetTable
from tests.browser.clipboard import paste
from tests.browser.conftest import Office
from tests.browser.editing import cell, keys, opened, ready, text_in, version, write
from tests.browser.sheets import saved_at_once
from tests.cast import Cast

REST = "goals.annual"
"""A cell in which all is well."""


@pytest.fixture
def page(office: Office, cast: Cast, table: TargetTable) -> Page:
    """henan-10 before its author."""
    return opened(office.browser_of(cast.author), table)


def said(page: Page) -> list[str]:
    return page.locator("#said-list li").all_inner_texts()


def mark(page: Page, path: str) -> tuple[str | None, str | None]:
    """What stands at the cell: how grave it is, and the sentence."""
    around = page.locator(f'td:has([name="{path}"])')
    return around.get_attribute("data-said"), around.get_attribute("title")


REMARKS = {
    "35个": ("remark", "看不懂“35个”是多少万元，已按原文保存，请改为数字，如 35 或 35.5"),
    "约50万": ("remark", "看不懂“约50万”是多少万元，已按原文保存，请改为数字，如 35 或 35.5"),
    "-3": ("remark", "金额不能是负数（-3），请核对"),
    "1.1234567": ("remark", "金额最多到分，即万元后 6 位小数，现在是 7 位，请核对"),
    "12345": ("remark", "12345 万元就是 1.2345 亿元，请核对单位是不是万元"),
    "<b>35</b>": ("remark", "看不懂“<b>35</b>”是多少万元，已按原文保存，请改为数字，如 35 或 35.5"),
}


def test_amounts_that_are_none_are_kept_as_text_and_said_so(page: Page, table: TargetTable) -> None:
    path = "funding.annual.other"
    for text, (kind, sentence) in REMARKS.items():
        write(page, path, text)
        write(page, REST, f"目标：{text}")
        saved_at_once(page)
        assert mark(page, path) == (kind, sentence)
        assert f"必须修改 年度资金 其他资金：{sentence}" in said(page)
        assert text_in(table, path) == text
        assert text_in(table, REST) == f"目标：{text}"  # text is text
    write(page, path, "")
    saved_at_once(page)
    assert mark(page, path) == (None, None)
    assert said(page) == []


def test_the_line_leads_to_its_cell(page: Page) -> None:
    write(page, "funding.annual.other", "35个")
    write(page, REST, "别处")
    saved_at_once(page)
    page.locator("#said-list li").filter(has_text="看不懂").get_by_role("button").click()
    expect(cell(page, "funding.annual.other")).to_be_focused()
    expect(cell(page, "funding.annual.other")).to_be_in_viewport()


def test_a_text_too_long_for_the_form_is_kept_and_one_too_long_to_be_kept_stays_on_the_page(page: Page, table: TargetTable) -> None:
    at = (keys(table)[0], "level3")
    path = "indicators.annual[0].level3"
    write(page, REST, "其余照常保存")
    write(page, at, "长" * 1001)
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_have_text("有未保存的修改（1处没有存上，见“提示”）")
    kind, sentence = mark(page, path)
    assert kind == "refused"
    assert sentence
    assert "有 1001 个字，最多能存" in sentence
    assert "请精简" in sentence
    assert any(line.startswith("必须修改") and "有 1001 个字" in line for line in said(page))
    assert text_in(table, REST) == "其余照常保存"
    assert cell(page, at).input_value() == "长" * 1001
    write(page, at, "刚好")
    saved_at_once(page)
    assert mark(page, path) == (None, None)
    assert text_in(table, at) == "刚好"


def test_emoji_and_control_characters_are_told(page: Page, table: TargetTable) -> None:
    at = (keys(table)[0], "value")
    path = "indicators.annual[0].value"
    write(page, at, "😀满意")
    saved_at_once(page)
    assert mark(page, path) == ("remark", "有表情符号“😀”，打印时可能印不出，请删去")
    write(page, at, "制\x07表\u200b符")
    saved_at_once(page)
    assert mark(page, path)[0] == "mended"
    assert text_in(table, at) == "制表符"
    cell(page, REST).focus()
    expect(cell(page, at)).to_have_value("制表符")


def test_what_is_typed_or_pasted_as_html_is_text(page: Page, table: TargetTable) -> None:
    """Nothing of it is carried out, here and wherever it is shown; that a script would be refused is watched for every page."""
    attack = "<script>document.title = '坏'</script><img src=x onerror=\"document.title='坏'\">"
    at = (keys(table)[0], "level3")
    write(page, at, attack)
    cell(page, REST).focus()
    page.keyboard.press("Control+a")
    paste(page, attack, f"<p>{attack}</p>")
    write(page, "funding.annual.other", attack)
    saved_at_once(page)
    cell(page, at).focus()
    page.keyboard.press("Control+Delete")  # the line at the foot names the row
    expect(page.locator("#toast")).to_contain_text("已删除“<script>document.tit”")
    page.locator("#toast").get_by_role("button", name="撤销").click()
    page.locator("[data-handle=annual]").click()  # and so may the menu
    page.keyboard.press("Escape")
    saved_at_once(page)
    assert text_in(table, at) == text_in(table, REST) == attack
    assert text_in(table, "funding.annual.other") == attack
    assert any(line.startswith("必须修改 年度资金 其他资金：看不懂“<script>") for line in said(page))
    page.reload()
    ready(page)
    assert cell(page, REST).input_value() == attack
    assert "坏" not in page.title()


def test_what_is_no_longer_right_in_the_source_is_said_until_it_is_written(office: Office, cast: Cast, table: TargetTable) -> None:
    table.source_problems = [{"path": "indicators.annual[1].value", "message": "不是数字", "text": "三次"}]
    table.save()
    page = opened(office.browser_of(cast.author), table)
    (line,) = said(page)
    assert line.endswith("：不是数字（原文：三次）")
    at = (keys(table)[0], "level3")
    cell(page, at).focus()
    page.keyboard.press("Control+d")  # the row moves down and the sentence with it
    saved_at_once(page)
    assert mark(page, "indicators.annual[2].value")[0] == "source"
    write(page, (keys(table)[2], "value"), "≥4次")
    saved_at_once(page)
    assert said(page) == []
    assert version(table) == 3
