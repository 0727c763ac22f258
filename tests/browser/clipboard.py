"""Ctrl+V with what an office program has put on the clipboard, which no test can reach: the event as the browser makes it."""

from __future__ import annotations

from playwright.sync_api import Page

_PASTED = """
([text, html]) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData("text/plain", text);
  if (html) clipboardData.setData("text/html", html);
  const pasted = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
  const isLeftToTheBrowser = document.activeElement.dispatchEvent(pasted);
  if (isLeftToTheBrowser) document.execCommand("insertText", false, text);
}
"""


def paste(page: Page, text: str, html: str = "") -> None:
    """Into the cell one is in. Where the page leaves it to the browser, the browser puts in the text, as it always does."""
    page.evaluate(_PASTED, [text, html])
