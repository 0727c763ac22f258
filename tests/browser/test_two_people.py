"""Two people of one unit in the same table: what does not touch is joined in silence, where both wrote a person chooses."""

from __future__ import annotations

from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from perfgoals.accounts.models import User
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import Presence, Revision, TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import (
    CONFLICT,
    FAILED,
    GOAL,
    SAVE,
    again,
    alike,
    arrive,
    cell,
    close,
    crash,
    cut_off,
    every_save,
    keys,
    opened,
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


def colleague_does(cast: Cast, table: TargetTable, *changes: dict[str, object]) -> None:
    """李建 does it at a machine of his own."""
    save(cast.colleague, table.pk, version=version(table), changes=list(changes), save_id=str(uuid4()))


def put(at: str | tuple[str, str], text: str) -> dict[str, object]:
    return {"do": "set", "text": text, **({"path": at} if isinstance(at, str) else {"row": at[0], "field": at[1]})}


def said_of(page: Page) -> dict[str, tuple[str, str]]:
    """The conflicts as they are shown: place, mine, theirs."""
    texts = "(rows) => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
    rows: list[list[str]] = page.locator("#conflicts tbody tr").evaluate_all(texts)
    return {row[0]: (row[1], row[2]) for row in rows}


def test_different_cells_are_joined_in_silence(mine: Page, theirs: Page, table: TargetTable) -> None:
    first, second, *_ = keys(table)
    write(mine, GOAL, "张建写的目标")
    write(theirs, (first, "value"), "≥9次")
    cell(mine, (second, "level3")).focus()
    mine.keyboard.press("ControlOrMeta+Enter")
    mine.keyboard.insert_text("张建加的行")
    cell(theirs, (second, "level3")).focus()
    theirs.keyboard.press("Alt+ArrowUp")
    says(mine, "已保存")
    says(theirs, "已保存")
    for page in (mine, theirs):
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # asked sooner than every 15 seconds
        expect(page.locator("#conflicts")).to_be_hidden()
        expect(page.get_by_label("年度第3行 三级指标")).to_have_value("张建加的行")
        shows(page, GOAL, "张建写的目标")
        shows(page, (first, "value"), "≥9次")
        alike(page, table)
    assert keys(table)[:2] == (second, first)


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
    mine.wait_for_timeout(1000)
    assert text_in(table, (first, "level3")) == "没有争议的"
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


def test_the_same_text_is_no_conflict(mine: Page, table: TargetTable, cast: Cast) -> None:
    colleague_does(cast, table, put(GOAL, "一样的"))
    write(mine, GOAL, "一样的")
    says(mine, "已保存")
    expect(mine.locator("#conflicts")).to_be_hidden()
    assert version(table) == 2


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


def test_one_writes_in_a_row_that_the_other_has_moved(mine: Page, table: TargetTable, cast: Cast) -> None:
    first = keys(table)[0]
    colleague_does(cast, table, {"do": "move", "row": first, "level2": "质量指标", "after": None})
    cell(mine, (first, "level3")).focus()
    mine.keyboard.press("ControlOrMeta+a")
    mine.keyboard.type("moved")
    says(mine, "已保存")
    mine.keyboard.type(" and on")
    says(mine, "有未保存的修改")
    says(mine, "已保存")
    expect(cell(mine, (first, "level3"))).to_be_focused()
    assert text_in(table, (first, "level3")) == "moved and on"
    assert keys(table)[5] == first
    alike(mine, table)


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
    later = context.new_page()
    later.clock.install(time=later.evaluate("Date.now()") / 1000 + 10)
    arrive(later, table)
    says(later, CONFLICT)
    shows(later, GOAL, "张建的")
    assert text_in(table, GOAL) == "李建的"
    later.get_by_role("button", name="全部用我的").click()
    says(later, "已保存")
    alike(later, table)
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
    mine.wait_for_timeout(1000)
    names = [text_in(table, (key, "level3")) for key in keys(table)]
    assert names[:4] == ["张建断网时改的", "张建断网时加的", "李建改的", "李建加的"]
    assert text_in(table, GOAL) == "李建写的"
    mine.get_by_role("button", name="全部用我的").click()
    says(mine, "已保存")
    assert text_in(table, GOAL) == "张建断网时写的"
    alike(mine, table)


def test_a_lost_answer_and_another_save_behind_it(mine: Page, table: TargetTable, cast: Cast) -> None:
    """The page's save was done though it does not know; what the other wrote on top of it stays."""

    def answer(route):  # type: ignore[no-untyped-def]
        if version(table) == 1:
            route.fetch()
            colleague_does(cast, table, put(GOAL, "李建改了张建的"))
        route.abort()

    with every_save(mine, answer):
        write(mine, GOAL, "张建写的")
        write(mine, "goals.period", "张建写的")
        says(mine, FAILED)
    again(mine)
    says(mine, "已保存")
    shows(mine, GOAL, "李建改了张建的")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["李建改了张建的", "张建写的"]


def test_going_back_does_not_go_over_the_others_text(mine: Page, table: TargetTable, cast: Cast) -> None:
    write(mine, "goals.period", "先写的")
    write(mine, GOAL, "张建写的")
    mine.keyboard.press("ControlOrMeta+s")
    says(mine, "已保存")
    colleague_does(cast, table, put(GOAL, "李建改的"))
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    shows(mine, GOAL, "李建改的")
    expect(mine.get_by_text("李建刚刚修改了这张表，已更新到最新")).to_be_visible()
    mine.get_by_role("button", name="撤销").first.click()
    says(mine, "有未保存的修改")
    says(mine, "已保存")
    assert text_in(table, GOAL) == "李建改的"
    assert text_in(table, "goals.period") != "先写的"


def test_who_else_is_there_is_told(mine: Page, theirs: Page, cast: Cast, table: TargetTable) -> None:
    expect(theirs.locator("#others")).to_have_text("张建 也在填这张表")
    expect(mine.locator("#others")).to_be_hidden()
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("#others")).to_have_text("李建 也在填这张表")
    close(theirs)
    _until_gone(mine, cast.colleague)
    mine.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(mine.locator("#others")).to_be_hidden()


def _until_gone(page: Page, user: User) -> None:
    for _ in range(50):
        if not Presence.objects.filter(user=user).exists():
            return
        page.wait_for_timeout(50)
    raise AssertionError("还在")


def test_both_type_in_different_cells_for_a_while(mine: Page, theirs: Page, table: TargetTable, cast: Cast) -> None:
    first = keys(table)[0]
    cell(mine, GOAL).focus()
    mine.keyboard.press("ControlOrMeta+a")
    cell(theirs, (first, "level3")).focus()
    theirs.keyboard.press("ControlOrMeta+a")
    for part in ("alpha ", "beta ", "gamma ", "delta "):
        mine.keyboard.type(part)
        theirs.keyboard.type(part)
        mine.wait_for_timeout(500)
    says(mine, "已保存")
    says(theirs, "已保存")
    assert [text_in(table, GOAL), text_in(table, (first, "level3"))] == ["alpha beta gamma delta"] * 2
    assert Revision.objects.filter(table=table).count() == version(table)


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
