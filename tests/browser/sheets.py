"""The form on the editing page as a person sees it, and as the server prints it: the same lists of cells, to be compared."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from perfgoals.tables.models import TargetTable
from tests.browser.typing import saved

_CELLS = """
(root) => [...root.querySelector("table.editor-form").rows].map((line) => [...line.cells].map((cell) => {
  const input = cell.querySelector(".cell > textarea, .cell > input");
  const copy = cell.cloneNode(true);
  for (const each of copy.querySelectorAll("button, output, datalist")) each.remove();
  return {
    tag: cell.tagName, role: [...cell.classList].filter((name) => !["differs", "drop-here"].includes(name)).join(" "),
    rows: cell.rowSpan, columns: cell.colSpan, path: cell.dataset.path ?? "", row: cell.dataset.row ?? "",
    text: input ? input.value : copy.textContent, copied: input ? input.parentElement.dataset.text : "",
    name: input ? input.name : "", label: input ? input.getAttribute("aria-label") : "",
  };
}))
"""
Cells = list[list[dict[str, Any]]]


def cells(page: Page) -> Cells:
    """Every cell there is now, line by line."""
    found: Cells = page.evaluate(f"({_CELLS})(document)")
    return found


def cells_of_the_server(page: Page, table: TargetTable) -> Cells:
    """Every cell of the page as the server makes it anew from what is stored."""
    asked = f"async (url) => ({_CELLS})(new DOMParser().parseFromString(await (await fetch(url)).text(), 'text/html'))"
    found: Cells = page.evaluate(asked, f"/tables/{table.pk}/edit/")
    return found


def saved_at_once(page: Page) -> None:
    """Ctrl+S, and what it has to wait for."""
    page.keyboard.press("ControlOrMeta+s")
    saved(page)
