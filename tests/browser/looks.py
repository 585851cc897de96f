"""What every page of ours has to look like, whoever opens it."""

import re
import sqlite3
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
GRAVE = {"serious", "critical"}
CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]+")
ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
LARGE_TYPE_SHARE = 2


@lru_cache
def axe_source() -> str:
    """Return the text of axe."""
    return AXE.read_text(encoding="utf-8")


def let_it_settle(page: Page) -> None:
    """Wait until nothing moves: a button that fades in is pale for a moment, and nobody reads it then."""
    page.evaluate("""async () => {
        const frame = () => new Promise(requestAnimationFrame);
        await frame(); await frame(); await frame();
        const passing = document.getAnimations().filter(each => each.effect.getTiming().iterations !== Infinity);
        await Promise.allSettled(passing.map(each => each.finished));
    }""")


def assert_accessible(page: Page) -> None:
    """axe finds nothing serious or critical on the page."""
    let_it_settle(page)
    page.evaluate(axe_source())
    violations = page.evaluate("async () => (await axe.run(document)).violations")

    grave = [
        (found["id"], found["help"], [node["html"][:160] for node in found["nodes"][:3]])
        for found in violations
        if found["impact"] in GRAVE
    ]

    assert grave == [], f"{page.url}: {grave}"


def assert_no_sideways_scrolling(page: Page) -> None:
    """The page is no wider than the window."""
    width, window = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")

    assert width <= window, f"{page.url} is {width} px wide in a window of {window} px: {widest(page)}"


def widest(page: Page) -> list[str]:
    """Return the elements that stick out, for the message."""
    stick_out = """() => [...document.querySelectorAll('body *')]
        .filter(node => node.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
        .slice(0, 5).map(node => node.outerHTML.slice(0, 120))"""
    found: list[str] = page.evaluate(stick_out)
    return found


def assert_usable_at_double_size(page: Page) -> None:
    """At 200 % type nothing sticks out and the main heading is still there."""
    page.evaluate(f"document.documentElement.style.fontSize = '{LARGE_TYPE_SHARE * 100}%'")
    try:
        assert page.locator("h1").first.is_visible(), page.url
        assert_no_sideways_scrolling(page)
    finally:
        page.evaluate("document.documentElement.style.fontSize = ''")


def assert_chrome_speaks_english(page: Page, database: Path, *, also: str = "") -> None:
    """Whatever is Chinese on an English page is somebody's data: it stands in the database, or in what is said also."""
    assert page.locator("html").get_attribute("lang") == "en", page.url
    shown = CHINESE.findall(page.locator("body").inner_text().replace("中文", ""))

    data = everything_stored(database) + also

    assert [text for text in shown if text not in data] == [], page.url


def everything_stored(database: Path) -> str:
    """Return all text of a database as one string."""
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True) as connection:
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        stored = "\n".join(connection.iterdump())
    return ESCAPED.sub(lambda code: chr(int(code.group(1), 16)), stored)
