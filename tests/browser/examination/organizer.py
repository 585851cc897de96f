"""What the organizer does around an examination: says how it is marked."""

from assessments.models.sittings import Sitting
from tests.browser.examination.album import take
from tests.browser.stair.visitor import Visitor


def ask_for_two_markers(wu: Visitor, sitting: Sitting) -> None:
    """Before the first mark: two people for each written answer."""
    wu.open(f"/sittings/{sitting.pk}/marking/")
    wu.look()
    wu.page.locator("[name=markers][value='2']").check()
    take(wu.page, "09-two-markers")
    wu.press("保存")
    wu.until(lambda: Sitting.objects.get(pk=sitting.pk).markers == 2)
