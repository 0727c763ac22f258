"""Debian's Chromium before a real server: signed-in people, and a watch over everything that must not happen in any page."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, Response, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from perfgoals.accounts.models import User
from tests.cast import PASSWORD, client_of

CHROMIUM = Path("/usr/bin/chromium")
HERE = ("localhost", "127.0.0.1")
# No other name leads anywhere.
ALONE = "--host-resolver-rules=MAP * ~NOTFOUND, " + ", ".join(f"EXCLUDE {host}" for host in HERE)
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", ALONE]
OFFICE_SCREEN = {"width": 1366, "height": 768}
# A busy machine takes its time; what comes at once is not waited for any longer.
expect.set_options(timeout=20_000)
# Asked in a world of the browser's own, where a test that turns the clock of a page has not turned this one.
ENGINES = {
    "loading": "document.readyState !== 'complete'",
    "asked": "performance.getEntriesByType('resource').some(({ name }) => new URL(name).pathname.endsWith(text))",
}
"""Selectors of a whole page: ``loading=page`` while its scripts may not be there yet, ``asked=/x/`` once it was answered from there."""

SignIn = Callable[[User], Page]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One for all tests here. Playwright keeps an event loop in this thread, which Django would take for asynchronous code."""
    assert CHROMIUM.exists(), "没有 /usr/bin/chromium：这部分测试不能略过，请先运行 python3 scripts/native_parts.py"
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    with sync_playwright() as playwright:
        for name, holds in ENGINES.items():
            whole = "[document.documentElement].filter(Boolean)"  # a page that has just begun has none yet
            script = f"{{ queryAll(root, text) {{ return {holds} ? {whole} : []; }}, query() {{ return null; }} }}"
            playwright.selectors.register(name, script, content_script=True)
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield started
        started.close()
    os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE")
    if before is not None:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Watch:
    """What went wrong in a browser's pages while nobody looked: errors of scripts and policy, requests elsewhere, answers of failure."""

    def __init__(self, context: BrowserContext, expected: set[int]) -> None:
        self.wrong: list[str] = []
        self.expected = expected
        context.on("weberror", lambda error: self.wrong.append(f"script: {error.error}"))
        context.on("console", self._console)
        context.on("response", self._response)
        context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and "Failed to load resource" not in message.text:
            self.wrong.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status}: {response.url}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.hostname not in HERE and not address.scheme.startswith("chrome"):  # what it shows a PDF with
            self.wrong.append(f"outside: {request.url}")


def wait_for_scripts(page: Page) -> None:
    """From now on whatever is clicked, filled in or expected waits until the page has loaded: what a test clicks on is often there
    before the script that listens, and nobody is as fast as that."""
    page.add_locator_handler(page.locator("loading=page"), lambda: None)


def hurry(context: BrowserContext) -> None:
    """In pages opened from now on nobody waits for the scripts."""
    context.remove_listener("page", wait_for_scripts)


@pytest.fixture
def expected() -> set[int]:
    """The statuses of refusal that a test provokes; it adds them itself."""
    return set()


class Office:
    """Browsers of several people before the same server, each of them watched."""

    def __init__(self, browser: Browser, url: str, expected: set[int]) -> None:
        self.chromium, self.url, self.expected = browser, url, expected
        self.contexts: list[BrowserContext] = []
        self.watches: list[Watch] = []

    def browser(self) -> BrowserContext:
        """Nobody has signed in in it."""
        context = self.chromium.new_context(base_url=self.url, locale="zh-CN", viewport=OFFICE_SCREEN, accept_downloads=True)  # type: ignore[arg-type]
        context.set_default_timeout(15_000)
        context.on("page", wait_for_scripts)
        self.watches.append(Watch(context, self.expected))
        self.contexts.append(context)
        return context

    def browser_of(self, user: User) -> BrowserContext:
        """This person has signed in in it."""
        context = self.browser()
        self.let_in(context, user)
        return context

    def let_in(self, context: BrowserContext, user: User) -> None:
        """As if this person had signed in in another page of the browser."""
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client_of(user).cookies[name].value, "url": self.url}])

    def close(self) -> None:
        for context in self.contexts:
            context.close()
        assert [wrong for watch in self.watches for wrong in watch.wrong] == []


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, emptied_log: None, expected: set[int]) -> Iterator[Office]:
    """The browsers a test asks for; nothing may have gone wrong in any of them."""
    opened = Office(browser, live_server.url, expected)
    yield opened
    opened.close()


@pytest.fixture
def page(office: Office) -> Page:
    """A page on the screen of an office, not signed in."""
    return office.browser().new_page()


@pytest.fixture
def sign_in(page: Page) -> SignIn:
    """Signs somebody in the way a person does, and gives their first page."""

    def sign_in(user: User) -> Page:
        page.goto("/")
        page.get_by_label("用户名").fill(user.username)
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("heading", name="绩效目标表", exact=True).wait_for()
        page.wait_for_load_state()  # typing by keyboard waits for nothing
        return page

    return sign_in
