"""Everything that can go wrong around one attempt, one after the other and for real: the clock a day off, the line cut
for a minute, the tab reloaded, the session ended from another tab, a second device. No answer is lost, and at every
moment the page says of its answers what is true of the server's database."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Error, Page, expect

from assessments.models.attempts import Answer, Attempt
from people.models.accounts import User
from tests.browser.conftest import OpenBrowser
from tests.browser.exam_room.acts import (
    PASSWORD,
    LogIn,
    choose,
    go_on,
    kept_here,
    log_in_in_place,
    log_out_in_another_tab,
    says,
    stored,
    url_of,
)
from tests.browser.exam_room.line import Line
from tests.browser.site import Site

CUT_SECONDS = 60
PATIENCE_SECONDS = 45
"""The queue asks again after half a minute at the latest."""


@dataclass
class Witness:
    """Holds what a page says of its answers against what the server has, as often as it is asked."""

    page: Page
    attempt: Attempt
    given: dict[int, object] = field(default_factory=dict)
    heard: set[str] = field(default_factory=set)

    def look(self) -> str:
        """Read the page, then the database, then the page again: a word that stood all the while must be true."""
        before = self._said()
        held = stored(self.attempt)
        after = self._said()
        self.heard.add(before)
        if before.startswith("已保存"):
            assert {position: held.get(position) for position in self.given} == self.given, before
        if before == after and before.startswith("未保存"):
            assert {position: held.get(position) for position in self.given} != self.given, before
        return after

    def watch(self, *, seconds: float) -> None:
        """Look all the time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            self.look()
            self.page.wait_for_timeout(200)

    def watch_until_saved(self) -> None:
        """Look until the page says that everything is saved, which then has to be true."""
        until = time.monotonic() + PATIENCE_SECONDS
        while not self.look().startswith("已保存"):
            assert time.monotonic() < until, self.heard
            self.page.wait_for_timeout(200)
        self.look()
        assert kept_here(self.page) == 0

    def _said(self) -> str:
        return self.page.locator("[data-saved]").inner_text()


@pytest.fixture
def line(site: Site) -> Iterator[Line]:
    line = Line(site.port)
    line.mend()
    yield line
    line.cut()


def test_on_a_day_when_everything_goes_wrong_no_answer_is_lost_and_the_page_never_says_what_is_not_true(
    line: Line, open_browser: OpenBrowser, log_in: LogIn, lin: User, attempt: Attempt, desk: Page
) -> None:
    # Her phone believes that it is tomorrow.
    page = open_browser(url=line.url)
    page.clock.install(time=timezone.now() + timedelta(days=1))
    log_in(page, lin.username, PASSWORD)
    page.goto(url_of(attempt))
    witness = Witness(page, attempt)
    witness.given[1] = {"chosen": "a"}
    choose(page, 1, "选项a")
    witness.watch_until_saved()
    go_on(page, 1)

    # The line is dead for a minute by the clock on the wall; she goes on answering.
    line.cut()
    began = time.monotonic()
    witness.given[2] = {"chosen": ["a", "c"]}
    choose(page, 2, "选项a")
    choose(page, 2, "选项c")
    witness.watch(seconds=CUT_SECONDS / 3)
    go_on(page, 2)
    witness.given[3] = {"b1": "说", "b2": ""}
    page.locator("[name=b1]").fill("说")
    witness.watch(seconds=CUT_SECONDS - (time.monotonic() - began))
    says(page, "未保存，网络恢复后自动提交")
    assert (kept_here(page), stored(attempt)) == (2, {1: {"chosen": "a"}})

    # She reloads the tab: first in vain (until the browser's own page about it has come), then with the line mended.
    with page.expect_event("framenavigated"), pytest.raises(Error, match="ERR_CONNECTION"):
        page.reload()
    assert stored(attempt) == {1: {"chosen": "a"}}
    line.mend()
    page.goto(url_of(attempt, 2))
    expect(page.locator("form[data-item='2'] input[value=c]")).to_be_checked()
    witness.watch_until_saved()
    assert {"正在保存", "未保存，网络恢复后自动提交"} <= witness.heard

    # Another tab ends the session; she logs in again in place.
    tab = log_out_in_another_tab(page)
    witness.given[2] = {"chosen": ["c"]}
    choose(page, 2, "选项a")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    witness.watch(seconds=2)
    says(page, "未保存，请重新登录")
    log_in_in_place(page, lin)
    witness.watch_until_saved()
    tab.close()

    # A second device takes over; what the first one still has, it keeps and says so, and sends once it is back.
    desk.goto(url_of(attempt))
    desk.get_by_role("button", name="接管").click()
    other = Witness(desk, attempt, given=dict(witness.given))
    go_on(page, 2)
    witness.given[3] = {"b1": "说", "b2": "评"}
    page.locator("[name=b2]").fill("评")
    says(page, "未保存，另一台设备正在作答")
    witness.watch(seconds=2)
    other.given[1] = witness.given[1] = {"chosen": "b"}
    choose(desk, 1, "选项b")
    other.watch_until_saved()
    page.locator("[data-held] button").click()
    witness.watch_until_saved()

    # Everything that she said last is there, received by the server's clock, and she may still hand it in.
    assert stored(attempt) == witness.given == {1: {"chosen": "b"}, 2: {"chosen": ["c"]}, 3: {"b1": "说", "b2": "评"}}
    assert all(answer.received_at <= timezone.now() for answer in Answer.objects.filter(item__attempt=attempt))
    assert Attempt.objects.get(pk=attempt.pk).is_in_progress
