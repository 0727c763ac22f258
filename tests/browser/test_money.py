"""Amounts as one types them: what they are in 元, totals, 支出计划 by percent and by amount; exactly, and told at the cell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from perfgoals.official.money import in_yuan, parse_amount, plain
from perfgoals.official.snapshot import Funding
from perfgoals.tables.models import DisbursementStage, FundingSplit
from tests.browser.clipboard import paste
from tests.browser.conftest import Office
from tests.browser.editing import cell, opened, write
from tests.browser.sheets import saved_at_once
from tests.cast import Cast, published, stored

Open = Callable[[str], Page]


@pytest.fixture
def edited(office: Office, cast: Cast) -> Open:
    """A published table without its amounts, before its author."""

    def edited(name: str) -> Page:
        record = published(name)
        funding = replace(record.funding, **{side: Funding() for side in ("period", "annual") if getattr(record.funding, side)})
        stages = tuple(replace(stage, value="") for stage in record.disbursement)
        table = stored(replace(record, funding=funding, disbursement=stages), cast.building, by=cast.author)
        return opened(office.browser_of(cast.author), table)

    return edited


def hint(page: Page, path: str) -> Locator:
    return page.locator(f'td:has([name="{path}"]) .hint')


def notes(page: Page) -> Locator:
    return page.locator("#said-list li")


def toast(page: Page) -> Locator:
    return page.locator("#toast span")


def test_an_amount_says_what_it_is_in_yuan(edited: Open) -> None:
    page = edited("made-01")
    said = {"35": "=350,000元", "0.000001": "=0.01元", "1234.56": "=12,345,600元", "35万": "=350,000元", "350,000元": "=350,000元"}
    for text, shown in (said | {"３５": "=350,000元", "1.5亿": "=150,000,000元", "约50万": "不是金额", "0": "=0元", "": ""}).items():
        write(page, "funding.annual.total", text)
        expect(hint(page, "funding.annual.total")).to_have_text(shown)


def test_the_parts_are_added_up_while_one_types(edited: Open) -> None:
    page = edited("made-01")
    write(page, "funding.annual.fiscal", "260")
    total = page.locator('td:has([name="funding.annual.total"])')
    expect(total).to_have_class("amount differs")
    write(page, "funding.annual.other", "60.5")
    write(page, "funding.annual.total", "320")
    expect(hint(page, "funding.annual.total")).to_have_text("合计320.5")
    expect(notes(page)).to_have_text(
        ["请核实 年度资金总额：写的是 320 万元，财政拨款与其他资金之和是 320.5 万元，请核对，或点“∑”按合计填入"]
    )
    total.get_by_role("button").click()
    expect(cell(page, "funding.annual.total")).to_have_value("320.5")
    expect(hint(page, "funding.annual.total")).to_have_text("=3,205,000元")
    expect(notes(page)).to_have_count(0)
    expect(total).to_have_class("amount")
    saved_at_once(page)
    assert str(FundingSplit.objects.get(side="annual").total) == "320.500000"
    page.get_by_role("button", name="撤销", exact=True).first.click()
    expect(cell(page, "funding.annual.total")).to_have_value("320")


def test_an_empty_part_is_not_zero(edited: Open) -> None:
    page = edited("made-01")
    page.locator('td:has([name="funding.annual.total"])').get_by_role("button").click()
    expect(toast(page)).to_have_text("请先填财政拨款或其他资金，再填合计")
    write(page, "funding.annual.total", "0")
    expect(notes(page)).to_have_count(0)  # nothing to compare with
    saved_at_once(page)
    split = FundingSplit.objects.get(side="annual")
    assert (split.total, split.fiscal, split.other) == (Decimal(0), None, None)


def test_a_year_that_costs_more_than_the_whole_project_is_noted(edited: Open) -> None:
    page = edited("made-01")
    write(page, "funding.period.total", "100")
    write(page, "funding.annual.total", "100.01")
    expect(notes(page)).to_have_text(["请核实 年度资金总额：写的是 100.01 万元，大于实施期资金总额 100 万元，请核对"])


def test_what_is_pasted_is_shown_as_it_is_kept(edited: Open) -> None:
    page = edited("henan-10")
    amount = cell(page, "funding.annual.fiscal")
    for pasted, kept in {"35万": "35", "350,000元": "35", "３５": "35", "1.2亿元": "12000", "35.50": "35.50"}.items():
        amount.focus()
        page.keyboard.press("Control+a")
        paste(page, pasted)
        saved_at_once(page)
        expect(amount).to_have_value(pasted)  # not under the writing hand
        page.keyboard.press("Tab")
        expect(amount).to_have_value(kept)
        assert FundingSplit.objects.get(side="annual").fiscal == parse_amount(pasted).number


def plan(page: Page, *texts: str) -> None:
    for index, text in enumerate(texts):
        write(page, f"disbursement[{index}].value", text)


def test_the_plan_by_percent_is_shown_as_money(edited: Open) -> None:
    page = edited("hebei-01")
    write(page, "funding.annual.total", "180")
    plan(page, "25", "50", "75.5", "100")
    shown = [hint(page, f"disbursement[{index}].value") for index in range(4)]
    for each, text in zip(shown, ["=45万元", "=90万元", "=135.9万元", "=180万元"], strict=True):
        expect(each).to_have_text(text)
    expect(notes(page)).to_have_count(0)
    saved_at_once(page)
    assert list(DisbursementStage.objects.values_list("value", flat=True)) == ["25", "50", "75.5", "100"]


def test_a_plan_that_falls_or_ends_short_is_noted(edited: Open) -> None:
    page = edited("hebei-01")
    plan(page, "50", "25", "75", "90")
    expect(notes(page)).to_have_text(
        [
            "请核实 支出计划 6月底：累计 25 小于上一阶段，支出计划是累计数，请核对",
            "请核实 支出计划 12月底：累计是 90，全年支出计划应到 100，请核对",
        ]
    )
    notes(page).first.get_by_role("button").click()
    expect(cell(page, "disbursement[1].value")).to_be_focused()
    plan(page, "25", "50", "75", "100%")
    saved_at_once(page)
    cell(page, "goals.annual").focus()
    expect(cell(page, "disbursement[3].value")).to_have_value("100")
    expect(page.locator("#said-list").get_by_text("应到 100")).to_have_count(0)


def test_an_amount_in_the_plan_becomes_its_share(edited: Open) -> None:
    page = edited("hebei-01")
    write(page, "funding.annual.total", "180")
    write(page, "disbursement[0].value", "45万元")
    expect(hint(page, "disbursement[0].value")).to_have_text("=25%")
    page.keyboard.press("Tab")
    expect(cell(page, "disbursement[0].value")).to_have_value("25")
    expect(toast(page)).to_have_text("45 万元 ÷ 180 万元 ＝ 25%")
    write(page, "disbursement[1].value", "900000元")
    page.keyboard.press("Tab")
    expect(cell(page, "disbursement[1].value")).to_have_value("50")
    expect(toast(page)).to_have_text("90 万元 ÷ 180 万元 ＝ 50%")
    write(page, "disbursement[2].value", "100万元")
    page.keyboard.press("Tab")
    expect(cell(page, "disbursement[2].value")).to_have_value("55.5555")
    expect(toast(page)).to_have_text("100 万元 ÷ 180 万元 ≈ 55.5555%，已取到小数点后 4 位，请核对")
    page.locator("#toast").get_by_role("button", name="撤销").click()
    expect(cell(page, "disbursement[2].value")).to_have_value("100万元")
    saved_at_once(page)
    assert list(DisbursementStage.objects.values_list("value", flat=True)) == ["25", "50", "100万元", ""]


def test_an_amount_without_a_total_is_asked_for(edited: Open) -> None:
    page = edited("hebei-01")
    write(page, "disbursement[0].value", "45万元")
    page.keyboard.press("Tab")
    expect(toast(page)).to_have_text("请先填年度资金总额，再按金额填支出计划")
    expect(cell(page, "disbursement[0].value")).to_have_value("45万元")


def test_the_plan_by_amount_takes_bare_numbers_for_money_and_leaves_the_others_alone(edited: Open) -> None:
    page = edited("hebei-01")
    write(page, "funding.annual.total", "180")
    plan(page, "25", "50")
    switch = page.get_by_role("button", name="支出计划按金额填")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "true")
    cell(page, "disbursement[0].value").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("135")
    page.keyboard.press("Tab")
    page.keyboard.insert_text("100%")
    page.keyboard.press("Tab")
    saved_at_once(page)
    assert list(DisbursementStage.objects.values_list("value", flat=True)) == ["25", "50", "75", "100"]


AMOUNTS = (
    *("35", "35.50", "0.000001", "-3", "−3", "350,000元", "35万", "３５．５", "1.5亿", "¥12万元", "人民币12万元整", "RMB 5", "12（万元）"),
    *("12(万元", "1 000", "1 000 元", "1 0", "3. 5", "3 .5", "3.5 6", ".5", "5.", "1,00", "1,000,000元", "--3", "-¥3", "¥-3", "约50万"),
    *("35-40", "", " ", "元", ".", "12345678901234567890", "0.10", "1e5", "五十", "35 万 元", "3５"),
)


def test_the_page_reads_amounts_as_the_server_does(edited: Open) -> None:
    """But for more decimals than can be kept, which the server alone tells."""
    page = edited("hebei-01")
    read = page.evaluate(
        """async (texts) => {
          const { inYuan, read } = await import("/static/editor/amounts.js");
          return texts.map((text) => { const found = read(text); return found == null ? "" : inYuan(found).replace(/,/g, ""); });
        }""",
        AMOUNTS,
    )
    for text, found in zip(AMOUNTS, read, strict=True):
        number = parse_amount(text).number
        known = "" if number is None else plain(in_yuan(number))
        assert found == (known.rstrip("0").rstrip(".") if "." in known else known), text
