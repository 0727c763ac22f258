"""Whatever happens to the table, the machine or the network while one writes: the state that is told is true, and the text is there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Dialog, Page, Route, expect

from perfgoals.tables.models import Revision, TargetTable
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
    every_save,
    keys,
    later,
    opened,
    put,
    ready,
    says,
    shows,
    text_in,
    version,
    write,
)
from tests.cast import Cast
from tests.dumping import dump

NO_ROOM = """() => {
  const put = Storage.prototype.setItem;
  Storage.prototype.setItem = function (name, text) {
    if (text.length > 50) throw new DOMException("full", "QuotaExceededError");
    put.call(this, name, text);
  };
}"""
FORBIDDEN = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"

LISTEN = """() => {
  const state = document.getElementById("save-state");
  window.told = [];
  new MutationObserver(() => {
    if (window.told.at(-1) !== state.textContent) window.told.push(state.textContent);
  }).observe(state, { childList: true });
}"""
"""What the page says about saving, one after the other; some of it stays for less than a second."""


@pytest.fixture
def page(office: Office, cast: Cast, table: TargetTable) -> Page:
    """The author's, in the table."""
    return opened(office.browser_of(cast.author), table)


def test_the_states_are_told_in_words_one_after_the_other(page: Page, table: TargetTable, cast: Cast, expected: set[int]) -> None:
    expected.add(409)
    state = page.locator("#save-state")
    page.evaluate(LISTEN)
    now = timezone.localtime().strftime("%H:")
    expect(state).to_have_text(re.compile(f"^已保存 {now}[0-9]{{2}}$"))
    waiting: list[Route] = []
    page.route(SAVE, lambda route: waiting.append(route))
    write(page, GOAL, "写")
    expect(state).to_have_text("保存中")
    becomes(page, lambda: len(waiting), 1)
    waiting.pop().abort()
    expect(state).to_have_text(FAILED)
    page.unroute(SAVE)
    again(page)
    expect(state).to_have_text(re.compile("^已保存 [0-9]{2}:[0-9]{2}$"))
    colleague_does(cast, table, put(GOAL, "李建写的"))
    write(page, GOAL, "张建写的")
    expect(state).to_have_text(f"{CONFLICT}（1处）")
    said = [text.split()[0] for text in page.evaluate("window.told")]
    assert said == ["有未保存的修改", "保存中", FAILED, "已保存", "有未保存的修改", "保存中", f"{CONFLICT}（1处）"]


def submitted(table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(state=TargetTable.State.UNIT_REVIEW)


def deleted(table: TargetTable) -> None:
    TargetTable.objects.filter(pk=table.pk).update(deleted_at=timezone.now())


@pytest.mark.parametrize(("act", "said", "status"), [(submitted, "不能修改", 403), (deleted, "这张表已被删除到回收站", 404)])
def test_a_table_that_may_be_changed_no_more_shows_what_was_not_saved(
    page: Page, table: TargetTable, expected: set[int], act: Callable[[TargetTable], None], said: str, status: int
) -> None:
    expected.add(status)
    first = keys(table)[0]
    act(table)
    before = dump()
    page.context.set_offline(True)
    write(page, GOAL, "没有存上的目标\n第二段")
    write(page, (first, "level3"), "没有存上的指标")
    page.context.set_offline(False)
    expect(page.locator("#left-over")).to_contain_text(said)
    expect(page.locator("#left-over")).to_contain_text("下面是没有保存的内容，请复制留存")
    text = page.get_by_label("没有保存的内容").input_value()
    assert "没有存上的目标\n第二段" in text
    assert "没有存上的指标" in text
    says(page, FAILED)
    expect(cell(page, GOAL)).not_to_be_editable()
    page.keyboard.press("ControlOrMeta+Enter")
    assert len(page.locator("[data-field=level3][data-path^='indicators.annual']").all()) == 16
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert {name: rows for name, rows in dump().items() if "Presence" not in name} == {
        name: rows for name, rows in before.items() if "Presence" not in name
    }
    TargetTable.objects.update(state=TargetTable.State.RETURNED, deleted_at=None)
    page.reload()
    ready(page)
    shows(page, GOAL, "没有存上的目标\n第二段")
    says(page, "已保存")
    assert text_in(table, (first, "level3")) == "没有存上的指标"
    alike(page, table)


def test_a_page_at_rest_learns_that_the_table_may_be_changed_no_more(page: Page, table: TargetTable) -> None:
    submitted(table)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("#left-over")).to_contain_text("这张表现在不能修改")
    expect(page.get_by_label("没有保存的内容")).to_be_hidden()
    expect(cell(page, GOAL)).not_to_be_editable()
    says(page, "已保存")


def questions(page: Page, *, leave: bool) -> list[str]:
    """What the browser asks from now on; whoever sits there leaves the page, or stays."""
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept() if leave else dialog.dismiss()

    page.on("dialog", answer)
    return asked


@pytest.mark.parametrize("is_forbidden", [True, False])
def test_a_machine_that_keeps_nothing_is_told_of(office: Office, cast: Cast, table: TargetTable, is_forbidden: bool) -> None:
    page = ahead(office.browser_of(cast.author))
    page.add_init_script(FORBIDDEN if is_forbidden else f"({NO_ROOM})()")
    arrive(page, table)
    asked = questions(page, leave=False)
    with every_save(page, lambda route: route.abort()):
        write(page, GOAL, "存不下的")
        says(page, "保存失败，本机也存不下，请不要关闭页面")
        later(page, 2100)  # a beat is small enough to be kept, and says nothing of the text
        write(page, "goals.period", "接着写")
        says(page, "保存失败，本机也存不下，请不要关闭页面")
        page.close(run_before_unload=True)
        becomes(page, lambda: asked, ["beforeunload"])
    assert not page.is_closed()
    again(page)
    says(page, "已保存")
    assert [text_in(table, GOAL), text_in(table, "goals.period")] == ["存不下的", "接着写"]


def test_a_page_whose_text_is_kept_may_be_closed_without_a_question(page: Page, table: TargetTable) -> None:
    asked = questions(page, leave=True)
    with every_save(page, lambda route: route.abort()):
        write(page, GOAL, "存得下的")
        says(page, FAILED)
        page.goto("/")
    assert asked == []


def test_what_others_wrote_into_the_storage_of_the_machine_does_no_harm(page: Page, table: TargetTable, cast: Cast) -> None:
    for number, text in enumerate(["", "{", "[]", "null", '{"wishes":[]}', '{"wishes":[{"do":"?"}],"before":{},"rows":{}}', "7"]):
        page.evaluate(
            "([name, text]) => localStorage.setItem(name, text)", [f"perfgoals.{cast.author.pk}.table.{table.pk}.kept.x{number}", text]
        )
    page.reload()
    ready(page)
    write(page, GOAL, "照常写")
    says(page, "已保存")
    assert [text_in(table, GOAL), version(table)] == ["照常写", 2]


def compose(page: Page, words: list[str], *, is_done: bool) -> None:
    """As an input method does it: letters under a line, the word in the end."""
    page.evaluate(
        """([words, isDone]) => {
          const input = document.activeElement;
          const start = input.value;
          input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
          for (const word of words) {
            input.value = start + word;
            input.dispatchEvent(new InputEvent("input", { bubbles: true, isComposing: true, data: word }));
          }
          if (isDone) input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true }));
        }""",
        [words, is_done],
    )


def test_half_a_word_is_never_saved(page: Page, table: TargetTable) -> None:
    with every_save(page, lambda route: route.fallback()) as asked:
        write(page, GOAL, "目标")
        says(page, "已保存")
        compose(page, ["j", "ji", "jix", "jixiao"], is_done=False)
        page.wait_for_timeout(1200)
        assert len(asked) == 1
        page.evaluate("document.activeElement.value = '目标绩效'")
        page.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
        becomes(page, lambda: text_in(table, GOAL), "目标绩效")
        says(page, "已保存")
    assert [change["text"] for each in asked for change in each["changes"]] == ["目标", "目标绩效"]
    assert text_in(table, GOAL) == "目标绩效"


def test_a_word_that_is_being_composed_is_not_written_over(page: Page, table: TargetTable, cast: Cast, expected: set[int]) -> None:
    expected.add(409)
    first = keys(table)[0]
    cell(page, (first, "level3")).focus()
    page.keyboard.press("End")
    before = cell(page, (first, "level3")).input_value()
    compose(page, ["ci", "cishu"], is_done=False)
    colleague_does(cast, table, put(GOAL, "李建写的"), {"do": "move", "row": first, "level2": "数量指标", "after": None})
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(500)
    assert cell(page, (first, "level3")).input_value() == before + "cishu"
    expect(cell(page, (first, "level3"))).to_be_focused()
    page.evaluate("(text) => { document.activeElement.value = text; }", before + "次数")
    page.evaluate("document.activeElement.dispatchEvent(new CompositionEvent('compositionend', { bubbles: true }))")
    says(page, "已保存")
    shows(page, GOAL, "李建写的")
    shows(page, (first, "level3"), before + "次数")
    alike(page, table)
    assert text_in(table, (first, "level3")) == before + "次数"


def test_typing_never_waits_for_the_network(office: Office, cast: Cast, table: TargetTable) -> None:
    page = ahead(office.browser_of(cast.author))
    arrive(page, table)
    text = "the quick brown fox jumps over the lazy dog. " * 3
    waiting: list[Route] = []
    page.route(SAVE, lambda route: waiting.append(route))
    cell(page, GOAL).focus()
    page.keyboard.press("ControlOrMeta+a")
    for letter in text[:40]:
        page.keyboard.type(letter)
    expect(page.locator("#save-state")).to_have_text("保存中")
    page.keyboard.type(text[40:])
    later(page, 3000)
    shows(page, GOAL, text)
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    for route in waiting:
        route.continue_()
    page.unroute(SAVE)
    says(page, "已保存")
    assert text_in(table, GOAL) == text.strip()
    assert Revision.objects.filter(table=table).count() == version(table) == 3


def test_somebody_who_types_on_and_on_is_saved_in_between(office: Office, cast: Cast, table: TargetTable) -> None:
    page = ahead(office.browser_of(cast.author))
    arrive(page, table)
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 1)  # a busy machine would put pauses between the keys
    cell(page, GOAL).focus()
    page.keyboard.press("ControlOrMeta+a")
    with page.expect_response(SAVE):
        for _ in range(12):
            page.keyboard.type("a")
            page.clock.run_for(500)
    assert version(table) == 2
    page.clock.resume()
    says(page, "已保存")
    assert text_in(table, GOAL) == "a" * 12


def test_a_text_the_server_cannot_keep_stays_on_the_page_and_is_told(page: Page, table: TargetTable) -> None:
    first = keys(table)[0]
    long = "很长的指标" * 2000
    write(page, (first, "level3"), long)
    write(page, GOAL, "其余照常保存")
    says(page, "有未保存的修改（1处没有存上，见“提示”）")
    becomes(page, lambda: text_in(table, GOAL), "其余照常保存")
    assert text_in(table, (first, "level3")) != long
    page.reload()
    ready(page)
    shows(page, (first, "level3"), long)
    says(page, "有未保存的修改（1处没有存上，见“提示”）")
    write(page, (first, "level3"), "短的指标")
    says(page, "已保存")
    assert text_in(table, (first, "level3")) == "短的指标"
    alike(page, table)
