"""部门整体绩效目标 written in a real browser: from scratch by keyboard and by pasting, and what comes out again."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from perfgoals.accounts.models import Department, Post, User
from perfgoals.official.department_goals import DepartmentGoals as Record
from perfgoals.official.department_goals import Section, goals_to_json, mend_goals
from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.goals_storing import replace_goals
from perfgoals.tables.models import DepartmentGoals
from tests.browser.conftest import Office, SignIn
from tests.browser.editing import FAILED, ready, says
from tests.browser.goals_editing import alike, at_end_of, at_start_of, kept, line, opened, paste, press, rewrite, shown
from tests.cast import PUBLISHED, Cast, person

pytestmark = pytest.mark.django_db(transaction=True)

HEADINGS = ["#一、总体绩效目标", "#二、分项绩效目标", "#三、工作保障措施"]


@pytest.fixture
def published() -> Record:
    return mend_goals(json.loads((PUBLISHED / "hebei-overall-goals.json").read_text(encoding="utf-8")))[0]


def clerk_of(record: Record) -> User:
    unit = Department.objects.create(code=record.department.code, name=record.department.name)
    return person("clerk", "经办人", (unit, Post.Role.AUTHOR))


def exported(page: Page, goals: DepartmentGoals) -> dict[str, Any]:
    found: dict[str, Any] = page.request.get(f"/goals/{goals.pk}.json").json()
    return found


def begun(sign_in: SignIn, record: Record) -> tuple[Page, DepartmentGoals]:
    """As a person begins: the unit's only document of the year, with the official headings."""
    page = sign_in(clerk_of(record))
    page.goto("/goals/new/")
    page.get_by_label("年度").fill(str(record.year))
    page.get_by_role("button", name="新建并填写").click()
    ready(page)
    return page, DepartmentGoals.objects.get()


def test_by_keyboard_with_the_connection_cut_in_the_middle(sign_in: SignIn, published: Record) -> None:
    page, goals = begun(sign_in, published)
    assert shown(page) == HEADINGS
    line(page, 0).click()
    for number, section in enumerate(published.sections):
        if number == 1:
            page.context.set_offline(True)
        for item in section.items:
            press(page, "Enter")
            page.keyboard.insert_text(item)
        if number == 1:
            says(page, FAILED)
            page.context.set_offline(False)
        press(page, "ArrowDown", "End")
    says(page, "已保存")
    assert exported(page, goals) == goals_to_json(published)
    alike(page, goals)


def test_the_whole_document_pasted_from_word(sign_in: SignIn, published: Record) -> None:
    page, goals = begun(sign_in, published)
    lines = [text for section in published.sections for text in (section.heading, *section.items)]
    page.get_by_label("部分", exact=True).focus()
    press(page, "ControlOrMeta+a")
    paste(page, "\r\n".join(["第一部分", "部门整体绩效目标", *lines, ""]))
    says(page, "已保存")
    assert exported(page, goals) == goals_to_json(published)
    press(page, "ControlOrMeta+z")
    assert shown(page) == HEADINGS
    press(page, "ControlOrMeta+y")
    says(page, "已保存")
    assert exported(page, goals) == goals_to_json(published)


# What keys and buttons do. The document is "甲乙", "丙" below the first heading, nothing below the others.


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    goals = begin_goals(cast.building, 2027, cast.author)
    sections = (Section("一、总体绩效目标", ("甲乙", "丙")), *(Section(each[1:]) for each in HEADINGS[1:]))
    replace_goals(goals, Record(part="第一部分", title="部门整体绩效目标", sections=sections), based_on=1, by=cast.author)
    return goals


@pytest.fixture
def doc(office: Office, cast: Cast, goals: DepartmentGoals) -> Page:
    return opened(office.browser_of(cast.author), goals)


def test_enter_parts_a_line_and_backspace_joins_it(doc: Page, goals: DepartmentGoals) -> None:
    at_start_of(doc, 1)
    press(doc, "ArrowRight", "Enter")
    assert shown(doc)[1:4] == ["甲", "乙", "丙"]
    press(doc, "Backspace")
    assert shown(doc)[1:3] == ["甲乙", "丙"]
    doc.keyboard.insert_text("与")
    assert shown(doc)[1] == "甲与乙"
    alike(doc, goals)


def test_enter_before_a_text_puts_an_empty_line_above_it(doc: Page, goals: DepartmentGoals) -> None:
    at_start_of(doc, 1)
    press(doc, "Enter")
    assert shown(doc)[1:4] == ["", "甲乙", "丙"]
    expect(line(doc, 2)).to_be_focused()
    press(doc, "ArrowUp", "Backspace")
    assert shown(doc)[1:3] == ["甲乙", "丙"]
    expect(line(doc, 0)).to_be_focused()
    alike(doc, goals)


def test_delete_at_the_end_takes_the_line_below_in(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 1)
    press(doc, "Delete")
    assert shown(doc) == [HEADINGS[0], "甲乙丙", *HEADINGS[1:]]
    alike(doc, goals)


def test_control_enter_adds_a_line_and_leaves_this_one_whole(doc: Page, goals: DepartmentGoals) -> None:
    at_start_of(doc, 1)
    press(doc, "ControlOrMeta+Enter")
    doc.keyboard.insert_text("新")
    assert shown(doc)[1:4] == ["甲乙", "新", "丙"]
    alike(doc, goals)


def test_a_line_becomes_a_heading_and_an_item_again(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 2)
    press(doc, "ControlOrMeta+b")
    assert shown(doc)[2] == "#丙"
    expect(line(doc, 2)).to_be_focused()
    alike(doc, goals)
    doc.get_by_role("button", name="改为段落").click()
    assert shown(doc)[2] == "丙"
    alike(doc, goals)


def test_lines_and_whole_sections_move_by_keys(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 2)
    press(doc, "Alt+ArrowUp")
    assert shown(doc)[1:3] == ["丙", "甲乙"]
    expect(line(doc, 1)).to_be_focused()
    press(doc, "Alt+Shift+ArrowDown")
    assert shown(doc) == [HEADINGS[1], HEADINGS[0], "丙", "甲乙", HEADINGS[2]]
    press(doc, "Alt+Shift+ArrowUp", "Alt+ArrowDown")
    assert shown(doc) == [HEADINGS[0], "甲乙", "丙", *HEADINGS[1:]]
    alike(doc, goals)


def test_a_line_and_a_section_are_dragged(doc: Page, goals: DepartmentGoals) -> None:
    line(doc, 2).hover()
    doc.locator("#line-handle").drag_to(line(doc, 4), target_position={"x": 40, "y": 25})
    assert shown(doc) == [HEADINGS[0], "甲乙", *HEADINGS[1:], "丙"]
    line(doc, 3).hover()
    doc.locator("#line-handle").drag_to(line(doc, 0), target_position={"x": 40, "y": 3})
    assert shown(doc) == [HEADINGS[2], "丙", HEADINGS[0], "甲乙", HEADINGS[1]]
    alike(doc, goals)


def test_a_removed_line_comes_back(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 1)
    press(doc, "ControlOrMeta+Delete")
    assert shown(doc)[1] == "丙"
    doc.locator("#toast").get_by_role("button", name="撤销").click()
    assert shown(doc)[1:3] == ["甲乙", "丙"]
    alike(doc, goals)


def test_everything_can_be_undone_step_by_step(doc: Page, goals: DepartmentGoals) -> None:
    states = [shown(doc)]
    for index, keys in ((1, "ControlOrMeta+b"), (2, "Alt+ArrowUp"), (1, "Enter"), (0, "ControlOrMeta+Delete"), (2, "ControlOrMeta+Enter")):
        at_end_of(doc, index)
        press(doc, keys)
        states.append(shown(doc))
    for state in reversed(states[:-1]):
        press(doc, "ControlOrMeta+z")
        assert shown(doc) == state
    alike(doc, goals)


def test_arrows_go_from_line_to_line(doc: Page) -> None:
    at_end_of(doc, 0)
    for index in (1, 2, 3):
        press(doc, "ArrowDown")
        expect(line(doc, index)).to_be_focused()
    press(doc, "ArrowLeft")
    expect(line(doc, 2)).to_be_focused()
    press(doc, "ArrowRight")
    expect(line(doc, 3)).to_be_focused()
    press(doc, "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp")
    expect(doc.get_by_label("标题", exact=True)).to_be_focused()
    press(doc, "Enter")
    expect(line(doc, 0)).to_be_focused()


def test_lines_from_word_come_into_the_middle_of_a_text(doc: Page, goals: DepartmentGoals) -> None:
    at_start_of(doc, 1)
    press(doc, "ArrowRight")
    paste(doc, "一\r\n\r\n（一）\t环境卫生\r\n1、\t清扫。\r\n二、这样开头而以句号结束的是一段话。\r\n")
    assert shown(doc)[1:7] == ["甲一", "#（一）环境卫生", "1、清扫。", "二、这样开头而以句号结束的是一段话。", "乙", "丙"]
    alike(doc, goals)
    press(doc, "ControlOrMeta+z")
    assert shown(doc)[1:3] == ["甲乙", "丙"]
    alike(doc, goals)


def test_one_line_pasted_with_its_line_break_stays_in_the_line(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 1)
    paste(doc, "丁\r\n")
    assert shown(doc)[1:3] == ["甲乙丁", "丙"]
    alike(doc, goals)


def test_a_composed_word_is_taken_when_it_is_whole(doc: Page, goals: DepartmentGoals) -> None:
    at_end_of(doc, 1)
    session = doc.context.new_cdp_session(doc)
    session.send("Input.imeSetComposition", {"text": "ji", "selectionStart": 2, "selectionEnd": 2})
    line(doc, 1).dispatch_event("keydown", {"key": "Enter", "isComposing": True})  # belongs to the input method
    doc.wait_for_timeout(1200)
    assert kept(goals)[1] == "甲乙"
    session.send("Input.insertText", {"text": "绩效"})
    alike(doc, goals)
    assert kept(goals)[1] == "甲乙绩效"


def test_what_cannot_be_kept_is_said_at_its_line_and_the_rest_is_saved(doc: Page, goals: DepartmentGoals) -> None:
    rewrite(doc, 1, "<script>window.hacked = 1</script>")
    rewrite(doc, 0, "一" * 301)
    expect(doc.locator("#said-list")).to_contain_text("第1行 分节标题：有 301 个字，最多能存 300 个字，这一格没有保存")
    assert doc.evaluate("window.hacked") is None
    assert kept(goals)[:2] == [HEADINGS[0], "<script>window.hacked = 1</script>"]
    press(doc, "ControlOrMeta+b")
    expect(doc.locator("#said-list li")).to_have_count(0)
    alike(doc, goals)
    assert kept(goals)[0] == "一" * 301
    press(doc, "ControlOrMeta+b")
    expect(doc.locator("#toast")).to_contain_text("标题最多 300 个字")


def test_opening_saves_nothing(doc: Page, goals: DepartmentGoals, office: Office, cast: Cast) -> None:
    version = DepartmentGoals.objects.get().version
    other = opened(office.browser_of(cast.colleague), goals)
    other.wait_for_timeout(1500)
    doc.reload()
    ready(doc)
    alike(doc, goals)
    assert DepartmentGoals.objects.get().version == version


def test_after_any_acts_the_page_is_what_a_reload_shows(doc: Page, goals: DepartmentGoals) -> None:
    chance = random.Random(7)
    keys = ["Enter", "Backspace", "Delete", "ControlOrMeta+b", "ControlOrMeta+Enter", "Alt+ArrowUp", "Alt+ArrowDown", "Alt+Shift+ArrowUp",
            "Alt+Shift+ArrowDown", "ControlOrMeta+Delete", "ControlOrMeta+z", "ControlOrMeta+y", "x"]  # fmt: skip
    for _ in range(60):
        if there := doc.locator("tbody.lines tr").count():
            chance.choice([at_end_of, at_start_of])(doc, chance.randrange(there))
        else:
            doc.get_by_role("button", name="＋ 段落").click()
        press(doc, chance.choice(keys))
    alike(doc, goals)
    before = shown(doc)
    doc.reload()
    ready(doc)
    assert shown(doc) == before
