"""The key of a sitting stays shut while somebody could still make use of it."""

from datetime import timedelta

import pytest

from assessments.domain import answering, results, starting
from assessments.domain.revealing import may_see_key
from assessments.domain.starting import CannotStart
from assessments.models.sittings import Sitting
from cohorts.domain.enrolling import withdraw
from cohorts.models.enrollment import Enrollment
from tests.factories.assessments import hand_in, make_attempt, make_sitting
from tests.factories.cohorts import AT, make_enrollment

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def released(sitting: Sitting, enrollment: Enrollment) -> None:
    """One person sat, and the results so far are released."""
    hand_in(make_attempt(sitting, enrollment), {"chosen": "a"})
    results.release(sitting=sitting, by=sitting.cohort.organizer, at=AT)


def test_the_key_waits_for_whoever_has_not_begun() -> None:
    sitting = make_sitting(reveal="after_release")
    lin, zhao = make_enrollment(sitting.cohort), make_enrollment(sitting.cohort)

    released(sitting, lin)

    assert not may_see_key(sitting, at=AT)
    withdraw(enrollment=zhao, at=AT, reason="调离")
    assert may_see_key(sitting, at=AT)


def test_the_key_waits_for_whoever_is_answering() -> None:
    sitting = make_sitting(reveal="after_release")
    lin, zhao = make_enrollment(sitting.cohort), make_enrollment(sitting.cohort)
    released(sitting, lin)
    attempt = make_attempt(sitting, zhao)

    assert not may_see_key(sitting, at=AT)
    answering.submit(attempt=attempt, at=AT)
    assert may_see_key(sitting, at=AT)


def test_the_key_waits_for_ones_own_second_attempt() -> None:
    sitting = make_sitting(reveal="after_release", attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    released(sitting, enrollment)

    assert not may_see_key(sitting, at=AT)
    hand_in(make_attempt(sitting, enrollment), {"chosen": "b"})
    assert may_see_key(sitting, at=AT)


@pytest.mark.parametrize("reveal", ["after_close", "after_release"])
def test_the_key_is_open_once_the_window_has_closed_and_nobody_answers(reveal: str) -> None:
    sitting = make_sitting(reveal=reveal)
    lin, zhao = make_enrollment(sitting.cohort), make_enrollment(sitting.cohort)
    released(sitting, lin)
    attempt = make_attempt(sitting, zhao, at=sitting.closes_at - SECOND)

    assert not may_see_key(sitting, at=sitting.closes_at)
    answering.submit(attempt=attempt, at=sitting.closes_at)
    assert may_see_key(sitting, at=sitting.closes_at)


def test_whoever_sees_the_key_begins_no_further_attempt() -> None:
    sitting = make_sitting(reveal="after_release", attempts_allowed=2)
    enrollment = make_enrollment(sitting.cohort)
    released(sitting, enrollment)

    with pytest.raises(CannotStart, match="key-seen"):
        starting.start(sitting=sitting, enrollment=enrollment, at=sitting.closes_at)


def test_keys_that_are_never_shown_stay_shut() -> None:
    sitting = make_sitting(reveal="never")
    released(sitting, make_enrollment(sitting.cohort))

    assert not may_see_key(sitting, at=sitting.closes_at + SECOND)
