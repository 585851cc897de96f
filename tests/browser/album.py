"""Pictures of a journey for the how-to page: taken when PICTURES names a folder, and never otherwise."""

import io
import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import FloatRect, Locator, Page

from tests.browser.site import PROJECT

TALLEST = 1400
LARGEST = 120_000
"""No picture of the docs weighs more."""
QUALITIES = (82, 70, 55, 40)
MARGIN = 16


def take(page: Page, name: str, *, of: Locator | None = None) -> None:
    """Keep what the page shows now from its head down, or only one part of it."""
    if not (folder := os.environ.get("PICTURES")):
        return
    before = page.viewport_size
    height: int = page.evaluate("document.documentElement.scrollHeight")
    if before is not None:
        page.set_viewport_size({"width": before["width"], "height": min(max(height, before["height"]), TALLEST)})
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_timeout(300)
    shown = Image.open(
        io.BytesIO(page.screenshot() if of is None else page.screenshot(clip=around(of), full_page=True))
    )
    target = Path(PROJECT, folder, f"{name}.webp")
    target.parent.mkdir(parents=True, exist_ok=True)
    for quality in QUALITIES:
        shown.save(target, quality=quality, method=6)
        if target.stat().st_size < LARGEST:
            break
    if before is not None:
        page.set_viewport_size(before)


def around(part: Locator) -> FloatRect:
    """Where a part of the page stands, with some air above and below, and the page's own margins."""
    box = part.bounding_box()
    assert box is not None, "it is not on the page"
    height = box["height"] + 2 * MARGIN
    return {"x": 0, "y": box["y"] - MARGIN, "width": box["x"] * 2 + box["width"], "height": height}
