"""What a witness does for somebody who cannot read: reads aloud, hands over the phone, and vouches for it."""

from tests.browser.ceremony.trainee import Look, go_to_password, send
from tests.browser.ceremony.ways import Way


def witness(way: Way, *, cohort_id: int, name: str, password: str, look: Look) -> None:
    """From the list to the list; the signer signs by hand and has no password."""
    page = way.page
    page.goto(f"/cohorts/{cohort_id}/witness/")
    look("10-witness-list")
    with page.expect_navigation():
        way.press(page.get_by_role("link", name=name).first)
    look("11-witness")
    go_to_password(way, name=name, look=lambda _: None)
    look("12-witness-vouches")
    way.tick(page.locator("[name=read_aloud]"))
    way.tick(page.locator("[name=proof][value=witness]"))
    way.write(page.locator("input[type=password]"), password)
    send(way)
