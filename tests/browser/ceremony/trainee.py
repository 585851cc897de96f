"""What the person who signs does, screen by screen, whatever the way."""

import re
from collections.abc import Callable

from tests.browser.ceremony.ways import Way

Look = Callable[[str], None]


def enter(way: Way, username: str, password: str) -> None:
    """Through the form of the front door."""
    page = way.page
    page.goto("/account/login/")
    way.write(page.locator("input[name=login]"), username)
    way.write(page.locator("input[name=password]"), password)
    send(way)


def sign_all(way: Way, *, name: str, password: str, look: Look) -> None:
    """Whatever the desk asks to be signed, one after the other."""
    page = way.page
    page.goto("/desk/")
    look("01-desk")
    while (due := page.locator("main a[href$='/sign/']")).count():
        with page.expect_navigation():
            way.press(due.first)
        sign(way, name=name, password=password, look=look)
        page.goto("/desk/")
    look("09-done")


def sign(way: Way, *, name: str, password: str, look: Look) -> None:
    """From what is going to be signed to the receipt; each screen is shown to `look` under its name."""
    go_to_password(way, name=name, look=look)
    way.write(way.page.locator("input[type=password]"), password)
    send(way)
    way.page.wait_for_url(re.compile(r"/pledges/[0-9a-f-]{36}/$"))
    look("08-receipt")


def go_to_password(way: Way, *, name: str, look: Look) -> None:
    """Every screen but the last press."""
    page = way.page
    look("02-before")
    send(way)
    read_to_the_end(way, look)
    look("04-confirm")
    confirm(way, name)
    page.wait_for_url(re.compile("/signature/$"))
    look("05-signature")
    way.give_signature()
    look("06-signed")
    send(way)
    page.wait_for_url(re.compile("/finish/$"))
    look("07-check")


def read_to_the_end(way: Way, look: Look) -> None:
    """Say of each part that it was read; one that was passed over too fast is asked for again."""
    page = way.page
    page.wait_for_url(re.compile("/read/1/$"))
    look("03-read")
    while "/read/" in page.url:
        before = page.url
        page.wait_for_timeout(700)
        send(way)
        if page.url == before:
            look("03-too-fast")


def confirm(way: Way, name: str) -> None:
    """Every ground one by one, and the full name."""
    for box in way.page.locator("input[name=triggers]").all():
        way.tick(box)
    way.write(way.page.locator("input[name=typed_name]"), name)
    send(way)


def send(way: Way) -> None:
    """Press the one button of the screen, and wait for the answer."""
    with way.page.expect_navigation():
        way.press(way.page.locator("main form button[type=submit]").first)
