"""The page keeps still: nothing moves by itself, while it loads, while it is written in, and when a save is answered."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from perfgoals.tables.models import TargetTable
from tests.browser.conftest import Office
from tests.browser.editing import arrive, cell, write
from tests.browser.typing import mended, saved
from tests.cast import Cast, stored

_WATCHED = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    const name = ({ node }) => node && `${node.nodeName}#${node.id}.${node.className}`;
    window.shifts.push(`${entry.value}: ${entry.sources.map(name).join(", ")}`);
  }
}).observe({ type: "layout-shift", buffered: true });
"""
_PLACES = """() => Object.fromEntries([...document.querySelectorAll("table.editor-form :is(td, th)[data-path]")].map((cell) => {
  const { left, top, width, height } = cell.getBoundingClientRect();
  return [cell.dataset.path, [left, top + window.scrollY, width, height]];
}))"""


def begun(office: Office, cast: Cast, name: str) -> tuple[Page, TargetTable]:
    table = stored(mended(name), cast.building, by=cast.author)
    page = office.browser_of(cast.author).new_page()
    page.add_init_script(_WATCHED)
    arrive(page, table)
    return page, table


def places(page: Page) -> dict[str, list[float]]:
    """Left, top, width and height of every cell with a path."""
    found: dict[str, list[float]] = page.evaluate(_PLACES)
    return found


def shifts(page: Page) -> list[str]:
    page.wait_for_timeout(300)  # the browser tells of them when it has time
    found: list[str] = page.evaluate("window.shifts")
    return found


@pytest.mark.parametrize("name", ["made-01", "henan-10", "hebei-01"])
def test_the_scripts_find_every_cell_where_it_stays(office: Office, cast: Cast, name: str) -> None:
    page, table = begun(office, cast, name)
    with_scripts = places(page)
    assert shifts(page) == []
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"/tables/{table.pk}/edit/")
    without = places(page)
    assert without.keys() == with_scripts.keys()
    for path, place in without.items():
        assert with_scripts[path] == pytest.approx(place, abs=0.1), path  # a browser counts in 64ths


@pytest.mark.parametrize("name", ["made-01", "hebei-01"])
def test_nothing_moves_when_a_save_is_answered(office: Office, cast: Cast, name: str) -> None:
    page, _ = begun(office, cast, name)
    write(page, "funding.annual.fiscal", "35万元")
    write(page, "funding.annual.other", "约50万")
    write(page, "goals.annual", "第一段")
    written = places(page)
    saved(page)  # by itself, long after the last key
    expect(page.locator("#said-list li").first).to_be_visible()
    cell(page, "goals.annual").hover()
    page.mouse.move(5, 5)
    page.get_by_label("年度第2行 三级指标").hover()
    assert places(page) == written
    assert shifts(page) == []
