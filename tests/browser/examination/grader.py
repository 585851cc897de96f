"""What a grader does: marks blind."""

import re

from assessments.models.attempts import AttemptItem
from assessments.models.sittings import Sitting
from tests.browser.examination.album import take
from tests.browser.stair.visitor import Visitor


def mark_all(grader: Visitor, sitting: Sitting, *, places: dict[str, int], picture: str = "") -> int:
    """Mark what waits for this grader, for each person the level at the place given; how many there were."""
    page, marked = grader.page, 0
    page.goto(f"/grading/sittings/{sitting.pk}/next/")
    while found := re.search(r"/grading/(\d+)/", page.url):
        grader.look()
        item = AttemptItem.objects.select_related("attempt__enrollment__person").get(pk=found[1])
        for criterion in page.locator("[data-criterion]").all():
            criterion.locator("input[type=radio]").nth(places[item.attempt.enrollment.person.name] - 1).check()
        if picture and not marked:
            take(page, picture)
        before = page.url
        page.locator("form[data-marking] button[type=submit]").first.click()
        grader.until(lambda before=before: page.url != before)  # type: ignore[misc]
        marked += 1
    return marked
