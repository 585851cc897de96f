"""An open cohort gets another last day; a closed one is opened again, with a reason."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from assessments.domain.starting import start
from assessments.models.attempts import Attempt
from assessments.models.sittings import Sitting
from cohorts.domain.opening import close_cohort
from cohorts.enums import CohortState
from cohorts.models.cohort import Cohort
from people.models.notices import Notice
from people.models.organisation import OrgUnit
from tests.factories.cohorts import make_cohort, make_enrollment, make_full_course, make_organizer, make_unit
from tests.house.worlds import listeners

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> OrgUnit:
    return make_unit("市中区")


@pytest.fixture
def browser(client: Client, district: OrgUnit) -> Client:
    client.force_login(make_organizer(district))
    return client


def running_cohort(district: OrgUnit) -> Cohort:
    """A cohort with a case study that runs until next week."""
    with listeners():
        cohort = make_cohort(district, course=make_full_course(), at=timezone.now())
    assert Sitting.objects.filter(cohort=cohort, module__isnull=False).exists()
    return cohort


def plan(cohort: Cohort, days: int, **fields: str) -> dict[str, str]:
    """What the organizer fills in: a last day so many days after the present one."""
    return {
        "ends_on": str(cohort.ends_on + timedelta(days=days)),
        "organizer": str(cohort.organizer_id),
        **fields,
    }


def test_a_later_last_day_reaches_case_studies_and_those_who_write_them(browser: Client, district: OrgUnit) -> None:
    cohort = running_cohort(district)
    enrollment = make_enrollment(cohort, at=timezone.now())
    case = Sitting.objects.get(cohort=cohort, module__isnull=False)
    attempt = start(sitting=case, enrollment=enrollment, at=timezone.now())
    ended_at = case.closes_at
    Notice.objects.all().delete()

    with listeners():
        browser.post(reverse("cohorts:cohort-reschedule", args=[cohort.pk]), plan(cohort, 10))

    later = ended_at + timedelta(days=10)
    assert Sitting.objects.get(pk=case.pk).closes_at == later
    assert Attempt.objects.get(pk=attempt.pk).due_at == later
    assert Notice.objects.get().recipient == enrollment.person
    assert ModelLogEntry.objects.get(action="cohorts.reschedule").data["before"] == str(cohort.ends_on)


def test_another_organizer_alone_disturbs_nobody(browser: Client, district: OrgUnit) -> None:
    cohort = running_cohort(district)
    make_enrollment(cohort, at=timezone.now())
    other = make_organizer(district, name="郑组织员")
    Notice.objects.all().delete()

    browser.post(reverse("cohorts:cohort-reschedule", args=[cohort.pk]), plan(cohort, 0, organizer=str(other.pk)))

    assert Cohort.objects.get(pk=cohort.pk).organizer == other
    assert not Notice.objects.exists()


def test_a_day_that_has_passed_is_no_last_day(browser: Client, district: OrgUnit) -> None:
    cohort = running_cohort(district)

    page = browser.post(reverse("cohorts:cohort-reschedule", args=[cohort.pk]), plan(cohort, -1000))

    assert "ends_on" in page.context["form"].errors
    assert Cohort.objects.get(pk=cohort.pk).ends_on == cohort.ends_on


def test_an_organizer_of_another_district_cannot_be_chosen(browser: Client, district: OrgUnit) -> None:
    cohort = running_cohort(district)
    he = make_organizer(make_unit("历城区"), name="何组织员")

    page = browser.post(reverse("cohorts:cohort-reschedule", args=[cohort.pk]), plan(cohort, 1, organizer=str(he.pk)))

    assert "organizer" in page.context["form"].errors
    assert Cohort.objects.get(pk=cohort.pk).organizer == cohort.organizer


def test_a_closed_cohort_opens_again_with_a_reason(browser: Client, district: OrgUnit) -> None:
    cohort = close_cohort(cohort=running_cohort(district), at=timezone.now())
    url = reverse("cohorts:cohort-reopen", args=[cohort.pk])

    assert "reason" in browser.post(url, plan(cohort, 5)).context["form"].errors
    assert Cohort.objects.get(pk=cohort.pk).state == CohortState.CLOSED
    browser.post(url, plan(cohort, 5, reason="县里要求补学"))

    reopened = Cohort.objects.get(pk=cohort.pk)
    assert (reopened.state, reopened.closed_at) == (CohortState.OPEN, None)
    assert reopened.ends_on == cohort.ends_on + timedelta(days=5)
    assert ModelLogEntry.objects.get(action="cohorts.reopen").data["reason"] == "县里要求补学"
