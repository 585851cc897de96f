"""Somebody at a device: a page of the browser, what they do on it, and the look that every page is given."""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.looks import (
    assert_accessible,
    assert_chrome_speaks_english,
    assert_no_sideways_scrolling,
    assert_usable_at_double_size,
)
from tests.browser.site import Site

OWN_PASSWORD = "rain-on-the-thousand-buddha-hill"


@dataclass
class Visitor:
    """A person of the journey on a device of their own."""

    name: str
    page: Page
    site: Site
    seen: set[str] = field(default_factory=set)

    def log_in(self, login: str, password: str) -> None:
        """Through the form; a first password is changed where the page asks for it."""
        self.page.goto("/account/login/")
        self.page.locator("input[name=login]").fill(login)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/account/login/" not in url)
        if "/account/password/" in self.page.url:
            self.look()
            self.page.locator("input[name=oldpassword]").fill(password)
            self.page.locator("input[name=password1]").fill(OWN_PASSWORD)
            self.page.locator("input[name=password2]").fill(OWN_PASSWORD)
            self.press("保存")
            self.page.wait_for_url(lambda url: "/account/password/" not in url)

    def open(self, path: str) -> None:
        """Go to an address of the site; it answers 200."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, f"{self.name}: {path} answered {response.status}"

    def press(self, words: str) -> None:
        """Press the button or follow the link in the page's body whose name holds these words."""
        body = self.page.locator("main")
        target = body.get_by_role("button", name=words).or_(body.get_by_role("link", name=words))
        target.first.click()

    def until(self, condition: Callable[[], bool], *, seconds: int = 60) -> None:
        """Wait for what a task does in the background, a quarter of a second at a time."""
        for _ in range(seconds * 4):
            if condition():
                return
            self.page.wait_for_timeout(250)
        raise AssertionError(f"{self.name} waited {seconds} s in vain on {self.page.url}")

    def look(self, *, reopen: bool = True, also: str = "") -> None:
        """Look at the page at both sizes, with axe, at double type, and in English where it can be opened again.

        Its data may be Chinese: what the database holds, and what is given here because only a sealed file holds it.
        """
        path = urlsplit(self.page.url).path
        if path in self.seen:
            return
        self.seen.add(path)
        before = self.page.viewport_size
        for size in (PHONE, DESKTOP):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]  # a plain dict does
            assert_accessible(self.page)
            assert_no_sideways_scrolling(self.page)
            assert_usable_at_double_size(self.page)
        if before is not None:
            self.page.set_viewport_size(before)
        if reopen:
            self._look_in_english(also)

    def look_again(self) -> None:
        """Look at an address whose page has become another since the last look."""
        self.seen.discard(urlsplit(self.page.url).path)
        self.look()

    def _look_in_english(self, also: str) -> None:
        self._speak("en")
        self.page.reload()
        try:
            assert_chrome_speaks_english(self.page, self.site.database, also=also)
        finally:
            self._speak("zh-hans")
            self.page.reload()

    def _speak(self, language: str) -> None:
        self.page.context.add_cookies([{"name": "django_language", "value": language, "url": self.site.url}])
