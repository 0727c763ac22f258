"""A table in the editing page as its user meets it, and the same table as the database has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Error, Locator, Page, Route, expect

from perfgoals.official.snapshot import Side
from perfgoals.tables.editing.keyed import Keyed, fixed_texts, keyed_of
from perfgoals.tables.editing.saving import save
from perfgoals.tables.models import TargetTable
from tests.cast import Cast

GOAL = "goals.annual"
FAILED = "保存失败，内容已暂存本机"
CONFLICT = "他人已修改，请核对"
SAVE = "**/save/"
Found = TypeVar("Found")
At = str | tuple[str, str]
"""A cell: its path in the fixed part, or the key of its row and the field."""


def opened(context: BrowserContext, table: TargetTable) -> Page:
    """A new page of this browser with the table in it."""
    page = context.new_page()
    arrive(page, table)
    return page


def ahead(context: BrowserContext, seconds: float = 0) -> Page:
    """A new page of a browser whose clock a test can turn. Ten seconds ahead, pages that are gone are known to be gone."""
    page = context.new_page()
    page.clock.install(time=page.evaluate("Date.now()") / 1000 + seconds)
    return page


def later(page: Page, milliseconds: int) -> None:
    """What the page was to do by then, it does now."""
    page.clock.fast_forward(milliseconds)
    page.wait_for_timeout(100)  # for what that sends to arrive


def arrive(page: Page, table: TargetTable) -> None:
    page.goto(f"/tables/{table.pk}/edit/")
    ready(page)


def ready(page: Page) -> None:
    """The page is there and has asked who else is: told of a version that somebody saves only now, it would take that over at once."""
    page.locator("#editor[data-ready]").wait_for()
    page.locator("asked=/presence/").wait_for()


def cell(page: Page, at: At) -> Locator:
    if isinstance(at, str):
        return page.locator(f'[name="{at}"]')
    return page.locator(f'[data-row="{at[0]}"][data-field="{at[1]}"] textarea')


def write(page: Page, at: At, text: str) -> None:
    """By keyboard, in place of what the cell says."""
    cell(page, at).focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def says(page: Page, text: str) -> None:
    """The state of saving, in the page's own words."""
    expect(page.locator("#save-state")).to_contain_text(text, timeout=12_000)  # longer than a page waits before it tries again


def shows(page: Page, at: At, text: str) -> None:
    expect(cell(page, at)).to_have_value(text)


@contextmanager
def a_save(page: Page) -> Iterator[None]:
    """Within, something is done that the page saves. The words in between are not waited for: they stay for less than a second."""
    with page.expect_response(SAVE):
        yield
    says(page, "已保存")


def becomes(page: Page, read: Callable[[], Found], wanted: Found) -> None:
    """Waits for what is to be seen on the server alone."""
    for _ in range(200):
        if read() == wanted:
            return
        page.wait_for_timeout(100)
    assert read() == wanted


def again(page: Page) -> None:
    """The browser finds that the connection is there again, so that nobody has to wait until the page tries by itself."""
    page.evaluate("window.dispatchEvent(new Event('online'))")


def kept(table: TargetTable) -> Keyed:
    """What is in the database now."""
    return keyed_of(TargetTable.objects.with_contents().get(pk=table.pk))


def text_in(table: TargetTable, at: At) -> str:
    keyed = kept(table)
    if isinstance(at, str):
        return fixed_texts(keyed)[at]
    found = keyed.find(at[0])
    assert found, "没有这一行"
    text: str = getattr(keyed.rows(found[0])[found[1]], at[1])
    return text


def keys(table: TargetTable, side: Side = "annual") -> tuple[str, ...]:
    return kept(table).keys[side]


def keys_on(page: Page, side: str = "annual") -> tuple[str, ...]:
    """The rows of a side from top to bottom as the page shows them."""
    found: list[str] = page.locator("table.editor-form").evaluate(
        '(table, side) => [...table.querySelectorAll(`td[data-path^="indicators.${side}["][data-field=level3]`)]'
        ".map((cell) => cell.dataset.row)",
        side,
    )
    return tuple(found)


def version(table: TargetTable) -> int:
    return TargetTable.objects.get(pk=table.pk).version


def alike(page: Page, table: TargetTable) -> None:
    """Every text and the order of the rows are the same on the page and in the database."""
    keyed = kept(table)
    for side in ("period", "annual"):
        assert keys_on(page, side) == keyed.keys[side]
    shown: dict[str, str] = page.locator("table.editor-form").evaluate(
        "(table) => Object.fromEntries([...table.querySelectorAll('.cell > [name]')].map((input) => [input.name, input.value]))"
    )
    texts = fixed_texts(keyed)
    for side in ("period", "annual"):
        for index, row in enumerate(keyed.rows(side)):  # type: ignore[arg-type]
            texts |= {f"indicators.{side}[{index}].{name}": getattr(row, name) for name in ("level3", "value", "description", "basis")}
    assert {name: texts[name] for name in shown} == shown


def colleague_does(cast: Cast, table: TargetTable, *changes: dict[str, object]) -> None:
    """李建 does it at a machine of his own."""
    save(cast.colleague, table.pk, version=version(table), changes=list(changes), save_id=str(uuid4()))


def put(at: At, text: str) -> dict[str, object]:
    return {"do": "set", "text": text, **({"path": at} if isinstance(at, str) else {"row": at[0], "field": at[1]})}


@contextmanager
def cut_off(page: Page) -> Iterator[None]:
    """Within, there is no connection; so what is written there is all written before anybody else's text is heard of."""
    page.context.set_offline(True)
    yield
    page.context.set_offline(False)


@contextmanager
def every_save(page: Page, act: Any) -> Iterator[list[Any]]:
    """Within, every save of the page is given to ``act(route)``; what was asked to be saved is listed."""
    asked: list[Any] = []
    under_way: list[Route] = []

    def answer(route: Route) -> None:
        asked.append(route.request.post_data_json)
        under_way.append(route)
        act(route)
        under_way.remove(route)

    page.route(SAVE, answer)
    yield asked
    while under_way and not page.is_closed():  # taken off its route, one that is still being answered could not be
        page.wait_for_timeout(20)
    if not page.is_closed():
        page.unroute(SAVE, answer)


def answered_in_vain(route: Route) -> None:
    """The server does it and is killed before its answer is there."""
    route.fetch()
    route.abort()


def kept_here(page: Page) -> list[str]:
    """The names of what this browser keeps because it is not saved."""
    found: list[str] = page.evaluate("Object.keys(localStorage).filter((name) => name.includes('.kept.'))")
    return found


def close(page: Page) -> None:
    """As a person closes it."""
    with page.expect_event("close"):
        page.close(run_before_unload=True)


def crash(page: Page) -> None:
    """The page is gone without having been told; what it kept stays."""
    with pytest.raises(Error, match="ERR_ABORTED"):
        page.goto("chrome://crash")
    page.close()
