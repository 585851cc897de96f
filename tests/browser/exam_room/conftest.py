"""Lin in the middle of an examination, at her phone."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from playwright.sync_api import Page

from assessments.models.attempts import Attempt
from people.models.accounts import User
from tests.browser.conftest import DESKTOP, OpenBrowser
from tests.browser.exam_room.acts import KINDS, PASSWORD, LogIn, url_of
from tests.browser.site import Site
from tests.factories.assessments import make_attempt, make_sitting
from tests.factories.cohorts import make_cohort, make_enrollment, make_person


@pytest.fixture
def lin(site: Site) -> User:
    return make_person("林秀英", password=make_password(PASSWORD, hasher="argon2id19"))


@pytest.fixture
def attempt(lin: User) -> Attempt:
    now = timezone.now()
    sitting = make_sitting(make_cohort(at=now), snapshots=KINDS, opens_at=now - timedelta(hours=1))
    return make_attempt(sitting, make_enrollment(sitting.cohort, lin, at=now), at=now)


@pytest.fixture
def page(open_browser: OpenBrowser, log_in: LogIn, lin: User, attempt: Attempt) -> Iterator[Page]:
    page = open_browser()
    log_in(page, lin.username, PASSWORD)
    page.goto(url_of(attempt))
    yield page
    page.unroute_all(behavior="ignoreErrors")


@pytest.fixture
def desk(open_browser: OpenBrowser, log_in: LogIn, lin: User) -> Iterator[Page]:
    """Lin's second device."""
    desk = open_browser(viewport=DESKTOP)
    log_in(desk, lin.username, PASSWORD)
    yield desk
    desk.unroute_all(behavior="ignoreErrors")
