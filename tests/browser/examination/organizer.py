"""What the organizer does around an examination: sets it up, releases it, reads the figures, voids a question."""

import re

from playwright.sync_api import expect

from assessments.models.regrades import Regrade
from assessments.models.sittings import Sitting, SittingItem
from tests.browser.album import take
from tests.browser.stair.visitor import Visitor


def ask_for_two_markers(wu: Visitor, sitting: Sitting) -> None:
    """Before the first mark: two people for each written answer."""
    wu.open(f"/sittings/{sitting.pk}/marking/")
    wu.look()
    wu.page.locator("[name=markers][value='2']").check()
    take(wu.page, "09-two-markers")
    wu.press("保存")
    wu.until(lambda: Sitting.objects.get(pk=sitting.pk).markers == 2)


def read_figures(wu: Visitor, sitting: Sitting) -> None:
    """How the questions did; the key behind a question is not for organizers."""
    wu.open(f"/sittings/{sitting.pk}/statistics/")
    wu.look()
    take(wu.page, "13-figures")


def void(wu: Visitor, item: SittingItem) -> None:
    """Full marks for a question that could be misread: read the dry run, then have it written."""
    page = wu.page
    wu.open(f"/sittings/{item.sitting_id}/regrade/")
    wu.look()
    wu.open(f"/sittings/{item.sitting_id}/regrade/{item.pk}/")
    wu.look()
    page.locator("[name=action][value=full_marks]").check()
    page.locator("[name=reason]").fill("题干有歧义，两种理解都说得通。")
    take(page, "14-void")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/regrades/\d+/$"))
    wu.until(lambda: Regrade.objects.get().state == "ready")
    page.reload()
    wu.look()
    take(page, "15-dry-run")
    page.locator("form[action$='/commit/'] button").click()
    wu.until(lambda: Regrade.objects.get().state == "done")
    page.reload()
    expect(page.locator("main")).to_contain_text("已写入")


def see_appeals(wu: Visitor, sitting: Sitting) -> None:
    """Who asked, and what was decided."""
    wu.open(f"/sittings/{sitting.pk}/appeals/")
    wu.look()
    take(wu.page, "19-appeals")
