"""What the organizer does with signed pledges: countersigns them, and posts them on the public board."""

from cohorts.models.cohort import Cohort
from tests.browser.album import take
from tests.browser.stair.visitor import Visitor


def countersign(wu: Visitor, cohort: Cohort) -> None:
    """Tick everything that is signed."""
    wu.open(f"/cohorts/{cohort.pk}/pledges/?state=signed")
    wu.look()
    for box in wu.page.locator("input[name=pledge]").all():
        box.check()
    take(wu.page, "pledge-13-queue")
    wu.page.locator("main form[method=post] button[type=submit]").last.click()
    wu.page.wait_for_load_state()


def post(wu: Visitor, cohort: Cohort, *, until: str) -> None:
    """Choose, see exactly what will be public, and confirm it."""
    page = wu.page
    wu.open(f"/cohorts/{cohort.pk}/board/")
    wu.look()
    for box in page.locator("input[name=pledge]").all():
        box.check()
    page.locator("input[name=until_on]").fill(until)
    take(page, "pledge-14-posting")
    wu.press("预览公示内容")
    page.wait_for_load_state()
    take(page, "pledge-15-preview")
    wu.press("确认公示")
    page.wait_for_load_state()
