"""What the grader does: takes one answer after the other and chooses the best level of each criterion, by keyboard."""

from playwright.sync_api import expect

from assessments.models.sittings import Sitting
from tests.browser.stair.visitor import Visitor


def mark_all(sun: Visitor, *, sitting: Sitting) -> int:
    """Mark the whole pile of a sitting; how many answers there were."""
    sun.open("/grading/")
    sun.look()
    sun.page.goto(f"/grading/sittings/{sitting.pk}/next/")
    marked = 0
    while not sun.page.url.rstrip("/").endswith("/grading"):
        sun.look()
        for criterion in sun.page.locator("[data-criterion]").all():
            levels = criterion.locator("input[type=radio]")
            sun.page.keyboard.press(str(levels.count()))  # The key is the place, whatever the level is worth.
            expect(levels.last).to_be_checked()
        before = sun.page.url
        sun.page.locator("form[data-marking] button[type=submit]").first.click()
        sun.until(lambda before=before: sun.page.url != before)  # type: ignore[misc]
        marked += 1
    return marked
