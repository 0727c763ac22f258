"""指标值, 指标库 and 参照: read for display and stay as typed; the aids compose what one could have typed."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from playwright.sync_api import Locator, Page, expect

from perfgoals.tables.carrying import carry_over
from perfgoals.tables.library.filling import fill
from perfgoals.tables.models import IndicatorRow, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import opened
from tests.browser.sheets import saved_at_once
from tests.cast import Cast, published, stored


@pytest.fixture
def made(cast: Cast) -> TargetTable:
    """made-01, whose first 年度 value is one that only the server can read."""
    record = published("made-01")
    first, *others = record.indicators.annual
    rows = (replace(first, value="不少于3次"), *others)
    return stored(replace(record, indicators=replace(record.indicators, annual=rows)), cast.building, by=cast.author)


@pytest.fixture
def page(office: Office, cast: Cast, made: TargetTable) -> Page:
    """Its author, in that value."""
    page = opened(office.browser_of(cast.author), made)
    value(page).click()
    return page


def value(page: Page, row: int = 1) -> Locator:
    return page.get_by_label(f"年度第{row}行 指标值")


def write(page: Page, text: str) -> None:
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def parts(page: Page) -> tuple[str, str, str, str]:
    """Comparator, number and unit as shown, and the sentence below."""
    box = page.locator("#value-parts")
    expect(box).to_be_visible()
    pressed = box.locator("[data-sign][aria-pressed=true]").all_inner_texts()
    number, unit = (box.get_by_label(name).input_value() for name in ("数值", "度量单位"))
    return "".join(pressed), number, unit, box.locator("output").inner_text()


def stored_value(order: int = 0) -> str:
    return IndicatorRow.objects.get(side="annual", order=order).value


def test_what_the_table_says_already_is_read_at_once(page: Page) -> None:
    assert parts(page) == ("≥", "3", "次", "读作：≥ 3 次")


def test_a_value_is_split_for_display_and_stays_as_typed(page: Page) -> None:
    read = {
        "≥90百分数": ("≥", "90", "百分数", "读作：≥ 90 百分数（即 %）"),
        "1584.85平方": ("", "1584.85", "平方", "读作：（未写比较符） 1584.85 平方（即 平方米）"),
        "不少于30次": ("≥", "30", "次", "读作：≥ 30 次"),
        "≥95%": ("≥", "95", "%", "读作：≥ 95 %"),
        "及时": ("", "", "", "文字描述（定性）"),
        "定性：较好": ("定性", "", "", "文字描述（定性）"),
        "2026年12月底前": ("", "", "", "日期"),
        "": ("", "", "", "可直接输入，如 ≥95%、≥3次、及时"),
    }
    for text, said in read.items():
        write(page, text)
        saved_at_once(page)
        expect(page.locator("#value-parts output")).to_have_text(said[3])
        assert parts(page) == said
        assert value(page).input_value() == stored_value() == text


def test_comparator_number_and_unit_compose_the_text(page: Page) -> None:
    box = page.locator("#value-parts")
    box.get_by_role("button", name="≤").click()
    expect(value(page)).to_have_value("≤3次")
    box.get_by_label("数值").fill("2.5")
    page.keyboard.press("Tab")
    expect(value(page)).to_have_value("≤2.5次")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("人次")
    page.keyboard.press("Enter")
    expect(value(page)).to_have_value("≤2.5人次")
    expect(value(page)).to_be_focused()
    box.get_by_role("button", name="≤").click()  # what is pressed comes out again
    expect(value(page)).to_have_value("2.5人次")
    saved_at_once(page)
    assert stored_value() == "2.5人次"
    for _ in range(4):
        page.keyboard.press("Control+z")
    expect(value(page)).to_have_value("不少于3次")


def test_an_empty_value_begins_with_its_comparator(page: Page) -> None:
    write(page, "")
    page.locator("#value-parts").get_by_role("button", name="≥").click()
    expect(value(page)).to_have_value("≥")
    expect(value(page)).to_be_focused()
    page.locator("#value-parts").get_by_label("数值").fill("95")
    page.keyboard.press("Enter")
    expect(value(page)).to_have_value("≥95")


def test_what_is_said_in_words_is_never_thrown_away(page: Page) -> None:
    box = page.locator("#value-parts")
    for text in ("100%完成", "及时", "2026年12月底前完成80%", "2026年12月", "定性：较好"):
        write(page, text)
        saved_at_once(page)
        for sign in "≥≤=":
            box.get_by_role("button", name=sign, exact=True).click()
            expect(value(page)).to_have_value(text)
        expect(box.locator("output")).to_have_text(f"“{text}”中还有别的文字，请直接在格中修改")
        box.get_by_label("数值").fill("7")
        page.keyboard.press("Enter")
        expect(value(page)).to_have_value(text)
    assert stored_value() == "定性：较好"


def test_words_are_called_qualitative_and_back(page: Page) -> None:
    qualitative = page.locator("#value-parts").get_by_role("button", name="定性")
    write(page, "较好")
    qualitative.click()
    expect(value(page)).to_have_value("定性：较好")
    expect(qualitative).to_have_attribute("aria-pressed", "true")
    qualitative.click()
    expect(value(page)).to_have_value("较好")


def test_a_number_with_letters_is_not_taken(page: Page) -> None:
    box = page.locator("#value-parts")
    box.get_by_label("数值").fill("9O")
    page.keyboard.press("Tab")
    expect(box.locator("output")).to_have_text("数值只填数字，如 95 或 0.5")
    expect(value(page)).to_have_value("不少于3次")


def test_units_are_offered_by_the_name_of_the_indicator(page: Page) -> None:
    value(page, 2).click()  # 管道试压合格率
    expect(page.locator("#value-units option").first).to_have_attribute("value", "%")


def test_the_aid_is_there_for_a_value_and_stands_in_nobodys_way(page: Page) -> None:
    box = page.locator("#value-parts")
    around = box.bounding_box()
    assert around
    assert around["y"] + around["height"] <= 768
    paper = page.locator("table.editor-form").bounding_box()
    assert paper
    assert around["x"] > paper["x"] + paper["width"]
    page.keyboard.press("Shift+Tab")
    expect(box).to_be_hidden()
    page.keyboard.press("Tab")
    expect(box).to_be_visible()
    page.keyboard.press("Control+Delete")  # its row is gone
    expect(page.get_by_label("年度第1行 三级指标")).to_be_focused()
    expect(box).to_be_hidden()


# 指标库.


def test_the_library_offers_while_one_types(page: Page) -> None:
    fill()
    cell = page.get_by_label("年度第7行 三级指标")
    cell.click()
    write(page, "qzmyd")
    offers = page.locator("#offers .offer")
    expect(offers.first).to_contain_text("群众满意度")
    page.keyboard.press("ArrowDown")
    expect(offers.first).to_have_attribute("aria-selected", "true")
    was = value(page, 7).input_value()
    page.keyboard.press("Enter")
    expect(cell).to_have_value("群众满意度")
    expect(cell).to_be_focused()
    expect(offers.first).to_be_hidden()
    expect(value(page, 7)).to_have_value(was)  # what was written is never replaced
    page.keyboard.press("Control+z")
    expect(cell).to_have_value("qzmyd")


def test_an_offer_that_is_clicked_fills_in_what_the_row_does_not_say(page: Page) -> None:
    fill()
    page.locator("select[data-add-to=annual]").select_option(label="服务对象满意度指标")
    page.keyboard.insert_text("群众")
    page.locator("#offers .offer").filter(has_text="群众满意度").first.click()
    name, usual = page.get_by_label("年度第8行 三级指标"), value(page, 8)
    expect(name).to_have_value(re.compile("群众满意度"))
    expect(usual).to_have_value(re.compile("^≥"))
    saved_at_once(page)
    assert stored_value(7) == usual.input_value()


def test_the_list_does_not_stand_in_the_way(page: Page) -> None:
    fill()
    cell = page.get_by_label("年度第7行 三级指标")
    cell.click()
    write(page, "群众")
    expect(page.locator("#offers .offer").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#offers")).to_be_hidden()
    expect(cell).to_have_value("群众")  # Esc closed the list and nothing else
    page.keyboard.insert_text("满")
    expect(page.locator("#offers .offer").first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator("#offers")).to_be_hidden()
    expect(value(page, 7)).to_be_focused()


# 参照.


def test_last_years_value_is_adopted(office: Office, cast: Cast, made: TargetTable) -> None:
    carried = carry_over(made, by=cast.author)
    carried.indicator_rows.filter(side="annual", order=1).update(value="98%")
    carried.indicator_rows.get(side="annual", order=2).delete()
    page = opened(office.browser_of(cast.author), carried)
    before = carried.indicator_rows.filter(side="annual").count()
    page.get_by_role("tab", name="参照").click()
    row = page.locator("#panel-reference tr")
    row.filter(has_text="管道试压合格率").get_by_role("button", name="采用").first.click()
    expect(value(page, 2)).to_have_value("100%")
    row.filter(has_text="水质抽检合格率").get_by_role("button", name="采用").first.click()
    saved_at_once(page)
    rows = carried.indicator_rows.filter(side="annual")
    assert rows.count() == before + 1
    assert {row.value for row in rows.filter(level3__in=["管道试压合格率", "水质抽检合格率"])} == {"100%", "≥98%"}
    expect(page.locator("#toast")).to_contain_text("已采用“水质抽检合格率”")
