"""What graders do: mark blind, settle as a third, answer an appeal."""

import re

from playwright.sync_api import expect

from assessments.models.appeals import Appeal
from assessments.models.attempts import AttemptItem
from assessments.models.sittings import Sitting
from tests.browser.album import take
from tests.browser.stair.visitor import Visitor


def mark_all(grader: Visitor, sitting: Sitting, *, places: dict[str, int], picture: str = "") -> int:
    """Mark what waits for this grader, for each person the level at the place given; how many there were."""
    page, marked = grader.page, 0
    page.goto(f"/grading/sittings/{sitting.pk}/next/")
    while found := re.search(r"/grading/(\d+)/", page.url):
        if not marked:
            grader.look()  # The next page is the same with another answer.
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


def answer_appeal(grader: Visitor) -> None:
    """Somebody who gave no mark looks again, and gives another one."""
    page = grader.page
    grader.open("/grading/appeals/")
    grader.look()
    take(page, "17-appeal-queue")
    appeal = Appeal.objects.get()
    grader.open(f"/grading/appeals/{appeal.pk}/")
    grader.look()
    page.locator("[name=decision][value=changed]").check()
    for criterion in page.locator(".rubric__levels").all():
        criterion.locator("input[type=radio]").last.check()
    page.locator("[name=answer]").fill("第二段已写明回避与核查的步骤，应当按最高一档给分。")
    take(page, "18-appeal-answer")
    page.locator("form.rubric button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("已答复，并已通知学员")
