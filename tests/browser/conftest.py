"""A running site, and browsers of both sizes that remember every complaint a page makes."""

import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from scripts.debian import CHROMIUM
from tests.browser.site import PROJECT, Site
from tests.database import SqliteStore, connect_to

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
TIMEOUT_MS = 15_000
LAST_SEEN = PROJECT / "var" / "tests" / "last-seen"
"""Where the pages of a failed journey are kept as pictures."""
FAILED = pytest.StashKey[bool]()

# Playwright's loop runs in this thread; the ORM is used between its steps, never inside them.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

OpenBrowser = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's own Chromium."""
    expect.set_options(timeout=TIMEOUT_MS)
    with sync_playwright() as playwright:
        options = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=options)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def site(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """A served site with an empty database for each file of journeys, which this process may read and write too."""
    assert connection.vendor == "sqlite"
    running = Site(tmp_path_factory.mktemp("site"))
    running.prepare(SqliteStore().template)
    with django_db_blocker.unblock():
        before = connection.settings_dict["NAME"]
        connect_to(str(running.database))
        try:
            running.start()
            yield running
        finally:
            running.stop()
            connect_to(before)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let a fixture know that its test has failed."""
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture
def open_browser(browser: Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[OpenBrowser]:
    """Return a function that gives a fresh browser, like another person's device.

    A page that raised an error in a script, or broke the content security policy, fails the test.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(
        *, viewport: dict[str, int] = PHONE, language: str = "zh-CN", scripts: bool = True, url: str = ""
    ) -> Page:
        context = browser.new_context(
            base_url=url or site.url,
            viewport=viewport,  # type: ignore[arg-type]  # a plain dict does
            locale=language,
            has_touch=viewport == PHONE,
            java_script_enabled=scripts,
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(TIMEOUT_MS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: complaints.extend(policy_faults(page, message)))
        return page

    yield open_one
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            LAST_SEEN.mkdir(parents=True, exist_ok=True)
            context.pages[0].screenshot(path=LAST_SEEN / f"{request.node.name}-{number}.png", full_page=True)
            print(f"browser {number} stood at {context.pages[0].url}; see {LAST_SEEN}")  # noqa: T201
        context.close()
    assert complaints == []


def policy_faults(page: Page, message: ConsoleMessage) -> list[str]:
    """Return what the console says about the content security policy on one of our pages."""
    ours = "/cms/" not in page.url
    return [f"{page.url}: {message.text}"] if ours and "Content Security Policy" in message.text else []


@pytest.fixture
def log_in() -> Callable[[Page, str, str], None]:
    """Return a function that logs somebody in through the form."""

    def enter(page: Page, login: str, password: str) -> None:
        page.goto("/account/login/")
        page.locator("input[name=login]").fill(login)
        page.locator("input[name=password]").fill(password)
        page.locator("main button[type=submit]").click()
        page.wait_for_url(lambda url: "/account/login/" not in url)

    return enter


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for screenshots and downloads."""
    return tmp_path_factory.mktemp("pictures")
