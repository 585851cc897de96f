"""The list of certificates that end, what the desk says of it, and what verification says."""

from collections.abc import Iterator
from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from certificates.domain import issuing
from certificates.models.certificates import Certificate
from cohorts.models.cohort import Cohort
from tests.certificates.views.counting import count_queries
from tests.factories.certificates import LATER, make_graduate, make_press
from tests.factories.cohorts import make_cohort, make_organizer
from tests.factories.designs import make_design

pytestmark = pytest.mark.django_db

NOW = "2027-02-01T12:00:00+08:00"
URL = "/certificates/expiring/"


@pytest.fixture
def cohort() -> Cohort:
    """A class whose certificates end on 2027-03-02."""
    cohort = make_cohort()
    make_design(cohort.unit, months_valid=12)
    return cohort


@pytest.fixture
def organizer(client: Client, cohort: Cohort) -> Iterator[Client]:
    """The organizer's browser, a month before that."""
    with time_machine.travel(NOW, tick=False):
        client.force_login(make_organizer(cohort.unit))
        client.cookies["django_language"] = "zh-hans"
        yield client


def issued(cohort: Cohort, name: str = "林秀英") -> Certificate:
    return issuing.issue(enrollment=make_graduate(name, cohort=cohort), by=None, at=LATER, press=make_press())


def test_it_lists_who_ends_when_and_how_to_renew(organizer: Client, cohort: Cohort) -> None:
    certificate = issued(cohort)

    page = organizer.get(URL).content.decode()

    assert "林秀英" in page
    assert "2027年3月2日" in page
    assert reverse("certificates:certificate-reissue", args=[certificate.number]) in page


def test_what_has_ended_stands_apart(organizer: Client, cohort: Cohort) -> None:
    certificate = issued(cohort)
    assert certificate.number in organizer.get(URL, {"state": "soon"}).content.decode()
    Certificate.objects.update(expires_on=date(2027, 1, 31))

    assert certificate.number in organizer.get(URL, {"state": "over"}).content.decode()
    assert certificate.number not in organizer.get(URL, {"state": "soon"}).content.decode()


def test_it_costs_the_same_for_one_and_for_three(organizer: Client, cohort: Cohort) -> None:
    issued(cohort)
    with_one = count_queries(organizer, URL)
    for name in ("赵德柱", "孙桂兰"):
        issued(cohort, name)

    assert count_queries(organizer, URL) == with_one


def test_the_desk_counts_them_and_leads_there(organizer: Client, cohort: Cohort) -> None:
    issued(cohort)

    assert f"{URL}?state=soon" in organizer.get(reverse("dashboards:desk")).content.decode()


@pytest.mark.parametrize(("day", "has_ended"), [("2027-03-02", False), ("2027-03-03", True)])
def test_verification_says_genuine_and_that_the_time_is_over(
    client: Client, cohort: Cohort, day: str, has_ended: bool
) -> None:
    certificate = issued(cohort)

    with time_machine.travel(f"{day}T12:00:00+08:00", tick=False):
        page = client.get(reverse("certificates:verify", args=[certificate.token])).content.decode()

    assert "verdict--genuine" in page
    assert "2027年3月2日" in page
    assert ("有效期已于2027年3月2日届满" in page) == has_ended
    assert ("真实有效" in page) != has_ended
