"""What the trainee does: reads, writes about the case, plays, sits the examination on a failing line, signs."""

import re

from playwright.sync_api import expect

from assessments.models.attempts import Answer, Attempt
from assessments.models.sittings import Sitting
from certificates.models.pledges import Pledge
from cohorts.models.cohort import Cohort
from cohorts.models.progress import ModuleProgress
from tests.browser.stair.visitor import OWN_PASSWORD, Visitor

ESSAY = "先把情况摸清,再请各方坐到一起;议事有记录,办理有期限,结果向居民公开。" * 12


def study_lecture(lin: Visitor, *, cohort: Cohort, position: int) -> None:
    """Read the lecture to its end."""
    lin.open("/desk/")
    lin.look()
    lin.open(f"/learn/{cohort.pk}/")
    lin.look()
    lin.open(f"/learn/{cohort.pk}/{position}/")
    lin.look()
    lin.page.mouse.wheel(0, 100_000)
    lin.page.locator(f"form[action$='/{position}/finish/'] button").first.click()
    lin.until(lambda: _finished(cohort, position))


def hand_in_case(lin: Visitor, *, cohort: Cohort, position: int) -> None:
    """Read the case and hand in what one would do."""
    lin.open(f"/learn/{cohort.pk}/{position}/")
    lin.look()
    lin.open(f"/learn/{cohort.pk}/{position}/submission/")
    lin.look()
    lin.page.locator("main form button[type=submit]").first.click()
    lin.page.locator("textarea").fill(ESSAY)
    expect(lin.page.locator("[data-saved]")).to_contain_text("已保存")
    lin.look(reopen=False)
    lin.page.locator("button[value=review]").click()
    lin.page.wait_for_url(re.compile("/review/"))
    lin.look()
    lin.page.locator("form[data-submit] button").click()
    lin.until(lambda: _finished(cohort, position))


def play(lin: Visitor, *, cohort: Cohort, position: int) -> None:
    """Play the simulation to an ending, the first open choice each time, and look back on it."""
    lin.open(f"/learn/{cohort.pk}/{position}/")
    lin.look()
    lin.page.locator("form[action$='/runs/new/'] button").first.click()
    lin.page.wait_for_url(re.compile(r"/runs/\d+/$"))
    lin.look()
    choices = lin.page.locator("form[action$='/choose/'] button")
    while choices.count():
        before = lin.page.locator("h1").inner_text()
        choices.first.click()
        expect(lin.page.locator("h1")).not_to_have_text(before)
    lin.look_again()
    lin.page.locator("main a[href$='/debrief/']").click()
    lin.page.wait_for_url(re.compile("/debrief/"))
    lin.look()
    assert _finished(cohort, position)


def sit(lin: Visitor, *, sitting: Sitting) -> Attempt:
    """Answer every question; in the middle the line is cut, the answers wait on the phone and arrive."""
    page = lin.page
    lin.open(f"/sittings/{sitting.pk}/start/")
    lin.look()
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/attempts/.+/items/1/"))
    lin.look()
    attempt = Attempt.objects.get(sitting=sitting)
    count = attempt.items.count()
    for position in range(1, count + 1):
        if position == 2:
            page.context.set_offline(True)
        _answer(lin, position)
        if position < count:
            page.locator(f"form[data-item='{position}'] button[name=next][value='{position + 1}']").click()
        if position == count - 1:
            expect(page.locator("[data-saved]")).to_contain_text("未保存")
            assert _answered(attempt) == 1, "nothing can have arrived while the line was cut"
            page.context.set_offline(False)
            expect(page.locator("[data-saved]")).to_contain_text("已保存", timeout=40_000)
    lin.until(lambda: _answered(attempt) == count)
    page.reload()
    page.goto(f"/attempts/{attempt.uuid}/review/")
    lin.look()
    page.locator("form[data-submit] button").click()
    lin.until(lambda: Attempt.objects.get(pk=attempt.pk).state == "submitted")
    return attempt


def _answer(lin: Visitor, position: int) -> None:
    """Answer the question that is shown, whatever its kind, and answer it right."""
    form = lin.page.locator(f"form[data-item='{position}']")
    expect(form).to_be_visible()
    for row in form.locator("label.option").all():
        text, is_many = row.inner_text(), row.locator("input[type=checkbox]").count() > 0
        if "选项a" in text or (is_many and "选项b" in text) or row.locator("input[value=true]").count():
            row.click()
    for blank in form.locator("input[type=text]").all():
        blank.fill("民主协商")
    for area in form.locator("textarea").all():
        area.fill(ESSAY)


def sign(lin: Visitor, *, pledge: Pledge) -> None:
    """The whole ceremony: read each part, tick each trigger, type the name, draw, prove it, keep the receipt."""
    page, path = lin.page, f"/pledges/{pledge.uuid}"
    lin.open(f"{path}/sign/")
    lin.look()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/read/"))
    lin.look()
    while "/read/" in page.url:
        before = page.url
        lin.until(lambda before=before: _read_on(lin, before))  # type: ignore[misc]
    lin.look()
    for box in page.locator("input[name=triggers]").all():
        box.check()
    page.locator("input[name=typed_name]").fill(lin.name)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/signature/"))
    lin.look()
    _draw(lin)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(re.compile("/finish/"))
    lin.look()
    page.locator("input[type=password]").fill(OWN_PASSWORD)
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(lambda url: url.rstrip("/").endswith(str(pledge.uuid)))
    lin.look()


def _read_on(lin: Visitor, before: str) -> bool:
    """Press “read”; a part read too fast is asked for again."""
    lin.page.locator("main form button[type=submit]").first.click()
    lin.page.wait_for_load_state()
    return lin.page.url != before


def _draw(lin: Visitor) -> None:
    """Draw three strokes with the pointer."""
    canvas = lin.page.locator("[data-signature] canvas")
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    assert box is not None
    for stroke in range(3):
        x, y = box["x"] + box["width"] * (0.2 + 0.2 * stroke), box["y"] + box["height"] * 0.3
        lin.page.mouse.move(x, y)
        lin.page.mouse.down()
        for step in range(1, 9):
            lin.page.mouse.move(x + 6 * step, y + 5 * step + 4 * (step % 3))
        lin.page.mouse.up()


def _answered(attempt: Attempt) -> int:
    return Answer.objects.filter(item__attempt=attempt).values("item").distinct().count()


def _finished(cohort: Cohort, position: int) -> bool:
    rows = ModuleProgress.objects.filter(module__cohort=cohort, module__position=position, state="finished")
    return rows.exists()
