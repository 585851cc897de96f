"""An examination on a bad line: what is typed survives a reload, a lost session and a second window, in a browser."""

from datetime import timedelta
from uuid import uuid4

from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from assessments.domain import answering
from assessments.models.attempts import Answer, Attempt
from people.models.accounts import User
from tests.browser.conftest import OpenBrowser
from tests.browser.exam_room.acts import PASSWORD, LogIn, choose, cut, go_on, saved, stored, url_of


def test_each_kind_is_saved_by_itself_and_the_page_says_when(page: Page, attempt: Attempt) -> None:
    choose(page, 1, "选项b")
    go_on(page, 1)
    choose(page, 2, "选项a")
    choose(page, 2, "选项c")
    go_on(page, 2)
    page.locator("[name=b1]").fill("说")
    go_on(page, 3)
    page.locator("textarea").fill("先听后办。")
    saved(page)

    assert stored(attempt) == {
        1: {"chosen": "b"},
        2: {"chosen": ["a", "c"]},
        3: {"b1": "说", "b2": ""},
        4: {"text": "先听后办。"},
    }


def test_what_could_not_be_sent_survives_a_reload_and_is_sent_then(page: Page, attempt: Attempt) -> None:
    cut(page)
    choose(page, 1, "选项c")
    expect(page.locator("[data-saved]")).to_contain_text("未保存，网络恢复后自动提交")
    assert stored(attempt) == {}

    page.reload()
    expect(page.locator("form[data-item='1'] input[value=c]")).to_be_checked()
    page.unroute_all()
    page.evaluate("window.dispatchEvent(new Event('online'))")
    saved(page)

    assert stored(attempt) == {1: {"chosen": "c"}}


def test_what_was_answered_before_the_scripts_had_come_is_saved_when_they_are_there(
    page: Page, attempt: Attempt
) -> None:
    waiting: list[Route] = []
    page.route("**/answer-queue*.js", lambda route: waiting.append(route))
    page.goto(url_of(attempt), wait_until="commit")
    choose(page, 1, "选项b")
    assert stored(attempt) == {}

    for route in waiting:
        route.continue_()
    saved(page)

    assert stored(attempt) == {1: {"chosen": "b"}}


def test_nothing_can_be_submitted_while_an_answer_waits(page: Page, attempt: Attempt) -> None:
    cut(page)
    choose(page, 1, "选项a")
    expect(page.locator("[data-saved]")).to_contain_text("未保存")
    page.goto(f"/attempts/{attempt.uuid}/review/")

    page.locator("form[data-submit] button").click()
    expect(page.locator("[data-submit-wait]")).to_contain_text("还有作答未保存")
    assert Attempt.objects.get(pk=attempt.pk).is_in_progress

    page.unroute_all()
    page.locator("form[data-submit] button").click()
    page.wait_for_url("**/result/")
    assert stored(attempt) == {1: {"chosen": "a"}}
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('answers:'))") == []


def test_a_lost_session_asks_for_the_password_in_place_and_loses_nothing(
    page: Page, attempt: Attempt, lin: User
) -> None:
    Session.objects.all().delete()
    choose(page, 1, "选项d")
    expect(page.locator("[data-sign-in]")).to_be_visible()
    expect(page.locator("[data-saved]")).to_contain_text("请重新登录")

    page.locator("#sign-in-login").fill(lin.username)
    page.locator("#sign-in-password").fill("wrong")
    page.locator("[data-sign-in-form] [type=submit]").click()
    expect(page.locator("[data-sign-in-error]")).to_be_visible()
    page.locator("#sign-in-password").fill(PASSWORD)
    page.locator("[data-sign-in-form] [type=submit]").click()
    saved(page)

    expect(page.locator("[data-sign-in]")).to_be_hidden()
    assert stored(attempt) == {1: {"chosen": "d"}}


def test_a_second_window_is_not_overwritten_unseen(page: Page, attempt: Attempt) -> None:
    item = attempt.items.get(position=1)
    elsewhere = {"chosen": "c"}
    answering.save(item=item, revision=1, operation=uuid4(), response=elsewhere, at=timezone.now())

    choose(page, 1, "选项a")
    expect(page.locator("[data-saved]")).to_contain_text("已在其他窗口作答")
    expect(page.locator("form[data-item='1'] input[value=c]")).to_be_checked()
    assert stored(attempt) == {1: elsewhere}

    choose(page, 1, "选项b")
    saved(page)
    assert stored(attempt) == {1: {"chosen": "b"}}


def test_a_reply_that_is_lost_is_asked_for_again_and_stored_once(page: Page, attempt: Attempt) -> None:
    def lose_the_reply(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/items/1/", lose_the_reply, times=1)
    choose(page, 1, "选项b")
    saved(page)

    assert Answer.objects.filter(item__attempt=attempt).count() == 1


def test_when_the_time_is_over_the_last_answer_is_sent_and_the_receipt_shown(page: Page, attempt: Attempt) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(due_at=timezone.now() + timedelta(seconds=6))
    page.reload()

    choose(page, 1, "选项a")
    page.wait_for_url("**/result/")

    assert "已交卷" in page.locator("main").inner_text()
    assert stored(attempt) == {1: {"chosen": "a"}}


def test_without_scripts_the_whole_examination_can_be_sat(
    open_browser: OpenBrowser, log_in: LogIn, lin: User, attempt: Attempt
) -> None:
    page = open_browser(scripts=False)
    log_in(page, lin.username, PASSWORD)
    page.goto(url_of(attempt))

    choose(page, 1, "选项a")
    for position in (1, 2, 3, 4):
        go_on(page, position)
    expect(page.locator("h1")).to_have_text("检查并交卷")
    page.locator("form[data-submit] button").click()

    assert stored(attempt) == {1: {"chosen": "a"}}
    assert not Attempt.objects.get(pk=attempt.pk).is_in_progress


def test_logging_out_from_any_page_leaves_no_answer_on_the_device(page: Page) -> None:
    kept = "Object.keys(localStorage).length"
    cut(page)
    choose(page, 1, "选项c")
    expect(page.locator("[data-saved]")).to_contain_text("未保存")
    assert page.evaluate(kept) > 0

    page.goto("/account/")
    page.locator("form[action$='/logout/'] [data-logout]").evaluate("button => button.form.requestSubmit(button)")
    page.wait_for_url(lambda url: "/account/" not in url)

    assert page.evaluate(kept) == 0
