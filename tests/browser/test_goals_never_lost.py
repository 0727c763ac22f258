"""部门整体绩效目标: two people at once, a crash, a server that dies before its answer. Nothing is lost, nothing done twice."""

from __future__ import annotations

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Page, expect

from perfgoals.tables.goals_beginning import begin_goals
from perfgoals.tables.models import DepartmentGoals, Revision
from tests.browser.conftest import Office
from tests.browser.editing import CONFLICT, FAILED, ahead, answered_in_vain, crash, every_save, ready, says
from tests.browser.goals_editing import alike, arrive, at_end_of, kept, line, opened, press, rewrite, shown
from tests.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def goals(cast: Cast) -> DepartmentGoals:
    return begin_goals(cast.building, 2027, cast.author)


@pytest.fixture
def mine(office: Office, cast: Cast, goals: DepartmentGoals) -> Page:
    return opened(office.browser_of(cast.author), goals)


@pytest.fixture
def theirs(office: Office, cast: Cast, goals: DepartmentGoals) -> Page:
    return opened(office.browser_of(cast.colleague), goals)


def add_below(page: Page, index: int, text: str) -> None:
    at_end_of(page, index)
    press(page, "ControlOrMeta+Enter")
    page.keyboard.insert_text(text)


def test_two_people_write_in_different_lines(mine: Page, theirs: Page, goals: DepartmentGoals, expected: set[int]) -> None:
    expected.add(409)
    add_below(theirs, 0, "李建写的")
    alike(theirs, goals)
    add_below(mine, 1, "我写的")
    says(mine, "已保存")
    assert kept(goals) == ["#一、总体绩效目标", "李建写的", "#二、分项绩效目标", "我写的", "#三、工作保障措施"]
    alike(mine, goals)
    expect(mine.locator("#conflicts")).to_be_hidden()


@pytest.mark.parametrize(("button", "left"), [("用我的", "一、我的"), ("用对方的", "一、李建的")])
def test_in_the_same_line_one_chooses(mine: Page, theirs: Page, goals: DepartmentGoals, expected: set[int], button: str, left: str) -> None:
    expected.add(409)
    rewrite(theirs, 0, "一、李建的")
    alike(theirs, goals)
    rewrite(mine, 0, "一、我的")
    says(mine, CONFLICT)
    expect(mine.locator("#conflicts")).to_contain_text("第1行 分节标题")
    expect(line(mine, 0)).to_have_value("一、我的")
    assert kept(goals)[0] == "#一、李建的", "not written over before a choice"
    rewrite(mine, 1, "二、照常保存")
    expect(mine.locator("#conflicts")).to_be_visible()
    mine.get_by_role("button", name=button, exact=True).click()
    alike(mine, goals)
    assert kept(goals)[:2] == [f"#{left}", "#二、照常保存"]


def test_a_line_stays_below_what_it_was_written_under(mine: Page, theirs: Page, goals: DepartmentGoals, expected: set[int]) -> None:
    expected.add(409)
    add_below(mine, 0, "甲")
    alike(mine, goals)
    theirs.reload()
    ready(theirs)
    at_end_of(theirs, 1)
    press(theirs, "ControlOrMeta+Delete")
    alike(theirs, goals)
    add_below(mine, 1, "乙，写在甲下面")
    says(mine, "已保存")
    assert kept(goals) == ["#一、总体绩效目标", "乙，写在甲下面", "#二、分项绩效目标", "#三、工作保障措施"]
    alike(mine, goals)


def test_a_line_that_the_other_removed_is_not_lost(mine: Page, theirs: Page, goals: DepartmentGoals, expected: set[int]) -> None:
    expected.add(409)
    at_end_of(theirs, 1)
    press(theirs, "ControlOrMeta+Delete")
    alike(theirs, goals)
    rewrite(mine, 1, "二、我还在写")
    says(mine, CONFLICT)
    expect(mine.locator("#conflicts")).to_contain_text("对方已删除的“二、分项绩效目标”")
    mine.get_by_role("button", name="用我的", exact=True).click()
    says(mine, "已保存")
    assert "#二、我还在写" in kept(goals)
    alike(mine, goals)


def test_each_sees_that_the_other_is_there(mine: Page, theirs: Page) -> None:
    expect(theirs.locator("#others")).to_have_text("张建 也在填这份目标")


def test_what_was_written_before_a_crash_is_there_again(mine: Page, goals: DepartmentGoals) -> None:
    context = mine.context
    context.set_offline(True)
    add_below(mine, 0, "断网时写的")
    says(mine, FAILED)
    crash(mine)
    context.set_offline(False)
    page = ahead(context, 10)
    arrive(page, goals)
    expect(page.locator("tbody.lines tr")).to_have_count(4)
    says(page, "已保存")
    assert kept(goals)[1] == "断网时写的"
    alike(page, goals)


def test_a_save_whose_answer_was_lost_is_done_once(mine: Page, goals: DepartmentGoals) -> None:
    with every_save(mine, answered_in_vain):
        add_below(mine, 0, "甲")
        says(mine, FAILED)
    press(mine, "ControlOrMeta+s")
    says(mine, "已保存")
    assert kept(goals).count("甲") + kept(goals).count("") == 1
    alike(mine, goals)
    assert Revision.objects.filter(goals=goals).count() == DepartmentGoals.objects.get().version


def test_once_signed_out_one_signs_in_in_place(mine: Page, goals: DepartmentGoals, cast: Cast, expected: set[int]) -> None:
    expected.add(401)
    Session.objects.all().delete()
    rewrite(mine, 0, "一、还没有保存")
    dialog = mine.locator("#sign-in-again")
    expect(dialog).to_be_visible()
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_role("button", name="登录").click()
    says(mine, "已保存")
    assert kept(goals)[0] == "#一、还没有保存"
    assert shown(mine) == kept(goals)
