"""What happens around an examination: a dead line, another tab, another device, a wrong clock. No answer is lost,
and what the page says about saving is true at every moment."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import Page, expect

from assessments.models.attempts import Answer, Attempt
from tests.browser.exam_room.acts import (
    PASSWORD,
    LogIn,
    choose,
    go_on,
    kept_here,
    log_in_in_place,
    log_out_in_another_tab,
    saved,
    says,
    stored,
    url_of,
)
from tests.factories.cohorts import make_person

MINUTE_MS = 60_000


def test_a_minute_without_a_line_costs_no_answer_and_the_page_says_so_all_the_while(
    page: Page, attempt: Attempt
) -> None:
    page.clock.install()
    choose(page, 1, "选项a")
    go_on(page, 1)
    saved(page)

    page.context.set_offline(True)
    choose(page, 2, "选项a")
    go_on(page, 2)
    page.locator("[name=b1]").fill("说")
    page.clock.run_for(MINUTE_MS)
    says(page, "未保存，网络恢复后自动提交")
    assert (kept_here(page), stored(attempt)) == (2, {1: {"chosen": "a"}})

    page.context.set_offline(False)
    saved(page)
    assert kept_here(page) == 0
    assert stored(attempt) == {1: {"chosen": "a"}, 2: {"chosen": ["a"]}, 3: {"b1": "说", "b2": ""}}


def test_logged_out_in_another_tab_one_logs_in_again_in_place(page: Page, attempt: Attempt) -> None:
    log_out_in_another_tab(page)

    choose(page, 1, "选项c")
    says(page, "请重新登录")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    assert (kept_here(page), stored(attempt)) == (1, {})

    log_in_in_place(page, attempt.enrollment.person)
    saved(page)
    expect(page.locator("[data-sign-in]")).to_be_hidden()
    assert (kept_here(page), stored(attempt)) == (0, {1: {"chosen": "c"}})


def test_logged_in_again_in_another_tab_the_exam_goes_on_by_itself(page: Page, attempt: Attempt, log_in: LogIn) -> None:
    tab = log_out_in_another_tab(page)
    choose(page, 1, "选项c")
    expect(page.locator("[data-sign-in]")).to_be_visible()

    log_in(tab, attempt.enrollment.person.username, PASSWORD)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    saved(page)
    expect(page.locator("[data-sign-in]")).to_be_hidden()
    assert stored(attempt) == {1: {"chosen": "c"}}


def test_a_login_in_another_tab_renews_the_token_and_no_save_fails(page: Page, attempt: Attempt, log_in: LogIn) -> None:
    before = page.evaluate("document.cookie")
    tab = log_out_in_another_tab(page)
    log_in(tab, attempt.enrollment.person.username, PASSWORD)
    assert page.evaluate("document.cookie") != before

    refused: list[int] = []
    page.on("response", lambda reply: refused.append(reply.status) if reply.status >= 400 else None)
    choose(page, 1, "选项b")
    saved(page)

    assert (refused, stored(attempt)) == ([], {1: {"chosen": "b"}})


def test_somebody_else_at_this_device_sends_nothing_and_the_owner_comes_back(
    page: Page, attempt: Attempt, log_in: LogIn
) -> None:
    zhao = make_person("赵建国", password=make_password(PASSWORD, hasher="argon2id19"))
    log_in(log_out_in_another_tab(page), zhao.username, PASSWORD)

    choose(page, 1, "选项d")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    log_in_in_place(page, zhao)
    expect(page.locator("[data-sign-in-error]")).to_contain_text("还没有以开考本人的身份登录")
    assert (kept_here(page), stored(attempt)) == (1, {})

    log_in_in_place(page, attempt.enrollment.person)
    saved(page)
    assert (kept_here(page), stored(attempt)) == (0, {1: {"chosen": "d"}})


def test_a_second_device_takes_over_and_the_first_is_told_the_truth(page: Page, desk: Page, attempt: Attempt) -> None:
    choose(page, 1, "选项a")
    saved(page)

    desk.goto(url_of(attempt))
    expect(desk.locator("main")).to_contain_text("您正在另一台设备上作答")
    desk.get_by_role("button", name="接管").click()
    expect(desk.locator("form[data-item='1'] input[value=a]")).to_be_checked()

    go_on(page, 1)
    choose(page, 2, "选项c")
    says(page, "未保存，另一台设备正在作答")
    expect(page.locator("[data-held]")).to_be_visible()
    expect(page.locator("form[data-item='2'] input[value=c]")).to_be_checked()
    assert (kept_here(page), stored(attempt)) == (1, {1: {"chosen": "a"}})

    choose(desk, 1, "选项b")
    saved(desk)
    assert stored(attempt) == {1: {"chosen": "b"}}

    page.locator("[data-held] button").click()
    saved(page)
    assert (kept_here(page), stored(attempt)) == (0, {1: {"chosen": "b"}, 2: {"chosen": ["c"]}})


def test_the_first_device_hands_nothing_in_after_the_take_over(page: Page, desk: Page, attempt: Attempt) -> None:
    choose(page, 1, "选项a")
    saved(page)
    page.goto(f"/attempts/{attempt.uuid}/review/")
    desk.goto(url_of(attempt))
    desk.get_by_role("button", name="接管").click()
    desk.wait_for_url(f"**{url_of(attempt)}")

    page.locator("form[data-submit] button").click()

    expect(page.locator("main")).to_contain_text("您正在另一台设备上作答")
    assert Attempt.objects.get(pk=attempt.pk).is_in_progress


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_is_a_day_off_changes_nothing(page: Page, attempt: Attempt, days: int) -> None:
    page.clock.install(time=timezone.now() + timedelta(days=days))
    page.reload()
    expect(page.locator("[data-countdown-text]")).to_contain_text("59 分")

    choose(page, 1, "选项a")
    saved(page)

    written = Answer.objects.get(item__attempt=attempt)
    assert abs(timezone.now() - written.received_at) < timedelta(minutes=1)
    assert Attempt.objects.get(pk=attempt.pk).is_in_progress
