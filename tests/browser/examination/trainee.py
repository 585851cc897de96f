"""What trainees do: one of them at her phone, page by page; the others answer as fast as the server writes."""

import re
from typing import Any
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import expect

from assessments.domain import answering
from assessments.models.appeals import Appeal
from assessments.models.attempts import Attempt, AttemptItem
from assessments.models.sittings import Sitting
from cohorts.models.enrollment import Enrollment
from tests.browser.album import take
from tests.browser.stair.visitor import Visitor
from tests.factories.assessments import make_attempt

ESSAY = (
    "先请老周报告关系并回避，停下比选，请街道和居务监督人员核查；"
    "再把需求清单和预算公开，请两栋楼的代表一起商议，先修漏水。"
)


def right_answer(item: AttemptItem) -> dict[str, Any]:
    """The answer that the key asks for."""
    key = item.item.snapshot
    match key["kind"]:
        case "single":
            return {"chosen": next(option["id"] for option in key["options"] if option["fraction"] == "1")}
        case "multiple":
            return {"chosen": [option["id"] for option in key["options"] if option["correct"]]}
        case "true_false":
            return {"chosen": "true" if key["correct"] else "false"}
    return {"text": ESSAY * 3}


def wrong_answer(item: AttemptItem) -> dict[str, Any]:
    """Another option of a single choice."""
    return {"chosen": next(option["id"] for option in item.item.snapshot["options"] if option["fraction"] == "0")}


def answer_all(attempt: Attempt, *, misread: int, slips: int = 0) -> None:
    """Answer whatever has no answer yet: right, but for the question that is misread and the first few."""
    for item in attempt.items.select_related("item", "attempt").filter(answers=None):
        slip = item.item.snapshot["kind"] == "single" and item.position <= slips
        response = wrong_answer(item) if slip or item.item_id == misread else right_answer(item)
        answering.save(
            item=item, revision=1, operation=uuid4(), response=response, at=timezone.now(), device=attempt.holder
        )


def sit_quietly(sitting: Sitting, enrollment: Enrollment, *, misread: int, slips: int) -> None:
    """Begin, answer and hand in."""
    attempt = make_attempt(sitting, enrollment, at=timezone.now())
    answer_all(attempt, misread=misread, slips=slips)
    answering.submit(attempt=attempt, at=timezone.now())


def sit(lin: Visitor, sitting: Sitting, *, misread: int) -> Attempt:
    """Begin at the phone, answer one question there, look through everything and hand in."""
    page = lin.page
    lin.open(f"/sittings/{sitting.pk}/start/")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/attempts/.+/items/1/"))
    attempt = Attempt.objects.get(sitting=sitting, enrollment__person__name=lin.name)
    clear = attempt.items.filter(item__snapshot__kind="single").exclude(item=misread).order_by("position")[0]
    lin.open(f"/attempts/{attempt.uuid}/items/{clear.position}/")
    page.locator(f"form[data-item='{clear.position}'] .option").first.click()
    expect(page.locator("[data-saved]")).to_contain_text("已保存")
    take(page, "10-exam")
    answer_all(attempt, misread=misread)
    lin.open(f"/attempts/{attempt.uuid}/review/")
    take(page, "11-review")
    page.locator("form[data-submit] button").click()
    lin.until(lambda: Attempt.objects.get(pk=attempt.pk).state == "submitted")
    return attempt


def appeal(lin: Visitor, attempt: Attempt) -> None:
    """Ask for the written answer to be looked at once more."""
    position = attempt.items.get(item__snapshot__kind="case_analysis").position
    lin.open(f"/attempts/{attempt.uuid}/result/")
    lin.look()
    lin.open(f"/attempts/{attempt.uuid}/items/{position}/appeal/")
    lin.look()
    lin.page.locator("[name=reason]").fill("我写了请街道核查，评分时似乎没有看到。")
    take(lin.page, "16-appeal")
    lin.page.locator("main form button[type=submit]").first.click()
    lin.until(lambda: Appeal.objects.exists())


def read_answer(lin: Visitor, attempt: Attempt) -> None:
    """The answer stands beside the question, with the new mark."""
    lin.open(f"/attempts/{attempt.uuid}/result/")
    answered = lin.page.locator(".exam-question", has_text="应当按最高一档给分")
    expect(answered).to_be_visible()
    take(lin.page, "20-answered", of=answered)
