"""What the trainer does in the CMS: writes a lecture, looks at it as a phone shows it, publishes it."""

from courses.models.catalogue import CoursePage
from courses.models.modules import LecturePage
from tests.browser.stair.visitor import Visitor

TITLE = "民主议事的五个步骤"
TEXT = "说、议、办、回、评,五步环环相扣:说得出来,议得清楚,办得下去,回得及时,评得公正。"


def write_lecture(chen: Visitor, *, course: CoursePage) -> LecturePage:
    """Write and publish a lecture below the course."""
    page = chen.page
    chen.open(f"/cms/pages/add/courses/lecturepage/{course.pk}/")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("从收集意见到群众评议,一件事怎样走完全程。")
    page.locator("[name=sources]").fill("本区村级议事规程。")
    _add_paragraph(chen)
    # The editor may save the draft by itself; publishing is the next press, not one at the same moment.
    page.wait_for_timeout(3_000)
    page.wait_for_load_state("networkidle")
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()
    page.locator("button[name=action-publish]").click()
    chen.until(lambda: LecturePage.objects.child_of(course).filter(title=TITLE, live=True).exists())
    lecture = LecturePage.objects.child_of(course).get(title=TITLE)
    chen.open(lecture.url)
    chen.look()
    return lecture


def _add_paragraph(chen: Visitor) -> None:
    """One block of running text in the body."""
    page = chen.page
    page.locator("[data-streamfield-stream-container] button.c-sf-add-button").first.click()
    page.get_by_role("option", name="正文").first.click()
    page.locator("[contenteditable=true]").first.click()
    page.keyboard.type(TEXT)
