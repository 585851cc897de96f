"""Reminding: only those whose move it is, in the language of the house, once a day."""

from datetime import timedelta

import pytest
from django.utils import translation

from certificates.enums import PledgeState
from cohorts.enums import CohortState
from dashboards.domain.reminding import REMINDERS, people_to_remind, remind
from dashboards.measures import MEASURES
from people.models import Notice
from tests.factories.dashboards import (
    AT,
    District,
    make_cohort,
    make_district,
    make_enrollment,
    make_pledge,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def district() -> District:
    return make_district()


def test_every_reminder_belongs_to_a_figure() -> None:
    assert set(REMINDERS) <= {measure.key for measure in MEASURES}


def test_it_reminds_of_a_pledge_that_is_due_or_was_returned_and_not_of_one_that_waits_for_the_organizer(
    district: District,
) -> None:
    cohort = make_cohort(district)
    for state in PledgeState:
        make_pledge(make_enrollment(cohort, make_user(state.value), district.communities[0]), state=state)

    assert [person.name for person in people_to_remind(district.unit, "pledges")] == ["due", "returned"]


def test_nobody_is_reminded_of_a_cohort_that_has_closed(district: District) -> None:
    cohort = make_cohort(district)
    make_enrollment(cohort, make_user(), district.communities[0])
    assert people_to_remind(district.unit, "progress").count() == 1

    cohort.state = CohortState.CLOSED
    cohort.save()

    assert not people_to_remind(district.unit, "progress")


def test_nobody_is_reminded_of_a_figure_they_can_do_nothing_about(district: District) -> None:
    make_enrollment(make_cohort(district), make_user(), district.communities[0])

    assert not people_to_remind(district.unit, "coverage")


def test_a_street_reminds_its_own_people_only(district: District) -> None:
    cohort = make_cohort(district)
    make_enrollment(cohort, make_user("第一街道的人"), district.communities[0])
    make_enrollment(cohort, make_user("第二街道的人"), district.communities[2])

    remind(unit=district.streets[0], key="progress", at=AT)

    assert [notice.recipient.name for notice in Notice.objects.all()] == ["第一街道的人"]


def test_a_reminder_goes_out_again_on_the_next_day(district: District) -> None:
    make_enrollment(make_cohort(district), make_user(), district.communities[0])

    for at in (AT, AT + timedelta(hours=5), AT + timedelta(days=1)):
        remind(unit=district.unit, key="progress", at=at)

    assert Notice.objects.count() == 2


def test_an_organizer_who_reads_english_reminds_in_chinese(district: District) -> None:
    make_enrollment(make_cohort(district), make_user(), district.communities[0])

    with translation.override("en"):
        remind(unit=district.unit, key="progress", at=AT)

    assert Notice.objects.get().subject == "您还有教学模块没有学完"
