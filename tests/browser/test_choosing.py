"""Two people wrote in the same cell: a person chooses, cell by cell, and everything else is saved meanwhile."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import (
    CONFLICT,
    FAILED,
    GOAL,
    SAVE,
    again,
    ahead,
    alike,
    arrive,
    becomes,
    cell,
    colleague_does,
    crash,
    cut_off,
    keys,
    opened,
    put,
    says,
    shows,
    text_in,
    version,
    write,
)
from tests.cast import Cast, published, stored


@pytest.fixture
def mine(office: Office, cast: Cast, table: TargetTable, expected: set[int]) -> Page:
    """张建's."""
    expected.add(409)
    return opened(office.browser_of(cast.author), table)


@pytest.fixture
def theirs(office: Office, cast: Cast, table: TargetTable) -> Page:
    """李建's, in another browser."""
    return opened(office.browser_of(cast.colleague), table)


def said_of(page: Page) -> dict[str, tuple[str, str]]:
    """The conflicts as they are shown: place, mine, theirs."""
    texts = "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    rows: list[list[str]] = page.locator("#conflicts tbody tr").evaluate_all(texts)
    return {row[0]: (row[1], row[2]) for row in rows}


def test_the_same_cell_is_chosen_cell_by_cell_and_the_rest_is_saved_meanwhile(mine: Page, table: TargetTable, cast: Cast) -> None:
    first, second, *_ = keys(table)
    before = text_in(table, "goals.period")
    colleague_does(cast, table, put(GOAL, "李建的目标"), put((first, "value"), "≥9次"), put((second, "value"), "≥8次"))
    with cut_off(mine):
        write(mine, GOAL, "张建的目标")
        write(mine, (first, "value"), "≥1次")
        write(mine, (second, "value"), "≥2次")
        write(mine, (first, "level3"), "没有争议的")
    says(mine, CONFLICT)
    expect(mine.locator("#conflicts")).to_contain_text("李建")
    places = {"年度目标": ("张建的目标", "李建的目标"), "年度第1行 指标值": ("≥1次", "≥9次"), "年度第2行 指标值": ("≥2次", "≥8次")}
    expect(mine.locator("#conflicts tbody tr")).to_have_count(3)
    assert said_of(mine) == places
    becomes(mine, lambda: text_in(table, (first, "level3")), "没有争议的")
    assert [text_in(table, GOAL), text_in(table, (first, "value")), text_in(table, (second, "value"))] == ["李建的目标", "≥9次", "≥8次"]
    shows(mine, GOAL, "张建的目标")
    assert mine.locator("[data-conflict]").count() == 3

    row = mine.locator("#conflicts tr").filter(has_text="年度目标")
    row.get_by_role("button", name="用对方的").click()
    shows(mine, GOAL, "李建的目标")
    says(mine, f"{CONFLICT}（2处）")
    mine.locator("#conflicts tr").filter(has_text="年度第1行").get_by_role("button", name="用我的").click()
    expect(mine.locator("#conflicts tbody tr")).to_have_count(1)
    mine.get_by_role("button", name="全部用我的").click()
    expect(mine.locator("#conflicts")).to_be_hidden()
    says(mine, "已保存")
    assert [text_in(table, GOAL), text_in(table, (first, "value")), text_in(table, (second, "value"))] == ["李建的目标", "≥1次", "≥2次"]
    assert text_in(table, "goals.period") == before
    alike(mine, table)


def test_all_of_theirs(mine: Page, table: TargetTable, cast: Cast) -> None:
    colleague_does(cast, table, put(GOAL, "李建的"), put("goals.period", "李建的"))
    with cut_off(mine):
        write(mine, GOAL, "张建的")
        write(mine, "goals.period", "张建的")
    expect(mine.locator("#conflicts tbody tr")).to_have_count(2)
    mine.get_by_role("button", name="全部用对方的").click()
    shows(mine, GOAL, "李建的")
    shows(mine, "goals.period", "李建的")
    says(mine, "已保存")
    assert [text_in(table, GOAL), text_in(table, "goals.period"), version(table)] == ["李建的", "李建的", 2]


def test_one_may_write_a_third_text_before_choosing(mine: Page, table: TargetTable, cast: Cast) -> None:
    colleague_does(cast, table, put(GOAL, "李建的"))
    write(mine, GOAL, "张建的")
    says(mine, CONFLICT)
    write(mine, GOAL, "张建与李建的")
    mine.wait_for_timeout(1000)
    assert text_in(table, GOAL) == "李建的"
    says(mine, CONFLICT)
    mine.get_by_role("button", name="用我的", exact=True).click()
    says(mine, "已保存")
    assert text_in(table, GOAL) == "张建与李建的"


def test_what_one_looks_at_does_not_move_when_a_choice_is_asked_for(mine: Page, table: TargetTable, cast: Cast) -> None:
    last = keys(table)[-1]
    colleague_does(cast, table, put(GOAL, "李建的"))
    write(mine, GOAL, "张建的")
    before = cell(mine, GOAL).bounding_box()
    says(mine, CONFLICT)
    expect(mine.locator("#conflicts")).to_be_in_viewport()
    assert cell(mine, GOAL).bounding_box() == before
    cell(mine, (last, "value")).focus()
    mine.locator("#conflicts").get_by_role("button", name="年度目标").click()
    expect(cell(mine, GOAL)).to_be_focused()
    expect(cell(mine, GOAL)).to_be_in_viewport()


def test_the_other_writes_again_while_one_has_not_chosen(mine: Page, table: TargetTable, cast: Cast) -> None:
    colleague_does(cast, table, put(GOAL, "李建的"))
    write(mine, GOAL, "张建的")
    says(mine, CONFLICT)
    colleague_does(cast, table, put(GOAL, "李建又改的"))
    write(mine, "goals.period", "别处接着写")
    expect(mine.locator("#conflicts tbody")).to_contain_text("李建又改的")
    shows(mine, GOAL, "张建的")
    mine.get_by_role("button", name="用对方的", exact=True).click()
    shows(mine, GOAL, "李建又改的")
    says(mine, "已保存")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["李建又改的", "别处接着写"]


@pytest.mark.parametrize("choice", ["用我的", "用对方的"])
def test_a_row_that_the_other_removed_while_one_writes_in_it(mine: Page, table: TargetTable, cast: Cast, choice: str) -> None:
    first, second, *_ = keys(table)
    colleague_does(cast, table, {"do": "remove", "row": first})
    write(mine, (first, "level3"), "张建正在写的指标")
    says(mine, CONFLICT)
    expect(mine.locator("#conflicts tbody tr")).to_have_count(1)
    assert said_of(mine) == {"年度第1行 三级指标：对方已删除的“抽样调查业务会议,培训场次”": ("张建正在写的指标", "（已删除这一行）")}
    expect(cell(mine, (first, "level3"))).to_be_focused()  # what is typed on goes nowhere else
    mine.keyboard.insert_text("，接着写")
    expect(mine.locator("#conflicts tbody")).to_contain_text("张建正在写的指标，接着写")
    write(mine, (first, "value"), "≥6次")
    expect(mine.locator("#conflicts tbody tr")).to_have_count(2)
    mine.wait_for_timeout(900)
    assert first not in keys(table)
    mine.get_by_role("button", name=f"全部{choice}").click()
    says(mine, "已保存")
    alike(mine, table)
    if choice == "用对方的":
        assert keys(table)[0] == second
    else:
        assert [text_in(table, (first, "level3")), text_in(table, (first, "value"))] == ["张建正在写的指标，接着写", "≥6次"]
        assert keys(table)[0] == first


def test_a_row_that_one_removed_while_the_other_wrote_in_it(mine: Page, table: TargetTable, cast: Cast) -> None:
    first, second, *_ = keys(table)
    colleague_does(cast, table, put((first, "value"), "≥9次"), put((second, "value"), "≥8次"))
    with cut_off(mine):
        for key in (first, second):
            cell(mine, (key, "level3")).focus()
            mine.keyboard.press("ControlOrMeta+Delete")
    says(mine, f"{CONFLICT}（2处）")
    assert {first, second} < set(keys(table))
    mine.locator("#conflicts tr").filter(has_text="≥9次").get_by_role("button", name="用对方的").click()
    mine.get_by_role("button", name="用我的", exact=True).click()
    says(mine, "已保存")
    alike(mine, table)
    assert first in keys(table)
    assert second not in keys(table)
    assert text_in(table, (first, "value")) == "≥9次"


def test_in_a_table_with_equal_sides_both_sides_follow_the_choice(office: Office, cast: Cast, expected: set[int]) -> None:
    expected.add(409)
    table = stored(published("henan-02"), cast.building, by=cast.author)
    save(cast.author, table.pk, version=1, changes=[{"do": "set", "path": "mirrored", "text": "1"}], save_id=str(uuid4()))
    mine = opened(office.browser_of(cast.author), table)
    first, second, *_ = keys(table)
    colleague_does(cast, table, put(GOAL, "李建的"), put((first, "value"), "≥9次"), {"do": "remove", "row": second})
    with cut_off(mine):
        write(mine, GOAL, "张建的")
        write(mine, (first, "value"), "≥1次")
        write(mine, (second, "value"), "≥2次")
    expect(mine.locator("#conflicts tbody tr")).to_have_count(3)
    mine.locator("#conflicts tr").filter(has_text="年度目标").get_by_role("button", name="用对方的").click()
    shows(mine, "goals.period", "李建的")
    mine.get_by_role("button", name="全部用我的").click()
    says(mine, "已保存")
    alike(mine, table)
    assert [text_in(table, at) for at in (GOAL, "goals.period", (first, "value"), (second, "value"))] == [
        "李建的",
        "李建的",
        "≥1次",
        "≥2次",
    ]
    assert text_in(table, (keys(table, "period")[1], "value")) == "≥2次"


def test_a_conflict_without_a_choice_outlives_a_crash(mine: Page, table: TargetTable, cast: Cast) -> None:
    context = mine.context
    first = keys(table)[0]
    colleague_does(cast, table, put(GOAL, "李建的"), {"do": "remove", "row": first})
    with cut_off(mine):
        write(mine, GOAL, "张建的")
        write(mine, (first, "level3"), "张建正在写的指标")
    expect(mine.locator("#conflicts tbody tr")).to_have_count(2)
    crash(mine)
    page = ahead(context, 10)
    arrive(page, table)
    says(page, CONFLICT)
    shows(page, GOAL, "张建的")
    assert text_in(table, GOAL) == "李建的"
    page.get_by_role("button", name="全部用我的").click()
    says(page, "已保存")
    alike(page, table)
    assert [text_in(table, GOAL), text_in(table, (first, "level3"))] == ["张建的", "张建正在写的指标"]


def test_what_was_written_without_connection_meets_what_the_other_did_meanwhile(mine: Page, table: TargetTable, cast: Cast) -> None:
    first, second, third, *_ = keys(table)
    mine.context.set_offline(True)
    write(mine, GOAL, "张建断网时写的")
    write(mine, (first, "level3"), "张建断网时改的")
    mine.keyboard.press("ControlOrMeta+Enter")
    mine.keyboard.insert_text("张建断网时加的")
    says(mine, FAILED)
    colleague_does(
        cast,
        table,
        put(GOAL, "李建写的"),
        put((second, "level3"), "李建改的"),
        {"do": "remove", "row": third},
        {"do": "add", "row": str(uuid4()), "side": "annual", "level2": "数量指标", "after": None, "texts": {"level3": "李建加的"}},
    )
    mine.context.set_offline(False)
    again(mine)
    says(mine, CONFLICT)
    names = ["张建断网时改的", "张建断网时加的", "李建改的", "李建加的"]
    becomes(mine, lambda: [text_in(table, (key, "level3")) for key in keys(table)[:4]], names)
    assert text_in(table, GOAL) == "李建写的"
    mine.get_by_role("button", name="全部用我的").click()
    says(mine, "已保存")
    assert text_in(table, GOAL) == "张建断网时写的"
    alike(mine, table)


def test_the_other_page_of_a_browser_without_connection_is_no_harm(mine: Page, theirs: Page, table: TargetTable) -> None:
    theirs.context.route(SAVE, lambda route: route.abort())
    write(theirs, GOAL, "李建断网写的")
    says(theirs, FAILED)
    write(mine, GOAL, "张建写的")
    says(mine, "已保存")
    theirs.context.unroute(SAVE)
    again(theirs)
    says(theirs, CONFLICT)
    theirs.get_by_role("button", name="用对方的", exact=True).click()
    says(theirs, "已保存")
    assert text_in(table, GOAL) == "张建写的"
