"""The pages that stand before the login are quick, accessible, and whole at every size."""

import pytest

from tests.browser.conftest import DESKTOP, PHONE, OpenBrowser
from tests.browser.looks import (
    assert_accessible,
    assert_chrome_speaks_english,
    assert_no_sideways_scrolling,
    assert_usable_at_double_size,
)
from tests.browser.site import Site

PAGES = ["/account/login/", "/verify/"]


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["390", "1280"])
@pytest.mark.parametrize("path", PAGES)
def test_it_is_whole_and_accessible(open_browser: OpenBrowser, path: str, viewport: dict[str, int]) -> None:
    page = open_browser(viewport=viewport)

    response = page.goto(path)

    assert response is not None
    assert response.status == 200
    assert page.locator("html").get_attribute("lang") == "zh-Hans"
    assert_accessible(page)
    assert_no_sideways_scrolling(page)
    assert_usable_at_double_size(page)


@pytest.mark.parametrize("path", PAGES)
def test_in_english_it_shows_no_chinese(open_browser: OpenBrowser, site: Site, path: str) -> None:
    page = open_browser(language="en-US")

    page.goto(path)

    assert_chrome_speaks_english(page, site.database)
