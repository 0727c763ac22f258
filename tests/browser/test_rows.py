"""Rows come, go and move by keys, clicks and dragging: the merged cells on the page are at every moment those that the server prints."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import Locator, Page, expect

from perfgoals.official.layout_file import load
from perfgoals.official.snapshot import Snapshot
from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import opened
from tests.browser.sheets import cells, cells_of_the_server, saved_at_once
from tests.browser.typing import mended
from tests.cast import Cast, stored

STEPS = 20


def drag(page: Page, handle: Locator, place: Locator) -> None:
    """In several movements, for with one alone no browser takes it for dragging."""
    handle.hover()
    page.mouse.down()
    page.mouse.move(500, 300, steps=2)
    place.hover()
    page.mouse.up()


class Hand:
    """Somebody who does anything that can be done with rows, by chance."""

    def __init__(self, page: Page, snapshot: Snapshot, seed: str) -> None:
        self.page, self.form, self.chance = page, load(snapshot.layout), Random(seed)
        self.level2 = [two.name for one in self.form.hierarchy.level1 for two in one.level2]
        by_keys = [self.keys(each) for each in ("Control+Enter", "Control+d", "Control+Delete", "Alt+ArrowUp", "Alt+ArrowDown")]
        by_mouse = [self.plus, self.select, self.menu, self.menu, self.drag]
        self.acts: list[Callable[[], None]] = [*by_keys, *by_mouse, self.turn_back, self.write, self.remove_empty]
        if len(self.form.sides) > 1:
            self.acts += [self.copy_side, self.mirror]

    def act(self) -> str:
        act = self.chance.choice(self.acts)
        act()
        return act.__name__

    def keys(self, key: str) -> Callable[[], None]:
        def pressed() -> None:
            if row := self.row():
                row.focus()
            self.page.keyboard.press(key)

        pressed.__name__ = key
        return pressed

    def row(self) -> Locator | None:
        """A cell of any row; now and then there is none left."""
        return self.one_of(self.page.locator(".editor-form td[data-row] textarea"))

    def one_of(self, found: Locator) -> Locator | None:
        count = found.count()
        return found.nth(self.chance.randrange(count)) if count else None

    def plus(self) -> None:
        if button := self.one_of(self.page.locator(".editor-form .plus")):
            button.click()

    def select(self) -> None:
        side = self.chance.choice(self.form.sides)
        self.page.locator(f"select[data-add-to={side}]").select_option(label=self.chance.choice(self.level2))

    def menu(self) -> None:
        if row := self.row():
            row.hover()
            self.handle_beside(row).click()
            item = self.one_of(self.page.locator("#row-menu [data-act]"))
            assert item is not None
            item.click()

    def handle_beside(self, row: Locator) -> Locator:
        side = "annual" if ".annual[" in (row.get_attribute("name") or "") else "period"
        return self.page.locator(f"[data-handle={side}]")

    def drag(self) -> None:
        row, place = self.row(), self.row()
        if row and place:
            row.hover()
            drag(self.page, self.handle_beside(row), place)

    def turn_back(self) -> None:
        for _ in range(self.chance.randrange(1, 4)):
            self.page.get_by_role("button", name=self.chance.choice(["撤销", "撤销", "重做"]), exact=True).first.click()

    def write(self) -> None:
        if row := self.row():
            row.fill(self.chance.choice(["≥95%", "新的指标", ""]))

    def remove_empty(self) -> None:
        self.page.get_by_role("button", name="删去空行").click()

    def copy_side(self) -> None:
        self.page.get_by_role("button", name=re.compile("^(实施期 → 年度|年度 → 实施期)$")).nth(self.chance.randrange(2)).click()

    def mirror(self) -> None:
        self.page.get_by_label("一年期项目同年度").click()


def begun(office: Office, cast: Cast, name: str) -> tuple[Page, TargetTable]:
    """A published table before its author."""
    table = stored(mended(name), cast.building, by=cast.author)
    return opened(office.browser_of(cast.author), table), table


@pytest.mark.parametrize("name", ["made-01", "made-02", "hebei-01", "henan-10"])
def test_whatever_is_done_to_rows_the_page_shows_what_the_server_prints(office: Office, cast: Cast, name: str) -> None:
    page, table = begun(office, cast, name)
    hand = Hand(page, mended(name), name)
    assert cells(page) == cells_of_the_server(page, table)
    done: list[str] = []
    for _ in range(STEPS):
        done.append(hand.act())
        now = cells(page)  # before any save is answered
        saved_at_once(page)
        assert cells(page) == now, done
        assert now == cells_of_the_server(page, table), done
    assert len(set(done)) > 5


# Each way by itself, on the 年度 side of made-01.


@pytest.fixture
def page(office: Office, cast: Cast) -> Page:
    return begun(office, cast, "made-01")[0]


def row(page: Page, name: str, side: str = "annual") -> Locator:
    paths = (cell["path"] for line in cells(page) for cell in line if cell["text"].startswith(name))
    return page.locator(f'[name="{next(path for path in paths if path.startswith(f"indicators.{side}["))}"]')


def rows(page: Page, side: str = "annual") -> list[str]:
    """二级指标 and the beginning of 三级指标 of every row, from top to bottom, as the page shows them."""
    level2 = ""
    found = []
    for line in cells(page):
        for cell in line:
            if cell["path"].startswith(f"indicators.{side}[") and cell["path"].endswith(".level2"):
                level2 = cell["text"][:2]
            if cell["path"].startswith(f"indicators.{side}[") and cell["path"].endswith(".level3"):
                found.append(f"{level2} {cell['text'][:4]}")
    return found


ROWS = ["数量 延伸管网", "质量 管道试压", "质量 水质抽检", "时效 年度完工", "社会 自来水普", "服务 受益村民", "服务 投诉办结"]


def test_a_row_moves_by_keyboard_within_its_group_and_into_the_next(page: Page) -> None:
    assert rows(page) == ROWS
    row(page, "管道试压").focus()
    page.keyboard.press("Alt+ArrowDown")
    assert rows(page)[1:3] == ["质量 水质抽检", "质量 管道试压"]
    expect(row(page, "管道试压")).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    assert rows(page)[1:4] == ["质量 水质抽检", "时效 管道试压", "时效 年度完工"]
    expect(page.locator("#toast span")).to_have_text("已从质量指标移到时效指标")
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    assert rows(page) == ROWS


def test_a_row_is_dragged_to_another(page: Page) -> None:
    row(page, "投诉办结").hover()
    handle = page.locator("[data-handle=annual]")
    drag(page, handle, row(page, "受益村民"))
    assert rows(page)[5:] == ["服务 投诉办结", "服务 受益村民"]
    row(page, "延伸管网").hover()
    drag(page, handle, row(page, "年度完工"))
    assert rows(page)[:4] == ["质量 管道试压", "质量 水质抽检", "时效 年度完工", "时效 延伸管网"]
    before = rows(page), rows(page, "period")
    row(page, "延伸管网").hover()
    drag(page, handle, row(page, "管道试压", "period"))  # not to the other side
    assert (rows(page), rows(page, "period")) == before


def test_the_menu_of_a_row(page: Page) -> None:
    def choose(name: str, item: str) -> None:
        row(page, name).hover()
        page.locator("[data-handle=annual]").click()
        expect(page.locator("#row-menu button").first).to_be_focused()
        page.locator("#row-menu").get_by_role("menuitem", name=item).click()
        expect(page.locator("#row-menu")).to_be_hidden()

    choose("自来水普", "成本指标")
    assert rows(page)[4] == "成本 自来水普"
    choose("年度完工", "在下面加一行")
    assert rows(page)[3:5] == ["时效 年度完工", "时效 "]
    page.keyboard.insert_text("新的一行")
    choose("新的一行", "复制这一行")
    assert rows(page)[3:6] == ["时效 年度完工", "时效 新的一行", "时效 新的一行"]
    choose("新的一行", "复制到实施期一侧")
    assert "时效 新的一行" in rows(page, "period")
    choose("新的一行", "删除这一行")
    choose("新的一行", "删除这一行")
    assert rows(page) == [*ROWS[:4], "成本 自来水普", *ROWS[5:]]


def test_rows_are_added_below_a_group_and_by_its_name(page: Page) -> None:
    page.locator("th[data-level2=annual]").get_by_role("button", name="在“质量指标”下加一行").click()
    assert rows(page)[2:5] == ["质量 水质抽检", "质量 ", "时效 年度完工"]
    page.keyboard.insert_text("焊缝合格率")
    assert rows(page)[3] == "质量 焊缝合格"
    page.get_by_label("年度加一行指标").select_option(label="生态效益指标")
    assert rows(page)[6] == "生态 "
    expect(page.get_by_label("年度第7行 三级指标")).to_be_focused()


def test_one_side_is_put_in_the_place_of_the_other_and_back(page: Page) -> None:
    before = rows(page, "period")
    page.get_by_role("button", name="年度 → 实施期").click()
    assert rows(page, "period") == ROWS == rows(page)
    page.locator("#toast").get_by_role("button", name="撤销").click()
    assert rows(page, "period") == before


def test_what_was_done_since_is_not_undone_by_the_line_at_the_foot(page: Page) -> None:
    row(page, "投诉办结").focus()
    page.keyboard.press("Control+Delete")
    undo = page.locator("#toast").get_by_role("button", name="撤销")
    expect(undo).to_be_visible()
    row(page, "年度完工").fill("别的")
    expect(undo).to_be_hidden()


def test_the_handle_goes_with_its_row(page: Page) -> None:
    row(page, "投诉办结").hover()
    row(page, "投诉办结").focus()
    expect(page.locator("[data-handle=annual]")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.get_by_role("button", name="删去空行").click()
    for _ in range(7):
        page.get_by_label("年度第1行 三级指标").focus()
        page.keyboard.press("Control+Delete")
    assert rows(page) == []
    expect(page.locator("[data-handle=annual]")).to_be_hidden()
