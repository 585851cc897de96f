"""What one does at a question of an examination, and how to look at what came of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from assessments.models.attempts import Answer, Attempt
from people.models.accounts import User
from tests.factories.assessments import blank, case_snapshot, fill_snapshot, multiple_snapshot, single_snapshot

PASSWORD = "spring-of-the-black-tiger"  # of an invented person
KINDS = [single_snapshot(), multiple_snapshot(), fill_snapshot(blank("b1", "说"), blank("b2", "评")), case_snapshot()]
LogIn = Callable[[Page, str, str], None]


def url_of(attempt: Attempt, position: int = 1) -> str:
    return f"/attempts/{attempt.uuid}/items/{position}/"


def stored(attempt: Attempt) -> dict[int, object]:
    """What the server holds, by position."""
    answers = Answer.objects.in_force().filter(item__attempt=attempt).select_related("item")
    return {answer.item.position: answer.response for answer in answers}


def saved(page: Page) -> None:
    expect(page.locator("[data-saved]")).to_contain_text("已保存")


def cut(page: Page) -> None:
    """The line fails for saves alone: pages still load, as they would after a moment."""
    page.route("**/items/*/", lambda route: route.abort() if route.request.method == "POST" else route.continue_())


def choose(page: Page, position: int, text: str) -> None:
    page.locator(f"form[data-item='{position}'] label.option", has_text=text).click()


def go_on(page: Page, position: int) -> None:
    page.locator(f"form[data-item='{position}'] button[name=next]").last.click()


def says(page: Page, text: str) -> None:
    expect(page.locator("[data-saved]")).to_contain_text(text)


def kept_here(page: Page) -> int:
    """How many answers wait on the device."""
    kept: int = page.evaluate(
        "Object.keys(localStorage).filter((name) => name.startsWith('answers:'))"
        ".reduce((sum, name) => sum + Object.keys(JSON.parse(localStorage[name])).length, 0)"
    )
    return kept


def log_out_in_another_tab(page: Page) -> Page:
    """By the server's hand, as when the session ends: the device still keeps its answers."""
    tab = page.context.new_page()
    tab.goto("/account/")
    tab.evaluate(
        """async () => {
            const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
            await fetch("/account/logout/", {method: "POST", headers: {"X-CSRFToken": token}});
        }"""
    )
    return tab


def log_in_in_place(page: Page, person: User) -> None:
    page.locator("#sign-in-login").fill(person.username)
    page.locator("#sign-in-password").fill(PASSWORD)
    page.locator("[data-sign-in-form] [type=submit]").click()
